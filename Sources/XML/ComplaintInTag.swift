/// Complaints about what stands inside a tag, and about `&`.
extension Complaint {
  /// The tag that libxml2 was in: no value can hold a `<`.
  private var tag: Int { bytes.last("<", before: at) ?? start }

  /// The last attribute that begins before where libxml2 is.
  private var attribute: Range<Int>? {
    var tag = RawTag(at: tag, in: bytes)
    var last: Range<Int>?
    while let name = tag.next(in: bytes), name.lowerBound < at { last = name }
    return last
  }

  func inTag(_ message: String) -> Problem { Problem(offset: at, message: message) }

  func inAttribute(_ message: String, help: String? = nil) -> Problem {
    guard let attribute else { return Problem(offset: at, message: "an attribute \(message)", help: help) }
    return Problem(offset: attribute.lowerBound, message: "“\(bytes.text(attribute))” \(message)", help: help)
  }

  /// The second of two attributes of one name, or, with other prefixes, of one local name.
  var twice: Problem {
    var raw = RawTag(at: tag, in: bytes)
    var names: Set<String> = []
    var locals: Set<Substring> = []
    var second: Range<Int>?
    while let name = raw.next(in: bytes) {
      let text = String(decoding: bytes[name], as: UTF8.self)
      if !names.insert(text).inserted {
        return Problem(
          offset: name.lowerBound, message: "“\(bytes.text(name))” is written twice in this tag",
          help: "keep one of them")
      }
      let local = text.drop { $0 != ":" }.dropFirst()
      if !local.isEmpty, !locals.insert(local).inserted { second = second ?? name }
    }
    return Problem(
      offset: second?.lowerBound ?? tag, message: "an attribute of one name and namespace is written twice in this tag",
      help: "keep one of them")
  }

  /// A prefix that no `xmlns:` declares, where it is first used in this tag.
  func unknownPrefix(_ prefix: String) -> Problem {
    var raw = RawTag(at: tag, in: bytes)
    var offset = tag
    if !raw.name(in: bytes).hasPrefix(prefix + ":") {
      while let name = raw.next(in: bytes) {
        guard bytes[name].starts(with: (prefix + ":").utf8) else { continue }
        offset = name.lowerBound
        break
      }
    }
    return Problem(
      offset: offset, message: "the prefix “\(prefix)” is not declared",
      help: "take it out, or declare it with xmlns:\(prefix)=\"…\"")
  }

  // MARK: Ampersands

  var noName: Problem {
    if at > start, bytes[min(at, bytes.count) - 1] == .ampersand { return loneAmpersand }
    if bytes.has("</", at: at - 1) { return closesNothing(at - 1) }
    if bytes.has("<", at: at - 1) {
      return Problem(offset: at - 1, message: "this < begins no tag", help: "write &lt; for <")
    }
    return Problem(offset: at, message: "expected the name of an attribute here, or > to close the tag")
  }

  var loneAmpersand: Problem {
    Problem(offset: lastAmpersand, message: "this & begins no entity", help: "write &amp; for &")
  }

  var unknownEntity: Problem { reference("is no entity of XML", help: "write the character itself, or &amp; for &") }

  func reference(_ message: String, help: String) -> Problem {
    let begin = lastAmpersand
    // Up to its semicolon; a reference that has none is quoted as far as it was read.
    var end = begin
    while end < bytes.count, end < max(at, begin + 12), bytes[end] != UInt8(ascii: ";") { end += 1 }
    if end == bytes.count || bytes[end] != UInt8(ascii: ";") { end = max(begin, min(at, bytes.count)) }
    return Problem(offset: begin, message: "“\(bytes.text(begin..<end));” \(message)", help: help)
  }

  private var lastAmpersand: Int { bytes.last("&", before: at) ?? at }
}
