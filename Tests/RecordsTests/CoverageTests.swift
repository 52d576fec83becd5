import Records
import Standard
import Testing
import Values

/// Over which days a list holds everything.
@Suite struct CoverageTests {
  private func day(_ text: String) throws -> CalendarDate { try #require(CalendarDate(text)) }

  private func complete(
    _ from: String?, _ to: String?, taken: String? = nil, for parent: Int? = nil
  ) throws -> Records.Collection {
    Collection(
      record: 0, extent: .complete, from: try from.map { try day($0) }, to: try to.map { try day($0) }, parent: parent,
      taken: try taken.map { try day($0) })
  }

  private func covers(_ coverage: Coverage, _ from: String, _ to: String) throws -> Bool {
    coverage.covers(from: try day(from).number, to: try day(to).number)
  }

  /// Both ends of the period belong to it.
  @Test(arguments: [
    ("2026-01-01", "2026-06-30", true), ("2026-01-01", "2026-01-01", true), ("2026-06-30", "2026-06-30", true),
    ("2026-03-01", "2026-03-31", true), ("2025-12-31", "2026-06-30", false), ("2026-01-01", "2026-07-01", false),
    ("2025-12-31", "2025-12-31", false), ("2026-07-01", "2026-07-01", false), ("2025-01-01", "2027-01-01", false),
    ("2027-02-01", "2027-01-01", true),
  ])
  func coversItsPeriod(_ from: String, to: String, isCovered: Bool) throws {
    let coverage = Coverage([try complete("2026-01-01", "2026-06-30", taken: "2026-09-30")], listed: 3)
    #expect(coverage.isComplete)
    #expect(try covers(coverage, from, to) == isCovered)
  }

  /// Periods that touch or overlap are one, in whatever order they come; a gap of a day stays a gap.
  @Test func mergesPeriods() throws {
    let periods = [
      try complete("2026-03-01", "2026-03-31"), try complete("2026-01-01", "2026-02-28"),
      try complete("2026-03-15", "2026-04-10"), try complete("2026-03-20", "2026-03-25"),
      try complete("2026-04-12", "2026-05-01"),
    ]
    for shift in periods.indices {
      let coverage = Coverage(Array(periods[shift...] + periods[..<shift]), listed: 0)
      #expect(
        coverage.complete == [
          try day("2026-01-01").number...day("2026-04-10").number,
          try day("2026-04-12").number...day("2026-05-01").number,
        ])
      #expect(try covers(coverage, "2026-02-15", "2026-03-15"))
      #expect(try !covers(coverage, "2026-04-10", "2026-04-12"))
    }
  }

  /// A list cannot hold what came after it was taken.
  @Test func endsOnTheDayItWasTaken() throws {
    let coverage = Coverage([try complete("2026-01-01", "2026-06-30", taken: "2026-05-31")], listed: 0)
    #expect(try covers(coverage, "2026-01-01", "2026-05-31"))
    #expect(try !covers(coverage, "2026-01-01", "2026-06-01"))
    #expect(try coverage.taken == day("2026-05-31").number)
    let open = Coverage([try complete(nil, nil, taken: "2026-05-31")], listed: 0)
    #expect(try covers(open, "0001-01-01", "2026-05-31"))
    #expect(try !covers(open, "2026-06-01", "2026-06-01"))
    let later = Coverage([try complete("2026-01-01", nil, taken: "2025-12-31")], listed: 0)
    #expect(later.complete.isEmpty)
    #expect(later.isComplete)
  }

  @Test func takesTheLatestDay() throws {
    let coverage = Coverage(
      [try complete(nil, nil, taken: "2026-05-31"), try complete(nil, nil, taken: "2026-03-31")], listed: 0)
    #expect(try coverage.taken == day("2026-05-31").number)
    #expect(coverage.complete.count == 1)
  }

  /// Complete for each listed stay says nothing of any period.
  @Test func keepsParentsApart() throws {
    let coverage = Coverage([try complete(nil, nil, taken: "2026-05-31", for: 7)], listed: 0)
    #expect(coverage.parents == [7])
    #expect(coverage.complete.isEmpty)
    #expect(!coverage.isComplete)
    #expect(try coverage.taken == day("2026-05-31").number)
    let both = Coverage([try complete("2026-01-01", nil, for: 7), try complete(nil, "2026-01-31")], listed: 0)
    #expect(both.parents == [7])
    #expect(try !covers(both, "2026-01-31", "2026-02-01"))
  }

  @Test(arguments: [(10, 4, 6), (4, 4, 0), (3, 4, 0), (0, 0, 0)] as [(Int64, Int, Int64)])
  func knowsTheRest(_ population: Int64, listed: Int, rest: Int64) {
    let coverage = Coverage([Collection(record: 0, extent: .partial, population: population)], listed: listed)
    #expect(coverage.rest == rest)
    #expect(!coverage.isComplete)
  }

  @Test(arguments: [Records.Collection.Extent.partial, .sample, .absent])
  func takesNothingElseForComplete(_ extent: Records.Collection.Extent) throws {
    let coverage = Coverage([Collection(record: 0, extent: extent, taken: try day("2026-05-31"))], listed: 2)
    #expect(!coverage.isComplete)
    #expect(coverage.complete.isEmpty)
    #expect(coverage.rest == nil)
    #expect(try !covers(coverage, "2026-01-01", "2026-01-01"))
    #expect(try covers(coverage, "2026-01-02", "2026-01-01"))
  }

  @Test func coversNothingWithoutAWord() throws {
    let coverage = Coverage([], listed: 0)
    #expect(!coverage.isComplete)
    #expect(coverage.taken == nil)
    #expect(try !covers(coverage, "2026-01-01", "2026-01-01"))
  }

  @Test func hidesNothingOfTheShelter() throws {
    #expect(Coverage.whole.isComplete)
    #expect(try covers(.whole, "0001-01-01", "9999-12-31"))
  }
}
