import Standard
import Values

extension RuleMaker {
  /// A quantity, and limits that it may come near.
  struct Measured {
    var quantity: Quantity
    var limits: [FixedPoint]
    /// It may have no value, or says itself what a comparison means where there is none.
    var mayBeMissing = false
  }

  private func numbers(_ values: [Int64]) -> [FixedPoint] {
    values.map { FixedPoint(millionths: $0 * FixedPoint.scale) }
  }

  private func millionths(_ values: [Int64]) -> [FixedPoint] { values.map { FixedPoint(millionths: $0) } }

  mutating func measure(_ depth: Int) -> Condition {
    let left = quantity(depth, ifEmpty: truth())
    let relation = dice.pick(Relation.allCases)
    if dice.below(4) > 0 {
      let limit = Quantity.constant(dice.pick(left.limits))
      return dice.oneIn(6) ? .measure(limit, relation, left.quantity) : .measure(left.quantity, relation, limit)
    }
    // Where both sides may have no value they agree on what that means.
    let plain = quantity(depth, ifEmpty: .no)
    return .measure(plain.quantity, relation, quantity(max(0, depth - 1), ifEmpty: .no).quantity)
  }

  enum QuantityKind {
    case count, distinct, share, sum, extreme, average, median, elapsed, tally, term, choose, plus, minus, times, divide
  }

  /// `isPart`: of a sum or a product, which are not made of sums and products again.
  mutating func quantity(_ depth: Int, ifEmpty: Truth, isPart: Bool = false) -> Measured {
    var kinds: [(Int, QuantityKind)] = [(2, .elapsed), (2, .term), (1, .choose), (1, .tally)]
    if !isPart { kinds += [(1, .plus), (1, .minus), (1, .times), (1, .divide)] }
    if depth > 0 {
      kinds += [(5, .count), (2, .distinct), (5, .share), (3, .sum), (3, .extreme), (2, .average), (2, .median)]
    }
    switch pick(kinds) {
    case .count:
      let choice = choice(depth - 1)
      return Measured(
        quantity: .count(choice.choice, distinct: nil), limits: limits(choice, moments: [360, 720, 1080, 1440, 2880]))
    case .distinct:
      let choice = recordChoice(depth - 1)
      let value = inside(choice.kind) { maker -> Value in
        let path = maker.path { if case .checks = $0 { false } else if case .codes = $0 { false } else { true } }
        return path.map { .field($0) } ?? .asOf
      }
      return Measured(quantity: .count(choice.choice, distinct: value), limits: numbers([0, 1, 2, 3]))
    case .share:
      let choice = choice(depth - 1)
      let body = inside(choice.kind) { $0.condition(depth - 1) }
      return Measured(
        quantity: .share(choice.choice, body, ifEmpty: ifEmpty),
        limits: millionths([0, 250_000, 333_333, 500_000, 500_000, 750_000, 900_000, 1_000_000]), mayBeMissing: true)
    case .sum:
      let choice = recordChoice(depth - 1)
      let body = inside(choice.kind) { $0.ownAmount(depth - 1) }
      return Measured(quantity: .sum(choice.choice, body), limits: numbers([0, 1, 2, 30, 60, 90, 120, 200]))
    case .extreme:
      let choice = choice(depth - 1)
      let body = inside(choice.kind) { $0.ownAmount(depth - 1) }
      return Measured(
        quantity: .extreme(choice.choice, body, highest: dice.oneIn(2), ifEmpty: ifEmpty),
        limits: numbers([0, 1, 2, 10, 30, 60, 90]), mayBeMissing: true)
    case .average, .median:
      let choice = recordChoice(depth - 1)
      let body = inside(choice.kind) { $0.ownAmount(depth - 1) }
      let limits = numbers([0, 1, 2, 5, 10, 30, 45, 60, 90])
      return Measured(
        quantity: dice.oneIn(2)
          ? .average(choice.choice, body, ifEmpty: ifEmpty) : .median(choice.choice, body, ifEmpty: ifEmpty),
        limits: limits, mayBeMissing: true)
    case .elapsed: return elapsed(depth)
    case .tally:
      return Measured(
        quantity: .tally(TallyTest(question: "Q-1", window: daysBack())),
        limits: millionths([250_000, 500_000, 800_000, 900_000, 1_000_000]), mayBeMissing: true)
    case .term:
      return Measured(quantity: .term(number(depth)), limits: numbers([1, 2, 10, 30, 60, 90]), mayBeMissing: true)
    case .choose:
      let value = quantity(max(0, depth - 1), ifEmpty: .no, isPart: true)
      let other = dice.oneIn(2) ? quantity(max(0, depth - 1), ifEmpty: .no, isPart: true) : value
      return Measured(
        quantity: .choose(
          [QuantityCase(nested { $0.condition(0) }, value.quantity)],
          otherwise: dice.oneIn(2) ? .constant(dice.pick(other.limits)) : other.quantity), limits: value.limits)
    case .plus:
      let parts = (0..<dice.pick([2, 2, 3])).map { _ in quantity(max(0, depth - 1), ifEmpty: .no, isPart: true) }
      return Measured(quantity: .plus(parts.map { $0.quantity }), limits: parts.flatMap { $0.limits })
    case .minus, .times, .divide: return arithmetic(depth)
    }
  }

