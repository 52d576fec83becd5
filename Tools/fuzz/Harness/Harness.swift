import Engine
import Language
import Records
import Reports
import Standard
import Values
import XML

/// What is done with bytes that somebody made up: nothing of it may trap, hang, or contradict itself.
public enum Harness {
  public static let names = ["rules", "dossier", "evaluation"]

  public static func run(_ name: String, _ bytes: [UInt8]) {
    switch name {
    case "rules": rules(bytes)
    case "dossier": dossier(bytes)
    default: evaluation(bytes)
    }
  }

  static let asOf = CalendarDate(year: 2026, month: 6, day: 30) ?? CalendarDate(number: 0)

  // MARK: Rules

  /// Bytes as a file of rules; the first says which: a domain, a dictionary, a standard, a whole made of both.
  public static func rules(_ bytes: [UInt8]) {
    let body = Array(bytes.dropFirst())
    let read: CheckedStandard? =
      switch (bytes.first ?? 0) % 4 {
      case 0: World.read(domain: body)
      // Inside a criterion, where most of the language is.
      case 1: World.read(domain: World.domain("", [("", String(decoding: body, as: UTF8.self))]))
      case 2: World.read(domain: World.domain("", [("", "<exists of=\"staff\" at=\"as-of\"/>")]), dictionary: body)
      default: World.read(domain: World.domain("", [("", "<exists of=\"staff\" at=\"as-of\"/>")]), standard: body)
      }
    guard let read else { return }
    let dictionary = read.standard.dictionary
    var diagnostics = Diagnostics()
    for example in read.examples { _ = example.dossier(dictionary, &diagnostics) }
    if let nothing = nothing(dictionary) { judge(read.standard, nothing) }
  }

  /// A shelter of which nothing is known.
  private static func nothing(_ dictionary: DataDictionary) -> Dossier? {
    var reader = DossierReader(dictionary, file: "d", isExample: true)
    var diagnostics = Diagnostics()
    guard let root = try? Element(parsing: Array("<dossier label=\"d\"/>".utf8), file: "d") else { return nil }
    reader.read(root, &diagnostics)
    return reader.finish(&diagnostics)
  }

  // MARK: Dossiers

  /// Bytes as a dossier in XML, or as the CSV file of a record type, which the first byte says.
  public static func dossier(_ bytes: [UInt8]) {
    guard let standard = World.usual?.standard else { preconditionFailure("the fuzzer's own standard is refused") }
    let dictionary = standard.dictionary
    var reader = DossierReader(dictionary, file: "d")
    var diagnostics = Diagnostics()
    let choice = Int(bytes.first ?? 0)
    let body = Array(bytes.dropFirst())
    if choice % 4 == 0 {
      do throws(Diagnostics) {
        reader.read(try Element(parsing: body, file: "d"), &diagnostics)
      } catch {
        precondition(error.hasErrors)
        return
      }
    } else {
      let head = "<dossier label=\"d\" as-of=\"2026-06-30\"><shelter/></dossier>"
      guard let root = try? Element(parsing: Array(head.utf8), file: "d") else { return }
      reader.read(root, &diagnostics)
      reader.read(csv: body, of: choice / 4 % dictionary.records.count, file: "d.csv", &diagnostics)
    }
    let read = reader.finish(&diagnostics)
    for diagnostic in diagnostics.sorted { precondition(!"\(diagnostic)".isEmpty) }
    guard let read, !diagnostics.hasErrors else { return }
    precondition(sha256(read.canonical(dictionary)).utf8.count == 64)
    judge(standard, read)
  }

  // MARK: Evaluation

  /// Bytes as choices: of rules, and of the records that they are asked of.
  public static func evaluation(_ bytes: [UInt8]) {
    guard let usual = World.usual?.standard else { preconditionFailure("the fuzzer's own standard is refused") }
    var maker = Maker(Choices(bytes), usual.dictionary)
    let domain = maker.domain()
    let rows = maker.dossier()
    guard let read = World.read(domain: domain) else { return }
    var reader = DossierReader(usual.dictionary, file: "d", isExample: true)
    var diagnostics = Diagnostics()
    guard let root = try? Element(parsing: Array(rows.utf8), file: "d") else {
      preconditionFailure("the fuzzer's own dossier is no XML:\n\(rows)")
    }
    reader.read(root, &diagnostics)
    guard let dossier = reader.finish(&diagnostics) else { return }
    judge(read.standard, dossier)
  }

  /// The rules and the records that these choices make, to look at.
  public static func made(_ bytes: [UInt8]) -> String {
    guard let dictionary = World.usual?.standard.dictionary else { return "" }
    var maker = Maker(Choices(bytes), dictionary)
    let rules = String(decoding: maker.domain(), as: UTF8.self)
    return rules + maker.dossier() + "\n"
  }

  /// How many of these choices give rules that can be read.
  public static func readable(_ all: [[UInt8]]) -> Int {
    guard let dictionary = World.usual?.standard.dictionary else { return 0 }
    return all.count { bytes in
      var maker = Maker(Choices(bytes), dictionary)
      return World.read(domain: maker.domain()) != nil
    }
  }

  /// Judges in every way there is; all must agree.
  private static func judge(_ standard: Standard, _ dossier: Dossier) {
    let judge = Judge(standard)
    let assessment = judge.assess(dossier, asOf: asOf)
    let outcomes = judge.outcomes(dossier, asOf: asOf)
    precondition(assessment.findings.map { $0.outcome } == outcomes, "two runs differ")
    for index in standard.criteria.indices { _ = judge.explain(dossier, asOf: asOf, criterion: index) }
    for format in Format.all {
      precondition(!format.assessment(assessment, "0").isEmpty)
    }
    precondition(json(assessment, version: "0") == json(judge.assess(dossier, asOf: asOf), version: "0"), "two differ")
    guard dossier.exclusions.isEmpty else { return }
    let data = Dataset([dossier], standard.dictionary, asOf: asOf)
    let verdicts = PortfolioJudge(standard).verdicts(data, shelters: 0..<1)
    for (outcome, verdict) in zip(outcomes, verdicts) {
      precondition(
        outcome.applies == verdict.applies && outcome.certain == verdict.certain
          && outcome.possible == verdict.possible, "the portfolio says otherwise")
    }
  }
}
