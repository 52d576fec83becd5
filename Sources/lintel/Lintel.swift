internal import ArgumentParser

@main
struct Lintel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lintel",
    abstract: "Judges a shelter's records against a minimum standard, shows its proof, and says what to do next.",
    discussion: """
      A dossier is a folder (dossier.xml and one CSV file a record type) or one XML file.
      Results go to standard output, everything else to standard error.
      Exit codes: 0 done, 1 what was asked is not so, 64 wrong usage, 65 bad data, 66 no such file, 73/74 cannot write.
      """,
    version: version,
    subcommands: [
      Assess.self, Explain.self, PlanCommand.self, PortfolioCommand.self, Check.self, Verify.self, StandardCommand.self,
    ])

  /// The version that every result names.
  static let version = "0.1.0"
}

/// Exit codes follow sysexits.
enum Exit {
  /// What was asked is not so: a level is not met, an example fails.
  static let notSo = ExitCode(1)
  static let usage = ExitCode(64)
  static let badData = ExitCode(65)
  static let noInput = ExitCode(66)
  static let cannotCreate = ExitCode(73)
  static let cannotWrite = ExitCode(74)
}
