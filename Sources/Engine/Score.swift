internal import Standard
internal import Values

/// An exact fraction.
public struct Fraction: Hashable, Sendable, Comparable {
  public var numerator: Int128
  /// Above zero.
  public var denominator: Int128

  public init(_ numerator: Int128, _ denominator: Int128) {
    let divisor = greatestCommonDivisor(numerator < 0 ? -numerator : numerator, denominator)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// Cross-multiplied in twice the width, so that nothing can overflow.
  public static func < (left: Fraction, right: Fraction) -> Bool {
    let one = left.numerator.multipliedFullWidth(by: right.denominator)
    let other = right.numerator.multipliedFullWidth(by: left.denominator)
    return one.high != other.high ? one.high < other.high : one.low < other.low
  }

  /// This and another so many times; where that does not fit, rounded outward to thousand-millionths first.
  func adding(_ weight: Int128, times other: Fraction, up: Bool) -> Fraction {
    if let exact = Self.sum(self, weight, other) { return exact }
    return Self.sum(rounded(up: up), weight, other.rounded(up: up)) ?? self
  }

  private static func sum(_ one: Fraction, _ weight: Int128, _ other: Fraction) -> Fraction? {
    let first = one.numerator.multipliedReportingOverflow(by: other.denominator)
    let weighted = weight.multipliedReportingOverflow(by: other.numerator)
    let second = weighted.partialValue.multipliedReportingOverflow(by: one.denominator)
    let sum = first.partialValue.addingReportingOverflow(second.partialValue)
    let denominator = one.denominator.multipliedReportingOverflow(by: other.denominator)
    if first.overflow || weighted.overflow || second.overflow || sum.overflow || denominator.overflow { return nil }
    return Fraction(sum.partialValue, denominator.partialValue)
  }

  private func rounded(up: Bool) -> Fraction {
    let unit: Int128 = 1_000_000_000
    let whole = numerator / denominator
    let rest = (numerator % denominator).multipliedReportingOverflow(by: unit)
    // A remainder that large is told in fewer digits.
    let parts = rest.overflow ? 0 : rest.partialValue / denominator
    let isExact = !rest.overflow && rest.partialValue % denominator == 0
    return Fraction(whole * unit + parts + (up && !isExact ? (rest.overflow ? unit : 1) : 0), unit)
  }

  var negated: Fraction { Fraction(-numerator, denominator) }

  /// Divided by a number above zero.
  func divided(by number: Int128, up: Bool) -> Fraction {
    let product = denominator.multipliedReportingOverflow(by: number)
    if !product.overflow { return Fraction(numerator, product.partialValue) }
    let rounded = rounded(up: up)
    return Fraction(rounded.numerator, rounded.denominator * number)
  }

  /// With one decimal, rounded down or up, so that a printed range never looks narrower than it is.
  public func tenths(up: Bool) -> String {
    let scaled = numerator * 10
    var tenths = scaled / denominator
    if up, tenths * denominator < scaled { tenths += 1 }
    return "\(Int64(tenths / 10)).\(Int64(tenths % 10))"
  }
}

private func greatestCommonDivisor(_ a: Int128, _ b: Int128) -> Int128 {
  var (x, y) = (a, b)
  while y != 0 {
    // Half the width is divided several times as fast.
    if let left = UInt64(exactly: x), let right = UInt64(exactly: y) { return Int128(divisor(left, right)) }
    (x, y) = (y, x % y)
  }
  return x == 0 ? 1 : x
}

private func divisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
  var (x, y) = (a, b)
  while y != 0 { (x, y) = (y, x % y) }
  return x == 0 ? 1 : x
}

/// What a score lies between.
public struct ScoreRange: Hashable, Sendable {
  public var low: Fraction
  public var high: Fraction

  public init(low: Fraction, high: Fraction) {
    self.low = low
    self.high = high
  }

  /// What lies between either.
  func joined(_ other: ScoreRange) -> ScoreRange { ScoreRange(low: min(low, other.low), high: max(high, other.high)) }
}

/// The scores of an assessment.  Nil = nothing applies.
public struct Scores: Hashable, Sendable {
  public var total: ScoreRange?
  public var domains: [ScoreRange?]
  /// The part of the weight that reaches each grade above the lowest, in percent.
  public var coverage: [ScoreRange?]
  /// Weight of definite findings by weight of all that are not out, in percent.
  public var determined: Fraction
  public var domainDetermined: [Fraction]
  /// Too many open questions of applicability to go through them all: the range is sound but may be too wide.
  public var isBounded: Bool
}

