// Which open rows an expression speaks of, and the same expression seen from further out.

/// A set of open rows, as bits: bit 0 is the innermost.
public struct OpenRows: Hashable, Sendable {
  public var bits: UInt32

  public init(bits: UInt32 = 0) { self.bits = bits }

  public var isEmpty: Bool { bits == 0 }

  /// Whether a row is spoken of.
  public func contains(_ row: Int) -> Bool { row < 32 && bits >> UInt32(row) & 1 == 1 }

  /// The innermost row spoken of, if any.
  public var innermost: Int? { bits == 0 ? nil : bits.trailingZeroBitCount }

  /// The only row spoken of, if it is one.
  public var only: Int? { bits.nonzeroBitCount == 1 ? bits.trailingZeroBitCount : nil }

  /// Without the innermost, the others counted from there.
  var outside: OpenRows { OpenRows(bits: bits >> 1) }

  static func | (left: OpenRows, right: OpenRows) -> OpenRows { OpenRows(bits: left.bits | right.bits) }

  init(_ row: Row) {
    switch row {
    case .shelter: bits = 0
    case .open(let index): bits = 1 << UInt32(index)
    }
  }
}

extension Row {
  /// The same row seen from `steps` choices further out; rows nearer than `depth` are bound inside and stay.
  func outward(_ steps: Int, _ depth: Int) -> Row {
    if case .open(let index) = self, index >= depth { .open(index - steps) } else { self }
  }
}

extension Value {
  /// The open rows spoken of.
  public var rows: OpenRows {
    switch self {
    case .field(let path): OpenRows(path.row)
    case .row(let row, _): OpenRows(row)
    case .asOf, .date, .number, .code, .label, .period: OpenRows()
    case .shifted(let value, _, _), .workdays(let value, _, _): value.rows
    case .shiftedBy(let value, let by, _): value.rows | by.rows
    case .age(let path, let start, let at): OpenRows(path.row) | start.rows | at.rows
    case .periodStart(let index), .periodEnd(let index), .clockStart(let index), .clockEnd(let index):
      OpenRows(.open(index))
    case .extreme(let choice, let value, _): choice.rows | value.rows.outside
    case .chosen(let cases, let otherwise):
      cases.reduce(otherwise.rows) { $0 | $1.condition.rows | $1.value.rows }
    }
  }

  /// The same value seen from further out.
  public func outward(_ steps: Int, depth: Int = 0) -> Value {
    switch self {
    case .field(let path): return .field(path.outward(steps, depth))
    case .row(let row, let record): return .row(row.outward(steps, depth), record: record)
    case .asOf, .date, .number, .code, .label, .period: return self
    case .shifted(let value, let period, let back):
      return .shifted(value.outward(steps, depth: depth), period, back: back)
    case .age(let path, let start, let at):
      return .age(
        path.outward(steps, depth), start: start.outward(steps, depth: depth), at: at.outward(steps, depth: depth))
    case .shiftedBy(let value, let by, let back):
      return .shiftedBy(value.outward(steps, depth: depth), by: by.outward(steps, depth: depth), back: back)
    case .workdays(let value, let days, let week):
      return .workdays(value.outward(steps, depth: depth), days, week)
    case .periodStart(let index): return .periodStart(index >= depth ? index - steps : index)
    case .periodEnd(let index): return .periodEnd(index >= depth ? index - steps : index)
    case .clockStart(let index): return .clockStart(index >= depth ? index - steps : index)
    case .clockEnd(let index): return .clockEnd(index >= depth ? index - steps : index)
    case .extreme(let choice, let value, let highest):
      return .extreme(
        choice.outward(steps, depth: depth), value.outward(steps, depth: depth + 1), highest: highest)
    case .chosen(let cases, let otherwise):
      return .chosen(
        cases.map {
          ValueCase($0.condition.outward(steps, depth: depth), $0.value.outward(steps, depth: depth))
        }, otherwise: otherwise.outward(steps, depth: depth))
    }
  }
}

extension Path {
  func outward(_ steps: Int, _ depth: Int) -> Path {
    var path = self
    path.row = row.outward(steps, depth)
    return path
  }
}

