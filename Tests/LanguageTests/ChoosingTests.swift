import Standard
import Testing
import Values

@testable import Language

/// Choices of records: joins, deadlines, codes over rows.
@Suite struct ChoosingTests {
  static let today = Window(start: .asOf, end: .asOf)

  /// The due date of the rows of an `every` over complaints.
  static func due(_ within: String) throws -> Value? {
    let text = """
      <every of="complaint" during="P12M" from="received_on" within="\(within)" if-empty="true">
        <is value="resolved_on" in="complaint.deadline"/>
      </every>
      """
    guard case .every(let choice, let body, _) = try Small.condition(text) else { return nil }
    let from = try field("complaint", "received_on")
    #expect(body == .within(try field("complaint", "resolved_on"), Window(start: from, end: choice.due)))
    return choice.due
  }

  @Test func deadlines() throws {
    let from = try field("complaint", "received_on")
    #expect(try Self.due("P14D") == .shifted(from, Period(.days, 14), back: false))
    #expect(try Self.due("PT72H") == .shifted(from, Period(.seconds, 72 * 3600), back: false))
    #expect(try Self.due("$limit") == .shifted(from, Period(.days, 14), back: false))
    #expect(try Self.due("15 business-days") == .workdays(from, 15, .mondayToFriday))
    #expect(try Self.due("1 business-day") == .workdays(from, 1, .mondayToFriday))
    #expect(try Self.due("promised") == .shiftedBy(from, by: try field("complaint", "promised"), back: false))
    // A limit that is one of several makes the date one of several.
    #expect(
      try Self.due("time_allowed")
        == .chosen(
          [
            ValueCase(
              .oneOf(try field("complaint", "setting"), [0]), .shifted(from, Period(.days, 7), back: false))
          ], otherwise: .shifted(from, Period(.days, 14), back: false)))
  }

  /// A deadline belongs to its row: seen from a choice inside, the row is one step out.
  @Test func deadlinesSeenFromInside() throws {
    let text = """
      <every of="new-stay" from="started" within="P30D" throughout="stay.deadline" if-empty="true">
        <exists of="plan" for="stay" when="offered_on" during="stay.deadline"/>
      </every>
      """
    func window(_ row: Int) throws -> Window {
      let from = try field("stay", "started", row)
      return Window(start: from, end: .shifted(from, Period(.days, 30), back: false))
    }
    let year = last(.months, 12)
    let started = try field("stay", "started")
    let stays = Choice(
      source: try records("stay"),
      time: [
        TimeLimit(window: year, condition: .within(started, year)),
        TimeLimit(
          window: try window(0),
          condition: .spans(from: started, to: try field("stay", "ended"), try window(0))),
      ], due: try window(0).end)
    var plans = try dated("plan", "offered_on", try window(1))
    let stay = try #require(try Small.reader().dictionary.record(named: "stay"))
    plans.join = Join(key: try field("plan", "stay"), parent: .row(.open(1), record: stay))
    #expect(try Small.condition(text) == .every(stays, exists(plans), ifEmpty: .yes))
  }

  /// `for` finds the one way, over one reference between if need be; `by` says which of several.
  @Test func joins() throws {
    let dictionary = try Small.reader().dictionary
    let staff = try #require(dictionary.record(named: "staff"))
    func join(_ attributes: String) throws -> Join? {
      let text = "<every of=\"staff\" at=\"as-of\" if-empty=\"true\"><exists \(attributes)/></every>"
      guard case .every(_, .measure(.count(let choice, _), _, _), _) = try Small.condition(text) else { return nil }
      return choice.join
    }
    let worker = Value.row(.open(1), record: staff)
    #expect(
      try join("of=\"supervision\" for=\"staff\" during=\"P1M\"")
        == Join(key: try field("supervision", "staff"), parent: worker))
    #expect(
      try join("of=\"supervision\" for=\"staff\" by=\"supervisor\" during=\"P1M\"")
        == Join(key: try field("supervision", "supervisor"), parent: worker))
    #expect(
      try join("of=\"staff\" as=\"report\" for=\"staff\" by=\"manager\" at=\"as-of\"")
        == Join(key: try field("staff", "manager"), parent: worker))
    #expect(
      try join("of=\"training\" for=\"staff.manager\" during=\"P1M\"")
        == Join(key: try field("training", "staff"), parent: try field("staff", "manager", 1)))
  }

  /// In the windows of a choice a plain name may be a field of the row around.
  @Test func plainNamesInWindows() throws {
    let text = """
      <every of="staff" at="as-of" if-empty="true"><exists of="training" for="staff" during="../ended"/></every>
      """
    guard case .every(_, .measure(.count(let choice, _), _, _), _) = try Small.condition(text) else {
      Issue.record("no join")
      return
    }
    #expect(choice.time.map { $0.window } == [Window(start: nil, end: try field("staff", "ended", 1))])
  }

  /// Two rows of one type are told apart by their ids.
  @Test func twoRowsOfOneType() throws {
    let text = """
      <every of="plan" during="P12M" when="offered_on" if-empty="true">
        <exists of="plan" as="again" for="plan.stay" during="plan.offered_on/P1D" when="offered_on">
          <where><not><is value="id" equal="plan.id"/></not></where>
        </exists>
      </every>
      """
    let plan = try #require(try Small.reader().dictionary.record(named: "plan"))
    let offered = try field("plan", "offered_on", 1)
    var again = try dated(
      "plan", "offered_on", Window(start: offered, end: .shifted(offered, Period(.days, 1), back: false)),
      [.not(.compare(.row(.open(0), record: plan), .equal, .row(.open(1), record: plan)))])
    again.join = Join(key: try field("plan", "stay"), parent: try field("plan", "stay", 1))
    #expect(
      try Small.condition(text)
        == .every(try dated("plan", "offered_on", last(.months, 12)), exists(again), ifEmpty: .yes))
  }

  @Test func codesOverRows() throws {
    let all = Choice(source: try records("space"))
    func has(_ code: Int) throws -> Condition {
      var choice = all
      choice.filter = .all([.includes(try path("space", "features"), .codes([code]), atLeast: 1)])
      return exists(choice)
    }
    #expect(
      try Small.condition("<covers of=\"space\" field=\"features\" codes=\"alarm light\"/>")
        == .all([try has(0), try has(1)]))
    #expect(
      try Small.condition("<covers of=\"space\" field=\"features\" codes=\"alarm light\" at-least=\"1\"/>")
        == .any(1, [try has(0), try has(1)]))
    // A field with a single code, and codes that a parameter names.
    func isKind(_ code: Int) throws -> Condition {
      var choice = all
      choice.filter = .all([.oneOf(try field("space", "kind"), [code])])
      return exists(choice)
    }
    #expect(
      try Small.condition("<covers of=\"space\" field=\"kind\" codes=\"$kinds\" at-least=\"$two\"/>")
        == .all([try isKind(0), try isKind(1)]))
  }

  /// Set against set, by the references of one row or over rows.
  @Test func codesOfAnotherField() throws {
    let interpreter = try path("session", "languages", 0, by: "interpreter")
    let stay = try path("session", "languages", 0, by: "stay")
    #expect(
      try Small.condition(
        """
        <every of="session" during="P3M" if-empty="true">
          <covers field="interpreter.languages" codes="session.stay.languages" at-least="1"/>
        </every>
        """)
        == .every(
          try dated("session", "started", last(.months, 3)), .includes(interpreter, .field(stay), atLeast: 1),
          ifEmpty: .yes))
    let parts = try (0...2).map { code in
      var choice = Choice(source: try records("interpreter"))
      choice.filter = .all([.includes(try path("interpreter", "languages"), .codes([code]), atLeast: 1)])
      return Condition.any(
        1, [.not(.includes(try path("stay", "languages"), .codes([code]), atLeast: 1)), exists(choice)])
    }
    #expect(
      try Small.condition(
        """
        <every of="stay" at="as-of" if-empty="true">
          <covers of="interpreter" field="languages" codes="stay.languages"/>
        </every>
        """) == .every(try open("stay", Self.today), .all(parts), ifEmpty: .yes))
  }

  /// One code among those of a set field; one of the codes that a parameter names.
  @Test func oneOfSeveral() throws {
    let told = try field("stay", "told_language")
    let parts = try (0...2).map { code in
      Condition.all([.oneOf(told, [code]), .includes(try path("stay", "languages"), .codes([code]), atLeast: 1)])
    }
    #expect(
      try Small.condition(
        "<every of=\"stay\" at=\"as-of\" if-empty=\"true\"><is value=\"told_language\" in=\"languages\"/></every>")
        == .every(try open("stay", Self.today), .any(1, parts), ifEmpty: .yes))
    #expect(
      try Small.condition("<every of=\"space\" if-empty=\"true\"><is value=\"kind\" in=\"$kinds\"/></every>")
        == .every(Choice(source: try records("space")), .oneOf(try field("space", "kind"), [0, 1]), ifEmpty: .yes))
  }

  /// A window inside an `is` with more comparisons still limits the rows in time.
  @Test func windowsInWhereLimitInTime() throws {
    let text = """
      <none of="training"><where><is value="held_on" in="P1M" at-least="2026-01-01"/></where></none>
      """
    let window = last(.months, 1)
    let date = try #require(CalendarDate("2026-01-01"))
    let day = try field("training", "held_on")
    let choice = Choice(
      source: try records("training"), time: [TimeLimit(window: window, condition: .within(day, window))],
      filter: .all([.compare(day, .atLeast, .date(date))]))
    #expect(
      try Small.condition(text) == .measure(.count(choice, distinct: nil), .atMost, constant("0")))
  }

  @Test func severalOfSomeParts() throws {
    let parts = try ["18", "29"].map {
      Condition.compare(.field(try path("shelter", "capacity")), .atLeast, .number(number($0)))
    }
    let text = "<is value=\"shelter.capacity\" at-least=\"18\"/><is value=\"shelter.capacity\" at-least=\"29\"/>"
    #expect(try Small.condition("<any at-least=\"$two\">\(text)</any>") == .any(2, parts))
    #expect(try Small.condition("<any>\(text)</any>") == .any(1, parts))
  }

  @Test func answers() throws {
    #expect(
      try Small.condition("<answer question=\"Q-1\" at-least=\"partly\" methods=\"$two\" within=\"P6M\"/>")
        == .answer(
          AnswerTest(question: "Q-1", atLeast: 1, methods: 2, window: last(.months, 6), adjudication: 2)))
  }
}
