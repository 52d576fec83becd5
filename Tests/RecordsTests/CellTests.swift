import Records
import Standard
import Testing
import Values

/// What may be written in a cell.  2026-01-01 is day 20 454, 2026-03-01 day 20 513.
@Suite struct CellTests {
  static let one = FixedPoint.scale

  @Test(
    arguments: [
      ("2026-03-04", .days(20_516, 20_516), "2026-03-04"),
      ("2026-03", .days(20_513, 20_543), "2026-03-01..2026-03-31"),
      ("2024-02", .days(19_754, 19_782), "2024-02-01..2024-02-29"),
      ("2026", .days(20_454, 20_818), "2026-01-01..2026-12-31"),
      ("2026-03-01..2026-03-31", .days(20_513, 20_543), "2026-03-01..2026-03-31"),
      ("2026-03-04..2026-03-04", .days(20_516, 20_516), "2026-03-04"),
      ("2025-12..2026-03", .days(20_423, 20_543), "2025-12-01..2026-03-31"),
      ("2026-03..", .days(20_513, nil), "2026-03-01.."),
      ("..2026-03", .days(nil, 20_543), "..2026-03-31"),
      ("yes", .days(nil, nil), "yes"),
      ("-", .none, "-"),
      ("none", .none, "-"),
      ("?", .notCollected, nil),
      ("", .blank, ""),
    ] as [(String, Cell, String?)])
  func readsDates(_ text: String, cell expected: Cell, written: String?) throws {
    try expect(text, "document.reviewed_on", expected, written)
  }

  @Test(
    arguments: [
      (
        "2026-03-04T10:30+01:00", .instant(Instant(wallSeconds: 20_516 * 86_400 + 37_800, offsetMinutes: 60)),
        "2026-03-04T10:30+01:00"
      ),
      ("2026-03-04", .days(20_516, 20_516), "2026-03-04"),
      ("2026-03", .days(20_513, 20_543), "2026-03-01..2026-03-31"),
      ("yes", .days(nil, nil), "yes"),
      ("-", .none, "-"),
    ] as [(String, Cell, String?)])
  func readsInstants(_ text: String, cell expected: Cell, written: String?) throws {
    try expect(text, "admission.ended", expected, written)
  }

  /// Persons are whole: fewer than five are at most four.  Square metres are not.
  @Test(
    arguments: [
      ("supervision.group_size", "5", .number(5 * one, 5 * one), "5"),
      ("supervision.group_size", "<5", .number(0, 4 * one), "0..4"),
      ("supervision.group_size", "<=5", .number(0, 5 * one), "0..5"),
      ("supervision.group_size", ">5", .number(6 * one, nil), "6.."),
      ("supervision.group_size", ">=5", .number(5 * one, nil), "5.."),
      ("supervision.group_size", "3..7", .number(3 * one, 7 * one), "3..7"),
      ("supervision.group_size", "..7", .number(0, 7 * one), "0..7"),
      ("supervision.group_size", "3..", .number(3 * one, nil), "3.."),
      ("supervision.group_size", "<1", .number(0, 0), "0"),
      ("shelter.capacity", "<5", .number(0, 4 * one), "0..4"),
      ("data-store.overdue", "<5", .number(0, 4 * one), "0..4"),
      ("observation.looked_at", ">4", .number(5 * one, nil), "5.."),
      ("space.area", "12.50", .number(12_500_000, 12_500_000), "12.5"),
      ("space.area", "<5", .number(0, 4_999_999), "0..4.999999"),
      ("space.area", ">5", .number(5_000_001, nil), "5.000001.."),
      ("space.area", "4.5..6.25", .number(4_500_000, 6_250_000), "4.5..6.25"),
      ("inspection.reading", "-3.5", .number(-3_500_000, -3_500_000), "-3.5"),
      ("inspection.reading", "<=5", .number(nil, 5 * one), "..5"),
      ("inspection.reading", "-5..-2", .number(-5 * one, -2 * one), "-5..-2"),
    ] as [(String, String, Cell, String?)])
  func readsNumbers(_ field: String, text: String, cell expected: Cell, written: String?) throws {
    try expect(text, field, expected, written)
  }

