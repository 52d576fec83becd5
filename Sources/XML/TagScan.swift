/// Walks over the markup of a file without understanding it.
///
/// As long as the file is well-formed it sees the same tags as libxml2; where it stops seeing them it stops.
struct TagScan {
  private let bytes: [UInt8]
  private var at: Int
  private let attributes: Int

  /// - Parameter attributes: how many one tag may have.
  init(_ bytes: [UInt8], from start: Int, attributes: Int) {
    self.bytes = bytes
    self.attributes = attributes
    at = start
  }

  /// The first `<` that begins no tag, document type, or tag with too many attributes.
  mutating func firstProblem() -> Problem? {
    while let open = next(.lessThan) {
      // What is not finished is for libxml2 to tell.
      guard open + 1 < bytes.count else { return nil }
      at = open + 1
      switch bytes[at] {
      case UInt8(ascii: "?"): skip(past: "?>")
      case UInt8(ascii: "!"):
        if bytes.has("<!--", at: open) {
          at += 3
          skip(past: "-->")
        } else if bytes.has("<![CDATA[", at: open) {
          skip(past: "]]>")
        } else if at + 1 < bytes.count, bytes[at + 1].isLetter {
          return documentType(open)
        } else {
          return loneLessThan(open)
        }
      case .slash:
        if let problem = closing(open) { return problem }
      case let byte where byte.startsName:
        if let problem = tag(open) { return problem }
      default: return loneLessThan(open)
      }
    }
    return nil
  }

  // MARK: Steps

  private func next(_ byte: UInt8) -> Int? {
    var at = at
    while at < bytes.count {
      if bytes[at] == byte { return at }
      at += 1
    }
    return nil
  }

  private mutating func skip(past text: StaticString) {
    at = bytes.first(text, from: at).map { $0 + text.utf8CodeUnitCount } ?? bytes.count
  }

  private mutating func closing(_ open: Int) -> Problem? {
    while at < bytes.count, bytes[at] != .greaterThan {
      if bytes[at] == .lessThan { return unclosed(open) }
      at += 1
    }
    return nil
  }

  private mutating func tag(_ open: Int) -> Problem? {
    var quote: UInt8?
    var count = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte == .lessThan { return quote == nil ? unclosed(open) : inValue(open) }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte.isQuote {
        quote = byte
      } else if byte == .equals {
        count += 1
        if count > attributes { return tooMany(open) }
      } else if byte == .greaterThan {
        return nil
      }
      at += 1
    }
    return nil
  }

  // MARK: Problems

  private func documentType(_ open: Int) -> Problem {
    Problem(
      code: "xml-doctype", offset: open, message: "document type declarations are not allowed",
      help: "take out the <!DOCTYPE …> and everything that belongs to it")
  }

  private func tooMany(_ open: Int) -> Problem {
    let name = RawTag(at: open, in: bytes).name(in: bytes)
    return Problem(
      code: "xml-limit", offset: open,
      message: "<\(name)> has more than \(attributes) attributes; expected at most that")
  }

  private func loneLessThan(_ open: Int) -> Problem {
    Problem(offset: open, message: "this < begins no tag", help: "write &lt; for <")
  }

  private func unclosed(_ open: Int) -> Problem {
    let closing = bytes.has("</", at: open)
    let name = RawTag(at: closing ? open + 1 : open, in: bytes).name(in: bytes)
    return Problem(
      offset: at, message: "there is a < inside the tag <\(closing ? "/" : "")\(name)",
      help: "close that tag with > first")
  }

  private func inValue(_ open: Int) -> Problem {
    var tag = RawTag(at: open, in: bytes)
    var last: Range<Int>?
    while let name = tag.next(in: bytes), name.lowerBound < at { last = name }
    let name = last.map { "“\(bytes.text($0))”" } ?? "an attribute"
    return Problem(
      offset: at, message: "there is a < inside the value of \(name)",
      help: "write &lt; for <, or close the quotes before it")
  }
}
