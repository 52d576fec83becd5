import Records
import Standard
import Testing
import Values

@testable import Engine

/// The engine and the slow evaluator on random rules and random dossiers.
struct AgreementTests {
  /// One rule and one dossier on which two evaluators differ.
  struct Difference {
    var rule: Condition
    var dossier: Dossier
    var other: Truth
    var slow: Truth
  }

  struct Outcome {
    var pairs = 0
    var differences: [Difference] = []
    var tested = Tested()
  }

  static let dictionary = SmallWorld.dictionary

  static func slow(_ dossier: Dossier, _ tested: Tested? = nil) -> SlowEvaluator {
    SlowEvaluator(dictionary: dictionary, dossier: dossier, asOf: SmallWorld.asOf, tested: tested)
  }

  /// An answer that is wider only by a millionth will do.
  private static func rounded(_ slow: SlowEvaluator) -> SlowEvaluator {
    var slow = slow
    slow.isRounding = true
    slow.tested = nil
    return slow
  }

  /// Rules in batches, each batch one program over many dossiers at once; every other program lists no evidence.
  static func run(pairs: Int, seed: UInt64, fault: Fault? = nil, isCounting: Bool = false) -> Outcome {
    var dice = Dice(state: seed)
    var outcome = Outcome()
    var next = 0
    while outcome.pairs < pairs, outcome.differences.count < 1000 {
      var maker = RuleMaker(Dice(state: dice.next()))
      var rules = (0..<80).map { _ in maker.rule() }
      for _ in 0..<20 {
        rules.append(SmallWorld.tests[next % SmallWorld.tests.count])
        next += 1
      }
      let dossiers = (0..<20).map { _ in SmallDossier(&dice).dossier }
      let data = Dataset(dossiers, dictionary, asOf: SmallWorld.asOf)
      let plain = Engine.evaluate(
        Program(rules, dictionary: dictionary, isForVerdictsOnly: fault == nil && dice.oneIn(2)), data)
      let run = fault.map { evaluate(rules, data, dictionary, fault: $0) } ?? plain
      for (place, dossier) in dossiers.enumerated() {
        let slow = slow(dossier, isCounting ? outcome.tested : nil)
        for (rule, (verdict, without)) in zip(rules, zip(run.truths(ofShelter: place), plain.truths(ofShelter: place)))
        {
          outcome.pairs += 1
          // Only what the error does counts as found.
          if fault != nil, verdict == without { continue }
          let truth = slow.truth(rule)
          if truth.rawValue == verdict || rounded(slow).truth(rule).rawValue == verdict { continue }
          outcome.differences.append(
            Difference(rule: rule, dossier: dossier, other: Truth(rawValue: verdict) ?? .unknown, slow: truth))
          if fault != nil { return outcome }
        }
      }
    }
    return outcome
  }

  @Test func engineAndSlowEvaluatorAgree() {
    let outcome = Self.run(pairs: 120_000, seed: seed(), isCounting: true)
    print("seed \(seed()): \(outcome.pairs) pairs, \(outcome.differences.count) differences\n\(outcome.tested.report)")
    Self.show(outcome.differences, by: .engine)
    #expect(outcome.differences.count == 0)
    #expect(outcome.tested.untested.isEmpty)
  }

  @Test(arguments: Fault.allCases) func aPlantedErrorDiffers(_ fault: Fault) {
    let outcome = Self.run(pairs: 100_000, seed: 7, fault: fault)
    #expect(outcome.differences.count > 0, "\(fault) went unnoticed over \(outcome.pairs) pairs")
  }

  /// The shortest of some differences, made smaller still.
  static func show(_ differences: [Difference], by other: Shrunk.Other) {
    let short = differences.map { ($0.rule.text, $0) }.sorted { $0.0.utf8.count < $1.0.utf8.count }
    var seen: Set<String> = []
    for (text, one) in short where seen.insert(text).inserted && seen.count <= 12 { print(Shrunk(one, by: other)) }
  }

  @Test func slowEvaluatorAndPlainOneAgreeWhereAllIsKnown() {
    var dice = Dice(state: seed())
    var outcome = Outcome()
    for _ in 0..<100 {
      var maker = RuleMaker(Dice(state: dice.next()), isTwoValued: true)
      let dossiers = (0..<10).map { _ in SmallDossier(&dice, .complete).dossier.withoutChance }
      // Over no moments at all nobody is surely alone, or not.
      let written = zip(SmallWorld.rules, SmallWorld.tests).filter { $0.0.name != "company" }.map { $0.1 }
      for rule in (0..<20).map({ _ in maker.rule() }) + written {
        for dossier in dossiers {
          outcome.pairs += 1
          let slow = Self.slow(dossier).truth(rule)
          let plain = Oracle(
            dictionary: Self.dictionary, dossier: dossier, source: dossier, asOf: SmallWorld.asOf,
            chance: outcome.pairs)
          let truth = plain.truth(rule)
          // Birthdays, and what nobody looked at, stay unknown.
          if slow == truth || rule.isNeverSure && (slow == .unknown || rule.isSettled) { continue }
          outcome.differences.append(Difference(rule: rule, dossier: dossier, other: truth, slow: slow))
        }
      }
    }
    print("\(outcome.pairs) pairs of a rule and a complete dossier")
    Self.show(outcome.differences, by: .plain)
    #expect(outcome.differences.count == 0)
  }
}
