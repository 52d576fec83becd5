import Records
import Standard
import Values

extension SlowEvaluator {
  /// A row that may be chosen.
  struct Member {
    var bound: Bound
    /// It is chosen: surely or perhaps.
    var truth: Truth
    /// How many seconds, of moments; else 1.
    var weight: Int
  }

  /// More rows than any list has.
  static let unlimited = 1 << 36

  /// The record type of a choice of records; the shelter's of others, which hide nothing.
  func record(of choice: Choice) -> Int {
    if case .records(let record) = choice.source { record } else { dictionary.shelter }
  }

  func isOfMoments(_ choice: Choice) -> Bool { if case .moments = choice.source { true } else { false } }

  /// The rows that are in, or perhaps in.
  func members(_ choice: Choice, _ rows: [Bound]) -> [Member] {
    tested?.touch(choice.source)
    let candidates: [Member]
    switch choice.source {
    case .records(let record):
      candidates = dossier.rows[record].indices.map { Member(bound: .row(record: record, $0), truth: .yes, weight: 1) }
    case .calendar(let calendar): candidates = periods(calendar, rows)
    case .moments(let moments): candidates = seconds(moments, rows)
    }
    return candidates.compactMap { candidate in
      let truth = candidate.truth && isChosen(choice, [candidate.bound] + rows)
      return truth == .no ? nil : Member(bound: candidate.bound, truth: truth, weight: candidate.weight)
    }
  }

  private func isChosen(_ choice: Choice, _ inside: [Bound]) -> Truth {
    var result = Truth.yes
    if let join = choice.join { result = result && joined(found(join.key, inside), found(join.parent, inside)) }
    if let due = choice.due { result = result && isDue(found(due, inside)) }
    for limit in choice.time { result = result && truth(limit.condition, inside) }
    return result && truth(choice.filter, inside)
  }

  /// A reference that is blank may be to any row; one to a row that is not listed is to none of those listed.
  private func joined(_ key: Found, _ parent: Found) -> Truth {
    guard case .reference(let mine) = key.content, case .reference(let theirs) = parent.content else { return .no }
    switch (mine, theirs) {
    case (.row(let a), .row(let b)):
      return a != b ? .no : key.mayBeNone || parent.mayBeNone ? .unknown : .yes
    case (.unlisted, .row), (.row, .unlisted): return .no
    default: return .unknown
    }
  }

  /// The deadline's day is not after the as-of date; what has no date has no deadline.
  private func isDue(_ due: Found) -> Truth {
    guard let times = due.times else { return .no }
    let truth = times.days.holds(.atMost, Times(Int(asOf.number)))
    return due.mayBeNone && truth == .yes ? .unknown : truth
  }

  // MARK: Rows that nobody listed

  /// How many rows a choice may have that nobody listed.
  func hiddenRows(_ choice: Choice, _ rows: [Bound]) -> Int {
    guard case .records(let record) = choice.source, record != dictionary.shelter else { return 0 }
    let collections = dossier.collections.filter { $0.record == record }
    if let join = choice.join {
      let parent = found(join.parent, [.hidden(record: record)] + rows)
      // What belongs to nobody has no rows.
      if parent.content == nil { return 0 }
      if case .reference(.row) = parent.content, !parent.mayBeNone, let type = target(of: join.parent),
        collections.contains(where: { $0.extent == .complete && $0.parent == type })
      {
        return 0
      }
    }
    let isComplete = collections.contains { $0.extent == .complete && $0.parent == nil }
    if dictionary.records[record].time == .fixed, isComplete { return 0 }
    // Windows that do not hang on the row itself.
    let windows = choice.time.map { $0.window }.filter { $0.rows.bits & 1 == 0 }
    let inside = [.hidden(record: record)] + rows
    if windows.isEmpty {
      if isListed(collections, from: .min, to: asOf.number) { return 0 }
    }
    for window in windows {
      let start = window.start.flatMap { end($0, inside)?.days.low } ?? .min
      let last = window.end.flatMap { end($0, inside)?.days.high } ?? .max
      // What lies ahead has not happened; but what lasts until then has begun.
      let until = min(last, asOf.number)
      var first = start
      if case .span = dictionary.records[record].time { first = min(start, until) }
      if isListed(collections, from: first, to: until) { return 0 }
    }
    let listed = dossier.rows[record].count
    guard let population = collections.compactMap({ $0.population }).last else { return Self.unlimited }
    return max(0, Int(population) - listed)
  }

