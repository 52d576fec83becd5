internal import ArgumentParser
internal import Engine
internal import Glibc
internal import Language
internal import Records
internal import Standard
internal import Values
internal import XML

/// Finds and reads standards and dossiers, and says what is wrong with them.
enum Load {
  /// The folder with the standards that ship: named by the user, beside the program, or above it or this folder.
  static func standardsFolder() -> String? {
    if let named = getenv("LINTEL_STANDARDS") { return String(cString: named) }
    var folders: [String] = []
    var folder = Files.programFolder
    for _ in 0..<6 {
      folders += [folder + "/Standards", folder + "/share/lintel/Standards"]
      folder = Files.parent(of: folder)
    }
    folders.append("Standards")
    return folders.first { Files.isFolder($0) }
  }

  /// Ids of the standards that ship.
  static func standardIDs() -> [String] {
    guard let folder = standardsFolder() else { return [] }
    return Files.names(in: folder).filter { Files.exists("\(folder)/\($0)/standard.xml") }
  }

  /// The folder of a standard that is named by its id, or by the path of its folder or of its `standard.xml`.
  private static func folder(of name: String) throws -> String {
    if name.contains("/") || Files.exists(name) { return name.hasSuffix(".xml") ? Files.parent(of: name) : name }
    guard let standards = standardsFolder() else {
      Console.error("The folder “Standards” was not found. Set LINTEL_STANDARDS to where it is.")
      throw Exit.noInput
    }
    return standards + "/" + name
  }

  /// Ids of the profiles of a standard.
  static func profileIDs(of standard: String) throws -> [String] {
    Files.names(in: try folder(of: standard) + "/profiles").filter { $0.hasSuffix(".xml") }.map {
      String($0.dropLast(4))
    }
  }

  /// Reads a standard by id, or by the path of its folder or of its `standard.xml`, tailored by a profile.
  static func standard(_ name: String, examples: Bool = false, profile: String? = nil) throws -> CheckedStandard {
    let folder = try folder(of: name)
    let file = name.hasSuffix(".xml") ? name : folder + "/standard.xml"
    guard Files.exists(file) else {
      let help = suggestion(for: name, among: standardIDs()).map { "; \($0)" } ?? ""
      Console.error("There is no standard “\(name)”\(help)")
      throw Exit.noInput
    }
    let profiles = try profileIDs(of: name)
    if let profile, !profiles.contains(profile) {
      let help = suggestion(for: profile, among: profiles).map { "; \($0)" } ?? ""
      Console.error("The standard has no profile “\(profile)”\(help)")
      throw Exit.noInput
    }
    do throws(Diagnostics) {
      return try read(file, folder, examples, profile, profiles)
    } catch {
      report(error)
      throw Exit.badData
    }
  }

  private static func read(
    _ file: String, _ folder: String, _ examples: Bool, _ profile: String?, _ profiles: [String]
  ) throws(Diagnostics) -> CheckedStandard {
    try readStandard(file, examples: examples, profile: profile, profiles: profiles) { Files.read(folder + "/" + $0) }
  }

  /// Reads a standard, runs its examples, reads all its profiles, and reports what is wrong or doubtful in any.
  static func checked(_ name: String) throws -> (CheckedStandard, found: Diagnostics) {
    let checked = try standard(name, examples: true)
    var found = checked.warnings
    found.append(ExampleRun(checked).problems())
    let folder = try folder(of: name)
    let file = name.hasSuffix(".xml") ? name : folder + "/standard.xml"
    let profiles = try profileIDs(of: name)
    for profile in profiles {
      do throws(Diagnostics) {
        // What the published standard says already is not said again.
        for warning in try read(file, folder, false, profile, profiles).warnings.all
        where !checked.warnings.all.contains(warning) { found.report(warning) }
      } catch {
        for one in error.all where !checked.warnings.all.contains(one) { found.report(one) }
      }
    }
    report(found)
    return (checked, found)
  }

  /// Reads a dossier: a folder, or one XML file.
  static func dossier(_ path: String, _ dictionary: DataDictionary) throws -> Dossier {
    guard Files.exists(path) else {
      Console.error("\(path): there is no such file or folder")
      throw Exit.noInput
    }
    var diagnostics = Diagnostics()
    let dossier = read(path, dictionary, &diagnostics)
    report(diagnostics)
    guard let dossier, !diagnostics.hasErrors else { throw Exit.badData }
    return dossier
  }

  static func read(_ path: String, _ dictionary: DataDictionary, _ diagnostics: inout Diagnostics) -> Dossier? {
    let path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    let isFolder = Files.isFolder(path)
    let main = isFolder ? path + "/dossier.xml" : path
    guard let bytes = Files.read(main) else {
      diagnostics.error(
        "record-file", at: Location(file: main),
        isFolder ? "this folder has no dossier.xml; expected one" : "the file cannot be read")
      return nil
    }
    var reader = DossierReader(dictionary, file: main)
    do throws(Diagnostics) {
      reader.read(try Element(parsing: bytes, file: main), &diagnostics)
    } catch {
      diagnostics.append(error)
      return nil
    }
    if isFolder {
      for name in Files.names(in: path) where name != "dossier.xml" && !name.hasPrefix(".") {
        readList(path, name, &reader, dictionary, &diagnostics)
      }
    }
    return reader.finish(&diagnostics)
  }

  private static func readList(
    _ folder: String, _ name: String, _ reader: inout DossierReader, _ dictionary: DataDictionary,
    _ diagnostics: inout Diagnostics
  ) {
    let file = folder + "/" + name
    guard name.hasSuffix(".csv") || name.hasSuffix(".xml") else {
      diagnostics.error(
        "record-file", at: Location(file: file), "this file is no list of records; expected names such as staff.csv")
      return
    }
    let type = String(name.dropLast(4))
    guard let record = dictionary.record(named: type) else {
      diagnostics.error(
        "record-type", at: Location(file: file), "there is no record type “\(type)”",
        help: suggestion(for: type, among: dictionary.records.map { $0.id }))
      return
    }
    guard let bytes = Files.read(file) else {
      diagnostics.error("record-file", at: Location(file: file), "the file cannot be read")
      return
    }
    if name.hasSuffix(".csv") {
      reader.read(csv: bytes, of: record, file: file, &diagnostics)
      return
    }
    do throws(Diagnostics) {
      for child in try Element(parsing: bytes, file: file).children { reader.read(part: child, &diagnostics) }
    } catch {
      diagnostics.append(error)
    }
  }

  /// Prints what is wrong, in the order of the places.
  static func report(_ diagnostics: Diagnostics) {
    for diagnostic in diagnostics.sorted { Console.error("\(diagnostic)") }
  }

  /// The day an assessment is about: the one asked for, else the dossier's; never today.
  static func asOf(_ asked: String?, _ dossier: Dossier) throws -> CalendarDate {
    if let asked { return try day(asked) }
    guard let day = dossier.asOf else {
      Console.error("Which day is this about? Give --as-of DATE, or as-of=\"…\" in the dossier.")
      throw Exit.usage
    }
    return day
  }

  /// The day that `--as-of` names.
  static func day(_ asked: String) throws -> CalendarDate {
    guard let day = CalendarDate(asked) else {
      Console.error("“--as-of \(asked)” is no date; expected one such as 2026-03-31")
      throw Exit.usage
    }
    return day
  }
}
