internal import ArgumentParser
internal import Engine
internal import Language
internal import Records
internal import Reports
internal import Standard
internal import Values

struct PortfolioCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "portfolio", abstract: "Judges many shelters: how far each meets each criterion.",
    discussion: """
      A portfolio is a folder with as-of.txt and one CSV file a record type for all shelters, each row beginning with \
      its shelter's label, or a folder of dossiers. docs/portfolio.md describes both.
      """)

  @Argument(help: "The folder.")
  var folder: String

  @Option(help: "The standard to judge by: its id, or the path of its folder.")
  var standard = "mhpss-shelter"

  @OptionGroup var tailoring: ProfileOption

  @Option(help: "The day it is about, such as 2026-03-31; left out, the portfolio's own.")
  var asOf: String?

  @Option(help: "How to write it: csv or json.")
  var format = "csv"

  @Option(help: "How many threads work on it; left out, one a processor.")
  var threads: Int?

  @OptionGroup var output: OutputOptions

  @Flag(help: "Read everything before anything is judged, and say on standard error how long each takes, in seconds.")
  var timings = false

  func run() throws {
    guard let format = VerdictTable.Format(rawValue: format) else {
      let names = VerdictTable.Format.allCases.map { $0.rawValue }
      Console.error("There is no format “\(self.format)”; \(suggestion(for: self.format, among: names) ?? "")")
      throw Exit.usage
    }
    if let threads, threads < 1 {
      Console.error("“--threads \(threads)”: expected at least one")
      throw Exit.usage
    }
    let folder = self.folder.count > 1 && self.folder.hasSuffix("/") ? String(self.folder.dropLast()) : self.folder
    guard Files.isFolder(folder) else {
      Console.error("\(folder): there is no such folder")
      throw Exit.noInput
    }
    let day = try asOf.map { try Load.day($0) }
    let standard = try Load.standard(standard, profile: tailoring.profile).standard
    let run = PortfolioRun(
      judge: PortfolioJudge(standard), table: VerdictTable(standard, format),
      threads: min(threads ?? Threads.usual, 64),
      isTimed: timings)
    let bytes: [UInt8]
    if PortfolioFiles.isFlat(folder, standard.dictionary) {
      var diagnostics = Diagnostics()
      let portfolio = PortfolioFiles.open(folder, standard.dictionary, &diagnostics)
      Load.report(diagnostics)
      guard let portfolio, !diagnostics.hasErrors else { throw Exit.badData }
      let rows = try run.rows(of: portfolio, asOf: day ?? portfolio.taken)
      let inputs = format == .json ? PortfolioFiles.inputs(portfolio, folder) : []
      bytes =
        run.table.beginning(
          version: Lintel.version, asOf: day ?? portfolio.taken,
          inputs: inputs, shelters: portfolio.labels.count) + rows + run.table.end
    } else {
      bytes = try DossierFolder(folder, standard, asOf: day).verdicts(run, Lintel.version)
    }
    try run.clock.measured("write") { try output.write(bytes) }
    Console.finish()
  }
}

/// How a portfolio is judged, on how many threads.
struct PortfolioRun: Sendable {
  let judge: PortfolioJudge
  let table: VerdictTable
  let threads: Int
  let clock: Clock

  init(judge: PortfolioJudge, table: VerdictTable, threads: Int, isTimed: Bool) {
    self.judge = judge
    self.table = table
    self.threads = threads
    clock = Clock(isOn: isTimed)
  }

  /// So many shelters are read and judged together: their columns stay in the processor's cache.
  static let batch = 64

  /// The verdicts of a portfolio, written down.
  func rows(of portfolio: Portfolio, asOf: CalendarDate) throws -> [UInt8] {
    Threads.keepMemory()
    // Some more stretches than threads, for threads are not equally fast.
    let stretches = portfolio.stretches(threads == 1 ? 1 : min(threads * 8, portfolio.labels.count / Self.batch + 1))
    let read = Parts<[Dataset]>(stretches.count)
    let judged = Parts<[UInt8]>(stretches.count)
    let problems = Parts<PortfolioProblems>(stretches.count)
    let workers = min(threads, stretches.count)
    @Sendable func judge(_ data: Dataset, _ labels: ArraySlice<String>) -> [UInt8] {
      let verdicts = self.judge.verdicts(data, shelters: 0..<data.shelters)
      return table.rows(labels, verdicts, isFirst: labels.startIndex == 0)
    }
    clock.measured("load") {
      Threads.run(workers) { [clock] in
        var reader = PortfolioReader(portfolio, asOf: asOf)
        while let part = read.take() {
          var datasets: [Dataset] = []
          var bytes: [UInt8] = []
          var next = stretches[part].shelters.lowerBound
          reader.begin(stretches[part])
          while let data = reader.next(Self.batch) {
            if clock.isOn {
              datasets.append(data)
            } else if reader.problems.isEmpty {
              bytes += judge(data, portfolio.labels[next..<next + data.shelters])
            }
            next += data.shelters
          }
          read.put(datasets, for: part)
          judged.put(bytes, for: part)
          problems.put(reader.takeProblems(), for: part)
        }
      }
    }
    guard problems.results.allSatisfy({ $0.isEmpty }) else {
      let (mistakes, areMore) = portfolio.mistakes()
      Load.report(mistakes)
      if areMore { Console.error("These are the first \(PortfolioProblems.most) mistakes; there may be more.") }
      throw Exit.badData
    }
    guard clock.isOn else { return judged.results.flatMap { $0 } }
    let datasets = read.results
    let late = Parts<[UInt8]>(stretches.count)
    clock.measured("evaluate") {
      Threads.run(workers) {
        while let part = late.take() {
          var bytes: [UInt8] = []
          var next = stretches[part].shelters.lowerBound
          for data in datasets[part] {
            bytes += judge(data, portfolio.labels[next..<next + data.shelters])
            next += data.shelters
          }
          late.put(bytes, for: part)
        }
      }
    }
    return late.results.flatMap { $0 }
  }
}
