public import Standard
public import Values

/// `<compare is="at-most">`: two quantities.
public struct Compare: ConditionWord {
  public static let element = "compare"
  public static let attributes = ["is"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let name = xml["is"], let relation = Relation(name: name) else {
      reader.error(
        "type-kind", xml.location(of: "is"), "<compare> needs “is”: how the two are compared",
        help: suggestion(for: xml["is"] ?? "", among: Words.comparing.filter { $0 != "in" }))
      return nil
    }
    guard xml.children.count == 2 else {
      reader.error("body", xml.location, "<compare> has \(xml.children.count) parts; expected two quantities")
      return nil
    }
    let left = reader.quantity(xml.children[0])
    let right = reader.quantity(xml.children[1])
    guard let left, let right else { return nil }
    guard left.type == right.type || isPlain(left, right) else {
      reader.error("type-unit", xml.location, "\(left.phrase) and \(right.phrase) are measured in different units")
      return nil
    }
    return Said(
      .measure(left.formula, relation, right.formula), "\(left.phrase) \(relation.phrase) \(right.phrase)")
  }

  /// A count goes with any number of things.
  private static func isPlain(_ left: SaidQuantity, _ right: SaidQuantity) -> Bool {
    guard case .number(let a) = left.type, case .number(let b) = right.type else { return false }
    return a.factor == 1 && b.factor == 1 && a.name != "time" && b.name != "time" && (a.name.isEmpty || b.name.isEmpty)
  }
}

/// `<term value="…">`: a value, parameter or number as a quantity.
public struct Term: QuantityWord {
  public static let element = "term"
  public static let attributes = ["value"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let text = xml["value"] else {
      reader.error("body", xml.location, "<term> needs “value”")
      return nil
    }
    let location = xml.location(of: "value")
    if text.hasSuffix("%"), let share = reader.share(text, at: location) {
      return SaidQuantity(.constant(share), share.percent, .share)
    }
    if reader.looksLikeNumber(text) {
      let unit = text.split(separator: " ").dropFirst().first.map { String($0) } ?? ""
      let dimension = Dimension(unit: unit)
      guard let number = reader.number(text, dimension, at: location) else { return nil }
      return SaidQuantity(.constant(number), reader.literalPhrase(text), .number(dimension))
    }
    guard let value = reader.path(text, at: location) else { return nil }
    guard case .number(let dimension) = value.type else {
      reader.error("type-compare", location, "“\(text)” is no number")
      return nil
    }
    return SaidQuantity(.term(value.formula), value.phrase, .number(dimension))
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    let said = read(xml, &reader)
    return reader.compared(said, xml) { "\(said?.phrase ?? "") is \($0)" }
  }
}

/// `<elapsed from="…" to="…">`: the time between two dates, always with a limit.
///
/// It lowers to a comparison of dates, so that months and days keep their own meaning.
public struct Elapsed: QuantityWord {
  public static let element = "elapsed"
  public static let attributes = ["from", "to"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    reader.error(
      "type-kind", xml.location, "<elapsed> is compared with a length of time where it stands",
      help: "add at-most=\"P14D\"")
    return nil
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let from = xml["from"], let to = xml["to"] else {
      reader.error("body", xml.location, "<elapsed> needs “from” and “to”")
      return nil
    }
    guard let start = reader.value(from, at: xml.location(of: "from")),
      let end = reader.value(to, at: xml.location(of: "to"))
    else { return nil }
    for (value, name) in [(start, "from"), (end, "to")] where value.type != .date && value.type != .instant {
      reader.error("time-window", xml.location(of: name), "“\(value.phrase)” is no date; time runs between dates")
      return nil
    }
    var parts: [Condition] = []
    var phrases: [String] = []
    for name in Words.comparing {
      guard let text = xml[name] else { continue }
      guard let relation = Relation(name: name) else {
        reader.error(
          "type-compare", xml.location(of: name),
          "a length of time is compared with a length of time; “in” is for codes and dates")
        return nil
      }
      guard let period = reader.period(text, at: xml.location(of: name)) else { return nil }
      parts.append(.compare(end.formula, relation, .shifted(start.formula, period, back: false)))
      phrases.append("\(relation.words) \(period.words)")
    }
    let phrase = "from \(start.phrase) to \(end.phrase) there are \(joined(phrases, "and"))"
    return Said(parts.count == 1 ? parts[0] : .all(parts), phrase)
  }
}
