internal import ArgumentParser
internal import Engine
internal import Reports
internal import Standard
internal import Values

struct Explain: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Why a criterion stands as it does, record by record.")

  @OptionGroup var input: DossierOptions

  @Argument(help: "The criterion, such as ADM-01.")
  var criterion: String

  @OptionGroup var output: OutputOptions

  func run() throws {
    let (judge, dossier, asOf) = try input.load()
    let criteria = judge.standard.criteria
    guard let index = criteria.firstIndex(where: { $0.id == criterion }) else {
      let help = suggestion(for: criterion, among: criteria.map { $0.id }).map { "; \($0)" } ?? ""
      Console.error("There is no criterion “\(criterion)”\(help)")
      throw Exit.usage
    }
    let one = judge.only(index)
    let (applies, levels) = one.explain(dossier, asOf: asOf, criterion: 0)
    let assessment = one.assess(dossier, asOf: asOf).with(one.outlook(dossier, asOf: asOf))
    let blocks = explainReport(assessment, criterion: 0, applies: applies, levels: levels)
    try output.write(Array(text(blocks).utf8))
  }
}
