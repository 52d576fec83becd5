internal import Standard
internal import Values

/// A period that would slide along with every moment: there is no last number of moments at which to look.
enum MovingPeriods: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for test in standard.tests {
      let parts = TestParts(test)
      var places: [Location] = []
      for (choice, context) in parts.choices where speaksOfMoment(choice.source.rows, context.choices) {
        places += context.places
      }
      for (condition, context) in parts.conditions {
        switch condition {
        case .gap(let gap) where speaksOfMoment(gap.window.rows, context.choices): places += context.places
        case .measure(let left, _, let right)
        where isMeasured(left, context.choices) || isMeasured(right, context.choices):
          places += context.places
        default: break
        }
      }
      var told: Set<String> = []
      for place in places where told.insert("\(place)").inserted {
        diagnostics.error(
          "time-window", at: place,
          "this length of time would move with every moment, and moments have no end of steps",
          help: "let it begin and end at times of a record, or ask of=\"day\"")
      }
    }
  }

  private static func speaksOfMoment(_ rows: OpenRows, _ choices: [Choice]) -> Bool {
    choices.reversed().enumerated().contains { index, choice in
      guard case .moments = choice.source else { return false }
      return rows.contains(index)
    }
  }

  /// Whether time is measured from or to a moment.
  private static func isMeasured(_ quantity: Quantity, _ choices: [Choice]) -> Bool {
    switch quantity {
    case .elapsed(let from, let to): speaksOfMoment(from.rows, choices) || speaksOfMoment(to.rows, choices)
    case .sum(let choice, let body), .extreme(let choice, let body, _, _), .average(let choice, let body, _),
      .median(let choice, let body, _):
      isMeasured(body, choices + [choice])
    case .choose(let cases, let otherwise):
      isMeasured(otherwise, choices) || cases.contains { isMeasured($0.quantity, choices) }
    case .plus(let parts): parts.contains { isMeasured($0, choices) }
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      isMeasured(left, choices) || isMeasured(right, choices)
    default: false
    }
  }
}