  private mutating func arithmetic(_ depth: Int) -> Measured {
    let left = quantity(max(0, depth - 1), ifEmpty: .no, isPart: true)
    let right = dice.oneIn(2) ? quantity(max(0, depth - 1), ifEmpty: .no, isPart: true) : nil
    let isSafe = isTwoValued && isNested
    let factor = Quantity.constant(dice.pick(millionths([500_000, 1_000_000, 2_000_000, 6_000_000, 15_000_000])))
    switch dice.below(3) {
    case 0:
      return Measured(
        quantity: .minus(left.quantity, right?.quantity ?? factor), limits: left.limits + millionths([-1_000_000, 0]))
    case 1: return Measured(quantity: .times(left.quantity, right?.quantity ?? factor), limits: left.limits)
    default:
      return Measured(
        quantity: .divide(left.quantity, isSafe ? factor : right?.quantity ?? factor),
        limits: left.limits + millionths([500_000, 15_000_000]))
    }
  }

  /// What each row adds, which has to do with the row.
  private mutating func ownAmount(_ depth: Int) -> Quantity {
    for _ in 0..<20 {
      let amount = amount(depth)
      if amount.rows.bits & 1 == 1 { return amount }
    }
    return .choose(
      [QuantityCase(nested { $0.leaf(0) }, .constant(FixedPoint(millionths: 1_000_000)))],
      otherwise: elapsed(0).quantity)
  }

  /// What each row adds: a field, or what is worked out of one.
  private mutating func amount(_ depth: Int) -> Quantity {
    switch dice.below(8) {
    case 0: return .choose([QuantityCase(leaf(0), .constant(dice.pick(numbers([1, 2]))))], otherwise: .term(number(0)))
    case 1: return .times(.constant(FixedPoint(millionths: 500_000)), .term(number(0)))
    case 2 where depth > 0: return quantity(depth, ifEmpty: .no, isPart: true).quantity
    case 3: return elapsed(0).quantity
    case 4 where !isTwoValued: return .divide(.term(number(0)), .term(number(0)))
    default: return .term(number(depth))
    }
  }

  private mutating func elapsed(_ depth: Int) -> Measured {
    let isClock = dice.oneIn(2)
    let from = time(depth, isClock: isClock) ?? .shifted(.asOf, Period(.days, 14), back: true)
    let to = time(depth, isClock: isClock) ?? .asOf
    // Not the time up to each moment, which is another at every moment.
    for (index, kind) in rows.enumerated() where kind == .moment {
      if (from.rows.bits | to.rows.bits) >> UInt32(index) & 1 == 1 {
        return Measured(quantity: .term(number(0)), limits: numbers([1, 30]))
      }
    }
    return Measured(
      quantity: .elapsed(from: from, to: to),
      limits: numbers([0, 1440, 14 * 1440, 43 * 1440, 30 * 1440, 720, -1440]), mayBeMissing: true)
  }

  private mutating func recordChoice(_ depth: Int) -> Chosen {
    for _ in 0..<20 {
      let choice = choice(depth)
      if case .record = choice.kind { return choice }
    }
    return Chosen(choice: Choice(source: .records(1)), kind: .record(1))
  }

  private func limits(_ choice: Chosen, moments: [Int64]) -> [FixedPoint] {
    choice.kind == .moment ? numbers(moments + [0]) : numbers([0, 1, 1, 2, 2, 3])
  }
}
