import Records
import Standard
import Values

/// The slow, plain evaluator: two-valued, row by row, for dossiers in which everything is known.
///
/// Written from the language's meaning and not from the engine: no columns, no sharing, no three values but those of
/// `if-empty` and of what people answered.
struct Oracle {
  let dictionary: DataDictionary
  let dossier: Dossier
  /// Whether the source says something is a fact about the dossier before it was completed.
  let source: Dossier
  let asOf: CalendarDate

  enum Bound {
    case row(record: Int, Int)
    case period(first: Int64, last: Int64)
  }

  /// A value of a complete dossier.
  enum Found: Equatable {
    case none
    case day(Int64)
    /// Seconds by UTC, and the day at the house.
    case instant(Int64, day: Int64)
    case number(Int64)
    case code(Int)
    case label(String)
    case row(record: Int, String)
    case period(Period)
  }

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
      return Truth(holds(value(left, rows), relation, value(right, rows), inWindow: false))
    case .isNone(let value): return Truth(self.value(value, rows) == .none)
    case .oneOf(let value, let codes):
      if case .code(let code) = self.value(value, rows) { return Truth(codes.contains(code)) }
      return .no
    case .within(let value, let window):
      let found = self.value(value, rows)
      return Truth(found != .none && isIn(found, window, rows))
    case .overlaps(let from, let to, let window):
      return Truth(
        !isAfter(value(from, rows), window.end, rows) && !isBefore(value(to, rows), window.start, rows))
    case .spans(let from, let to, let window):
      return Truth(
        !isAfter(value(from, rows), window.start, rows) && !isBefore(value(to, rows), window.end, rows))
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
      guard let (record, row) = row(path, rows) else { return .no }
      let rows = source.rows[record]
      guard row < rows.count else { return .yes }
      let cell = rows[row].cells[path.field]
      return Truth(cell.isRecorded || cell == .notCollected)
    case .every(let choice, let body, let ifEmpty):
      let chosen = chosen(choice, rows)
      if chosen.isEmpty { return ifEmpty }
      return chosen.reduce(.yes) { $0 && truth(body, [$1] + rows) }
    case .measure(let left, let relation, let right): return measure(left, relation, right, rows)
    case .gap: return .unknown
    case .answer(let test): return answered(test)
    case .settled(let records, _): return truth(records, rows)
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

  private func value(_ value: Value, _ rows: [Bound]) -> Found {
    switch value {
    case .field(let path):
      guard let (record, place) = row(path, rows) else { return .none }
      let field = dictionary.records[record].fields[path.field]
      switch dossier.rows[record][place].cells[path.field] {
      case .days(let day?, _): return .day(day)
      case .instant(let instant): return .instant(instant.utcSeconds, day: instant.day.number)
      case .number(let number?, _):
        var factor: Int64 = 1
        if case .number(let unit) = field.kind { factor = Dimension(unit: unit).factor }
        return .number(number * factor)
      case .code(let codes): return .code(Int(codes[0]))
      case .label(let label):
        if case .reference(let target) = field.kind { return .row(record: target, label) }
        return .label(label)
      case .years(let years, _): return .number(years * FixedPoint.scale)
      case .period(let period): return .period(period)
      default: return .none
      }
    case .row(let row, let record):
      guard case .open(let index) = row, case .row(_, let place) = rows[index] else { return .none }
      return .row(record: record, dossier.rows[record][place].id)
    case .asOf: return .day(asOf.number)
    case .date(let date): return .day(date.number)
    case .number(let number): return .number(number.millionths)
    case .code(let code, _): return .code(code)
    case .label(let label): return .label(label)
    case .period(let period): return .period(period)
    case .shifted(let base, let period, let back):
      let found = self.value(base, rows)
      guard let day = day(found) else { return .none }
      if period.unit == .seconds {
        guard case .instant(let seconds, let day) = found else { return .none }
        return .instant(seconds + (back ? -1 : 1) * period.amount, day: day + period.amount / 86_400)
      }
      return .day(period.shifting(CalendarDate(number: day), back: back).number)
    case .age, .shiftedBy, .workdays, .clockStart, .clockEnd, .extreme, .chosen: return .none
    case .periodStart(let index):
      guard case .period(let first, _) = rows[index] else { return .none }
      return .day(first)
    case .periodEnd(let index):
      guard case .period(_, let last) = rows[index] else { return .none }
      return .day(last)
    }
  }

  private func day(_ found: Found) -> Int64? {
    switch found {
    case .day(let day), .instant(_, let day): day
    default: nil
    }
  }

  private func holds(_ left: Found, _ relation: Relation, _ right: Found, inWindow: Bool) -> Bool {
    func compare(_ a: Int64, _ b: Int64) -> Bool {
      switch relation {
      case .equal: a == b
      case .atLeast: a >= b
      case .atMost: a <= b
      case .moreThan: a > b
      case .lessThan: a < b
      }
    }
    switch (left, right) {
    case (.none, _), (_, .none): return false
    case (.instant(let a, let dayA), .instant(let b, let dayB)): return inWindow ? compare(dayA, dayB) : compare(a, b)
    case (.number(let a), .number(let b)): return compare(a, b)
    case (.code(let a), .code(let b)): return compare(Int64(a), Int64(b))
    case (.label, .label), (.row, .row): return left == right
    default:
      guard let a = day(left), let b = day(right) else { return false }
      return compare(a, b)
    }
  }

  /// Days are whole, unless a limit in hours made a clock time of the end.
  private func isAfter(_ found: Found, _ end: Value?, _ rows: [Bound]) -> Bool {
    guard let end else { return false }
    return holds(found, .moreThan, value(end, rows), inWindow: !isExact(end))
  }

