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
  case age(Path, start: Value)
}

/// A value with its type and name.
struct SaidValue {
  var formula: Value
  var type: ValueType
  var phrase: String
  var field: Field?
  var path: Path?
}

extension TestReader {
  /// Reads a path or `as-of`, with or without `± duration`.
  mutating func value(_ text: String, at location: Location) -> SaidValue? {
    for (mark, back) in [(" - ", true), (" + ", false)] {
      guard let split = text.firstRange(ofText: mark) else { continue }
      guard let base = value(String(text[..<split.lowerBound]), at: location) else { return nil }
      guard base.type == .date || base.type == .instant else {
        error("type-compare", location, "“\(base.phrase)” is no date; only dates are moved by a length of time")
        return nil
      }
      guard let period = period(String(text[split.upperBound...]), at: location) else { return nil }
      return SaidValue(
        formula: .shifted(base.formula, period, back: back), type: period.unit == .seconds ? .instant : .date,
        phrase: "\(period.words) \(back ? "before" : "after") \(base.phrase)")
    }
    if text == "as-of" { return SaidValue(formula: .asOf, type: .date, phrase: "the as-of date") }
    if let date = CalendarDate(text) { return SaidValue(formula: .date(date), type: .date, phrase: text) }
    return path(text, at: location)
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

  private func openRow(named name: String) -> (index: Int, row: OpenRow)? {
    for (index, row) in rows.reversed().enumerated() where row.name == name { return (index, row) }
    return nil
  }

  /// Reads `field`, `row.field`, `row.reference.field`, `shelter.field`, `month.start`, `row.id`.
  mutating func path(_ text: String, at location: Location) -> SaidValue? {
    var parts = text.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }
    var row = Row.open(0)
    var record: Int?
    if parts.count > 1, parts[0] == "shelter", !isForGates {
      (row, record) = (.shelter, dictionary.shelter)
      parts.removeFirst()
    } else if parts.count > 1, let (index, open) = openRow(named: parts[0]) {
      parts.removeFirst()
      switch open.kind {
      case .record(let type): (row, record) = (.open(index), type)
      case .period(let unit):
        guard parts.count == 1, parts[0] == "start" || parts[0] == "end" else {
          error("name-field", location, "a \(open.name) has “start” and “end” only")
          return nil
        }
        let first = parts[0] == "start"
        return SaidValue(
          formula: first ? .periodStart(index) : .periodEnd(index), type: .date,
          phrase: "the \(first ? "start" : "end") of the \(unit.label)")
      }
    } else if let open = rows.last {
      if case .record(let type) = open.kind { record = type }
    }
    guard let start = record else {
      let names = rows.map { $0.name } + ["shelter"]
      error(
        "name-row", location, "“\(text)” names no open row", help: suggestion(for: parts[0], among: names))
      return nil
    }
    return field(parts, of: start, row: row, at: location)
  }

