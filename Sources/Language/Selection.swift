internal import Standard
internal import Values

/// A choice of rows as read: the formula, and how it is said.
struct Selection {
  var choice: Choice
  /// “stays”, “last 12 full months”.
  var nouns: String
  /// “stay”, “month”.
  var noun: String
  /// What else is said of the rows: “of the worker”, “whose start is in the last 12 months”.
  var phrases: [String] = []
  /// What stands in `<where>`.
  var filters: [String] = []
  var ifEmpty: Truth?
  /// What is known so far of the calendar rows chosen; nil for records.
  var calendar: CalendarDraft?
  /// The row as it is open inside.
  var row: TestReader.OpenRow

  /// “stays whose start is in the last 12 months where age is less than 18”.
  var plural: String { said(nouns) }
  /// “stay whose start is in the last 12 months where age is less than 18”.
  var singular: String { said(noun) }

  private func said(_ noun: String) -> String {
    let filter = filters.isEmpty ? [] : ["where " + joined(filters, "and")]
    return ([noun] + phrases + filter).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Whether there may be no row for another reason than that nobody wrote one down.
  var mayBeEmpty: Bool {
    guard case .calendar(let rows) = choice.source, case .last = rows.extent else { return true }
    return choice.due != nil || choice.filter != .all([])
  }
}

extension TestReader {
  /// Reads the attributes that choose rows, and `<where>`.
  mutating func selection(_ xml: Element) -> Selection? {
    guard let of = xml["of"] else {
      error("name-row", xml.location, "<\(xml.name)> needs “of”: which rows it speaks of")
      return nil
    }
    guard rows.count < Self.mostRows else {
      error("cost", xml.location, "rows are chosen inside rows more than \(Self.mostRows) deep; no test needs that")
      return nil
    }
    let ifEmpty = truth(xml)
    guard var base = source(of, at: xml.location(of: "of")) else { return nil }
    base.ifEmpty = ifEmpty
    if let name = xml["as"] { base.row.name = name }
    if base.row.name == "shelter", !isForGates {
      error("name-row", xml.location(of: "as"), "“shelter” is always the house itself; no other row can be called that")
      return nil
    }
    if rowNames.contains(base.row.name) {
      error(
        "name-row", xml.location(of: xml["as"] == nil ? "of" : "as"),
        "a row named “\(base.row.name)” is open already; a second one would hide it",
        help: "name this one with as=\"…\"")
      return nil
    }
    guard var selection = refined(base, by: xml) else { return nil }
    if selection.calendar?.isBounded == false {
      error(
        "time-unbounded", xml.location,
        "\(selection.row.name) rows need “during”, such as P12M: there is no end of them")
      return nil
    }
    guard isBearable(&selection, at: xml.location) else { return nil }
    choices[selection.choice] = selection.plural
    return selection
  }

  /// `if-empty` as it was written.
  private mutating func truth(_ xml: Element) -> Truth? {
    guard let text = xml["if-empty"] else { return nil }
    switch text {
    case "true": return .yes
    case "false": return .no
    case "unknown": return .unknown
    default:
      error(
        "empty-missing", xml.location(of: "if-empty"), "“if-empty” is true, false or unknown",
        help: suggestion(for: text, among: ["true", "false", "unknown"]))
      return nil
    }
  }

  /// What it means that no row is chosen: of records it must be said; calendar rows have a usual meaning, and where
  /// there always is one, nothing can be said.
  mutating func emptiness(_ selection: Selection, _ xml: Element, usual: Truth) -> Truth? {
    if case .record = selection.row.kind {
      if xml["if-empty"] == nil {
        error(
          "empty-missing", xml.location,
          "<\(xml.name)> does not say what it means when there are no \(selection.plural)",
          help: "add if-empty=\"true\", \"false\" or \"unknown\"")
      }
      return selection.ifEmpty
    }
    if !selection.mayBeEmpty {
      if xml["if-empty"] != nil {
        error(
          "empty-needless", xml.location(of: "if-empty"),
          "there is always a \(selection.singular): “if-empty” says nothing here")
      }
      return usual
    }
    return selection.ifEmpty ?? usual
  }

  /// A record type, a kind of calendar row or a defined set, without anything that is said where it is used.
  mutating func source(_ name: String, at location: Location) -> Selection? {
    if let rows = calendarSource(name) { return rows }
    if let record = dictionary.record(named: name), record != dictionary.shelter {
      let type = dictionary.records[record]
      var filter: [Condition] = []
      if isForGates {
        let applies = Path(
          row: .open(0), record: record, references: [], target: record,
          field: FindingType.Column.applies.rawValue)
        filter = [.oneOf(.field(applies), [1])]
      }
      return Selection(
        choice: Choice(source: .records(record), filter: .all(filter)), nouns: type.plural, noun: type.label,
        ifEmpty: nil, calendar: nil, row: OpenRow(name: type.id, kind: .record(record)))
    }
    guard let definition = definitions[name], definition.kind == .set else {
      let names = dictionary.records.map { $0.id } + definitions.values.filter { $0.kind == .set }.map { $0.name }
      error(
        "name-row", location, "there are no rows “\(name)”",
        help: suggestion(for: name, among: names + CalendarUnit.allCases.map { $0.name } + ["moment"]))
      return nil
    }
    let element = definition.element
    return defined(definition, ofRow: nil, at: location) { reader in
      guard let of = element["of"] else {
        reader.error("name-row", element.location, "a set needs “of”: which rows it is taken from")
        return nil
      }
      guard let base = reader.source(of, at: element.location(of: "of")) else { return nil }
      return reader.refined(base, by: element)
    }
  }

