internal import Standard
internal import Values

/// `recorded` on a field that the same level compares: then the test speaks of the world, and `recorded` of the paper.
enum RecordedWorld: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for test in standard.tests where test.level != nil {
      var compared: Set<[Int]> = []
      var recorded: [(path: Path, places: [Location])] = []
      for (part, context) in TestParts(test).conditions {
        if case .recorded(let path) = part { recorded.append((path, context.places)) }
        // What only chooses rows, or is the premise of something else, is no demand on the field.
        if context.isFilter || context.isNegated { continue }
        switch part {
        case .compare(let left, _, let right):
          for case .field(let path) in [left, right] { compared.insert([path.target, path.field]) }
        case .oneOf(.field(let path), _), .within(.field(let path), _), .includes(let path, _, _):
          compared.insert([path.target, path.field])
        default: break
        }
      }
      for (path, places) in recorded where compared.contains([path.target, path.field]) {
        let name = standard.dictionary.records[path.target].fields[path.field].id
        diagnostics.warning(
          "recorded-world", atAll: places,
          "“\(name)” is compared at this level too; <recorded> only asks whether somebody wrote it down",
          help: "take <recorded> out if the level is about the world")
      }
    }
  }
}
