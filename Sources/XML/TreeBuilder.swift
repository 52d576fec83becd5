internal import CLibXML2
internal import Values

/// What libxml2 talks to while it reads: builds the tree, knows where things stand, keeps the first mistake.
final class TreeBuilder {
  /// An element whose end tag is still to come.
  struct Open {
    var element: Element
    var text = Text()
    /// Where its `<` is.
    let offset: Int
  }

  /// Five pointers each: name, prefix, namespace, start and end of the value.
  typealias Attributes = UnsafeMutablePointer<UnsafePointer<xmlChar>?>

  let source: Source
  /// The parser that reads, as long as it does; it belongs to ``Parse``.
  var context: xmlParserCtxtPtr?
  private(set) var root: Element?
  private(set) var problem: Problem?
  private(set) var open: [Open] = []
  private let limits: Limits
  private var cursor: Cursor
  private var elements = 0
  /// How deep inside an element that is not kept.
  private var skipping = 0

  init(_ source: Source, _ limits: Limits) {
    self.source = source
    self.limits = limits
    cursor = Cursor(at: source.start)
  }

  /// How far libxml2 has read.
  private var consumed: Int { source.start + max(0, Int(xmlByteConsumed(context))) }

  private func location(_ offset: Int) -> Location {
    cursor.move(to: offset, in: source.bytes)
    return cursor.location(in: source.file)
  }

  // MARK: Events

  /// A start tag, read up to its `>`: back from there the last `<` is its own, as a value cannot hold one.
  func start(_ name: UnsafePointer<xmlChar>, _ attributes: Attributes?, _ count: Int) {
    guard problem == nil else { return }
    if skipping > 0 || (!limits.skipped.isEmpty && limits.skipped.contains(String(cString: name))) {
      skipping += 1
      return
    }
    var offset = min(consumed, source.bytes.count - 1)
    while offset > source.start, source.bytes[offset] != .lessThan { offset -= 1 }
    elements += 1
    if open.count >= limits.depth {
      return refuse(offset, "elements lie more than \(limits.depth) deep inside each other; expected at most that")
    }
    if elements > limits.elements {
      return refuse(offset, "the file has more than \(limits.elements) elements; expected at most that")
    }
    var element = Element(name: String(cString: name), location: location(offset))
    if let attributes, count > 0 { read(attributes, count, of: &element, at: offset) }
    open.append(Open(element: element, offset: offset))
  }

  /// Attributes come in the order written, so they are paired with the names in the tag one by one.
  private func read(_ attributes: Attributes, _ count: Int, of element: inout Element, at offset: Int) {
    var tag = RawTag(at: offset, in: source.bytes)
    element.attributes.reserveCapacity(count)
    for index in 0..<count {
      let place = tag.nextAttribute(in: source.bytes)?.lowerBound ?? offset
      let parts = attributes + index * 5
      guard let name = parts[0], let start = parts[3], let end = parts[4] else { continue }
      if parts[1] != nil, let namespace = parts[2], isSchemaInstance(namespace) { continue }
      let raw = UnsafeBufferPointer(start: start, count: end - start)
      let attribute = Element.Attribute(
        name: String(cString: name), value: attributeValue(raw), location: location(place))
      if raw.count > limits.text, attribute.value.unicodeScalars.count > limits.text {
        return refuse(place, "“\(attribute.name)” is longer than \(limits.text) characters; expected at most that")
      }
      element.attributes.append(attribute)
    }
  }

  func end() {
    if skipping > 0 {
      skipping -= 1
      return
    }
    guard problem == nil, var ended = open.popLast() else { return }
    ended.element.text = ended.text.string
    if open.isEmpty { root = ended.element } else { open[open.count - 1].element.children.append(ended.element) }
  }

  func text(_ some: UnsafeBufferPointer<xmlChar>) {
    guard problem == nil, skipping == 0, let last = open.indices.last else { return }
    open[last].text.append(some)
    if open[last].text.count > limits.text {
      let name = open[last].element.name
      refuse(
        open[last].offset, "the text of <\(name)> is longer than \(limits.text) characters; expected at most that")
    }
  }

  /// ``TagScan`` lets no document type through; should it ever, this is before anything in it is read.
  func documentType() {
    stop(Problem(code: "xml-doctype", offset: consumed, message: "document type declarations are not allowed"))
  }

  /// A complaint of libxml2: the first is enough, what follows from it is not worth reading.
  func complain(_ error: xmlError) {
    guard problem == nil, error.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
    let at = consumed
    let code = xmlParserErrors(rawValue: UInt32(error.code))
    // Where the rest of the file was held back, what libxml2 misses there is not the mistake.
    if source.problem != nil, at >= source.end, !Complaint.needNoMore.contains(code.rawValue) {
      return stop(source.problem)
    }
    let message = error.message.map { String(cString: $0) } ?? ""
    let detail = error.str1.map { String(cString: $0) } ?? ""
    let complaint = Complaint(bytes: source.bytes, start: source.start, at: at, open: open)
    stop(complaint.problem(code, message, detail))
  }

  // MARK: Stopping

  private func refuse(_ offset: Int, _ message: String) {
    stop(Problem(code: "xml-limit", offset: offset, message: message))
  }

  /// Keeps a problem and ends the parse.
  ///
  /// `xmlStopParser` would free the text that libxml2, here in the middle of a function, goes on looking at once.  So
  /// only its flags are set: no more events, and its loops end.
  private func stop(_ problem: Problem?) {
    self.problem = self.problem ?? problem
    context?.pointee.disableSAX = 2
    context?.pointee.instate = XML_PARSER_EOF
  }
}

/// Whether this is the namespace of `xsi:schemaLocation`, which is for editors and no part of the data.
private func isSchemaInstance(_ namespace: UnsafePointer<xmlChar>) -> Bool {
  String(cString: namespace) == "http://www.w3.org/2001/XMLSchema-instance"
}
