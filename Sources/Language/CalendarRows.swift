internal import Standard
internal import Values

/// Calendar rows or moments as far as they are described: a set may leave to its use what it does not say.
struct CalendarDraft {
  /// Nil for moments.
  var unit: CalendarUnit?
  var hours: ClockHours?
  var anchor: YearStart?
  /// Which periods or moments, and how that is said.
  var extent: (rows: Extent, phrase: String)?

  enum Extent {
    case last(Int64)
    case within(Window)
  }

  var isBounded: Bool { extent != nil }

  /// “night”, “month”, “moment”.
  var label: String {
    guard let unit else { return "moment" }
    return unit == .day && hours?.isOverMidnight == true ? "night" : unit.label
  }

  /// “from 22:00 to 07:00”, “that start on 1 July”.
  private var detail: String {
    (hours.map { " from " + $0.words } ?? "") + (anchor.map { " from " + $0.words } ?? "")
  }

  /// The rows, once it is known which.
  func source(yearStart: YearStart) -> Source? {
    guard let extent else { return nil }
    guard let unit else {
      guard case .within(let window) = extent.rows else { return nil }
      return .moments(MomentRows(window: window, hours: hours))
    }
    let anchor = unit.months >= 3 ? anchor ?? yearStart : .january
    switch extent.rows {
    case .last(let count):
      return .calendar(CalendarRows(unit: unit, hours: hours, anchor: anchor, extent: .last(count)))
    case .within(let window):
      return .calendar(CalendarRows(unit: unit, hours: hours, anchor: anchor, extent: .within(window)))
    }
  }

  /// “the last 28 nights from 22:00 to 07:00”, “full weeks from agreed on to ended on”, “moments in the last 28 days”.
  var names: (plural: String, singular: String) {
    guard let extent else { return (label + "s" + detail, label + detail) }
    let whole = unit == nil || unit == .day ? "" : "full "
    guard case .last(let count) = extent.rows else {
      return ("\(whole)\(label)s\(detail) \(extent.phrase)", "\(whole)\(label)\(detail) \(extent.phrase)")
    }
    let plural = count == 1 ? "the last \(whole)\(label)\(detail)" : "the last \(count) \(whole)\(label)s\(detail)"
    return (plural, count == 1 ? "last \(whole)\(label)\(detail)" : "\(label)\(detail) among \(plural)")
  }
}

extension TestReader {
  /// The rows of a calendar type, without anything that is said where it is used.
  func calendarSource(_ name: String) -> Selection? {
    let unit = CalendarUnit(named: name)
    guard unit != nil || name == "moment" else { return nil }
    let draft = CalendarDraft(unit: unit)
    // Until its window is known the choice has no rows.
    let none = Window(start: nil, end: nil)
    return Selection(
      choice: Choice(
        source: unit.map { .calendar(CalendarRows(unit: $0, extent: .within(none))) }
          ?? .moments(MomentRows(window: none))),
      nouns: draft.names.plural, noun: draft.names.singular, ifEmpty: nil, calendar: draft,
      row: OpenRow(name: name, kind: unit.map { .period($0, hasHours: false) } ?? .moment))
  }

