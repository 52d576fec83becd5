internal import Standard
internal import Values

/// Reads `dictionary.xml`.
struct DictionaryReader {
  private var lists: [CodeList] = [DataDictionary.yesNo]
  private var diagnostics = Diagnostics()
  private var records: [Element] = []

  /// The dictionary; nil when something was reported.
  static func read(_ root: Element, _ diagnostics: inout Diagnostics) -> DataDictionary? {
    var reader = DictionaryReader()
    let dictionary = reader.read(root)
    diagnostics.append(reader.diagnostics)
    return reader.diagnostics.hasErrors ? nil : dictionary
  }

  private mutating func read(_ root: Element) -> DataDictionary? {
    guard root.name == "dictionary" else {
      diagnostics.error("name-word", at: root.location, "this is <\(root.name)>; expected <dictionary>")
      return nil
    }
    for child in root.children {
      switch child.name {
      case "list": if let list = list(child) { lists.append(list) }
      case "record": records.append(child)
      default: unknown(child, among: ["list", "record"])
      }
    }
    var types: [RecordType] = []
    var answers: AnswerFields?
    for element in records {
      guard let type = record(element) else { continue }
      if types.contains(where: { $0.id == type.id }) {
        diagnostics.error("name-row", at: element.location, "there are two record types “\(type.id)”")
        continue
      }
      types.append(type)
      if let names = element["answers"] { answers = roles(names, type, types.count - 1, element) }
    }
    guard let shelter = types.firstIndex(where: { $0.id == "shelter" }) else {
      diagnostics.error("name-row", at: root.location, "the dictionary has no record type “shelter”")
      return nil
    }
    return DataDictionary(
      id: root["id"] ?? "", version: root["version"] ?? "", lists: lists, records: types, shelter: shelter,
      answers: answers)
  }

  private mutating func unknown(_ element: Element, among names: [String]) {
    diagnostics.error(
      "name-word", at: element.location, "<\(element.name)> is not expected here",
      help: suggestion(for: element.name, among: names))
  }

  private mutating func check(_ element: Element, _ known: [String]) {
    for attribute in element.attributes where !known.contains(attribute.name) {
      diagnostics.error(
        "name-attribute", at: attribute.location, "<\(element.name)> has no attribute “\(attribute.name)”",
        help: suggestion(for: attribute.name, among: known))
    }
  }

  private mutating func identifier(_ element: Element) -> String? {
    if let id = element["id"], !id.isEmpty { return id }
    diagnostics.error("text", at: element.location, "<\(element.name)> needs “id”")
    return nil
  }

  private func label(_ id: String) -> String {
    String(id.map { $0 == "-" || $0 == "_" ? " " : $0 })
  }

  private mutating func list(_ element: Element) -> CodeList? {
    check(element, ["id", "title", "ordered"])
    guard let id = identifier(element) else { return nil }
    var codes: [Code] = []
    for child in element.all("code") {
      check(child, ["id", "label", "facts"])
      guard let code = identifier(child) else { continue }
      if code == "none" {
        diagnostics.error(
          "name-code", at: child.location, "no code may be called “none”: that word says that there is none")
      }
      if codes.contains(where: { $0.id == code }) {
        diagnostics.error("name-code", at: child.location, "there are two codes “\(code)” in “\(id)”")
        continue
      }
      codes.append(
        Code(
          id: code, label: child["label"] ?? label(code), about: child.text,
          facts: (child["facts"] ?? "").split(separator: " ").map { String($0) }))
    }
    var list = CodeList(
      id: id, title: element["title"] ?? label(id), codes: codes, groups: [], isOrdered: element["ordered"] == "yes")
    for child in element.all("group") {
      guard let group = identifier(child) else { continue }
      var members: [Int] = []
      for code in (child["codes"] ?? "").split(separator: " ").map({ String($0) }) {
        if let index = list.index(of: code) { members.append(index) } else { noCode(code, list, child, "codes") }
      }
      list.groups.append(CodeGroup(id: group, codes: members.sorted()))
    }
    for child in element.children where child.name != "code" && child.name != "group" {
      unknown(child, among: ["code", "group"])
    }
    if lists.contains(where: { $0.id == id }) {
      diagnostics.error("name-code", at: element.location, "there are two lists “\(id)”")
      return nil
    }
    return list
  }

