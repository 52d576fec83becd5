import Standard
import Testing
import Values

@testable import Language

/// Parameters, the calendar, definitions and the dictionary: what is said where they are not right.
@Suite struct FrameTests {
  @Test(arguments: [
    (
      "<parameter name=\"p\" type=\"duration\" value=\"P45D\" max=\"P30D\"/>",
      "t.xml:1:37: error: “p” is P45D, outside max P30D [constant]"
    ),
    (
      "<parameter name=\"p\" type=\"share\" value=\"50%\" min=\"60%\"/>",
      "t.xml:1:34: error: “p” is 50%, outside min 60% [constant]"
    ),
    (
      "<parameter name=\"p\" type=\"number\" value=\"4 h\" min=\"3 beds\"/>",
      "t.xml:1:47: error: “min” and the value of “p” cannot be compared [type-compare]"
    ),
    (
      "<parameter name=\"p\" type=\"codes\" value=\"a b\" max=\"c\"/>",
      "t.xml:1:46: error: “max” and the value of “p” cannot be compared [type-compare]"
    ),
    (
      "<parameter name=\"p\" type=\"share\" value=\"50%\" stricter=\"heigher\"/>",
      "t.xml:1:46: error: “stricter” says which way more is asked: lower or higher; did you mean “higher”? [name-code]"
    ),
    (
      "<parameter name=\"p\" type=\"lenght\" value=\"50%\"/>",
      "t.xml:1:21: error: “type” says what the parameter is; expected one of: codes, duration, number, share [type-kind]"
    ),
  ]) func parameters(_ text: String, said: String) throws {
    var reader = try Small.reader()
    _ = ParameterReader.read(try Small.element(text), &reader)
    #expect(reader.diagnostics.sorted.map { "\($0)" } == [said])
  }

  /// At its own bounds a parameter is right.
  @Test func parametersAtTheirBounds() throws {
    var reader = try Small.reader()
    let text = "<parameter name=\"p\" type=\"number\" value=\"4 h\" min=\"4 h\" max=\"4 h\" stricter=\"lower\"/>"
    #expect(ParameterReader.read(try Small.element(text), &reader)?.value == .number(number("4"), unit: "h"))
    #expect(reader.diagnostics.isEmpty)
  }

  @Test(
    arguments: [
      ("<calendar weekend=\"sun\"/>", 0b100_0000, nil),
      ("<calendar weekend=\"friday sat\" holidays=\"dossier\"/>", 0b011_0000, nil),
      (
        "<calendar weekend=\"sunnday\"/>", 0,
        "t.xml:1:11: error: “sunnday” is no day of the week; did you mean “sunday”? [time-window]"
      ),
      (
        "<calendar weekend=\"mon tue wed thu fri sat sun\"/>", 0b111_1111,
        "t.xml:1:11: error: every day is a day of rest; no deed could be due [time-window]"
      ),
      (
        "<calendar holidays=\"dosier\"/>", 0b110_0000,
        "t.xml:1:11: error: “holidays” says who knows the public holidays; did you mean “dossier”? [time-holidays]"
      ),
      (
        "<calendar year-start=\"1 July\"/>", 0b110_0000,
        "t.xml:1:11: error: “1 July” is no start of a year; expected a month and a day from 01 to 28, such as 07-01 [time-window]"
      ),
    ] as [(String, Int, String?)]) func calendars(_ text: String, restDays: Int, said: String?) throws
  {
    var reader = try Small.reader()
    let calendar = HouseCalendar.read(try Small.element(text), &reader)
    #expect(calendar.week.restDays == UInt8(restDays))
    #expect(calendar.hasHolidays == text.contains("\"dossier\""))
    #expect(reader.diagnostics.sorted.map { "\($0)" } == (said.map { [$0] } ?? []))
  }

