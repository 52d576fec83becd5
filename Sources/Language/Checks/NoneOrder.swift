internal import Standard
internal import Values

/// An order asked of a field that may be *none*: then it is not so, and nothing in the test says that this is meant.
///
/// A deed that was not done has no date, and so was not done in time: a date asked to be *before* another needs no more.
enum NoneOrder: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for test in standard.tests where test.criterion != nil {
      // Wherever the test speaks of the none of a field, its author has thought of it.
      var considered: Set<[Int]> = []
      for (part, _) in TestParts(test).conditions {
        if case .isNone(.field(let path)) = part { considered.insert([path.target, path.field]) }
      }
      var found: [(path: Path, places: [Location])] = []
      for (part, context) in TestParts(test).conditions {
        guard case .compare(let left, let relation, let right) = part, relation != .equal else { continue }
        let isUpper = relation == .atMost || relation == .lessThan
        for (side, isBefore) in [(left, isUpper), (right, !isUpper)] {
          guard let path = fieldOf(side), !considered.contains([path.target, path.field]) else { continue }
          let field = standard.dictionary.records[path.target].fields[path.field]
          guard field.mayBeNone else { continue }
          let isDate = field.kind == .date || field.kind == .instant
          if isDate, isBefore, !context.isNegated { continue }
          found.append((path, context.places))
        }
      }
      for (path, places) in found {
        let type = standard.dictionary.records[path.target]
        diagnostics.warning(
          "none-order", atAll: places,
          "“\(type.fields[path.field].id)” of a \(type.label) may be none, and then this comparison is never so",
          help: "say what none means with equal=\"none\"")
      }
    }
  }

  /// The field that decides whether a side has a value.
  private static func fieldOf(_ value: Value) -> Path? {
    switch value {
    case .field(let path): path
    case .shifted(let base, _, _), .workdays(let base, _, _): fieldOf(base)
    default: nil
    }
  }
}
