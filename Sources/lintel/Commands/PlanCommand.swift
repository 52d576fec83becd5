internal import ArgumentParser
internal import Engine
internal import Reports

struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan", abstract: "The remediation checklist: what to do, in which order, by when, and what it gains.")

  @OptionGroup var input: DossierOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "How to write it: text, html or json.")
  var format = "text"

  func run() throws {
    let format = try Formats.named(format)
    let (judge, dossier, asOf) = try input.load()
    try output.write(format.plan(judge.assess(dossier, asOf: asOf), Lintel.version))
    Console.finish()
  }
}
