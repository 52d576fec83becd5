import Records
import Standard
import Testing
import Values

@testable import Engine

/// Worked cases: what is missing is counted and named, and every number can be counted again from the names.
@Suite struct ShortfallTests {
  private let asOf = CalendarDate("2026-06-30")!

  private func finding(_ test: String, _ rows: [String: [(id: String, cells: [Cell])]]) throws -> Finding {
    let judge = try TimeWorld.judge(test)
    let dossier = TimeWorld.dossier(judge, rows, asOf: asOf)
    let assessment = judge.assess(dossier, asOf: asOf).with(judge.outlook(dossier, asOf: asOf))
    return assessment.findings[0]
  }

  private func shift(_ id: String, _ from: String, _ to: String) -> (id: String, cells: [Cell]) {
    (id, [TimeWorld.time(from), TimeWorld.time(to), .code([0])])
  }

  @Test func momentsAreToldAsStretches() throws {
    let found = try finding(
      #"<every of="moment" during="P3D"><exists of="shift" at="moment"/></every>"#,
      [
        "shift": [
          shift("T-1", "2026-06-28 00:00", "2026-06-28 22:00"), shift("T-2", "2026-06-29 06:00", "2026-06-30 02:00"),
          shift("T-3", "2026-06-30 03:30", "2026-07-01 00:00"),
        ]
      ])
    #expect(found.outcome.possible == 0)
    let shortfall = try #require(found.shortfalls.first)
    #expect(found.shortfalls.count == 1)
    #expect(shortfall.kind == .lapsed)
    #expect(shortfall.count == 2)
    #expect(shortfall.items == ["2026-06-28 22:00 to 2026-06-29 06:00", "2026-06-30 02:00–03:30"])
    #expect(shortfall.what.contains("2 stretches, 9 h 30 min in all, longest 2026-06-28 22:00 to 2026-06-29 06:00"))
    // The last of them leaves three days' window with the day that follows it.
    #expect(shortfall.healsOn == CalendarDate("2026-07-03"))
  }

