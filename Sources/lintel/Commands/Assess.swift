internal import ArgumentParser
internal import Engine
internal import Records
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

  @Flag(help: "Say on standard error how long each part takes, in seconds, and each criterion by itself.")
  var timings = false

  func run() throws {
    let format = try Formats.named(format)
    let clock = Clock(isOn: timings)
    let (judge, dossier, asOf) = try clock.measured("read") { try input.load() }
    var assessment = clock.measured("judge") { judge.assess(dossier, asOf: asOf) }
    if horizon {
      assessment = clock.measured("horizon") { assessment.with(judge.outlook(dossier, asOf: asOf)) }
    }
    let bytes = clock.measured("report") { format.assessment(assessment, Lintel.version) }
    try output.write(bytes)
    if timings { timeCriteria(judge, dossier, asOf) }
    if let require, try !reaches(require, assessment) { throw Exit.notSo }
    Console.finish()
  }

  /// Each criterion judged by itself, the slowest first, with its part of them all; what they share is counted with each.
  private func timeCriteria(_ judge: Judge, _ dossier: Dossier, _ asOf: CalendarDate) {
    let criteria = judge.standard.criteria
    let times = criteria.indices.map { index in
      Clock.least(of: 3) { _ = judge.only(index).assess(dossier, asOf: asOf) }
    }
    let all = times.reduce(Duration.zero, +)
    for index in criteria.indices.sorted(by: { (times[$1], $0) < (times[$0], $1) }) {
      let thousandths = all > .zero ? Int(times[index] / all * 1000) : 0
      Console.error(
        "\(criteria[index].id) \(Clock.seconds(times[index])) \(thousandths / 10).\(thousandths % 10) %")
    }
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
