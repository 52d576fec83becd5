internal import ArgumentParser
internal import Engine
internal import Language
internal import Records
internal import Standard
internal import Values

struct StandardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "standard", abstract: "What a standard asks, and whether its rules are sound.",
    subcommands: [StandardList.self, StandardShow.self, StandardTest.self, StandardLint.self])
}

struct StandardList: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "list", abstract: "The standards that ship with Lintel.")

  func run() throws {
    for id in Load.standardIDs() {
      let standard = try Load.standard(id).standard
      try Console.print("\(id)  \(standard.version)  \(standard.criteria.count) criteria  \(standard.title)")
    }
  }
}

struct StandardShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "The criteria of a standard, or one criterion in full.")

  @Argument(help: "A criterion, such as ADM-01; left out, all in short.")
  var criterion: String?

  @Option(help: "The standard: its id, or the path of its folder.")
  var standard = "mhpss-shelter"

  func run() throws {
    let standard = try Load.standard(self.standard).standard
    guard let criterion else {
      try Console.print("\(standard.title) (\(standard.id) \(standard.version))\n\n\(standard.about)\n")
      for (index, domain) in standard.domains.enumerated() {
        try Console.print("\(domain.title)")
        for criterion in standard.criteria where criterion.domain == index {
          try Console.print("  \(criterion.id)  \(criterion.severity.id.padded(8))  \(criterion.title)")
        }
      }
      return
    }
    guard let found = standard.criteria.first(where: { $0.id == criterion }) else {
      let help = suggestion(for: criterion, among: standard.criteria.map { $0.id })
      Console.error("There is no criterion “\(criterion)”\(help.map { "; \($0)" } ?? "")")
      throw Exit.usage
    }
    try Console.print(describe(found, standard))
  }

  private func describe(_ criterion: Criterion, _ standard: Standard) -> String {
    var lines = [
      "\(criterion.id)  \(criterion.title)  (\(criterion.severity.id), weight \(criterion.weight))", "", criterion.why,
    ]
    if let applies = criterion.applies { lines += ["", "Applies if \(standard.readings[applies] ?? "…")."] }
    for (grade, level) in zip(standard.grades.dropFirst(), criterion.levels) {
      lines += ["", "\(grade.label): \(level.statement)", "  Test: \(level.reading)."]
      if let ask = level.ask { lines.append("  Question \(ask.question): \(ask.text)") }
      for cite in level.cites {
        let source = standard.sources.first { $0.key == cite.source }
        lines.append(
          "  Rests on: \(source?.title ?? cite.source)\(cite.clause.isEmpty ? "" : ", " + cite.clause) (\(cite.basis.rawValue))"
        )
      }
      for remedy in level.remedies {
        lines.append("  Remedy (\(remedy.kind.rawValue), \(remedy.role)): \(remedy.text)")
      }
    }
    return lines.joined(separator: "\n")
  }
}

struct StandardTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Runs every example of a standard and compares what comes out with what is expected."
  )

  @Argument(help: "Standards by id or path; left out, all that ship.")
  var standards: [String] = []

  func run() throws {
    var failed = 0
    var passed = 0
    for name in standards.isEmpty ? Load.standardIDs() : standards {
      let checked = try Load.standard(name, examples: true)
      let judge = Judge(checked.standard)
      for example in checked.examples {
        if let problem = problem(example, judge) {
          Console.error(problem)
          failed += 1
        } else {
          passed += 1
        }
      }
    }
    try Console.print("\(passed) examples as expected, \(failed) not")
    if failed > 0 { throw Exit.notSo }
  }

  /// What differs from what an example expects; nil if nothing does.
  private func problem(_ example: Example, _ judge: Judge) -> String? {
    let standard = judge.standard
    var diagnostics = Diagnostics()
    guard let (dossier, asOf) = example.dossier(standard.dictionary, &diagnostics) else {
      return diagnostics.sorted.map { "\($0)" }.joined(separator: "\n")
    }
    let found = judge.outcomes(dossier, asOf: asOf)[example.criterion]
    func words(_ applies: Truth, _ certain: Int?, _ possible: Int?) -> String {
      if applies == .no { return "does not apply" }
      let grades = [certain, possible].map { $0.map { standard.grades[$0].id } ?? "?" }
      return (grades[0] == grades[1] ? grades[0] : "\(grades[0]) to \(grades[1])")
        + (applies == .unknown ? ", if it applies" : "")
    }
    let expected = words(example.applies, example.certain, example.possible)
    let actual = words(found.applies, found.certain, found.possible)
    guard expected != actual else { return nil }
    return
      "\(example.element.location): error: \(standard.criteria[example.criterion].id), “\(example.name)”: expected \(expected), found \(actual) [example]"
  }
}

struct StandardLint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Errors and doubts in the rules of a standard.")

  @Argument(help: "Standards by id or path; left out, all that ship.")
  var standards: [String] = []

  func run() throws {
    var warnings = 0
    for name in standards.isEmpty ? Load.standardIDs() : standards {
      let checked = try Load.standard(name, examples: true)
      Load.report(checked.warnings)
      warnings += checked.warnings.all.count
      try Console.print(
        "\(checked.standard.id): \(checked.standard.criteria.count) criteria, \(checked.examples.count) examples, \(checked.warnings.all.count) warnings"
      )
    }
  }
}

extension String {
  /// With spaces up to a width.
  func padded(_ width: Int) -> String { count >= width ? self : self + String(repeating: " ", count: width - count) }
}
