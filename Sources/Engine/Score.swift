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

  public static func < (left: Fraction, right: Fraction) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
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

extension Judge {
  /// The most open questions of applicability, shared by several domains, that are gone through one by one.
  static var mostChoices: Int { 12 }

  /// The scores of some outcomes, as exact intervals (SCORING 3).
  func scores(_ outcomes: [Outcome]) -> Scores {
    let questions = OpenQuestions(self, outcomes)
    func spread(_ points: [Int128]) -> (total: ScoreRange?, domains: [ScoreRange?]) {
      var total: ScoreRange?
      var domains = [ScoreRange?](repeating: nil, count: standard.domains.count)
      for mask in 0..<(1 << questions.shared.count) {
        let items = standard.domains.enumerated().compactMap { index, domain -> Item? in
          let (range, isSure) = domainRange(outcomes, index, points, questions, mask)
          guard let range else { return nil }
          domains[index] = domains[index].map { $0.joined(range) } ?? range
          return Item(weight: Int128(domain.weight.millionths), low: range.low, high: range.high, isSure: isSure)
        }
        if let found = mean(items) { total = total.map { $0.joined(found) } ?? found }
      }
      return (total, domains)
    }
    let scored = spread(standard.grades.map { Int128($0.points.millionths) })
    return Scores(
      total: scored.total, domains: scored.domains,
      coverage: standard.grades.indices.dropFirst().map { grade in
        spread(standard.grades.indices.map { $0 >= grade ? 100 * Int128(FixedPoint.scale) : 0 }).total
      }, determined: determinedShare(outcomes, in: nil),
      domainDetermined: standard.domains.indices.map { determinedShare(outcomes, in: $0) },
      isBounded: questions.isBounded)
  }

  private func determinedShare(_ outcomes: [Outcome], in domain: Int?) -> Fraction {
    var definite: Int128 = 0
    var all: Int128 = 0
    for (criterion, outcome) in zip(standard.criteria, outcomes) where !outcome.isOut {
      if let domain, criterion.domain != domain { continue }
      all += Int128(criterion.weight.millionths)
      if outcome.isDefinite { definite += Int128(criterion.weight.millionths) }
    }
    return all == 0 ? Fraction(0, 1) : Fraction(definite * 100, all)
  }

  /// A domain's mean over every answer to the questions that concern it alone, with the shared ones answered by a
  /// mask; and whether it surely has an item.
  private func domainRange(
    _ outcomes: [Outcome], _ domain: Int, _ points: [Int128], _ questions: OpenQuestions, _ mask: Int
  ) -> (ScoreRange?, isSure: Bool) {
    var range: ScoreRange?
    var isSure = true
    let local = questions.local[domain]
    for answers in 0..<(1 << local.count) {
      var weight: Int128 = 0
      var low: Int128 = 0
      var high: Int128 = 0
      for (index, criterion) in standard.criteria.enumerated() where criterion.domain == domain {
        let outcome = outcomes[index]
        if outcome.isOut { continue }
        if let question = questions.of[index] {
          let isIn: Bool =
            if let place = questions.shared.firstIndex(of: question) { mask >> place & 1 == 1 } else {
              answers >> (local.firstIndex(of: question) ?? 0) & 1 == 1
            }
          if !isIn { continue }
        }
        let own = Int128(criterion.weight.millionths)
        weight += own
        low += own * points[outcome.certain]
        high += own * points[outcome.possible]
      }
      if weight == 0 {
        isSure = false
        continue
      }
      let scale = Int128(FixedPoint.scale)
      let found = ScoreRange(low: Fraction(low, weight * scale), high: Fraction(high, weight * scale))
      range = range.map { $0.joined(found) } ?? found
    }
    guard !questions.isBounded else { return boundedRange(outcomes, domain, points) }
    return (range, isSure)
  }

  /// The same where there are too many questions: each criterion is in or out by itself.
  private func boundedRange(_ outcomes: [Outcome], _ domain: Int, _ points: [Int128]) -> (ScoreRange?, isSure: Bool) {
    let scale = Int128(FixedPoint.scale)
    let items = zip(standard.criteria, outcomes).compactMap { criterion, outcome -> Item? in
      guard criterion.domain == domain, !outcome.isOut else { return nil }
      return Item(
        weight: Int128(criterion.weight.millionths), low: Fraction(points[outcome.certain], scale),
        high: Fraction(points[outcome.possible], scale), isSure: outcome.applies == .yes)
    }
    return (mean(items), items.contains { $0.isSure })
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
    return ScoreRange(low: end(items, { $0.low }) { $0 < $1 }, high: end(items, { $0.high }) { $0 > $1 })
  }

  private func end(_ items: [Item], _ value: (Item) -> Fraction, outward: (Fraction, Fraction) -> Bool) -> Fraction {
    var sum = Fraction(0, 1)
    var weight: Int128 = 0
    func add(_ item: Item) {
      let value = value(item)
      sum = Fraction(
        sum.numerator * value.denominator + item.weight * value.numerator * sum.denominator,
        sum.denominator * value.denominator)
      weight += item.weight
    }
    for item in items where item.isSure { add(item) }
    for item in items.filter({ !$0.isSure }).sorted(by: { outward(value($0), value($1)) }) {
      guard outward(value(item), Fraction(sum.numerator, sum.denominator * weight)) else { break }
      add(item)
    }
    return Fraction(sum.numerator, sum.denominator * weight)
  }
}

/// Something that counts in a mean: surely or perhaps in, with a weight and a range of points.
private struct Item {
  var weight: Int128
  var low: Fraction
  var high: Fraction
  var isSure: Bool
}

/// The questions of applicability that are open: criteria with the same one are in or out together.
private struct OpenQuestions {
  /// For each criterion its question, if it is open.
  var of: [Int?]
  /// Questions that concern several domains.
  var shared: [Int] = []
  /// For each domain the questions that concern it alone.
  var local: [[Int]]
  var isBounded = false

  init(_ judge: Judge, _ outcomes: [Outcome]) {
    of = outcomes.enumerated().map { index, outcome in
      guard !outcome.isOut, outcome.applies == .unknown, let root = judge.places[index].applies else { return nil }
      return judge.program.roots[root]
    }
    local = Array(repeating: [], count: judge.standard.domains.count)
    var domains: [Int: Set<Int>] = [:]
    for (question, criterion) in zip(of, judge.standard.criteria) {
      if let question { domains[question, default: []].insert(criterion.domain) }
    }
    for (question, found) in domains.sorted(by: { $0.key < $1.key }) {
      if found.count > 1 { shared.append(question) } else if let one = found.first { local[one].append(question) }
    }
    isBounded = shared.count > Judge.mostChoices || local.contains { $0.count > Judge.mostChoices }
    if isBounded {
      shared = []
      local = local.map { _ in [] }
      of = of.map { _ in nil }
    }
  }
}
