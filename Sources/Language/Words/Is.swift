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
    guard var left = reader.value(text, at: xml.location(of: "value")) else { return nil }
    guard aged(xml, &left, &reader) else { return nil }
    let comparisons = Words.comparing.filter { xml[$0] != nil }
    guard !comparisons.isEmpty else {
      reader.error(
        "type-kind", xml.location, "<is> compares nothing",
        help: "expected one of: \(Words.comparing.joined(separator: ", "))")
      return nil
    }
    var parts: [Said<Condition>] = []
    for name in comparisons {
      guard let part = compared(left, name, xml[name] ?? "", xml.location(of: name), &reader) else { return nil }
      parts.append(part)
    }
    if parts.count == 1 { return parts[0] }
    return Said(.all(parts.map { $0.formula }), joined(parts.map { $0.phrase }, "and"))
  }

  /// An age is taken at the start of its row unless `at` says otherwise.
  private static func aged(_ xml: Element, _ left: inout SaidValue, _ reader: inout TestReader) -> Bool {
    guard case .age(let path, let start) = left.type else {
      guard xml["at"] != nil else { return true }
      reader.error("type-age", xml.location(of: "at"), "“at” says when an age is taken; “\(left.phrase)” is no age")
      return false
    }
    left.type = .number(Dimension(unit: "years"))
    guard let at = xml["at"] else { return true }
    guard let day = reader.value(at, at: xml.location(of: "at")) else { return false }
    guard day.type == .date || day.type == .instant else {
      reader.error("type-age", xml.location(of: "at"), "“\(at)” is no date to take an age at")
      return false
    }
    left.formula = .age(path, start: start, at: day.formula)
    left.phrase += " at \(day.phrase)"
    return true
  }

  private static func compared(
    _ left: SaidValue, _ name: String, _ text: String, _ location: Location, _ reader: inout TestReader
  ) -> Said<Condition>? {
    if text == "none" { return none(left, name, location, &reader) }
    if name == "in" { return isIn(left, text, location, &reader) }
    guard let relation = Relation(name: name) else { return nil }
    if relation != .equal, case .code(let list) = left.type, !reader.dictionary.lists[list].isOrdered {
      reader.error(
        "type-compare", location, "the codes of “\(left.phrase)” have no order: “\(name)” cannot be asked",
        help: "use equal=\"…\" or in=\"…\"")
      return nil
    }
    if relation != .equal, case .label = left.type {
      reader.error("type-compare", location, "labels have no order: “\(name)” cannot be asked", help: "use equal=\"…\"")
      return nil
    }
    if relation != .equal, case .reference = left.type {
      reader.error(
        "type-compare", location, "references have no order: “\(name)” cannot be asked", help: "use equal=\"…\"")
      return nil
    }
    switch left.type {
    case .codes, .checks:
      reader.error(
        "type-compare", location, "“\(left.phrase)” holds several codes and cannot be compared with one",
        help: "use <covers field=\"…\" codes=\"…\"/>")
      return nil
    case .code(let list) where reader.dictionary.lists[list].members(of: text) != nil || !text.contains("."):
      return code(left, relation, text, list, location, &reader)
    case .number(let dimension):
      if let number = reader.number(text, dimension, at: location, isPath: true) {
        return Said(
          .compare(left.formula, relation, .number(number)),
          "\(left.phrase) \(relation.phrase) \(reader.literalPhrase(text))")
      }
      if reader.looksLikeNumber(text) { return nil }
    case .duration:
      if text.hasPrefix("P") || text.hasPrefix("$") {
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
    guard let right = reader.value(text, at: location) else { return nil }
    guard isComparable(left.type, right.type) else {
      reader.error(
        "type-compare", location, "“\(left.phrase)” and “\(right.phrase)” are of different kinds and cannot be compared"
      )
      return nil
    }
    return Said(
      .compare(left.formula, relation, right.formula),
      "\(left.phrase) \(relation.phrase(for: left.type)) \(right.phrase)")
  }

  private static func isComparable(_ left: ValueType, _ right: ValueType) -> Bool {
    switch (left, right) {
    case (.date, .instant), (.instant, .date): true
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
    guard let members = codes.members(of: text) else {
      reader.error(
        "name-code", location, "“\(left.phrase)” has no code “\(text)”", help: suggestion(for: text, among: codes.names)
      )
      return nil
    }
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
      let codes = reader.dictionary.lists[list]
      var found: Set<Int> = []
      for name in text.split(separator: " ").map({ String($0) }) {
        guard let members = codes.members(of: name) else {
          // One word that is no code may be a set field: the value must be among its codes.
          if !text.contains(" "), let set = setField(left, text, list, location, &reader) { return set }
          reader.error(
            "name-code", location, "“\(left.phrase)” has no code “\(name)”",
            help: suggestion(for: name, among: codes.names))
          return nil
        }
        found.formUnion(members)
      }
      let members = found.sorted()
      return Said(.oneOf(left.formula, members), phrase(left, members.map { codes.codes[$0].label }, isYesNo: false))
    case .codes, .checks:
      reader.error(
        "type-compare", location, "“\(left.phrase)” holds several codes and cannot be in a list",
        help: "use <covers field=\"…\" codes=\"…\" at-least=\"1\"/>")
      return nil
    default:
      reader.error("type-compare", location, "“\(left.phrase)” is neither a code nor a date; “in” takes those")
      return nil
    }
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
