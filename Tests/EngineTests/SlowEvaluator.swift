import Records
import Standard
import Values

/// The slow evaluator: three-valued, row by row and cell by cell, with nothing shared and nothing remembered.
///
/// Written from part 2 of the language's description and not from the engine.  A value is everything that it may be,
/// from a lowest to a highest; each condition is worked out by itself, so an unknown used twice counts twice.
struct SlowEvaluator {
  let dictionary: DataDictionary
  let dossier: Dossier
  let asOf: CalendarDate
  /// How sure a verdict by sample must be.
  var confidence = Fraction(95, 100)
  /// So fine a part as one of all the rows that there may be is told only to the millionth in sums and products.
  var isRounding = false
  /// Counts how often each construct came out yes, no or unknown.
  var tested: Tested?

  /// An open row.
  enum Bound: Hashable {
    case row(record: Int, Int)
    /// A row that nobody listed: everything may stand in it.
    case hidden(record: Int)
    /// Days, and the first and last second that belong to it.
    case period(first: Int64, last: Int64, from: Int64, to: Int64)
    /// A second of the house's clock.
    case moment(Int64)
  }

  static let day: Int64 = 86_400

  static func day(of second: Int64) -> Int64 { (second >= 0 ? second : second - (day - 1)) / day }

  // MARK: Conditions

  func truth(_ condition: Condition, _ rows: [Bound] = []) -> Truth {
    guard let tested else { return plainTruth(condition, rows) }
    let around = tested.open()
    let truth = plainTruth(condition, rows)
    tested.close(around, condition, truth)
    return truth
  }

  private func plainTruth(_ condition: Condition, _ rows: [Bound]) -> Truth {
    switch condition {
    case .constant(let truth): return truth
    case .all(let parts): return parts.reduce(.yes) { $0 && truth($1, rows) }
    case .any(let count, let parts):
      let truths = parts.map { truth($0, rows) }
      return Truth(certain: truths.count { $0 == .yes } >= count, possible: truths.count { $0 != .no } >= count)
    case .not(let part): return !truth(part, rows)
    case .compare(let left, let relation, let right): return compared(left, relation, right, rows, as: .values)
    case .isNone(let value):
      let found = found(value, rows)
      return found.content == nil ? .yes : found.mayBeNone ? .unknown : .no
    case .oneOf(let value, let wanted):
      let found = found(value, rows)
      guard case .codes(let codes) = found.content else { return .no }
      let hits = codes.count { wanted.contains($0) }
      return Truth(certain: hits == codes.count && !found.mayBeNone, possible: hits > 0)
    case .within(let value, let window):
      let found = found(value, rows)
      if found.content == nil { return .no }
      let isThere: Truth = found.mayBeNone ? .unknown : .yes
      let isBefore = window.start.map { compared(value, .lessThan, $0, rows, as: .point) } ?? .no
      let isAfter = window.end.map { compared(value, .moreThan, $0, rows, as: .point) } ?? .no
      return isThere && !isBefore && !isAfter
    case .overlaps(let from, let to, let window):
      let isOver = window.start.map { ended(to, by: $0, rows) } ?? .no
      let isAhead = window.end.map { compared(from, .moreThan, $0, rows, as: .span) } ?? .no
      return !isOver && !isAhead
    case .spans(let from, let to, let window):
      let isLate = window.start.map { compared(from, .moreThan, $0, rows, as: .span) } ?? .no
      let isShort = window.end.map { stops(to, before: $0, rows) } ?? .no
      return !isLate && !isShort
    case .includes(let path, let codes, let count): return includes(path, codes, count, rows)
    case .recorded(let path): return recorded(path, rows)
    case .every(let choice, let body, let ifEmpty): return every(choice, body, ifEmpty, rows)
    case .measure(let left, let relation, let right): return measured(left, relation, right, rows)
    case .gap(let test): return gap(test, rows)
    case .answer(let test): return answered(test, rows)
    case .settled(let records, let answer):
      let said = truth(records, rows)
      return said == .unknown ? truth(answer, rows) : said
    }
  }

  /// A span that ends does not hold the moment of its end, so against a clock time it must go on.
  private func ended(_ to: Value, by start: Value, _ rows: [Bound]) -> Truth {
    compared(to, isExact(start) ? .atMost : .lessThan, start, rows, as: .span)
  }

  /// The last second of a night belongs to it; a limit in hours is over when the span may end.
  private func stops(_ to: Value, before end: Value, _ rows: [Bound]) -> Truth {
    compared(to, isClock(end) ? .atMost : .lessThan, end, rows, as: .span)
  }

  private func every(_ choice: Choice, _ body: Condition, _ ifEmpty: Truth, _ rows: [Bound]) -> Truth {
    let members = members(choice, rows)
    let hidden = hiddenRows(choice, rows)
    let bodies = members.map { truth(body, [$0.bound] + rows) }
    if zip(members, bodies).contains(where: { $0.truth == .yes && $1 == .no }) { return .no }
    let isSurelyThere = members.contains { $0.truth == .yes }
    if members.isEmpty, hidden == 0 { return ifEmpty }
    // What comes out when there is a row; if each that may be there fails, it fails.
    var holds: Truth = hidden > 0 || bodies.contains { $0 != .yes } ? .unknown : .yes
    if hidden == 0, !isSurelyThere, bodies.allSatisfy({ $0 == .no }) { holds = .no }
    return isSurelyThere ? holds : holds.joined(ifEmpty)
  }

