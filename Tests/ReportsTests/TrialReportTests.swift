import Reports
import Testing

/// What is said of how well examples watch the rules.
struct TrialReportTests {
  private func change(_ kind: String, _ written: String, _ words: String, _ example: String?) -> TrialReport.Change {
    TrialReport.Change(
      place: "f.xml:3:4", kind: kind, words: written + " " + words, written: written, noticedBy: example)
  }

  private func report(_ changes: [TrialReport.Change]) -> TrialReport {
    let part = TrialReport.Part(
      name: "A-1", title: "Trained", isCriterion: true,
      conditions: [
        TrialReport.Condition(place: "f.xml:2:1", words: "all is well", wasSo: true, wasNotSo: true, wasUnknown: true),
        TrialReport.Condition(
          place: "f.xml:3:1", words: "half is well", wasSo: true, wasNotSo: false, wasUnknown: false),
      ], changes: changes, same: 1)
    return TrialReport(standard: "small", parts: [part], hasCoverage: true, hasChanges: true)
  }

  /// Nearly all is not all.
  @Test(arguments: [
    (1999, 2000, "99.9 %"), (2000, 2000, "100.0 %"), (2, 3, "66.6 %"), (0, 5, "0.0 %"), (0, 0, "100.0 %"),
  ])
  func neverRoundsUp(_ noticed: Int, _ all: Int, _ text: String) {
    #expect(TrialReport.Count(noticed: noticed, all: all).percent == text)
  }

  @Test func saysWhatIsOpen() {
    let report = report([
      change("limit", #"at-least="2""#, "moved to 1", "two"), change("limit", #"at-least="2""#, "moved to 3", nil),
      change("condition", "<where>", "left out", nil),
    ])
    let said = text(report)
    for wanted in [
      "A-1  Trained\n", "seen to be so, not so and not known: 1 of 2 (50.0 %)",
      "f.xml:3:1: never not so, never not known: half is well", "limits watched on both sides: 0 of 1 (0.0 %)",
      "small changes noticed: 1 of 3 (33.3 %)", #"f.xml:3:4: at-least="2" moved to 3: no example notices"#,
      "f.xml:3:4: <where> left out: no example notices", "1 more only wrote the same otherwise",
    ] {
      #expect(said.contains(wanted), "“\(wanted)” is not in:\n\(said)")
    }
    #expect(!said.contains("moved to 1"))
    #expect(report.parts[0].isBlindToConditions && !report.parts[0].isBlindToLimits)
  }

  @Test func aLimitIsWatchedWhenEachMoveIsNoticed() {
    let watched = report([
      change("limit", #"at-least="2""#, "moved to 1", "two"), change("limit", #"at-least="2""#, "moved to 3", "three"),
    ])
    #expect(watched.limits == TrialReport.Count(noticed: 1, all: 1))
    #expect(report([]).limits.all == 0 && !report([]).parts[0].isBlindToLimits)
  }
}
