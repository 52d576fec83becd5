internal import ArgumentParser
internal import Engine
internal import Language
internal import Records
internal import Reports
internal import Standard
internal import Values

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Whether a result is what this standard says of this dossier, to the last byte.",
    discussion: """
      The dossier is judged again on the day, by the standard and by the profile that the result names.
      Exit codes: 0 the same, 1 something differs, 65 the result is no assessment in JSON, or the dossier cannot be read.
      """)

  @Argument(help: "The result: a file written by assess --format json.")
  var result: String

  @Argument(help: "The dossier: a folder with dossier.xml and CSV files, or one XML file.")
  var dossier: String

  @Option(help: "The standard to judge by instead: its id, or the path of its folder.")
  var standard: String?

  @Option(help: "The profile that tailors the standard instead; “none” for as published.")
  var profile: String?

  func run() throws {
    guard Files.exists(result), let bytes = Files.read(result) else {
      Console.error("\(result): there is no such file, or it cannot be read")
      throw Exit.noInput
    }
    let recorded: RecordedAssessment
    do throws(Diagnostics) {
      recorded = try RecordedAssessment(bytes, file: result)
    } catch {
      Load.report(error)
      throw Exit.badData
    }
    // A name in a result is only a name: it never leads to a folder somewhere else.
    if standard == nil, !Load.standardIDs().contains(recorded.standard) {
      let help = suggestion(for: recorded.standard, among: Load.standardIDs()).map { "; \($0)" } ?? ""
      Console.error("\(result) names the standard “\(recorded.standard)”, which does not ship; give --standard\(help)")
      throw Exit.noInput
    }
    let profile = profile == "none" ? nil : profile ?? recorded.profile
    let checked = try Load.standard(standard ?? recorded.standard, profile: profile)
    let dossier = try Load.dossier(dossier, checked.standard.dictionary)
    let assessment = Judge(checked.standard).assess(dossier, asOf: recorded.asOf)
    let differences = recorded.differences(from: assessment, version: Lintel.version)
    guard differences.isEmpty else {
      for line in differences { try Console.print(line) }
      throw Exit.notSo
    }
    try Console.print(
      "The same: \(assessment.dossier.label) as of \(assessment.asOf), by \(checked.standard.id) \(checked.standard.version)."
    )
  }
}
