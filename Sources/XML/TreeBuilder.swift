internal import CLibXML2
internal import Values

/// Builds the tree while libxml2 reads, and knows where things stand.
final class TreeBuilder {
  let file: String
  var context: xmlParserCtxtPtr?
  private(set) var root: Element?
  private(set) var refusal: Diagnostic?
  private let bytes: [UInt8]
  private let places: Places
  private let limits: Limits
  private var open: [Element] = []
  private var texts: [[UInt8]] = []
  private var elements = 0

  init(_ bytes: [UInt8], _ file: String, _ limits: Limits) {
    self.bytes = bytes
    self.file = file
    self.limits = limits
    places = Places(bytes)
  }

  private func location(_ offset: Int) -> Location {
    let (line, column) = places.lineAndColumn(of: offset)
    return Location(file: file, line: line, column: column)
  }

  /// Stops the parse with one message.
  private func refuse(_ code: String, _ offset: Int, _ message: String, help: String? = nil) {
    guard refusal == nil else { return }
    refusal = Diagnostic(.error, code, at: location(offset), message, help: help)
    xmlStopParser(context)
  }

  /// Where the parser is, and from there back to the `<` of the tag it has just read: an attribute's value cannot hold
  /// one.
  private func tagStart() -> Int {
    var at = min(max(0, Int(xmlByteConsumed(context))), bytes.count)
    while at > 0 {
      at -= 1
      if bytes[at] == UInt8(ascii: "<") { return at }
    }
    return 0
  }

  // MARK: Events

  func start(_ name: String, _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int) {
    guard refusal == nil else { return }
    let offset = tagStart()
    elements += 1
    if open.count >= limits.depth { return refuse("xml-limit", offset, "elements lie more than \(limits.depth) deep inside each other") }
    if count > limits.attributes { return refuse("xml-limit", offset, "<\(name)> has \(count) attributes; expected at most \(limits.attributes)") }
    if elements > limits.elements { return refuse("xml-limit", offset, "the file has more than \(limits.elements) elements") }
    var element = Element(name: name, location: location(offset))
    let spots = count > 0 ? attributeOffsets(offset) : [:]
    for index in 0..<count {
      // Five pointers each: name, prefix, namespace, start and end of the value.
      guard let name = attributes?[index * 5], let start = attributes?[index * 5 + 3], let end = attributes?[index * 5 + 4] else { continue }
      if let prefix = attributes?[index * 5 + 1], string(prefix) == "xsi" { continue }
      let length = end - start
      let key = string(name)
      let place = spots[key] ?? offset
      if length > limits.text { return refuse("xml-limit", place, "“\(key)” is longer than \(limits.text) bytes") }
      let value = String(decoding: UnsafeBufferPointer(start: start, count: length), as: UTF8.self)
      element.attributes.append(Element.Attribute(name: key, value: value, location: location(place)))
    }
    open.append(element)
    texts.append([])
  }

  func end() {
    guard refusal == nil, var element = open.popLast(), let text = texts.popLast() else { return }
    element.text = collapsed(text)
    if open.isEmpty { root = element } else { open[open.count - 1].children.append(element) }
  }

  func text(_ some: UnsafeBufferPointer<xmlChar>) {
    guard refusal == nil, !texts.isEmpty else { return }
    if texts[texts.count - 1].count + some.count > limits.text {
      return refuse("xml-limit", tagStart(), "the text of <\(open[open.count - 1].name)> is longer than \(limits.text) bytes")
    }
    texts[texts.count - 1] += some
  }

  func refuseDocumentType() {
    let offset = bytes.firstIndex(of: "<!DOCTYPE") ?? 0
    refuse(
      "xml-doctype", offset, "the file has a document type declaration; expected none",
      help: "take out the <!DOCTYPE …> and everything that belongs to it")
  }

  // MARK: Text and places

