public import Records
public import Standard
public import Values

/// Several versions of one criterion's tests, compiled together, so that what they share is worked out once.
public struct RuleTrial: Sendable {
  /// When the criterion applies, and the test of each level.
  public struct Version: Sendable {
    public var applies: Condition?
    public var levels: [Condition]

    public init(applies: Condition?, levels: [Condition]) {
      self.applies = applies
      self.levels = levels
    }
  }

  private let dictionary: DataDictionary
  private let program: Program
  /// For each version the places of its conditions among the program's roots.
  private let places: [(applies: Int?, levels: [Int])]
  /// For each condition watched, which of the program's readings is its own.
  private let watched: [String]

  /// - Parameter watched: conditions of which it is asked which truths they take, on any row.
  public init(
    _ versions: [Version], _ dictionary: DataDictionary, confidence: FixedPoint, watched: [Condition] = []
  ) {
    self.dictionary = dictionary
    var conditions: [Condition] = []
    var roots: [Condition: Int] = [:]
    func place(_ condition: Condition) -> Int {
      if let known = roots[condition] { return known }
      conditions.append(condition)
      roots[condition] = conditions.count - 1
      return conditions.count - 1
    }
    places = versions.map { ($0.applies.map(place), $0.levels.map(place)) }
    // The same condition of a row further out is one node, so both go by one name.
    var names: [Condition: String] = [:]
    var readings: [Condition: String] = [:]
    var own: [String] = []
    for condition in watched {
      let plain = Self.plain(condition)
      let name = names[plain] ?? "\(names.count)"
      names[plain] = name
      readings[condition] = name
      readings[Self.single(condition)] = name
      own.append(name)
    }
    self.watched = own
    program = Program(conditions, dictionary: dictionary, confidence: confidence, readings: readings)
  }

  /// Without a conjunction of one around it.
  private static func single(_ condition: Condition) -> Condition {
    if case .all(let parts) = condition, parts.count == 1 { return single(parts[0]) }
    return condition
  }

  /// Seen from the row that it speaks of.
  private static func plain(_ condition: Condition) -> Condition {
    let single = single(condition)
    return single.outward(single.rows.innermost ?? 0)
  }

  /// What comes of some dossiers, each as things stand on its day.
  public struct Result: Sendable {
    /// By version, for each dossier; where the criterion does not apply, the grades are 0.
    public var verdicts: [[Verdict]] = []
    /// For each condition watched the truths it took, as bits (bit 0 no, 1 unknown, 2 yes); nil where it is never
    /// worked out by itself.
    public var truths: [UInt8?] = []
  }

  public func result(_ dossiers: [(dossier: Dossier, asOf: CalendarDate)]) -> Result {
    var result = Result()
    let none = Verdict(applies: .no, certain: 0, possible: 0)
    result.verdicts = places.map { _ in Array(repeating: none, count: dossiers.count) }
    var seen: [String: UInt8] = [:]
    for (_, name) in program.readings { seen[name] = 0 }
    // A dataset is about one day.
    for day in Set(dossiers.map { $0.asOf }).sorted() {
      let chosen = dossiers.indices.filter { dossiers[$0].asOf == day }
      let run = evaluate(program, Dataset(chosen.map { dossiers[$0].dossier }, dictionary, asOf: day))
      for (version, place) in places.enumerated() {
        for (shelter, index) in chosen.enumerated() {
          result.verdicts[version][index] = verdict(run, place, shelter)
        }
      }
      for (id, name) in program.readings {
        for truth in run.verdicts[id] { seen[name, default: 0] |= 1 << truth }
      }
    }
    result.truths = watched.map { seen[$0] }
    return result
  }

  private func verdict(_ run: Evaluation, _ place: (applies: Int?, levels: [Int]), _ shelter: Int) -> Verdict {
    let applies = place.applies.map { run.truth(program.roots[$0], shelter) } ?? .yes
    var verdict = Verdict(applies: applies, certain: 0, possible: 0)
    guard applies != .no else { return verdict }
    for (index, level) in place.levels.enumerated() {
      let truth = run.truth(program.roots[level], shelter)
      if truth == .yes, verdict.certain == index { verdict.certain += 1 }
      if truth != .no, verdict.possible == index { verdict.possible += 1 }
    }
    return verdict
  }
}
