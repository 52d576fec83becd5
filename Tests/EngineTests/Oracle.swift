import Records
import Standard
import Values

/// The plain evaluator: two-valued, row by row, for dossiers in which everything is known.
///
/// Written from the language's meaning and not from the engine: no columns, no sharing, no ranges, no three values but
/// those of `if-empty`, of what people answered, and of a division by nothing.
struct Oracle {
  let dictionary: DataDictionary
  let dossier: Dossier
  /// Whether the source says something is a fact about the dossier before it was completed.
  let source: Dossier
  let asOf: CalendarDate
  /// When birthdays are, and what nobody looked at, is no part of a dossier, but it is so or so: one of three ways.
  var chance = 0

  enum Bound {
    case row(record: Int, Int)
    case period(first: Int64, last: Int64, from: Int64, to: Int64)
    case moment(Int64)
  }

  /// A value of a complete dossier.
  enum Found: Hashable {
    case none
    case day(Int64)
    /// Seconds on the house's clock, and minutes ahead of UTC.
    case instant(Int64, ahead: Int64?)
    case number(Fraction)
    case code(Int)
    case label(String)
    case row(record: Int, String)
    case period(Period)
  }

  static func day(_ second: Int64) -> Int64 { second.quotientAndRemainder(dividingBy: 86_400).quotient }

  func truth(_ condition: Condition, _ rows: [Bound] = []) -> Truth {
    switch condition {
    case .constant(let truth): return truth
    case .all(let parts): return parts.reduce(.yes) { $0 && truth($1, rows) }
    case .any(let count, let parts):
      let truths = parts.map { truth($0, rows) }
      return Truth(
        certain: truths.count { $0 == .yes } >= count, possible: truths.count { $0 != .no } >= count)
    case .not(let part): return !truth(part, rows)
    case .compare(let left, let relation, let right):
      let (left, right) = (value(left, rows), value(right, rows))
      if case .period(let a) = left, case .period(let b) = right { return lengths(a, relation, b) }
      return Truth(holds(left, relation, right))
    case .isNone(let value): return Truth(self.value(value, rows) == .none)
    case .oneOf(let value, let codes):
      if case .code(let code) = self.value(value, rows) { return Truth(codes.contains(code)) }
      return .no
    case .within(let value, let window):
      return Truth(
        self.value(value, rows) != .none && !isBefore(value, window.start, rows) && !isAfter(value, window.end, rows))
    case .overlaps(let from, let to, let window):
      return Truth(
        !isAfter(from, window.end, rows)
          && !isBefore(to, window.start, rows, isOverAtEnd: window.start.map(isExact) ?? false))
    case .spans(let from, let to, let window):
      return Truth(
        !isAfter(from, window.start, rows)
          && !isBefore(to, window.end, rows, isOverAtEnd: window.end.map(isClock) ?? false))
    case .includes(let path, let codes, let count):
      let mine = set(path, rows)
      switch codes {
      case .codes(let wanted): return Truth(wanted.count { mine.contains($0) } >= count ?? wanted.count)
      case .field(let other):
        let theirs = set(other, rows)
        guard let count else { return Truth(theirs.isSubset(of: mine)) }
        return Truth(mine.intersection(theirs).count >= count)
      }
    case .recorded(let path):
      guard let (record, row) = row(path, rows) else { return .yes }
      let rows = source.rows[record]
      guard row < rows.count else { return .yes }
      let cell = rows[row].cells[path.field]
      // What nobody looked at may have been recorded, or not.
      return cell == .notCollected ? .unknown : Truth(cell.isRecorded)
    case .every(let choice, let body, let ifEmpty):
      let chosen = chosen(choice, rows)
      if chosen.isEmpty { return ifEmpty }
      return chosen.reduce(.yes) { $0 && truth(body, [$1] + rows) }
    case .measure(let left, let relation, let right): return measure(left, relation, right, rows)
    case .gap(let test): return Truth(gap(test, rows))
    case .answer(let test): return answered(test)
    case .settled(let records, let answer):
      let said = truth(records, rows)
      return said == .unknown ? truth(answer, rows) : said
    }
  }

  // MARK: Values

  private func row(_ path: Path, _ rows: [Bound]) -> (Int, Int)? {
    var record = path.record
    var place = 0
    if case .open(let index) = path.row {
      guard case .row(let type, let number) = rows[index] else { return nil }
      (record, place) = (type, number)
    }
    for reference in path.references {
      guard case .label(let id) = dossier.rows[record][place].cells[reference],
        case .reference(let target) = dictionary.records[record].fields[reference].kind,
        let next = dossier.rows[target].firstIndex(where: { $0.id == id })
      else { return nil }
      (record, place) = (target, next)
    }
    return (record, place)
  }

