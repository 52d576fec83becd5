internal import Standard
internal import Values

/// Quantities, and conditions that are made of them.
extension Compiler {
  mutating func quantity(_ value: Quantity, in frame: Int) -> Int {
    let (home, steps, map) = home(value.rows, in: frame)
    let id = homeQuantity(steps == 0 ? value : value.outward(steps), in: home)
    guard let map else { return id }
    return quantity(.moved(id, map: map), in: frame)
  }

  private mutating func homeQuantity(_ value: Quantity, in frame: Int) -> Int {
    switch value {
    case .count(let choice, let distinct):
      if distinct == nil, let swept = sweep(choice, in: frame) { return quantity(swept, in: frame) }
      let group = group(choice, in: frame, [distinct.map { .value($0) }].compactMap { $0 })
      return quantity(.count(group, distinct: distinct.map { scalar($0, in: group.frame) }), in: frame)
    case .share(let choice, let body, let ifEmpty):
      let group = group(choice, in: frame, [.condition(body)])
      return quantity(.share(group, body: verdict(body, in: group.frame), ifEmpty: ifEmpty), in: frame)
    case .sum(let choice, let body):
      let (group, id) = measured(choice, body, in: frame)
      return quantity(.sum(group, value: id), in: frame)
    case .extreme(let choice, let body, let highest, let ifEmpty):
      let (group, id) = measured(choice, body, in: frame)
      return quantity(.extreme(group, value: id, highest: highest, ifEmpty: ifEmpty), in: frame)
    case .average(let choice, let body, let ifEmpty):
      let (group, id) = measured(choice, body, in: frame)
      return quantity(.average(group, value: id, ifEmpty: ifEmpty), in: frame)
    case .median(let choice, let body, let ifEmpty):
      let (group, id) = measured(choice, body, in: frame)
      return quantity(.median(group, value: id, ifEmpty: ifEmpty), in: frame)
    case .elapsed(let from, let to):
      if kind(of: from) == .instant, kind(of: to) == .instant {
        return quantity(.elapsed(from: scalar(from, in: frame), to: scalar(to, in: frame), isClock: true), in: frame)
      }
      return quantity(.elapsed(from: day(from, in: frame), to: day(to, in: frame), isClock: false), in: frame)
    case .tally(let test):
      return quantity(
        .tally(
          TallyNode(
            question: test.question, start: test.window.start.map { day($0, in: 0) },
            end: test.window.end.map { day($0, in: 0) })), in: 0)
    case .term(let term): return quantity(.term(scalar(term, in: frame), frame: frame), in: frame)
    case .constant(let number): return quantity(.constant(number.millionths), in: 0)
    case .choose(let cases, let otherwise):
      let conditions = cases.map { verdict($0.condition, in: frame) }
      let quantities = (cases.map { $0.quantity } + [otherwise]).map { quantity($0, in: frame) }
      return quantity(QuantityNode.choose(conditions: conditions, quantities: quantities), in: frame)
    case .plus(let parts): return quantity(.plus(parts.map { quantity($0, in: frame) }), in: frame)
    case .minus(let left, let right):
      return quantity(.minus(quantity(left, in: frame), quantity(right, in: frame)), in: frame)
    case .times(let left, let right):
      return quantity(.times(quantity(left, in: frame), quantity(right, in: frame)), in: frame)
    case .divide(let left, let right):
      return quantity(.divide(quantity(left, in: frame), quantity(right, in: frame)), in: frame)
    }
  }

  private mutating func measured(_ choice: Choice, _ body: Quantity, in frame: Int) -> (GroupNode, Int) {
    let group = group(choice, in: frame, [.quantity(body)])
    return (group, quantity(body, in: group.frame))
  }

  /// A count that need not list its rows, where only the count is asked for.
  private mutating func sweep(_ choice: Choice, in frame: Int) -> QuantityNode? {
    guard isForVerdictsOnly, case .records(let record) = choice.source,
      let (node, rest) = ranged(choice, record, in: frame), rest.isEmpty
    else { return nil }
    return .sweep(node, hidden: hiddenRows(choice, record, nil, in: frame))
  }

  mutating func gap(_ test: GapTest, in frame: Int) -> Int {
    let isMoment: Bool
    if case .moments = test.choice.source { isMoment = true } else { isMoment = false }
    let isClock = isMoment || test.limit.unit == .seconds
    let group = group(test.choice, in: frame, [])
    func time(_ value: Value?, _ own: inout Compiler) -> Int? {
      value.map { isClock ? own.seconds($0, in: group.frame) : own.day($0, in: group.frame) }
    }
    var window = clockWindow(test.window, in: frame)
    if !isClock {
      window = ClockWindow(
        start: test.window.start.map { day($0, in: frame) }, end: test.window.end.map { day($0, in: frame) },
        isStartClock: false, isEndClock: false, isEndInside: true)
    }
    return verdict(
      .gap(
        GapNode(
          group: group, from: time(test.from, &self), to: time(test.to, &self), window: window,
          relation: test.relation, limit: test.limit, isClock: isClock)), in: frame)
  }
}
