internal import Standard
internal import Values

/// A choice of rows as read: the formula, and how it is said.
struct Selection {
  var choice: Choice
  /// “stays whose start is in the last 12 months”.
  var plural: String
  /// “stay whose start is in the last 12 months”.
  var singular: String
  var ifEmpty: Truth?
  var isCalendar: Bool
  /// The row as it is open inside.
  var row: TestReader.OpenRow
}

extension TestReader {
  /// Reads the attributes that choose rows, and `<where>`.
  mutating func selection(_ xml: Element) -> Selection? {
    guard let of = xml["of"] else {
      error("name-row", xml.location, "<\(xml.name)> needs “of”: which rows it speaks of")
      return nil
    }
    let ifEmpty = emptiness(xml)
    if let unit = CalendarUnit.allCases.first(where: { $0.name == of }) {
      return calendar(xml, unit)
    }
    guard var base = source(of, at: xml.location(of: "of")) else { return nil }
    base.ifEmpty = ifEmpty
    if let name = xml["as"] { base.row.name = name }
    if rows.contains(where: { $0.name == base.row.name }) {
      error(
        "name-row", xml.location(of: xml["as"] == nil ? "of" : "as"),
        "a row named “\(base.row.name)” is open already; a second one would hide it",
        help: "name this one with as=\"…\"")
      return nil
    }
    return refined(base, by: xml)
  }

