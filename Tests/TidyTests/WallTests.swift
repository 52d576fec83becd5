import Foundation
import Testing

/// Reads the sources: who imports whom, and what may not be there.
struct WallTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// What each module may import, besides those of its own list.
  static let walls: [String: Set<String>] = [
    "Values": [],
    "Standard": ["Values"],
    "Records": ["Values", "Standard"],
    "Engine": ["Values", "Standard", "Records"],
    "Reports": ["Values", "Standard", "Records", "Engine"],
    "XML": ["Values", "CLibXML2"],
    "Language": ["Values", "Standard", "Records", "XML"],
    "lintel": [
      "Values", "Standard", "Records", "Engine", "Reports", "XML", "Language", "ArgumentParser", "Glibc",
      "Synchronization", "CMalloc",
    ],
  ]

  static let core = ["Values", "Standard", "Records", "Engine", "Reports"]

  static func files(of module: String) throws -> [(name: String, text: String)] {
    let folder = root.appendingPathComponent("Sources/\(module)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    return try names.sorted().map { name in
      (name, try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
    }
  }

  @Test func everyModuleHasAWall() throws {
    let modules = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent("Sources").path)
    #expect(Set(modules).subtracting(["CLibXML2", "CMalloc"]) == Set(Self.walls.keys))
  }

  @Test(arguments: walls.keys.sorted()) func importsOnlyWhatItMay(_ module: String) throws {
    let allowed = try #require(Self.walls[module])
    let files = try Self.files(of: module)
    #expect(!files.isEmpty)
    for (name, text) in files {
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        guard words.first != "//", let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count
        else {
          continue
        }
        let imported = String(words[place + 1])
        #expect(allowed.contains(imported), "\(module)/\(name) imports \(imported)")
      }
    }
  }

  /// What the core may not hold: it knows no machine and makes no promise it cannot keep in the browser.
  @Test(arguments: core) func coreKnowsNoMachine(_ module: String) throws {
    let banned = [
      "Foundation": "the core builds for the browser",
      "Mirror(": "reflection does not build for the browser", "Double": "verdicts are exact",
      "Float": "verdicts are exact",
      "Date()": "the as-of date is an input", "Locale": "results do not depend on the locale",
      ".hashValue": "results do not depend on hashes",
    ]
    for (name, text) in try Self.files(of: module) {
      for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        let code = line.range(of: "//").map { line[..<$0.lowerBound] } ?? line[...]
        if code.contains("\"") { continue }
        #expect(
          !code.contains(#/\bany [A-Z]/#), "\(module)/\(name):\(number + 1): existentials do not build for the browser")
        for (word, why) in banned {
          #expect(!code.contains(word), "\(module)/\(name):\(number + 1) holds “\(word)”: \(why)")
        }
      }
    }
  }

  @Test(arguments: walls.keys.sorted()) func nothingTrapsOnAUsersFile(_ module: String) throws {
    for (name, text) in try Self.files(of: module) {
      for banned in ["try!", "fatalError(", "as!", "TODO", "FIXME", "static let shared"] {
        #expect(!text.contains(banned), "\(module)/\(name) holds “\(banned)”")
      }
    }
  }

  @Test func everyWordIsInTheSchemaAndTheHandbook() throws {
    let list = try String(contentsOf: Self.root.appendingPathComponent("Sources/Language/Word.swift"), encoding: .utf8)
    let schema = try String(contentsOf: Self.root.appendingPathComponent("Standards/lintel.xsd"), encoding: .utf8)
    let handbook = try String(contentsOf: Self.root.appendingPathComponent("docs/language.md"), encoding: .utf8)
    var found = 0
    for (name, text) in try Self.files(of: "Language") where name.hasPrefix("Words/") {
      for line in text.split(separator: "\n") where line.contains("static let element = ") {
        let element = line.split(separator: "\"")[1]
        #expect(schema.contains("name=\"\(element)\""), "the XSD does not know <\(element)>")
        #expect(
          handbook.contains("`\(element)`") || handbook.contains("<\(element)"),
          "the handbook is silent on <\(element)>")
        found += 1
      }
    }
    #expect(found == list.components(separatedBy: ".self").count - 1, "a word is not in the list of words")
  }

  @Test func everyCodeOfAnErrorIsExplained() throws {
    let page = try String(contentsOf: Self.root.appendingPathComponent("docs/errors.md"), encoding: .utf8)
    for module in Self.walls.keys.sorted() {
      for (name, text) in try Self.files(of: module) {
        for match in text.matches(of: #/(?:error|warning)\(\s*"([a-z]+(?:-[a-z]+)*)", /#) {
          #expect(page.contains("### \(match.1)\n"), "\(module)/\(name): docs/errors.md does not explain “\(match.1)”")
        }
      }
    }
  }
}
