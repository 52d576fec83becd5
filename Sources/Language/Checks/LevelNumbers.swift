internal import Standard
internal import Values

/// Levels that by their numbers do not climb: the higher can never be reached, or is reached with the lower.
enum LevelNumbers: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    let reasoning = Reasoning(dictionary: standard.dictionary)
    for criterion in standard.criteria {
      let tests = standard.tests.filter { $0.criterion == criterion.id && $0.level != nil }
      guard tests.count > 1 else { continue }
      for (lower, upper) in zip(tests, tests.dropFirst()) {
        guard let low = lower.level, let high = upper.level,
          reasoning.truth(lower.condition) == nil, reasoning.truth(upper.condition) == nil
        else { continue }
        if reasoning.excludes(lower.condition, upper.condition) {
          diagnostics.error(
            "level-order", at: upper.element.location,
            "\(criterion.id): by its numbers “\(high)” can never be so where “\(low)” is, so nobody can reach it",
            help: "ask more of the same, not something else")
        } else if reasoning.implies(lower.condition, upper.condition) {
          diagnostics.warning(
            "level-order", at: upper.element.location,
            "\(criterion.id): whoever reaches “\(low)” reaches “\(high)” too; it asks nothing more",
            help: "ask more, or let both levels say that they are one")
        }
      }
    }
  }
}
