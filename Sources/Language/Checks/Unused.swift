internal import Standard
internal import Values

/// Names that nothing uses: often a sign that a test says the thing itself, or says it of something else.
enum Unused: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    // What a profile leaves unused, the published standard uses.
    guard !standard.isTailored else { return }
    for parameter in standard.parameters
    where !isUsed("$" + parameter.name, as: "$" + parameter.name, standard) {
      diagnostics.warning(
        "unused", at: parameter.location, "nothing uses the parameter “\(parameter.name)”")
    }
    for definition in standard.definitions where !isUsed("define " + definition.key, as: definition.name, standard) {
      diagnostics.warning(
        "unused", at: definition.element.location, "nothing uses the definition “\(definition.name)”")
    }
    questions(standard, &diagnostics)
    // A dictionary that another standard shares holds more than one of them needs.
    if standard.dictionary.id == standard.root["id"] { lists(standard, &diagnostics) }
  }

  /// Where an error hides a part of the tests, what is written somewhere counts as used.
  private static func isUsed(_ key: String, as name: String, _ standard: ReadStandard) -> Bool {
    if standard.used.contains(key) { return true }
    guard standard.isPartial else { return false }
    return standard.files.contains { mentions($0, name) }
  }

  private static func mentions(_ element: Element, _ name: String) -> Bool {
    let isDefinition = element.name == "define" || element.name == "parameter"
    let attributes = element.attributes.filter { !isDefinition || $0.value != name }
    return attributes.contains { $0.value.split { " /.".contains($0) }.contains { $0 == name } }
      || element.children.contains { mentions($0, name) }
  }

  /// A question that decides nothing and that no test asks is only shown beside the records.
  private static func questions(_ standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    let asked = standard.domains.flatMap { $0.all("criterion") }.flatMap { $0.all("ask") }
    for element in asked {
      guard let question = element["question"], !isUsed("question " + question, as: "", standard) else { continue }
      let isShown = element["settles"] == "never"
      if !isShown {
        diagnostics.warning(
          "unused", at: element.location, "nothing uses the answers to question \(question)",
          help: "let it settle what records leave open with settles=\"undetermined\", or write settles=\"never\"")
      }
    }
  }

  /// Lists and groups of codes that no field and no test speaks of.
  private static func lists(_ standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    let fields = standard.dictionaryFile.all("record").flatMap { $0.all("field") }
    for list in standard.dictionaryFile.all("list") {
      let id = list["id"] ?? ""
      guard fields.contains(where: { $0["list"] == id }) else {
        diagnostics.warning("unused", at: list.location, "no field uses the list “\(id)”")
        continue
      }
      for group in list.all("group") {
        guard let name = group["id"], !standard.files.contains(where: { mentions($0, name) }) else { continue }
        diagnostics.warning("unused", at: group.location, "no test uses the group of codes “\(name)”")
      }
    }
    codes(standard, &diagnostics)
  }

  /// Codes of checklists that no test asks for: somebody would have to look for what nobody wants to know.
  private static func codes(_ standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    // A part of the tests may be what asks.
    guard !standard.isPartial else { return }
    var asked: [Int: Set<Int>] = [:]
    func list(of path: Path) -> Int? {
      switch standard.dictionary.records[path.target].fields[path.field].kind {
      case .code(let list), .codes(let list), .checks(let list): list
      default: nil
      }
    }
    for test in standard.tests where test.criterion != nil {
      for (part, _) in TestParts(test).conditions {
        switch part {
        case .includes(let path, .codes(let codes), _):
          if let list = list(of: path) { asked[list, default: []].formUnion(codes) }
        case .includes(let path, .field, _):
          if let list = list(of: path) { asked[list] = Set(standard.dictionary.lists[list].codes.indices) }
        case .oneOf(.field(let path), let codes):
          if let list = list(of: path) { asked[list, default: []].formUnion(codes) }
        default: break
        }
      }
    }
    var told: Set<Int> = []
    for record in standard.dictionary.records.indices {
      for field in standard.dictionary.records[record].fields {
        guard case .checks(let list) = field.kind, let used = asked[list], told.insert(list).inserted else { continue }
        let names = standard.dictionary.lists[list].codes.enumerated().filter { !used.contains($0.offset) }.map {
          "“\($0.element.id)”"
        }
        guard !names.isEmpty, let place = place(of: list, field.id, record, standard) else { continue }
        let some = names.count > 6 ? Array(names.prefix(5)) + ["\(names.count - 5) more"] : names
        diagnostics.warning(
          "unused", at: place, "no test asks for \(joined(some, "or")) of the checklist “\(field.id)”",
          help: "ask for it, or take it out: whoever fills in the checklist must look for it")
      }
    }
  }

  /// Where a list is written: by itself, or with its field.
  private static func place(of list: Int, _ field: String, _ record: Int, _ standard: ReadStandard) -> Location? {
    let id = standard.dictionary.lists[list].id
    if let own = standard.dictionaryFile.all("list").first(where: { $0["id"] == id }) { return own.location }
    return standard.dictionaryFile.all("record").first { $0["id"] == standard.dictionary.records[record].id }?
      .all("field").first { $0["id"] == field }?.location
  }
}
