import Testing
import Values
import XML

@Suite struct ContentTests {
  @Test func collapsesText() throws {
    #expect(try parse("<a>\n  two \t\r\n  words\n</a>").text == "two words")
    #expect(try parse("<a> \n\t </a>").text == "")
    #expect(try parse("<a/>").text == "")
    #expect(try parse("<a>one <b>inner</b> two</a>").text == "one two")
    #expect(try parse("<a>one <b>inner</b> two</a>").first("b")?.text == "inner")
  }

  /// A comment or an instruction inside a word does not cut it.
  @Test func passesOverComments() throws {
    let root = try parse("<!-- before --><a>be<!-- <b/> -->gin<?x y?>s</a><!-- after -->")
    #expect(root.text == "begins")
    #expect(root.children.isEmpty)
  }

  /// A no-break space is no white space of XML.
  @Test func keepsNoBreakSpaces() throws {
    #expect(try parse("<a>\u{A0}x\u{A0}</a>").text == "\u{A0}x\u{A0}")
  }

  @Test func readsCharacterData() throws {
    #expect(try parse("<a>1 <![CDATA[< 2 && <b/> &amp; ]]>end</a>").text == "1 < 2 && <b/> &amp; end")
    #expect(try parse("<a><![CDATA[]]></a>").text == "")
  }

  @Test(arguments: [
    ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\""), ("&apos;", "'"), ("&#235;", "ë"), ("&#x6F22;", "漢"),
    ("&#38;", "&"), ("&#60;", "<"), ("&amp;lt;", "&lt;"), ("&amp;#38;", "&#38;"),
  ])
  func readsEntities(_ written: String, meant: String) throws {
    let root = try parse("<a x=\"1\(written)2\">1\(written)2</a>")
    #expect(root.text == "1\(meant)2")
    #expect(root["x"] == "1\(meant)2")
  }

  /// Written line breaks in a value are spaces; those given by number stay.
  @Test func readsValues() throws {
    let root = try parse("<a x=\" one\n two\tthree \" y=\"1&#10;2\" z=\"\"/>")
    #expect(root["x"] == " one  two three ")
    #expect(root["y"] == "1\n2")
    #expect(root["z"] == "")
    #expect(root["none"] == nil)
  }

  @Test func keepsOrder() throws {
    let root = try parse("<a z=\"1\" b=\"2\" m=\"3\"><z/><b/><z n=\"2\"/></a>")
    #expect(root.attributes.map { $0.name } == ["z", "b", "m"])
    #expect(root.children.map { $0.name } == ["z", "b", "z"])
    #expect(root.all("z").map { $0["n"] } == [nil, "2"])
    #expect(root.first("z")?["n"] == nil)
    #expect(root.first("q") == nil)
    #expect(root.location(of: "q") == root.location)
  }

  /// What editors need to find the schema is no part of the content.
  @Test func passesOverSchemaPlaces() throws {
    let root = try parse(
      "<a xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"a.xsd\" x=\"1\"/>")
    #expect(root.attributes.map { $0.name } == ["x"])
    #expect(root.location(of: "x").spot == "1:96")
  }

  // MARK: Encodings

  @Test func readsDeclaredUTF8() throws {
    #expect(try parse("<?xml version=\"1.0\" encoding=\"utf-8\"?><a>ë漢😀</a>").text == "ë漢😀")
  }

  /// ASCII is the same in both encodings, yet a file that says it is Latin-1 is refused, at the encoding's name.
  @Test func refusesASCIIDeclaredAsLatin1() throws {
    let error = try refusal("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<a x=\"1\">text</a>")
    #expect(error.code == "xml")
    #expect(error.location.spot == "1:31")
    #expect(error.message.contains("ISO-8859-1"))
    #expect(error.help?.contains("UTF-8") == true)
  }

  /// UTF-8 that says it is something else is read as UTF-8 or refused, but never garbled.
  @Test(arguments: ["ISO-8859-1", "windows-1252", "US-ASCII", "UTF-16", "UTF-7", "UTF-32", "EBCDIC-US", "x-unknown"])
  func doesNotGarble(_ encoding: String) throws {
    let bytes = Array("<?xml version=\"1.0\" encoding=\"\(encoding)\"?><a x=\"ë\">+AGI- ë</a>".utf8)
    do {
      let root = try Element(parsing: bytes, file: "f.xml")
      #expect(root.text == "+AGI- ë")
      #expect(root["x"] == "ë")
    } catch {
      #expect(error.all.count == 1)
    }
  }
}
