import Testing
import Values

@testable import Language

/// Lengths of time that would move with every moment are refused; those that a row or a day begins are not.
struct MovingPeriodsTests {
  private func messages(_ test: String) throws -> [Diagnostic] {
    try SampleFiles([ErrorCode.Sample(.test, test)]).messages().filter { $0.severity == .error }
  }

  @Test(arguments: [
    #"<every of="moment" as="m" during="P7D" if-empty="unknown"><every of="moment" during="m - PT6H/m" if-empty="unknown"><exists of="shift" at="moment"/></every></every>"#,
    #"<every of="moment" as="m" during="P7D" if-empty="unknown"><highest of="shift" at="m" if-empty="true" at-most="PT12H"><elapsed from="started" to="m"/></highest></every>"#,
  ])
  func aPeriodThatMovesWithAMomentIsRefused(test: String) throws {
    let found = try messages(test)
    #expect(found.contains { $0.code == "time-window" && $0.message.contains("move with every moment") }, "\(found)")
  }

  @Test(arguments: [
    #"<every of="moment" during="P7D" if-empty="unknown"><exists of="shift" at="moment"/></every>"#,
    #"<every of="stay" as="s" at="as-of" if-empty="unknown"><every of="moment" during="s" if-empty="unknown"><exists of="shift" at="moment"/></every></every>"#,
    #"<every of="moment" as="m" during="P7D" if-empty="unknown"><exists of="shift" at="m"><where><is value="started" at-least="m - PT12H"/></where></exists></every>"#,
  ])
  func othersAreNot(test: String) throws {
    let found = try messages(test)
    #expect(!found.contains { $0.message.contains("move with every moment") }, "\(found)")
  }

  @Test func aDutyOfAStateIsNoCriterion() throws {
    var files = try SampleFiles([])
    files.files["one.xml"] = files.files["one.xml"]?.replacing(
      "severity=\"minor\"", with: "severity=\"minor\" concerns=\"ALL state\"")
    let found = try files.messages().first { $0.message.contains("duty of a state") }
    #expect(found?.severity == .error)
    #expect(found?.help?.contains("list of facts") == true)
  }
}
