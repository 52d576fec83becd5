internal import Standard
internal import Values

/// What a value is.
enum ValueType: Hashable {
  case date, instant, label, duration
  case number(Dimension)
  case code(list: Int)
  case codes(list: Int)
  case checks(list: Int)
  case reference(Int)
  /// Whole years at the start of a row; nil where its type has no start.
  case age(Path, start: Value?)

  var isDate: Bool { self == .date || self == .instant }
}

/// A value with its type and name.
struct SaidValue {
  var formula: Value
  var type: ValueType
  var phrase: String
  var field: Field?
  var path: Path?
  /// As it stands in the file.
  var written = "…"
  /// The rows it is the lowest or highest of, and what a comparison means where there is none.
  var emptiness: [Emptiness] = []
}

/// What a comparison means where no row is chosen.
struct Emptiness {
  var choice: Choice
  var outcome: Truth

  /// The comparison, with that outcome where there is no row.
  func guarding(_ comparison: Condition) -> Condition {
    let isEmpty = Condition.measure(.count(choice, distinct: nil), .equal, .constant(.zero))
    // A value that is none fails every comparison, so “no” needs nothing more.
    return switch outcome {
    case .no: comparison
    case .yes: .any(1, [isEmpty, comparison])
    case .unknown: .any(1, [.all([isEmpty, .constant(.unknown)]), comparison])
    }
  }
}

/// What stands on one side of a comparison: a value of a row, or something counted or measured.
enum Operand {
  case value(SaidValue)
  case quantity(SaidQuantity)
}

extension TestReader {
  /// Reads a path or `as-of`, with or without `± duration`.
  mutating func value(_ text: String, at location: Location) -> SaidValue? {
    for (mark, back) in [(" - ", true), (" + ", false)] {
      guard let split = text.firstRange(ofText: mark) else { continue }
      guard let base = value(String(text[..<split.lowerBound]), at: location) else { return nil }
      guard base.type.isDate else {
        error("type-compare", location, "“\(base.phrase)” is no date; only dates are moved by a length of time")
        return nil
      }
      guard let period = period(String(text[split.upperBound...]), at: location) else { return nil }
      return SaidValue(
        formula: .shifted(base.formula, period, back: back), type: period.unit == .seconds ? .instant : base.type,
        phrase: "\(period.words) \(back ? "before" : "after") \(base.phrase)", emptiness: base.emptiness)
    }
    if text == "as-of" { return SaidValue(formula: .asOf, type: .date, phrase: "the as-of date") }
    if let date = CalendarDate(text) { return SaidValue(formula: .date(date), type: .date, phrase: text) }
    return path(text, at: location)
  }

  /// Reads what may stand on one side of a comparison: a value, or a field that is worked out.
  mutating func operand(_ text: String, at location: Location) -> Operand? {
    if let (definition, index) = derivedField(text) { return read(definition, ofRow: index, at: location) }
    return value(text, at: location).map { .value($0) }
  }

  /// A length of time, or a parameter that is one.
  mutating func period(_ text: String, at location: Location) -> Period? {
    if text.hasPrefix("$") {
      guard let parameter = parameter(text, at: location) else { return nil }
      if case .duration(let period) = parameter.value { return period }
      error("type-compare", location, "\(text) is no length of time")
      return nil
    }
    if let period = Period(text) { return period }
    error("time-window", location, "“\(text)” is no length of time; expected one such as P12M, P14D or PT72H")
    return nil
  }

  mutating func parameter(_ text: String, at location: Location) -> Parameter? {
    let name = String(text.dropFirst())
    guard let parameter = parameters[name] else {
      error(
        "name-parameter", location, "there is no parameter “\(name)”",
        help: suggestion(for: name, among: Array(parameters.keys)))
      return nil
    }
    used.insert("$" + name)
    return parameter
  }

  // MARK: Open rows

  /// The open row of a name, and how many choices out it is.
  func openRow(named name: String) -> (index: Int, row: OpenRow)? {
    for (index, row) in rows.reversed().enumerated() where row.name == name && !row.isHidden { return (index, row) }
    return nil
  }

  /// The names of the rows that may be spoken of.
  var rowNames: [String] { rows.filter { !$0.isHidden }.map { $0.name } }

