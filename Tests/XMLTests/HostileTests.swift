import Glibc
import Testing
import Values
import XML

/// Hostile and broken files: one located message each, no crash, nothing else read.
@Suite struct HostileTests {
  // MARK: Document types and entities

  @Test(arguments: [
    // Billion laughs.
    """
    <?xml version="1.0"?>
    <!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">
    <!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;">]>
    <lolz x="&f;">&f;</lolz>
    """,
    // External entity.
    "<!-- one -->\n<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>\n<a>&x;</a>",
    // External document type.
    "<?xml version=\"1.0\"?>\n<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/a.dtd\">\n<a/>",
    "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"xhtml1-strict.dtd\">\n<a/>",
    // Parameter entity.
    "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY % p SYSTEM \"file:///etc/hostname\"> %p; <!ENTITY x \"%p;\">]>\n<a>&x;</a>",
    // Attributes by default.
    "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ATTLIST a x CDATA \"made up\">]>\n<a/>",
    // Nothing but a name.
    "<?xml version=\"1.0\"?>\n<!DOCTYPE a>\n<a/>",
  ])
  func refusesDocumentTypes(_ text: String) throws {
    let error = try refusal(text)
    #expect(error.code == "xml-doctype")
    #expect(error.location.spot == "2:1")
  }

  /// The place is that of the declaration, not of the same letters in a comment before it.
  @Test func placesTheDocumentType() throws {
    let error = try refusal("<!-- no <!DOCTYPE here -->\n<!DOCTYPE a>\n<a/>")
    #expect(error.code == "xml-doctype")
    #expect(error.location.spot == "2:1")
  }

  /// A pipe that an entity, a document type or an inclusion names still holds all its bytes afterwards.
  @Test func readsNoOtherFile() throws {
    let path = "/tmp/lintel-\(getpid())-\(UInt32.random(in: 0 ... .max)).pipe"
    try #require(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let pipe = open(path, O_RDWR | O_NONBLOCK)
    try #require(pipe >= 0)
    defer { close(pipe) }
    let secret = Array("<!ENTITY y 'secret'>".utf8)
    try #require(write(pipe, secret, secret.count) == secret.count)

    let declared = [
      "<!DOCTYPE a [<!ENTITY x SYSTEM \"\(path)\">]><a>&x;</a>", "<!DOCTYPE a SYSTEM \"\(path)\"><a>&y;</a>",
      "<!DOCTYPE a [<!ENTITY % x SYSTEM \"file://\(path)\"> %x;]><a>&y;</a>",
    ]
    for text in declared {
      let error = try refusal(text)
      #expect(!"\(error)".contains("secret"))
    }
    let others = try parse(
      """
      <?xml-stylesheet href="\(path)"?>
      <a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="\(path)"
        xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="\(path)" parse="text"/></a>
      """)
    #expect(others.children.map { $0.name } == ["include"])
    #expect(others.text.isEmpty)

    var left = [UInt8](repeating: 0, count: 100)
    let count = read(pipe, &left, left.count)
    #expect(count == secret.count)
    #expect(Array(left.prefix(max(0, count))) == secret)
  }

  @Test func refusesUndeclaredEntities() throws {
    let inText = try refusal("<a>\n  x &nbsp; y</a>")
    #expect(inText.location.line == 2)
    #expect(inText.message.contains("nbsp"))
    let inValue = try refusal("<a\n x=\"&eacute;\"/>")
    #expect(inValue.location.line == 2)
    #expect(inValue.message.contains("eacute"))
  }

  // MARK: Limits

