import Standard
import Testing
import Values

@testable import Language

/// Quantities: what they lower into, and how units go together.
@Suite struct QuantityTests {
  static let today = Window(start: .asOf, end: .asOf)

  @Test func extremes() throws {
    let stays = Quantity.count(try open("stay", clock(0 + 1)), distinct: nil)
    #expect(
      try Small.condition(
        """
        <compare is="at-most">
          <highest of="moment" during="P12M"><count of="stay" at="moment"/></highest>
          <sum of="space" value="beds"/>
        </compare>
        """)
        == .measure(
          .extreme(Choice(source: moments(last(.months, 12))), stays, highest: true, ifEmpty: .unknown), .atMost,
          .sum(Choice(source: try records("space")), .term(try field("space", "beds")))))
    #expect(
      try Small.condition("<lowest of=\"space\" value=\"heat\" if-empty=\"false\" at-least=\"18 degC\"/>")
        == .measure(
          .extreme(
            Choice(source: try records("space")), .term(try field("space", "heat")), highest: false, ifEmpty: .no),
          .atLeast, constant("18")))
  }

  /// Dates have no quantity: they are compared as values, and an empty choice says what it means.
  @Test func extremesOfDates() throws {
    func text(_ ifEmpty: String) -> String {
      "<highest of=\"training\" during=\"P12M\" value=\"held_on\" if-empty=\"\(ifEmpty)\" at-least=\"2026-01-01\"/>"
    }
    let choice = try dated("training", "held_on", last(.months, 12))
    let date = Value.date(try #require(CalendarDate("2026-01-01")))
    let comparison = Condition.compare(
      .extreme(choice, try field("training", "held_on"), highest: true), .atLeast, date)
    let isEmpty = Condition.measure(.count(choice, distinct: nil), .equal, constant("0"))
    #expect(try Small.condition(text("false")) == comparison)
    #expect(try Small.condition(text("true")) == .any(1, [isEmpty, comparison]))
    #expect(
      try Small.condition(text("unknown")) == .any(1, [.all([isEmpty, .constant(.unknown)]), comparison]))
  }

  @Test func averagesAndMedians() throws {
    let choice = try dated("supervision", "held_on", last(.months, 3))
    let minutes = Quantity.term(try field("supervision", "minutes"))
    #expect(
      try Small.condition(
        "<average of=\"supervision\" during=\"P3M\" value=\"minutes\" if-empty=\"true\" more-than=\"PT1H\"/>")
        == .measure(.average(choice, minutes, ifEmpty: .yes), .moreThan, constant("60")))
    #expect(
      try Small.condition(
        """
        <median of="supervision" during="P3M" if-empty="unknown" less-than="1.5 h"><term value="minutes"/></median>
        """) == .measure(.median(choice, minutes, ifEmpty: .unknown), .lessThan, constant("90")))
  }

  /// Compared where it stands, time elapsed is a matter of the calendar; anywhere else a number of minutes.
  @Test func elapsed() throws {
    let from = try field("complaint", "received_on")
    let to = try field("complaint", "resolved_on")
    let choice = Choice(
      source: try records("complaint"),
      time: [TimeLimit(window: Self.today, condition: .overlaps(from: from, to: to, Self.today))])
    #expect(
      try Small.condition(
        """
        <every of="complaint" at="as-of" if-empty="true"><elapsed from="received_on" to="resolved_on" at-most="P1M"/></every>
        """)
        == .every(
          choice, .compare(to, .atMost, .shifted(from, Period(.months, 1), back: false)), ifEmpty: .yes))
    #expect(
      try Small.condition(
        """
        <median of="complaint" at="as-of" if-empty="true" at-most="P3D"><elapsed from="received_on" to="resolved_on"/></median>
        """) == .measure(.median(choice, .elapsed(from: from, to: to), ifEmpty: .yes), .atMost, constant("4320")))
    #expect(
      try Small.condition(
        """
        <sum of="complaint" at="as-of" at-most="PT24H"><elapsed from="received_on" to="resolved_on"/></sum>
        """) == .measure(.sum(choice, .elapsed(from: from, to: to)), .atMost, constant("1440")))
  }

  @Test func tallies() throws {
    #expect(
      try Small.condition("<tally question=\"Q-1\" within=\"P6M\" at-least=\"95%\"/>")
        == .measure(.tally(TallyTest(question: "Q-1", window: last(.months, 6))), .atLeast, constant("0.95")))
  }

  @Test func gapsOfRecords() throws {
    let day = try field("supervision", "held_on")
    let window = last(.months, 24)
    #expect(
      try Small.condition("<gap of=\"supervision\" during=\"P24M\" at-most=\"P6M\"/>")
        == .gap(
          GapTest(
            choice: try dated("supervision", "held_on", window), from: day, to: day, window: window, relation: .atMost,
            limit: Period(.months, 6))))
    // Rows that last fill the window from start to end; `when` asks for one of several dates.
    let from = try field("staff", "started")
    let to = try field("staff", "ended")
    #expect(
      try Small.condition("<gap of=\"staff\" during=\"P24M\" less-than=\"P14D\"/>")
        == .gap(
          GapTest(
            choice: try open("staff", window), from: from, to: to, window: window, relation: .lessThan,
            limit: Period(.days, 14))))
    let offered = try field("plan", "offered_on")
    #expect(
      try Small.condition("<gap of=\"plan\" during=\"P24M\" when=\"offered_on\" at-most=\"P14D\"/>")
        == .gap(
          GapTest(
            choice: try dated("plan", "offered_on", window), from: offered, to: offered, window: window,
            relation: .atMost, limit: Period(.days, 14))))
  }

  /// The window of a gap is seen from outside the choice, the limit in time of its rows from inside.
  @Test func gapsForAnOpenRow() throws {
    let text = """
      <every of="stay" at="as-of" if-empty="true">
        <gap of="plan-review" for="stay" during="stay" at-most="P14D"/>
      </every>
      """
    func window(_ row: Int) throws -> Window {
      Window(start: try field("stay", "started", row), end: try field("stay", "ended", row))
    }
    var choice = try dated("plan-review", "held_on", try window(1))
    let stay = try #require(try Small.reader().dictionary.record(named: "stay"))
    choice.join = Join(
      key: .field(try path("plan-review", "stay", 0, by: "plan")), parent: .row(.open(1), record: stay))
    let day = try field("plan-review", "held_on")
    #expect(
      try Small.condition(text)
        == .every(
          try open("stay", Self.today),
          .gap(
            GapTest(
              choice: choice, from: day, to: day, window: try window(0), relation: .atMost, limit: Period(.days, 14))),
          ifEmpty: .yes))
  }

  @Test func gapsOfMoments() throws {
    let text = """
      <gap of="moment" during="P7D" at-most="PT15M"><where><exists of="shift" at="moment"/></where></gap>
      """
    let window = last(.days, 7)
    let choice = Choice(source: moments(window), filter: .all([exists(try open("shift", clock(1)))]))
    #expect(
      try Small.condition(text)
        == .gap(
          GapTest(
            choice: choice, from: nil, to: nil, window: window, relation: .atMost, limit: Period(.seconds, 900))))
  }

  @Test func arithmetic() throws {
    let beds = Quantity.sum(Choice(source: try records("space")), .term(try field("space", "beds")))
    let capacity = Quantity.term(.field(try path("shelter", "capacity")))
    func read(_ text: String) throws -> Condition { try Small.condition(text) }
    let sum = "<sum of=\"space\" value=\"beds\"/>"
    let term = "<term value=\"shelter.capacity\"/>"
    #expect(
      try read("<plus at-least=\"9\">\(sum)\(term)<term value=\"2\"/></plus>")
        == .measure(.plus([beds, capacity, constant("2")]), .atLeast, constant("9")))
    #expect(
      try read("<minus more-than=\"0\">\(sum)\(term)</minus>")
        == .measure(.minus(beds, capacity), .moreThan, constant("0")))
    #expect(
      try read("<times by=\"$part\" equal=\"8 beds\">\(sum)</times>")
        == .measure(.times(beds, constant("0.8")), .equal, constant("8")))
    #expect(
      try read("<times by=\"$most\" at-most=\"30\"><count of=\"space\"/></times>")
        == .measure(
          .times(.count(Choice(source: try records("space")), distinct: nil), constant("15")), .atMost, constant("30")))
    #expect(
      try read("<times at-most=\"30\"><count of=\"space\"/>\(term)</times>")
        == .measure(
          .times(.count(Choice(source: try records("space")), distinct: nil), capacity), .atMost, constant("30")))
    // One kind by itself is a ratio, which is a number or a share.
    #expect(
      try read("<divide at-least=\"1.5\">\(sum)\(term)</divide>")
        == .measure(.divide(beds, capacity), .atLeast, constant("1.5")))
    #expect(
      try read("<divide at-least=\"$part\">\(sum)\(term)</divide>")
        == .measure(.divide(beds, capacity), .atLeast, constant("0.8")))
  }

  @Test func choices() throws {
    let text = """
      <sum of="stay" at="as-of" at-most="12">
        <choose>
          <case><where><is value="age" at="as-of" less-than="5"/></where><term value="2"/></case>
          <else><term value="1"/></else>
        </choose>
      </sum>
      """
    let young = Condition.compare(
      .age(try path("stay", "age"), start: try field("stay", "started"), at: .asOf), .lessThan, .number(number("5")))
    #expect(
      try Small.condition(text)
        == .measure(
          .sum(
            try open("stay", Self.today), .choose([QuantityCase(young, constant("2"))], otherwise: constant("1"))),
          .atMost, constant("12")))
  }

  /// A field in per cent holds 80 for 80 %: as a quantity it is a share, as a value it is compared as it stands.
  @Test func shares() throws {
    let text = """
      <every of="staff" at="as-of" if-empty="true">
        <compare is="at-most"><count of="space"/><times by="15"><term value="staff.hours_share"/></times></compare>
        <is value="hours_share" at-least="50%"/>
      </every>
      """
    let share = Quantity.times(.term(try field("staff", "hours_share")), constant("0.01"))
    #expect(
      try Small.condition(text)
        == .every(
          try open("staff", Self.today),
          .all([
            .measure(
              .count(Choice(source: try records("space")), distinct: nil), .atMost, .times(share, constant("15"))),
            .compare(try field("staff", "hours_share"), .atLeast, .number(number("50"))),
          ]), ifEmpty: .yes))
  }

  /// Which units go together, and what comes out of them.
  @Test func units() {
    let area = QuantityType(Dimension(unit: "m2"))
    let beds = QuantityType(Dimension(unit: "beds"))
    let persons = QuantityType(Dimension(unit: "persons"))
    #expect(QuantityType(Dimension(unit: "h")) == QuantityType(Dimension(unit: "min")))
    #expect(QuantityType(Dimension(unit: "y")) == QuantityType(Dimension(unit: "years")))
    #expect(QuantityType.count.together(beds) == beds)
    #expect(persons.together(.count) == persons)
    #expect(persons.together(beds) == nil)
    #expect(QuantityType.count.together(area) == nil)
    #expect(QuantityType.time.together(.count) == nil)
    #expect(QuantityType.share.together(.count) == nil)
    #expect(area.times(.count) == area)
    #expect(QuantityType.count.times(area) == area)
    #expect(area.times(.share) == area)
    #expect(QuantityType.share.times(.share) == .share)
    #expect(area.times(area) == nil)
    #expect(area.divided(by: area) == .ratio)
    #expect(area.divided(by: persons) == area)
    #expect(persons.divided(by: area) == nil)
    #expect(QuantityType.time.divided(by: .count) == .time)
  }
}