  private mutating func field(_ parts: [String], of start: Int, row: Row, at location: Location) -> SaidValue? {
    var record = start
    var references: [Int] = []
    for (index, part) in parts.enumerated() {
      let type = dictionary.records[record]
      let isLast = index == parts.count - 1
      if isLast, part == "id", references.isEmpty, record != dictionary.shelter {
        return SaidValue(
          formula: .row(row, record: record), type: .reference(record), phrase: "this \(type.label)")
      }
      guard let place = type.field(named: part) else {
        let open = index == 0 ? rows.map { $0.name } : []
        error(
          "name-field", location, "\(type.id) has no field “\(part)”",
          help: nearest(to: part, among: type.fields.map { $0.id } + open).map { "did you mean “\($0)”?" }
            ?? "it has: \(type.fields.map { $0.id }.joined(separator: ", "))")
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
      if case .span(let from, _, _) = dictionary.records[path.target].time { start.field = from }
      return .age(path, start: .field(start))
    }
  }

  // MARK: Windows

  /// Reads a window: a duration back from the as-of date, an open row with a span, `row.deadline`, or `a/b`.
  mutating func window(_ text: String, at location: Location) -> Said<Window>? {
    if let slash = text.firstRange(ofText: "/") {
      return window(
        from: String(text[..<slash.lowerBound]), to: String(text[slash.upperBound...]), at: location)
    }
    if text.hasSuffix(".deadline") { return deadline(text, at: location) }
    if let (index, open) = openRow(named: text) {
      switch open.kind {
      case .period(let unit):
        return Said(Window(start: .periodStart(index), end: .periodEnd(index)), "in that \(unit.label)")
      case .record(let record):
        guard case .span(let from, let to, _) = dictionary.records[record].time else {
          error("time-window", location, "a row of \(dictionary.records[record].id) has no span; expected a window")
          return nil
        }
        func field(_ place: Int) -> Value {
          .field(Path(row: .open(index), record: record, references: [], target: record, field: place))
        }
        return Said(
          Window(start: field(from), end: field(to)), "during that \(dictionary.records[record].label)")
      }
    }
    guard text.hasPrefix("P") || text.hasPrefix("$") else {
      error(
        "time-window", location,
        "“\(text)” is no window; expected a length of time such as P12M, an open row, or from/to",
        help: suggestion(for: text, among: rows.map { $0.name }))
      return nil
    }
    guard let period = period(text, at: location) else { return nil }
    return Said(Window(start: dayAfter(.shifted(.asOf, period, back: true)), end: .asOf), "in the last \(period.words)")
  }

  private func dayAfter(_ value: Value) -> Value { .shifted(value, Period(.days, 1), back: false) }

  private mutating func deadline(_ text: String, at location: Location) -> Said<Window>? {
    let name = String(text.dropLast(".deadline".utf8.count))
    guard let (index, open) = openRow(named: name) else {
      error(
        "name-row", location, "“\(name)” is no open row",
        help: suggestion(for: name, among: rows.map { $0.name }))
      return nil
    }
    guard let due = open.due, let from = open.from else {
      error(
        "time-window", location, "“\(name)” has no deadline",
        help: "give the words that choose it from=\"…\" and within=\"…\"")
      return nil
    }
    return Said(Window(start: from.inward(index), end: due.inward(index)), "in time")
  }

  private mutating func window(from: String, to: String, at location: Location) -> Said<Window>? {
    func isPeriod(_ text: String) -> Bool { text.hasPrefix("P") || text.hasPrefix("$") }
    func isOpen(_ text: String) -> Bool { text == ".." || text.isEmpty }
    if isPeriod(from), isPeriod(to) {
      error("time-window", location, "a window needs a date at one of its ends")
      return nil
    }
    if isPeriod(from) {
      guard let end = end(to, at: location), let period = period(from, at: location) else { return nil }
      return Said(
        Window(start: dayAfter(.shifted(end.formula, period, back: true)), end: end.formula),
        "in the \(period.words) to \(end.phrase)")
    }
    if isPeriod(to) {
      guard let start = end(from, at: location), let period = period(to, at: location) else { return nil }
      return Said(
        Window(start: start.formula, end: .shifted(start.formula, period, back: false)),
        "within \(period.words) of \(start.phrase)")
    }
    var window = Window(start: nil, end: nil)
    var phrases: [String] = []
    if !isOpen(from) {
      guard let start = end(from, at: location) else { return nil }
      window.start = start.formula
      phrases.append("from \(start.phrase)")
    }
    if !isOpen(to) {
      guard let last = end(to, at: location) else { return nil }
      window.end = last.formula
      phrases.append(isOpen(from) ? "by \(last.phrase)" : "to \(last.phrase)")
    }
    return Said(window, phrases.isEmpty ? "at any time" : phrases.joined(separator: " "))
  }

  /// One end of a window: a date, `row.deadline.end`, `row.deadline.start`, or an open row's `start`/`end`.
  private mutating func end(_ text: String, at location: Location) -> SaidValue? {
    for (suffix, first) in [(".deadline.end", false), (".deadline.start", true)] where text.hasSuffix(suffix) {
      let name = text.dropLast(suffix.utf8.count) + ".deadline"
      guard let window = deadline(String(name), at: location),
        let value = first ? window.formula.start : window.formula.end
      else { return nil }
      return SaidValue(formula: value, type: .date, phrase: first ? "its start" : "the deadline")
    }
    guard let value = value(text, at: location) else { return nil }
    guard value.type == .date || value.type == .instant else {
      error("time-window", location, "“\(text)” is no date; a window runs between dates")
      return nil
    }
    return value
  }
}

extension Value {
  /// A value of a row, seen from so many choices further in.
  func inward(_ steps: Int) -> Value { steps == 0 ? self : outward(-steps) }
}

extension CalendarUnit {
  /// The name in rule files.
  var name: String {
    switch self {
    case .day: "day"
    case .week: "week"
    case .month: "month"
    case .quarter: "quarter"
    case .halfYear: "half-year"
    case .year: "year"
    }
  }

  var label: String { self == .halfYear ? "half-year" : name }
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
