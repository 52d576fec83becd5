import Foundation
import Harness
import Testing

/// What the fuzzer found, and what it starts from: all of it is read and judged without a trap.
@Suite struct CorpusTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("corpus")

  @Test(.timeLimit(.minutes(5)), arguments: Harness.names)
  func isReadAndJudged(_ name: String) throws {
    let folder = Self.folder.appendingPathComponent(name)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(!files.isEmpty)
    for file in files {
      Harness.run(name, Array(try Data(contentsOf: folder.appendingPathComponent(file))))
    }
  }

  /// `SHOW=file swift test --filter shows` prints what the evaluator was given.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SHOW"] != nil)) func shows() throws {
    let file = try #require(ProcessInfo.processInfo.environment["SHOW"])
    print(Harness.made(Array(try Data(contentsOf: URL(fileURLWithPath: file)))))
  }

  /// Made-up rules that are all refused would test nothing.
  @Test func makesRulesThatCanBeRead() {
    var state: UInt64 = 20_260_630
    let made = (0..<300).map { _ in
      (0..<400).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return UInt8(truncatingIfNeeded: state >> 33)
      }
    }
    let count = Harness.readable(made)
    #expect(count > 60 && count < 300, "\(count) of \(made.count)")
  }
}
