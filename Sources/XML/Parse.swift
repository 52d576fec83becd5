internal import CLibXML2
public import Values

extension Element {
  /// Reads XML: UTF-8, no document type, no entities but the five of XML, no file, no network, within limits.
  ///
  /// Names lose their prefixes; `xmlns` and `xsi:` attributes, comments and processing instructions are passed over.
  /// Places are those of an element's `<` and of an attribute's name.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name, for messages.
  ///   - limits: how large it may be.
  /// - Throws: one located diagnostic: the first thing that is wrong.  Its code is `xml`, `xml-doctype` or `xml-limit`.
  public init(parsing bytes: [UInt8], file: String, limits: Limits = Limits()) throws(Diagnostics) {
    let source = try Source(bytes, file: file, limits: limits)
    let builder = TreeBuilder(source, limits)
    // What holds a mistake at its very start needs no parser.
    if source.end > source.start {
      guard let parse = Parse(source, builder) else {
        let message = "there is not enough memory to read this file"
        throw Diagnostics(Diagnostic(.error, "xml", at: Location(file: file), message))
      }
      parse.run()
    }
    if let problem = builder.problem ?? source.problem { throw Diagnostics(source.diagnostic(problem)) }
    guard let root = builder.root else {
      let problem = Problem(offset: source.start, message: "there is no element in this file; expected one")
      throw Diagnostics(source.diagnostic(problem))
    }
    self = root
  }
}

/// The set-up of the library is not safe to do in two threads at once; Swift does this once.
let libraryIsReady: Bool = {
  xmlInitParser()
  return true
}()

/// Owns one libxml2 context for the length of one parse.
private struct Parse: ~Copyable {
  private let context: xmlParserCtxtPtr
  private let builder: TreeBuilder

  init?(_ source: Source, _ builder: TreeBuilder) {
    guard libraryIsReady else { return nil }
    // libxml2 makes its own copy.  In memory, as its other ways of reading stop at 10 MB.
    let context = source.bytes.withUnsafeBytes { bytes in
      let bytes = bytes[source.start..<source.end]
      return xmlCreateMemoryParserCtxt(
        UnsafeRawBufferPointer(rebasing: bytes).assumingMemoryBound(to: CChar.self).baseAddress, Int32(bytes.count))
    }
    guard let context else { return nil }
    self.context = context
    self.builder = builder
    // The default handlers take the user data for their own context, so the table is emptied before ours go in.
    context.pointee.sax.pointee = handlers()
    context.pointee.userData = Unmanaged.passUnretained(builder).toOpaque()
    // The encoding is known to be right; ignoring what is declared keeps every offset that of the file.
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_IGNORE_ENC.rawValue))
    builder.context = context
  }

  deinit {
    builder.context = nil
    xmlFreeParserCtxt(context)
  }

  borrowing func run() { _ = xmlParseDocument(context) }
}

/// Handlers of one context; the global ones are never touched.
private func handlers() -> xmlSAXHandler {
  var handlers = xmlSAXHandler()
  handlers.initialized = UInt32(XML_SAX2_MAGIC)
  handlers.startElementNs = { data, name, _, _, _, _, count, _, attributes in
    guard let name else { return }
    builder(data)?.start(name, attributes, Int(count))
  }
  handlers.endElementNs = { data, _, _, _ in builder(data)?.end() }
  handlers.characters = { data, text, count in
    builder(data)?.text(UnsafeBufferPointer(start: text, count: Int(count)))
  }
  handlers.cdataBlock = handlers.characters
  handlers.ignorableWhitespace = handlers.characters
  handlers.internalSubset = { data, _, _, _ in builder(data)?.documentType() }
  handlers.serror = { data, error in
    guard let error else { return }
    builder(data)?.complain(error.pointee)
  }
  return handlers
}

private func builder(_ data: UnsafeMutableRawPointer?) -> TreeBuilder? {
  data.map { Unmanaged<TreeBuilder>.fromOpaque($0).takeUnretainedValue() }
}