  /// The row that a plain name is a field of: the innermost, or, in the windows of a choice, the one around it.
  func rowOfPlainName(_ name: String) -> (index: Int, record: Int)? {
    var innermost: (index: Int, record: Int)?
    for (index, row) in rows.reversed().enumerated() where !row.isHidden {
      guard case .record(let record) = row.kind else {
        if innermost == nil, !looksAround { return nil }
        continue
      }
      if innermost == nil { innermost = (index, record) }
      guard looksAround else { break }
      if dictionary.records[record].field(named: name) != nil || derived[record]?[name] != nil {
        return (index, record)
      }
    }
    return innermost
  }

  // MARK: Paths

  /// Reads `field`, `row.field`, `row.reference.field`, `shelter.field`, `month.start`, `row.id`, `moment`.
  mutating func path(_ text: String, at location: Location) -> SaidValue? {
    if let (definition, index) = derivedField(text) {
      switch read(definition, ofRow: index, at: location) {
      case .value(let value): return value
      case .quantity:
        error(
          "type-kind", location, "“\(text)” is worked out from records; it can be compared and added up, not used here")
        return nil
      case nil: return nil
      }
    }
    var parts = text.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    if parts.count > 1, parts[0] == "shelter", !isForGates {
      return field(Array(parts.dropFirst()), of: dictionary.shelter, row: .shelter, at: location)
    }
    if let (index, open) = openRow(named: parts[0]), parts.count > 1 || isWhole(open) {
      if case .record(let record) = open.kind {
        noteSecondMeaning(of: parts[0], index, record, at: location)
        parts.removeFirst()
        return field(parts, of: record, row: .open(index), at: location)
      }
      return calendarValue(parts, open, index, at: location)
    }
    guard let (index, record) = rowOfPlainName(parts[0]) else {
      error(
        "name-row", location, "“\(text)” names no open row",
        help: suggestion(for: parts[0], among: rowNames + ["shelter"]))
      return nil
    }
    if parts.count == 1, dictionary.records[record].field(named: text) == nil, text != "id",
      let (index, open) = openRow(named: text), case .record(let record) = open.kind
    {
      return SaidValue(
        formula: .row(.open(index), record: record), type: .reference(record),
        phrase: rowPhrase(.open(index), record))
    }
    return field(parts, of: record, row: .open(index), at: location)
  }

  /// Whether the bare name of a row is a value or at least nothing else.
  private func isWhole(_ row: OpenRow) -> Bool {
    if case .record = row.kind { false } else { true }
  }

  /// `month.start`, `night.end`, `moment`.
  private mutating func calendarValue(
    _ parts: [String], _ open: OpenRow, _ index: Int, at location: Location
  ) -> SaidValue? {
    guard case .period(_, let hasHours) = open.kind else {
      if parts.count == 1 { return SaidValue(formula: .clockStart(index), type: .instant, phrase: "that moment") }
      error(
        "name-field", location, "a moment has no length and no fields", help: "write “\(open.name)” by itself")
      return nil
    }
    guard parts.count == 2, parts[1] == "start" || parts[1] == "end" else {
      error(
        "name-field", location, "a \(open.name) has “start” and “end” only",
        help: "write “\(open.name).start” or “\(open.name).end”")
      return nil
    }
    let isFirst = parts[1] == "start"
    let phrase = "the \(isFirst ? "start" : "end") of the \(open.label)"
    if hasHours {
      return SaidValue(formula: isFirst ? .clockStart(index) : .clockEnd(index), type: .instant, phrase: phrase)
    }
    return SaidValue(formula: isFirst ? .periodStart(index) : .periodEnd(index), type: .date, phrase: phrase)
  }

  /// A name that is both a row around and a reference of the innermost row means the row around, which may surprise.
  private mutating func noteSecondMeaning(of name: String, _ index: Int, _ record: Int, at location: Location) {
    guard index > 0, !looksAround, let inner = rows.last(where: { !$0.isHidden }), !inner.isJoined,
      inner.name != name, case .record(let own) = inner.kind,
      let place = dictionary.records[own].field(named: name),
      dictionary.records[own].fields[place].kind == .reference(record)
    else { return }
    warning(
      "name-row", location, "“\(name)” is the row around, not the \(name) of this \(dictionary.records[own].label)",
      help: "if the latter is meant, write “\(inner.name).\(name)”")
  }

