import Records
import Standard
import Testing
import Values

@testable import Engine

/// What a random sample shows of the whole, exactly.
struct SampleTests {
  private static var slow: SlowEvaluator {
    AgreementTests.slow(Dossier(label: "none", asOf: SmallWorld.asOf, collections: [], exclusions: [], rows: []))
  }

  private static func truths(
    _ tally: Tally, _ relation: Relation, percent: Int64, isWhole: Bool = false
  ) -> (engine: Truth, slow: Truth) {
    let limit = FixedPoint(millionths: percent * 10_000)
    let engine = SampleTest(tally, confidence: Standard.usualConfidence, isWhole: isWhole)
    func draw(_ good: Int64, of rows: Int64) -> SlowEvaluator.Draw {
      SlowEvaluator.Draw(good: Int(good), of: Int(rows), unseen: Int(tally.hidden), isWhole: isWhole)
    }
    let (tt, tu, tf) = (tally.yesYes, tally.yesUnknown, tally.yesNo)
    let (ut, uu, uf) = (tally.perhapsYes, tally.perhapsUnknown, tally.perhapsNo)
    return (
      engine.truth(relation, Ratio(millionths: limit.millionths)),
      slow.judged(
        relation, Fraction(limit), fewest: draw(tt, of: tt + tu + tf + uu + uf),
        most: draw(tt + tu + ut + uu, of: tt + tu + tf + ut + uu))
    )
  }

  @Test func engineAndPlainCountingAgree() {
    var dice = Dice(state: seed())
    var seen: [Truth: Int] = [:]
    for _ in 0..<4000 {
      var tally = Tally(yesYes: Int64(dice.below(25)), hidden: Int64(1 + dice.below(25)))
      tally.yesNo = Int64(dice.below(dice.pick([1, 3, 12])))
      tally.yesUnknown = Int64(dice.below(2))
      tally.perhapsYes = Int64(dice.below(2))
      tally.perhapsNo = Int64(dice.below(2))
      let relation = dice.pick(Relation.allCases.filter { $0 != .equal })
      let percent = Int64(dice.pick([0, 5, 10, 33, 50, 60, 75, 80, 90, 95, 100]))
      let (engine, slow) = Self.truths(tally, relation, percent: percent, isWhole: dice.oneIn(3))
      #expect(engine == slow, "\(tally) \(relation) \(percent) %")
      seen[slow, default: 0] += 1
    }
    #expect(seen.count == 3 && seen.values.allSatisfy { $0 > 100 }, "\(seen)")
  }

  /// LANGUAGE 2.12: ten files of twelve drawn at random, all in order; the same, one of which cannot be judged.
  @Test func tenOfTwelveShowNinetyPercent() {
    #expect(Self.truths(Tally(yesYes: 10, hidden: 2), .atLeast, percent: 90, isWhole: true) == (.yes, .yes))
    let open = Tally(yesYes: 9, yesUnknown: 1, hidden: 2)
    #expect(Self.truths(open, .atLeast, percent: 90, isWhole: true) == (.unknown, .unknown))
  }

  /// LANGUAGE 4.4: nineteen of nineteen drawn of two hundred do not show 95 %.
  @Test func nineteenOfTwoHundredShowLess() {
    let tally = Tally(yesYes: 19, hidden: 181)
    let test = SampleTest(tally, confidence: Standard.usualConfidence, isWhole: true)
    #expect(test.truth(.atLeast, Ratio(millionths: 950_000)) == .unknown)
    #expect(test.truth(.atLeast, Ratio(millionths: 860_000)) == .yes)
    #expect(test.truth(.atLeast, Ratio(millionths: 870_000)) == .unknown)
  }
}