  /// When a window ends on one side; nil where it may be open.
  private func end(_ value: Value, _ rows: [Bound]) -> Times? {
    let found = found(value, rows)
    return found.mayBeNone ? nil : found.times
  }

  /// The record type of the row that `for` names.
  private func target(of parent: Value) -> Int? {
    switch parent {
    case .row(_, let record): return record
    case .field(let path):
      if case .reference(let record) = dictionary.records[path.target].fields[path.field].kind { return record }
      return nil
    default: return nil
    }
  }

  /// Whether lists that are complete over a period hold all of some days.
  private func isListed(_ collections: [Collection], from: Int64, to: Int64) -> Bool {
    var next = from
    while next <= to {
      let ends = collections.filter { $0.extent == .complete && $0.parent == nil }.compactMap { one -> Int64? in
        let first = one.from?.number ?? .min
        let last = min(one.to?.number ?? .max, one.taken?.number ?? .max)
        return first <= next && next <= last ? last : nil
      }
      guard let end = ends.max() else { return false }
      if end >= to { return true }
      next = end + 1
    }
    return true
  }

  /// The sample that a choice is from, where its list is one: how many rows the whole has.
  func isSample(_ choice: Choice) -> Bool {
    guard case .records(let record) = choice.source else { return false }
    return dossier.collections.contains {
      $0.record == record && $0.extent == .sample && !$0.isHandPicked && $0.population != nil
    }
  }

  // MARK: Calendar periods

  private func periods(_ calendar: CalendarRows, _ rows: [Bound]) -> [Member] {
    switch calendar.extent {
    case .last(let count):
      var found: [Member] = []
      var day = asOf.number
      while found.count < count {
        if let period = period(calendar, endingOn: day) {
          found.insert(Member(bound: period, truth: .yes, weight: 1), at: 0)
        }
        day -= 1
      }
      return found
    case .within(let window):
      guard let start = window.start, let from = end(start, rows)?.days.low else { return [] }
      let last = min(asOf.number, window.end.flatMap { end($0, rows)?.days.high } ?? .max)
      var found: [Member] = []
      var day = from
      while day <= last {
        if let period = period(calendar, endingOn: day) {
          let truth = isWithin(period, window, rows)
          if truth != .no { found.append(Member(bound: period, truth: truth, weight: 1)) }
        }
        day += 1
      }
      return found
    }
  }

  private func isWithin(_ period: Bound, _ window: Window, _ rows: [Bound]) -> Truth {
    guard case .period(let first, _, _, let to) = period else { return .no }
    let last = Self.day(of: to)
    func isOutside(_ day: Int64, _ relation: Relation, _ value: Value?) -> Truth {
      guard let value, let times = found(value, rows).times else { return .no }
      let truth = Times(Int(day)).holds(relation, times.days)
      return found(value, rows).mayBeNone && truth == .yes ? .unknown : truth
    }
    return !isOutside(first, .lessThan, window.start) && !isOutside(last, .moreThan, window.end)
  }

  /// The period whose last day, or whose last hour's day, is this one.
  private func period(_ calendar: CalendarRows, endingOn day: Int64) -> Bound? {
    if let hours = calendar.hours {
      // Hours until midnight end with their own day, those after midnight on the next.
      let first = hours.isOverMidnight && hours.to > 0 ? day - 1 : day
      let length = hours.isOverMidnight ? hours.to + 1440 - hours.from : hours.to - hours.from
      let from = first * Self.day + hours.from * 60
      return .period(first: first, last: day, from: from, to: from + length * 60 - 1)
    }
    guard begins(day + 1, calendar) else { return nil }
    var first = day
    while !begins(first, calendar) { first -= 1 }
    return .period(first: first, last: day, from: first * Self.day, to: day * Self.day + Self.day - 1)
  }

