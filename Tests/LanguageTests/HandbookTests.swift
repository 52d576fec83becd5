import Foundation
import Standard
import Testing
import Values
import XML

@testable import Language

/// Reads every example of the handbook as what it is an example of.
@Suite struct HandbookTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// One example: its text, and the elements in it.
  struct Example: CustomTestStringConvertible {
    var line: Int
    var text: String
    var elements: [Element]
    var testDescription: String { "docs/language.md:\(line)" }
  }

  static func read(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appendingPathComponent(name))) }

  static let examples: [Example] = {
    guard let bytes = try? read("docs/language.md") else { return [] }
    var found: [Example] = []
    var open: (line: Int, lines: [Substring])?
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
      if let block = open, line == "```" {
        let text = block.lines.joined(separator: "\n")
        let root = try? Element(parsing: Array("<x>\n\(text)\n</x>".utf8), file: "docs/language.md", limits: Limits())
        found.append(Example(line: block.line, text: text, elements: root?.children ?? []))
        open = nil
      } else if open != nil {
        open?.lines.append(line)
      } else if line == "```xml" {
        open = (number + 1, [])
      }
    }
    return found
  }()

  static let frame: Set<String> = [
    "standard", "domain", "record", "level", "ask", "remedy", "cite", "example", "band", "calendar", "parameter",
    "define", "facts", "plausibility",
  ]

  /// The examples of words, as opposed to those of the frame around tests.
  static var words: [Example] {
    examples.filter { example in example.elements.allSatisfy { !frame.contains($0.name) } }
  }

  /// A reader that knows the dictionary that ships, and what the handbook defines.
  static func reader() throws -> TestReader {
    var diagnostics = Diagnostics()
    let root = try Element(
      parsing: read("Standards/mhpss-shelter/dictionary.xml"), file: "dictionary.xml", limits: Limits())
    let dictionary = try #require(DictionaryReader.read(root, &diagnostics))
    var reader = TestReader(dictionary: dictionary)
    reader.calendar.hasHolidays = true
    reader.levelNames = ["acceptable", "ideal"]
    for element in examples.flatMap({ $0.elements }) {
      switch element.name {
      case "define": reader.declare(element)
      case "parameter":
        let parameter = try #require(ParameterReader.read(element, &reader))
        reader.parameters[parameter.name] = parameter
      case "domain": for criterion in element.all("criterion") { reader.criteria[criterion["id"] ?? ""] = criterion }
      default: break
      }
    }
    #expect(reader.diagnostics.sorted.map { "\($0)" } == [])
    return reader
  }

  @Test func allExamplesAreXML() {
    #expect(Self.examples.count > 45)
    for example in Self.examples { #expect(!example.elements.isEmpty, "line \(example.line)") }
  }

  @Test(arguments: words) func wordsAreReadWithoutComplaint(_ example: Example) throws {
    var reader = try Self.reader()
    for element in example.elements { #expect(reader.test([element]) != nil) }
    #expect(reader.diagnostics.sorted.map { "\($0)" } == [])
  }

  @Test func definitionsAreReadWithoutComplaint() throws {
    var reader = try Self.reader()
    reader.checkUnusedDefinitions()
    #expect(reader.allDefinitions.count >= 5)
    #expect(reader.diagnostics.sorted.map { "\($0)" } == [])
  }

  /// Each word has an example under its own heading.
  @Test func everyWordHasAnExample() throws {
    let page = String(decoding: try Self.read("docs/language.md"), as: UTF8.self)
    for name in Words.names {
      let heading = name == "lowest" || name == "highest" ? "lowest and highest" : name
      let start = try #require(page.range(of: "\n### \(heading)\n"), "no heading for <\(name)>")
      let end = page.range(of: "\n##", range: start.upperBound..<page.endIndex)?.lowerBound ?? page.endIndex
      let section = page[start.upperBound..<end]
      #expect(section.contains("*Missing facts:*"), "<\(name)>: not said what missing facts do")
      let shown = name == "lowest" ? "<highest" : "<\(name)"
      #expect(section.contains("```xml") && section.contains(shown), "<\(name)>: no example")
    }
  }

  /// The frame: the example of a standard with that of a domain, and the small parts put in their places.
  @Test func theFrameIsReadWithoutComplaint() throws {
    func text(_ name: String) throws -> String {
      try #require(Self.examples.first { $0.elements.first?.name == name }?.text, "no example of <\(name)>")
    }
    var domain = try text("domain")
    let level = try text("level").replacing("</level>", with: try text("cite") + (try text("remedy")) + "</level>")
    let start = try #require(domain.range(of: "<level name=\"acceptable\">"))
    let end = try #require(domain.range(of: "</level>"))
    domain.replaceSubrange(start.lowerBound..<end.upperBound, with: level)
    domain = domain.replacing(
      "</criterion>", with: try text("ask") + (try text("example")) + "</criterion>" + (try text("plausibility")))
    let standard = try text("standard").replacing("<domain ", with: try text("band") + "<domain ", maxReplacements: 1)
      .replacing(#/<calendar [^>]*>/#, with: try text("calendar"))
      .replacing("</standard>", with: #"<facts file="facts.xml"/></standard>"#)
    // The domain above rests on no fact that is shown.
    let facts = try text("facts").replacing(#/<fact id="R063".*/#, with: "")
    let dictionary = String(decoding: try Self.read("Standards/mhpss-shelter/dictionary.xml"), as: UTF8.self)
      .replacing("</dictionary>", with: try text("record") + "</dictionary>")
    let bibliography = try Self.read("Standards/mhpss-shelter/bibliography.xml")
    do throws(Diagnostics) {
      let checked = try readStandard("standard.xml") { name in
        switch name {
        case "standard.xml": Array(standard.utf8)
        case "dictionary.xml": Array(dictionary.utf8)
        case "bibliography.xml": bibliography
        case "facts.xml": Array(facts.utf8)
        default: Array(domain.utf8)
        }
      }
      #expect(checked.warnings.sorted.map { "\($0)" } == [])
      #expect(checked.examples.count == 4)
      #expect(checked.standard.bands.count == 3)
      #expect(checked.standard.dictionary.record(named: "fire-bell") != nil)
    } catch {
      #expect(error.sorted.map { "\($0)" } == [])
    }
  }
}
