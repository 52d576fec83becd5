internal import Standard
internal import Values

/// A test, or a part of one, that is the same for every dossier by its numbers.
///
/// Limits that no number reaches are told by `CountImpossible`.
enum Constant: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for test in standard.tests where test.criterion != nil {
      let reasoning = Reasoning(dictionary: standard.dictionary)
      let partByPart = Reasoning(dictionary: standard.dictionary, comparesParts: false)
      var found: [(truth: Truth, isFilter: Bool, places: [Location])] = []
      for (part, context) in TestParts(test).conditions {
        guard isWritten(part, context, test), let truth = reasoning.truth(part), truth != .unknown,
          !isTooHigh(part, standard.dictionary)
        else { continue }
        // Where a part is always the same, whatever holds it may be too: that is one mistake.
        guard !parts(of: part).contains(where: { isConstant($0, reasoning) }) else { continue }
        if truth == .yes, partByPart.truth(part) == nil {
          diagnostics.warning(
            "constant", atAll: context.places,
            "whatever the value, this is so; it is only open where no value is known",
            help: "if that is meant, let it be; else look at the limits")
          continue
        }
        found.append((truth, isChoosing(part, context), context.places))
      }
      for one in found {
        diagnostics.error(
          "constant", atAll: one.places,
          one.isFilter
            ? "by its numbers this lets \(one.truth == .yes ? "every" : "no") row through, so it chooses nothing"
            : "by its numbers this is \(one.truth == .yes ? "always" : "never") so, whatever the records say",
          help: "look at the limits, or take it out")
      }
    }
  }

  /// Whether an author wrote it as it stands; words also lower into helpers of their own.
  private static func isWritten(_ part: Condition, _ context: PartContext, _ test: ReadTest) -> Bool {
    if part == .all([]) { return false }
    return test.places[part] != nil || part == test.condition || isChoosing(part, context)
  }

  /// Whether it is all that a `where` says.
  private static func isChoosing(_ part: Condition, _ context: PartContext) -> Bool {
    context.isFilter && part == context.choices.last?.filter
  }

  private static func isTooHigh(_ part: Condition, _ dictionary: DataDictionary) -> Bool {
    CountImpossible.tooHigh(part, dictionary) != nil
  }

  private static func isConstant(_ part: Condition, _ reasoning: Reasoning) -> Bool {
    if case .constant = part { return false }
    if part == .all([]) { return false }
    return reasoning.truth(part) != nil
  }

  private static func parts(of condition: Condition) -> [Condition] {
    switch condition {
    case .all(let parts), .any(_, let parts): parts
    case .not(let part): [part]
    case .every(let choice, let body, _): [body, choice.filter]
    case .settled(let records, _): [records]
    case .measure(.count(let choice, _), _, _): [choice.filter]
    case .measure(.share(let choice, let body, _), _, _): [body, choice.filter]
    default: []
    }
  }
}
