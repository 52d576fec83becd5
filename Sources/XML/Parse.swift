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
      guard let parse = Parse(builder) else {
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

/// Lets a context read a whole document.
///
/// As a string that ends with a zero, which libxml2 leaves where it is: each of its buffers stops working somewhere
/// beyond 10 MB, and the switch against that (`XML_PARSE_HUGE`) takes away other limits that are wanted.
func read(_ bytes: ArraySlice<UInt8>, with context: xmlParserCtxtPtr) {
  var text: [UInt8] = []
  text.reserveCapacity(bytes.count + 1)
  text += bytes
  text.append(0)
  text.withUnsafeBufferPointer { text in
    guard let input = xmlNewStringInputStream(context, text.baseAddress) else { return }
    _ = inputPush(context, input)
    _ = xmlParseDocument(context)
    // The context lives on, the string does not.
    xmlFreeInputStream(inputPop(context))
  }
}

/// Owns one libxml2 context for the length of one parse.
private struct Parse: ~Copyable {
  private let context: xmlParserCtxtPtr
  private let builder: TreeBuilder

  init?(_ builder: TreeBuilder) {
    guard libraryIsReady, let context = xmlNewParserCtxt() else { return nil }
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

  borrowing func run() { read(builder.source.bytes[builder.source.start..<builder.source.end], with: context) }
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