extension Window {
  public var rows: OpenRows { (start?.rows ?? OpenRows()) | (end?.rows ?? OpenRows()) }

  public func outward(_ steps: Int, depth: Int = 0) -> Window {
    Window(start: start?.outward(steps, depth: depth), end: end?.outward(steps, depth: depth))
  }
}

extension Source {
  /// The open rows spoken of, seen from outside the choice.
  public var rows: OpenRows {
    switch self {
    case .records: OpenRows()
    case .calendar(let rows): if case .within(let window) = rows.extent { window.rows } else { OpenRows() }
    case .moments(let rows): rows.window.rows
    }
  }

  func outward(_ steps: Int, depth: Int) -> Source {
    switch self {
    case .records: return self
    case .calendar(var rows):
      if case .within(let window) = rows.extent { rows.extent = .within(window.outward(steps, depth: depth)) }
      return .calendar(rows)
    case .moments(var rows):
      rows.window = rows.window.outward(steps, depth: depth)
      return .moments(rows)
    }
  }
}

extension Choice {
  /// The open rows spoken of, seen from outside the choice.
  public var rows: OpenRows {
    var inside = filter.rows
    for limit in time { inside = inside | limit.condition.rows }
    if let join { inside = inside | join.parent.rows }
    if let due { inside = inside | due.rows }
    return inside.outside | source.rows
  }

  public func outward(_ steps: Int, depth: Int = 0) -> Choice {
    Choice(
      source: source.outward(steps, depth: depth),
      join: join.map { Join(key: $0.key, parent: $0.parent.outward(steps, depth: depth + 1)) },
      time: time.map {
        TimeLimit(
          window: $0.window.outward(steps, depth: depth + 1), condition: $0.condition.outward(steps, depth: depth + 1))
      }, due: due?.outward(steps, depth: depth + 1), filter: filter.outward(steps, depth: depth + 1))
  }
}

extension GapTest {
  public var rows: OpenRows {
    choice.rows | window.rows | (from?.rows.outside ?? OpenRows()) | (to?.rows.outside ?? OpenRows())
  }

  public func outward(_ steps: Int, depth: Int = 0) -> GapTest {
    GapTest(
      choice: choice.outward(steps, depth: depth), from: from?.outward(steps, depth: depth + 1),
      to: to?.outward(steps, depth: depth + 1), window: window.outward(steps, depth: depth), relation: relation,
      limit: limit)
  }
}

extension Quantity {
  public var rows: OpenRows {
    switch self {
    case .count(let choice, let distinct): choice.rows | (distinct?.rows.outside ?? OpenRows())
    case .share(let choice, let body, _): choice.rows | body.rows.outside
    case .sum(let choice, let body), .extreme(let choice, let body, _, _), .average(let choice, let body, _),
      .median(let choice, let body, _):
      choice.rows | body.rows.outside
    case .elapsed(let from, let to): from.rows | to.rows
    case .tally(let test): test.window.rows
    case .term(let value): value.rows
    case .constant: OpenRows()
    case .choose(let cases, let otherwise):
      cases.reduce(otherwise.rows) { $0 | $1.condition.rows | $1.quantity.rows }
    case .plus(let parts): parts.reduce(OpenRows()) { $0 | $1.rows }
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      left.rows | right.rows
    }
  }