  private mutating func field(_ parts: [String], of start: Int, row: Row, at location: Location) -> SaidValue? {
    var record = start
    var references: [Int] = []
    for (index, part) in parts.enumerated() {
      let type = dictionary.records[record]
      let isLast = index == parts.count - 1
      if isLast, part == "id", references.isEmpty, record != dictionary.shelter {
        return SaidValue(
          formula: .row(row, record: record), type: .reference(record), phrase: rowPhrase(row, record))
      }
      guard let place = type.field(named: part) else {
        noField(part, type, record, isFirst: index == 0, isLast: isLast, at: location)
        return nil
      }
      let field = type.fields[place]
      guard isLast else {
        guard case .reference(let target) = field.kind else {
          error("name-field", location, "“\(part)” of \(type.id) is no reference; only references can be walked")
          return nil
        }
        references.append(place)
        record = target
        continue
      }
      let path = Path(row: row, record: start, references: references, target: record, field: place)
      return SaidValue(
        formula: .field(path), type: valueType(field, path), phrase: phrase(field, path), field: field, path: path)
    }
    return nil
  }

  /// “this worker” for the innermost row, “that worker” for one around it.
  private func rowPhrase(_ row: Row, _ record: Int) -> String {
    "\(row == .open(0) ? "this" : "that") \(dictionary.records[record].label)"
  }

  private mutating func noField(
    _ name: String, _ type: RecordType, _ record: Int, isFirst: Bool, isLast: Bool, at location: Location
  ) {
    let workedOut = derived[record].map { Array($0.keys) } ?? []
    if workedOut.contains(name) {
      error(
        "name-field", location, "“\(name)” is worked out for a \(type.label), and only for a row that is open",
        help: isFirst ? nil : "choose the \(type.label) with of=\"\(type.id)\" and speak of it there")
      return
    }
    let fields = type.fields.map { $0.id } + workedOut
    error(
      "name-field", location, "\(type.id) has no field “\(name)”",
      help: nearest(to: name, among: fields + (isFirst ? rowNames : [])).map { "did you mean “\($0)”?" }
        ?? "it has: \(fields.joined(separator: ", "))")
  }

  private func phrase(_ field: Field, _ path: Path) -> String {
    guard let last = path.references.last else {
      return path.row == .shelter ? "the shelter's \(field.label)" : field.label
    }
    var record = path.record
    for reference in path.references.dropLast() {
      if case .reference(let target) = dictionary.records[record].fields[reference].kind { record = target }
    }
    return "\(field.label) of the \(dictionary.records[record].fields[last].label)"
  }

  private func valueType(_ field: Field, _ path: Path) -> ValueType {
    switch field.kind {
    case .label: return .label
    case .reference(let record): return .reference(record)
    case .code(let list): return .code(list: list)
    case .codes(let list): return .codes(list: list)
    case .checks(let list): return .checks(list: list)
    case .number(let unit): return .number(Dimension(unit: unit))
    case .date: return .date
    case .instant: return .instant
    case .duration: return .duration
    case .age:
      var start = path
      switch dictionary.records[path.target].time {
      case .span(let from, _, _): start.field = from
      case .dates(let dates) where dates.count == 1: start.field = dates[0]
      default: return .age(path, start: nil)
      }
      return .age(path, start: .field(start))
    }
  }

  /// An age as the number of years it is, at the start of its row or on another day.
  mutating func aged(_ value: SaidValue, on day: SaidValue?, at location: Location) -> SaidValue? {
    guard case .age(let path, let start) = value.type else { return value }
    guard let start else {
      error(
        "type-age", location, "\(dictionary.records[path.target].id) has no start that an age could be taken at",
        help: "keep ages in record types that last")
      return nil
    }
    var years = value
    years.type = .number(Dimension(unit: "years"))
    if let day {
      years.formula = .age(path, start: start, at: day.formula)
      years.phrase += " at \(day.phrase)"
    }
    return years
  }
}

extension Value {
  /// A value of a row, seen from so many choices further in.
  func inward(_ steps: Int) -> Value { steps == 0 ? self : outward(-steps) }
}

extension String {
  /// Where another text stands in it, first.
  func firstRange(ofText text: String) -> Range<String.Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(text) { return at..<index(at, offsetBy: text.count) }
      at = index(after: at)
    }
    return nil
  }
}
