internal import Standard
internal import Values

// A definition is read where it is used, as if it stood there, but it is closed: of the rows that are open around it, it
// knows only the one row it is defined `of`.  So it means the same wherever it is used.

extension TestReader {
  /// Takes down `<define>`, so that tests can name it.
  mutating func declare(_ xml: Element) {
    let kinds = Definition.Kind.allCases.filter { xml[$0.rawValue] != nil }
    guard kinds.count == 1, let kind = kinds.first, let name = xml[kind.rawValue], !name.isEmpty else {
      error("name-define", xml.location, "<define> names one of: set, field, condition, quantity")
      return
    }
    let definition = Definition(kind: kind, name: name, element: xml)
    switch kind {
    case .set:
      // A set is closed, so no row is open that its rows could be `for`.
      let known = Words.choosing.filter { !["as", "for", "by", "if-empty"].contains($0) }
      checkAttributes(xml, ["set"] + known)
      if dictionary.record(named: name) != nil || CalendarUnit(named: name) != nil || name == "moment" {
        error("name-define", xml.location(of: "set"), "“\(name)” are rows already; a set needs a name of its own")
      }
    case .field:
      checkAttributes(xml, ["field", "of", "label"])
      declareField(definition)
      return
    case .condition, .quantity: checkAttributes(xml, [kind.rawValue, "of"])
    }
    if definitions.updateValue(definition, forKey: name) != nil {
      error("name-define", xml.location, "“\(name)” is defined twice")
    }
  }

  private mutating func declareField(_ definition: Definition) {
    let xml = definition.element
    guard let record = ownRecord(of: xml) else { return }
    if dictionary.records[record].field(named: definition.name) != nil || definition.name == "id" {
      error(
        "name-define", xml.location(of: "field"),
        "“\(definition.name)” is a field of \(dictionary.records[record].id); a field that is worked out needs a name of its own"
      )
      return
    }
    if derived[record, default: [:]].updateValue(definition, forKey: definition.name) != nil {
      error("name-define", xml.location, "“\(definition.name)” is defined twice")
    }
  }

  /// The record type that a definition is `of`.
  private mutating func ownRecord(of xml: Element) -> Int? {
    guard let name = xml["of"] else {
      error("name-row", xml.location, "this definition needs “of”: the record type it is worked out for")
      return nil
    }
    if let record = dictionary.record(named: name), record != dictionary.shelter { return record }
    error(
      "name-row", xml.location(of: "of"), "there is no record type “\(name)” that rows could be open of",
      help: suggestion(
        for: name,
        among: dictionary.records.indices.filter { $0 != dictionary.shelter }.map {
          dictionary.records[$0].id
        }))
    return nil
  }

  /// Reads a definition: of the open rows, only the one so many choices out is known, by the name of its type.
  mutating func closed<Result>(around index: Int?, _ read: (inout TestReader) -> Result) -> Result {
    let open = rows
    let looked = looksAround
    looksAround = false
    for place in rows.indices {
      if rows.count - 1 - place == index, case .record(let record) = rows[place].kind {
        rows[place] = OpenRow(name: dictionary.records[record].id, kind: .record(record))
      } else {
        rows[place].isHidden = true
      }
    }
    defer {
      rows = open
      looksAround = looked
    }
    return read(&self)
  }

  /// The children of a definition, read with `read`; nil when it leads back to itself or was reported.
  mutating func defined<Result>(
    _ definition: Definition, ofRow index: Int?, at location: Location, _ read: (inout TestReader) -> Result?
  ) -> Result? {
    let key = definition.key
    used.insert("define " + key)
    guard !expanding.contains(key) else {
      error("cycle", location, "“\(definition.name)” is defined by itself")
      return nil
    }
    expansions += 1
    guard expansions <= Self.mostExpansions else {
      if expansions == Self.mostExpansions + 1 {
        error(
          "cost", location, "definitions are used inside definitions so often that this standard has no end",
          help: "let each say its own thing once")
      }
      return nil
    }
    expanding.append(key)
    defer { expanding.removeLast() }
    return closed(around: index, read)
  }

  // MARK: Fields that are worked out