  /// 64 elements inside each other are read, the 65th is not.
  @Test func limitsDepth() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "<a>", count: depth) + String(repeating: "</a>", count: depth)
    }
    var element = try parse(nested(64))
    var depth = 1
    while let child = element.children.first {
      element = child
      depth += 1
    }
    #expect(depth == 64)
    let error = try refusal(nested(65))
    #expect(error.code == "xml-limit")
    #expect(error.location.spot == "1:193")
    #expect(try refusal(String(repeating: "<a>", count: 100_000)).code == "xml-limit")
  }

  @Test func limitsAttributes() throws {
    func wide(_ count: Int) -> String { "<r>\n<a" + (1...count).map { " x\($0)=\"\"" }.joined() + "/></r>" }
    #expect(try parse(wide(256)).children[0].attributes.count == 256)
    let error = try refusal(wide(257))
    #expect(error.code == "xml-limit")
    #expect(error.location.spot == "2:1")
  }

  @Test func limitsText() throws {
    var limits = Limits()
    limits.text = 10
    #expect(try parse("<a x=\"0123456789\">0123456789</a>", limits: limits).text == "0123456789")
    let inText = try refusal("<r>\n <a>0123456789+</a></r>", limits: limits)
    #expect(inText.code == "xml-limit")
    #expect(inText.location.line == 2)
    let inPieces = try refusal("<a>01234<b/>56789<![CDATA[+]]></a>", limits: limits)
    #expect(inPieces.code == "xml-limit")
    let inValue = try refusal("<a>\n <b y=\"\"\n  x=\"0123456789+\"/></a>", limits: limits)
    #expect(inValue.code == "xml-limit")
    #expect(inValue.location.spot == "3:3")
  }

  /// Characters count, not bytes; white space counts as far as it is kept.
  @Test func countsTheCharactersOfText() throws {
    var limits = Limits()
    limits.text = 5
    #expect(try parse("<a x=\"ë漢😀12\">\n  ë  漢  😀\n</a>", limits: limits).text == "ë 漢 😀")
    #expect(try refusal("<a>ë漢😀123</a>", limits: limits).code == "xml-limit")
    #expect(try refusal("<a x=\"ë漢😀123\"/>", limits: limits).code == "xml-limit")
  }

  @Test func limitsElementsAndBytes() throws {
    var limits = Limits()
    limits.elements = 3
    #expect(try parse("<a><b/><c/></a>", limits: limits).children.count == 2)
    let error = try refusal("<a><b/><c/><d/></a>", limits: limits)
    #expect(error.code == "xml-limit")
    #expect(error.location.spot == "1:12")
    limits.bytes = 4
    #expect(try parse("<a/>", limits: limits).name == "a")
    #expect(try refusal("<aa/>", limits: limits).code == "xml-limit")
  }

  // MARK: Broken files

  @Test(arguments: [
    "<a>", "<a>\n<b>", "<a><b></b>", "<a", "<a x", "<a x=", "<a x=\"1", "<a x=\"1\"", "<a><!-- ", "<a><![CDATA[x",
    "<a>&am",
    "<?xml version=\"1.0\"?>", "<?xml version=\"1.0", "<!-- only a comment -->", "<", "</a>",
  ])
  func refusesTruncatedFiles(_ text: String) throws {
    #expect(try refusal(text).code == "xml")
  }

  @Test func saysWhatWasLeftOpen() throws {
    let error = try refusal("<a>\n <b>\n  <c/>\n")
    #expect(error.location.line == 3)
    #expect(error.message.contains("<b>"))
    #expect(error.help?.contains("</b>") == true)
    #expect(error.help?.contains("line 2") == true)
  }

  @Test func refusesMismatchedTags() throws {
    let error = try refusal("<a>\n <b>\n  </c>\n</a>")
    #expect(error.location.spot == "3:3")
    #expect(error.message.contains("</c>"))
    #expect(error.help?.contains("</b>") == true)
    #expect(try refusal("<a></b>").location.line == 1)
  }

  @Test func refusesDuplicateAttributes() throws {
    let error = try refusal("<a>\n<b x=\"1\" y=\"2\" x=\"3\"/></a>")
    #expect(error.location.spot == "2:16")
    #expect(error.message.contains("“x” is written twice"))
  }

  /// What stands after the root is the trouble, not the end of the file.
  @Test(arguments: ["<a/>\n<b/>", "<a/>\njunk", "<a></a>\n</a>", "<a/>\n<!DOCTYPE a>", "<a/>\n&amp;"])
  func refusesJunkAfterTheRoot(_ text: String) throws {
    let error = try refusal(text)
    #expect(error.location.line == 2)
    #expect(!error.message.contains("too early"), "\(error)")
  }

  @Test(arguments: ["", " \n\t\r\n "])
  func refusesEmptyFiles(_ text: String) throws {
    let error = try refusal(text)
    #expect(error.location.spot == "1:1")
    #expect(error.message.contains("empty"))
  }

  @Test(arguments: ["\u{FEFF}", "staff,roles\nS-1,director", "{\"a\": 1}", "%PDF-1.7"])
  func refusesWhatIsNoXML(_ text: String) throws { #expect(try refusal(text).code == "xml") }

  @Test(arguments: [
    "<a b/>", "<a b=1/>", "<a b=\"<\"/>", "<a>&</a>", "<a>& b</a>", "<a b=\"1\"c=\"2\"/>", "<1a/>", "<a>]]></a>",
    "<a><!-- -- --></a>", "<a>&#0;</a>", "<a>&#xFFFF;</a>", "<a>&#x110000;</a>", "<a>\u{1}</a>", "<a>\u{FFFE}</a>",
    " <?xml version=\"1.0\"?><a/>", "<a><?xml version=\"1.0\"?></a>", "<a ></ a>", "< a/>", "<p:a/>", "<a p:x=\"1\"/>",
    "<a xmlns:p=\"urn:x\" xmlns:q=\"urn:x\" p:x=\"1\" q:x=\"2\"/>",
  ])
  func refusesWhatIsNotWellFormed(_ text: String) throws { #expect(try refusal(text).code == "xml") }

  // MARK: Bytes

  @Test func refusesNulBytes() throws {
    #expect(try refusal("<a>\n<b>ëx\0</b></a>").location.spot == "2:6")
    #expect(try refusal("<a x=\"\0\"/>").location.spot == "1:7")
    #expect(try refusal([0, 0, 0, 0]).location.spot == "1:1")
  }

  /// Stray bytes, cut and overlong forms, surrogates, and what lies beyond Unicode.
  @Test(
    arguments: [
      [0xFF], [0x80], [0xC3, 0x28], [0xC0, 0xAF], [0xE2, 0x82, 0x3C], [0xE0, 0x81, 0x81], [0xF0, 0x80, 0x81, 0x81],
      [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(_ bad: [UInt8]) throws {
    for start in ["<a>\nab", "<a>\n<b x=\"", "<a>\n<!-- "] {
      let error = try refusal(Array(start.utf8) + bad + Array("</a>".utf8))
      #expect(error.location.line == 2)
    }
  }

  @Test func refusesAFileCutInsideACharacter() throws {
    #expect(try refusal([0x3C, 0x61, 0x3E, 0xE2, 0x82]).location.spot == "1:4")
  }

  @Test func refusesUTF16() throws {
    let text = "<a>text</a>"
    let little = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big] {
      let error = try refusal(bytes)
      #expect(error.location.spot == "1:1")
      #expect(error.help?.contains("UTF-8") == true)
    }
  }
}
