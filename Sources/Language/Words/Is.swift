public import Standard
public import Values

/// `<is value="…">`: one value compared.
public struct Is: ConditionWord {
  public static let element = "is"
  public static let attributes = ["value", "at"] + Words.comparing

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let text = xml["value"] else {
      reader.error("body", xml.location, "<is> needs “value”: what is compared")
      return nil
    }
    guard let operand = reader.operand(text, at: xml.location(of: "value")) else { return nil }
    guard case .value(var value) = operand else {
      if xml["at"] != nil { noAge("“\(text)”", xml, &reader) }
      return compared(operand, xml, &reader)
    }
    value.written = text
    guard let left = aged(xml, value, &reader) else { return nil }
    return compared(.value(left), xml, &reader)
  }

  /// An age is taken at the start of its row unless `at` says otherwise.
  private static func aged(_ xml: Element, _ value: SaidValue, _ reader: inout TestReader) -> SaidValue? {
    let location = xml.location(of: "value")
    guard let at = xml["at"] else { return reader.aged(value, on: nil, at: location) }
    guard case .age = value.type else {
      noAge("“\(value.phrase)”", xml, &reader)
      return nil
    }
    guard let day = reader.value(at, at: xml.location(of: "at")) else { return nil }
    guard day.type.isDate else {
      reader.error("type-age", xml.location(of: "at"), "“\(at)” is no date to take an age at")
      return nil
    }
    return reader.aged(value, on: day, at: location)
  }

  private static func noAge(_ name: String, _ xml: Element, _ reader: inout TestReader) {
    reader.error("type-age", xml.location(of: "at"), "“at” says when an age is taken; \(name) is no age")
  }

  // MARK: Comparisons

  /// Something with its comparison attributes, as a condition.
  static func compared(_ left: Operand?, _ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let left else { return nil }
    let comparisons = Words.comparing.filter { xml[$0] != nil }
    guard !comparisons.isEmpty else {
      reader.error(
        "type-kind", xml.location, "<\(xml.name)> compares nothing",
        help: "expected one of: \(Words.comparing.joined(separator: ", "))")
      return nil
    }
    var parts: [Said<Condition>] = []
    var limits: [(Relation, FixedPoint)] = []
    for name in comparisons {
      let text = xml[name] ?? ""
      let part =
        switch left {
        case .value(let value): compared(value, name, text, xml.location(of: name), &reader)
        case .quantity(let quantity): compared(quantity, name, text, xml.location(of: name), &reader)
        }
      guard let part else { return nil }
      switch part.formula {
      case .compare(_, let relation, .number(let limit)), .measure(_, let relation, .constant(let limit)):
        limits.append((relation, limit))
      default: break
      }
      parts.append(part)
    }
    guard reader.canHold(limits, at: xml.location) else { return nil }
    var formula = parts.count == 1 ? parts[0].formula : .all(parts.map { $0.formula })
    if case .value(let value) = left { formula = value.emptiness.reduce(formula) { $1.guarding($0) } }
    return Said(formula, joined(parts.map { $0.phrase }, "and"))
  }

  /// A quantity compared with a number as written, or with another quantity.
  private static func compared(
    _ left: SaidQuantity, _ name: String, _ text: String, _ location: Location, _ reader: inout TestReader
  ) -> Said<Condition>? {
    guard let relation = Relation(name: name), text != "none" else {
      reader.error(
        "type-compare", location, "\(left.phrase) is a quantity; it is compared with a number",
        help: "use at-least, at-most, more-than, less-than or equal")
      return nil
    }
    if Term.isLiteral(text, reader) {
      guard let limit = reader.limit(text, left.type, at: location) else { return nil }
      return Said(
        .measure(left.formula, relation, .constant(limit)),
        "\(left.phrase) \(relation.phrase) \(reader.literalPhrase(text))")
    }
    guard let right = reader.asQuantity(reader.operand(text, at: location), at: location) else { return nil }
    return measured(left, relation, right, location, &reader)
  }

  private static func measured(
    _ left: SaidQuantity, _ relation: Relation, _ right: SaidQuantity, _ location: Location,
    _ reader: inout TestReader
  ) -> Said<Condition>? {
    guard left.type.together(right.type) != nil else {
      reader.error(
        "type-unit", location, "\(left.type.words) and \(right.type.words) cannot be compared")
      return nil
    }
    return Said(
      .measure(left.formula, relation, right.formula), "\(left.phrase) \(relation.phrase) \(right.phrase)")
  }

  private static func compared(
    _ left: SaidValue, _ name: String, _ text: String, _ location: Location, _ reader: inout TestReader
  ) -> Said<Condition>? {
    if text == "none" { return none(left, name, location, &reader) }
    if name == "in" { return isIn(left, text, location, &reader) }
    guard let relation = Relation(name: name) else { return nil }
    guard relation == .equal || hasOrder(left, name, location, &reader) else { return nil }
    switch left.type {
    case .codes, .checks:
      reader.error(
        "type-compare", location, "“\(left.phrase)” holds several codes and cannot be compared with one",
        help: "use <covers field=\"\(left.written)\" codes=\"\(text)\"/>")
      return nil
    case .code(let list) where isCode(text, list, reader):
      return code(left, relation, text, list, location, &reader)
    case .number(let dimension):
      if let number = reader.number(text, dimension, at: location, isPath: true) {
        return Said(
          .compare(left.formula, relation, .number(number)),
          "\(left.phrase) \(relation.phrase) \(reader.literalPhrase(text))")
      }
      if reader.looksLikeNumber(text) || Period(text) != nil { return nil }
    case .duration:
      if Period(text) != nil || text.hasPrefix("$") || reader.looksLikeNumber(text) {
        guard let period = reader.period(text, at: location) else { return nil }
        return Said(
          .compare(left.formula, relation, .period(period)), "\(left.phrase) \(relation.phrase) \(period.words)")
      }
    case .label:
      if !text.contains(".") {
        return Said(.compare(left.formula, relation, .label(text)), "\(left.phrase) is “\(text)”")
      }
    default: break
    }
    if Term.isLiteral(text, reader) {
      let wanted = left.type.isDate ? "a day such as 2026-06-30" : "a field"
      reader.error(
        "type-compare", location, "“\(text)” cannot be compared with “\(left.phrase)”; expected \(wanted)")
      return nil
    }
    guard let operand = reader.operand(text, at: location) else { return nil }
    guard case .value(let read) = operand else {
      guard let first = reader.asQuantity(.value(left), at: location),
        let second = reader.asQuantity(operand, at: location)
      else { return nil }
      return measured(first, relation, second, location, &reader)
    }
    guard let right = reader.aged(read, on: nil, at: location) else { return nil }
    guard isComparable(left.type, right.type) else {
      reader.error(
        "type-compare", location, "“\(left.phrase)” and “\(right.phrase)” are of different kinds and cannot be compared"
      )
      return nil
    }
    // The same field of two rows: say of which row the second is.
    let other =
      left.phrase == right.phrase
      ? text.split(separator: ".").dropLast().last.map { "that of the \($0)" } ?? right.phrase : right.phrase
    return Said(
      right.emptiness.reduce(.compare(left.formula, relation, right.formula)) { $1.guarding($0) },
      "\(left.phrase) \(relation.phrase(for: left.type)) \(other)")
  }

  /// Whether more and less mean something for this kind of value.
  private static func hasOrder(
    _ left: SaidValue, _ name: String, _ location: Location, _ reader: inout TestReader
  ) -> Bool {
    switch left.type {
    case .code(let list) where !reader.dictionary.lists[list].isOrdered:
      reader.error(
        "type-compare", location, "the codes of “\(left.phrase)” have no order: “\(name)” cannot be asked",
        help: "use equal=\"…\" or in=\"…\"")
    case .label:
      reader.error("type-compare", location, "labels have no order: “\(name)” cannot be asked", help: "use equal=\"…\"")
    case .reference:
      reader.error(
        "type-compare", location, "references have no order: “\(name)” cannot be asked", help: "use equal=\"…\"")
    default: return true
    }
    return false
  }

  /// Whether a text means a code of a list: it is one, or at least it is the name of nothing else.
  private static func isCode(_ text: String, _ list: Int, _ reader: TestReader) -> Bool {
    if reader.dictionary.lists[list].members(of: text) != nil || text.hasPrefix("$") { return true }
    if text.contains(".") || reader.derivedField(text) != nil { return false }
    guard let (_, record) = reader.rowOfPlainName(text) else { return true }
    return reader.dictionary.records[record].field(named: text) == nil
  }

  private static func isComparable(_ left: ValueType, _ right: ValueType) -> Bool {
    switch (left, right) {
    case (.date, .instant), (.instant, .date): true
    case (.number(let a), .number(let b)): QuantityType(a).together(QuantityType(b)) != nil
    default: left == right
    }
  }

  private static func none(
    _ left: SaidValue, _ name: String, _ location: Location, _ reader: inout TestReader
  ) -> Said<Condition>? {
    guard name == "equal" else {
      reader.error("type-compare", location, "“none” has no order", help: "use equal=\"none\"")
      return nil
    }
    guard left.field?.mayBeNone != false || left.path?.references.isEmpty == false else {
      reader.error("type-compare", location, "“\(left.phrase)” is never none in the dictionary")
      return nil
    }
    return Said(.isNone(left.formula), "there is no \(left.phrase)")
  }

  private static func code(
    _ left: SaidValue, _ relation: Relation, _ text: String, _ list: Int, _ location: Location,
    _ reader: inout TestReader
  ) -> Said<Condition>? {
    let codes = reader.dictionary.lists[list]
    if text.contains(" ") {
      reader.error(
        "type-compare", location, "“\(text)” are several codes; \(left.phrase) can only be one of them",
        help: "use in=\"\(text)\"")
      return nil
    }
    guard let members = members(text, left, list, location, &reader) else { return nil }
    if relation == .equal {
      let names = members.map { codes.codes[$0].label }
      return Said(.oneOf(left.formula, members), phrase(left, names, isYesNo: list == 0))
    }
    guard members.count == 1, let member = members.first else {
      reader.error("type-compare", location, "“\(text)” is a group of codes; an order needs one code")
      return nil
    }
    return Said(
      .compare(left.formula, relation, .code(member, list: list)),
      "\(left.phrase) \(relation.phrase) “\(codes.codes[member].label)”")
  }

  private static func phrase(_ left: SaidValue, _ names: [String], isYesNo: Bool) -> String {
    if isYesNo, names.count == 1 { return "“\(left.phrase)” is \(names[0])" }
    return "\(left.phrase) is \(joined(names, "or"))"
  }

  /// `in`: codes, a set field, or a window.
  private static func isIn(
    _ left: SaidValue, _ text: String, _ location: Location, _ reader: inout TestReader
  ) -> Said<Condition>? {
    switch left.type {
    case .date, .instant:
      guard let window = reader.window(text, at: location) else { return nil }
      return Said(.within(left.formula, window.formula), "\(left.phrase) is \(window.phrase)")
    case .code(let list):
      // One word that is no code may be a set field: the value must be among its codes.
      if !isCode(text, list, reader), let set = setField(left, text, list, location, &reader) { return set }
      guard let members = members(text, left, list, location, &reader) else { return nil }
      let names = members.map { reader.dictionary.lists[list].codes[$0].label }
      return Said(.oneOf(left.formula, members), phrase(left, names, isYesNo: false))
    case .codes, .checks:
      reader.error(
        "type-compare", location, "“\(left.phrase)” holds several codes and cannot be in a list",
        help: "use <covers field=\"\(left.written)\" codes=\"\(text)\" at-least=\"1\"/>")
      return nil
    default:
      reader.error("type-compare", location, "“\(left.phrase)” is neither a code nor a date; “in” takes those")
      return nil
    }
  }

  /// The codes that one or more names, or a parameter, stand for.
  private static func members(
    _ text: String, _ left: SaidValue, _ list: Int, _ location: Location, _ reader: inout TestReader
  ) -> [Int]? {
    let codes = reader.dictionary.lists[list]
    guard let names = reader.codeNames(text, at: location) else { return nil }
    var found: Set<Int> = []
    for name in names {
      guard let members = codes.members(of: name) else {
        reader.error(
          "name-code", location, "“\(left.phrase)” has no code “\(name)”",
          help: suggestion(for: name, among: codes.names))
        return nil
      }
      found.formUnion(members)
    }
    if !found.isEmpty { return found.sorted() }
    reader.error("name-code", location, "no code is named here", help: suggestion(for: "", among: codes.names))
    return nil
  }

  /// The value is one of the codes of a set field: for each code of the list, both or neither.
  private static func setField(
    _ left: SaidValue, _ text: String, _ list: Int, _ location: Location, _ reader: inout TestReader
  ) -> Said<Condition>? {
    var quiet = reader
    guard let right = quiet.path(text, at: location), let path = right.path else { return nil }
    switch right.type {
    case .codes(list), .checks(list): break
    default: return nil
    }
    let parts = reader.dictionary.lists[list].codes.indices.map { code in
      Condition.all([.oneOf(left.formula, [code]), .includes(path, .codes([code]), atLeast: 1)])
    }
    return Said(.any(1, parts), "\(left.phrase) is one of the \(right.phrase)")
  }
}

extension Relation {
  init?(name: String) {
    switch name {
    case "equal": self = .equal
    case "at-least": self = .atLeast
    case "at-most": self = .atMost
    case "more-than": self = .moreThan
    case "less-than": self = .lessThan
    default: return nil
    }
  }

  var phrase: String {
    switch self {
    case .equal: "is"
    case .atLeast: "is at least"
    case .atMost: "is at most"
    case .moreThan: "is more than"
    case .lessThan: "is less than"
    }
  }

  /// The same, as one says it of dates.
  func phrase(for type: ValueType) -> String {
    guard type == .date || type == .instant else { return phrase }
    return switch self {
    case .equal: "is"
    case .atLeast: "is not before"
    case .atMost: "is not after"
    case .moreThan: "is after"
    case .lessThan: "is before"
    }
  }
}
