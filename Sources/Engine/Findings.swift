public import Records
public import Standard
public import Values

/// A standard compiled once, to judge any number of dossiers with.
public struct Judge: Sendable {
  public let standard: Standard
  let program: Program
  let gates: Program
  /// For each criterion: the places of its conditions among the program's roots.
  let places: [Places]
  /// The places of the notes on plausibility among the program's roots.
  let doubts: [Int]
  let weights: Weights

  struct Places: Sendable {
    var applies: Int?
    /// What records say of each level, what people answered, and both together.
    var records: [Int] = []
    var answers: [Int?] = []
    var levels: [Int] = []
  }

  public init(_ standard: Standard) {
    self.standard = standard
    weights = Weights(standard)
    var conditions: [Condition] = []
    var places: [Places] = []
    func add(_ condition: Condition) -> Int {
      conditions.append(condition)
      return conditions.count - 1
    }
    for criterion in standard.criteria {
      var place = Places()
      place.applies = criterion.applies.map(add)
      for level in criterion.levels {
        place.records.append(add(level.test))
        place.answers.append(level.ask.map { add(.answer($0.test)) })
        place.levels.append(add(level.effective))
      }
      places.append(place)
    }
    self.places = places
    doubts = standard.plausibility.map { add($0.condition) }
    program = Program(
      conditions, dictionary: standard.dictionary, confidence: standard.confidence, readings: standard.readings,
      choices: standard.choices)
    gates = Program(
      standard.bands.flatMap { $0.gates.map { $0.condition } }, dictionary: standard.findings.dictionary)
  }
}

extension Judge {
  /// The same standard with one criterion only: what is found of it stays the same, and nothing else is worked out.
  public func only(_ criterion: Int) -> Judge {
    var one = standard
    one.criteria = [standard.criteria[criterion]]
    one.plausibility = []
    return Judge(one)
  }
}

/// A criterion's outcome for a dossier.
public struct Outcome: Hashable, Sendable {
  /// Whether it applies.
  public var applies: Truth
  /// The decision that it does not apply, if one was accepted.
  public var exclusion: Exclusion?
  /// The highest grade met for sure, and the highest not ruled out, whether or not it applies.
  public var certain: Int
  public var possible: Int
  public var basis: Basis
  /// People disagree with each other, or with definite records.
  public var conflict: Bool
  /// The sample by which chance decides where what is listed would leave it open.
  public var sample: SampleBasis?

  /// What a finding rests on.
  public enum Basis: Int, Hashable, Sendable {
    case records, sample, judged, mixed

    public var id: String {
      switch self {
      case .records: "records"
      case .sample: "sample"
      case .judged: "judged"
      case .mixed: "mixed"
      }
    }
  }

  /// Out of every sum.
  public var isOut: Bool { exclusion != nil || applies == .no }

  /// Neither its level nor its applicability is open.
  public var isDefinite: Bool { !isOut && applies == .yes && certain == possible }
}

extension Judge {
  /// Judges one shelter of an evaluation.
  func outcomes(_ run: Evaluation, shelter: Int, _ exclusions: [Exclusion]) -> [Outcome] {
    let hasSample = run.hasSample(shelter)
    return zip(standard.criteria, places).map { criterion, place in
      let roots = program.roots
      let applies = place.applies.map { run.truth(roots[$0], shelter) } ?? .yes
      let truths = place.levels.map { run.truth(roots[$0], shelter) }
      let certain = truths.prefix { $0 == .yes }.count
      let possible = truths.prefix { $0 != .no }.count
      var bases: Set<Outcome.Basis> = []
      var conflict = false
      var sample: SampleBasis?
      for (index, level) in criterion.levels.enumerated() where index <= possible {
        let records = run.truth(roots[place.records[index]], shelter)
        let answer = place.answers[index].map { run.truth(roots[$0], shelter) }
        let isSettled = level.ask?.settles == true && records == .unknown && answer != .unknown
        let drawn = hasSample && !isSettled ? run.sample(deciding: roots[place.levels[index]], shelter) : nil
        sample = sample ?? drawn
        bases.insert(isSettled ? .judged : drawn != nil ? .sample : basis(of: level.test))
        if let answer, answer != .unknown, records != .unknown, answer != records { conflict = true }
        if place.answers[index] != nil, let ask = level.ask, tally(ask.test, run, shelter).isConflict {
          conflict = true
        }
      }
      return Outcome(
        applies: applies, exclusion: exclusions.first { $0.criterion == criterion.id }, certain: certain,
        possible: possible, basis: bases.count == 1 ? bases.first ?? .records : bases.isEmpty ? .records : .mixed,
        conflict: conflict, sample: sample)
    }
  }

  private func basis(of condition: Condition) -> Outcome.Basis {
    switch condition {
    case .answer: return .judged
    case .all(let parts), .any(_, let parts):
      let bases = Set(parts.map { basis(of: $0) })
      return bases.count == 1 ? bases.first ?? .records : bases.isEmpty ? .records : .mixed
    case .not(let part): return basis(of: part)
    case .settled(let records, _): return basis(of: records)
    default: return .records
    }
  }

  func tally(_ test: AnswerTest, _ run: Evaluation, _ shelter: Int) -> AnswerTally {
    for node in program.verdicts {
      guard case .answer(let answer) = node, answer.question == test.question, answer.atLeast == test.atLeast,
        answer.methods == test.methods
      else { continue }
      return run.answers(answer, shelter: shelter)
    }
    return AnswerTally()
  }
}
