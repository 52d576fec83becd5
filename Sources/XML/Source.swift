internal import Values

/// Something wrong at a byte of a file.
struct Problem {
  var code = "xml"
  var offset: Int
  var message: String
  var help: String?
}

/// The bytes of a file, and the first mistake that they show without a parser.
///
/// What libxml2 should not be left to judge is looked for here: bytes that are no text, document types (its entity
/// code never runs), tags with very many attributes (it compares each with each).  It is given only what stands before
/// such a place, so that a mistake further up is still the one reported.
struct Source {
  let bytes: [UInt8]
  let file: String
  /// Where the characters start: a byte-order mark is none.
  let start: Int
  let problem: Problem?

  /// Where libxml2 is to stop.
  var end: Int { problem?.offset ?? bytes.count }

  /// - Throws: if nothing can be read at all: too large, empty, in another encoding.
  init(_ bytes: [UInt8], file: String, limits: Limits) throws(Diagnostics) {
    self.bytes = bytes
    self.file = file
    start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    // libxml2 counts in C's int.
    let most = min(limits.bytes, Int(Int32.max) - 1)
    if bytes.count > most {
      let message = "the file has \(bytes.count) bytes; expected at most \(most)"
      throw Diagnostics(Diagnostic(.error, "xml-limit", at: Location(file: file, line: 1, column: 1), message))
    }
    if let problem = wrongEncoding(bytes, from: start) {
      throw Diagnostics(problem.diagnostic(in: bytes, from: start, file: file))
    }
    var tags = TagScan(bytes, from: start, attributes: limits.attributes)
    let found = [firstBadCharacter(bytes, from: start), tags.firstProblem()]
    problem = found.compactMap { $0 }.min { $0.offset < $1.offset }
  }

  func diagnostic(_ problem: Problem) -> Diagnostic { problem.diagnostic(in: bytes, from: start, file: file) }
}

extension Problem {
  func diagnostic(in bytes: [UInt8], from start: Int, file: String) -> Diagnostic {
    var cursor = Cursor(at: start)
    cursor.move(to: offset, in: bytes)
    return Diagnostic(.error, code, at: cursor.location(in: file), message, help: help)
  }
}

// MARK: Encoding

/// What speaks against reading these bytes as UTF-8.
private func wrongEncoding(_ bytes: [UInt8], from start: Int) -> Problem? {
  let marks: [[UInt8]] = [[0xFE, 0xFF], [0xFF, 0xFE], [0x00, 0x3C], [0x3C, 0x00]]
  if marks.contains(where: { bytes.starts(with: $0) }) {
    return Problem(offset: 0, message: "the file is in UTF-16; expected UTF-8", help: "save it as UTF-8")
  }
  guard bytes[start...].contains(where: { !$0.isSpace }) else {
    return Problem(offset: start, message: "the file is empty; expected an XML document")
  }
  guard let name = declaredEncoding(bytes, from: start) else { return nil }
  let encoding = String(decoding: bytes[name], as: UTF8.self)
  if ["utf-8", "utf8", "us-ascii", "ascii"].contains(encoding.lowercased()) { return nil }
  return Problem(
    offset: name.lowerBound, message: "the file says that its encoding is “\(encoding)”; expected UTF-8",
    help: "save it as UTF-8 and write encoding=\"UTF-8\"")
}

/// Where the XML declaration names an encoding.
private func declaredEncoding(_ bytes: [UInt8], from start: Int) -> Range<Int>? {
  guard bytes.has("<?xml", at: start), let end = bytes.first("?>", from: start),
    var at = bytes.first("encoding", from: start), at < end
  else { return nil }
  at += 8
  while at < end, bytes[at].isSpace || bytes[at] == .equals { at += 1 }
  guard at < end, bytes[at].isQuote, let close = bytes[(at + 1)..<end].firstIndex(of: bytes[at]) else { return nil }
  // A name of an encoding is short; whatever is longer is for libxml2 to refuse.
  return close - at <= 41 ? at + 1..<close : nil
}

// MARK: Characters

/// Where the bytes stop being UTF-8, or the text stops being characters that XML allows.
private func firstBadCharacter(_ bytes: [UInt8], from start: Int) -> Problem? {
  var at = start
  while at < bytes.count {
    let byte = bytes[at]
    if byte >= 0x20, byte < 0x80 {
      at += 1
    } else if byte < 0x80 {
      guard byte.isSpace else { return control(byte, at) }
      at += 1
    } else {
      let length = lengthOfCharacter(bytes, at)
      if length == 0 {
        return Problem(offset: at, message: "this byte is not UTF-8 text", help: "save the file as UTF-8")
      }
      if length == 3, byte == 0xEF, bytes[at + 1] == 0xBF, bytes[at + 2] >= 0xBE {
        return Problem(offset: at, message: "this is no character; XML does not allow it", help: "take it out")
      }
      at += length
    }
  }
  return nil
}

private func control(_ byte: UInt8, _ offset: Int) -> Problem {
  let number = String(byte, radix: 16, uppercase: true)
  let padded = String(repeating: "0", count: 4 - number.count) + number
  return Problem(
    offset: offset, message: "there is a control character (U+\(padded)), which XML does not allow",
    help: "take it out")
}

/// How many bytes the character takes that starts here; 0 if none does: overlong forms and surrogates are none.
private func lengthOfCharacter(_ bytes: [UInt8], _ at: Int) -> Int {
  let length: Int
  // What the second byte may be; the others are 80 to BF.
  var second: ClosedRange<UInt8> = 0x80...0xBF
  switch bytes[at] {
  case 0xC2...0xDF: length = 2
  case 0xE0...0xEF:
    length = 3
    if bytes[at] == 0xE0 { second = 0xA0...0xBF }
    if bytes[at] == 0xED { second = 0x80...0x9F }
  case 0xF0...0xF4:
    length = 4
    if bytes[at] == 0xF0 { second = 0x90...0xBF }
    if bytes[at] == 0xF4 { second = 0x80...0x8F }
  default: return 0
  }
  guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return 0 }
  return bytes[(at + 2)..<(at + length)].allSatisfy { $0 & 0xC0 == 0x80 } ? length : 0
}
