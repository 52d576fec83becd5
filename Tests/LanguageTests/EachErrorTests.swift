import Testing
import Values

@testable import Language

/// Each error that is looked for when rules are read: its message, its place (▸) and what it suggests.
@Suite struct EachErrorTests {
  struct Case: CustomTestStringConvertible {
    var code: String
    var samples: [ErrorCode.Sample]
    var message: String
    var help: String?

    init(_ code: String, _ samples: [ErrorCode.Sample], _ message: String, help: String? = nil) {
      self.code = code
      self.samples = samples
      self.message = message
      self.help = help
    }

    init(_ code: String, _ test: String, _ message: String, help: String? = nil) {
      self.init(code, [.init(.test, test)], message, help: help)
    }

    var testDescription: String { "\(code): \(message)" }
  }

  @Test(arguments: names + times + numbers + kinds + standards + doubts + dictionaries)
  func isSaidWhereItStands(_ one: Case) throws {
    let files = try SampleFiles(one.samples)
    let place = try #require(files.mark)
    let found = try files.messages()
    let own = try #require(
      found.first { $0.code == one.code && $0.location == place }, "\(place): \(found.map { "\($0)" })")
    #expect(own.message.contains(one.message), "\(own)")
    #expect(one.help == nil ? own.help == nil : own.help?.contains(one.help ?? "") == true, "\(own)")
    // One mistake, one message of its kind at its place.
    #expect(found.count { $0.code == one.code && $0.location == place } == 1)
  }

  /// The codes of the language's own list of errors; `name-type` is told as `name-row`.
  @Test func noneIsForgotten() {
    let listed = """
      name-field name-code name-row name-define name-parameter name-criterion ref-none ref-many time-none time-window
      time-unbounded time-mixed time-holidays type-compare type-unit type-kind type-age empty-missing empty-needless
      deadline-exit count-impossible count-persons body none-order recorded-world sample-every voluntary cycle level-order
      constant example cite text remedy privacy cost unused
      """.split { $0 == " " || $0 == "\n" }.map { String($0) }
    let tried = Set(
      (Self.names + Self.times + Self.numbers + Self.kinds + Self.standards + Self.doubts + Self.dictionaries).map {
        $0.code
      })
    #expect(Set(listed).subtracting(tried) == [])
  }

  // MARK: Names

  static let names: [Case] = [
    Case(
      "name-row", #"<exists ▸of="stafff" at="as-of"/>"#, "there are no rows “stafff”", help: "did you mean “staff”?"),
    Case(
      "name-field", #"<exists of="staff" at="as-of"><where><is ▸value="licenze" equal="nurse"/></where></exists>"#,
      "staff has no field “licenze”", help: "did you mean “licence”?"),
    Case(
      "name-code",
      #"<exists of="staff" at="as-of"><where><is value="contract" ▸equal="employe"/></where></exists>"#,
      "no code “employe”", help: "did you mean “employee”?"),
    Case("name-word", #"▸<exist of="staff" at="as-of"/>"#, "there is no word <exist>", help: "did you mean “exists”?"),
    Case(
      "name-attribute", #"<exists of="staff" at="as-of" ▸wehn="started"/>"#, "no attribute “wehn”",
      help: "did you mean “when”?"),
    Case(
      "name-define",
      [
        .init(.domain, #"<define condition="on-site"><is value="shelter.clinical_on_site" equal="yes"/></define>"#),
        .init(.test, #"<use ▸condition="on-sit"/>"#),
      ], "no condition “on-sit” is defined", help: "did you mean “on-site”?"),
    Case(
      "name-define",
      [
        .init(
          .domain,
          """
          <define set="cook" of="staff"/>
          ▸<define set="cook" of="training"/>
          """), .init(.test, #"<exists of="cook" at="as-of"/>"#),
      ], "“cook” is defined twice"),
    Case(
      "name-define",
      [
        .init(.criterion, #"<ask question="Q-A1" level="acceptable" settles="never">Is it so?</ask>"#),
        .init(.test, #"<answer ▸question="Q-A2"/>"#),
      ], "no <ask> says what question “Q-A2” is", help: "did you mean “Q-A1”?"),
    Case(
      "name-parameter",
      [
        .init(.domain, #"<parameter name="most" type="number" value="5"/>"#),
        .init(.test, #"<count of="board-member" at="as-of" ▸at-most="$mots"/>"#),
      ], "there is no parameter “mots”", help: "did you mean “most”?"),
    Case(
      "name-criterion", #"<met ▸criterion="ORG-02" level="acceptable"/>"#, "there is no criterion “ORG-02”",
      help: "did you mean “ORG-01”?"),
    Case(
      "name-file", [.init(.standard, #"▸<domain file="two.xml"/>"#)], "there is no file “two.xml” beside it"),
  ]

  // MARK: References and time

  static let times: [Case] = [
    Case(
      "ref-none",
      #"<every of="staff" at="as-of" if-empty="true"><exists of="supervision" for="staff" ▸by="superviser" during="P6M"/></every>"#,
      "no reference “superviser”", help: "did you mean “supervisor”?"),
    Case(
      "ref-many",
      #"<every of="staff" as="boss" at="as-of" if-empty="true"><exists of="handover" ▸for="boss" during="P6M"/></every>"#,
      handover, "several references of handover lead to staff", help: "giver, taker"),
    Case(
      "time-none", #"<exists of="training" ▸at="as-of"/>"#, "a row of training is a point in time", help: "use “during”"
    ),
    Case(
      "time-none", #"<exists of="complaint" during="P12M" ▸when="receved_on"/>"#,
      "“receved_on” is not one of the dates of complaint", help: "did you mean “received_on”?"),
    Case(
      "time-window", #"<every of="month" during="P6M"><exists of="training" ▸during="mnth"/></every>"#,
      "“mnth” is no window", help: "did you mean “month”?"),
    Case(
      "time-window", #"<exists of="training" ▸during="2026-02-01/2026-01-01"/>"#, "this window ends before it starts",
      help: "write 2026-01-01/2026-02-01"),
    Case(
      "time-unbounded", #"▸<exists of="session"/>"#, "sessions are chosen without any limit in time", help: "during="),
    Case(
      "time-mixed",
      #"<every of="leave" during="P12M" if-empty="true"><compare is="at-most"><elapsed from="started" to="ended"/>▸<term value="P1M"/></compare></every>"#,
      "1 month cannot be compared with minutes", help: "P30D"),
    Case(
      "time-holidays",
      #"<every of="follow-up" during="P12M" when="due_on" from="due_on" ▸within="5 business-days" if-empty="true"><is value="done_on" in="follow-up.deadline"/></every>"#,
      "business days need to know the public holidays", help: "holidays=\"dossier\""),
    Case(
      "deadline-exit",
      #"<every of="admission" during="P12M" when="started" from="started" ▸within="P14D" if-empty="true"><is value="intake_on" in="admission.deadline"/></every>"#,
      "a stay that ends before its deadline counts as a failure", help: "throughout=\"admission.deadline\""),
  ]

  private static let handover = """
    <record id="handover" time="dates" dates="done_on">
      <field id="done_on" type="date"/><field id="giver" type="ref" to="staff"/><field id="taker" type="ref" to="staff"/>
    </record>
    """

  // MARK: Emptiness and numbers

  static let numbers: [Case] = [
    Case(
      "empty-missing", #"▸<every of="staff" at="as-of"><is value="contact" equal="yes"/></every>"#,
      "does not say what it means when there are no workers", help: "if-empty=\"true\""),
    Case(
      "empty-needless", #"<count of="staff" at="as-of" ▸if-empty="true" at-least="1"/>"#,
      "“if-empty” says nothing here"),
    Case(
      "count-impossible", #"<any ▸at-least="3"><exists of="staff" at="as-of"/><document kind="psea"/></any>"#,
      "expected a number from 1 to 2"),
    Case(
      "count-impossible", #"▸<count of="month" during="P12M" at-least="13"/>"#,
      "the number of periods can never come to so much", help: "the most is 12"),
    Case(
      "count-impossible", #"▸<count of="moment" during="P1D" at-least="PT30H"/>"#,
      "this length of time can never come to so much", help: "the most is 24 hours"),
    Case(
      "count-impossible", #"▸<count of="staff" at="as-of" distinct="contract" at-least="5"/>"#,
      "the number of different values can never come to so much", help: "the most is 4"),
    Case(
      "count-impossible",
      [
        .init(
          .dictionary,
          #"<record id="bus" time="fixed"><field id="seats" type="number" unit="persons" max="9"/></record>"#),
        .init(.test, #"<exists of="bus"><where>▸<is value="seats" at-least="12"/></where></exists>"#),
      ], "“seats” can never come to so much", help: "the most is 9 persons"),
    Case(
      "constant",
      [
        .init(.domain, #"<parameter name="most" type="number" ▸value="50" min="1" max="9"/>"#),
        .init(.test, #"<count of="board-member" at="as-of" at-most="$most"/>"#),
      ], "“most” is 50, outside max 9"),
    Case(
      "constant", #"▸<count of="board-member" at="as-of" at-least="0"/>"#, "this is always so",
      help: "look at the limits"),
    Case(
      "constant",
      #"▸<share of="staff" at="as-of" if-empty="true" at-most="100%"><is value="contact" equal="yes"/></share>"#,
      "this is always so", help: "look at the limits"),
    Case(
      "constant",
      #"▸<exists of="staff" at="as-of"><where><is value="experience" at-least="5 years"/><is value="experience" at-most="2 years"/></where></exists>"#,
      "lets no row through", help: "look at the limits"),
    Case(
      "constant",
      #"<exists of="complaint" during="P12M"><where>▸<is value="setting" in="shelter elsewhere"/></where></exists>"#,
      "this is always so", help: "look at the limits"),
    Case(
      "constant",
      #"<every of="staff" at="as-of" if-empty="unknown">▸<any><is value="contact" equal="yes"/><not><is value="contact" equal="yes"/></not></any></every>"#,
      "whatever the value, this is so", help: "if that is meant, let it be"),
    Case(
      "constant",
      #"▸<all><count of="board-member" at="as-of" at-least="7"/><count of="board-member" at="as-of" at-most="5"/></all>"#,
      "this is never so", help: "look at the limits"),
    Case(
      "constant",
      [.init(.profile, profile(#"▸<exclude criteria="ORG-01"/>"#))],
      "no reason is given", help: "add reason="),
    Case(
      "cost",
      #"<every of="staff" at="as-of" if-empty="true"><every of="moment" as="now" during="P7D">▸<count of="moment" as="then" during="P7D/now" at-least="PT1H"><where><exists of="shift" for="staff" at="then"/></where></count></every></every>"#,
      "about 4 thousand million steps", help: "define the inner part"),
  ]

  private static func profile(_ inside: String) -> String {
    #"<profile id="two-nights" title="P" standard="mhpss-shelter">"# + inside + "</profile>"
  }

  // MARK: Kinds and comparisons

  static let kinds: [Case] = [
    Case(
      "body", #"<exists of="staff" at="as-of">▸<is value="contact" equal="yes"/></exists>"#, "<exists> takes no body",
      help: "put <is> inside <where>"),
    Case(
      "body", #"▸<compare is="at-most"><count of="staff" at="as-of"/></compare>"#, "<compare> has 1 parts; expected two"
    ),
    Case(
      "type-age",
      #"<exists of="admission" at="as-of"><where><is value="unaccompanied" ▸at="as-of" equal="yes"/></where></exists>"#,
      "“unaccompanied” is no age"),
    Case(
      "type-compare", #"<is value="shelter.serves" ▸in="women boys"/>"#, "holds several codes",
      help: "<covers field=\"shelter.serves\" codes=\"women boys\" at-least=\"1\"/>"),
    Case(
      "type-compare",
      #"<exists of="staff" at="as-of"><where><is value="licence" ▸at-least="psychologist"/></where></exists>"#,
      "have no order", help: "use equal="),
    Case("type-kind", #"▸<count of="board-member" at="as-of"/>"#, "<count> is a quantity", help: "at-least="),
    Case(
      "type-kind", #"▸<count of="board-member" at="as-of" at-least="7" at-most="5"/>"#,
      "the two limits exclude each other"),
    Case(
      "type-unit", #"<sum of="training" during="P12M" value="hours" ▸at-least="4"/>"#, "4 of what?", help: "write “4 h”"
    ),
    Case(
      "type-unit",
      #"<share of="staff" at="as-of" if-empty="true" ▸at-least="120%"><is value="contact" equal="yes"/></share>"#,
      "expected one from 0% to 100%"),
  ]

  // MARK: Standards

  private static func level(_ name: String, _ test: String, mark: String = "") -> String {
    """
    \(mark)<level name="\(name)">
      <statement>So.</statement>
      \(test)
      <cite source="OK-75:30" basis="good-practice"/>
      <remedy kind="do-now">Do it.</remedy>
    </level>
    """
  }

  private static let twoLevels = ErrorCode.Sample(
    .standard, #"<level name="acceptable" points="75"/><level name="ideal" points="100"/>"#)

  private static func ladder(_ acceptable: String, _ ideal: String) -> [ErrorCode.Sample] {
    [twoLevels, .init(.criterion, level("acceptable", acceptable) + "\n" + level("ideal", ideal, mark: "▸"))]
  }

  private static let someone = #"<exists of="staff" at="as-of"/>"#

  static let standards: [Case] = [
    Case(
      "level-order",
      [.init(.criterion, level("acceptable", someone) + level("ideel", someone).replacing("name=", with: "▸name="))],
      "the standard has no level “ideel”", help: "expected one of: acceptable"),
    Case(
      "level-order",
      [
        twoLevels,
        .init(.criterion, level("acceptable", someone) + level("ideaal", someone).replacing("name=", with: "▸name=")),
      ],
      "the standard has no level “ideaal”", help: "did you mean “ideal”?"),
    Case(
      "level-order",
      [
        .init(
          .criterion, level("acceptable", someone) + level("acceptable", someone).replacing("name=", with: "▸name="))
      ],
      "has two levels “acceptable”"),
    Case(
      "level-order",
      [
        twoLevels,
        .init(.criterion, level("ideal", someone) + level("acceptable", someone).replacing("name=", with: "▸name=")),
      ],
      "stands after a level that is above it", help: "acceptable, ideal"),
    Case(
      "level-order",
      ladder(#"<count of="staff" at="as-of" at-most="5"/>"#, #"<count of="staff" at="as-of" at-least="8"/>"#),
      "“ideal” can never be so where “acceptable” is", help: "ask more of the same"),
    Case(
      "level-order",
      ladder(#"<count of="staff" at="as-of" at-least="5"/>"#, #"<count of="staff" at="as-of" at-least="3"/>"#),
      "whoever reaches “acceptable” reaches “ideal” too", help: "ask more"),
    Case(
      "level-order",
      ladder(
        #"<document kind="psea" clauses="no-exchange duty-to-report" reviewed="P12M"/>"#,
        #"<document kind="psea" clauses="no-exchange" reviewed="P24M"/>"#),
      "whoever reaches “acceptable” reaches “ideal” too", help: "ask more"),
    Case(
      "level-order",
      ladder(
        #"<every of="space" if-empty="true"><covers field="features" codes="smoke-detector step-free"/></every>"#,
        #"<every of="space" if-empty="true"><covers field="features" codes="step-free"/></every>"#),
      "whoever reaches “acceptable” reaches “ideal” too", help: "ask more"),
    Case(
      "text", [.init(.criterion, #"▸<ask question="Q-1" level="acceptable" settles="never"/>"#)],
      "question Q-1 has no text"),
    Case(
      "cite", [.init(.level, #"<cite ▸source="CETS-197" basis="derived"/>"#)], "no source “CETS-197”",
      help: "did you mean “CETS197”?"),
    Case(
      "cite", [.init(.level, #"<cite source="CETS197" ▸basis="derivd"/>"#)], "“basis” says whether",
      help: "did you mean “derived”?"),
    Case(
      "cite",
      [.init(.bibliography, #"<bibliography><source key="OK-75:30" title="T"/>▸<source key="X"/></bibliography>"#)],
      "expected <source key"),
    Case(
      "remedy", [.init(.level, #"<remedy ▸kind="biuld">Put up lamps.</remedy>"#)], "“kind” says what kind of deed",
      help: "did you mean “build”?"),
    Case(
      "remedy", [.init(.level, #"<remedy id="lamp" kind="build" ▸after="lams">Put up lamps.</remedy>"#)],
      "waits for “lams”, which no criterion has", help: "did you mean “lamp”?"),
    Case(
      "cycle",
      [
        .init(
          .level,
          """
          <remedy id="buy" kind="do-now" ▸after="pay">Buy it.</remedy>
          <remedy id="pay" kind="do-now" after="buy">Pay for it.</remedy>
          """)
      ], "remedy “buy” waits for itself, by way of “pay”"),
    Case("cycle", #"▸<met criterion="ORG-01" level="acceptable"/>"#, "ORG-01 is judged by itself"),
    Case(
      "cycle",
      [
        .init(.domain, #"<define condition="round">▸<use condition="round"/></define>"#),
        .init(.test, #"<use condition="round"/>"#),
      ], "“round” is defined by itself"),
    Case(
      "example", [.init(.criterion, #"<example name="e" ▸certain="acceptble" possible="acceptable"/>"#)],
      "there is no level “acceptble”", help: "did you mean “acceptable”?"),
    Case(
      "example",
      [
        .init(
          .criterion,
          level("acceptable", someone, mark: "▸")
            + String(repeating: #"<example name="e" certain="acceptable" possible="acceptable"/>"#, count: 3))
      ], "no example fails “acceptable”", help: "add one whose “possible” is lower"),
    Case(
      "privacy", [.init(.standard, #"<privacy ▸threshold="3"/>"#)], "expected at least 5"),
    Case(
      "privacy", [.init(.profile, profile(#"<privacy ▸threshold="4"/>"#))], "a profile may only raise that"),
    Case(
      "profile", [.init(.profile, #"<profile id="two-nights" title="P" ▸standard="mhps-shelter"/>"#)],
      "a profile says which standard it tailors", help: "standard=\"mhpss-shelter\""),
  ]

  // MARK: Doubts

  static let doubts: [Case] = [
    Case(
      "none-order",
      #"<every of="staff" at="as-of" if-empty="true">▸<is value="licence_until" at-least="as-of"/></every>"#,
      "“staff.licence_until” may be none", help: "equal=\"none\""),
    Case(
      "none-order",
      #"<every of="training" during="P12M" if-empty="true">▸<is value="rating" at-least="adequate"/></every>"#,
      "“training.rating” may be none", help: "equal=\"none\""),
    Case(
      "recorded-world",
      #"<every of="incident" during="P12M" if-empty="true">▸<recorded field="seriousness"/><is value="seriousness" at-most="medium"/></every>"#,
      "“seriousness” is compared at this level too", help: "take <recorded> out"),
    Case(
      "sample-every",
      [
        .init(
          .dictionary, #"<record id="talk" time="dates" dates="on" sample="may"><field id="on" type="date"/></record>"#),
        .init(.test, #"▸<none of="talk" during="P6M"/>"#),
      ], "<none> over talks, which may be sampled", help: "use <share>"),
    Case(
      "voluntary",
      #"<share of="admission" during="P12M" when="started" if-empty="true" at-least="90%"><exists of="session" for="admission" during="P12M"><where>▸<is value="outcome" equal="held"/></where></exists></share>"#,
      "whoever declined counts as a failure here", help: "take “declined” in as well"),
    Case(
      "voluntary",
      #"<every of="plan" during="P12M" when="offered_on" if-empty="true">▸<is value="outcome" equal="agreed"/></every>"#,
      "whoever declined counts as a failure here", help: "take “declined” in as well"),
    Case(
      "count-persons",
      #"▸<compare is="at-most"><count of="shift" during="P1D"/><count of="staff" at="as-of"/></compare>"#,
      "turns of duty are counted against a number of persons", help: "distinct=\"staff\""),
    Case(
      "unused",
      [.init(.domain, #"▸<parameter name="quiet" type="duration" value="PT8H"/>"#)],
      "nothing uses the parameter “quiet”"),
    Case(
      "unused", [.init(.domain, #"▸<define set="cook" of="staff"/>"#)], "nothing uses the definition “cook”"),
    Case(
      "unused", [.init(.criterion, #"▸<ask question="Q-1" level="acceptable">Is it so?</ask>"#)],
      "nothing uses the answers to question Q-1", help: "settles="),
    Case(
      "unused", [.init(.dictionary, #"▸<list id="colour"><code id="red"/></list>"#)], "no field uses the list “colour”"),
    Case(
      "unused",
      [
        .init(
          .dictionary,
          """
          <list id="colour"><code id="red"/><code id="blue"/>▸<group id="warm" codes="red"/></list>
          <record id="wall" time="fixed"><field id="colour" type="code" list="colour"/></record>
          """)
      ], "no test uses the group of codes “warm”"),
    Case(
      "unused",
      [
        .init(
          .dictionary,
          #"<record id="bag" time="fixed">▸<field id="holds" type="checks" codes="soap towel comb"/></record>"#),
        .init(.test, #"<every of="bag" if-empty="true"><covers field="holds" codes="soap"/></every>"#),
      ], "no test asks for “towel” or “comb” of the checklist “holds”", help: "ask for it"),
  ]

  // MARK: Dictionaries

  private static func field(_ inside: String, in record: String = "guest") -> [ErrorCode.Sample] {
    [.init(.dictionary, "<record id=\"\(record)\" time=\"fixed\">\(inside)</record>")]
  }

  static let dictionaries: [Case] = [
    Case("privacy", field(#"<field ▸id="birth_date" type="date"/>"#), "could hold who somebody is", help: "A-017"),
    Case("privacy", field(#"<field ▸id="phone" type="label"/>"#), "could hold who somebody is", help: "A-017"),
    Case("privacy", field(#"<field ▸id="comment" type="label"/>"#), "is free text", help: "a list of codes"),
    Case(
      "privacy", field(#"<field ▸id="staff" type="ref" to="staff"/>"#, in: "exit-survey"),
      "answers given in confidence stay untied", help: "take the reference out"),
    Case(
      "privacy", [.init(.dictionary, #"<list ▸id="first-names"><code id="red"/></list>"#)],
      "could hold who somebody is", help: "call it what its codes are"),
  ]
}

extension EachErrorTests.Case {
  fileprivate init(_ code: String, _ test: String, _ dictionary: String, _ message: String, help: String?) {
    self.init(code, [.init(.dictionary, dictionary), .init(.test, test)], message, help: help)
  }
}
