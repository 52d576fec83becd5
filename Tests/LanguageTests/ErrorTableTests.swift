import Foundation
import Records
import Standard
import Testing
import Values
import XML

@testable import Language

/// The table of messages: every example of it is read, and says what the table says it does.
@Suite struct ErrorTableTests {
  static let root = HandbookTests.root

  static func text(_ name: String) throws -> String { String(decoding: try HandbookTests.read(name), as: UTF8.self) }

  @Test func thePageIsPrintedFromTheTable() throws {
    #expect(try Self.text("docs/errors.md") == ErrorCodes.page, "make golden prints it anew")
  }

  @Test func eachCodeStandsOnce() {
    let codes = ErrorCodes.all.map { $0.code }
    #expect(Set(codes).count == codes.count)
  }

  /// What the sources say and what the table explains are the same.
  @Test func theTableHasWhatIsSaid() throws {
    var said: Set<String> = []
    let sources = Self.root.appendingPathComponent("Sources")
    for name in try FileManager.default.subpathsOfDirectory(atPath: sources.path) where name.hasSuffix(".swift") {
      let text = try String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8)
      for match in text.matches(
        of: #/(?:error|warning|Diagnostic)\(\s*(?:\.error, |\.warning, )?"([a-z]+(?:-[a-z]+)*)", /#)
      {
        said.insert(String(match.1))
      }
    }
    // These are said through helpers of their own.
    #expect(Set(ErrorCodes.all.map { $0.code }) == said.union(["xml-doctype", "xml-limit", "record-order"]))
  }

  static let shown = ErrorCodes.all.filter { $0.examples.allSatisfy { $0.frame != .other } }

  @Test(arguments: shown) func itsExampleSaysSo(_ code: ErrorCode) throws {
    let all = try Self.messages(code.examples)
    let own = all.filter { $0.code == code.code }
    let said = own.map { $0.message + ($0.help.map { "; \($0)" } ?? "") }
    let message = try #require(code.message)
    let place = try #require(said.firstIndex(of: message), "\(code.code): \(all.map { "\($0)" })")
    #expect(code.severities.contains(own[place].severity))
    #expect(own[place].location.line > 0)
  }

  /// What is said of a standard or dossier in which these parts stand.
  static func messages(_ samples: [ErrorCode.Sample]) throws -> [Diagnostic] {
    try SampleFiles(samples).messages()
  }
}

extension ErrorCode: CustomTestStringConvertible {
  public var testDescription: String { code }
}
