import Records
import Standard
import Values

/// A stretch of days or of seconds that something lies in; an end that is not known is nil.
struct Times: Hashable {
  var low: Int64?
  var high: Int64?
  /// Seconds on the house's clock, else days.
  var isClock: Bool
  /// Minutes ahead of UTC, where that is known.
  var ahead: Int64?

  init(low: Int64?, high: Int64?, isClock: Bool, ahead: Int64? = nil) {
    self.low = low
    self.high = high
    self.isClock = isClock
    self.ahead = ahead
  }

  init(_ exact: Int) { self.init(low: Int64(exact), high: Int64(exact), isClock: false) }

  /// As days.
  var days: Times {
    isClock
      ? Times(low: low.map(SlowEvaluator.day(of:)), high: high.map(SlowEvaluator.day(of:)), isClock: false) : self
  }

  /// As seconds: a day is any of its seconds.
  var seconds: Times {
    let day = SlowEvaluator.day
    return isClock ? self : Times(low: low.map { $0 * day }, high: high.map { $0 * day + day - 1 }, isClock: true)
  }

  func later(_ amount: Int64) -> Times {
    Times(low: low.map { $0 + amount }, high: high.map { $0 + amount }, isClock: isClock, ahead: ahead)
  }

  func hull(_ other: Times) -> Times {
    Times(
      low: low.flatMap { mine in other.low.map { min(mine, $0) } },
      high: high.flatMap { mine in other.high.map { max(mine, $0) } }, isClock: isClock,
      ahead: ahead == other.ahead ? ahead : nil)
  }

  func holds(_ relation: Relation, _ other: Times) -> Truth {
    let (a, b) = (low ?? .min, high ?? .max)
    let (c, d) = (other.low ?? .min, other.high ?? .max)
    return switch relation {
    case .atLeast: Truth(certain: a >= d, possible: b >= c)
    case .moreThan: Truth(certain: a > d, possible: b > c)
    case .atMost: Truth(certain: b <= c, possible: a <= d)
    case .lessThan: Truth(certain: b < c, possible: a < d)
    case .equal: Truth(certain: a == b && c == d && a == c, possible: a <= d && c <= b)
    }
  }
}

/// What a value may be.
struct Found: Hashable {
  enum Content: Hashable {
    case times(Times)
    case number(End, End)
    /// One of these.
    case codes([Int])
    case label(String?)
    case reference(Reference)
    /// One of these; nil = any.
    case lengths([Period]?)
  }

  enum Reference: Hashable {
    /// A listed row, by its place.
    case row(Int)
    case unlisted
    case unknown
  }

  /// Nil: it is known that there is none.
  var content: Content?
  var mayBeNone: Bool

  init(_ content: Content?, mayBeNone: Bool = false) {
    self.content = content
    self.mayBeNone = mayBeNone || content == nil
  }

  static let none = Found(nil)

  var times: Times? { if case .times(let times) = content { times } else { nil } }

  /// Everything that either may be.
  func hull(_ other: Found) -> Found {
    let mayBeNone = mayBeNone || other.mayBeNone
    guard let mine = content, let theirs = other.content else {
      return Found(content ?? other.content, mayBeNone: mayBeNone)
    }
    switch (mine, theirs) {
    case (.times(let a), .times(let b)):
      // Days and clock times together are days.
      let isClock = a.isClock && b.isClock
      return Found(.times(isClock ? a.hull(b) : a.days.hull(b.days)), mayBeNone: mayBeNone)
    case (.number(let a, let b), .number(let c, let d)):
      return Found(.number(min(a, c), max(b, d)), mayBeNone: mayBeNone)
    case (.codes(let a), .codes(let b)): return Found(.codes(Set(a + b).sorted()), mayBeNone: mayBeNone)
    case (.label(let a), .label(let b)): return Found(.label(a == b ? a : nil), mayBeNone: mayBeNone)
    case (.reference(let a), .reference(let b)):
      return Found(.reference(a == b ? a : .unknown), mayBeNone: mayBeNone)
    case (.lengths(let a), .lengths(let b)):
      return Found(.lengths(a.flatMap { a in b.map { a + $0 } }), mayBeNone: mayBeNone)
    default: return Found(mine, mayBeNone: mayBeNone)
    }
  }
}

