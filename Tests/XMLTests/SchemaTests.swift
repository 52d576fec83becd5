import Testing
import Values
import XML

@Suite("Schemas")
struct SchemaTests {
  static let schema = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t"
      elementFormDefault="qualified">
      <xs:simpleType name="role"><xs:restriction base="xs:string">
        <xs:enumeration value="guard"/><xs:enumeration value="carer"/>
      </xs:restriction></xs:simpleType>
      <xs:simpleType name="code"><xs:restriction base="xs:string">
        <xs:pattern value="[a-z]{2,4}"/><xs:maxLength value="4"/>
      </xs:restriction></xs:simpleType>
      <xs:element name="staff"><xs:complexType><xs:sequence>
        <xs:element name="person" maxOccurs="unbounded"><xs:complexType><xs:simpleContent>
          <xs:extension base="xs:integer">
            <xs:attribute name="id" type="t:code" use="required"/>
            <xs:attribute name="role" type="t:role"/>
            <xs:attribute name="since" type="xs:date"/>
            <xs:attribute name="hours"><xs:simpleType><xs:restriction base="xs:int">
              <xs:maxInclusive value="40"/>
            </xs:restriction></xs:simpleType></xs:attribute>
            <xs:attribute name="version" type="xs:string" fixed="1"/>
          </xs:extension>
        </xs:simpleContent></xs:complexType></xs:element>
      </xs:sequence></xs:complexType>
      <xs:unique name="ids"><xs:selector xpath="t:person"/><xs:field xpath="@id"/></xs:unique></xs:element>
    </xs:schema>
    """

  private func found(_ xml: String, schema: String = schema) throws -> [Diagnostic] {
    try validate(Array(xml.utf8), file: "a.xml", againstSchema: Array(schema.utf8), named: "a.xsd")
  }

  @Test func aGoodFile() throws {
    let xml = "<staff xmlns='urn:t'><person id='ab' role='guard' since='2024-05-01' hours='40'> 7 </person></staff>"
    #expect(try found(xml) == [])
  }

  @Test func aBadFileIsToldWithItsPlaces() throws {
    let all = try found(
      """
      <staff xmlns="urn:t">
        <person id="ë1secret" role="cook"
          since="tomorrow" hours="41" version="2">many</person>
        <person since="2024-05-01">1</person>
        <guest/>
      </staff>
      """)
    #expect(all.allSatisfy { $0.code == "xml-schema" && $0.severity == .error && $0.location.file == "a.xml" })
    #expect(
      all.map { "\($0.location.spot) \($0.message)" } == [
        "2:3 <person>: the value is not a valid value of the atomic type 'xs:integer'",
        "2:11 “id” of <person>: the value has a length of '8'; this exceeds the allowed maximum length of '4'",
        "2:25 “role” of <person>: the value is not an element of the set {'guard', 'carer'}",
        "3:5 “since” of <person>: the value is not a valid value of the atomic type 'xs:date'",
        "3:22 “hours” of <person>: the value is greater than the maximum value allowed ('40')",
        "3:33 “version” of <person>: the value does not match the fixed value constraint '1'",
        "4:3 <person>: the attribute 'id' is required but missing",
        "5:3 <guest>: this element is not expected; expected ( person )",
      ])
  }

  @Test func keysAreHeldWithoutTheirValues() throws {
    let all = try found("<staff xmlns='urn:t'><person id='ab'>1</person>\n<person id='ab'>1</person></staff>")
    #expect(all.map { $0.location.spot } == ["2:1"])
    #expect(all.allSatisfy { $0.message.hasPrefix("<person>: duplicate key-sequence in ") })
    #expect(all.allSatisfy { !$0.message.contains("'ab'") })
  }

  @Test func theWrongRoot() throws {
    #expect(try found("<!-- x -->\n<staff/>").map { $0.location.spot } == ["2:1"])
  }

  @Test func oneSchemaForManyFiles() throws {
    let schema = try Schema(parsing: Array(Self.schema.utf8), file: "a.xsd")
    for index in 0..<20 {
      let person = index.isMultiple(of: 2) ? "<person id='ab'>1</person>" : "<person/>"
      let all = try schema.validate(Array("<staff xmlns='urn:t'>\(person)</staff>".utf8), file: "b.xml")
      #expect(all.isEmpty == index.isMultiple(of: 2))
    }
  }

  @Test func inManyThreadsAtOnce() async throws {
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<16 { group.addTask { try found("<staff xmlns='urn:t'><person/></staff>").count } }
      for try await count in group { #expect(count == 2) }
    }
  }

  // MARK: What is refused

  private func refused(_ xml: String, schema: String = schema) throws -> Diagnostic {
    let thrown = #expect(throws: Diagnostics.self) { try found(xml, schema: schema) }
    let diagnostics = try #require(thrown)
    return try #require(diagnostics.all.first)
  }

  private func schema(_ content: String) -> String {
    "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n \(content)\n</xs:schema>"
  }

  @Test func whatIsNotXML() throws {
    #expect(try refused("<staff").description.hasPrefix("a.xml:1:7: error: "))
    #expect(try refused("<!DOCTYPE a><a/>").code == "xml-doctype")
    #expect(try refused("<a/>", schema: "<a").description.hasPrefix("a.xsd:1:3: error: "))
    #expect(try refused("<a/>", schema: "<!DOCTYPE a><a/>").code == "xml-doctype")
  }

  @Test func whatIsNoSchema() throws {
    let one = try refused("<a/>", schema: "<!-- x -->\n<a/>")
    #expect(one.description == "a.xsd:2:1: error: <a> is no schema; expected <xs:schema> [xml-schema]")
    let two = try refused("<a/>", schema: schema("<xs:element name='a' type='nothing'/>"))
    #expect(two.code == "xml-schema" && two.location.description.hasPrefix("a.xsd:2:"))
  }

  @Test(arguments: ["include", "redefine", "import namespace='urn:u'"]) func otherFiles(_ name: String) throws {
    let one = try refused("<a/>", schema: schema("<xs:\(name) schemaLocation='http://127.0.0.1:9/b.xsd'/>"))
    #expect(one.code == "xml-schema" && one.location.line == 2)
    #expect(one.message == "a schema may not read other files")
  }

  /// A file may name its schema for editors; that is not followed.
  @Test func schemaLocationsInTheFile() throws {
    let xml = """
      <staff xmlns='urn:t' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'
        xsi:schemaLocation='urn:t http://127.0.0.1:9/t.xsd'><person id='ab'>1</person></staff>
      """
    #expect(try found(xml) == [])
  }
}
