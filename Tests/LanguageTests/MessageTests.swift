import Foundation
import Testing
import Values

@testable import Language

/// What is said: each error with its place and what would be right (`messages.txt`), and each construct in plain words
/// (`sentences.txt`).  In both files a test stands on one line, and what is said of it on the indented lines below.
@Suite struct MessageTests {
  struct Case: CustomTestStringConvertible {
    var test: String
    var said: [String]
    var testDescription: String { test }
  }

  static func cases(_ name: String) -> [Case] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name)
    var cases: [Case] = []
    for line in ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n") {
      if line.hasPrefix("    ") {
        cases[cases.count - 1].said.append(String(line.dropFirst(4)))
      } else {
        cases.append(Case(test: String(line), said: []))
      }
    }
    return cases
  }

  /// Holidays are known, unless the test is about just that.
  @Test(arguments: cases("messages.txt")) func errors(_ example: Case) throws {
    let holidays = !example.test.contains("15 business-days")
    #expect(try Small.complaints(example.test, holidays: holidays) == example.said)
  }

  @Test(arguments: cases("sentences.txt")) func sentences(_ example: Case) throws {
    #expect(try [Small.said(example.test).phrase + "."] == example.said)
  }

  /// The files are there, and every word has a sentence.
  @Test func nothingIsLeftOut() {
    #expect(Self.cases("messages.txt").count > 90)
    let tests = Self.cases("sentences.txt").map { $0.test }.joined()
    for name in Words.names { #expect(tests.contains("<\(name)"), "no sentence with <\(name)>") }
  }
}
