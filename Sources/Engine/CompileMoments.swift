internal import Standard
internal import Values

/// Finds the times at which something that is asked of each moment may change.
///
/// What is asked changes only where a time it is compared with is reached; between two such times all moments are
/// alike, so that one of them speaks for the stretch.
struct MomentScan {
  /// A time that moments are compared with, as seen from inside the choice `depth` choices further in.
  struct Time: Hashable {
    var value: Value
    var depth: Int
    /// Only the time itself matters, not the second after it.
    var isSpan: Bool
  }

  private(set) var times: [Time] = []
  /// Something is compared by the day.
  private(set) var isDaily = false

  /// - Parameter depth: how many choices the moment lies out from here.
  mutating func add(_ condition: Condition, _ depth: Int, _ compiler: inout Compiler) {
    switch condition {
    case .constant, .answer: break
    case .all(let parts), .any(_, let parts): for part in parts { add(part, depth, &compiler) }
    case .not(let part): add(part, depth, &compiler)
    case .compare(let left, _, let right): add(left, right, .values, depth, compiler)
    case .isNone(let value), .oneOf(let value, _): add(value, depth)
    case .within(let value, let window):
      for end in [window.start, window.end] { if let end { add(value, end, .point, depth, compiler) } }
    case .overlaps(let from, let to, let window):
      if let end = window.end { add(from, end, .span, depth, compiler) }
      if let start = window.start { add(to, start, .span, depth, compiler) }
    case .spans(let from, let to, let window):
      if let start = window.start { add(from, start, .span, depth, compiler) }
      if let end = window.end { add(to, end, .span, depth, compiler) }
    case .includes, .recorded: break
    case .every(let choice, let body, _):
      add(choice, depth, &compiler)
      add(body, depth + 1, &compiler)
    case .measure(let left, _, let right):
      add(left, depth, &compiler)
      add(right, depth, &compiler)
    case .gap(let test):
      add(test.choice, depth, &compiler)
      if test.window.rows.contains(depth) { isDaily = true }
    case .settled(let records, let answer):
      add(records, depth, &compiler)
      add(answer, depth, &compiler)
    }
  }

  mutating func add(_ quantity: Quantity, _ depth: Int, _ compiler: inout Compiler) {
    switch quantity {
    case .count(let choice, let distinct):
      add(choice, depth, &compiler)
      if let distinct { add(distinct, depth + 1) }
    case .share(let choice, let body, _):
      add(choice, depth, &compiler)
      add(body, depth + 1, &compiler)
    case .sum(let choice, let body), .extreme(let choice, let body, _, _), .average(let choice, let body, _),
      .median(let choice, let body, _):
      add(choice, depth, &compiler)
      add(body, depth + 1, &compiler)
    case .elapsed(let from, let to):
      add(from, depth)
      add(to, depth)
    case .tally, .constant: break
    case .term(let value): add(value, depth)
    case .choose(let cases, let otherwise):
      for one in cases {
        add(one.condition, depth, &compiler)
        add(one.quantity, depth, &compiler)
      }
      add(otherwise, depth, &compiler)
    case .plus(let parts): for part in parts { add(part, depth, &compiler) }
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      add(left, depth, &compiler)
      add(right, depth, &compiler)
    }
  }

  /// A value by itself: what it has of a moment, it has of its day.
  mutating func add(_ value: Value, _ depth: Int) {
    if value.rows.contains(depth) { isDaily = true }
  }

  private mutating func add(_ choice: Choice, _ depth: Int, _ compiler: inout Compiler) {
    for limit in choice.time { add(limit.condition, depth + 1, &compiler) }
    add(choice.filter, depth + 1, &compiler)
    if let due = choice.due { add(due, depth + 1) }
    switch choice.source {
    case .calendar, .moments: if choice.source.rows.contains(depth) { isDaily = true }
    case .records: break
    }
  }

  private mutating func add(
    _ left: Value, _ right: Value, _ manner: Compiler.Manner, _ depth: Int, _ compiler: Compiler
  ) {
    let isLeft = left.rows.contains(depth)
    let isRight = right.rows.contains(depth)
    guard isLeft || isRight else { return }
    guard isLeft != isRight, compiler.measure(of: left, right, manner) == .instant else {
      isDaily = true
      return
    }
    let (moment, other) = isLeft ? (left, right) : (right, left)
    let time: Value
    switch moment {
    case .clockStart, .clockEnd: time = other
    case .shifted(.clockStart, let period, let back) where period.unit == .seconds:
      time = .shifted(other, period, back: !back)
    default:
      isDaily = true
      return
    }
    // What has to do with rows nearer than the moment and with others too is looked at day by day.
    let isOwn = time.rows.only.map { $0 < depth } ?? false
    guard isOwn || time.rows.innermost.map({ $0 > depth }) ?? true else {
      isDaily = true
      return
    }
    let found = Time(value: time, depth: depth, isSpan: manner == .span)
    if !times.contains(found) { times.append(found) }
  }
}

extension Compiler {
  /// A time that moments are compared with, on the table it belongs to or on the frame around the moments.
  mutating func breakNode(_ time: MomentScan.Time, in outer: Int) -> BreakNode {
    let isClock = kind(of: time.value) == .instant
    if let row = time.value.rows.only, row < time.depth, let record = record(of: time.value) {
      let table = frame(.table(record), outer: 0, kind: .record(record))
      return BreakNode(
        scalar: scalar(time.value.outward(row), in: table), record: record, isClock: isClock, isSpan: time.isSpan)
    }
    return BreakNode(
      scalar: scalar(time.value.outward(time.depth + 1), in: outer), record: nil, isClock: isClock,
      isSpan: time.isSpan)
  }

  /// The record type of the one row that a value speaks of.
  private func record(of value: Value) -> Int? {
    switch value {
    case .field(let path), .age(let path, _, _): path.record
    case .row(_, let record): record
    case .shifted(let value, _, _), .workdays(let value, _, _), .shiftedBy(let value, _, _): record(of: value)
    case .extreme(let choice, _, _): choice.join.flatMap { record(of: $0.parent) }
    case .chosen(let cases, let otherwise):
      cases.lazy.compactMap { record(of: $0.value) }.first ?? record(of: otherwise)
    case .asOf, .date, .number, .code, .label, .period, .periodStart, .periodEnd, .clockStart, .clockEnd: nil
    }
  }
}
