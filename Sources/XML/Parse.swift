internal import CLibXML2
public import Values

extension Element {
  /// Reads XML: UTF-8, no document type, no entities but the five of XML, no network, within limits.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name, for messages.
  /// - Throws: one located diagnostic: the first thing that is wrong.
  public init(parsing bytes: [UInt8], file: String, limits: Limits = Limits()) throws(Diagnostics) {
    try checkBytes(bytes, file, limits)
    let builder = TreeBuilder(bytes, file, limits)
    let parse = Parse(bytes, builder)
    self = try parse.run()
  }
}

/// What libxml2 should not be left to say: the file's size, its encoding, characters that are no text.
private func checkBytes(_ bytes: [UInt8], _ file: String, _ limits: Limits) throws(Diagnostics) {
  func refuse(_ code: String, _ message: String, help: String? = nil, line: Int = 1, column: Int = 1) -> Diagnostics {
    Diagnostics(Diagnostic(.error, code, at: Location(file: file, line: line, column: column), message, help: help))
  }
  guard bytes.count <= limits.bytes else {
    throw refuse("xml-limit", "the file has \(bytes.count) bytes; expected at most \(limits.bytes)")
  }
  if bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE]) || bytes.prefix(4).contains(0) {
    throw refuse("xml", "the file is UTF-16 or binary; expected UTF-8", help: "save it again as UTF-8")
  }
  guard bytes.contains(where: { $0 > 0x20 }) else { throw refuse("xml", "the file is empty; expected an XML document") }
  if let bad = firstBadByte(bytes) {
    let places = Places(bytes)
    let (line, column) = places.lineAndColumn(of: bad)
    throw refuse("xml", "this byte is no UTF-8 text", help: "save the file again as UTF-8", line: line, column: column)
  }
}

/// Where the bytes stop being UTF-8 text, if they do.
private func firstBadByte(_ bytes: [UInt8]) -> Int? {
  var at = 0
  while at < bytes.count {
    let byte = bytes[at]
    if byte == 0 { return at }
    if byte < 0x80 {
      at += 1
      continue
    }
    let length = byte >= 0xF0 && byte < 0xF5 ? 4 : byte >= 0xE0 && byte < 0xF0 ? 3 : byte >= 0xC2 && byte < 0xE0 ? 2 : 0
    guard length > 0, at + length <= bytes.count else { return at }
    for next in at + 1..<at + length where bytes[next] & 0xC0 != 0x80 { return at }
    at += length
  }
  return nil
}

/// Owns one libxml2 context for the length of one parse.
private struct Parse: ~Copyable {
  private let context: xmlParserCtxtPtr?
  private let builder: TreeBuilder
  private let bytes: [UInt8]

  init(_ bytes: [UInt8], _ builder: TreeBuilder) {
    self.bytes = bytes
    self.builder = builder
    // The default handlers take the user data for their own context, so the table is emptied before ours go in.
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startElementNs = startElement
    handler.endElementNs = endElement
    handler.characters = characters
    handler.cdataBlock = characters
    handler.internalSubset = documentType
    handler.serror = { _, _ in }
    context = xmlCreatePushParserCtxt(&handler, Unmanaged.passUnretained(builder).toOpaque(), nil, 0, nil)
    if let context { xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue)) }
    builder.context = context
  }

  deinit { xmlFreeParserCtxt(context) }

  borrowing func run() throws(Diagnostics) -> Element {
    guard let context else {
      throw Diagnostics(Diagnostic(.error, "xml", at: Location(file: builder.file), "there is not enough memory to read this file"))
    }
    bytes.withUnsafeBytes { buffer in
      let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      _ = xmlParseChunk(context, start, Int32(buffer.count), 1)
    }
    if let refusal = builder.refusal { throw Diagnostics(refusal) }
    if context.pointee.wellFormed == 0 {
      throw Diagnostics(builder.notWellFormed(context.pointee.lastError))
    }
    guard let root = builder.root else {
      throw Diagnostics(Diagnostic(.error, "xml", at: Location(file: builder.file, line: 1, column: 1), "there is no element in this file"))
    }
    return root
  }
}

// MARK: Handlers

private func builder(_ data: UnsafeMutableRawPointer?) -> TreeBuilder? {
  data.map { Unmanaged<TreeBuilder>.fromOpaque($0).takeUnretainedValue() }
}

private let startElement: startElementNsSAX2Func = { data, name, _, _, _, _, count, _, attributes in
  guard let name, let builder = builder(data) else { return }
  builder.start(string(name), attributes, Int(count))
}

private let endElement: endElementNsSAX2Func = { data, _, _, _ in builder(data)?.end() }

private let characters: charactersSAXFunc = { data, text, count in
  guard let text else { return }
  builder(data)?.text(UnsafeBufferPointer(start: text, count: Int(count)))
}

private let documentType: internalSubsetSAXFunc = { data, _, _, _ in builder(data)?.refuseDocumentType() }

func string(_ text: UnsafePointer<xmlChar>) -> String { String(cString: text) }
