import Testing
import Values
import XML

@Suite("Files that are not UTF-8 text")
struct EncodingTests {
  @Test(arguments: ["ISO-8859-1", "latin1", "windows-1252", "UTF-16", "UTF-7", "x"])
  func otherEncodingsDeclared(_ name: String) throws {
    let one = try refusal("<?xml version=\"1.0\"\n encoding = '\(name)' ?>\n<a>abc</a>")
    #expect(one.code == "xml" && one.location.spot == "2:14")
    #expect(one.message == "the file says that its encoding is “\(name)”; expected UTF-8")
    #expect(one.help == "save it as UTF-8 and write encoding=\"UTF-8\"")
  }

  @Test(arguments: [(0x00, "0000"), (0x01, "0001"), (0x0B, "000B"), (0x1F, "001F")] as [(UInt8, String)])
  func controlCharacters(_ byte: UInt8, _ name: String) throws {
    for text in ["<a>\nж", "<a><!--\nж", "<a b='\nж"] {
      let one = try refusal(Array(text.utf8) + [byte] + Array("</a>".utf8))
      #expect(one.code == "xml" && one.location.spot == "2:2")
      #expect(one.message == "there is a control character (U+\(name)), which XML does not allow")
    }
  }

  @Test func charactersThatAreNone() throws {
    for bad in ["\u{FFFE}", "\u{FFFF}"] { #expect(try refusal("<a>\n\(bad)</a>").location.spot == "2:1") }
    #expect(try parse("<a>\u{FFFD}\u{10FFFF}\u{7F}\u{85}\u{D7FF}\u{E000}</a>").text.unicodeScalars.count == 6)
  }
}
