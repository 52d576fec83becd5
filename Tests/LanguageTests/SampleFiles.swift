import Records
import Testing
import Values
import XML

@testable import Language

/// The files of a standard or dossier in which the parts of an example stand, with the dictionary that ships.
struct SampleFiles {
  var files: [String: String] = [:]
  /// Where the sign ▸ stood; it is taken out.
  var mark: Location?

  init(_ samples: [ErrorCode.Sample]) throws {
    func all(_ frame: ErrorCode.Frame) -> String {
      samples.filter { $0.frame == frame }.map { $0.text }.joined(separator: "\n")
    }
    func text(_ name: String) throws -> String { String(decoding: try HandbookTests.read(name), as: UTF8.self) }
    let dictionary = try text("Standards/mhpss-shelter/dictionary.xml")
    let level = all(.level)
    let test = all(.test).isEmpty ? #"<exists of="staff" at="as-of"/>"# : all(.test)
    let own = all(.criterion)
    let cite = #"<cite source="OK-75:30" basis="good-practice"/>"#
    let remedy = #"<remedy kind="do-now">Do it.</remedy>"#
    let acceptable = """
      <level name="acceptable">
        <statement>So.</statement>
        \(test)
        \(level.contains("cite ") ? "" : cite)
        \(level.contains("remedy ") ? "" : remedy)
        \(level)
      </level>
      """
    let standard = all(.standard)
    files = [
      "bibliography.xml": all(.bibliography).isEmpty
        ? try text("Standards/mhpss-shelter/bibliography.xml") : all(.bibliography),
      "dictionary.xml": dictionary.replacing("</dictionary>", with: all(.dictionary) + "</dictionary>"),
      "standard.xml": """
      <standard id="mhpss-shelter" version="0" title="S" dictionary="dictionary.xml" bibliography="bibliography.xml">
        \(standard.contains("<level") ? "" : #"<level name="acceptable" points="75"/>"#)
        \(standard.contains("band ") ? "" : #"<band id="low"/>"#)
        <domain file="one.xml"/>
        \(all(.facts).isEmpty ? "" : #"<facts file="facts.xml"/>"#)
        \(standard)
      </standard>
      """,
      "one.xml": """
      <domain id="one" title="One">
        \(all(.domain))
        <criterion id="ORG-01" title="T" severity="minor">
          <why>W.</why>
          \(own.replacing("▸", with: "").contains("level name=\"acceptable\"") ? "" : acceptable)
          \(own)
        </criterion>
      </domain>
      """,
    ]
    if !all(.facts).isEmpty { files["facts.xml"] = all(.facts) }
    if !all(.profile).isEmpty { files["profiles/two-nights.xml"] = all(.profile) }
    if !all(.dossier).isEmpty { files["dossier.xml"] = all(.dossier) }
    if !all(.staffCSV).isEmpty { files["staff.csv"] = all(.staffCSV) }
    for (name, text) in files {
      guard let place = text.firstIndex(of: "▸") else { continue }
      let before = text[..<place]
      let line = before.count { $0 == "\n" } + 1
      let column = before.distance(
        from: before.lastIndex(of: "\n").map { before.index(after: $0) } ?? before.startIndex, to: place)
      mark = Location(file: name, line: line, column: column + 1)
      files[name] = text.replacing("▸", with: "")
    }
  }

  /// What is said of them, in the order of the places.
  func messages() throws -> [Diagnostic] {
    if files["dossier.xml"] != nil || files["staff.csv"] != nil { return try dossier() }
    do throws(Diagnostics) {
      return try readStandard(
        "standard.xml", profile: files["profiles/two-nights.xml"].map { _ in "two-nights" },
        profiles: ["two-nights", "transit"]
      ) { files[$0].map { Array($0.utf8) } }.warnings.sorted
    } catch {
      return error.sorted
    }
  }

  private func dossier() throws -> [Diagnostic] {
    var diagnostics = Diagnostics()
    let root = try Element(
      parsing: HandbookTests.read("Standards/mhpss-shelter/dictionary.xml"), file: "dictionary.xml", limits: Limits())
    let dictionary = try #require(DictionaryReader.read(root, &diagnostics))
    var reader = DossierReader(dictionary, file: "dossier.xml")
    if let xml = files["dossier.xml"] {
      do throws(Diagnostics) {
        reader.read(try Element(parsing: Array(xml.utf8), file: "dossier.xml"), &diagnostics)
      } catch {
        return error.sorted
      }
    }
    if let csv = files["staff.csv"], let staff = dictionary.record(named: "staff") {
      reader.read(csv: Array(csv.utf8), of: staff, file: "staff.csv", &diagnostics)
    }
    _ = reader.finish(&diagnostics)
    return diagnostics.sorted
  }
}