  /// Whether a period begins on a day.
  private func begins(_ day: Int64, _ calendar: CalendarRows) -> Bool {
    let parts = CalendarDate(number: day).parts
    switch calendar.unit {
    case .day: return true
    // 5 January 1970 was a Monday.
    case .week: return ((day - 4) % 7 + 7) % 7 == 0
    case .month: return parts.day == 1
    case .quarter, .halfYear, .year:
      let months: Int64 = calendar.unit == .quarter ? 3 : calendar.unit == .halfYear ? 6 : 12
      let monthsIn = ((parts.month - calendar.anchor.month) % months + months) % months
      return monthsIn == 0 && parts.day == min(calendar.anchor.day, CalendarDate.days(in: parts.month, of: parts.year))
    }
  }

  // MARK: Moments

  /// Clock times at which something may begin or end, in seconds: everything in the small world happens at 0, 6, 12 or
  /// 18 o'clock, or on the second before.
  static let step: Int64 = 21_600

  /// Every second of a window, those between two such times together.
  private func seconds(_ moments: MomentRows, _ rows: [Bound]) -> [Member] {
    let start = moments.window.start.map { found($0, rows) }
    let last = moments.window.end.map { found($0, rows) }
    guard let first = start?.times?.seconds.low else { return [] }
    let today = asOf.number * Self.day + Self.day - 1
    let end = last?.mayBeNone == false ? min(today, last?.times?.seconds.high ?? today) : today
    var seconds: [Member] = []
    func add(_ from: Int64, _ to: Int64) {
      guard from >= first, to <= end, from <= to else { return }
      var truth = isAfterStart(from, start)
      if let end = moments.window.end { truth = truth && isBeforeEnd(from, last, isClock: isClock(end)) }
      if let hours = moments.hours, !hours.contains(from) { truth = .no }
      if truth != .no { seconds.append(Member(bound: .moment(from), truth: truth, weight: Int(to - from + 1))) }
    }
    var hour = first - ((first % Self.step) + Self.step) % Self.step
    while hour <= end {
      add(hour, hour)
      add(hour + 1, hour + Self.step - 2)
      add(hour + Self.step - 1, hour + Self.step - 1)
      hour += Self.step
    }
    return seconds
  }

  /// Days count whole, from midnight.
  private func isAfterStart(_ second: Int64, _ start: Found?) -> Truth {
    guard let start, let times = start.times else { return .yes }
    let from =
      times.isClock
      ? times
      : Times(
        low: times.low.map { $0 * Self.day }, high: times.high.map { $0 * Self.day }, isClock: true)
    let truth = Times(Int(second)).holds(.atLeast, from)
    return start.mayBeNone && truth == .no ? .unknown : truth
  }

  /// Days count whole, to midnight; a clock time is the first that is no longer in, but a night's last second is in.
  private func isBeforeEnd(_ second: Int64, _ end: Found?, isClock: Bool) -> Truth {
    guard let end, let times = end.times else { return .yes }
    let to =
      times.isClock
      ? times
      : Times(
        low: times.low.map { ($0 + 1) * Self.day }, high: times.high.map { ($0 + 1) * Self.day }, isClock: true)
    let truth = Times(Int(second)).holds(isClock ? .atMost : .lessThan, to)
    return end.mayBeNone && truth == .no ? .unknown : truth
  }
}

extension ClockHours {
  /// Whether a second of the house's clock lies in these hours.
  func contains(_ second: Int64) -> Bool {
    let minute = ((second % 86_400) + 86_400) % 86_400 / 60
    return isOverMidnight ? minute >= from || minute < to : minute >= from && minute < to
  }
}
