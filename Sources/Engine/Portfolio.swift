public import Records
public import Standard
public import Values

/// A standard compiled for many shelters at once: it says only how far each criterion is met, without evidence or plan.
public struct PortfolioJudge: Sendable {
  private let program: Program
  /// For each criterion the places of its conditions among the program's roots.
  private let criteria: [(applies: Int?, levels: [Int])]

  public init(_ standard: Standard) {
    var conditions: [Condition] = []
    func add(_ condition: Condition) -> Int {
      conditions.append(condition)
      return conditions.count - 1
    }
    criteria = standard.criteria.map { criterion in
      (criterion.applies.map(add), criterion.levels.map { add($0.effective) })
    }
    program = Program(
      conditions, dictionary: standard.dictionary, confidence: standard.confidence, isForVerdictsOnly: true)
  }

  /// Judges some shelters of a dataset: shelter by shelter, the criteria in the standard's order.
  public func verdicts(_ data: Dataset, shelters: Range<Int>) -> [Verdict] {
    let run = evaluate(program, data, shelters: shelters)
    var verdicts: [Verdict] = []
    verdicts.reserveCapacity(shelters.count * criteria.count)
    for shelter in 0..<shelters.count {
      for criterion in criteria {
        let applies = criterion.applies.map { run.truth(program.roots[$0], shelter) } ?? .yes
        var verdict = Verdict(applies: applies, certain: 0, possible: 0)
        for (place, level) in criterion.levels.enumerated() {
          let truth = run.truth(program.roots[level], shelter)
          if truth == .yes, verdict.certain == place { verdict.certain += 1 }
          if truth != .no, verdict.possible == place { verdict.possible += 1 }
        }
        verdicts.append(verdict)
      }
    }
    return verdicts
  }
}

/// How far a criterion is met.
public struct Verdict: Hashable, Sendable {
  /// Whether it applies.
  public var applies: Truth
  /// The highest grade met for sure, and the highest not ruled out, whether or not it applies.
  public var certain: Int
  public var possible: Int

  public init(applies: Truth, certain: Int, possible: Int) {
    self.applies = applies
    self.certain = certain
    self.possible = possible
  }
}
