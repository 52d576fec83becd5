internal import Standard
internal import Values

extension TestReader {
  /// Reads a window: a duration back from the as-of date, an open row that lasts, `row.deadline`, or `a/b`.
  mutating func window(_ text: String, at location: Location) -> Said<Window>? {
    if let slash = text.firstRange(ofText: "/") {
      return window(
        from: String(text[..<slash.lowerBound]), to: String(text[slash.upperBound...]), at: location)
    }
    if text.hasSuffix(".deadline") { return deadline(text, at: location) }
    if let (index, open) = openRow(named: text) { return window(of: open, index, at: location) }
    guard text.hasPrefix("P") || text.hasPrefix("$") else {
      error(
        "time-window", location,
        "“\(text)” is no window; expected a length of time such as P12M, an open row, or from/to",
        help: suggestion(for: text, among: rowNames))
      return nil
    }
    guard let period = period(text, at: location) else { return nil }
    return Said(lastWindow(period), lastPhrase(period))
  }

  /// “in the last 12 months”, “in the last month”.
  func lastPhrase(_ period: Period) -> String {
    let isOne = period.words.hasPrefix("1 ") && period.words.split(separator: " ").count == 2
    return "in the last " + (isOne ? String(period.words.dropFirst(2)) : period.words)
  }

  /// A window seen from outside the choice whose rows it is about.
  mutating func windowAround(_ text: String, at location: Location) -> Said<Window>? {
    looksAround = true
    defer { looksAround = false }
    return window(text, at: location)
  }

  /// So long up to the as-of date: the first day is the one after the day so long before it.
  func lastWindow(_ period: Period) -> Window {
    Window(start: dayAfter(.shifted(.asOf, period, back: true)), end: .asOf)
  }

  private func dayAfter(_ value: Value) -> Value { .shifted(value, Period(.days, 1), back: false) }

  /// The time of an open row.
  private mutating func window(of open: OpenRow, _ index: Int, at location: Location) -> Said<Window>? {
    switch open.kind {
    case .moment: return Said(Window(start: .clockStart(index), end: .clockEnd(index)), "at that moment")
    case .period(_, let hasHours):
      let window =
        hasHours
        ? Window(start: .clockStart(index), end: .clockEnd(index))
        : Window(start: .periodStart(index), end: .periodEnd(index))
      return Said(window, "in that \(open.label)")
    case .record(let record):
      guard case .span(let from, let to, _) = dictionary.records[record].time else {
        error("time-window", location, "a row of \(dictionary.records[record].id) has no span; expected a window")
        return nil
      }
      func field(_ place: Int) -> Value {
        .field(Path(row: .open(index), record: record, references: [], target: record, field: place))
      }
      return Said(Window(start: field(from), end: field(to)), "during that \(dictionary.records[record].label)")
    }
  }

  private mutating func deadline(_ text: String, at location: Location) -> Said<Window>? {
    let name = String(text.dropLast(".deadline".utf8.count))
    guard let (index, open) = openRow(named: name) else {
      error(
        "name-row", location, "“\(name)” is no open row",
        help: suggestion(for: name, among: rowNames))
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
    func isPeriod(_ text: String) -> Bool {
      let second = text.utf8.dropFirst().first ?? 0
      return text.hasPrefix("$") || text.hasPrefix("P") && (second == UInt8(ascii: "T") || (48...57).contains(second))
    }
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
    if let start = window.start, let end = window.end, isAfter(start, end) {
      error("time-window", location, "this window ends before it starts", help: "write \(to)/\(from)")
      return nil
    }
    return Said(window, phrases.isEmpty ? "at any time" : phrases.joined(separator: " "))
  }

  /// Whether one date is later than another whatever the records say.
  private func isAfter(_ start: Value, _ end: Value) -> Bool {
    if case .date(let first) = start, case .date(let last) = end { return first > last }
    func parts(_ value: Value) -> (base: Value, unit: Period.Unit?, amount: Int64) {
      guard case .shifted(let base, let period, let back) = value else { return (value, nil, 0) }
      return (base, period.unit, back ? -period.amount : period.amount)
    }
    let (first, last) = (parts(start), parts(end))
    guard first.base == last.base, first.unit == nil || last.unit == nil || first.unit == last.unit else {
      return false
    }
    return first.amount > last.amount
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
    guard value.type.isDate else {
      error("time-window", location, "“\(text)” is no date; a window runs between dates")
      return nil
    }
    return value
  }
}