  private func isBefore(_ found: Found, _ start: Value?, _ rows: [Bound]) -> Bool {
    guard let start else { return false }
    return holds(found, .lessThan, value(start, rows), inWindow: !isExact(start))
  }

  private func isExact(_ value: Value) -> Bool {
    if case .shifted(_, let period, _) = value { return period.unit == .seconds }
    return false
  }

  private func isIn(_ found: Found, _ window: Window, _ rows: [Bound]) -> Bool {
    !isBefore(found, window.start, rows) && !isAfter(found, window.end, rows)
  }

  // MARK: Rows

  private func chosen(_ choice: Choice, _ rows: [Bound]) -> [Bound] {
    switch choice.source {
    case .moments: return []
    case .calendar(let calendar):
      guard case .last(let count) = calendar.extent else { return [] }
      return periods(calendar.unit, count).filter { truth(choice.filter, [$0] + rows) == .yes }
    case .records(let record):
      return dossier.rows[record].indices.map { Bound.row(record: record, $0) }.filter { row in
        let inside = [row] + rows
        if let join = choice.join {
          let key = value(join.key, inside)
          if key == .none || key != value(join.parent, inside) { return false }
        }
        if let due = choice.due {
          guard let day = day(value(due, inside)), day <= asOf.number else { return false }
        }
        return choice.time.allSatisfy { truth($0.condition, inside) == .yes } && isSo(choice.filter, inside)
      }
    }
  }

  /// A filter whose parts speak of ages is worked out here, as ages need two dates.
  private func isSo(_ filter: Condition, _ rows: [Bound]) -> Bool {
    guard case .all(let parts) = filter else { return truth(filter, rows) == .yes }
    return parts.allSatisfy { part in truth(part, rows) == .yes }
  }

  private func periods(_ unit: CalendarUnit, _ count: Int64) -> [Bound] {
    // From the day after the as-of date backwards, month by month.
    var end = asOf
    while true {
      let next = CalendarDate(number: end.number + 1).parts
      if next.day == 1, (next.month - 1) % unit.months == 0 { break }
      end = CalendarDate(number: end.number - 1)
    }
    var periods: [Bound] = []
    for _ in 0..<count {
      let first = CalendarDate(number: end.number + 1).adding(months: -unit.months)
      periods.append(.period(first: first.number, last: end.number))
      end = CalendarDate(number: first.number - 1)
    }
    return periods
  }

  // MARK: Quantities

  private func measure(_ left: Quantity, _ relation: Relation, _ right: Quantity, _ rows: [Bound]) -> Truth {
    if case .share(let choice, let body, let ifEmpty) = left {
      let chosen = chosen(choice, rows)
      if chosen.isEmpty { return ifEmpty }
      let good = chosen.count { truth(body, [$0] + rows) == .yes }
      guard case .constant(let limit) = right else { return .unknown }
      return Truth(
        holds(
          .number(Int64(good) * FixedPoint.scale), relation, .number(limit.millionths * Int64(chosen.count)),
          inWindow: false))
    }
    guard let a = amount(left, rows), let b = amount(right, rows) else { return .no }
    return Truth(holds(.number(a), relation, .number(b), inWindow: false))
  }

  private func amount(_ quantity: Quantity, _ rows: [Bound]) -> Int64? {
    switch quantity {
    case .count(let choice, nil): return Int64(chosen(choice, rows).count) * FixedPoint.scale
    case .count(let choice, let distinct?):
      var seen: [Found] = []
      for row in chosen(choice, rows) {
        let found = value(distinct, [row] + rows)
        if found != .none, !seen.contains(found) { seen.append(found) }
      }
      return Int64(seen.count) * FixedPoint.scale
    case .sum(let choice, let term):
      return chosen(choice, rows).reduce(0) { sum, row in
        sum + (amount(term, [row] + rows) ?? 0)
      }
    case .term(let term):
      if case .number(let number) = value(term, rows) { return number }
      return nil
    case .constant(let number): return number.millionths
    default: return nil
    }
  }

  // MARK: People

  private func answered(_ test: AnswerTest) -> Truth {
    guard let fields = dictionary.answers else { return .unknown }
    var latest: [Int: (day: Int64, answers: Set<Int>)] = [:]
    for row in dossier.rows[fields.record] {
      guard case .label(test.question) = row.cells[fields.question], case .code(let method) = row.cells[fields.method],
        case .days(let day?, _) = row.cells[fields.date], isIn(.day(day), test.window, [])
      else { continue }
      var answer = -1
      if case .code(let code) = row.cells[fields.answer] { answer = Int(code[0]) }
      let known = latest[Int(method[0])]
      if let known, known.day > day { continue }
      if let known, known.day == day {
        latest[Int(method[0])] = (day, known.answers.union([answer]))
      } else {
        latest[Int(method[0])] = (day, [answer])
      }
    }
    var above = 0
    var below = 0
    var isOpen = false
    var decided: Truth?
    for (method, (_, answers)) in latest {
      let outcomes = Set(answers.map { $0 < 0 ? 0 : $0 >= test.atLeast ? 1 : -1 })
      if method == test.adjudication {
        if outcomes == [1] {
          decided = .yes
        } else if outcomes == [-1] {
          decided = .no
        } else if outcomes != [0] {
          isOpen = true
        }
        continue
      }
      if outcomes == [1] {
        above += 1
      } else if outcomes == [-1] {
        below += 1
      } else if outcomes != [0] {
        isOpen = true
      }
    }
    if isOpen { return .unknown }
    if let decided { return decided }
    if above >= test.methods, below == 0 { return .yes }
    if above == 0, below > 0 { return .no }
    return .unknown
  }
}
