import Testing
import Values

@Suite struct CalendarDateTests {
  /// Day numbers from another calendar (Python's `datetime`).
  @Test(
    arguments: [
      ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("2024-02-29", 19_782), ("2026-01-01", 20_454),
      ("2026-03-31", 20_543), ("1900-03-01", -25_508), ("0001-01-01", -719_162), ("9999-12-31", 2_932_896),
    ] as [(String, Int64)])
  func countsDays(_ text: String, number: Int64) throws {
    let date = try #require(CalendarDate(text))
    #expect(date.number == number)
    #expect(CalendarDate(number: number).description == text)
  }

  /// A year divisible by four leaps, a century only when divisible by four hundred.
  @Test(arguments: [(2023, 28), (2024, 29), (1900, 28), (2000, 29), (2100, 28), (2400, 29)] as [(Int64, Int64)])
  func knowsLeapYears(_ year: Int64, february: Int64) {
    #expect(CalendarDate.days(in: 2, of: year) == february)
    #expect((CalendarDate(year: year, month: 2, day: 29) != nil) == (february == 29))
    #expect(CalendarDate(year: year, month: 2, day: 30) == nil)
  }

  @Test func knowsMonths() {
    let days = (1...12).map { CalendarDate.days(in: $0, of: 2026) }
    #expect(days == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
  }

  @Test(
    arguments: [
      ("2026-01-31", 1, "2026-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2026-03-31", -1, "2026-02-28"),
      ("2026-05-31", 1, "2026-06-30"), ("2024-02-29", 12, "2025-02-28"), ("2024-02-29", 48, "2028-02-29"),
      ("2026-01-15", -1, "2025-12-15"), ("2026-12-15", 1, "2027-01-15"), ("2026-08-31", 0, "2026-08-31"),
      ("2026-01-31", -11, "2025-02-28"), ("2026-06-30", 120, "2036-06-30"),
    ] as [(String, Int64, String)])
  func addsMonths(_ start: String, months: Int64, end: String) throws {
    let date = try #require(CalendarDate(start))
    #expect(date.adding(months: months).description == end)
  }

  /// 1833-02-08 to 2106-11-23: each day prints and reads back, and follows the day before.
  @Test func keepsAHundredThousandDays() {
    var wrong: [Int64] = []
    var before = CalendarDate(number: -50_001).parts
    for number: Int64 in -50_000..<50_000 {
      let date = CalendarDate(number: number)
      let (year, month, day) = date.parts
      let isNext =
        day == 1
        ? before.day == CalendarDate.days(in: before.month, of: before.year)
          && (month == 1 ? before.month == 12 && year == before.year + 1 : month == before.month + 1)
        : day == before.day + 1 && month == before.month && year == before.year
      let isRead = CalendarDate(year: year, month: month, day: day) == date
      if !isNext || !isRead { wrong.append(number) }
      before = (year, month, day)
    }
    #expect(wrong.isEmpty)
  }

  @Test func readsWhatItPrints() {
    let wrong = stride(from: Int64(-700_000), to: 2_900_000, by: 997).filter {
      CalendarDate(CalendarDate(number: $0).description)?.number != $0
    }
    #expect(wrong.isEmpty)
  }

  @Test(arguments: [
    "", "2026", "2026-03", "2026-3-1", "2026-03-1", "26-03-01", "2026-02-29", "2026-04-31", "2026-13-01", "2026-00-10",
    "2026-03-00", "2026-03-32", "0000-01-01", "2026/03/01", "2026-03-01 ", " 2026-03-01", "2026-03-01T10:00",
    "-026-03-01", "+026-03-01", "2026-03-0a", "2026--3-01", "2026-03-01-", "٢٠٢٦-٠٣-٠١",
  ])
  func refuses(_ text: String) { #expect(CalendarDate(text) == nil) }

  @Test func refusesPartsThatAreNoDay() {
    #expect(CalendarDate(year: 0, month: 1, day: 1) == nil)
    #expect(CalendarDate(year: 10_000, month: 1, day: 1) == nil)
    #expect(CalendarDate(year: 2026, month: 0, day: 1) == nil)
    #expect(CalendarDate(year: 2026, month: 13, day: 1) == nil)
    #expect(CalendarDate(year: 2026, month: 6, day: 31) == nil)
  }

  @Test func isOrdered() throws {
    let early = try #require(CalendarDate("2025-12-31"))
    let late = try #require(CalendarDate("2026-01-01"))
    #expect(early < late)
    #expect(!(late < early))
    #expect(late.number - early.number == 1)
  }
}
