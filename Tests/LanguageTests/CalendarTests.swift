import Standard
import Testing
import Values

@testable import Language

/// Calendar rows and moments: what they lower into.
@Suite struct CalendarTests {
  /// `every` of these rows, whose body is the simplest there is.
  static func source(_ attributes: String) throws -> Source? {
    let body = "<is value=\"shelter.capacity\" at-least=\"1\"/>"
    guard case .every(let choice, _, _) = try Small.condition("<every \(attributes)>\(body)</every>") else {
      return nil
    }
    return choice.source
  }

  /// Whole periods are the last so many; anything else is a window.
  @Test func durations() throws {
    #expect(try Self.source("of=\"month\" during=\"P12M\"") == periods(.month, .last(12)))
    #expect(try Self.source("of=\"month\" during=\"P1Y\"") == periods(.month, .last(12)))
    #expect(try Self.source("of=\"quarter\" during=\"P12M\"") == periods(.quarter, .last(4)))
    #expect(try Self.source("of=\"half-year\" during=\"P2Y\"") == periods(.halfYear, .last(4)))
    #expect(try Self.source("of=\"year\" during=\"P2Y\"") == periods(.year, .last(2)))
    #expect(try Self.source("of=\"day\" during=\"P28D\"") == periods(.day, .last(28)))
    #expect(try Self.source("of=\"day\" during=\"P2W\"") == periods(.day, .last(14)))
    #expect(try Self.source("of=\"week\" during=\"P14D\"") == periods(.week, .last(2)))
    #expect(try Self.source("of=\"week\" during=\"P10D\"") == periods(.week, .within(last(.days, 10))))
    #expect(try Self.source("of=\"week\" during=\"P6M\"") == periods(.week, .within(last(.months, 6))))
    #expect(try Self.source("of=\"day\" during=\"P3M\"") == periods(.day, .within(last(.months, 3))))
    #expect(try Self.source("of=\"quarter\" during=\"P4M\"") == periods(.quarter, .within(last(.months, 4))))
    #expect(try Self.source("of=\"day\" during=\"$limit\"") == periods(.day, .last(14)))
  }

