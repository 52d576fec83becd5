internal import CLibXML2
public import Values

/// An XML Schema (XSD) that files can be held against.
///
/// It is the backstop behind the readers, and what editors use.  Its sentences are libxml2's, a little shorter and
/// without the values of the file.  A schema is one file: it may not include or import others, so no other is read.
public struct Schema: ~Copyable {
  // The order of freeing matters: a schema looks into its document as long as it lives.
  private let schema: xmlSchemaPtr
  private let document: Document

  /// - Parameters:
  ///   - bytes: the schema.
  ///   - file: its name, for messages.
  /// - Throws: what is wrong in it: code `xml-schema`, or those of ``Values/Element/init(parsing:file:limits:)``.
  public init(parsing bytes: [UInt8], file: String) throws(Diagnostics) {
    guard typesAreReady else { throw notEnoughMemory(file) }
    let root = try Element(parsing: bytes, file: file)
    guard root.name == "schema" else {
      let message = "<\(root.name)> is no schema; expected <xs:schema>"
      throw Diagnostics(Diagnostic(.error, "xml-schema", at: root.location, message))
    }
    try refuseOtherFiles(root)
    guard let document = Document(bytes) else { throw notEnoughMemory(file) }
    let findings = SchemaFindings()
    guard let context = xmlSchemaNewDocParserCtxt(document.pointer) else { throw notEnoughMemory(file) }
    defer { xmlSchemaFreeParserCtxt(context) }
    let data = Unmanaged.passUnretained(findings).toOpaque()
    xmlSchemaSetParserStructuredErrors(context, { data, error in report(data, error?.pointee) }, data)
    let schema = xmlSchemaParse(context)
    guard let schema else {
      var diagnostics = Diagnostics()
      for one in findings.diagnostics(root, document) { diagnostics.report(one) }
      if diagnostics.isEmpty { diagnostics.error("xml-schema", at: root.location, "this is no schema") }
      throw diagnostics
    }
    self.schema = schema
    self.document = document
  }

  deinit { xmlSchemaFree(schema) }

  /// Holds a file against the schema.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - file: its name, for messages.
  ///   - limits: how large it may be.
  /// - Returns: what the schema does not allow, in the order of the file; code `xml-schema`.
  /// - Throws: if the file is not XML that ``Values/Element/init(parsing:file:limits:)`` reads.
  public borrowing func validate(
    _ bytes: [UInt8], file: String, limits: Limits = Limits()
  ) throws(Diagnostics) -> [Diagnostic] {
    let root = try Element(parsing: bytes, file: file, limits: limits)
    guard let document = Document(bytes), let context = xmlSchemaNewValidCtxt(schema) else {
      throw notEnoughMemory(file)
    }
    defer { xmlSchemaFreeValidCtxt(context) }
    let findings = SchemaFindings()
    let data = Unmanaged.passUnretained(findings).toOpaque()
    xmlSchemaSetValidStructuredErrors(context, { data, error in report(data, error?.pointee) }, data)
    let result = xmlSchemaValidateDoc(context, document.pointer)
    let found = findings.diagnostics(root, document)
    if result == 0 || !found.isEmpty { return found }
    return [Diagnostic(.error, "xml-schema", at: root.location, "this file cannot be held against the schema")]
  }
}

/// Holds a file against a schema, once.
///
/// - Parameters:
///   - bytes: the file.
///   - file: its name, for messages.
///   - schema: the schema, an XSD in one file.
///   - schemaFile: its name, for messages.
/// - Returns: what the schema does not allow, in the order of the file.
/// - Throws: what is wrong in the schema, or if the file is not XML.
public func validate(
  _ bytes: [UInt8], file: String, againstSchema schema: [UInt8], named schemaFile: String
) throws(Diagnostics) -> [Diagnostic] {
  try Schema(parsing: schema, file: schemaFile).validate(bytes, file: file)
}

/// libxml2 would load these, from the network too.
private func refuseOtherFiles(_ root: Element) throws(Diagnostics) {
  var diagnostics = Diagnostics()
  for child in root.children where child["schemaLocation"] != nil {
    guard ["include", "import", "redefine"].contains(child.name) else { continue }
    diagnostics.error(
      "xml-schema", at: child.location(of: "schemaLocation"), "a schema may not read other files",
      help: "write what <\(child.name)> stands for into this file")
  }
  if diagnostics.hasErrors { throw diagnostics }
}

private func notEnoughMemory(_ file: String) -> Diagnostics {
  Diagnostics(
    Diagnostic(.error, "xml-schema", at: Location(file: file), "this is too large, or there is not enough memory"))
}

private func report(_ data: UnsafeMutableRawPointer?, _ error: xmlError?) {
  guard let data, let error else { return }
  Unmanaged<SchemaFindings>.fromOpaque(data).takeUnretainedValue().report(error)
}

/// libxml2 sets up the types of XSD when it reads its first schema, which is not safe in two threads at once; Swift
/// does this once.
private let typesAreReady: Bool = {
  guard libraryIsReady else { return false }
  let empty = "<schema xmlns=\"http://www.w3.org/2001/XMLSchema\"/>"
  guard let context = xmlSchemaNewMemParserCtxt(empty, Int32(empty.utf8.count)) else { return false }
  defer { xmlSchemaFreeParserCtxt(context) }
  xmlSchemaFree(xmlSchemaParse(context))
  return true
}()