  private func set(_ path: Path, _ rows: [Bound]) -> Set<Int> {
    guard let (record, place) = row(path, rows) else { return [] }
    switch dossier.rows[record][place].cells[path.field] {
    case .set(let codes): return Set(codes.map { Int($0) })
    case .checks(let yes, _): return Set(yes.map { Int($0) })
    default: return []
    }
  }

  func value(_ value: Value, _ rows: [Bound]) -> Found {
    switch value {
    case .field(let path):
      guard let (record, place) = row(path, rows) else { return .none }
      return found(dossier.rows[record][place].cells[path.field], dictionary.records[record].fields[path.field])
    case .row(let row, let record):
      guard case .open(let index) = row, case .row(_, let place) = rows[index] else { return .none }
      return .row(record: record, dossier.rows[record][place].id)
    case .asOf: return .day(asOf.number)
    case .date(let date): return .day(date.number)
    case .number(let number): return .number(Fraction(number))
    case .code(let code, _): return .code(code)
    case .label(let label): return .label(label)
    case .period(let period): return .period(period)
    case .shifted(let base, let period, let back): return shifted(self.value(base, rows), period, back)
    case .shiftedBy(let base, let by, let back):
      guard case .period(let period) = self.value(by, rows) else { return .none }
      return shifted(self.value(base, rows), period, back)
    case .workdays(let base, let count, let week):
      guard let day = day(self.value(base, rows)) else { return .none }
      return .day(workday(count, after: day, week))
    case .age(let path, let start, let at): return age(path, start, at, rows)
    case .periodStart(let index), .periodEnd(let index), .clockStart(let index), .clockEnd(let index):
      return edge(value, rows[index])
    case .extreme(let choice, let value, let highest):
      let all = chosen(choice, rows).map { self.value(value, [$0] + rows) }.filter { $0 != .none }
      let sorted = all.sorted { order($0) < order($1) }
      return (highest ? sorted.last : sorted.first) ?? .none
    case .chosen(let cases, let otherwise):
      for one in cases where truth(one.condition, rows) == .yes { return self.value(one.value, rows) }
      return self.value(otherwise, rows)
    }
  }

  private func found(_ cell: Cell, _ field: Field) -> Found {
    switch cell {
    case .days(let day?, _): return .day(day)
    case .instant(let instant): return .instant(instant.wallSeconds, ahead: instant.offsetMinutes)
    case .number(let number?, _):
      var factor: Int64 = 1
      if case .number(let unit) = field.kind { factor = Dimension(unit: unit).factor }
      return .number(Fraction(Int128(number * factor), Int128(FixedPoint.scale)))
    case .code(let codes): return .code(Int(codes[0]))
    case .label(let label):
      if case .reference(let target) = field.kind { return .row(record: target, label) }
      return .label(label)
    case .years(let years, _): return .number(Fraction(Int128(years)))
    case .period(let period): return .period(period)
    default: return .none
    }
  }

  private func edge(_ value: Value, _ bound: Bound) -> Found {
    switch (value, bound) {
    case (.periodStart, .period(let first, _, _, _)): .day(first)
    case (.periodEnd, .period(_, let last, _, _)): .day(last)
    case (.clockStart, .period(_, _, let from, _)): .instant(from, ahead: nil)
    case (.clockEnd, .period(_, _, _, let to)): .instant(to, ahead: nil)
    case (_, .moment(let second)): .instant(second, ahead: nil)
    default: .none
    }
  }

  private func shifted(_ base: Found, _ period: Period, _ back: Bool) -> Found {
    if period.unit == .seconds {
      guard case .instant(let seconds, let ahead) = base else { return .none }
      return .instant(seconds + (back ? -1 : 1) * period.amount, ahead: ahead)
    }
    guard let day = day(base) else { return .none }
    return .day(period.shifting(CalendarDate(number: day), back: back).number)
  }

  private func workday(_ count: Int64, after day: Int64, _ week: WorkWeek) -> Int64 {
    var at = day
    for _ in 0..<count {
      repeat { at += 1 } while isRest(at, week) || dossier.holidays.days.contains(at)
    }
    return at
  }

  private func isRest(_ day: Int64, _ week: WorkWeek) -> Bool {
    let since = day - Self.aMonday
    return week.restDays >> UInt8(((since % 7) + 7) % 7) & 1 == 1
  }