  @Test(arguments: [
    (
      "<define set=\"a\" field=\"b\" of=\"staff\"/>",
      "t.xml:1:1: error: <define> names one of: set, field, condition, quantity [name-define]"
    ),
    (
      "<define set=\"month\" of=\"staff\"/>",
      "t.xml:1:9: error: “month” are rows already; a set needs a name of its own [name-define]"
    ),
    (
      "<define set=\"awake\" of=\"staff\"/>", "t.xml:1:1: error: “awake” is defined twice [name-define]"
    ),
    (
      "<define field=\"licence\" of=\"staff\"><term value=\"1\"/></define>",
      "t.xml:1:9: error: “licence” is a field of staff; a field that is worked out needs a name of its own [name-define]"
    ),
    (
      "<define field=\"x\" of=\"stafff\"><term value=\"1\"/></define>",
      "t.xml:1:19: error: there is no record type “stafff” that rows could be open of; did you mean “staff”? [name-row]"
    ),
    (
      "<define field=\"x\"><term value=\"1\"/></define>",
      "t.xml:1:1: error: this definition needs “of”: the record type it is worked out for [name-row]"
    ),
    (
      "<define set=\"x\" of=\"staff\" for=\"staff\"/>",
      "t.xml:1:28: error: <define> has no attribute “for” [name-attribute]"
    ),
    (
      "<define field=\"x\" of=\"staff\"/>",
      "t.xml:1:1: error: the definition of “x” needs one value or quantity inside [body]"
    ),
    (
      "<define field=\"x\" of=\"staff\"><term value=\"staff.x\"/></define>",
      "t.xml:1:36: error: “x” is defined by itself [cycle]"
    ),
    (
      "<define set=\"x\" of=\"x\"/>", "t.xml:1:17: error: “x” is defined by itself [cycle]"
    ),
    (
      "<define quantity=\"x\"><count of=\"staff\" at=\"as-of\"/><term value=\"1\"/></define>",
      "t.xml:1:1: error: the definition of “x” needs one quantity inside [body]"
    ),
    (
      "<define field=\"x\" of=\"staff\"><highest of=\"shift\" for=\"staff\" value=\"shift.started\" if-empty=\"true\"/></define>",
      "t.xml:1:84: error: a highest date of no row simply has no value: “if-empty” says nothing here [empty-needless]"
    ),
    (
      """
      <define field="x" of="complaint"><choose><case><where><is value="setting" equal="shelter"/></where>\
      <term value="shelfter"/></case><else><term value="setting"/></else></choose></define>
      """,
      "t.xml:1:106: error: “shelfter” is no field here, and no list holds the codes shelfter [name-code]"
    ),
    (
      """
      <define field="x" of="complaint"><choose><case><where><is value="setting" equal="shelter"/></where>\
      <term value="no"/></case><else><term value="no"/></else></choose></define>
      """,
      """
      t.xml:1:106: error: several lists hold the codes no and no, so it is not clear which is meant; \
      let one branch be a field of that list [type-compare]
      """
    ),
  ]) func definitions(_ text: String, said: String) throws {
    var reader = try Small.reader()
    let element = try Small.element(text)
    reader.declare(element)
    if !reader.diagnostics.hasErrors { reader.checkUnusedDefinitions() }
    #expect(reader.diagnostics.sorted.map { "\($0)" } == [said])
  }

  /// Each of fifty definitions uses the one before twice: that would be more steps than there are atoms.
  @Test func definitionsThatGrowWithoutEndAreRefused() throws {
    var reader = try Small.reader()
    reader.declare(
      try Small.element("<define condition=\"c0\"><is value=\"shelter.capacity\" at-least=\"1\"/></define>"))
    for number in 1...50 {
      let use = "<use condition=\"c\(number - 1)\"/>"
      reader.declare(try Small.element("<define condition=\"c\(number)\">\(use)\(use)</define>"))
    }
    #expect(reader.condition(try Small.element("<use condition=\"c50\"/>")) == nil)
    #expect(reader.diagnostics.sorted.map { $0.code } == ["cost"])
  }

  /// Rows inside rows have an end, too.
  @Test func rowsThatNestWithoutEndAreRefused() throws {
    var text = "<exists of=\"month\" as=\"r0\" during=\"P1M\"/>"
    for number in 1...24 {
      text = "<exists of=\"month\" as=\"r\(number)\" during=\"P1M\"><where>\(text)</where></exists>"
    }
    let said = try Small.complaints(text)
    #expect(said.count == 1 && said[0].hasSuffix("deep; no test needs that [cost]"), "\(said)")
  }

  @Test func countedAnswers() throws {
    let reader = try Small.reader()
    let answers = try #require(reader.dictionary.answers)
    #expect(answers.counted == CountedFields(lookedAt: 4, fulfilled: 5, outOf: 6, chosen: 7, atRandom: 1))
    var diagnostics = Diagnostics()
    let wrong = Small.dictionary.replacing("counted=\"seen good out_of drawn\"", with: "counted=\"seen good drawn\"")
    _ = DictionaryReader.read(try Small.element(wrong), &diagnostics)
    #expect(diagnostics.sorted.map { $0.code } == ["name-field"])
  }
}
