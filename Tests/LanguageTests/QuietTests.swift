import Testing
import Values

@testable import Language

/// Rules that are right and look a little like a mistake: nothing is said of them.
@Suite struct QuietTests {
  struct Case: CustomTestStringConvertible {
    var code: String
    var samples: [ErrorCode.Sample]

    init(_ code: String, _ test: String) {
      self.code = code
      samples = [.init(.test, test)]
    }

    init(_ code: String, _ acceptable: String, ideal: String) {
      func level(_ name: String, _ test: String) -> String {
        """
        <level name="\(name)"><statement>So.</statement>\(test)<cite source="OK-75:30" basis="good-practice"/>
        <remedy kind="do-now">Do it.</remedy></level>
        """
      }
      self.code = code
      samples = [
        .init(.standard, #"<level name="acceptable" points="75"/><level name="ideal" points="100"/>"#),
        .init(.criterion, level("acceptable", acceptable) + level("ideal", ideal)),
      ]
    }

    var testDescription: String { "\(code): \(samples.map { $0.text }.joined(separator: " "))" }
  }

  @Test(arguments: constants + ladders + doubts) func nothingIsSaid(_ one: Case) throws {
    let found = try SampleFiles(one.samples).messages()
    #expect(found.filter { $0.severity == .error || $0.code == one.code }.map { "\($0)" } == [])
  }

  private static func staff(_ filter: String) -> String {
    "<exists of=\"staff\" at=\"as-of\"><where>\(filter)</where></exists>"
  }