  // MARK: Time, join, deadline, filter

  /// The base with what an element says: `for`, windows, deadline, `where`.
  private mutating func refined(_ base: Selection, by xml: Element) -> Selection? {
    guard case .record(let record) = base.row.kind else { return refinedCalendar(base, by: xml) }
    var selection = base
    let type = dictionary.records[record]
    rows.append(selection.row)
    defer { rows.removeLast() }
    var isFine = true
    for attribute in ["hours", "anchor"] where xml[attribute] != nil {
      error(
        "time-window", xml.location(of: attribute), "“\(attribute)” is for calendar rows, not for \(type.plural)")
      isFine = false
    }
    if xml["when"] != nil, xml["during"] == nil {
      error("time-none", xml.location(of: "when"), "“when” says which date “during” means; “during” is missing")
      isFine = false
    }
    if let parent = xml["for"] {
      if let join = join(record, parent, xml) {
        selection.choice.join = join.formula
        selection.row.isJoined = true
        selection.phrases.append(join.phrase)
      } else {
        isFine = false
      }
    } else if xml["by"] != nil {
      error("ref-none", xml.location(of: "by"), "“by” says which reference leads to the row of “for”, which is missing")
      isFine = false
    }
    var allowance: String?
    if xml["from"] != nil || xml["within"] != nil {
      allowance = deadline(xml, &selection)
      isFine = allowance != nil && isFine
    }
    rows[rows.count - 1] = selection.row
    for attribute in ["during", "throughout", "at"] {
      guard let text = xml[attribute] else { continue }
      guard let limit = timeLimit(attribute, text, xml, type, record) else {
        isFine = false
        continue
      }
      selection.choice.time.append(limit.formula)
      selection.phrases.append(limit.phrase)
    }
    if let allowance {
      let isOut = xml["throughout"]?.hasSuffix(".deadline") == true
      selection.phrases.append("whose \(allowance) passed\(isOut ? " and that lasted so long" : "")")
      if case .span(_, let to, _) = type.time, !isOut, hasBody(xml), !mentions(xml, type.fields[to].id) {
        warning(
          "deadline-exit", xml.location(of: "within"),
          "a \(type.label) that ends before its deadline counts as a failure",
          help: "add throughout=\"\(selection.row.name).deadline\" to leave it out")
      }
    }
    if let whereElement = xml.first("where") {
      guard needsBody(whereElement, whereElement.children), filter(whereElement, &selection, dates: type.dates) else {
        return nil
      }
    }
    guard isFine else { return nil }
    checkBounded(selection, type, xml)
    return selection
  }

  /// Whether the word says something of each row: only then can a row fail.
  private func hasBody(_ xml: Element) -> Bool { xml.children.contains { $0.name != "where" } }

  private func mentions(_ xml: Element, _ name: String) -> Bool {
    xml.attributes.contains { $0.name != "of" && ($0.value == name || $0.value.hasSuffix("." + name)) }
      || xml.children.contains { mentions($0, name) }
  }

  /// Adds `<where>`; the row must be open.  Windows on one of `dates` become limits in time.
  mutating func filter(_ whereElement: Element, _ selection: inout Selection, dates: [Int]) -> Bool {
    var filters: [Condition] = []
    if case .all(let parts) = selection.choice.filter { filters = parts }
    for child in whereElement.children {
      guard let part = condition(child) else { return false }
      selection.filters.append(part.phrase)
      let conditions = if case .all(let parts) = part.formula { parts } else { [part.formula] }
      for condition in conditions {
        // A window on one of the row's own dates is a time limit like any other (LANGUAGE 2.2).
        if case .within(.field(let path), let window) = condition, path.row == .open(0), path.references.isEmpty,
          dates.contains(path.field)
        {
          selection.choice.time.append(TimeLimit(window: window, condition: condition))
        } else {
          filters.append(condition)
        }
      }
    }
    selection.choice.filter = .all(filters)
    return true
  }

  private mutating func checkBounded(_ selection: Selection, _ type: RecordType, _ xml: Element) {
    guard type.time != .fixed, selection.choice.time.isEmpty, selection.choice.join == nil, xml.name != "define" else {
      return
    }
    error(
      "time-unbounded", xml.location, "\(type.plural) are chosen without any limit in time",
      help: "add during=\"P12M\", at=\"as-of\" or for=\"…\"")
  }
}
