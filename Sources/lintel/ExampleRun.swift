internal import Engine
internal import Language
internal import Records
internal import Standard
internal import Values

/// Judges the examples of a standard and compares what comes out with what they expect.
struct ExampleRun {
  let examples: [Example]
  let judge: Judge

  init(_ checked: CheckedStandard) {
    examples = checked.examples
    judge = Judge(checked.standard)
  }

  /// The examples of which something else is found than they expect.
  func problems() -> Diagnostics {
    var problems = Diagnostics()
    for example in examples {
      guard let found = found(example, &problems) else { continue }
      let expected = expected(example)
      guard expected != found else { continue }
      problems.error(
        "example", at: example.element.location,
        "\(name(example)): expected \(expected), found \(found)")
    }
    return problems
  }

  /// What is found of an example, in words; nil when its rows cannot be read.
  func found(_ example: Example, _ diagnostics: inout Diagnostics) -> String? {
    guard let (dossier, asOf) = example.dossier(judge.standard.dictionary, &diagnostics) else { return nil }
    let found = judge.outcomes(dossier, asOf: asOf)[example.criterion]
    return words(found.applies, found.certain, found.possible)
  }

  func expected(_ example: Example) -> String { words(example.applies, example.certain, example.possible) }

  func name(_ example: Example) -> String {
    "\(judge.standard.criteria[example.criterion].id), “\(example.name)”"
  }

  private func words(_ applies: Truth, _ certain: Int?, _ possible: Int?) -> String {
    if applies == .no { return "does not apply" }
    let grades = [certain, possible].map { $0.map { judge.standard.grades[$0].id } ?? "?" }
    return (grades[0] == grades[1] ? grades[0] : "\(grades[0]) to \(grades[1])")
      + (applies == .unknown ? ", if it applies" : "")
  }
}
