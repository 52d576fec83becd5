internal import Standard
internal import Values

/// Conditions as verdicts.
extension Compiler {
  mutating func verdict(_ condition: Condition, in frame: Int) -> Int {
    let (home, steps, map) = home(condition.rows, in: frame)
    let id = homeVerdict(steps == 0 ? condition : condition.outward(steps), in: home)
    if let reading = readings[condition], program.readings[id] == nil { program.readings[id] = reading }
    guard let map else { return id }
    return verdict(.moved(id, map: map), in: frame)
  }

  mutating func homeVerdict(_ condition: Condition, in frame: Int) -> Int {
    switch condition {
    case .constant(let truth): return verdict(.constant(truth, frame: frame), in: frame)
    case .all(let parts):
      if parts.count == 1 { return verdict(parts[0], in: frame) }
      if parts.isEmpty { return verdict(.constant(.yes, frame: frame), in: frame) }
      let ids = parts.map { verdict($0, in: frame) }
      return verdict(.all(ids), in: frame)
    case .any(let count, let parts):
      let ids = parts.map { verdict($0, in: frame) }
      return verdict(.any(count, ids), in: frame)
    case .not(let part): return verdict(.not(verdict(part, in: frame)), in: frame)
    case .compare(let left, let relation, let right): return compare(left, relation, right, in: frame)
    case .isNone(let value): return verdict(.isNone(scalar(value, in: frame)), in: frame)
    case .oneOf(let value, let codes): return verdict(.oneOf(scalar(value, in: frame), codes.sorted()), in: frame)
    case .within(let value, let window): return within(value, window, in: frame)
    case .overlaps(let from, let to, let window):
      return meets(from, begunBy: window.end, to, notEndedBefore: window.start, in: frame)
    case .spans(let from, let to, let window):
      return meets(from, begunBy: window.start, to, notEndedBefore: window.end, in: frame)
    case .includes(let path, .codes(let codes), let count):
      return verdict(.includes(set(path, in: frame), codes.sorted(), atLeast: count ?? codes.count), in: frame)
    case .includes(let path, .field(let other), let count):
      return verdict(.includesField(set(path, in: frame), set(other, in: frame), atLeast: count), in: frame)
    case .recorded(let path):
      switch dictionary.records[path.target].fields[path.field].kind {
      case .codes, .checks: return verdict(.recordedSet(set(path, in: frame)), in: frame)
      default: return verdict(.recordedScalar(scalar(.field(path), in: frame)), in: frame)
      }
    case .every(let choice, let body, let ifEmpty):
      let group = group(choice, in: frame, [.condition(body)])
      return verdict(.every(group, body: verdict(body, in: group.frame), ifEmpty: ifEmpty), in: frame)
    case .measure(let left, let relation, let right) where Self.isShare(right) && !Self.isShare(left):
      return homeVerdict(.measure(right, relation.mirrored ?? relation, left), in: frame)
    case .measure(.median(let choice, let body, let ifEmpty), let relation, .constant(let limit))
    where relation != .equal && Self.isPlain(body):
      return homeVerdict(Self.half(choice, body, ifEmpty, relation, limit), in: frame)
    case .measure(let left, let relation, let right):
      return verdict(.measure(quantity(left, in: frame), relation, quantity(right, in: frame)), in: frame)
    case .gap(let test): return gap(test, in: frame)
    case .answer(let test):
      return verdict(
        .answer(
          AnswerNode(
            question: test.question, atLeast: test.atLeast, methods: test.methods,
            start: test.window.start.map { day($0, in: 0) }, end: test.window.end.map { day($0, in: 0) },
            adjudication: test.adjudication)), in: 0)
    case .settled(let records, let answer):
      return verdict(.settled(records: verdict(records, in: frame), answer: verdict(answer, in: frame)), in: frame)
    }
  }

  /// A share, one that people counted, or a median: what chance may judge.
  private static func isShare(_ quantity: Quantity) -> Bool {
    switch quantity {
    case .share, .tally, .median: true
    default: false
    }
  }

  /// Something of which it can be said beforehand whether a row has it.
  private static func isPlain(_ body: Quantity) -> Bool {
    switch body {
    case .term, .elapsed: true
    default: false
    }
  }

  /// A median compared with a limit, as the share of values that half of the rows are asked for (LANGUAGE 2.4): the lower
  /// of two in the middle is at most so much where at least half are.
  private static func half(
    _ choice: Choice, _ body: Quantity, _ ifEmpty: Truth, _ relation: Relation, _ limit: FixedPoint
  ) -> Condition {
    var choice = choice
    var filters = [choice.filter]
    switch body {
    case .term(let value): filters.append(.not(.isNone(value)))
    case .elapsed(let from, let to): filters += [.not(.isNone(from)), .not(.isNone(to))]
    default: break
    }
    if filters.count > 1 { choice.filter = .all(filters) }
    let isBelow = relation == .lessThan || relation == .atLeast
    let share = Quantity.share(
      choice, .measure(body, isBelow ? .lessThan : .atMost, .constant(limit)), ifEmpty: ifEmpty)
    let isMet = relation == .atMost || relation == .lessThan
    return .measure(share, isMet ? .atLeast : .lessThan, .constant(FixedPoint(millionths: FixedPoint.scale / 2)))
  }
}
