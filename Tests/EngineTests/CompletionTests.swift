import Records
import Standard
import Testing
import Values

@testable import Engine

/// No way to fill the gaps of a small dossier contradicts what the engine is sure of.
struct CompletionTests {
  static let dictionary = SmallWorld.dictionary

  /// How many definite verdicts a run of dossiers contradicts, and what was looked at.
  struct Outcome {
    var dossiers = 0
    var fillings = 0
    var definite = 0
    var contradictions: [String] = []
    var tested = Tested()
  }

  /// Rules in small batches: some of those read from XML, and random ones.
  static func run(
    dossiers: Int, seed: UInt64, most: Int, random: Int = 8, fault: Fault? = nil, stopAtFirst: Bool = false,
    isCounting: Bool = false
  ) -> Outcome {
    var dice = Dice(state: seed)
    var outcome = Outcome()
    var next = 0
    while outcome.dossiers < dossiers {
      var maker = RuleMaker(Dice(state: dice.next()), isTwoValued: true)
      var rules = (0..<random).map { _ in maker.rule() }
      for _ in 0..<6 {
        rules.append(SmallWorld.tests[next % SmallWorld.tests.count])
        next += 1
      }
      var batch: [(dossier: Dossier, completions: [Dossier])] = []
      while batch.count < 20 {
        let small = SmallDossier(&dice, .tiny)
        guard let completions = small.completions(&dice, most: most), completions.count > 1 else { continue }
        batch.append((small.dossier, completions))
      }
      check(rules, batch, fault, &outcome, isCounting: isCounting)
      if stopAtFirst, !outcome.contradictions.isEmpty { break }
    }
    return outcome
  }

  private static func check(
    _ rules: [Condition], _ batch: [(dossier: Dossier, completions: [Dossier])], _ fault: Fault?,
    _ outcome: inout Outcome, isCounting: Bool
  ) {
    func evaluation(_ rules: [Condition], _ dossiers: [Dossier], _ fault: Fault?) -> Evaluation {
      evaluate(rules, Dataset(dossiers, dictionary, asOf: SmallWorld.asOf), dictionary, fault: fault)
    }
    let judged = evaluation(rules, batch.map { $0.dossier }, fault)
    // Only what the error does counts as found.
    let sound = fault == nil ? nil : evaluation(rules, batch.map { $0.dossier }, nil)
    // What hangs on chance, or on what people answered, filling gaps may contradict.
    let plain = evaluation(rules.map { $0.recordsOnly }, batch.map { $0.dossier.withoutChance }, fault)
    for (place, (dossier, completions)) in batch.enumerated() {
      outcome.dossiers += 1
      outcome.fillings += completions.count
      let slow = isCounting ? AgreementTests.slow(dossier, outcome.tested) : nil
      let verdicts = zip(judged.truths(ofShelter: place), plain.truths(ofShelter: place))
      let without = sound?.truths(ofShelter: place)
      for (number, (rule, (verdict, sure))) in zip(rules, verdicts).enumerated() {
        _ = slow?.truth(rule)
        guard verdict != 1, verdict == sure, verdict != without?[number] else { continue }
        outcome.definite += 1
        for (chance, completion) in completions.enumerated() {
          let oracle = Oracle(
            dictionary: dictionary, dossier: completion, source: dossier, asOf: SmallWorld.asOf, chance: chance)
          let truth = oracle.truth(rule)
          if truth.rawValue == verdict { continue }
          outcome.contradictions.append(
            "\(rule.text): engine \(verdict), a completion \(truth)\n\(Shrunk.text(dossier))\nfilled "
              + difference(completion, dossier))
          break
        }
      }
    }
  }

  /// What was filled in.
  private static func difference(_ completion: Dossier, _ dossier: Dossier) -> String {
    let before = Set(String(decoding: dossier.canonical(dictionary), as: UTF8.self).split(separator: "\n"))
    return String(decoding: completion.canonical(dictionary), as: UTF8.self).split(separator: "\n")
      .filter { !before.contains($0) || $0.hasPrefix("row") }.joined(separator: ";")
  }

  /// In two halves, at the same time.
  @Test(arguments: [0, 1] as [UInt64]) func noCompletionContradictsAVerdict(half: UInt64) {
    let outcome = Self.run(dossiers: 10_000, seed: seed() &+ half, most: 32, isCounting: true)
    print(
      "seed \(seed() &+ half): \(outcome.dossiers) dossiers, \(outcome.fillings) fillings, \(outcome.definite) definite verdicts\n"
        + outcome.tested.report)
    for one in outcome.contradictions.sorted(by: { $0.utf8.count < $1.utf8.count }).prefix(6) { print("---", one) }
    #expect(outcome.contradictions.count == 0)
    #expect(outcome.tested.untested.isEmpty)
    // A test that finds little definite would prove little.
    #expect(outcome.definite > 4 * outcome.dossiers)
  }

  /// What a sample shows, filling gaps may contradict: that error is for the slow evaluator to see.
  @Test(arguments: Fault.allCases.filter { $0 != .sampleShownTooSoon })
  func aPlantedErrorIsCaught(_ fault: Fault) {
    let outcome = Self.run(dossiers: 12_000, seed: 7, most: 32, fault: fault, stopAtFirst: true)
    print("\(fault) caught after \(outcome.dossiers) dossiers")
    #expect(outcome.contradictions.count > 0, "\(fault) went unnoticed over \(outcome.fillings) fillings")
  }

  @Test func everyRuleComesOutBothWays() {
    var dice = Dice(state: 11)
    var seen = SmallWorld.rules.map { _ in Set<UInt8>() }
    let dossiers = (0..<3000).map { _ in SmallDossier(&dice).dossier }
    let run = evaluate(
      SmallWorld.tests, Dataset(dossiers, Self.dictionary, asOf: SmallWorld.asOf), Self.dictionary, fault: nil)
    for place in dossiers.indices {
      for (rule, verdict) in run.truths(ofShelter: place).enumerated() { seen[rule].insert(verdict) }
    }
    for (rule, verdicts) in zip(SmallWorld.rules, seen) {
      #expect(verdicts == [0, 1, 2], "\(rule.name) came out only as \(verdicts.sorted())")
    }
  }

  @Test func manyDossiersTogetherAreJudgedLikeEachAlone() {
    var dice = Dice(state: 3)
    let dossiers = (0..<200).map { _ in SmallDossier(&dice).dossier }
    let program = Program(SmallWorld.tests, dictionary: Self.dictionary)
    let together = Dataset(dossiers, Self.dictionary, asOf: SmallWorld.asOf)
    let whole = Engine.evaluate(program, together)
    let half = Engine.evaluate(program, together, shelters: 100..<200)
    for (index, dossier) in dossiers.enumerated() {
      let alone = Engine.evaluate(program, Dataset([dossier], Self.dictionary, asOf: SmallWorld.asOf)).truths(
        ofShelter: 0)
      #expect(whole.truths(ofShelter: index) == alone)
      if index >= 100 { #expect(half.truths(ofShelter: index - 100) == alone) }
    }
  }
}

/// The seed of random tests: given by the environment, else the same every time.
func seed() -> UInt64 { ProcessEnvironment.seed ?? 20_260_630 }
