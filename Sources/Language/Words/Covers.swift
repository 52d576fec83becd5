public import Standard
public import Values

/// `<covers field="…" codes="…">`: a checklist or set, of this row or joined over the rows chosen, has these codes.
public struct Covers: ConditionWord {
  public static let element = "covers"
  public static let attributes = ["field", "codes", "at-least"] + Words.choosing

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let name = xml["field"], let codes = xml["codes"] else {
      reader.error("body", xml.location, "<covers> needs “field” and “codes”")
      return nil
    }
    guard xml["of"] != nil else {
      for attribute in Words.choosing where xml[attribute] != nil {
        reader.error("body", xml.location(of: attribute), "“\(attribute)” chooses rows; “of” is missing")
        return nil
      }
      return ofRow(xml, name, codes, &reader)
    }
    if xml["if-empty"] != nil {
      reader.error(
        "empty-needless", xml.location(of: "if-empty"), "no row covers nothing: “if-empty” says nothing here")
    }
    guard let selection = reader.selection(xml) else { return nil }
    reader.rows.append(selection.row)
    let field = reader.path(name, at: xml.location(of: "field"))
    reader.rows.removeLast()
    guard let field, let path = field.path else { return nil }
    guard let list = list(of: field.type, xml, name, &reader) else { return nil }
    // For one code: there is a row that has it.
    func exists(_ code: Int, _ reader: inout TestReader) -> Condition {
      let label = reader.dictionary.lists[list].codes[code].label
      let has: Condition =
        if case .code = field.type { .oneOf(field.formula, [code]) } else {
          .includes(path, .codes([code]), atLeast: 1)
        }
      var choice = selection.choice
      if case .all(let filters) = choice.filter { choice.filter = .all(filters + [has]) }
      reader.choices[choice] = selection.plural + " with “\(label)”"
      let exists = Condition.measure(.count(choice, distinct: nil), .atLeast, .constant(.one))
      reader.readings[exists] = "“\(label)” is among the \(field.phrase) of the \(selection.plural)"
      return exists
    }
    if let other = setField(codes, list, xml, &reader) {
      guard let count = anyCount(xml, &reader) else { return nil }
      let all = reader.dictionary.lists[list].codes.indices
      let amount = count.number.map { "at least \($0)" } ?? "all"
      let phrase = "the \(selection.plural) cover together \(amount) of the \(other.1) (\(field.phrase))"
      let parts = all.map { code -> Condition in
        let wanted = Condition.includes(other.0, .codes([code]), atLeast: 1)
        return count.number == nil
          ? .any(1, [.not(wanted), exists(code, &reader)]) : .all([wanted, exists(code, &reader)])
      }
      return Said(count.number.map { .any($0, parts) } ?? .all(parts), phrase)
    }
    guard let wanted = members(codes, list, xml, &reader), let count = count(xml, wanted.count, &reader) else {
      return nil
    }
    let labels = wanted.map { reader.dictionary.lists[list].codes[$0].label }
    let parts = wanted.map { exists($0, &reader) }
    let phrase = "the \(selection.plural) cover together \(amount(count, labels)) (\(field.phrase))"
    if parts.count == 1 { return Said(parts[0], phrase) }
    return Said(count == parts.count ? .all(parts) : .any(count, parts), phrase)
  }

  private static func amount(_ count: Int, _ labels: [String]) -> String {
    count == labels.count ? joined(labels, "and") : "at least \(count) of: \(labels.joined(separator: ", "))"
  }

  private static func ofRow(
    _ xml: Element, _ name: String, _ codes: String, _ reader: inout TestReader
  ) -> Said<Condition>? {
    guard let field = reader.path(name, at: xml.location(of: "field")), let path = field.path,
      let list = list(of: field.type, xml, name, &reader)
    else { return nil }
    if case .code = field.type {
      reader.error(
        "type-compare", xml.location(of: "field"), "“\(name)” holds one code; <covers> is for sets and checklists",
        help: "use <is value=\"\(name)\" in=\"…\"/>")
      return nil
    }
    if let other = setField(codes, list, xml, &reader) {
      guard let wanted = anyCount(xml, &reader) else { return nil }
      let count = wanted.number
      let amount = count.map { "at least \($0) of" } ?? "all"
      return Said(
        .includes(path, .field(other.0), atLeast: count), "\(field.phrase) cover \(amount) the \(other.1)")
    }
    guard let wanted = members(codes, list, xml, &reader), let count = count(xml, wanted.count, &reader) else {
      return nil
    }
    let labels = wanted.map { reader.dictionary.lists[list].codes[$0].label }
    return Said(
      .includes(path, .codes(wanted), atLeast: count == wanted.count ? nil : count),
      "\(field.phrase) cover \(amount(count, labels))")
  }

  private static func list(of type: ValueType, _ xml: Element, _ name: String, _ reader: inout TestReader) -> Int? {
    switch type {
    case .codes(let list), .checks(let list), .code(let list): return list
    default:
      reader.error(
        "type-compare", xml.location(of: "field"), "“\(name)” holds no codes; <covers> is for sets and checklists")
      return nil
    }
  }

  private static func setField(
    _ text: String, _ list: Int, _ xml: Element, _ reader: inout TestReader
  ) -> (Path, String)? {
    guard !text.contains(" "), !text.hasPrefix("$"), reader.dictionary.lists[list].members(of: text) == nil else {
      return nil
    }
    var quiet = reader
    guard let value = quiet.path(text, at: xml.location(of: "codes")), let path = value.path,
      value.type == .codes(list: list) || value.type == .checks(list: list)
    else { return nil }
    return (path, value.phrase)
  }

  /// `at-least` where it is not known how many codes there will be; no number = all of them.
  private static func anyCount(_ xml: Element, _ reader: inout TestReader) -> (number: Int?, Void)? {
    guard let text = xml["at-least"] else { return (nil, ()) }
    return reader.wholeNumber(text, from: 1, to: Int.max, at: xml.location(of: "at-least")).map { ($0, ()) }
  }

  private static func members(_ text: String, _ list: Int, _ xml: Element, _ reader: inout TestReader) -> [Int]? {
    let codes = reader.dictionary.lists[list]
    guard let names = reader.codeNames(text, at: xml.location(of: "codes")) else { return nil }
    var wanted: [Int] = []
    for name in names {
      guard let members = codes.members(of: name) else {
        reader.error(
          "name-code", xml.location(of: "codes"), "the list “\(codes.id)” has no code “\(name)”",
          help: suggestion(for: name, among: codes.names))
        return nil
      }
      for member in members where !wanted.contains(member) { wanted.append(member) }
    }
    return wanted
  }

  private static func count(_ xml: Element, _ most: Int, _ reader: inout TestReader) -> Int? {
    guard let text = xml["at-least"] else { return most }
    return reader.wholeNumber(text, from: 1, to: most, at: xml.location(of: "at-least"))
  }
}

/// `<recorded field="a b">`: these fields are filled in at the source.
public struct Recorded: ConditionWord {
  public static let element = "recorded"
  public static let attributes = ["field"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let names = xml["field"], !names.isEmpty else {
      reader.error("body", xml.location, "<recorded> needs “field”: what must be filled in")
      return nil
    }
    var parts: [Condition] = []
    var phrases: [String] = []
    for name in names.split(separator: " ") {
      guard let value = reader.path(String(name), at: xml.location(of: "field")) else { return nil }
      guard let path = value.path else {
        reader.error("name-field", xml.location(of: "field"), "“\(name)” is no field that can be filled in")
        return nil
      }
      parts.append(.recorded(path))
      phrases.append(value.phrase)
      reader.readings[.recorded(path)] = "\(value.phrase) is filled in"
    }
    let phrase = "\(joined(phrases, "and")) \(phrases.count == 1 ? "is" : "are") filled in"
    return Said(parts.count == 1 ? parts[0] : .all(parts), phrase)
  }
}
