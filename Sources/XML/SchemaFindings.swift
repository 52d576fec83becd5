internal import CLibXML2
internal import Values

/// Owns a document as libxml2 keeps it, which only its schemas need.
struct Document: ~Copyable {
  let pointer: xmlDocPtr

  /// - Parameter bytes: XML that `Element(parsing:)` has read, so all that is dangerous is known not to be in it.
  init?(_ bytes: [UInt8]) {
    guard let context = xmlNewParserCtxt() else { return nil }
    defer { xmlFreeParserCtxt(context) }
    let options = [XML_PARSE_NONET, XML_PARSE_NOERROR, XML_PARSE_NOWARNING, XML_PARSE_IGNORE_ENC]
    xmlCtxtUseOptions(context, options.reduce(0) { $0 | Int32($1.rawValue) })
    read(bytes[...], with: context)
    guard let pointer = context.pointee.myDoc else { return nil }
    context.pointee.myDoc = nil
    if context.pointee.wellFormed == 0 {
      xmlFreeDoc(pointer)
      return nil
    }
    self.pointer = pointer
  }

  deinit { xmlFreeDoc(pointer) }
}

/// What libxml2 finds against a schema: it knows lines at best, our own tree knows places.
final class SchemaFindings {
  private struct Finding {
    let node: UnsafeMutableRawPointer?
    let line: Int
    let attribute: String?
    let message: String
    let code: Int32

    /// Whether it is that a value is not of its type, or that a facet of the type refuses it.
    var isAboutValue: Bool {
      let first = Int32(XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1.rawValue)
      return (first...Int32(XML_SCHEMAV_CVC_ENUMERATION_VALID.rawValue)).contains(code)
    }
  }

  private var all: [Finding] = []

  func report(_ error: xmlError) {
    // A file that is all wrong says the same thing again and again.
    guard all.count < 1000, error.level.rawValue >= XML_ERR_ERROR.rawValue, let message = error.message else { return }
    let value = error.str1.map { String(cString: $0) }
    let (attribute, sentence) = plain(String(cString: message), value: value)
    // A warning sent as an error, after a value of a key that it has refused already.
    if sentence.contains("No precomputed value") { return }
    let finding = Finding(
      node: error.node, line: Int(error.line), attribute: attribute, message: sentence, code: error.code)
    // A value too long is also not of its pattern, and not of its type: one mistake, one message.
    if finding.isAboutValue, let last = all.last, last.isAboutValue, last.node == finding.node,
      last.attribute == attribute
    {
      return
    }
    all.append(finding)
  }

  /// The findings with their places, by place.
  func diagnostics(_ root: Element, _ document: borrowing Document) -> [Diagnostic] {
    guard !all.isEmpty else { return [] }
    var places: [UnsafeMutableRawPointer: Element] = [:]
    for finding in all { if let node = finding.node { places[node] = root } }
    place(root, xmlDocGetRootElement(document.pointer), &places)
    var diagnostics = Diagnostics()
    for finding in all {
      let element = finding.node.flatMap { places[$0] }
      let place =
        finding.attribute.flatMap { element?.location(of: $0) } ?? element?.location
        ?? Location(file: root.location.file, line: finding.line)
      diagnostics.error("xml-schema", at: place, finding.message)
    }
    return diagnostics.sorted
  }

  /// Walks both trees side by side; they differ in nothing that is an element.
  private func place(_ element: Element, _ node: xmlNodePtr?, _ places: inout [UnsafeMutableRawPointer: Element]) {
    guard let node else { return }
    if places[UnsafeMutableRawPointer(node)] != nil { places[UnsafeMutableRawPointer(node)] = element }
    var child = xmlFirstElementChild(node)
    for element in element.children {
      place(element, child, &places)
      child = xmlNextElementSibling(child)
    }
  }
}

/// The attribute that a message of libxml2 is about, and the message without jargon and without the value.
///
/// Its form is `Element '{namespace}a', attribute 'b': [facet 'pattern'] The value 'c' is not accepted …`.
private func plain(_ message: String, value: String?) -> (attribute: String?, sentence: String) {
  var text = Substring(message)
  var subject = ""
  var attribute: String?
  if text.hasPrefix("Element '"), let end = text.firstRange(of: "': ") {
    let parts = text[..<end.lowerBound].split(separator: "'")
    if parts.count > 1 { subject = "<\(local(parts[1]))>: " }
    if parts.count > 3 {
      attribute = local(parts[3])
      subject = "“\(local(parts[3]))” of \(subject)"
    }
    text = text[end.upperBound...]
  }
  if text.hasPrefix("[facet"), let end = text.firstRange(of: "] ") { text = text[end.upperBound...] }
  while text.last == "." || text.last == " " || text.last == "\n" { text.removeLast() }
  let sentence = withoutNamespaces(withoutValue(String(text), value))
  // What libxml2 has cut off itself may end in the middle of a value.
  let short = sentence.utf8.count < 2000 ? sentence : "the value is not one that the schema allows"
  return (attribute, subject + short.prefix(1).lowercased() + short.dropFirst())
}

/// People's data has no place in a message.
private func withoutValue(_ message: String, _ value: String?) -> String {
  var sentence = message
  if let value {
    if sentence.hasPrefix("'\(value)' is not") { sentence = "the value" + sentence.dropFirst(value.count + 2) }
    sentence.replace("value '\(value)'", with: "value")
  }
  // The values of a key, where no two may be alike.
  if sentence.contains("key-sequence"), let open = sentence.firstRange(of: " ['"),
    let close = sentence.lastIndex(of: "]"), open.upperBound <= close
  {
    sentence.removeSubrange(open.lowerBound...close)
  }
  return sentence
}

/// In what was expected, the names as they are written.
private func withoutNamespaces(_ message: String) -> String {
  guard let expected = message.firstRange(of: ". Expected is") else { return message }
  let names = message[expected.upperBound...].split(separator: "{").map { $0.split(separator: "}").last ?? $0 }
  return message[..<expected.lowerBound] + "; expected" + names.joined()
}

/// A name without its namespace.
private func local(_ name: Substring) -> String { String(name.split(separator: "}").last ?? name) }