  @Test func aYearOfHolesStaysShort() throws {
    // One turn a day from 8 to 20: every night is a stretch, told once and never by the minute.
    let shifts = (0..<365).map { day -> (id: String, cells: [Cell]) in
      let date = CalendarDate(number: asOf.number - Int64(day))
      return shift("T-\(1000 + day)", "\(date) 08:00", "\(date) 20:00")
    }
    let judge = try TimeWorld.judge(
      #"<every of="moment" during="P12M"><exists of="shift" at="moment"/></every>"#)
    let dossier = TimeWorld.dossier(judge, ["shift": shifts.reversed()], asOf: asOf)
    let found = judge.assess(dossier, asOf: asOf).findings[0]
    #expect(found.shortfalls[0].items.count == 366)
    #expect(Int64(found.shortfalls[0].items.count) == found.shortfalls[0].count)
    let told = judge.explain(dossier, asOf: asOf, criterion: 0).levels[0]
    #expect(told.rows.count == 200)
    #expect(told.found.contains("166 stretches are not listed here"))
  }

  @Test func aGapNamesEachStretchWithBothDates() throws {
    let found = try finding(
      #"<gap of="drill" during="P12M" at-most="P3M"/>"#,
      [
        "drill": [
          ("D-1", [TimeWorld.day("2025-08-01")]), ("D-2", [TimeWorld.day("2025-12-20")]),
          ("D-3", [TimeWorld.day("2026-02-01")]),
        ]
      ])
    #expect(found.outcome.possible == 0)
    let over = try #require(found.shortfalls.first { $0.kind == .lapsed })
    #expect(over.items == ["2025-08-01 to 2025-12-20, 141 days"])
    let running = try #require(found.shortfalls.first { $0.kind == .late })
    #expect(running.items == ["2026-02-01 to 2026-06-30, 149 days"])
  }

  @Test func amountsAreToldInTheirUnit() throws {
    let found = try finding(
      #"<compare is="at-least"><sum of="supervision" during="P3M" value="minutes"/><times><term value="90 min"/><count of="staff" at="as-of"/></times></compare>"#,
      [
        "staff": [
          ("S-1", [TimeWorld.day("2025-01-01"), .none]), ("S-2", [TimeWorld.day("2025-01-01"), .none]),
        ],
        "supervision": [
          (
            "V-1",
            [TimeWorld.day("2026-06-01"), .label("S-1"), .number(100 * FixedPoint.scale, 100 * FixedPoint.scale)]
          )
        ],
      ])
    #expect(found.outcome.possible == 0)
    #expect(found.shortfalls[0].what.contains("short by 1 h 20 min"))
  }

  @Test func nestedPeriodsAreGroupedByPersonWhereThatIsShorter() throws {
    let found = try finding(
      #"<every of="month" during="P3M"><every of="staff" throughout="month" if-empty="true"><exists of="supervision" for="staff" during="month"/></every></every>"#,
      ["staff": [("S-2", [TimeWorld.day("2025-01-01"), .none])]])
    // June can still be saved on its last day; April and May cannot.
    #expect(found.shortfalls.map { $0.kind } == [.missing, .lapsed])
    #expect(found.shortfalls[0].items == ["2026-06: S-2"])
    #expect(found.shortfalls[1].items == ["S-2: 2026-04, 2026-05"])
    // May is the last that was missed: it leaves the window of three months with August.
    #expect(found.shortfalls[1].healsOn == CalendarDate("2026-08-31"))
  }

  @Test func timeAloneLowersWhatWasDoneOnce() throws {
    let found = try finding(
      #"<exists of="drill" during="P12M"/>"#, ["drill": [("D-1", [TimeWorld.day("2026-02-10")])]])
    #expect(found.outcome.certain == 1)
    let outlook = try #require(found.outlook)
    #expect(
      outlook.ifNothingHappens
        == Horizon(date: CalendarDate("2027-02-10")!, applies: .yes, certain: 0, possible: 0))
    #expect(outlook.asTaken == Horizon(date: CalendarDate("2027-02-10")!, applies: .yes, certain: 0, possible: 1))
  }

  @Test func theOutlookIsWhatALaterDayFinds() throws {
    // Day by day, from scratch: nothing changes before the day that is told, and on it, it is so.
    for test in [
      #"<every of="staff" at="as-of" if-empty="false"><exists of="supervision" for="staff" during="P6M"/></every>"#,
      #"<count of="drill" during="P12M" at-least="2"/>"#, #"<gap of="drill" during="P12M" at-most="P3M"/>"#,
      #"<every of="quarter" during="P6M"><exists of="drill" during="quarter"/></every>"#,
    ] {
      let judge = try TimeWorld.judge(test)
      let dossier = TimeWorld.dossier(
        judge,
        [
          "staff": [("S-1", [TimeWorld.day("2025-01-01"), .none])],
          "drill": [("D-1", [TimeWorld.day("2026-02-10")]), ("D-2", [TimeWorld.day("2026-05-05")])],
          "supervision": [("V-1", [TimeWorld.day("2026-05-20"), .label("S-1"), .blank])],
        ], asOf: asOf)
      let outlook = judge.outlook(dossier, asOf: asOf)[0]
      for (records, change) in [
        (dossier, outlook.asTaken), (dossier.kept(until: outlook.until), outlook.ifNothingHappens),
      ] {
        let now = judge.outcomes(records, asOf: asOf)[0]
        var first: Horizon?
        for day in 1...400 where first == nil {
          let date = CalendarDate(number: asOf.number + Int64(day))
          let later = judge.outcomes(records, asOf: date)[0]
          if later.certain != now.certain || later.possible != now.possible || later.applies != now.applies {
            first = Horizon(date: date, applies: later.applies, certain: later.certain, possible: later.possible)
          }
        }
        #expect(first == change, "\(test)")
      }
    }
  }
}
