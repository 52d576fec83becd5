internal import ArgumentParser
internal import Engine
internal import Language
internal import Records
internal import Standard
internal import Values

/// What every command that judges a dossier is given.
struct DossierOptions: ParsableArguments {
  @Argument(help: "The dossier: a folder with dossier.xml and CSV files, or one XML file.")
  var dossier: String

  @Option(help: "The standard to judge by: its id, or the path of its folder.")
  var standard = "mhpss-shelter"

  @OptionGroup var tailoring: ProfileOption

  @Option(help: "The day it is about, such as 2026-03-31; left out, the dossier's own.")
  var asOf: String?

  func load() throws -> (judge: Judge, dossier: Dossier, asOf: CalendarDate) {
    let checked = try Load.standard(standard, profile: tailoring.profile)
    let dossier = try Load.dossier(self.dossier, checked.standard.dictionary)
    for exclusion in dossier.exclusions
    where !checked.standard.criteria.contains(where: { $0.id == exclusion.criterion })
      && checked.standard.profile?.leftOut.contains(exclusion.criterion) != true
    {
      let help = suggestion(for: exclusion.criterion, among: checked.standard.criteria.map { $0.id })
      Console.error(
        "\(self.dossier): exclusion: the standard has no criterion “\(exclusion.criterion)”\(help.map { "; \($0)" } ?? "")"
      )
      throw Exit.badData
    }
    return (Judge(checked.standard), dossier, try Load.asOf(asOf, dossier))
  }
}

/// By which profile a standard is tailored.
struct ProfileOption: ParsableArguments {
  @Option(help: "The profile that tailors the standard; left out, as published.")
  var profile: String?
}

/// Where a result goes.
struct OutputOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: "Write to this file instead of standard output.")
  var output: String?

  func write(_ bytes: [UInt8]) throws {
    if let output { try Files.write(bytes, to: output) } else { try Console.print(bytes) }
  }
}
