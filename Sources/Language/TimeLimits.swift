internal import Standard
internal import Values

extension TestReader {
  // MARK: Deadlines

  /// Reads `from` and `within`, and gives the row its deadline; returns how the time allowed is said: “14 days have”.
  mutating func deadline(_ xml: Element, _ selection: inout Selection) -> String? {
    guard let from = xml["from"], let within = xml["within"] else {
      let missing = xml["from"] == nil ? "from" : "within"
      error("time-window", xml.location, "a deadline needs “from” and “within”; “\(missing)” is missing")
      return nil
    }
    guard selection.choice.due == nil else {
      error(
        "time-window", xml.location(of: "from"), "the set “\(xml["of"] ?? "")” has a deadline already",
        help: "take one of the two out")
      return nil
    }
    guard let start = value(from, at: xml.location(of: "from")) else { return nil }
    guard start.type.isDate else {
      error("time-window", xml.location(of: "from"), "“\(from)” is no date; a deadline counts from one")
      return nil
    }
    guard let (due, phrase) = due(after: start.formula, within, at: xml.location(of: "within")) else { return nil }
    selection.row.due = due
    selection.row.from = start.formula
    selection.choice.due = due
    return phrase
  }

  /// The date that `within` leads to: a length of time, a parameter, business days, or a field of lengths of time.
  private mutating func due(
    after start: Value, _ text: String, at location: Location
  ) -> (Value, phrase: String)? {
    let words = text.split(separator: " ")
    if words.count == 2, words[1] == "business-days" || words[1] == "business-day" {
      guard calendar.hasHolidays else {
        error(
          "time-holidays", location, "business days need to know the public holidays",
          help: "say in the standard who knows them: <calendar holidays=\"dossier\"/>")
        return nil
      }
      guard let days = wholeNumber(String(words[0]), from: 1, to: 999, at: location) else { return nil }
      return (.workdays(start, Int64(days), calendar.week), "\(days) business day\(days == 1 ? " has" : "s have")")
    }
    if Period(text) != nil || text.hasPrefix("$") || looksLikeNumber(text) || isPeriodLike(text) {
      guard let period = period(text, at: location) else { return nil }
      return (.shifted(start, period, back: false), period.words + (period.words.hasPrefix("1 ") ? " has" : " have"))
    }
    guard let limit = value(text, at: location) else { return nil }
    guard limit.type == .duration else {
      error(
        "time-window", location, "“\(text)” is no length of time; “within” takes one",
        help: "write one such as P14D, or name a field of lengths of time")
      return nil
    }
    return (later(start, limit.formula), "\(limit.phrase) has")
  }

  /// Whether a text is meant as a length of time, right or wrong, rather than as a name.
  private func isPeriodLike(_ text: String) -> Bool {
    text.hasPrefix("P") && text.utf8.dropFirst().first.map { (48...57).contains($0) } == true
  }

  /// A date so much later as a value says; where that is one of several, the date is one of several.
  private func later(_ start: Value, _ limit: Value) -> Value {
    switch limit {
    case .period(let period): .shifted(start, period, back: false)
    case .chosen(let cases, let otherwise):
      .chosen(
        cases.map { ValueCase($0.condition, later(start, $0.value)) }, otherwise: later(start, otherwise))
    default: .shiftedBy(start, by: limit, back: false)
    }
  }

  // MARK: Windows

  mutating func timeLimit(
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
    looksAround = true
    let read = attribute == "at" ? instant(text, at: location) : self.window(text, at: location)
    looksAround = false
    guard let window = read else { return nil }
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
    var phrase = text.hasSuffix(".deadline") ? "" : "for the whole time \(window.phrase)"
    for start in ["in that ", "during that ", "in the last "] where phrase.hasPrefix("for the whole time " + start) {
      let whole = start == "in the last " ? "the last " : "that "
      phrase = "for the whole of " + whole + window.phrase.dropFirst(start.count)
    }
    return Said(
      TimeLimit(window: window.formula, condition: .spans(from: field(from), to: field(to), window.formula)), phrase)
  }

  /// The day or moment of `at`, as a window.
  private mutating func instant(_ text: String, at location: Location) -> Said<Window>? {
    if let (_, open) = openRow(named: text), open.kind == .moment { return window(text, at: location) }
    guard let day = value(text, at: location) else { return nil }
    guard day.type.isDate else {
      error("time-window", location, "“\(text)” is no date; “at” takes one")
      return nil
    }
    return Said(
      Window(start: day.formula, end: day.formula), text == "as-of" ? "on the as-of date" : "at \(day.phrase)")
  }

  /// The dates that `during` means: those of `when`, or those that place the row; nil = its span.
  mutating func dates(_ xml: Element, _ type: RecordType) -> [Int]?? {
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
