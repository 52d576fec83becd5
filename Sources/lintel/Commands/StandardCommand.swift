internal import ArgumentParser
internal import Engine
internal import Language
internal import Records
internal import Reports
internal import Standard
internal import Values

struct StandardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "standard", abstract: "What a standard asks, and whether its rules are sound.",
    subcommands: [
      StandardList.self, StandardShow.self, StandardTest.self, StandardLint.self, StandardCoverage.self,
      StandardBook.self,
      StandardErrors.self,
    ])
}

struct StandardList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The standards that ship with Lintel, and their profiles.")

  func run() throws {
    for id in Load.standardIDs() {
      let standard = try Load.standard(id).standard
      try Console.print("\(id)  \(standard.version)  \(standard.criteria.count) criteria  \(standard.title)")
      for profile in try Load.profileIDs(of: id) {
        let tailored = try Load.standard(id, profile: profile).standard
        try Console.print(
          "  --profile \(profile)  \(tailored.criteria.count) criteria  \(tailored.profile?.title ?? "")")
      }
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

  @OptionGroup var tailoring: ProfileOption

  func run() throws {
    let standard = try Load.standard(self.standard, profile: tailoring.profile).standard
    guard let criterion else {
      try Console.print("\(standard.title) (\(standard.id) \(standard.version))\n\n\(standard.about)\n")
      if standard.profile != nil { try Console.print(text(profileReport(standard))) }
      for (index, domain) in standard.domains.enumerated() {
        try Console.print("\(domain.title)")
        for criterion in standard.criteria where criterion.domain == index {
          try Console.print("  \(criterion.id)  \(criterion.severity.id.padded(8))  \(criterion.title)")
        }
      }
      return
    }
    guard let found = standard.criteria.first(where: { $0.id == criterion }) else {
      if standard.profile?.leftOut.contains(criterion) == true {
        Console.error("The profile leaves out the criterion “\(criterion)”")
        throw Exit.usage
      }
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
    commandName: "test",
    abstract: "Runs every example of a standard and compares what comes out with what is expected.",
    discussion: "docs/testing-rules.md says what --coverage and --mutate count.")

  @Argument(help: "Standards by id or path; left out, all that ship.")
  var standards: [String] = []

  @Option(help: "A profile: shows which examples it judges otherwise than the published standard.")
  var profile: String?

  @Flag(help: "Say which conditions the examples have never seen so, not so or not known, and which limits are open.")
  var coverage = false

  @Flag(help: "Make small changes to the rules, and say which of them no example notices.")
  var mutate = false

  @Flag(help: "Write what --coverage and --mutate find as JSON.")
  var json = false

  @Option(help: "Exit with 1 unless at least this part of the small changes is noticed, such as 90%.")
  var require: String?

  func validate() throws {
    if profile != nil, coverage || mutate {
      throw ValidationError("Examples watch the published standard: leave --profile or --coverage and --mutate out.")
    }
    if json, !coverage, !mutate { throw ValidationError("--json goes with --coverage or --mutate.") }
    guard let require else { return }
    if !mutate { throw ValidationError("--require goes with --mutate.") }
    if share(require) == nil {
      throw ValidationError("“--require \(require)” is no part of a whole; expected 0% to 100%.")
    }
  }

  /// Millionths of a percent.
  private func share(_ text: String) -> Int64? {
    guard let share = FixedPoint(text.hasSuffix("%") ? String(text.dropLast()) : text), share.millionths >= 0,
      share.millionths <= 100 * FixedPoint.scale
    else { return nil }
    return share.millionths
  }

  func run() throws {
    if let profile { return try compare(with: profile) }
    var reports: [TrialReport] = []
    var failed = 0
    var passed = 0
    for name in standards.isEmpty ? Load.standardIDs() : standards {
      let checked = try Load.standard(name, examples: true)
      let run = ExampleRun(checked)
      let problems = run.problems()
      Load.report(problems)
      failed += problems.all.count
      passed += run.examples.count - problems.all.count
      if coverage || mutate {
        reports.append(RuleTrials(checked, mutants: true).report(coverage: coverage, changes: mutate))
      }
    }
    if json {
      try Console.print(Reports.json(reports, version: Lintel.version))
    } else {
      for report in reports { try Console.print(Array(text(report).utf8)) }
      try Console.print("\(passed) examples as expected, \(failed) not")
    }
    if failed > 0 { throw Exit.notSo }
    if let least = require.flatMap(share), !reports.allSatisfy({ isEnough($0.changes, least) }) { throw Exit.notSo }
  }

  private func isEnough(_ count: TrialReport.Count, _ least: Int64) -> Bool {
    Int64(count.noticed) * 100 * FixedPoint.scale >= Int64(count.all) * least
  }

  /// Examples say what the published standard finds; a profile may find otherwise, and that is no mistake.
  private func compare(with profile: String) throws {
    let known = try Load.standardIDs().filter { try Load.profileIDs(of: $0).contains(profile) }
    for name in !standards.isEmpty ? standards : known.isEmpty ? ["mhpss-shelter"] : known {
      let run = ExampleRun(try Load.standard(name, examples: true, profile: profile))
      var problems = Diagnostics()
      var same = 0
      for example in run.examples {
        guard let found = run.found(example, &problems) else { continue }
        let expected = run.expected(example)
        if found == expected {
          same += 1
        } else {
          try Console.print("\(run.name(example)): published \(expected), by the profile \(found)")
        }
      }
      Load.report(problems)
      try Console.print("\(same) of \(run.examples.count) examples as published")
      if problems.hasErrors { throw Exit.notSo }
    }
  }
}

struct StandardLint: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint", abstract: "Errors and doubts in the rules of a standard.")

  @Argument(help: "Standards by id or path; left out, all that ship.")
  var standards: [String] = []

  func run() throws {
    var isFine = true
    for name in standards.isEmpty ? Load.standardIDs() : standards {
      var (checked, found) = try Load.checked(name)
      isFine = isFine && !found.hasErrors
      let doubts = RuleTrials(checked, mutants: true).report(coverage: false, changes: true).doubts(checked)
      Load.report(doubts)
      found.append(doubts)
      try Console.print(
        "\(checked.standard.id): \(checked.standard.criteria.count) criteria, \(checked.examples.count) examples, \(found.sorted.count) warnings"
      )
    }
    if !isFine { throw Exit.badData }
  }
}

struct StandardCoverage: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "For every published fact the criteria that rest on it, or why none does; and criteria by source.")

  @Argument(help: "The standard: its id, or the path of its folder.")
  var standard = "mhpss-shelter"

  @Flag(help: "Write it as JSON.")
  var json = false

  @OptionGroup var output: OutputOptions

  func run() throws {
    let standard = try Load.standard(self.standard, examples: true).standard
    if standard.facts.isEmpty {
      Console.error("The standard “\(standard.id)” lists no facts")
      throw Exit.badData
    }
    try output.write(json ? coverageJSON(standard) : Array(text(coverageReport(standard), width: 120).utf8))
  }
}

struct StandardErrors: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "errors", abstract: "What each message means and how to mend it, as the page docs/errors.md.")

  func run() throws { try Console.print(Array(ErrorCodes.page.utf8)) }
}

extension String {
  /// With spaces up to a width.
  func padded(_ width: Int) -> String { count >= width ? self : self + String(repeating: " ", count: width - count) }
}