  /// White space at the ends gone, runs of it one space.
  private func collapsed(_ text: [UInt8]) -> String {
    var result: [UInt8] = []
    var pending = false
    for byte in text {
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        pending = !result.isEmpty
        continue
      }
      if pending { result.append(0x20) }
      pending = false
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Where each attribute's name begins, by its local name, in the tag that starts here.
  private func attributeOffsets(_ start: Int) -> [String: Int] {
    var found: [String: Int] = [:]
    var at = start + 1
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }
    func isEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") }
    while at < bytes.count, !isSpace(bytes[at]), !isEnd(bytes[at]) { at += 1 }
    while at < bytes.count {
      while at < bytes.count, isSpace(bytes[at]) { at += 1 }
      guard at < bytes.count, !isEnd(bytes[at]) else { break }
      let name = at
      while at < bytes.count, bytes[at] != UInt8(ascii: "="), !isSpace(bytes[at]), !isEnd(bytes[at]) { at += 1 }
      let key = String(decoding: bytes[name..<at], as: UTF8.self)
      let local = key.split(separator: ":").last.map { String($0) } ?? key
      found[local] = name
      while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "'") { at += 1 }
      guard at < bytes.count else { break }
      let quote = bytes[at]
      at += 1
      while at < bytes.count, bytes[at] != quote { at += 1 }
      at += 1
    }
    return found
  }

  // MARK: What libxml2 says

  /// Its first complaint, in plain words.
  func notWellFormed(_ error: xmlError) -> Diagnostic {
    let line = Int(error.line)
    var column = Int(error.int2)
    // It counts bytes of a line and sometimes nothing; characters are what an editor shows.
    if let start = lineStart(line), column > 0 {
      let (_, inCharacters) = places.lineAndColumn(of: min(start + column - 1, bytes.count))
      column = inCharacters
    }
    let (message, help) = plain(error)
    return Diagnostic(
      .error, "xml", at: Location(file: file, line: max(1, line), column: max(1, column)), message, help: help)
  }

  private func lineStart(_ line: Int) -> Int? {
    guard line >= 1 else { return nil }
    var at = 0
    for _ in 1..<line {
      guard let next = bytes[at...].firstIndex(of: 0x0A) else { return nil }
      at = next + 1
    }
    return at
  }

  private func plain(_ error: xmlError) -> (String, String?) {
    func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
    let name = text(error.str1)
    switch xmlParserErrors(UInt32(error.code)) {
    case XML_ERR_TAG_NAME_MISMATCH:
      let open = name.isEmpty ? "an element" : "<\(name)>"
      return ("\(open) is not closed by its own end tag", name.isEmpty ? nil : "expected </\(name)>")
    case XML_ERR_TAG_NOT_FINISHED, XML_ERR_DOCUMENT_END:
      return ("the file ends too early", open.last.map { "expected </\($0.name)>, opened in line \($0.location.line)" })
    case XML_ERR_ATTRIBUTE_REDEFINED: return ("the attribute “\(name)” is written twice", "keep one of them")
    case XML_ERR_DOCUMENT_EMPTY: return ("this is no XML; expected a file that starts with <", nil)
    case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY:
      return ("the entity “&\(name);” is not known", "write the character itself, or &amp; for &")
    case XML_ERR_ENTITYREF_SEMICOL_MISSING, XML_ERR_NAME_REQUIRED: return ("an & or a name stands alone", "write &amp; for &")
    case XML_ERR_LT_IN_ATTRIBUTE: return ("a < stands inside an attribute's value", "write &lt;")
    case XML_ERR_ATTRIBUTE_NOT_STARTED, XML_ERR_ATTRIBUTE_WITHOUT_VALUE:
      return ("an attribute has no value in quotes", "write name=\"value\"")
    case XML_ERR_ATTRIBUTE_NOT_FINISHED: return ("the quotes of an attribute's value are not closed", nil)
    case XML_ERR_UNSUPPORTED_ENCODING, XML_ERR_UNKNOWN_ENCODING:
      return ("the encoding the file names is not known; expected UTF-8", "save it again as UTF-8")
    case XML_ERR_INVALID_CHAR, XML_ERR_INVALID_ENCODING: return ("there is a character that XML does not allow", nil)
    case XML_ERR_GT_REQUIRED: return ("a tag is not closed with >", nil)
    default:
      var sentence = text(error.message)
      while let last = sentence.last, last == "\n" || last == "." { sentence.removeLast() }
      return ("this is not well-formed XML: \(sentence)", nil)
    }
  }
}

extension [UInt8] {
  /// Where a text first stands.
  fileprivate func firstIndex(of text: String) -> Int? {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, count >= wanted.count else { return nil }
    return (0...count - wanted.count).first { self[$0] == first && self[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }
}
