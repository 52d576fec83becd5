public import Standard
public import Values

/// `<every of="…">`: each chosen row satisfies the body.
public struct Every: ConditionWord {
  public static let element = "every"
  public static let attributes = Words.choosing

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let selection = reader.selection(xml) else { return nil }
    let children = xml.children.filter { $0.name != "where" }
    guard reader.needsBody(xml, children) else { return nil }
    reader.rows.append(selection.row)
    let body = reader.all(children)
    reader.rows.removeLast()
    guard let body else { return nil }
    guard let ifEmpty = reader.emptiness(selection, xml, usual: .yes) else { return nil }
    let phrase =
      switch selection.row.kind {
      case .record: "for all \(selection.plural): \(body.phrase)"
      case .period:
        // “the last full month” is one; “the last 12 full months” are several.
        selection.noun.hasPrefix("last ")
          ? "in the \(selection.singular), \(body.phrase)"
          : "in each of the \(selection.plural.withoutArticle), \(body.phrase)"
      case .moment: "at every \(selection.singular), \(body.phrase)"
      }
    return Said(.every(selection.choice, body.formula, ifEmpty: ifEmpty), phrase)
  }
}

/// `<exists of="…">`: there is at least one such row.
public struct Exists: ConditionWord {
  public static let element = "exists"
  public static let attributes = Words.choosing

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let selection = reader.bodyless(xml) else { return nil }
    return Said(
      .measure(.count(selection.choice, distinct: nil), .atLeast, .constant(.one)),
      "there is at least one \(selection.singular)")
  }
}

/// `<none of="…">`: there is no such row.
public struct NoneOf: ConditionWord {
  public static let element = "none"
  public static let attributes = Words.choosing

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let selection = reader.bodyless(xml) else { return nil }
    return Said(
      .measure(.count(selection.choice, distinct: nil), .atMost, .constant(.zero)), "there is no \(selection.singular)")
  }
}

/// `<count of="…">`: how many rows, or how many different values of a path (`distinct`).
public struct Count: QuantityWord {
  public static let element = "count"
  public static let attributes = Words.choosing + ["distinct"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let (selection, distinct, phrase) = parts(xml, &reader) else { return nil }
    let isTime = selection.row.kind == .moment
    return SaidQuantity(
      .count(selection.choice, distinct: distinct),
      isTime ? "the time that the \(phrase) make up" : "the number of \(phrase)", isTime ? .time : .count)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let (selection, distinct, phrase) = parts(xml, &reader) else { return nil }
    let formula = Quantity.count(selection.choice, distinct: distinct)
    if selection.row.kind == .moment {
      return reader.compared(SaidQuantity(formula, "", .time), xml) { "the \(phrase) make up \($0)" }
    }
    return reader.compared(SaidQuantity(formula, "", .count), xml) { "there are \($0) \(phrase)" }
  }

  private static func parts(_ xml: Element, _ reader: inout TestReader) -> (Selection, Value?, String)? {
    guard let selection = reader.bodyless(xml) else { return nil }
    guard let text = xml["distinct"] else { return (selection, nil, selection.plural.withoutArticle) }
    guard case .record = selection.row.kind else {
      reader.error(
        "type-compare", xml.location(of: "distinct"), "calendar rows all differ; “distinct” is for records")
      return nil
    }
    reader.rows.append(selection.row)
    let value = reader.path(text, at: xml.location(of: "distinct"))
    reader.rows.removeLast()
    guard let value else { return nil }
    switch value.type {
    case .codes, .checks:
      reader.error(
        "type-compare", xml.location(of: "distinct"), "“\(text)” holds several codes; expected one value a row")
      return nil
    case .reference(let record):
      let phrase = "different \(reader.dictionary.records[record].plural) among the \(selection.plural)"
      return (selection, value.formula, phrase)
    default: return (selection, value.formula, "different values of \(value.phrase) among the \(selection.plural)")
    }
  }
}

/// `<share of="…">`: the part of the chosen rows that satisfy the body.
public struct Share: QuantityWord {
  public static let element = "share"
  public static let attributes = Words.choosing

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let (quantity, plural, body) = parts(xml, &reader) else { return nil }
    return SaidQuantity(quantity, "the share of the \(plural) for which \(body)", .share)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let (quantity, plural, body) = parts(xml, &reader) else { return nil }
    return reader.compared(SaidQuantity(quantity, "", .share), xml) { "for \($0) of the \(plural): \(body)" }
  }

  private static func parts(_ xml: Element, _ reader: inout TestReader) -> (Quantity, String, String)? {
    guard let selection = reader.selection(xml) else { return nil }
    let children = xml.children.filter { $0.name != "where" }
    guard reader.needsBody(xml, children) else { return nil }
    reader.rows.append(selection.row)
    let body = reader.all(children)
    reader.rows.removeLast()
    guard let body else { return nil }
    guard let ifEmpty = reader.emptiness(selection, xml, usual: .unknown) else { return nil }
    return (
      .share(selection.choice, body.formula, ifEmpty: ifEmpty), selection.plural.withoutArticle, body.phrase
    )
  }
}

extension TestReader {
  /// A choice whose word takes no body and no `if-empty`.
  mutating func bodyless(_ xml: Element) -> Selection? {
    for child in xml.children where child.name != "where" {
      error(
        "body", child.location, "<\(xml.name)> takes no body; expected only <where>",
        help: "put <\(child.name)> inside <where>")
      return nil
    }
    if xml["if-empty"] != nil {
      error(
        "empty-needless", xml.location(of: "if-empty"),
        "<\(xml.name)> of no row has an answer: “if-empty” says nothing here")
    }
    return selection(xml)
  }
}

extension String {
  /// The same without “the” before it.
  var withoutArticle: String { hasPrefix("the ") ? String(dropFirst(4)) : self }
}