  /// Calendar rows with what an element says: `during`, `hours`, `anchor`, a deadline, `where`.
  mutating func refinedCalendar(_ base: Selection, by xml: Element) -> Selection? {
    guard var draft = base.calendar else { return nil }
    var selection = base
    for attribute in ["for", "by", "throughout", "at", "when"] where xml[attribute] != nil {
      error(
        "time-none", xml.location(of: attribute), "“\(attribute)” is for records; calendar rows are chosen by “during”")
      return nil
    }
    for (attribute, isThere) in [
      ("during", draft.extent != nil), ("hours", draft.hours != nil), ("anchor", draft.anchor != nil),
    ] where isThere && xml[attribute] != nil {
      error(
        "time-window", xml.location(of: attribute), "the set “\(xml["of"] ?? "")” has “\(attribute)” already",
        help: "take one of the two out")
      return nil
    }
    guard readHours(xml, &draft), readAnchor(xml, &draft) else { return nil }
    if let during = xml["during"] {
      guard let extent = extent(during, draft.unit, at: xml.location(of: "during")) else { return nil }
      draft.extent = extent
    }
    selection.calendar = draft
    (selection.nouns, selection.noun) = draft.names
    if let source = draft.source(yearStart: calendar.yearStart) { selection.choice.source = source }
    if case .period(let unit, _) = selection.row.kind {
      selection.row.kind = .period(unit, hasHours: draft.hours != nil)
      selection.row.label = selection.row.name == unit.name ? draft.label : selection.row.name
    }
    rows.append(selection.row)
    defer { rows.removeLast() }
    if xml["from"] != nil || xml["within"] != nil {
      guard draft.unit != nil else {
        error(
          "time-window", xml.location(of: xml["from"] == nil ? "within" : "from"), "a moment can have no deadline",
          help: "use records, or calendar rows that last")
        return nil
      }
      guard let allowance = deadline(xml, &selection) else { return nil }
      rows[rows.count - 1] = selection.row
      selection.phrases.append("whose \(allowance) passed")
    }
    if let whereElement = xml.first("where") {
      guard needsBody(whereElement, whereElement.children), filter(whereElement, &selection, dates: []) else {
        return nil
      }
    }
    return selection
  }

  private mutating func readHours(_ xml: Element, _ draft: inout CalendarDraft) -> Bool {
    guard let text = xml["hours"] else { return true }
    guard draft.unit == nil || draft.unit == .day else {
      error(
        "time-window", xml.location(of: "hours"), "“hours” are for days and moments, not for a \(draft.label)",
        help: "use of=\"day\" or of=\"moment\"")
      return false
    }
    draft.hours = clockHours(text, at: xml.location(of: "hours"))
    return draft.hours != nil
  }

  private mutating func readAnchor(_ xml: Element, _ draft: inout CalendarDraft) -> Bool {
    guard let text = xml["anchor"] else { return true }
    guard let unit = draft.unit, unit.months >= 3 else {
      error(
        "time-window", xml.location(of: "anchor"),
        "“anchor” says where a year starts; it is for year, half-year and quarter, not for a \(draft.label)")
      return false
    }
    draft.anchor = yearStart(text, at: xml.location(of: "anchor"))
    return draft.anchor != nil
  }

  /// Which periods: the last so many, or those of a window, which is seen from outside the choice.
  private mutating func extent(
    _ text: String, _ unit: CalendarUnit?, at location: Location
  ) -> (rows: CalendarDraft.Extent, phrase: String)? {
    if Period(text) != nil || text.hasPrefix("$") && !text.contains("/") {
      guard let period = period(text, at: location) else { return nil }
      // No house is older, and each day is a row.
      guard period.secondsRange.upperBound <= 100 * 366 * 86_400 else {
        error("time-window", location, "\(period.words) is too long; expected at most 100 years")
        return nil
      }
      guard period.amount > 0 else {
        error("time-window", location, "“\(text)” has no length")
        return nil
      }
      if let unit {
        let size = period.unit == .months ? unit.months : period.unit == .days ? unit.days : 0
        if size > 0, period.amount % size == 0, period.amount >= size {
          return (.last(period.amount / size), "")
        }
      }
      return (.within(lastWindow(period)), lastPhrase(period))
    }
    if let (_, open) = openRow(named: text), open.kind == .moment {
      error("time-window", location, "a moment has no length; no \(unit?.label ?? "moment") lies in it")
      return nil
    }
    return windowAround(text, at: location).map { (.within($0.formula), $0.phrase) }
  }
}

extension CalendarUnit {
  init?(named name: String) {
    guard let unit = CalendarUnit.allCases.first(where: { $0.name == name }) else { return nil }
    self = unit
  }

  /// The name in rule files, which is also the one for readers.
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

  var label: String { name }
}
