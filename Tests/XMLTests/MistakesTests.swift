import Testing
import Values
import XML

@Suite("Files that are not well-formed")
struct MistakesTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    let xml: String
    let place: String
    let message: String
    let help: String?

    init(_ xml: String, _ place: String, _ message: String, _ help: String? = nil) {
      self.xml = xml
      self.place = place
      self.message = message
      self.help = help
    }

    var testDescription: String { xml }
  }

  static let noTag = "this < begins no tag"
  static let unclosed = "write &lt; for <, or close the quotes before it"
  static let ampersand = "this & begins no entity"
  static let onlyOne = "something follows the end of the first element; expected nothing"
  static let inside = "a file holds one element with everything else inside"
  static let declaration = "write <?xml version=\"1.0\" encoding=\"UTF-8\"?>, or nothing"
  static let characterItself = "write the character itself"

  static let samples = [
    Sample("<a>\n <b>\n </c>\n</a>", "3:2", "</c> does not close <b>", "expected </b> for the tag in line 2"),
    Sample("<a><b></a>", "1:7", "</a> does not close <b>", "expected </b> for the tag in line 1"),
    Sample("<a></a></b>", "1:8", "</b> closes nothing: no element is open here", "take it out"),
    Sample("</a>", "1:1", "</a> closes nothing: no element is open here", "take it out"),
    Sample("<a>\n<b>text\n\n", "2:8", "the file ends before <b> does", "expected </b> for the tag in line 2"),
    Sample("<a>\n<b c", "2:4", "“c” has no value", "write =\"…\" after it"),
    Sample("<a>\n<b ", "2:3", "the file ends inside a tag", "expected >"),
    Sample("<a b='1' c='2'\n b='3'/>", "2:2", "“b” is written twice in this tag", "keep one of them"),
    Sample(
      "<a xmlns:p='u' xmlns:q='u' p:b='' q:b=''/>", "1:35",
      "an attribute of one name and namespace is written twice in this tag", "keep one of them"),
    Sample("<a>bread & salt</a>", "1:10", ampersand, "write &amp; for &"),
    Sample("<a b='é & c'/>", "1:9", ampersand, "write &amp; for &"),
    Sample(
      "<a>x &nbsp; y</a>", "1:6", "“&nbsp;” is no entity of XML", "write the character itself, or &amp; for &"),
    Sample("<a>&#0;</a>", "1:4", "“&#0;” names no character that XML allows", characterItself),
    Sample("<a>&#xZ;</a>", "1:4", "“&#xZ;” names no character that XML allows", characterItself),
    Sample("<a>1 < 2</a>", "1:6", noTag, "write &lt; for <"),
    Sample("<a>1 <2</a>", "1:6", noTag, "write &lt; for <"),
    Sample("<×/>", "1:1", noTag, "write &lt; for <"),
    Sample("<a b='1<2'/>", "1:8", "there is a < inside the value of “b”", unclosed),
    Sample("<a c='' b=\"1>\n <d e=\"2\"/></a>", "2:2", "there is a < inside the value of “b”", unclosed),
    Sample("<a>\n<b\n<c/></a>", "3:1", "there is a < inside the tag <b", "close that tag with > first"),
    Sample("<a></a\n<b/>", "2:1", "there is a < inside the tag </a", "close that tag with > first"),
    Sample("<a/>\n<b/>", "2:1", onlyOne, inside),
    Sample("<a/>\n\n  ë", "3:3", onlyOne, inside),
    Sample("name,age", "1:1", "this is no XML; expected a tag such as <name>"),
    Sample("<!-- nothing -->", "1:17", "there is no element in this file; expected one"),
    Sample("<a b></a>", "1:4", "“b” has no value", "write =\"…\" after it"),
    Sample("<a b=c></a>", "1:4", "“b” has a value without quotes", "write =\"…\""),
    Sample("<a b=\"c></a>", "1:9", "there is a < inside the value of “b”", unclosed),
    Sample("<a b=\"c>", "1:4", "“b” has a value whose quotes are not closed"),
    Sample("<a b='1'c='2'/>", "1:9", "expected a space before the next attribute"),
    Sample("<a 1='2'/>", "1:4", "expected the name of an attribute here, or > to close the tag"),
    Sample("<a></a b='1'>", "1:8", "expected > here, to close the tag"),
    Sample("<a><!-- x -- y --></a>", "1:11", "there is a -- inside a comment", "only --> may hold it, at the end"),
    Sample("<a>\n<!-- x </a>", "2:1", "this comment is not closed", "expected -->"),
    Sample("<a>\n <![CDATA[ x ]></a>", "2:2", "this CDATA section is not closed", "expected ]]>"),
    Sample("<a>\n <?x </a>", "2:2", "this processing instruction is not right", "expected <?name …?>"),
    Sample("<a>x ]]> y</a>", "1:6", "there is a ]]> in the text", "write ]]&gt;"),
    Sample("<?xml version=1.0?><a/>", "1:1", "the XML declaration is not right", declaration),
    Sample("<?xml encoding='UTF-8'?><a/>", "1:1", "the XML declaration is not right", declaration),
    Sample(
      "\n<?xml version='1.0'?><a/>", "2:1", "the XML declaration is not at the start of the file",
      "take out what stands before it, also spaces and empty lines"),
    Sample(
      "<a>\n <p:b/></a>", "2:2", "the prefix “p” is not declared",
      "take it out, or declare it with xmlns:p=\"…\""),
    Sample(
      "<a b=''\n p:c=''/>", "2:2", "the prefix “p” is not declared",
      "take it out, or declare it with xmlns:p=\"…\""),
    Sample("<a:b:c/>", "1:5", "a name may have one colon, between a prefix and the rest"),
  ]

  @Test(arguments: samples) func saidInPlainWordsAtTheRightPlace(_ sample: Sample) throws {
    let one = try refusal(sample.xml)
    #expect(one.code == "xml")
    #expect(one.location.spot == sample.place)
    #expect(one.message == sample.message)
    #expect(one.help == sample.help)
  }

  /// Also if the later one is of the kind that is looked for before libxml2 reads.
  @Test(arguments: ["<c d='<'/>", "<!DOCTYPE a>", "\u{1}", "1 < 2", "<![CDATA[<]]>\u{FFFE}"])
  func theFirstOfTwoIsReported(_ second: String) throws {
    let one = try refusal("<a>\n </b>\(second)</a>")
    #expect(one.message == "</b> does not close <a>")
    #expect(try refusal("<a>&x;\(second)</a>").message.contains("“&x;”"))
    #expect(try refusal("<a>\u{2}<!-- \(second) --></a></b>").message.contains("U+0002"))
  }

  @Test func textOfTheFileIsNotInTheMessage() throws {
    let files = [
      "<a><!-- Agim -- --></a>", "<a><![CDATA[Agim", "<a>Agim", "<a b='Agim", "<a b=Agim/>", "Agim", "<a/>Agim",
    ]
    for xml in files { #expect(!(try refusal(xml)).description.contains("Agim")) }
  }
}