  private func recorded(_ path: Path, _ rows: [Bound]) -> Truth {
    switch reached(path, rows) {
    case .nowhere: return .yes
    case .somewhere: return .unknown
    case .row(let record, let place):
      let cell = dossier.rows[record][place].cells[path.field]
      if case .notCollected = cell { return .unknown }
      if case .blank = cell { return .no }
      return .yes
    }
  }

  private func includes(_ path: Path, _ codes: CodeSet, _ count: Int?, _ rows: [Bound]) -> Truth {
    let mine = codesHeld(path, rows)
    switch codes {
    case .codes(let wanted):
      let needed = count ?? wanted.count
      return Truth(
        certain: wanted.count { mine.sure.contains($0) } >= needed,
        possible: wanted.count { mine.perhaps.contains($0) } >= needed)
    case .field(let other):
      let theirs = codesHeld(other, rows)
      guard let count else {
        return Truth(certain: theirs.perhaps.isSubset(of: mine.sure), possible: theirs.sure.isSubset(of: mine.perhaps))
      }
      return Truth(
        certain: mine.sure.intersection(theirs.sure).count >= count,
        possible: mine.perhaps.intersection(theirs.perhaps).count >= count)
    }
  }

  // MARK: Comparing

  /// How two values meet: as what they are, as a point and the end of a window, or as the end of a span and of a window.
  enum Meeting { case values, point, span }

  /// The first or last second of an open row with clock hours, or a moment.
  func isClock(_ value: Value) -> Bool {
    switch value {
    case .clockStart, .clockEnd: true
    default: false
    }
  }

  /// A clock time, and not the day that it is part of: what a limit in hours leads to, or an open row's hours.
  func isExact(_ value: Value) -> Bool {
    if case .shifted(_, let period, _) = value { return period.unit == .seconds }
    return isClock(value)
  }

  func compared(
    _ left: Value, _ relation: Relation, _ right: Value, _ rows: [Bound], as meeting: Meeting
  ) -> Truth {
    let a = found(left, rows)
    let b = found(right, rows)
    // A value is as large as itself, however little is known of it.
    if left == right {
      if relation == .moreThan || relation == .lessThan { return .no }
      return a.content == nil ? .no : a.mayBeNone ? .unknown : .yes
    }
    guard let mine = a.content, let theirs = b.content else { return .no }
    let truth = compared(mine, relation, theirs, (left, right), meeting)
    return (a.mayBeNone || b.mayBeNone) && truth == .yes ? .unknown : truth
  }

  private func compared(
    _ a: Found.Content, _ relation: Relation, _ b: Found.Content, _ values: (Value, Value), _ meeting: Meeting
  ) -> Truth {
    switch (a, b) {
    case (.times(let a), .times(let b)):
      let isExact = isExact(values.0) || isExact(values.1)
      // Windows are made of whole days, unless a limit in hours made a clock time of their end.
      let isByDay: Bool =
        switch (a.isClock, b.isClock) {
        case (true, true): meeting != .values && !isExact
        case (false, false): true
        case (true, false), (false, true):
          switch meeting {
          case .values: !isExact
          case .point: !self.isExact(values.1) || isClock(values.1)
          case .span: !self.isExact(values.1)
          }
        }
      if isByDay { return a.days.holds(relation, b.days) }
      if let ahead = a.ahead, let other = b.ahead {
        return a.later(-60 * ahead).holds(relation, b.later(-60 * other))
      }
      return a.seconds.holds(relation, b.seconds)
    case (.number(let low, let high), .number(let otherLow, let otherHigh)):
      return Amount(low: low, high: high).compared(relation, Amount(low: otherLow, high: otherHigh))
    case (.codes(let a), .codes(let b)):
      let pairs = a.flatMap { mine in b.map { Times(mine).holds(relation, Times($0)) } }
      return Truth(certain: pairs.allSatisfy { $0 == .yes }, possible: pairs.contains(.yes))
    case (.label(let a), .label(let b)): return a.flatMap { a in b.map { Truth(a == $0) } } ?? .unknown
    case (.reference(let a), .reference(let b)):
      switch (a, b) {
      case (.row(let a), .row(let b)): return Truth(a == b)
      case (.unlisted, .row), (.row, .unlisted): return .no
      default: return .unknown
      }
    case (.lengths(let a), .lengths(let b)):
      guard let a, let b else { return .unknown }
      let pairs = a.flatMap { mine in b.map { lengths(mine, relation, $0) } }
      return pairs.dropFirst().reduce(pairs[0]) { $0.joined($1) }
    default: return .no
    }
  }

  /// Months and days, or days and hours, compared by the fewest and the most seconds they can last.
  private func lengths(_ a: Period, _ relation: Relation, _ b: Period) -> Truth {
    func times(_ period: Period) -> Times {
      if a.unit == b.unit { return Times(Int(period.amount)) }
      let range = period.secondsRange
      return Times(low: range.lowerBound, high: range.upperBound, isClock: false)
    }
    return times(a).holds(relation, times(b))
  }
}
