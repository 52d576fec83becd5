import Foundation
import Standard
import Testing
import Values

@testable import Language

/// Small changes to rules: which are made, and that the tests they give are other tests.
struct MutantTests {
  // MARK: Limits

  @Test(
    arguments: [
      ("12", "at-least", ["11", "13"]), ("4.6 m2", "at-least", ["4.5 m2", "4.7 m2"]),
      ("40 h", "sum", ["39 h", "41 h"]),
      ("P12M", "during", ["P11M", "P13M"]), ("P1Y", "during", ["P11M", "P13M"]), ("P2W", "within", ["P13D", "P15D"]),
      ("P1D", "within", ["P2D"]), ("PT72H", "within", ["PT255600S", "PT262800S"]),
      ("5 business-days", "within", ["4 business-days", "6 business-days"]),
      ("as-of - P90D/as-of", "during", ["as-of - P89D/as-of", "as-of - P91D/as-of"]),
      (
        "started/ended", "during",
        ["started - P1D/ended", "started + P1D/ended", "started/ended - P1D", "started/ended + P1D"]
      ),
      ("2026-03-01", "equal", ["2026-02-28", "2026-03-02"]), ("$within", "during", []), ("as-of", "at", []),
      ("admission.deadline", "during", []), ("../as-of", "during", []),
    ])
  func movesLimits(_ text: String, _ relation: String, _ moved: [String]) {
    #expect(LimitSteps.steps(text, relation) == moved)
  }

  /// A share moves past the next share that a few rows can make, else an example could only notice by luck.
  @Test(
    arguments: [
      ("90%", "at-least", ["88.8%", "91%"]), ("75%", "at-least", ["66.6%", "76%"]), ("100%", "at-least", ["75%"]),
      ("50%", "at-least", ["33.3%", "51%"]), ("10%", "at-most", ["9%", "11.2%"]),
      ("90%", "more-than", ["89%", "100%"]),
      ("50%", "equal", ["49%", "51%"]),
    ])
  func movesShares(_ text: String, _ relation: String, _ moved: [String]) {
    #expect(LimitSteps.steps(text, relation) == moved)
  }

  @Test func movesHours() {
    #expect(
      LimitSteps.hours("22:00/06:30") == ["21:00/06:30", "23:00/06:30", "22:00/06:29", "22:00/06:31"])
    #expect(LimitSteps.hours("00:00/23:00").first == "23:00/23:00")
  }

  // MARK: Rules

  /// The changes of a criterion with this test, as they are said.
  private func mutants(_ test: String) throws -> RulePart {
    var rules = RuleFiles()
    rules.files["two.xml"] = """
      <domain id="two" title="Two">
        <define set="lately" of="training" during="P6M"/>
        <criterion id="B-1" title="B" severity="minor">
          <why>Why.</why>
          <level name="acceptable">
            <statement>So.</statement>
            \(test)
            <cite source="OWN" basis="good-practice"/>
            <remedy ref="train"/>
          </level>
        </criterion>
      </domain>
      """
    let parts = try rules.read().ruleParts(mutants: true).parts
    return try #require(parts.first { $0.name == "B-1" })
  }

  private func words(_ test: String) throws -> [String] { try mutants(test).mutants.map { $0.words } }

  @Test func changesAComparison() throws {
    #expect(
      try words(#"<count of="training" during="P12M" at-least="2"/>"#) == [
        #"during="P12M" moved to P11M"#, #"during="P12M" moved to P13M"#, #"at-least="2" moved to 1"#,
        #"at-least="2" moved to 3"#, #"at-least="2" as more-than"#, #"during="P12M" left out"#,
      ])
  }

  @Test func leavesConditionsOut() throws {
    let found = try words(
      """
      <exists of="staff" at="as-of">
        <where><is value="ended" equal="none"/><is value="started" at-most="as-of"/></where>
      </exists>
      <exists of="lately"/>
      """)
    for wanted in [
      #"at="as-of" left out"#, "<where> left out", #"<is value="ended" equal="none"> left out"#,
      #"<is value="started" at-most="as-of"> left out"#, "all parts of <where> as any", "all parts of <level> as any",
      #"<exists of="lately"> left out"#, #"<exists of="lately"> turned round: <none>"#,
      #"<is value="ended" equal="none"> turned round"#, #"at-most="as-of" as less-than"#,
    ] {
      #expect(found.contains(wanted), "“\(wanted)” is not among \(found)")
    }
  }

  @Test func changesLogic() throws {
    let either = try words(#"<any><exists of="staff" at="as-of"/><exists of="lately"/></any>"#)
    #expect(either.contains("<any> as all") && either.contains(#"<exists of="lately"> left out"#))
    let not = try words(#"<not><exists of="lately"/></not>"#)
    #expect(not.contains("<not> left out"))
    let every = try words(#"<every of="staff" at="as-of" if-empty="true"><is value="ended" equal="none"/></every>"#)
    #expect(every.contains(#"if-empty="true" as false"#) && every.contains(#"if-empty="true" as unknown"#))
  }

  /// What is written otherwise and lowers into the same is no other rule.
  @Test func knowsTheSameTest() throws {
    let part = try mutants(#"<not><not><exists of="lately"/></not></not>"#)
    let words = part.mutants.map { $0.words }
    #expect(words.filter { $0 == "<not> left out" }.count == 2)
    #expect(part.same == 0)
    let parts = try RuleFiles().read().ruleParts(mutants: true)
    for part in parts.parts {
      let written = part.criteria.map { parts.tests[$0] }
      for mutant in part.mutants { #expect(mutant.tests != written, "\(part.name): \(mutant.words)") }
    }
  }

  @Test func takesSharedPartsOnce() throws {
    let parts = try RuleFiles().read().ruleParts(mutants: true)
    #expect(
      parts.parts.map { $0.name } == [
        "A-1", "A-2", "B-1", "parameter any-way", "parameter hours", "parameter within", "condition trained",
      ])
    let hours = try #require(parts.parts.first { $0.name == "parameter hours" })
    // B-1 asks that A-1 is met, so the hours are its own too.
    #expect(hours.criteria == [0, 2])
    #expect(hours.mutants.map { $0.words } == [#"value="8 h" moved to 7 h"#, #"value="8 h" moved to 9 h"#])
    #expect("\(hours.location)" == "one.xml:2:3")
    // The bounds for profiles are no bounds for slips of the pen.
    var rules = RuleFiles()
    rules.files["one.xml"] = rules.files["one.xml"]?.replacingOccurrences(of: #"min="4 h""#, with: #"min="8 h""#)
    let bounded = try rules.read().ruleParts(mutants: true).parts.first { $0.name == "parameter hours" }
    #expect(bounded?.mutants.count == 2)
  }

  @Test func notesConditionsWithTheirPlaces() throws {
    let parts = try RuleFiles().read().ruleParts(mutants: false)
    #expect(parts.parts.allSatisfy { $0.mutants.isEmpty })
    let own = parts.conditions[2].map { "\($0.location)" }
    #expect(own == ["two.xml:7:7", "one.xml:9:7", "one.xml:10:7", "two.xml:2:31", "two.xml:8:7"])
    #expect(try rulesWithoutExamples().ruleParts(mutants: true).parts.isEmpty)
  }

  private func rulesWithoutExamples() throws -> CheckedStandard {
    let rules = RuleFiles()
    return try readStandard("standard.xml", examples: false) { rules.files[$0].map { Array($0.utf8) } }
  }
}