  private mutating func noCode(_ code: String, _ list: CodeList, _ element: Element, _ attribute: String) {
    diagnostics.error(
      "name-code", at: element.location(of: attribute), "the list “\(list.id)” has no code “\(code)”",
      help: suggestion(for: code, among: list.codes.map { $0.id }))
  }

  private static let recordAttributes = [
    "id", "label", "plural", "about", "time", "from", "to", "also", "dates", "sensitivity", "source", "facts",
    "answers", "counted", "sample",
  ]

  private mutating func record(_ element: Element) -> RecordType? {
    check(element, Self.recordAttributes)
    guard let id = identifier(element) else { return nil }
    var fields: [Field] = []
    for child in element.children {
      guard child.name == "field" else {
        unknown(child, among: ["field"])
        continue
      }
      guard let field = field(child, of: id) else { continue }
      if fields.contains(where: { $0.id == field.id }) || field.id == "id" {
        diagnostics.error("name-field", at: child.location, "\(id) has two fields “\(field.id)”")
        continue
      }
      fields.append(field)
    }
    if let sample = element["sample"], sample != "may" {
      diagnostics.error(
        "name-code", at: element.location(of: "sample"), "“sample” is may, or left out",
        help: suggestion(for: sample, among: ["may"]))
    }
    guard let time = time(element, fields) else { return nil }
    let label = element["label"] ?? self.label(id)
    return RecordType(
      id: id, label: label, plural: element["plural"] ?? label + "s", about: element["about"] ?? "", time: time,
      fields: fields, source: element["source"] ?? "")
  }

  private mutating func time(_ element: Element, _ fields: [Field]) -> RecordType.Time? {
    func places(_ attribute: String) -> [Int]? {
      var found: [Int] = []
      for name in (element[attribute] ?? "").split(separator: " ").map({ String($0) }) {
        guard let place = fields.firstIndex(where: { $0.id == name }), [.date, .instant].contains(fields[place].kind)
        else {
          diagnostics.error(
            "time-none", at: element.location(of: attribute), "“\(name)” is no date of this record type",
            help: suggestion(for: name, among: fields.filter { [.date, .instant].contains($0.kind) }.map { $0.id }))
          return nil
        }
        found.append(place)
      }
      return found
    }
    switch element["time"] ?? "fixed" {
    case "fixed": return .fixed
    case "dates":
      guard let dates = places("dates") else { return nil }
      if dates.isEmpty { diagnostics.error("time-none", at: element.location, "time=\"dates\" needs “dates”") }
      return .dates(dates)
    case "span":
      guard let from = places("from"), let to = places("to"), let also = places("also") else { return nil }
      guard from.count == 1, to.count == 1 else {
        diagnostics.error("time-none", at: element.location, "time=\"span\" needs “from” and “to”, one date each")
        return nil
      }
      return .span(from: from[0], to: to[0], also: also)
    default:
      diagnostics.error("time-none", at: element.location(of: "time"), "“time” is fixed, dates or span")
      return nil
    }
  }

  private static let fieldAttributes = [
    "id", "type", "label", "required", "core", "none", "codes", "list", "ordered", "to", "unit", "signed",
    "max",
  ]
  private static let fieldTypes = [
    "label", "ref", "yes-no", "code", "codes", "checks", "number", "date", "instant", "duration", "age",
  ]

