public import Values

/// What is wrong in the files of a portfolio: places are known by their line's offset until all is read.
public struct PortfolioProblems: Sendable {
  /// No more than this are kept.
  public static let most = 100

  struct Problem: Sendable {
    /// The place among the portfolio's files.
    var file: Int
    /// Where the line begins.
    var line: Int
    var diagnostic: Diagnostic
  }

  private(set) var all: [Problem] = []

  public init() {}

  public var isEmpty: Bool { all.isEmpty }

  var isFull: Bool { all.count >= Self.most }

  mutating func report(
    _ code: String, file: Int, line: Int, column: Int = 0, _ message: String, help: String? = nil
  ) {
    guard all.count < Self.most else { return }
    let place = Location(file: "", line: 0, column: column)
    all.append(Problem(file: file, line: line, diagnostic: Diagnostic(.error, code, at: place, message, help: help)))
  }

  /// Takes over errors that were found in one line, read by itself.
  mutating func report(_ diagnostics: Diagnostics, file: Int, line: Int) {
    for diagnostic in diagnostics.all where diagnostic.severity == .error && all.count < Self.most {
      all.append(Problem(file: file, line: line, diagnostic: diagnostic))
    }
  }
}

extension Portfolio {
  /// Everything that is wrong in the rows, at most `PortfolioProblems.most` mistakes, in the order of their places.
  ///
  /// Reads all rows once more from the first to the last: what is said does not depend on how they were shared out
  /// before.
  public func mistakes() -> (diagnostics: Diagnostics, areMore: Bool) {
    var reader = PortfolioReader(self, asOf: taken)
    for stretch in stretches(1) {
      reader.begin(stretch)
      while reader.next(64) != nil {}
    }
    let problems = reader.takeProblems()
    return (located(problems), problems.all.count >= PortfolioProblems.most)
  }

  private func located(_ problems: PortfolioProblems) -> Diagnostics {
    let sorted = problems.all.enumerated().sorted { left, right in
      let (a, b) = (left.element, right.element)
      if a.file != b.file { return a.file < b.file }
      if a.line != b.line { return a.line < b.line }
      let (x, y) = (a.diagnostic.location.column, b.diagnostic.location.column)
      return x == y ? left.offset < right.offset : x < y
    }.map { $0.element }
    var diagnostics = Diagnostics()
    var lines = LineCount()
    for problem in sorted.prefix(PortfolioProblems.most) {
      let file = files[problem.file]
      var diagnostic = problem.diagnostic
      diagnostic.location.file = file.name
      diagnostic.location.line = lines.number(ofLineAt: problem.line, in: file)
      diagnostics.report(diagnostic)
    }
    return diagnostics
  }
}

/// Counts lines, going on from the last place asked for.
private struct LineCount {
  private var name = ""
  private var offset = 0
  private var line = 1

  mutating func number(ofLineAt place: Int, in file: PortfolioFile) -> Int {
    if file.name != name || place < offset { (name, offset, line) = (file.name, 0, 1) }
    while offset < place {
      let bytes = file.bytes(offset..<min(place, offset + 1 << 16))
      if bytes.isEmpty { break }
      for byte in bytes where byte == UInt8(ascii: "\n") { line += 1 }
      offset += bytes.count
    }
    return line
  }
}
