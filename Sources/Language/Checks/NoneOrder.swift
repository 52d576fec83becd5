internal import Standard
internal import Values

/// An order asked of a field that may be *none*: then it is not so, and nothing in the test says that this is meant.
///
/// A deed that was not done has no date, and so was not done by any day: a date asked to be *before* another needs no more.
enum NoneOrder: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for test in standard.tests where test.criterion != nil {
      // Wherever the test speaks of the none of a field, its author has thought of it; and what must lie between two
      // days has to be there at all.
      var considered: Set<[Int]> = []
      var bounded: Set<[Value]> = []
      for (part, _) in TestParts(test).conditions {
        switch part {
        case .isNone(.field(let path)): considered.insert([path.target, path.field])
        case .compare(let left, .atMost, .shifted(let right, _, _)),
          .compare(let left, .lessThan, .shifted(let right, _, _)):
          bounded.insert([left, right])
        default: break
        }
      }
      var found: [(path: Path, places: [Location])] = []
      for (part, context) in TestParts(test).conditions {
        guard case .compare(let left, let relation, let right) = part, relation != .equal else { continue }
        if case .shifted(let base, _, _) = right, bounded.contains([left, base]) { continue }
        let isUpper = relation == .atMost || relation == .lessThan
        for (side, isBefore) in [(left, isUpper), (right, !isUpper)] {
          guard let path = fieldOf(side), !considered.contains([path.target, path.field]) else { continue }
          let field = standard.dictionary.records[path.target].fields[path.field]
          guard field.mayBeNone else { continue }
          let isDate = field.kind == .date || field.kind == .instant
          if isDate, isBefore { continue }
          found.append((path, context.places))
        }
      }
      for (path, places) in found {
        let type = standard.dictionary.records[path.target]
        diagnostics.warning(
          "none-order", atAll: places,
          "“\(type.id).\(type.fields[path.field].id)” may be none, and then this comparison is never so",
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
