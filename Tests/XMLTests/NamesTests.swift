import Testing
import Values
import XML

/// Names with prefixes, and the places of attributes where declarations and odd values stand between them.
@Suite struct NamesTests {
  private func places(_ element: Element) -> [String] {
    [element.location.spot] + element.attributes.map { $0.location.spot }
  }

  @Test func namespaceDeclarationsAndSchemaLocationsAreNotData() throws {
    let root = try parse(
      """
      <p:a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" one="1" xmlns:p="urn:p"
        xsi:schemaLocation="urn:p p.xsd" p:two="2" xmlns="urn:q" xml:lang="sq"
        xmlnsx="3"><b/></p:a>
      """)
    #expect(root.name == "a")
    #expect(root.attributes.map { $0.name } == ["one", "two", "lang", "xmlnsx"])
    #expect(places(root) == ["1:1", "1:60", "2:36", "2:60", "3:3"])
    #expect(places(root.children[0]) == ["3:14"])
  }

  @Test func valuesThatLookLikeAttributes() throws {
    let root = try parse(#"<a x="y='1' > z=" y='x="2"' z="/>"/>"#)
    #expect(places(root) == ["1:1", "1:4", "1:19", "1:29"])
    #expect(root.attributes.map { $0.value } == ["y='1' > z=", #"x="2""#, "/>"])
  }

  @Test(arguments: ["\r\n", "\n", "\r"]) func everyEndOfLine(_ end: String) throws {
    let lines = ["<?xml version='1.0'?>", "<!-- x", "-->", "<a>", " <b", "  c='1'", "2'/>", "</a>"]
    let root = try parse(lines.map { $0.replacing("'1'", with: "'1") }.joined(separator: end))
    #expect(root.location.spot == "4:1")
    #expect(places(root.children[0]) == ["5:2", "6:3"])
    #expect(root.children[0]["c"] == "1 2")
  }

  @Test func manyElementsOnOneLine() throws {
    let root = try parse("<a>" + String(repeating: "<b c=''/>é", count: 3000) + "</a>")
    #expect(root.children.count == 3000)
    #expect(places(root.children[2999]) == ["1:\(4 + 2999 * 10)", "1:\(7 + 2999 * 10)"])
  }

  @Test func everyAmpersandOfAValue() throws {
    let root = try parse("<a b='&amp;amp;' c='&#38;#38;' d='&#x26;&amp;&#38;' e='ë &amp; ж'/>")
    #expect(root.attributes.map { $0.value } == ["&amp;", "&#38;", "&&&", "ë & ж"])
  }
}
