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
  // MARK: Cells

  /// Everything a field may hold.
  func anything(_ field: Field) -> Found.Content {
    switch field.kind {
    case .label: .label(nil)
    case .reference: .reference(.unknown)
    case .code(let list): .codes(Array(dictionary.lists[list].codes.indices))
    case .codes, .checks: .codes([])
    case .number: .number(field.isSigned ? .below : .zero, .above)
    case .date: .times(Times(low: nil, high: nil, isClock: false))
    case .instant: .times(Times(low: nil, high: nil, isClock: true))
    case .duration: .lengths(nil)
    case .age: .number(.zero, .whole(130))
    }
  }

  /// The day a list was last taken; the as-of date if nobody said.
  func taken(_ record: Int) -> Int64 {
    dossier.collections.filter { $0.record == record }.compactMap { $0.taken?.number }.max() ?? asOf.number
  }

  private func found(_ cell: Cell, _ field: Field, _ record: Int) -> Found {
    let isInstant = field.kind == .instant
    func times(_ low: Int64?, _ high: Int64?) -> Found.Content {
      let days = Times(low: low, high: high, isClock: false)
      return .times(isInstant ? days.seconds : days)
    }
    func fraction(_ millionths: Int64) -> Fraction { Fraction(FixedPoint(millionths: millionths)) }
    switch cell {
    case .notCollected, .blank: return Found(anything(field), mayBeNone: field.mayBeNone)
    case .none:
      // It was so on the day the list was taken; until the as-of date and after it the thing may have come.
      let last = taken(record)
      if field.kind == .date || isInstant, last < asOf.number { return Found(times(last + 1, nil), mayBeNone: true) }
      return .none
    case .days(nil, nil): return Found(times(nil, taken(record)))
    case .days(let from, let to): return Found(times(from, to))
    case .instant(let instant):
      return Found(
        .times(
          Times(low: instant.wallSeconds, high: instant.wallSeconds, isClock: true, ahead: instant.offsetMinutes)))
    case .number(let low, let high):
      var factor = Fraction.one
      if case .number(let unit) = field.kind { factor = Fraction(Int128(Dimension(unit: unit).factor)) }
      return Found(
        .number(
          low.map { .at(fraction($0) * factor) } ?? (field.isSigned ? .below : .zero),
          high.map { .at(fraction($0) * factor) } ?? .above))
    case .code(let codes): return Found(.codes(codes.map { Int($0) }))
    case .label(let label):
      guard case .reference(let target) = field.kind else { return Found(.label(label)) }
      let place = dossier.rows[target].firstIndex { $0.id == label }
      return Found(.reference(place.map { .row($0) } ?? .unlisted))
    case .period(let period): return Found(.lengths([period]))
    case .years(let low, let high): return Found(.number(.whole(Int(low)), .whole(Int(high))))
    case .set, .checks: return Found(anything(field))
    }
  }

  // MARK: Paths

  enum Reached {
    case row(record: Int, Int)
    /// A reference on the way is none.
    case nowhere
    /// A row that is not known, or not listed; a reference on the way may be none.
    case somewhere(perhapsNowhere: Bool)
  }

  func reached(_ path: Path, _ rows: [Bound]) -> Reached {
    var at: Reached
    switch path.row {
    case .shelter: at = .row(record: dictionary.shelter, 0)
    case .open(let index):
      if case .row(let record, let place) = rows[index] {
        at = .row(record: record, place)
      } else {
        at = .somewhere(perhapsNowhere: false)
      }
    }
    var holder = path.record
    for reference in path.references {
      let field = dictionary.records[holder].fields[reference]
      guard case .reference(let target) = field.kind else { return .nowhere }
      switch at {
      case .nowhere: return .nowhere
      case .somewhere(let perhaps): at = .somewhere(perhapsNowhere: perhaps || field.mayBeNone)
      case .row(let record, let place):
        let found = found(dossier.rows[record][place].cells[reference], field, record)
        switch found.content {
        case .reference(.row(let next)): at = .row(record: target, next)
        case .reference: at = .somewhere(perhapsNowhere: found.mayBeNone)
        default: return .nowhere
        }
      }
      holder = target
    }
    return at
  }

  /// The codes that are surely, and those that may be, in a set or checklist.
  func codesHeld(_ path: Path, _ rows: [Bound]) -> (sure: Set<Int>, perhaps: Set<Int>) {
    var all: Set<Int> = []
    switch dictionary.records[path.target].fields[path.field].kind {
    case .codes(let list), .checks(let list): all = Set(dictionary.lists[list].codes.indices)
    default: break
    }
    switch reached(path, rows) {
    case .nowhere: return ([], [])
    case .somewhere: return ([], all)
    case .row(let record, let place):
      switch dossier.rows[record][place].cells[path.field] {
      case .set(let codes): return (Set(codes.map { Int($0) }), Set(codes.map { Int($0) }))
      case .checks(let yes, let no): return (Set(yes.map { Int($0) }), all.subtracting(no.map { Int($0) }))
      case .none: return ([], [])
      default: return ([], all)
      }
    }
  }

  private func found(_ path: Path, _ rows: [Bound]) -> Found {
    let field = dictionary.records[path.target].fields[path.field]
    switch reached(path, rows) {
    case .nowhere: return .none
    case .somewhere(let perhaps): return Found(anything(field), mayBeNone: perhaps || field.mayBeNone)
    case .row(let record, let place): return found(dossier.rows[record][place].cells[path.field], field, record)
    }
  }

  // MARK: Values

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
        if holds == .yes { return results.dropFirst().reduce(results[0]) { $0.hull($1) } }
      }
      results.append(found(otherwise, rows))
      return results.dropFirst().reduce(results[0]) { $0.hull($1) }
    }
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