/// The weights of a standard as scores need them: nothing but numbers, by domain.
struct Weights: Sendable {
  struct Domain: Sendable {
    var weight: Int128
    /// Places among the standard's criteria, with their weights.
    var criteria: [(place: Int, weight: Int128)]
  }

  let domains: [Domain]
  /// For each criterion its domain.
  let domain: [Int]
  /// For each grade its points, in millionths.
  let points: [Int128]

  init(_ standard: Standard) {
    var domains = standard.domains.map { Domain(weight: Int128($0.weight.millionths), criteria: []) }
    for (place, criterion) in standard.criteria.enumerated() {
      domains[criterion.domain].criteria.append((place, Int128(criterion.weight.millionths)))
    }
    self.domains = domains
    domain = standard.criteria.map { $0.domain }
    points = standard.grades.map { Int128($0.points.millionths) }
  }
}

extension Judge {
  /// The most open questions of applicability, shared by several domains, that are gone through one by one.
  static var mostChoices: Int { 8 }

  /// The scores of some outcomes, as exact intervals (SCORING 3).
  func scores(_ outcomes: [Outcome]) -> Scores {
    let questions = OpenQuestions.of(self, outcomes)
    let scored = spread(outcomes, weights.points, questions)
    return Scores(
      total: scored.total, domains: scored.domains,
      coverage: standard.grades.indices.dropFirst().map { grade in
        let points = standard.grades.indices.map { $0 >= grade ? 100 * Int128(FixedPoint.scale) : 0 }
        return spread(outcomes, points, questions).total
      }, determined: determinedShare(outcomes, weights.domains.flatMap { $0.criteria }),
      domainDetermined: weights.domains.map { determinedShare(outcomes, $0.criteria) },
      isBounded: questions.isBounded)
  }

  /// Only the total of all that.
  func total(_ outcomes: [Outcome]) -> ScoreRange? {
    spread(outcomes, weights.points, OpenQuestions.of(self, outcomes)).total
  }

  /// The total's low end as far as it can be told without going through questions: good enough to put actions in order.
  func lowEnd(_ outcomes: [Outcome]) -> Fraction {
    let questions = OpenQuestions(bounded: weights)
    return spread(outcomes, weights.points, questions).total?.low ?? Fraction(0, 1)
  }

  private func spread(
    _ outcomes: [Outcome], _ points: [Int128], _ questions: OpenQuestions
  ) -> (total: ScoreRange?, domains: [ScoreRange?]) {
    // A domain hangs only on the questions that concern it.
    let tables = weights.domains.indices.map { domain -> [(range: ScoreRange?, isSure: Bool)] in
      (0..<(1 << questions.relevant[domain].count)).map { mask in
        let items = items(outcomes, domain, points, questions, mask)
        return (mean(items), items.contains { $0.isSure })
      }
    }
    var total: ScoreRange?
    for mask in 0..<(1 << questions.shared.count) {
      let items = weights.domains.enumerated().compactMap { index, domain -> Item? in
        var own = 0
        for (bit, place) in questions.relevant[index].enumerated() where mask >> place & 1 == 1 { own |= 1 << bit }
        let (range, isSure) = tables[index][own]
        guard let range else { return nil }
        return Item(weight: domain.weight, low: range.low, high: range.high, isSure: isSure)
      }
      if let found = mean(items) { total = total.map { $0.joined(found) } ?? found }
    }
    let domains = tables.map { table in
      table.reduce(nil as ScoreRange?) { range, one in
        guard let found = one.range else { return range }
        return range.map { $0.joined(found) } ?? found
      }
    }
    return (total, domains)
  }

  private func determinedShare(_ outcomes: [Outcome], _ criteria: [(place: Int, weight: Int128)]) -> Fraction {
    var definite: Int128 = 0
    var all: Int128 = 0
    for (place, weight) in criteria where !outcomes[place].isOut {
      all += weight
      if outcomes[place].isDefinite { definite += weight }
    }
    return all == 0 ? Fraction(0, 1) : Fraction(definite * 100, all)
  }