  private mutating func emptiness(_ xml: Element) -> Truth? {
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

  /// A record type or a defined set, without anything that is said where it is used.
  private mutating func source(_ name: String, at location: Location) -> Selection? {
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
        choice: Choice(source: .records(record), filter: .all(filter)), plural: type.plural, singular: type.label,
        ifEmpty: nil, isCalendar: false, row: OpenRow(name: type.id, kind: .record(record)))
    }
    guard let definition = definitions[name], definition.kind == .set else {
      let names = dictionary.records.map { $0.id } + definitions.values.filter { $0.kind == .set }.map { $0.name }
      error(
        "name-row", location, "there are no rows “\(name)”",
        help: suggestion(for: name, among: names + CalendarUnit.allCases.map { $0.name }))
      return nil
    }
    used.insert("define " + name)
    guard !expanding.contains(name) else {
      error("cycle", location, "“\(name)” is defined by itself")
      return nil
    }
    expanding.append(name)
    defer { expanding.removeLast() }
    let element = definition.element
    guard let of = element["of"], let base = source(of, at: element.location(of: "of")) else {
      if element["of"] == nil { error("name-row", element.location, "a set needs “of”: which rows it is taken from") }
      return nil
    }
    return refined(base, by: element)
  }

  private mutating func calendar(_ xml: Element, _ unit: CalendarUnit) -> Selection? {
    for attribute in ["for", "by", "throughout", "at", "when", "from", "within"] where xml[attribute] != nil {
      error(
        "time-window", xml.location(of: attribute), "“\(attribute)” is not for calendar rows yet; expected “during”")
      return nil
    }
    if xml["if-empty"] != nil {
      error(
        "empty-needless", xml.location(of: "if-empty"), "there is always a \(unit.label): “if-empty” says nothing here")
    }
    guard let during = xml["during"] else {
      error("time-unbounded", xml.location, "calendar rows need “during”, such as P12M")
      return nil
    }
    guard let period = period(during, at: xml.location(of: "during")) else { return nil }
    guard period.unit == .months, unit.months > 0, period.amount >= unit.months, period.amount % unit.months == 0 else {
      error(
        "time-window", xml.location(of: "during"),
        "\(period.words) is no whole number of \(unit.label)s", help: "expected a multiple of P\(unit.months)M")
      return nil
    }
    let count = period.amount / unit.months
    let row = OpenRow(name: xml["as"] ?? unit.name, kind: .period(unit))
    var choice = Choice(source: .calendar(CalendarRows(unit: unit, extent: .last(count))))
    let plural = count == 1 ? "the last full \(unit.label)" : "the last \(count) full \(unit.label)s"
    if let whereElement = xml.first("where") {
      rows.append(row)
      defer { rows.removeLast() }
      guard let filter = all(whereElement.children) else { return nil }
      choice.filter = .all([filter.formula])
    }
    choices[choice] = plural
    return Selection(choice: choice, plural: plural, singular: unit.label, ifEmpty: nil, isCalendar: true, row: row)
  }

  // MARK: Time, join, deadline, filter

  /// The base with what an element says: `for`, windows, deadline, `where`.
  private mutating func refined(_ base: Selection, by xml: Element) -> Selection? {
    var selection = base
    guard case .record(let record) = base.row.kind else { return nil }
    let type = dictionary.records[record]
    rows.append(selection.row)
    defer { rows.removeLast() }
    var phrases: [String] = []
    var isFine = true
    if xml["when"] != nil, xml["during"] == nil {
      error("time-none", xml.location(of: "when"), "“when” says which date “during” means; “during” is missing")
      isFine = false
    }
    if let parent = xml["for"] {
      if let join = join(record, parent, xml) {
        selection.choice.join = join.formula
        phrases.append(join.phrase)
      } else {
        isFine = false
      }
    } else if xml["by"] != nil {
      error("ref-none", xml.location(of: "by"), "“by” says which reference leads to the row of “for”, which is missing")
      isFine = false
    }
    if xml["from"] != nil || xml["within"] != nil {
      isFine = deadline(xml, record, &selection) && isFine
      rows[rows.count - 1] = selection.row
    }
    for attribute in ["during", "throughout", "at"] {
      guard let text = xml[attribute] else { continue }
      guard let limit = timeLimit(attribute, text, xml, type, record) else {
        isFine = false
        continue
      }
      selection.choice.time.append(limit.formula)
      phrases.append(limit.phrase)
    }
    if let within = xml["within"], isFine, let period = period(within, at: xml.location(of: "within")) {
      let isOut = xml["throughout"]?.hasSuffix(".deadline") == true
      phrases.append("whose \(period.words) have passed\(isOut ? " and that lasted so long" : "")")
      if case .span(_, let to, _) = type.time, !isOut, hasBody(xml), !mentions(xml, type.fields[to].id) {
        warning(
          "deadline-exit", xml.location(of: "within"),
          "a \(type.label) that ends before its deadline counts as a failure",
          help: "add throughout=\"\(selection.row.name).deadline\" to leave it out")
      }
    }
    if let whereElement = xml.first("where") {
      guard needsBody(whereElement, whereElement.children) else { return nil }
      isFine = filter(whereElement, record, &selection, &phrases) && isFine
    }
    guard isFine else { return nil }
    checkBounded(selection, type, xml)
    for phrase in phrases where !phrase.isEmpty {
      selection.plural += " " + phrase
      selection.singular += " " + phrase
    }
    choices[selection.choice] = selection.plural
    return selection
  }

  /// Whether the word says something of each row: only then can a row fail.
  private func hasBody(_ xml: Element) -> Bool { xml.children.contains { $0.name != "where" } }

  private func mentions(_ xml: Element, _ name: String) -> Bool {
    xml.attributes.contains { $0.name != "of" && ($0.value == name || $0.value.hasSuffix("." + name)) }
      || xml.children.contains { mentions($0, name) }
  }

  private mutating func filter(
    _ whereElement: Element, _ record: Int, _ selection: inout Selection, _ phrases: inout [String]
  ) -> Bool {
    var filters: [Condition] = []
    if case .all(let parts) = selection.choice.filter { filters = parts }
    var said: [String] = []
    for child in whereElement.children {
      guard let part = condition(child) else { return false }
      said.append(part.phrase)
      // A window on one of the row's own dates is a time limit like any other (LANGUAGE 2.2).
      if case .within(.field(let path), let window) = part.formula, path.row == .open(0), path.references.isEmpty,
        dictionary.records[record].dates.contains(path.field)
      {
        selection.choice.time.append(TimeLimit(window: window, condition: part.formula))
      } else if case .all(let parts) = part.formula {
        filters += parts
      } else {
        filters.append(part.formula)
      }
    }
    selection.choice.filter = .all(filters)
    phrases.append("where " + joined(said, "and"))
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

  /// Which reference of the chosen row leads to the row of `for`.
  private mutating func join(_ record: Int, _ parent: String, _ xml: Element) -> Said<Join>? {
    let location = xml.location(of: "for")
    let inner = rows.removeLast()
    let outside = parentRow(parent, at: location)
    rows.append(inner)
    guard let (value, target, phrase) = outside else { return nil }
    let type = dictionary.records[record]
    var keys: [[Int]] = []
    for (place, field) in type.fields.enumerated() {
      guard case .reference(let to) = field.kind else { continue }
      if to == target { keys.append([place]) }
    }
    if let by = xml["by"] {
      keys = keys.filter { type.fields[$0[0]].id == by }
      if keys.isEmpty {
        let names = type.fields.filter { $0.kind == .reference(target) }.map { $0.id }
        error(
          "ref-none", xml.location(of: "by"), "\(type.id) has no reference “\(by)” to \(dictionary.records[target].id)",
          help: suggestion(for: by, among: names))
        return nil
      }
    } else if keys.count > 1 {
      // The field that bears the type's name wins.
      if let named = keys.first(where: { type.fields[$0[0]].id == dictionary.records[target].id }) {
        keys = [named]
      } else {
        error(
          "ref-many", location, "several references of \(type.id) lead to \(dictionary.records[target].id)",
          help: "say which with by=\"…\": \(keys.map { type.fields[$0[0]].id }.joined(separator: ", "))")
        return nil
      }
    } else if keys.isEmpty {
      keys = indirectKeys(record, target)
    }
    guard let key = keys.first else {
      error("ref-none", location, "no reference leads from \(type.id) to \(dictionary.records[target].id)")
      return nil
    }
    guard keys.count == 1 else {
      error("ref-many", location, "several ways lead from \(type.id) to \(dictionary.records[target].id)")
      return nil
    }
    var holder = record
    for place in key.dropLast() {
      if case .reference(let to) = dictionary.records[holder].fields[place].kind { holder = to }
    }
    let path = Path(
      row: .open(0), record: record, references: Array(key.dropLast()), target: holder, field: key.last ?? 0)
    return Said(Join(key: .field(path), parent: value.inward(1)), "of the \(phrase)")
  }

  /// Ways over one reference between.
  private func indirectKeys(_ record: Int, _ target: Int) -> [[Int]] {
    var keys: [[Int]] = []
    for (place, field) in dictionary.records[record].fields.enumerated() {
      guard case .reference(let middle) = field.kind, middle != record else { continue }
      for (next, second) in dictionary.records[middle].fields.enumerated() where second.kind == .reference(target) {
        keys.append([place, next])
      }
    }
    return keys
  }

  /// The row that `for` names, seen from outside the choice.
  private mutating func parentRow(_ text: String, at location: Location) -> (Value, record: Int, phrase: String)? {
    for (index, row) in rows.reversed().enumerated() where row.name == text {
      guard case .record(let record) = row.kind else { continue }
      return (.row(.open(index), record: record), record, dictionary.records[record].label)
    }
    guard text.contains(".") else {
      error(
        "name-row", location, "“\(text)” is no open row",
        help: suggestion(for: text, among: rows.map { $0.name }))
      return nil
    }
    guard let value = path(text, at: location) else { return nil }
    guard case .reference(let record) = value.type else {
      error("ref-none", location, "“\(text)” is no reference to a row")
      return nil
    }
    return (value.formula, record, dictionary.records[record].label)
  }

  private mutating func deadline(_ xml: Element, _ record: Int, _ selection: inout Selection) -> Bool {
    guard let from = xml["from"], let within = xml["within"] else {
      let missing = xml["from"] == nil ? "from" : "within"
      error("time-window", xml.location, "a deadline needs “from” and “within”; “\(missing)” is missing")
      return false
    }
    guard let start = value(from, at: xml.location(of: "from")) else { return false }
    guard start.type == .date || start.type == .instant else {
      error("time-window", xml.location(of: "from"), "“\(from)” is no date; a deadline counts from one")
      return false
    }
    guard let period = period(within, at: xml.location(of: "within")) else { return false }
    let due = Value.shifted(start.formula, period, back: false)
    selection.row.due = due
    selection.row.from = start.formula
    selection.choice.due = due
    return true
  }

  private mutating func timeLimit(
    _ attribute: String, _ text: String, _ xml: Element, _ type: RecordType, _ record: Int
  ) -> Said<TimeLimit>? {
    let location = xml.location(of: attribute)
    func field(_ place: Int) -> Value {
      .field(Path(row: .open(0), record: record, references: [], target: record, field: place))
    }
    guard type.time != .fixed else {
      error("time-none", location, "\(type.id) has no dates: “\(attribute)” cannot be asked of it")
      return nil
    }
    let window: Said<Window>
    if attribute == "at" {
      guard let day = value(text, at: location) else { return nil }
      guard day.type == .date || day.type == .instant else {
        error("time-window", location, "“\(text)” is no date; “at” takes one")
        return nil
      }
      window = Said(
        Window(start: day.formula, end: day.formula), text == "as-of" ? "on the as-of date" : "at \(day.phrase)")
    } else {
      guard let read = self.window(text, at: location) else { return nil }
      window = read
    }
    if attribute == "during" {
      guard let fields = dates(xml, type) else { return nil }
      if let fields {
        let parts = fields.map { Condition.within(field($0), window.formula) }
        let condition = parts.count == 1 ? parts[0] : .any(1, parts)
        let name = xml["when"].map { _ in "whose \(type.fields[fields[0]].label) is " } ?? ""
        return Said(TimeLimit(window: window.formula, condition: condition), name + window.phrase)
      }
      guard case .span(let from, let to, _) = type.time else { return nil }
      return Said(
        TimeLimit(
          window: window.formula, condition: .overlaps(from: field(from), to: field(to), window.formula)),
        window.phrase)
    }
    guard case .span(let from, let to, _) = type.time else {
      error(
        "time-none", location, "a row of \(type.id) is a point in time: “\(attribute)” needs rows that last",
        help: "use “during”")
      return nil
    }
    if attribute == "at" {
      return Said(
        TimeLimit(
          window: window.formula, condition: .overlaps(from: field(from), to: field(to), window.formula)),
        window.phrase)
    }
    let phrase = text.hasSuffix(".deadline") ? "" : "for the whole time \(window.phrase)"
    return Said(
      TimeLimit(window: window.formula, condition: .spans(from: field(from), to: field(to), window.formula)), phrase)
  }

  /// The dates that `during` means: those of `when`, or those that place the row; nil = its span.
  private mutating func dates(_ xml: Element, _ type: RecordType) -> [Int]?? {
    if let when = xml["when"] {
      guard let place = type.field(named: when), type.dates.contains(place) else {
        error(
          "time-none", xml.location(of: "when"), "“\(when)” is not one of the dates of \(type.id)",
          help: suggestion(for: when, among: type.dates.map { type.fields[$0].id }))
        return nil
      }
      return .some([place])
    }
    if case .dates(let dates) = type.time { return .some(dates) }
    return .some(nil)
  }
}