  @Test func hoursAndAnchors() throws {
    #expect(
      try Self.source("of=\"day\" hours=\"22:00/07:00\" during=\"P28D\"") == periods(.day, .last(28), hours: night))
    #expect(
      try Self.source("of=\"day\" hours=\"00:00/24:00\" during=\"P1D\"")
        == periods(.day, .last(1), hours: ClockHours(from: 0, to: 1440)))
    #expect(
      try Self.source("of=\"year\" anchor=\"07-01\" during=\"P2Y\"")
        == periods(.year, .last(2), anchor: YearStart(month: 7, day: 1)))
    #expect(
      try Self.source("of=\"moment\" hours=\"07:00/22:00\" during=\"P28D\"")
        == moments(last(.days, 28), hours: ClockHours(from: 420, to: 1320)))
  }

  /// Where years start, the standard may say; months start where they always do.
  @Test func yearStartOfTheStandard() throws {
    var reader = try Small.reader()
    let element = try Small.element("<calendar weekend=\"fri saturday\" year-start=\"04-01\"/>")
    reader.calendar = HouseCalendar.read(element, &reader)
    #expect(reader.calendar.week == WorkWeek(restDays: 0b011_0000))
    #expect(!reader.calendar.hasHolidays)
    func source(_ unit: String) throws -> Source? {
      let text = "<exists of=\"\(unit)\" during=\"P1Y\"/>"
      guard case .measure(.count(let choice, nil), .atLeast, _) = reader.condition(try Small.element(text))?.formula
      else { return nil }
      return choice.source
    }
    #expect(try source("quarter") == periods(.quarter, .last(4), anchor: YearStart(month: 4, day: 1)))
    #expect(try source("month") == periods(.month, .last(12)))
  }

  /// The window of calendar rows is seen from outside the choice, so the row around is row 0.
  @Test func windowsOfOpenRows() throws {
    let inner = "<is value=\"shelter.capacity\" at-least=\"1\"/>"
    let stay = Window(start: try field("stay", "started"), end: try field("stay", "ended"))
    let body = Condition.compare(.field(try path("shelter", "capacity")), .atLeast, .number(number("1")))
    for (during, window) in [
      ("stay", stay), ("stay.started/stay.ended", stay),
      (
        "stay.started/P30D",
        Window(start: stay.start, end: .shifted(try field("stay", "started"), Period(.days, 30), back: false))
      ),
      ("started/..", Window(start: stay.start, end: nil)),
    ] {
      let text = """
        <every of="stay" at="as-of" if-empty="true"><every of="week" during="\(during)">\(inner)</every></every>
        """
      let weeks = Choice(source: periods(.week, .within(window)))
      let day = Window(start: .asOf, end: .asOf)
      #expect(
        try Small.condition(text) == .every(try open("stay", day), .every(weeks, body, ifEmpty: .yes), ifEmpty: .yes),
        "\(during)")
    }
  }

  @Test func aSlidingWindowOfNights() throws {
    let text = """
      <every of="day" during="P3M">
        <count of="night" as="n" during="day.start/P3D" at-most="2"><where><exists of="awake" during="n"/></where></count>
      </every>
      """
    let window = Window(start: .periodStart(0), end: .shifted(.periodStart(0), Period(.days, 3), back: false))
    let nights = Choice(
      source: periods(.day, .within(window), hours: night),
      filter: .all([exists(try open("shift", clock(1), [isAwake()]))]))
    #expect(
      try Small.condition(text)
        == .every(
          Choice(source: periods(.day, .within(last(.months, 3)))),
          .measure(.count(nights, distinct: nil), .atMost, constant("2")), ifEmpty: .yes))
  }

  @Test func deadlinesOfCalendarRows() throws {
    let text = """
      <every of="year" anchor="07-01" during="P2Y" from="year.end" within="P6M" if-empty="unknown">
        <exists of="training" during="year.deadline"/>
      </every>
      """
    let due = Value.shifted(.periodEnd(0), Period(.months, 6), back: false)
    let choice = Choice(source: periods(.year, .last(2), anchor: YearStart(month: 7, day: 1)), due: due)
    let window = Window(start: .periodEnd(1), end: .shifted(.periodEnd(1), Period(.months, 6), back: false))
    #expect(
      try Small.condition(text)
        == .every(choice, exists(try dated("training", "held_on", window)), ifEmpty: .unknown))
  }

  /// A night has clock times, a month has days.
  @Test func startsAndEnds() throws {
    func body(_ rows: String, _ value: String) throws -> Condition? {
      let text = "<every of=\"\(rows)\" during=\"P28D\"><is value=\"\(value)\" at-least=\"2026-01-01\"/></every>"
      guard case .every(_, let body, _) = try Small.condition(text) else { return nil }
      return body
    }
    let date = try #require(CalendarDate("2026-01-01"))
    #expect(try body("day", "day.start") == .compare(.periodStart(0), .atLeast, .date(date)))
    #expect(try body("day", "day.end") == .compare(.periodEnd(0), .atLeast, .date(date)))
    #expect(try body("night", "day.start") == .compare(.clockStart(0), .atLeast, .date(date)))
    #expect(try body("night", "day.end") == .compare(.clockEnd(0), .atLeast, .date(date)))
    #expect(try body("moment", "moment") == .compare(.clockStart(0), .atLeast, .date(date)))
  }

  @Test func momentsOfRecords() throws {
    let text = """
      <every of="moment" during="P28D">
        <any>
          <none of="stay" at="moment"/>
          <exists of="awake" at="moment"><where><is value="shift.staff.started" at-most="moment - P1Y"/></where></exists>
        </any>
      </every>
      """
    let started = Value.field(try path("shift", "started", 0, by: "staff"))
    let since = Condition.compare(started, .atMost, .shifted(.clockStart(1), Period(.months, 12), back: true))
    let body = Condition.any(
      1,
      [
        .measure(.count(try open("stay", clock(1)), distinct: nil), .atMost, constant("0")),
        exists(try open("shift", clock(1), [isAwake(), since])),
      ])
    #expect(try Small.condition(text) == .every(Choice(source: moments(last(.days, 28))), body, ifEmpty: .yes))
  }

  /// `../moment`, `at="month.start"`, a window of the year so far.
  @Test func windowsThatEndInAMoment() throws {
    let text = """
      <every of="moment" during="P1D"><exists of="training" during="../moment"/></every>
      """
    let window = Window(start: nil, end: .clockStart(1))
    #expect(
      try Small.condition(text)
        == .every(
          Choice(source: moments(last(.days, 1))), exists(try dated("training", "held_on", window)), ifEmpty: .yes))
    let start = """
      <every of="month" during="P1M"><exists of="staff" at="month.start"/></every>
      """
    let day = Window(start: .periodStart(1), end: .periodStart(1))
    #expect(
      try Small.condition(start)
        == .every(Choice(source: periods(.month, .last(1))), exists(try open("staff", day)), ifEmpty: .yes))
  }

  /// A count of moments is a length of time, a share of moments needs no `if-empty`.
  @Test func timeCounted() throws {
    let choice = Choice(source: moments(last(.days, 7)), filter: .all([exists(try open("shift", clock(1)))]))
    #expect(
      try Small.condition(
        "<count of=\"moment\" during=\"P7D\" at-least=\"PT40H\"><where><exists of=\"shift\" at=\"moment\"/></where></count>"
      )
        == .measure(.count(choice, distinct: nil), .atLeast, constant("2400")))
    #expect(
      try Small.condition(
        "<share of=\"moment\" during=\"P7D\" at-least=\"90%\"><exists of=\"shift\" at=\"moment\"/></share>")
        == .measure(
          .share(Choice(source: moments(last(.days, 7))), exists(try open("shift", clock(1))), ifEmpty: .unknown),
          .atLeast, constant("0.9")))
  }

  /// What `if-empty` is left out for, over calendar rows.
  @Test func usualOutcomesOfNothing() throws {
    func outcome(_ attributes: String) throws -> Truth? {
      let body = "<is value=\"shelter.capacity\" at-least=\"1\"/>"
      guard case .every(_, _, let ifEmpty) = try Small.condition("<every \(attributes)>\(body)</every>") else {
        return nil
      }
      return ifEmpty
    }
    #expect(try outcome("of=\"moment\" during=\"P7D\"") == .yes)
    #expect(try outcome("of=\"moment\" during=\"P7D\" if-empty=\"false\"") == .no)
    #expect(try outcome("of=\"week\" during=\"P1M\" if-empty=\"unknown\"") == .unknown)
    #expect(try outcome("of=\"month\" during=\"P12M\"") == .yes)
  }
}