  static let constants = [
    #"<count of="board-member" at="as-of" at-least="1"/>"#,
    #"<count of="board-member" at="as-of" more-than="0"/>"#,
    #"<share of="staff" at="as-of" if-empty="true" at-least="100%"><is value="contact" equal="yes"/></share>"#,
    staff(#"<is value="experience" at-least="2 years"/><is value="experience" at-most="5 years"/>"#),
    staff(#"<any><is value="experience" less-than="2 years"/><is value="experience" more-than="2 years"/></any>"#),
    // All codes of the list, and yet a worker may have no licence.
    staff(#"<not><is value="licence" in="clinical trainee"/></not>"#),
    staff(#"<any><is value="licence_until" equal="none"/><is value="licence_until" at-least="as-of"/></any>"#),
    // A temperature may be below zero.
    #"<every of="inspection" during="P12M" if-empty="true"><is value="reading" at-least="0 degC"/></every>"#,
    #"<count of="month" during="P12M" at-least="12"><where><exists of="meeting" during="month"/></where></count>"#,
    #"<count of="moment" during="P1D" hours="22:00/07:00" at-least="PT9H"><where><exists of="shift" at="moment"/></where></count>"#,
    #"<count of="staff" at="as-of" distinct="contract" at-least="4"/>"#,
    #"<any><document kind="psea"/><not><document kind="conduct"/></not></any>"#,
  ].map { Case("constant", $0) }

  static let ladders = [
    Case(
      "level-order", #"<count of="staff" at="as-of" at-least="3"/>"#,
      ideal: #"<count of="staff" at="as-of" at-least="5"/>"#),
    Case(
      "level-order", #"<count of="staff" at="as-of" at-least="3"/>"#,
      ideal: #"<count of="staff" at="as-of" at-most="9"/>"#),
    Case(
      "level-order", #"<document kind="psea" reviewed="P24M"/>"#, ideal: #"<document kind="psea" reviewed="P12M"/>"#),
    // Twelve months are no longer than 366 days, and may be shorter.
    Case(
      "level-order", #"<document kind="psea" reviewed="P366D"/>"#, ideal: #"<document kind="psea" reviewed="P12M"/>"#),
    Case(
      "level-order", #"<document kind="psea" clauses="no-exchange duty-to-report manager-duty" at-least="2"/>"#,
      ideal: #"<document kind="psea" clauses="no-exchange duty-to-report manager-duty"/>"#),
    Case(
      "level-order", #"<document kind="psea" clauses="no-exchange duty-to-report manager-duty" at-least="2"/>"#,
      ideal: #"<document kind="psea" clauses="no-exchange duty-to-report" at-least="2"/>"#),
    Case(
      "level-order", #"<every of="space" if-empty="true"><covers field="features" codes="step-free"/></every>"#,
      ideal: #"<every of="space" if-empty="false"><covers field="features" codes="step-free"/></every>"#),
    Case(
      "level-order", #"<exists of="training" during="P6M"><where><is value="form" equal="online"/></where></exists>"#,
      ideal: #"<exists of="training" during="P6M"><where><is value="form" equal="classroom"/></where></exists>"#),
    Case(
      "level-order", #"<exists of="training" during="P12M"/>"#,
      ideal: #"<exists of="training" during="P6M"/>"#),
    Case(
      "level-order", #"<none of="incident" during="P6M" when="happened_at"/>"#,
      ideal: #"<none of="incident" during="P12M" when="happened_at"/>"#),
  ]

  static let doubts = [
    Case(
      "none-order",
      #"<every of="staff" at="as-of" if-empty="true"><any><is value="licence_until" equal="none"/><is value="licence_until" at-least="as-of"/></any></every>"#
    ),
    // What was not done was not done in time.
    Case(
      "none-order",
      #"<every of="staff-check" during="P12M" if-empty="true"><is value="done_on" at-most="as-of"/></every>"#),
    // Who has not left is still there.
    Case(
      "none-order",
      #"<exists of="staff" at="as-of"><where><not><is value="licence_until" at-most="as-of"/></not></where></exists>"#),
    Case("none-order", #"<every of="staff" at="as-of" if-empty="true"><is value="started" at-most="as-of"/></every>"#),
    Case(
      "none-order",
      #"<every of="plan" during="P12M" when="ended_on" if-empty="true"><elapsed from="agreed_on" to="ended_on" at-least="P84D" at-most="P112D"/></every>"#
    ),
    // Whether there were faults is the premise of what must be written down.
    Case(
      "recorded-world",
      #"<every of="inspection" during="P12M" if-empty="true"><recorded field="result"/><if><where><is value="result" equal="faults"/></where><recorded field="fixed_on"/></if></every>"#
    ),
    Case(
      "recorded-world",
      #"<every of="incident" during="P12M" if-empty="true"><recorded field="recorded_on"/><is value="seriousness" at-most="medium"/></every>"#
    ),
    Case(
      "voluntary",
      #"<share of="admission" during="P12M" when="started" if-empty="true" at-least="90%"><exists of="session" for="admission" during="P12M"><where><is value="outcome" in="held declined"/></where></exists></share>"#
    ),
    // A refusal is let go, not counted.
    Case(
      "voluntary",
      #"<share of="session" during="P3M" if-empty="true" at-least="90%"><where><is value="outcome" equal="held"/></where><covers field="note" codes="date"/></share>"#
    ),
    Case(
      "voluntary",
      #"<every of="staff" at="as-of" if-empty="true"><exists of="session" for="staff" during="P3M"><where><is value="outcome" equal="held"/></where></exists></every>"#
    ),
    Case(
      "count-persons",
      #"<compare is="at-most"><count of="shift" during="P1D" distinct="staff"/><count of="staff" at="as-of"/></compare>"#
    ),
    Case(
      "count-persons",
      #"<compare is="at-most"><count of="admission" at="as-of"/><times by="6"><count of="staff" at="as-of"/></times></compare>"#
    ),
    Case(
      "count-persons",
      #"<compare is="at-most"><count of="admission" at="as-of"/><term value="shelter.capacity"/></compare>"#),
    Case(
      "cost",
      #"<every of="moment" during="P7D"><exists of="shift" at="moment"><where><exists of="training" for="shift.staff" during="P12M"/></where></exists></every>"#
    ),
    Case(
      "sample-every", #"<every of="admission" at="as-of" if-empty="true"><is value="on_the_move" equal="no"/></every>"#),
  ]
}