  /// How old somebody is on a day, by the birthday that she happens to have.
  private func age(_ path: Path, _ start: Value, _ at: Value, _ rows: [Bound]) -> Found {
    guard let (record, place) = row(path, rows),
      case .years(let years, _) = dossier.rows[record][place].cells[path.field],
      let from = day(value(start, rows))
    else { return .none }
    guard let to = day(value(at, rows)) else { return .number(Fraction(Int128(years))) }
    // Born so that she was so old at the start: on that day of the year, the day after it, or half a year before.
    let latest = CalendarDate(number: from).adding(months: -12 * years).number
    let earliest = CalendarDate(number: from).adding(months: -12 * (years + 1)).number + 1
    let born = [latest, earliest, (latest + earliest) / 2][(chance + place) % 3]
    var age: Int64 = 0
    while CalendarDate(number: born).adding(months: 12 * (age + 1)).number <= to { age += 1 }
    while age > 0, CalendarDate(number: born).adding(months: 12 * age).number > to { age -= 1 }
    return .number(Fraction(Int128(age)))
  }

  func day(_ found: Found) -> Int64? {
    switch found {
    case .day(let day): day
    case .instant(let seconds, _): Self.day(seconds)
    default: nil
    }
  }

  private func order(_ found: Found) -> Fraction {
    switch found {
    case .day(let day): Fraction(Int128(day))
    case .instant(let seconds, let ahead): Fraction(Int128(seconds - 60 * (ahead ?? 0)))
    case .number(let number): number
    default: .zero
    }
  }

  // MARK: Comparing

  /// A clock time that is meant as such: what a limit in hours leads to, or the hours of an open row.
  private func isExact(_ value: Value) -> Bool {
    if case .shifted(_, let period, _) = value { return period.unit == .seconds }
    return isClock(value)
  }

  func isClock(_ value: Value) -> Bool {
    switch value {
    case .clockStart, .clockEnd: true
    default: false
    }
  }

  func compare<T: Comparable>(_ a: T, _ relation: Relation, _ b: T) -> Bool {
    switch relation {
    case .equal: a == b
    case .atLeast: a >= b
    case .atMost: a <= b
    case .moreThan: a > b
    case .lessThan: a < b
    }
  }

  /// A month has no fixed number of days: what holds for some months only is neither so nor not so.
  private func lengths(_ a: Period, _ relation: Relation, _ b: Period) -> Truth {
    if a.unit == b.unit { return Truth(compare(a.amount, relation, b.amount)) }
    let (x, y) = (a.secondsRange, b.secondsRange)
    let all = Set(
      [x.lowerBound, x.upperBound].flatMap { one in [y.lowerBound, y.upperBound].map { compare(one, relation, $0) } })
    return all.count > 1 || relation == .equal && x.overlaps(y) ? .unknown : Truth(all.contains(true))
  }

  private func holds(_ left: Found, _ relation: Relation, _ right: Found) -> Bool {
    switch (left, right) {
    case (.none, _), (_, .none): return false
    case (.instant(let a, let ahead), .instant(let b, let other)):
      if let ahead, let other { return compare(a - 60 * ahead, relation, b - 60 * other) }
      return compare(a, relation, b)
    case (.number(let a), .number(let b)): return compare(a, relation, b)
    case (.code(let a), .code(let b)): return compare(a, relation, b)
    case (.label, .label), (.row, .row): return left == right
    default:
      guard let a = day(left), let b = day(right) else { return false }
      return compare(a, relation, b)
    }
  }

  /// Days are whole, unless a limit in hours, or an open row, made a clock time of the end.
  private func isAfter(_ value: Value, _ end: Value?, _ rows: [Bound]) -> Bool {
    guard let end else { return false }
    return meets(value, .moreThan, end, rows)
  }

  /// `isOverAtEnd`: what ends at that very moment is over.
  private func isBefore(_ value: Value, _ start: Value?, _ rows: [Bound], isOverAtEnd: Bool = false) -> Bool {
    guard let start else { return false }
    return meets(value, isOverAtEnd ? .atMost : .lessThan, start, rows)
  }

  private func meets(_ value: Value, _ relation: Relation, _ bound: Value, _ rows: [Bound]) -> Bool {
    let (mine, theirs) = (self.value(value, rows), self.value(bound, rows))
    if isExact(value) || isExact(bound), case .instant = mine, case .instant = theirs {
      return holds(mine, relation, theirs)
    }
    guard let a = day(mine), let b = day(theirs) else { return false }
    return compare(a, relation, b)
  }
}