  /// What counts in a domain, with the shared questions answered by a mask: the criteria that are surely in as one, and
  /// those that hang on one question together.
  private func items(
    _ outcomes: [Outcome], _ domain: Int, _ points: [Int128], _ questions: OpenQuestions, _ mask: Int
  ) -> [Item] {
    var sure = Item.Sum()
    var open: [(question: Int, sum: Item.Sum)] = []
    for (place, weight) in weights.domains[domain].criteria {
      let outcome = outcomes[place]
      if outcome.isOut { continue }
      let (low, high) = (points[outcome.certain], points[outcome.possible])
      if let question = questions.of[place] {
        if let bit = questions.relevant[domain].firstIndex(where: { questions.shared[$0] == question }) {
          if mask >> bit & 1 == 1 { sure.add(weight, low, high) }
        } else if let index = open.firstIndex(where: { $0.question == question }) {
          open[index].sum.add(weight, low, high)
        } else {
          open.append((question, Item.Sum(weight, low, high)))
        }
      } else if questions.isBounded, outcome.applies == .unknown {
        open.append((-1, Item.Sum(weight, low, high)))
      } else {
        sure.add(weight, low, high)
      }
    }
    return (sure.weight > 0 ? [sure.item(isSure: true)] : []) + open.map { $0.sum.item(isSure: false) }
  }

  /// The exact ends of a weighted mean some of whose items may be out: those that are surely in, then perhaps-items
  /// while they still pull it outward.
  private func mean(_ items: [Item]) -> ScoreRange? {
    guard let first = items.first else { return nil }
    guard items.contains(where: { $0.isSure }) else {
      return items.reduce(ScoreRange(low: first.low, high: first.high)) {
        $0.joined(ScoreRange(low: $1.low, high: $1.high))
      }
    }
    return ScoreRange(
      low: end(items, up: false, { $0.low }) { $0 < $1 }, high: end(items, up: true, { $0.high }) { $0 > $1 })
  }

  private func end(
    _ items: [Item], up: Bool, _ value: (Item) -> Fraction, outward: (Fraction, Fraction) -> Bool
  ) -> Fraction {
    var sum = Fraction(0, 1)
    var weight: Int128 = 0
    func add(_ item: Item) {
      sum = sum.adding(item.weight, times: value(item), up: up)
      weight += item.weight
    }
    for item in items where item.isSure { add(item) }
    for item in items.filter({ !$0.isSure }).sorted(by: { outward(value($0), value($1)) }) {
      guard outward(value(item), sum.divided(by: weight, up: up)) else { break }
      add(item)
    }
    return sum.divided(by: weight, up: up)
  }
}

/// Something that counts in a mean: surely or perhaps in, with a weight and a range of points.
private struct Item {
  var weight: Int128
  var low: Fraction
  var high: Fraction
  var isSure: Bool

  /// Several that are in or out together.
  struct Sum {
    var weight: Int128 = 0
    private var low: Int128 = 0
    private var high: Int128 = 0

    init() {}

    init(_ weight: Int128, _ low: Int128, _ high: Int128) { add(weight, low, high) }

    mutating func add(_ weight: Int128, _ low: Int128, _ high: Int128) {
      self.weight += weight
      self.low += weight * low
      self.high += weight * high
    }

    func item(isSure: Bool) -> Item {
      let whole = weight * Int128(FixedPoint.scale)
      return Item(weight: weight, low: Fraction(low, whole), high: Fraction(high, whole), isSure: isSure)
    }
  }
}

/// The questions of applicability that are open: criteria with the same one are in or out together.
private struct OpenQuestions {
  /// For each criterion its question, if it is open.
  var of: [Int?]
  /// Questions that concern several domains.
  var shared: [Int] = []
  /// For each domain which of those concern it, as places in the list.
  var relevant: [[Int]]
  /// There are too many to go through: each criterion is in or out by itself.
  var isBounded = false

  /// All that are open; bounded where there are too many.
  static func of(_ judge: Judge, _ outcomes: [Outcome]) -> OpenQuestions {
    let all = OpenQuestions(judge, outcomes)
    return all.shared.count > Judge.mostChoices ? OpenQuestions(bounded: judge.weights) : all
  }

  private init(_ judge: Judge, _ outcomes: [Outcome]) {
    of = outcomes.enumerated().map { index, outcome in
      guard !outcome.isOut, outcome.applies == .unknown, let root = judge.places[index].applies else { return nil }
      return judge.program.roots[root]
    }
    relevant = judge.weights.domains.map { _ in [] }
    var domains: [Int: Set<Int>] = [:]
    for (question, domain) in zip(of, judge.weights.domain) {
      if let question { domains[question, default: []].insert(domain) }
    }
    let several = domains.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
    for (question, found) in several {
      for domain in found { relevant[domain].append(shared.count) }
      shared.append(question)
    }
  }

  init(bounded weights: Weights) {
    of = weights.domain.map { _ in nil }
    relevant = weights.domains.map { _ in [] }
    isBounded = true
  }
}
