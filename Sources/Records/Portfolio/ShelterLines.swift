internal import Values

/// The label of the shelter whose rows are read, ready to be compared with the beginnings of lines.
struct ShelterLabel {
  /// The shelter's place in the portfolio.
  let place: Int
  let text: String
  let count: Int
  private let key: TextKey
  private let bytes: [UInt8]
  /// A short label and the comma behind it, and the bytes they take; no bytes for a longer one.
  private let short: UInt64
  private let shortMask: UInt64

  init(_ text: String, place: Int) {
    self.place = place
    self.text = text
    bytes = Array(text.utf8) + Array(repeating: 0, count: 16)
    count = text.utf8.count
    let count = count
    key = bytes.withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { TextKey($0, count: count) } ?? TextKey(first: 0, last: 0)
    }
    let isShort = count > 0 && count < 8
    short = isShort ? key.first | UInt64(UInt8(ascii: ",")) << UInt64(count * 8) : 1
    shortMask = !isShort ? 0 : count == 7 ? .max : (1 << UInt64(count * 8 + 8)) - 1
  }

  /// Whether a line begins with this label and a comma.
  @inline(__always) func begins(_ line: UnsafePointer<UInt8>) -> Bool {
    if word(line) & shortMask == short { return true }
    return shortMask == 0 && isBeginning(line)
  }

  private func isBeginning(_ line: UnsafePointer<UInt8>) -> Bool {
    guard count > 0, TextKey(line, count: count) == key else { return false }
    if count > 16 {
      for i in 16..<count where line[i] != bytes[i] { return false }
    }
    return line[count] == UInt8(ascii: ",")
  }
}

/// A file whose lines begin with a shelter's label, read shelter by shelter.
struct ShelterLines {
  /// The place among the portfolio's files.
  let file: Int
  var window: LineWindow
  /// The shelter whose lines come next, once that is known to be a later one.
  private var next = 0
  /// The beginning of the last line that had no business here, so that a run of them is reported once.
  private var stray: String?

  init(file: Int, window: LineWindow) {
    self.file = file
    self.window = window
  }

  mutating func move(to range: Range<Int>) {
    window.move(to: range)
    next = 0
    stray = nil
  }

  /// What the next line is.
  enum Line {
    /// A line of the shelter at hand, as it should be; here is what follows the label.
    case plain(UnsafePointer<UInt8>)
    /// A line of the shelter at hand that has to be read with care.
    case odd
    /// There is no line of this shelter any more.
    case end
  }

  /// Looks at the next line; lines of unknown shelters and of those before this one are reported and passed over.
  ///
  /// - Parameter last: the shelter after the last whose lines may stand here.
  @inline(__always) mutating func line(
    of label: ShelterLabel, _ shelters: ShelterIndex, upTo last: Int, _ problems: inout PortfolioProblems
  ) -> Line {
    if next > label.place { return .end }
    guard window.hasLine() else { return .end }
    if label.begins(window.line) { return .plain(window.line + label.count + 1) }
    return other(label, shelters, upTo: last, &problems)
  }

  private mutating func other(
    _ label: ShelterLabel, _ shelters: ShelterIndex, upTo last: Int, _ problems: inout PortfolioProblems
  ) -> Line {
    while window.hasLine() {
      let line = window.line
      if line[0] == UInt8(ascii: "\n") || (line[0] == UInt8(ascii: "\r") && line[1] == UInt8(ascii: "\n")) {
        window.skipLine()
        continue
      }
      if label.begins(line) { return .plain(line + label.count + 1) }
      let text = beginning(of: line)
      if text == label.text, !text.isEmpty { return .odd }
      if let place = shelters.place(of: text), place > label.place, place < last {
        next = place
        return .end
      }
      if stray != text, !problems.isFull {
        stray = text
        let isKnown = shelters.place(of: text) != nil
        problems.report(
          "record-order", file: file, line: window.offset(of: line), column: 1,
          isKnown
            ? "this row’s shelter stands elsewhere in the list of shelters"
            : "there is no shelter of this label in the list of shelters",
          help: isKnown
            ? "rows of a shelter stand together, and shelters in the same order in every file"
            : suggestion(for: text, among: shelters.isShort ? shelters.labels : []))
      }
      window.skipLine()
    }
    return .end
  }

  /// The first cell of a line.
  private func beginning(of line: UnsafePointer<UInt8>) -> String {
    let count = plainLength(line)
    if line[count] == UInt8(ascii: ",") {
      return String(decoding: UnsafeBufferPointer(start: line, count: count), as: UTF8.self)
    }
    var diagnostics = Diagnostics()
    return CSVTable.cells(window.lineBytes(), file: "", &diagnostics)?.first?.text ?? ""
  }

  /// Reports what is left when all shelters have been read.
  mutating func finish(_ shelters: ShelterIndex, upTo last: Int, _ problems: inout PortfolioProblems) {
    // A label that no line has: every line left is one too many.
    next = 0
    _ = other(ShelterLabel("", place: last), shelters, upTo: last, &problems)
    if window.isCut {
      problems.report("record-file", file: file, line: 0, "the file could not be read to its end")
    }
  }
}

/// The shelters of a portfolio by their labels.
struct ShelterIndex: Sendable {
  let labels: [String]
  private let places: [String: Int]

  /// - Parameter labels: each once.
  init(_ labels: [String]) {
    self.labels = labels
    var places: [String: Int] = [:]
    for (place, label) in labels.enumerated() { places[label] = place }
    self.places = places
  }

  func place(of label: String) -> Int? { places[label] }

  /// Few enough to look for the nearest spelling among them.
  var isShort: Bool { labels.count <= 10_000 }
}
