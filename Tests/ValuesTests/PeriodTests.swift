import Testing
import Values

@Suite struct PeriodTests {
  @Test(
    arguments: [
      ("P12M", .months, 12, "P1Y", "12 months"),
      ("P1M", .months, 1, "P1M", "1 month"),
      ("P2Y", .months, 24, "P2Y", "2 years"),
      ("P1Y6M", .months, 18, "P18M", "18 months"),
      ("P75Y", .months, 900, "P75Y", "75 years"),
      ("P14D", .days, 14, "P14D", "14 days"),
      ("P1D", .days, 1, "P1D", "1 day"),
      ("P3W", .days, 21, "P21D", "21 days"),
      ("P0D", .days, 0, "P0D", "0 days"),
      ("PT72H", .seconds, 259_200, "PT72H", "72 hours"),
      ("PT1H", .seconds, 3600, "PT1H", "1 hour"),
      ("PT90M", .seconds, 5400, "PT90M", "1 hour 30 minutes"),
      ("PT2H30M", .seconds, 9000, "PT150M", "2 hours 30 minutes"),
      ("PT1M", .seconds, 60, "PT1M", "1 minute"),
      ("PT0S", .seconds, 0, "PT0H", "0 minutes"),
    ] as [(String, Period.Unit, Int64, String, String)])
  func reads(_ text: String, unit: Period.Unit, amount: Int64, printed: String, words: String) throws {
    let period = try #require(Period(text))
    #expect(period == Period(unit, amount))
    #expect(period.description == printed)
    #expect(period.words == words)
    #expect(Period(printed) == period)
  }

  /// A length of seconds is said in seconds, not rounded away.
  @Test func saysSeconds() throws {
    let period = try #require(Period("PT45S"))
    #expect(period == Period(.seconds, 45))
    #expect(period.description == "PT45S")
    #expect(period.words == "45 seconds")
  }

  @Test(arguments: [
    "", "P", "PT", "P12", "12M", "PM", "p12m", "P-1M", "P1.5D", "P1H", "PT1D", "PT5", "P1YT", "P12MT", "PTT1H", "P1M2D",
    "P1DT2H", "P1YT1H", "P12M ", " P12M", "P1234567890D", "P1X", "P1Mx",
  ])
  func refuses(_ text: String) { #expect(Period(text) == nil) }

  /// A month has 28 to 31 days, a year 365 or 366.
  @Test(
    arguments: [
      (Period(.months, 1), 28, 31), (Period(.months, 2), 56, 62), (Period(.months, 12), 365, 366),
      (Period(.months, 14), 421, 428), (Period(.months, 36), 1095, 1098), (Period(.days, 14), 14, 14),
      (Period(.days, 0), 0, 0), (Period(.seconds, 259_200), 3, 3),
    ] as [(Period, Int64, Int64)])
  func knowsHowLongItLasts(_ period: Period, days: Int64, atMost: Int64) {
    #expect(period.secondsRange == days * 86_400...atMost * 86_400)
  }

  @Test func shiftsDays() throws {
    let day = try #require(CalendarDate("2026-01-31"))
    #expect(Period(.months, 1).shifting(day).description == "2026-02-28")
    #expect(Period(.months, 2).shifting(day, back: true).description == "2025-11-30")
    #expect(Period(.days, 14).shifting(day).description == "2026-02-14")
    #expect(Period(.days, 31).shifting(day, back: true).description == "2025-12-31")
    #expect(Period(.seconds, 259_200).shifting(day) == day)
  }
}