  private mutating func field(_ element: Element, of record: String) -> Field? {
    check(element, Self.fieldAttributes)
    guard let id = identifier(element) else { return nil }
    guard let kind = kind(element, "\(record).\(id)") else { return nil }
    let maximum = element["max"].flatMap { FixedPoint($0) }
    if let text = element["max"] {
      if case .number = kind, let maximum, maximum.millionths > 0 {
      } else {
        diagnostics.error(
          "type-compare", at: element.location(of: "max"),
          "“\(text)” is no end for this field; expected a number above 0",
          help: "“max” goes with type=\"number\"")
      }
    }
    return Field(
      id: id, label: element["label"] ?? label(id), kind: kind, isRequired: element["required"] == "yes",
      isCore: element["core"] == "yes", mayBeNone: element["none"] == "yes", isSigned: element["signed"] == "yes",
      maximum: maximum)
  }

  private mutating func kind(_ element: Element, _ name: String) -> Field.Kind? {
    switch element["type"] {
    case "label": return .label
    case "ref":
      guard let to = element["to"], let target = records.firstIndex(where: { $0["id"] == to }) else {
        diagnostics.error(
          "ref-none", at: element.location(of: "to"), "a reference needs “to”: an existing record type",
          help: suggestion(for: element["to"] ?? "", among: records.compactMap { $0["id"] }))
        return nil
      }
      return .reference(target)
    case "yes-no": return .code(list: 0)
    case "code": return codeList(element, name).map { .code(list: $0) }
    case "codes": return codeList(element, name).map { .codes(list: $0) }
    case "checks": return codeList(element, name).map { .checks(list: $0) }
    case "number": return .number(unit: element["unit"] ?? "")
    case "date": return .date
    case "instant": return .instant
    case "duration": return .duration
    case "age": return .age
    default:
      diagnostics.error(
        "type-kind", at: element.location(of: "type"), "“type” says what the field holds",
        help: suggestion(for: element["type"] ?? "", among: Self.fieldTypes)
          ?? "expected one of: \(Self.fieldTypes.joined(separator: ", "))")
      return nil
    }
  }

  private mutating func codeList(_ element: Element, _ name: String) -> Int? {
    if let id = element["list"] {
      if let place = lists.firstIndex(where: { $0.id == id }) { return place }
      diagnostics.error(
        "name-code", at: element.location(of: "list"), "there is no list “\(id)”",
        help: suggestion(for: id, among: lists.map { $0.id }))
      return nil
    }
    let codes = (element["codes"] ?? "").split(separator: " ").map { Code(id: String($0), label: label(String($0))) }
    guard !codes.isEmpty else {
      diagnostics.error("name-code", at: element.location, "a field of codes needs “list” or “codes”")
      return nil
    }
    lists.append(
      CodeList(id: name, title: label(name), codes: codes, groups: [], isOrdered: element["ordered"] == "yes"))
    return lists.count - 1
  }

  private mutating func roles(_ names: String, _ type: RecordType, _ record: Int, _ element: Element) -> AnswerFields? {
    let places = names.split(separator: " ").compactMap { type.field(named: String($0)) }
    guard places.count == 4 else {
      diagnostics.error(
        "name-field", at: element.location(of: "answers"), "“answers” names four fields: question, method, answer, date"
      )
      return nil
    }
    return AnswerFields(
      record: record, question: places[0], method: places[1], answer: places[2], date: places[3],
      counted: element["counted"].flatMap { counted($0, type, element) })
  }

  /// `counted="looked_at fulfilled out_of drawn"`: three numbers, and how those looked at were chosen.
  private mutating func counted(_ names: String, _ type: RecordType, _ element: Element) -> CountedFields? {
    let places = names.split(separator: " ").compactMap { type.field(named: String($0)) }
    if places.count == 4,
      places.prefix(3).allSatisfy({ if case .number = type.fields[$0].kind { true } else { false } }),
      case .code(let list) = type.fields[places[3]].kind, let random = lists[list].index(of: "random")
    {
      return CountedFields(
        lookedAt: places[0], fulfilled: places[1], outOf: places[2], chosen: places[3], atRandom: random)
    }
    diagnostics.error(
      "name-field", at: element.location(of: "counted"),
      "“counted” names four fields: how many were looked at, fulfilled, out of how many, and how they were drawn (a code, one of them “random”)"
    )
    return nil
  }
}
