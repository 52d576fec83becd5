internal import ArgumentParser
internal import Glibc
internal import Language
internal import Standard
internal import Values
internal import XML

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Whether standards and dossiers are well-formed, with every error at once.",
    discussion: "A standard is named by its folder or its standard.xml; anything else is read as a dossier.")

  @Argument(help: "Standards or dossiers.")
  var files: [String]

  @Option(help: "The standard whose dictionary dossiers are checked against.")
  var standard = "mhpss-shelter"

  func run() throws {
    var isFine = true
    for file in files {
      guard Files.exists(file) else {
        Console.error("\(file): there is no such file or folder")
        throw Exit.noInput
      }
      if let standard = standard(of: file) {
        do {
          let (checked, found) = try Load.checked(standard)
          if found.hasErrors { throw Exit.badData }
          try Console.print("\(file): a standard with \(checked.standard.criteria.count) criteria; no errors")
        } catch let code as ExitCode where code == Exit.badData {
          isFine = false
        }
        continue
      }
      var diagnostics = Diagnostics()
      _ = Load.read(file, try Load.standard(standard).standard.dictionary, &diagnostics)
      Load.report(diagnostics)
      if diagnostics.hasErrors { isFine = false } else { try Console.print("\(file): a dossier; no errors") }
    }
    if !isFine { throw Exit.badData }
  }

  /// The standard that a file is, or is a part of; nil for a dossier.
  private func standard(of file: String) -> String? {
    if Files.isFolder(file) { return Files.exists(file + "/standard.xml") ? file : nil }
    if file.hasSuffix("standard.xml") { return file }
    for folder in [Files.parent(of: file), Files.parent(of: file) + "/.."] where Files.exists(folder + "/standard.xml")
    {
      return folder
    }
    return nil
  }
}
