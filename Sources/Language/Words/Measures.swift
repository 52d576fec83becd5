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
    let left = reader.operand(xml.children[0])
    let right = reader.operand(xml.children[1])
    guard let left, let right else { return nil }
    if case .value(let first) = left, case .value(let second) = right,
      first.type.isDate && second.type.isDate || first.type == .duration && second.type == .duration
    {
      let comparison = Condition.compare(first.formula, relation, second.formula)
      return Said(
        (first.emptiness + second.emptiness).reduce(comparison) { $1.guarding($0) },
        "\(first.phrase) \(relation.phrase(for: first.type)) \(second.phrase)")
    }
    guard let first = reader.asQuantity(left, at: xml.children[0].location),
      let second = reader.asQuantity(right, at: xml.children[1].location)
    else { return nil }
    guard first.type.together(second.type) != nil else {
      reader.error(
        "type-unit", xml.location,
        "\(first.phrase) and \(second.phrase) are measured in different units: \(first.type.words) and \(second.type.words)"
      )
      return nil
    }
    return Said(
      .measure(first.formula, relation, second.formula), "\(first.phrase) \(relation.phrase) \(second.phrase)")
  }
}

/// `<term value="…">`: a value, parameter or number as a quantity.
public struct Term: QuantityWord {
  public static let element = "term"
  public static let attributes = ["value"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    reader.asQuantity(operand(xml, &reader), at: xml.location(of: "value"))
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    Is.compared(operand(xml, &reader), xml, &reader)
  }

  /// What stands in `value`: a number, share, length of time or date as written, or a path.
  static func operand(_ xml: Element, _ reader: inout TestReader) -> Operand? {
    guard let text = xml["value"] else {
      reader.error("body", xml.location, "<term> needs “value”")
      return nil
    }
    let location = xml.location(of: "value")
    if isLiteral(text, reader) { return literal(text, at: location, &reader) }
    guard let operand = reader.operand(text, at: location) else { return nil }
    guard case .value(let value) = operand else { return operand }
    return reader.aged(value, on: nil, at: location).map { .value($0) }
  }

  static func isLiteral(_ text: String, _ reader: TestReader) -> Bool {
    CalendarDate(text) == nil && (reader.looksLikeNumber(text) || text.hasSuffix("%") || Period(text) != nil)
  }

  /// Whether the element is a term that can only be a code: a plain word that is no field here.
  static func isBareCode(_ xml: Element, _ reader: TestReader) -> Bool {
    guard xml.name == element, let text = xml["value"], text != "as-of", CalendarDate(text) == nil,
      !isLiteral(text, reader), !text.contains("."), !text.contains(" "), reader.derivedField(text) == nil,
      reader.openRow(named: text) == nil
    else { return false }
    guard let (_, record) = reader.rowOfPlainName(text) else { return true }
    return reader.dictionary.records[record].field(named: text) == nil
  }

  /// A number, share or length of time, written out or as a parameter.
  static func literal(_ text: String, at location: Location, _ reader: inout TestReader) -> Operand? {
    let phrase = reader.literalPhrase(text)
    func number(_ unit: String, _ reader: inout TestReader) -> Operand? {
      let dimension = Dimension(unit: unit)
      guard let number = reader.number(text, dimension, at: location) else { return nil }
      return .quantity(SaidQuantity(.constant(number), phrase, QuantityType(dimension)))
    }
    if text.hasPrefix("$") {
      guard let parameter = reader.parameter(text, at: location) else { return nil }
      switch parameter.value {
      case .number(_, let unit): return number(unit, &reader)
      case .share(let share): return .quantity(SaidQuantity(.constant(share), phrase, .share))
      case .duration(let period): return .value(SaidValue(formula: .period(period), type: .duration, phrase: phrase))
      case .codes:
        reader.error("type-compare", location, "\(text) is a list of codes; expected a number or a length of time")
        return nil
      }
    }
    if let period = Period(text) {
      return .value(SaidValue(formula: .period(period), type: .duration, phrase: phrase))
    }
    if text.hasSuffix("%") {
      guard let share = reader.share(text, at: location) else { return nil }
      return .quantity(SaidQuantity(.constant(share), share.percent, .share))
    }
    return number(text.split(separator: " ").dropFirst().first.map { String($0) } ?? "", &reader)
  }
}

/// `<elapsed from="…" to="…">`: the time between two dates.
///
/// Compared where it stands it lowers to a comparison of dates, so that months and days keep their own meaning;
/// anywhere else it is a number of minutes, whole days for dates.
public struct Elapsed: QuantityWord {
  public static let element = "elapsed"
  public static let attributes = ["from", "to"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let (start, end) = ends(xml, &reader) else { return nil }
    return SaidQuantity(
      .elapsed(from: start.formula, to: end.formula), "the time from \(start.phrase) to \(end.phrase)", .time)
  }

  private static func ends(_ xml: Element, _ reader: inout TestReader) -> (SaidValue, SaidValue)? {
    guard let from = xml["from"], let to = xml["to"] else {
      reader.error("body", xml.location, "<elapsed> needs “from” and “to”")
      return nil
    }
    guard let start = reader.value(from, at: xml.location(of: "from")),
      let end = reader.value(to, at: xml.location(of: "to"))
    else { return nil }
    for (value, name) in [(start, "from"), (end, "to")] where !value.type.isDate {
      reader.error("time-window", xml.location(of: name), "“\(value.phrase)” is no date; time runs between dates")
      return nil
    }
    return (start, end)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let (start, end) = ends(xml, &reader) else { return nil }
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
