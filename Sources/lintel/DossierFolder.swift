internal import Engine
internal import Records
internal import Reports
internal import Standard
internal import Values

/// A portfolio that is a folder of dossiers.
struct DossierFolder {
  private let folder: String
  private let standard: Standard
  private let asOf: CalendarDate?

  init(_ folder: String, _ standard: Standard, asOf: CalendarDate?) {
    self.folder = folder
    self.standard = standard
    self.asOf = asOf
  }

  /// The verdicts of all dossiers, in the order of their files' names, each on the day asked for, or on its own.
  func verdicts(_ run: PortfolioRun, _ version: String) throws -> [UInt8] {
    var diagnostics = Diagnostics()
    let dossiers = run.clock.measured("load") { read(&diagnostics) }
    Load.report(diagnostics)
    guard !diagnostics.hasErrors else { throw Exit.badData }
    let days = try dossiers.map { try Load.asOf(asOf.map { "\($0)" }, $0) }
    let parts = Parts<[UInt8]>(dossiers.count)
    run.clock.measured("evaluate") {
      Threads.run(min(run.threads, dossiers.count)) { [standard] in
        while let part = parts.take() {
          let dossier = dossiers[part]
          let data = Dataset([dossier], standard.dictionary, asOf: days[part])
          var verdicts = run.judge.verdicts(data, shelters: 0..<1)
          for exclusion in dossier.exclusions {
            for (index, criterion) in standard.criteria.enumerated() where criterion.id == exclusion.criterion {
              verdicts[index].applies = .no
            }
          }
          parts.put(run.table.rows([dossier.label], verdicts, isFirst: part == 0), for: part)
        }
      }
    }
    let inputs = dossiers.map {
      VerdictTable.Input(name: $0.label, sha256: sha256($0.canonical(standard.dictionary)))
    }
    let day = Set(days).count == 1 ? days.first : nil
    return run.table.beginning(version: version, asOf: day, inputs: inputs, shelters: dossiers.count)
      + parts.results.flatMap { $0 } + run.table.end
  }

  private func read(_ diagnostics: inout Diagnostics) -> [Dossier] {
    var dossiers: [Dossier] = []
    var places: [String: String] = [:]
    for name in Files.names(in: folder) where !name.hasPrefix(".") {
      let path = folder + "/" + name
      guard Files.isFolder(path) || name.hasSuffix(".xml") else {
        diagnostics.error(
          "record-file", at: Location(file: path),
          "this file is no dossier; expected folders with a dossier.xml, XML files, or as-of.txt and CSV files")
        continue
      }
      guard let dossier = Load.read(path, standard.dictionary, &diagnostics) else { continue }
      if let first = places[dossier.label] {
        diagnostics.error(
          "record-id", at: Location(file: path), "two dossiers have the label “\(dossier.label)”; the first is \(first)"
        )
      }
      places[dossier.label] = path
      for exclusion in dossier.exclusions
      where !standard.criteria.contains(where: { $0.id == exclusion.criterion })
        && standard.profile?.leftOut.contains(exclusion.criterion) != true
      {
        diagnostics.error(
          "name-criterion", at: Location(file: path), "exclusion: the standard has no criterion of this name",
          help: suggestion(for: exclusion.criterion, among: standard.criteria.map { $0.id }))
      }
      dossiers.append(dossier)
    }
    if dossiers.isEmpty, !diagnostics.hasErrors {
      diagnostics.error("record-file", at: Location(file: folder), "there is no dossier in this folder")
    }
    return dossiers
  }
}
