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
    var engine: Truth
    var slow: Truth
  }

  static let dictionary = SmallWorld.dictionary

  static func slow(_ dossier: Dossier, _ tested: Tested? = nil) -> SlowEvaluator {
    SlowEvaluator(dictionary: dictionary, dossier: dossier, asOf: SmallWorld.asOf, tested: tested)
  }

  /// Differences that are reported and not yet mended.
  static func known(_ rule: Condition) -> Bool {
    false
  }

  /// Rules in batches, each batch one program over many dossiers at once.
  static func run(
    batches: Int, rules: Int, dossiers: Int, seed: UInt64, style: DossierStyle, isForVerdictsOnly: Bool = false,
    tested: Tested, most: Int = 20
  ) -> (pairs: Int, differences: [Difference]) {
    var dice = Dice(state: seed)
    var pairs = 0
    var differences: [Difference] = []
    for _ in 0..<batches {
      var maker = RuleMaker(Dice(state: dice.next()))
      let conditions = (0..<rules).map { _ in maker.rule() }
      let all = (0..<dossiers).map { _ in SmallDossier(&dice, style).dossier }
      let program = Program(conditions, dictionary: dictionary, isForVerdictsOnly: isForVerdictsOnly)
      let run = Engine.evaluate(program, Dataset(all, dictionary, asOf: SmallWorld.asOf))
      for (place, dossier) in all.enumerated() {
        let verdicts = run.truths(ofShelter: place)
        let slow = slow(dossier, tested)
        for (rule, verdict) in zip(conditions, verdicts) {
          pairs += 1
          let truth = slow.truth(rule)
          if truth.rawValue == verdict || Self.known(rule) { continue }
          differences.append(
            Difference(rule: rule, dossier: dossier, engine: Truth(rawValue: verdict) ?? .unknown, slow: truth))
          if differences.count >= most { return (pairs, differences) }
        }
      }
    }
    return (pairs, differences)
  }

  /// The shortest of some differences, made smaller still.
  static func show(_ differences: [Difference], by other: Shrunk.Other) {
    let short = differences.map { ($0.rule.text, $0) }.sorted { $0.0.utf8.count < $1.0.utf8.count }
    var seen: Set<String> = []
    for (text, one) in short where seen.insert(text).inserted && seen.count <= 12 { print(Shrunk(one, by: other)) }
  }

  @Test(arguments: [false]) func engineAndSlowEvaluatorAgree(isForVerdictsOnly: Bool) {
    let tested = Tested()
    let (pairs, differences) = Self.run(
      batches: 100, rules: 100, dossiers: 10, seed: seed(), style: DossierStyle(),
      isForVerdictsOnly: isForVerdictsOnly, tested: tested, most: 1000)
    print("\(pairs) pairs, \(differences.count) differences\n\(tested.report)")
    Self.show(differences, by: .engine)
    #expect(differences.count == 0)
  }

  @Test func slowEvaluatorAndPlainOneAgreeWhereAllIsKnown() {
    var dice = Dice(state: seed())
    let tested = Tested()
    var pairs = 0
    var differences: [Difference] = []
    for _ in 0..<50 {
      var maker = RuleMaker(Dice(state: dice.next()), isTwoValued: true)
      let dossiers = (0..<10).map { _ in SmallDossier(&dice, .complete).dossier.withoutChance }
      for _ in 0..<20 {
        let rule = maker.rule()
        for dossier in dossiers {
          pairs += 1
          let slow = Self.slow(dossier, tested).truth(rule)
          let plain = Oracle(
            dictionary: Self.dictionary, dossier: dossier, source: dossier, asOf: SmallWorld.asOf, chance: pairs)
          let truth = plain.truth(rule)
          // Birthdays, and what nobody looked at, stay unknown.
          if slow == truth || rule.isNeverSure && (slow == .unknown || rule.isSettled) { continue }
          differences.append(Difference(rule: rule, dossier: dossier, engine: truth, slow: slow))
        }
      }
    }
    print("\(pairs) pairs, \(differences.count) differences\n\(tested.report)")
    Self.show(differences, by: .plain)
    #expect(differences.count == 0)
  }
}
