internal import Standard
internal import Values

/// A limit above what a field, a count or a list of codes can ever come to.
enum CountImpossible: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for test in standard.tests where test.criterion != nil {
      for (part, context) in TestParts(test).conditions {
        guard let limit = tooHigh(part, standard.dictionary) else { continue }
        diagnostics.error(
          "count-impossible", atAll: context.places,
          "\(subject(limit, standard.dictionary)) can never come to so much",
          help: limit.whole.high == .max ? nil : "the most is \(most(limit, part, standard.dictionary))")
      }
    }
  }

  /// The comparison, if it asks for more than there can be.
  static func tooHigh(_ part: Condition, _ dictionary: DataDictionary) -> Limit? {
    guard let limit = Limit(part, dictionary), limit.whole.codes == nil, limit.whole.high < .max,
      limit.extent.low > limit.whole.high
    else { return nil }
    return limit
  }

  private static func subject(_ limit: Limit, _ dictionary: DataDictionary) -> String {
    switch limit.subject {
    case .value(.field(let path), _), .quantity(.term(.field(let path))):
      return "“\(dictionary.records[path.target].fields[path.field].id)”"
    case .quantity(.count(_, .some)): return "the number of different values"
    case .quantity(.count(let choice, nil)):
      if case .moments = choice.source { return "this length of time" }
      return "the number of periods"
    default: return "this"
    }
  }

  private static func most(_ limit: Limit, _ part: Condition, _ dictionary: DataDictionary) -> String {
    // Doubled millionths, in the base unit of the subject.
    let number = FixedPoint(millionths: limit.whole.high / 2)
    switch limit.subject {
    case .value(.field(let path), _), .quantity(.term(.field(let path))):
      let field = dictionary.records[path.target].fields[path.field]
      guard case .number(let unit) = field.kind, let maximum = field.maximum else { return "\(number)" }
      return unit.isEmpty ? "\(maximum)" : "\(maximum) \(unit)"
    case .quantity(.count(let choice, nil)):
      if case .moments = choice.source {
        return Period(.seconds, number.millionths / FixedPoint.scale * 60).words
      }
      return "\(number)"
    default: return "\(number)"
    }
  }
}
