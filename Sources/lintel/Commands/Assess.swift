internal import ArgumentParser
internal import Engine
internal import Reports
internal import Standard
internal import Values

struct Assess: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judges a dossier: the band, the score, every finding with its evidence, and what to do next.")

  @OptionGroup var input: DossierOptions
  @OptionGroup var output: OutputOptions

  @Option(help: "How to write it: text, html or json.")
  var format = "text"

  @Option(
    help:
      "Exit with 1 unless every criterion that applies surely reaches this level, or the whole surely reaches this band."
  )
  var require: String?

  @Flag(help: "Look ahead: the next day on which time alone changes each finding.")
  var horizon = false

  func run() throws {
    let format = try Formats.named(format)
    let (judge, dossier, asOf) = try input.load()
    var assessment = judge.assess(dossier, asOf: asOf)
    if horizon { assessment = assessment.with(judge.outlook(dossier, asOf: asOf)) }
    try output.write(format.assessment(assessment, Lintel.version))
    if let require, try !reaches(require, assessment) { throw Exit.notSo }
    Console.finish()
  }

  private func reaches(_ name: String, _ assessment: Assessment) throws -> Bool {
    let standard = assessment.standard
    if let grade = standard.grades.firstIndex(where: { $0.id == name }) {
      return assessment.findings.allSatisfy { $0.outcome.isOut || $0.outcome.certain >= grade }
    }
    if let band = standard.bands.firstIndex(where: { $0.id == name }) { return assessment.bands.certain >= band }
    let names = standard.grades.map { $0.id } + standard.bands.map { $0.id }
    Console.error(
      "“--require \(name)” is neither a level nor a band; \(suggestion(for: name, among: names) ?? "expected one of: \(names.joined(separator: ", "))")"
    )
    throw Exit.usage
  }
}

enum Formats {
  static func named(_ name: String) throws -> Format {
    if let format = Format.named(name) { return format }
    Console.error("There is no format “\(name)”; \(suggestion(for: name, among: Format.all.map { $0.name }) ?? "")")
    throw Exit.usage
  }
}
