import Testing
import Values
import XML

/// Files made to take long: each is refused, or read, at once.
@Suite(.timeLimit(.minutes(1))) struct SizeTests {
  /// libxml2 compares each attribute with each; it is not asked.
  @Test func veryManyAttributes() throws {
    #expect(try refusal("<a" + (0..<10_000).map { " b\($0)=''" }.joined() + "/>").code == "xml-limit")
    #expect(try refusal("<a" + String(repeating: " b=''", count: 200_000) + "/>").code == "xml-limit")
    let first = try refusal("<a>&</a><a" + String(repeating: " b=''", count: 200_000) + "/>")
    #expect(first.code == "xml" && first.location.spot == "1:4")
  }

  /// Where our own limit is raised, that of libxml2 is still there.
  @Test func veryDeep() throws {
    var limits = Limits()
    limits.depth = 1_000_000
    #expect(try refusal(String(repeating: "<a>", count: 300_000), limits: limits).code == "xml-limit")
  }

  @Test func hugeText() throws {
    let huge = String(repeating: "ab ", count: 500_000)
    #expect(try refusal("<a>\(huge)</a>").code == "xml-limit")
    #expect(try refusal("<a b='\(huge)'/>").code == "xml-limit")
    #expect(try parse("<a>" + String(repeating: " \n", count: 1_000_000) + "</a>").text == "")
  }

  /// libxml2's own limits on one piece of text, if ours are out of the way.
  @Test func hugePieces() throws {
    var limits = Limits()
    limits.text = 1 << 30
    let huge = String(repeating: "abcdefgh", count: 1_500_000)
    for xml in ["<a b='\(huge)'/>", "<a><![CDATA[\(huge)]]></a>", "<\(huge)/>", "<a \(huge)=''/>"] {
      #expect(try refusal(xml, limits: limits).code == "xml-limit")
    }
    #expect(try parse("<a>\(huge)<!--\(huge)--></a>", limits: limits).text == huge)
  }

  /// libxml2's other ways of reading give up at 10 MB.
  @Test func largeFilesAreRead() throws {
    let row = "<b c='" + String(repeating: "x", count: 100_000) + "'/>"
    #expect(try parse("<a>" + String(repeating: row, count: 120) + "</a>").children.count == 120)
  }
}