  /// The field that is worked out under this name, for a row that is open, and how many choices out that row is.
  func derivedField(_ text: String) -> (Definition, index: Int)? {
    if derived.isEmpty { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    if parts.count == 1, let (index, record) = rowOfPlainName(text), let definition = derived[record]?[text] {
      return (definition, index)
    }
    if parts.count == 2, let (index, open) = openRow(named: parts[0]), case .record(let record) = open.kind,
      let definition = derived[record]?[parts[1]]
    {
      return (definition, index)
    }
    return nil
  }

  /// What a field that is worked out comes to, for the open row so many choices out.
  mutating func read(_ definition: Definition, ofRow index: Int, at location: Location) -> Operand? {
    let xml = definition.element
    guard xml.children.count == 1, let child = xml.children.first else {
      error("body", xml.location, "the definition of “\(definition.name)” needs one value or quantity inside")
      return nil
    }
    guard let read = defined(definition, ofRow: index, at: location, { $0.operand(child, isField: true) }) else {
      return nil
    }
    // In sentences it goes by its name, and what it means is said once after them.
    let label = xml["label"] ?? String(definition.name.map { $0 == "-" || $0 == "_" ? " " : $0 })
    let type = dictionary.records[ownRecord(of: xml) ?? dictionary.shelter].label
    func explain(_ phrase: String) {
      let explanation = "“\(label)” of a \(type) is \(phrase)"
      if !explanations.contains(explanation) { explanations.append(explanation) }
    }
    switch read {
    case .value(var value):
      explain(value.phrase)
      value.phrase = label
      return .value(value)
    case .quantity(var quantity):
      explain(quantity.phrase)
      quantity.phrase = label
      return .quantity(quantity)
    }
  }

  // MARK: Conditions and quantities

  /// The definition that `<use>` names, and the row that it speaks of.
  mutating func definition(
    _ xml: Element, _ attribute: String, _ kind: Definition.Kind
  ) -> (Definition, index: Int?)? {
    let name = xml[attribute] ?? ""
    guard let definition = definitions[name], definition.kind == kind else {
      let names = definitions.values.filter { $0.kind == kind }.map { $0.name }
      error(
        "name-define", xml.location(of: attribute), "no \(attribute) “\(name)” is defined",
        help: suggestion(for: name, among: names))
      return nil
    }
    let children = definition.element.children
    guard !children.isEmpty, kind == .condition || children.count == 1 else {
      error(
        "body", definition.element.location,
        "the definition of “\(name)” needs \(kind == .condition ? "a condition" : "one quantity") inside")
      return nil
    }
    guard definition.element["of"] != nil else { return (definition, nil) }
    guard let record = ownRecord(of: definition.element) else { return nil }
    for (index, row) in rows.reversed().enumerated() where !row.isHidden && row.kind == .record(record) {
      return (definition, index)
    }
    error(
      "ref-none", xml.location(of: attribute),
      "“\(name)” speaks of one \(dictionary.records[record].label), and none is open here",
      help: "use it inside words with of=\"\(dictionary.records[record].id)\"")
    return nil
  }

  /// All definitions, by name.
  var allDefinitions: [Definition] {
    (definitions.values + derived.values.flatMap { $0.values }).sorted { $0.key < $1.key }
  }

  /// Puts another element in the place of a definition's.
  mutating func replace(_ definition: Definition, _ element: Element) {
    var changed = definition
    changed.element = element
    guard definition.kind == .field else {
      definitions[definition.name] = changed
      return
    }
    for record in derived.keys where derived[record]?[definition.name]?.key == definition.key {
      derived[record]?[definition.name] = changed
    }
  }

  /// Reads what nothing uses, for the errors in it.
  mutating func checkUnusedDefinitions() {
    let before = used
    defer { used = before }
    for definition in allDefinitions where !before.contains("define " + definition.key) {
      let xml = definition.element
      rows = []
      defer { rows = [] }
      if definition.kind != .set, xml["of"] != nil {
        guard let record = ownRecord(of: xml) else { continue }
        rows = [OpenRow(name: dictionary.records[record].id, kind: .record(record))]
      }
      var use = Element(
        name: Use.element,
        attributes: [Element.Attribute(name: definition.kind.rawValue, value: definition.name, location: xml.location)],
        location: xml.location)
      // A gap means nothing without a limit, which stands where it is used.
      let isGap = definition.kind == .quantity && xml.children.first?.name == Gap.element
      if isGap { use.attributes.append(Element.Attribute(name: "at-most", value: "P1D", location: xml.location)) }
      switch definition.kind {
      case .set: _ = source(definition.name, at: xml.location)
      case .field: _ = read(definition, ofRow: 0, at: xml.location)
      case .condition: _ = condition(use)
      case .quantity: if isGap { _ = condition(use) } else { _ = operand(use) }
      }
    }
  }
}

extension TestReader.Definition {
  /// Its name, which for a field holds that of its type: fields of two types may share a name.
  var key: String { kind == .field ? (element["of"] ?? "") + "." + name : name }
}
