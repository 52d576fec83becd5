internal import CLibXML2
internal import Values

/// A complaint of libxml2 put in plain words, at the place that a person would point to.
///
/// Its own messages are not used: they are for programmers, and quote the text of the file.
struct Complaint {
  let bytes: [UInt8]
  /// Where the characters start.
  let start: Int
  /// How far libxml2 had read.
  let at: Int
  /// The elements that were open.
  let open: [TreeBuilder.Open]

  /// What libxml2 finds from what it has read, and would find whatever came after.
  static let needNoMore = Set(
    [
      XML_ERR_TAG_NAME_MISMATCH, XML_ERR_UNDECLARED_ENTITY, XML_ERR_INVALID_CHAR, XML_ERR_ATTRIBUTE_REDEFINED,
      XML_ERR_RESERVED_XML_NAME,
    ].map { $0.rawValue })

  /// - Parameters:
  ///   - message: libxml2's own.
  ///   - detail: the name that it is about, if any.
  func problem(_ code: xmlParserErrors, _ message: String, _ detail: String) -> Problem {
    if ["Excessive depth", "too long", "too big", "Huge input"].contains(where: { message.contains($0) }) {
      return Problem(code: "xml-limit", offset: at, message: "this is deeper or longer than any file should be")
    }
    if isInDeclaration { return declaration }
    switch code {
    case XML_ERR_TAG_NAME_MISMATCH: return mismatch
    case XML_ERR_TAG_NOT_FINISHED, XML_ERR_LTSLASH_REQUIRED: return endsEarly
    case XML_ERR_DOCUMENT_EMPTY: return noElement
    case XML_ERR_DOCUMENT_END: return afterTheEnd
    case XML_ERR_GT_REQUIRED: return unfinishedTag
    case XML_ERR_SPACE_REQUIRED: return inTag("expected a space before the next attribute")
    case XML_ERR_ATTRIBUTE_REDEFINED, XML_NS_ERR_ATTRIBUTE_REDEFINED: return twice
    case XML_ERR_ATTRIBUTE_WITHOUT_VALUE: return inAttribute("has no value", help: "write =\"…\" after it")
    case XML_ERR_ATTRIBUTE_NOT_STARTED: return inAttribute("has a value without quotes", help: "write =\"…\"")
    case XML_ERR_ATTRIBUTE_NOT_FINISHED: return inAttribute("has a value whose quotes are not closed")
    case XML_ERR_NAME_REQUIRED, XML_ERR_ENTITYREF_NO_NAME, XML_ERR_INTERNAL_ERROR: return noName
    case XML_ERR_ENTITYREF_SEMICOL_MISSING: return loneAmpersand
    case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY: return unknownEntity
    case XML_ERR_INVALID_HEX_CHARREF, XML_ERR_INVALID_DEC_CHARREF, XML_ERR_INVALID_CHARREF, XML_ERR_INVALID_CHAR:
      return reference("names no character that XML allows", help: "write the character itself")
    case XML_ERR_RESERVED_XML_NAME: return lateDeclaration
    case XML_ERR_HYPHEN_IN_COMMENT:
      return Problem(offset: at, message: "there is a -- inside a comment", help: "only --> may hold it, at the end")
    case XML_ERR_COMMENT_NOT_FINISHED: return unfinished("<!--", "this comment is not closed", "-->")
    case XML_ERR_CDATA_NOT_FINISHED: return unfinished("<![CDATA[", "this CDATA section is not closed", "]]>")
    case XML_ERR_PI_NOT_FINISHED, XML_ERR_PI_NOT_STARTED:
      return unfinished("<?", "this processing instruction is not right", "<?name …?>")
    case XML_ERR_MISPLACED_CDATA_END:
      let offset = bytes.first("]]>", from: at) ?? at
      return Problem(offset: offset, message: "there is a ]]> in the text", help: "write ]]&gt;")
    case XML_NS_ERR_UNDEFINED_NAMESPACE: return unknownPrefix(detail)
    case XML_NS_ERR_QNAME, XML_NS_ERR_COLON:
      return inTag("a name may have one colon, between a prefix and the rest")
    case XML_NS_ERR_XML_NAMESPACE, XML_NS_ERR_EMPTY, XML_WAR_NS_URI:
      return inAttribute("declares no namespace", help: "expected a URI such as “urn:example:shelter”")
    default:
      return Problem(offset: at, message: "this is not well-formed XML (libxml2 calls it error \(code.rawValue))")
    }
  }

  // MARK: Elements and the ends of things

  private var mismatch: Problem {
    let close = bytes.last("</", before: at) ?? at
    let name = RawTag(at: close + 1, in: bytes).name(in: bytes)
    guard let last = open.last else { return closesNothing(close) }
    return Problem(
      offset: close, message: "</\(name)> does not close <\(written(last))>",
      help: "expected </\(written(last))> for the tag in line \(last.element.location.line)")
  }

  private var endsEarly: Problem {
    guard let last = open.last else { return noElement }
    return Problem(
      offset: end, message: "the file ends before <\(written(last))> does",
      help: "expected </\(written(last))> for the tag in line \(last.element.location.line)")
  }

  private var noElement: Problem {
    if at >= end { return Problem(offset: end, message: "there is no element in this file; expected one") }
    return Problem(offset: at, message: "this is no XML; expected a tag such as <name>")
  }

  private var afterTheEnd: Problem {
    if bytes.has("</", at: at) { return closesNothing(at) }
    return Problem(
      offset: at, message: "something follows the end of the first element; expected nothing",
      help: "a file holds one element with everything else inside")
  }

  func closesNothing(_ close: Int) -> Problem {
    let name = RawTag(at: close + 1, in: bytes).name(in: bytes)
    return Problem(offset: close, message: "</\(name)> closes nothing: no element is open here", help: "take it out")
  }

  private var unfinishedTag: Problem {
    if at >= bytes.count { return Problem(offset: end, message: "the file ends inside a tag", help: "expected >") }
    return Problem(offset: at, message: "expected > here, to close the tag")
  }

  private func unfinished(_ opening: StaticString, _ message: String, _ expected: String) -> Problem {
    Problem(offset: bytes.last(opening, before: at) ?? at, message: message, help: "expected \(expected)")
  }

  // MARK: Declarations

  /// Whether libxml2 was in `<?xml …?>`.
  private var isInDeclaration: Bool {
    guard bytes.has("<?xml", at: start), start + 5 < bytes.count, bytes[start + 5].isSpace else { return false }
    return at <= (bytes.first("?>", from: start) ?? bytes.count)
  }

  private var declaration: Problem {
    Problem(
      offset: start, message: "the XML declaration is not right",
      help: "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>, or nothing")
  }

  private var lateDeclaration: Problem {
    Problem(
      offset: bytes.last("<?", before: at) ?? at, message: "the XML declaration is not at the start of the file",
      help: "take out what stands before it, also spaces and empty lines")
  }

  // MARK: Helpers

  /// Where the text ends: where an editor's cursor would go, not after empty lines.
  private var end: Int {
    var end = bytes.count
    while end > start, bytes[end - 1].isSpace { end -= 1 }
    return end
  }

  /// An element's name with its prefix.
  private func written(_ element: TreeBuilder.Open) -> String { RawTag(at: element.offset, in: bytes).name(in: bytes) }
}
