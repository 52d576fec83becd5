import Testing
import Values

@Suite struct InstantTests {
  /// 2026-03-04 is day 20 516.
  static let midnight: Int64 = 20_516 * 86_400

  @Test(
    arguments: [
      ("2026-03-04T10:30+01:00", 37_800, 60, "2026-03-04T10:30+01:00"),
      ("2026-03-04T10:30:15+01:00", 37_815, 60, "2026-03-04T10:30:15+01:00"),
      ("2026-03-04T10:30:00+01:00", 37_800, 60, "2026-03-04T10:30+01:00"),
      ("2026-03-04T00:00Z", 0, 0, "2026-03-04T00:00Z"),
      ("2026-03-04T00:00+00:00", 0, 0, "2026-03-04T00:00Z"),
      ("2026-03-04T23:59:59Z", 86_399, 0, "2026-03-04T23:59:59Z"),
      ("2026-03-04T02:05-03:30", 7500, -210, "2026-03-04T02:05-03:30"),
      ("2026-03-04T02:05+14:00", 7500, 840, "2026-03-04T02:05+14:00"),
    ] as [(String, Int64, Int64, String)])
  func reads(_ text: String, seconds: Int64, offset: Int64, printed: String) throws {
    let instant = try #require(Instant(text))
    #expect(instant == Instant(wallSeconds: Self.midnight + seconds, offsetMinutes: offset))
    #expect(instant.day.description == "2026-03-04")
    #expect(instant.description == printed)
    #expect(instant.utcSeconds == Self.midnight + seconds - offset * 60)
  }

  /// The day is that of the house, whatever day it is in UTC.
  @Test func keepsTheDayOfTheHouse() throws {
    let early = try #require(Instant("2026-03-04T00:30+02:00"))
    let same = try #require(Instant("2026-03-03T22:30Z"))
    #expect(early.day.description == "2026-03-04")
    #expect(same.day.description == "2026-03-03")
    #expect(early.utcSeconds == same.utcSeconds)
    #expect(early != same)
  }

  @Test func countsBeforeTheFirstDay() {
    #expect(Instant(wallSeconds: -1, offsetMinutes: 0).description == "1969-12-31T23:59:59Z")
    #expect(Instant(wallSeconds: -86_400, offsetMinutes: 0).day.number == -1)
    #expect(Instant(wallSeconds: -86_401, offsetMinutes: 0).day.number == -2)
    #expect(Instant("1969-12-31T23:59:59Z")?.wallSeconds == -1)
  }

  @Test(arguments: [
    "", "2026-03-04", "2026-03-04T10:30", "2026-03-04T10:30:15", "2026-03-04 10:30Z", "2026-03-04T24:00Z",
    "2026-03-04T10:60Z", "2026-03-04T10:30:60Z", "2026-02-29T10:30Z", "2026-03-04T10:30z", "2026-03-04T10:30ZZ",
    "2026-03-04T10:30+1:00", "2026-03-04T10:30+0100", "2026-03-04T10:30+01:60", "2026-03-04T10:30+15:00",
    "2026-03-04T10:30+01:00x", "2026-03-04T1:30Z", "2026-03-04T10.30Z", "2026-03-04T10:30:1Z",
    "2026-03-04T10:30:5+01:00",
    "2026-03-0éT10:30Z", "2026-03-04T10:30:15+01", "2026-03-04T10:30 01:00",
  ])
  func refuses(_ text: String) { #expect(Instant(text) == nil) }
}