  public func outward(_ steps: Int, depth: Int = 0) -> Quantity {
    func out(_ quantity: Quantity) -> Quantity { quantity.outward(steps, depth: depth) }
    func inside(_ quantity: Quantity) -> Quantity { quantity.outward(steps, depth: depth + 1) }
    func out(_ choice: Choice) -> Choice { choice.outward(steps, depth: depth) }
    switch self {
    case .count(let choice, let distinct):
      return .count(out(choice), distinct: distinct?.outward(steps, depth: depth + 1))
    case .share(let choice, let body, let ifEmpty):
      return .share(out(choice), body.outward(steps, depth: depth + 1), ifEmpty: ifEmpty)
    case .sum(let choice, let body): return .sum(out(choice), inside(body))
    case .extreme(let choice, let body, let highest, let ifEmpty):
      return .extreme(out(choice), inside(body), highest: highest, ifEmpty: ifEmpty)
    case .average(let choice, let body, let ifEmpty): return .average(out(choice), inside(body), ifEmpty: ifEmpty)
    case .median(let choice, let body, let ifEmpty): return .median(out(choice), inside(body), ifEmpty: ifEmpty)
    case .elapsed(let from, let to):
      return .elapsed(from: from.outward(steps, depth: depth), to: to.outward(steps, depth: depth))
    case .tally(let test):
      return .tally(TallyTest(question: test.question, window: test.window.outward(steps, depth: depth)))
    case .term(let value): return .term(value.outward(steps, depth: depth))
    case .constant: return self
    case .choose(let cases, let otherwise):
      return .choose(
        cases.map { QuantityCase($0.condition.outward(steps, depth: depth), out($0.quantity)) },
        otherwise: out(otherwise))
    case .plus(let parts): return .plus(parts.map(out))
    case .minus(let left, let right): return .minus(out(left), out(right))
    case .times(let left, let right): return .times(out(left), out(right))
    case .divide(let left, let right): return .divide(out(left), out(right))
    }
  }
}

extension Condition {
  /// The open rows spoken of.
  public var rows: OpenRows {
    switch self {
    case .constant, .answer: OpenRows()
    case .all(let parts), .any(_, let parts): parts.reduce(OpenRows()) { $0 | $1.rows }
    case .not(let part): part.rows
    case .compare(let left, _, let right): left.rows | right.rows
    case .isNone(let value), .oneOf(let value, _): value.rows
    case .within(let value, let window): value.rows | window.rows
    case .overlaps(let from, let to, let window), .spans(let from, let to, let window):
      from.rows | to.rows | window.rows
    case .includes(let path, .codes, _), .recorded(let path): OpenRows(path.row)
    case .includes(let path, .field(let other), _): OpenRows(path.row) | OpenRows(other.row)
    case .every(let choice, let body, _): choice.rows | body.rows.outside
    case .measure(let left, _, let right): left.rows | right.rows
    case .gap(let test): test.rows
    case .settled(let records, let answer): records.rows | answer.rows
    }
  }

  /// The same condition seen from further out.
  public func outward(_ steps: Int, depth: Int = 0) -> Condition {
    switch self {
    case .constant, .answer: return self
    case .all(let parts): return .all(parts.map { $0.outward(steps, depth: depth) })
    case .any(let count, let parts): return .any(count, parts.map { $0.outward(steps, depth: depth) })
    case .not(let part): return .not(part.outward(steps, depth: depth))
    case .compare(let left, let relation, let right):
      return .compare(left.outward(steps, depth: depth), relation, right.outward(steps, depth: depth))
    case .isNone(let value): return .isNone(value.outward(steps, depth: depth))
    case .oneOf(let value, let codes): return .oneOf(value.outward(steps, depth: depth), codes)
    case .within(let value, let window):
      return .within(value.outward(steps, depth: depth), window.outward(steps, depth: depth))
    case .overlaps(let from, let to, let window):
      return .overlaps(
        from: from.outward(steps, depth: depth), to: to.outward(steps, depth: depth),
        window.outward(steps, depth: depth))
    case .spans(let from, let to, let window):
      return .spans(
        from: from.outward(steps, depth: depth), to: to.outward(steps, depth: depth),
        window.outward(steps, depth: depth))
    case .includes(let path, let codes, let count):
      if case .field(let other) = codes {
        return .includes(path.outward(steps, depth), .field(other.outward(steps, depth)), atLeast: count)
      }
      return .includes(path.outward(steps, depth), codes, atLeast: count)
    case .recorded(let path): return .recorded(path.outward(steps, depth))
    case .every(let choice, let body, let ifEmpty):
      return .every(choice.outward(steps, depth: depth), body.outward(steps, depth: depth + 1), ifEmpty: ifEmpty)
    case .measure(let left, let relation, let right):
      return .measure(left.outward(steps, depth: depth), relation, right.outward(steps, depth: depth))
    case .gap(let test): return .gap(test.outward(steps, depth: depth))
    case .settled(let records, let answer):
      return .settled(
        records: records.outward(steps, depth: depth), answer: answer.outward(steps, depth: depth))
    }
  }
}
