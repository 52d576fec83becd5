public import Standard
public import Values

/// `<sum of="…" value="…">`: the total over the chosen rows, of a value or of the quantity inside.
public struct Sum: QuantityWord {
  public static let element = "sum"
  public static let attributes = Words.choosing + ["value"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    if xml["if-empty"] != nil {
      reader.error(
        "empty-needless", xml.location(of: "if-empty"), "the sum over no row is 0: “if-empty” says nothing here")
    }
    guard let (selection, each) = reader.measuredNumbers(xml) else { return nil }
    guard selection.row.kind != .moment else {
      reader.error(
        "type-kind", xml.location(of: "of"), "moments cannot be added up",
        help: "use <count>, <average> or <highest> over moments")
      return nil
    }
    let phrase =
      xml["value"] == nil
      ? "the total, over the \(selection.plural.withoutArticle), of \(each.phrase)"
      : "the \(each.phrase.withoutArticle) of the \(selection.plural.withoutArticle) together"
    return SaidQuantity(
      .sum(selection.choice, each.formula), phrase,
      each.type == .share || each.type == .ratio ? .count : each.type)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    let said = read(xml, &reader)
    return reader.compared(said, xml) { limit in
      let phrase = said?.phrase ?? ""
      return phrase.hasSuffix(" together") ? "\(phrase) come to \(limit)" : "\(phrase) comes to \(limit)"
    }
  }
}

/// `<average of="…">`: the mean over the chosen rows; for surveys and indicators.
public struct Average: QuantityWord {
  public static let element = "average"
  public static let attributes = Words.choosing + ["value"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let (selection, each) = reader.measuredNumbers(xml),
      let ifEmpty = reader.emptiness(selection, xml, usual: .unknown)
    else { return nil }
    return SaidQuantity(
      .average(selection.choice, each.formula, ifEmpty: ifEmpty),
      "the average, over the \(selection.plural.withoutArticle), of \(each.phrase)", each.type)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    let said = read(xml, &reader)
    return reader.compared(said, xml) { "\(said?.phrase ?? "") is \($0)" }
  }
}

/// `<median of="…">`: the one in the middle of the chosen rows; of an even number the lower of the two.
public struct Median: QuantityWord {
  public static let element = "median"
  public static let attributes = Words.choosing + ["value"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let (selection, each) = reader.measuredNumbers(xml),
      let ifEmpty = reader.emptiness(selection, xml, usual: .unknown)
    else { return nil }
    return SaidQuantity(
      .median(selection.choice, each.formula, ifEmpty: ifEmpty),
      "the median, over the \(selection.plural.withoutArticle), of \(each.phrase)", each.type)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    let said = read(xml, &reader)
    return reader.compared(said, xml) { "\(said?.phrase ?? "") is \($0)" }
  }
}
