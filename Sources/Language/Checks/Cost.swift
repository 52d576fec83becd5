internal import Standard
internal import Values

/// Moments within moments within rows: each step of the outer ones does all steps of the inner ones.
enum Cost: StandardCheck {
  /// How many rows a list is taken to have; each that lasts begins and ends a stretch of time.
  private static let rows: Int64 = 1000

  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for test in standard.tests {
      for (choice, context) in TestParts(test).choices {
        let open = context.choices + [choice]
        guard case .moments = choice.source, open.count(where: isMoments) > 1, !open.allSatisfy(isMoments) else {
          continue
        }
        diagnostics.warning(
          "cost", atAll: context.places,
          "moments within moments within rows: about \(words(steps(open))) steps for lists of \(Self.rows) rows",
          help: "define the inner part as a field of its rows, or choose fewer rows first")
      }
    }
  }

  private static func isMoments(_ choice: Choice) -> Bool {
    if case .moments = choice.source { true } else { false }
  }

  /// The product of what each choice has, as far as numbers go.
  private static func steps(_ choices: [Choice]) -> Int64 {
    choices.reduce(1) { steps, choice in
      let own: Int64 =
        switch choice.source {
        case .records: rows
        case .moments: 2 * rows
        case .calendar(let rows):
          if case .last(let count) = rows.extent { max(1, count) } else { 366 }
        }
      let (product, isTooMuch) = steps.multipliedReportingOverflow(by: own)
      return isTooMuch ? .max : product
    }
  }

  /// “4 thousand million”, in round numbers.
  private static func words(_ steps: Int64) -> String {
    for (size, name) in [(1_000_000_000, "thousand million"), (1_000_000, "million"), (1000, "thousand")]
    where steps >= size {
      return "\(steps / Int64(size)) \(name)"
    }
    return "\(steps)"
  }
}