extension SlowEvaluator {
  func found(_ value: Value, _ rows: [Bound]) -> Found {
    tested?.touch(value)
    switch value {
    case .field(let path): return found(path, rows)
    case .row(.shelter, _): return Found(.reference(.row(0)))
    case .row(.open(let index), _):
      if case .row(_, let place) = rows[index] { return Found(.reference(.row(place))) }
      return Found(.reference(.unknown))
    case .asOf: return Found(.times(Times(low: asOf.number, high: asOf.number, isClock: false)))
    case .date(let date): return Found(.times(Times(low: date.number, high: date.number, isClock: false)))
    case .number(let number): return Found(.number(.at(Fraction(number)), .at(Fraction(number))))
    case .code(let code, _): return Found(.codes([code]))
    case .label(let label): return Found(.label(label))
    case .period(let period): return Found(.lengths([period]))
    case .shifted(let base, let period, let back): return shifted(found(base, rows), [period], back: back)
    case .shiftedBy(let base, let by, let back):
      let base = found(base, rows)
      let by = found(by, rows)
      guard case .lengths(let lengths) = by.content else { return .none }
      var result = shifted(base, lengths, back: back)
      result.mayBeNone = result.mayBeNone || by.mayBeNone
      return result
    case .workdays(let base, let count, let week):
      let base = found(base, rows)
      guard let days = base.times?.days else { return .none }
      return Found(
        .times(
          Times(
            low: days.low.flatMap { workday(count, after: $0, week).earliest },
            high: days.high.flatMap { workday(count, after: $0, week).latest }, isClock: false)),
        mayBeNone: base.mayBeNone)
    case .age(let path, let start, let at): return aged(found(path, rows), found(start, rows), found(at, rows))
    case .periodStart(let index): return edge(rows[index], isFirst: true, isClock: false)
    case .periodEnd(let index): return edge(rows[index], isFirst: false, isClock: false)
    case .clockStart(let index): return edge(rows[index], isFirst: true, isClock: true)
    case .clockEnd(let index): return edge(rows[index], isFirst: false, isClock: true)
    case .extreme(let choice, let value, let highest): return extreme(choice, value, highest, rows)
    case .chosen(let cases, let otherwise):
      var results: [Found] = []
      for one in cases {
        let holds = truth(one.condition, rows)
        if holds != .no { results.append(found(one.value, rows)) }
        if holds == .yes { return hull(results) }
      }
      results.append(found(otherwise, rows))
      return hull(results)
    }
  }

  /// Everything that some values may be; of codes, all from the first to the last.
  private func hull(_ results: [Found]) -> Found {
    var hull = results.dropFirst().reduce(results[0]) { $0.hull($1) }
    if case .codes(let codes) = hull.content, let first = codes.min(), let last = codes.max() {
      hull.content = .codes(Array(first...last))
    }
    return hull
  }

  private func edge(_ bound: Bound, isFirst: Bool, isClock: Bool) -> Found {
    switch bound {
    case .period(let first, let last, let from, let to):
      let at = isClock ? (isFirst ? from : to) : isFirst ? first : last
      return Found(.times(Times(low: at, high: at, isClock: isClock)))
    case .moment(let second):
      let at = isClock ? second : Self.day(of: second)
      return Found(.times(Times(low: at, high: at, isClock: isClock)))
    case .row, .hidden: return .none
    }
  }

  /// A date so much later or earlier; of several lengths, any; a length that is not known is at least nothing.
  private func shifted(_ base: Found, _ lengths: [Period]?, back: Bool) -> Found {
    guard let times = base.times else { return .none }
    guard let lengths else {
      let days = times.days
      return Found(
        .times(Times(low: back ? nil : days.low, high: back ? days.high : nil, isClock: false)),
        mayBeNone: base.mayBeNone)
    }
    let moved = lengths.map { length -> Times in
      if length.unit == .seconds { return times.seconds.later(back ? -length.amount : length.amount) }
      let days = times.days
      func move(_ day: Int64) -> Int64 { length.shifting(CalendarDate(number: day), back: back).number }
      return Times(low: days.low.map(move), high: days.high.map(move), isClock: false)
    }
    return Found(.times(moved.dropFirst().reduce(moved[0]) { $0.hull($1) }), mayBeNone: base.mayBeNone)
  }