  /// Contracts: employee, volunteer, agency, intern; roles begin with director, manager; plans are signed by
  /// resident, staff, guardian.
  @Test(
    arguments: [
      ("staff.contract", "volunteer", .code([1]), "volunteer"),
      ("staff.contract", "intern/employee", .code([0, 3]), "employee/intern"),
      ("staff.contract", "agency/agency", .code([2]), "agency"),
      ("staff.contact", "yes", .code([1]), "yes"),
      ("staff.contact", "yes/no", .code([0, 1]), "no/yes"),
      ("staff.licence", "-", .none, "-"),
      ("staff.roles", "director", .set([0]), "director"),
      ("staff.roles", "manager director manager", .set([0, 1]), "director manager"),
      ("staff.roles", "-", .set([]), "-"),
      ("plan.signed", "staff", .checks(yes: [1], no: []), "staff"),
      ("plan.signed", "!guardian staff resident", .checks(yes: [0, 1], no: [2]), "resident staff !guardian"),
      ("plan.signed", "!guardian !resident", .checks(yes: [], no: [0, 2]), "!resident !guardian"),
      ("plan.signed", "-", .checks(yes: [], no: [0, 1, 2]), "!resident !staff !guardian"),
      ("plan.signed", "", .blank, ""),
      ("staff.manager", "S-1", .label("S-1"), "S-1"),
      ("staff.manager", "none", .none, "-"),
      ("admission.age", "17", .years(17, 17), "17"),
      ("admission.age", "12..15", .years(12, 15), "12..15"),
      ("admission.age", "0", .years(0, 0), "0"),
      ("admission.age", "130", .years(130, 130), "130"),
      ("shelter.stay_limit", "P9M", .period(Period(.months, 9)), "P9M"),
      ("shelter.stay_limit", "P2W", .period(Period(.days, 14)), "P14D"),
      ("shelter.stay_limit", "-", .none, "-"),
    ] as [(String, String, Cell, String?)])
  func readsOthers(_ field: String, text: String, cell expected: Cell, written: String?) throws {
    try expect(text, field, expected, written)
  }

  /// What the canonical form says is read back as the same cell.
  private func expect(_ text: String, _ name: String, _ expected: Cell, _ written: String?) throws {
    let dictionary = try Shipped.dictionary()
    let field = try dictionary.field(name)
    #expect(try Cell(text, of: field, in: dictionary) == expected)
    #expect(expected.text(of: field, in: dictionary) == written)
    if let written { #expect(try Cell(written, of: field, in: dictionary) == expected) }
  }

  @Test(arguments: [
    (
      "document.reviewed_on",
      [
        "2026-13", "2026-02-30", "26", "2026-3", "2026-04..2026-03", "soon", "no", "<2026", "2026-03-04T10:30+01:00",
        "2026/03/04", "04.03.2026", "2026-03-04 ", "YES",
      ]
    ),
    ("admission.started", ["2026-03-04T10:30", "10:30", "-", "none", "2026-02-29T10:30Z"]),
    (
      "supervision.group_size", ["-1", "five", "7..3", "<0", "1,5", "<", ">=", "<-1", "3...7", "5 persons", "1e3", "-"]
    ),
    ("inspection.reading", ["warm", "5..-5"]),
    ("staff.contract", ["employe", "/", "employee volunteer", "employee/boss", "-", "Employee", "!employee"]),
    ("staff.roles", ["director,nurse", "director !nurse", "director/nurse", "boss"]),
    ("staff.contact", ["true", "y", "1"]),
    ("plan.signed", ["staff !staff", "!", "sta", "staff,resident"]),
    ("admission.age", ["131", "15..12", "12.5", "twelve", "-1", "12..", "adult"]),
    ("shelter.stay_limit", ["9", "P-1M", "9 months", "P1M2D"]),
    ("shelter.capacity", ["-", "none"]),
  ])
  func refuses(_ field: String, texts: [String]) throws {
    for text in texts { #expect(throws: CellError.self, "\(field) “\(text)”") { try cell(text, of: field) } }
  }

  /// A range without ends says nothing and is no value, whatever the field.
  @Test(arguments: ["document.reviewed_on", "admission.started", "supervision.group_size", "inspection.reading"])
  func refusesARangeWithoutEnds(_ field: String) throws {
    #expect(throws: CellError.self) { try cell("..", of: field) }
  }

  /// More than two and a half persons may be three, fewer may be two; or such a number is refused.
  @Test func knowsThatPersonsAreWhole() throws {
    if case .number(let low?, _) = try? cell(">2.5", of: "supervision.group_size") { #expect(low <= 3 * Self.one) }
    if case .number(_, let high?) = try? cell("<2.5", of: "supervision.group_size") { #expect(high >= 2 * Self.one) }
  }

  /// White space is no answer to a checklist.
  @Test func takesNoAnswerFromWhiteSpace() throws {
    let read = try? cell("  ", of: "plan.signed")
    #expect(read == nil || read == .blank)
  }

  @Test func suggestsCodes() throws {
    let error = #expect(throws: CellError.self) { try cell("employe", of: "staff.contract") }
    #expect(error?.help == "did you mean “employee”?")
    let none = #expect(throws: CellError.self) { try cell("-", of: "shelter.capacity") }
    #expect(none?.expected == "it cannot be none")
  }

  @Test func knowsWhatIsRecorded() {
    let silent: [Cell] = [.notCollected, .blank, .checks(yes: [], no: [])]
    #expect(silent.allSatisfy { !$0.isRecorded })
    let recorded: [Cell] = [
      .none, .days(nil, nil), .number(0, nil), .code([0]), .set([]), .checks(yes: [], no: [0]), .label("A-1"),
      .years(0, 0),
    ]
    #expect(recorded.allSatisfy { $0.isRecorded })
  }
}
