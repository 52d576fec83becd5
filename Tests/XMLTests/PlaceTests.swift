import Testing
import Values
import XML

/// Every element and attribute knows its line and its column, counted in characters from 1.
@Suite struct PlaceTests {
  @Test func placesElements() throws {
    let root = try parse("<?xml version=\"1.0\"?>\n<a>\n  <b/><b x=\"1\"/>\n\t<c>t</c>\n</a>")
    #expect(root.location == Location(file: "f.xml", line: 2, column: 1))
    #expect(root.children.map { $0.location.spot } == ["3:3", "3:7", "4:2"])
  }

  @Test func placesAttributesOverLines() throws {
    let root = try parse(
      """
      <a first="1"
         second = '2'
      third
        =
        "3 > 2"

      \tfourth="/" fifth="it's"/>
      """)
    #expect(root.attributes.map { $0.name } == ["first", "second", "third", "fourth", "fifth"])
    #expect(root.attributes.map { $0.value } == ["1", "2", "3 > 2", "/", "it's"])
    #expect(root.attributes.map { $0.location.spot } == ["1:4", "2:4", "3:1", "7:2", "7:13"])
  }

  /// A tab is one character, and so is a letter of two, three or four bytes.
  @Test func countsCharacters() throws {
    let root = try parse("<a>\n\t\t<b\tx=\"\t\"\ty=\"1\"/>\në漢😀<c ë=\"漢😀\" y=\"2\"/></a>")
    let (b, c) = (try #require(root.first("b")), try #require(root.first("c")))
    #expect(b.location.spot == "2:3")
    #expect(b.attributes.map { $0.location.spot } == ["2:6", "2:12"])
    #expect(c.location.spot == "3:4")
    #expect(c.attributes.map { $0.location.spot } == ["3:7", "3:14"])
    #expect(c["ë"] == "漢😀")
  }

  @Test func readsWindowsLines() throws {
    let root = try parse("<a>\r\n  <b x=\"1\"\r\n     y=\"2\"/>\r\n one\r\n two\r\n</a>\r\n")
    let b = try #require(root.first("b"))
    #expect(b.location.spot == "2:3")
    #expect(b.attributes.map { $0.location.spot } == ["2:6", "3:6"])
    #expect(root.text == "one two")
  }

  /// A carriage return alone ends a line too, as XML has it.
  @Test func readsOldLines() throws {
    let root = try parse("<a>\r <b/>\r\n<c/>\n\r<d/></a>")
    #expect(root.children.map { $0.location.spot } == ["2:2", "3:1", "5:1"])
  }

  @Test func doesNotCountTheByteOrderMark() throws {
    let root = try parse("\u{FEFF}<a x=\"1\"><b/>\n<c/></a>")
    #expect(root.location.spot == "1:1")
    #expect(root.location(of: "x").spot == "1:4")
    #expect(root.children.map { $0.location.spot } == ["1:10", "2:1"])
  }

  /// Brackets in comments, instructions and CDATA are no tags.
  @Test func passesOverOtherMarkup() throws {
    let root = try parse("<a><!-- <b x='1'> --><?p <q?><![CDATA[<b>]]>&lt;<b x=\"&lt;\" y=\"2\"/></a>")
    let b = try #require(root.first("b"))
    #expect(b.location.spot == "1:49")
    #expect(b.attributes.map { $0.location.spot } == ["1:52", "1:61"])
    #expect(root.children.count == 1)
  }

  /// A place far into a file is as exact as one at its start.
  @Test func placesElementsOfLargeFiles() throws {
    let row = "  <row id=\"A-1\" note=\"ë\"/>\n"
    let root = try parse("<a>\n" + String(repeating: row, count: 20_000) + "</a>")
    #expect(root.children.count == 20_000)
    let wrong = root.children.enumerated().filter { index, child in
      child.location.line != index + 2 || child.location.column != 3
        || child.attributes.map { $0.location.spot } != ["\(index + 2):8", "\(index + 2):17"]
    }
    #expect(wrong.isEmpty)
  }

  /// Attributes that differ only by prefix have places of their own.
  @Test func placesPrefixedAttributes() throws {
    let root = try parse("<a xmlns:p=\"urn:p\" p:x=\"1\" x=\"2\"/>")
    #expect(root.attributes.map { $0.value } == ["1", "2"])
    #expect(root.attributes.map { $0.location.spot } == ["1:20", "1:28"])
  }
}
