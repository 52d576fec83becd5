internal import Standard
internal import Values

/// A level that no example fails: nobody would notice if its test let everything through.
enum ExampleCoverage: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    guard standard.hasExamples else { return }
    for (place, criterion) in standard.criteria.enumerated() {
      let examples = standard.examples.filter { $0.criterion == place }
      // With fewer than three, that is told already.
      guard examples.count >= 3 else { continue }
      let tests = standard.tests.filter { $0.criterion == criterion.id && $0.level != nil }
      for (level, test) in tests.enumerated() {
        let fails = examples.contains { example in example.possible.map { $0 <= level } ?? false }
        guard !fails else { continue }
        diagnostics.warning(
          "example", at: test.element.location,
          "\(criterion.id): no example fails “\(test.level ?? "")”, so nobody would notice if it were always met",
          help: "add one whose “possible” is lower")
      }
    }
  }
}