  /// Counting business days one by one; in a year whose holidays nobody listed only the earliest day can be said.
  private func workday(_ count: Int64, after day: Int64, _ week: WorkWeek) -> (earliest: Int64, latest: Int64?) {
    var left = count
    var day = day
    var isSure = true
    while left > 0 {
      day += 1
      // 5 January 1970 was a Monday.
      let weekday = UInt8(((day - 4) % 7 + 7) % 7)
      if week.restDays & (1 << weekday) != 0 { continue }
      if !dossier.holidays.years.contains(CalendarDate(number: day).parts.year) { isSure = false }
      if dossier.holidays.days.contains(day) { continue }
      left -= 1
    }
    return (day, isSure ? day : nil)
  }

  /// Nobody knows the birthday: between two days of a year it has been, or is still to come.
  private func aged(_ age: Found, _ start: Found, _ at: Found) -> Found {
    guard case .number(.at(let low), .at(let high)) = age.content else { return .none }
    let most = Fraction(130)
    guard let from = start.times?.days, let to = at.times?.days, let a = from.low, let b = from.high, let c = to.low,
      let d = to.high
    else { return Found(.number(.zero, .at(most)), mayBeNone: age.mayBeNone) }
    let least = low + Fraction(Int128(birthdays(from: b, to: c).fewest))
    let greatest = high + Fraction(Int128(birthdays(from: a, to: d).most))
    return Found(.number(.at(max(.zero, least)), .at(min(most, greatest))), mayBeNone: age.mayBeNone)
  }

  /// How many birthdays there are after one day and until another, at the fewest and the most.
  private func birthdays(from start: Int64, to end: Int64) -> (fewest: Int64, most: Int64) {
    if end < start {
      let back = birthdays(from: end, to: start)
      return (-back.most, -back.fewest)
    }
    var years: Int64 = 0
    while CalendarDate(number: start).adding(months: 12 * (years + 1)).number <= end { years += 1 }
    let isWhole = CalendarDate(number: start).adding(months: 12 * years).number == end
    return (years, isWhole ? years : years + 1)
  }

  private func extreme(_ choice: Choice, _ value: Value, _ highest: Bool, _ rows: [Bound]) -> Found {
    let rowsThere = members(choice, rows).map { ($0.truth, found(value, [$0.bound] + rows)) }
      .filter { $1.content != nil }
    let hidden = hiddenRows(choice, rows)
    let sure = rowsThere.filter { $0 == .yes && !$1.mayBeNone }
    var open: Found?
    if hidden > 0 {
      // A row that nobody listed may hold anything.
      switch rowsThere.first?.1.content ?? found(value, [.hidden(record: record(of: choice))] + rows).content {
      case .times(let times): open = Found(.times(Times(low: nil, high: nil, isClock: times.isClock)))
      case .number: open = Found(.number(.below, .above))
      default: open = found(value, [.hidden(record: record(of: choice))] + rows)
      }
    }
    guard let all = (rowsThere.map { $0.1 } + (open.map { [$0] } ?? [])).reduce(nil, { $0?.hull($1) ?? $1 }) else {
      return .none
    }
    // The outer end from all that may be there; the inner end from those that surely are.
    let mayBeNone = sure.isEmpty
    switch all.content {
    case .times(let outer):
      let times = sure.compactMap { $0.1.times }
      let low = times.map { $0.low ?? .min }
      let high = times.map { $0.high ?? .max }
      var result = outer
      let inner = highest ? low.max() : high.min()
      let end = inner == .min || inner == .max ? nil : inner
      if highest { result.low = end } else { result.high = end }
      return Found(.times(result), mayBeNone: mayBeNone)
    case .number(let low, let high):
      let ends = sure.compactMap { found -> (End, End)? in
        if case .number(let low, let high) = found.1.content { (low, high) } else { nil }
      }
      return Found(
        highest ? .number(ends.map { $0.0 }.max() ?? .below, high) : .number(low, ends.map { $0.1 }.min() ?? .above),
        mayBeNone: mayBeNone)
    default: return Found(all.content, mayBeNone: mayBeNone)
    }
  }
}
