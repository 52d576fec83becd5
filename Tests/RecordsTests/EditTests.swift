import Records
import Standard
import Testing
import Values

/// What actions do to a dossier.
@Suite struct EditTests {
  let dictionary: DataDictionary
  let before: Dossier
  let asOf: CalendarDate

  init() throws {
    dictionary = try Shipped.dictionary()
    asOf = try #require(CalendarDate("2026-10-15"))
    let reading = try read(
      house(
        """
        <staff id="S-1" contract="employee" roles="manager nurse" started="2024-01-01"/>
        <staff id="S-3" contract="employee" roles="cook" started="2024-01-01"/>
        <plan id="P-1" admission="A-1" kind="safety" outcome="agreed" signed="resident !guardian"/>
        <plan id="P-2" admission="A-1" kind="safety" outcome="agreed"/>
        <collection of="staff" how="complete" to="2026-06-30" said-by="board" population="2"/>
        <collection of="staff" how="complete" for="admission"/>
        <collection of="incident" how="absent"/>
        """))
    before = try #require(reading.dossier)
  }

  private func place(_ field: String) throws -> (record: Int, field: Int) {
    let parts = field.split(separator: ".").map { String($0) }
    let record = try dictionary.place(parts[0])
    return (record, try #require(dictionary.records[record].field(named: parts[1])))
  }

  /// The cell after these edits; all other rows and lists are as before.
  private func cell(_ edits: [Edit], _ name: String, _ id: String) throws -> Cell {
    let (record, field) = try place(name)
    let after = before.applying(edits, asOf: asOf)
    var same = after
    let row = try #require(after.rows[record].firstIndex { $0.id == id })
    same.rows[record][row].cells[field] = before.rows[record][row].cells[field]
    #expect(same == before)
    return after.rows[record][row].cells[field]
  }

  @Test func setsCells() throws {
    let (record, field) = try place("staff.licence")
    #expect(try cell([.set(record: record, row: "S-3", field: field, .none)], "staff.licence", "S-3") == .none)
    let (shelter, reserve) = try place("shelter.reserve")
    let edit = Edit.set(record: shelter, row: "", field: reserve, .number(3, 3))
    #expect(try cell([edit], "shelter.reserve", "") == .number(3, 3))
    #expect(edit.record == shelter)
  }

  /// The later edit of one cell stands.
  @Test func appliesInOrder() throws {
    let (record, field) = try place("staff.licence")
    let edits: [Edit] = [
      .set(record: record, row: "S-3", field: field, .code([1])),
      .set(record: record, row: "S-3", field: field, .blank),
    ]
    #expect(try cell(edits, "staff.licence", "S-3") == .blank)
    #expect(try cell(edits.reversed(), "staff.licence", "S-3") == .code([1]))
  }

  /// Plans are signed by resident, staff, guardian.
  @Test(
    arguments: [
      ("P-1", 1, true, Cell.checks(yes: [0, 1], no: [2])), ("P-1", 2, true, .checks(yes: [0, 2], no: [])),
      ("P-1", 0, false, .checks(yes: [], no: [0, 2])), ("P-1", 0, true, .checks(yes: [0], no: [2])),
      ("P-2", 2, true, .checks(yes: [2], no: [])), ("P-2", 2, false, .checks(yes: [], no: [2])),
    ] as [(String, Int32, Bool, Cell)])
  func answersChecklists(_ row: String, code: Int32, isYes: Bool, expected: Cell) throws {
    let (record, field) = try place("plan.signed")
    let edit = Edit.check(record: record, row: row, field: field, code: code, isYes: isYes)
    #expect(try cell([edit], "plan.signed", row) == expected)
    #expect(try cell([edit, edit], "plan.signed", row) == expected)
  }

  /// Roles begin with director, manager, social-worker; nurse is the eighth.
  @Test func changesSets() throws {
    let (record, field) = try place("staff.roles")
    let add = Edit.check(record: record, row: "S-1", field: field, code: 2, isYes: true)
    #expect(try cell([add], "staff.roles", "S-1") == .set([1, 2, 7]))
    #expect(try cell([add, add], "staff.roles", "S-1") == .set([1, 2, 7]))
    let drop = Edit.check(record: record, row: "S-1", field: field, code: 1, isYes: false)
    #expect(try cell([drop], "staff.roles", "S-1") == .set([7]))
    #expect(try cell([add, drop, drop], "staff.roles", "S-1") == .set([2, 7]))
  }

  @Test func leavesOtherRowsAlone() throws {
    let (record, field) = try place("staff.roles")
    let edits: [Edit] = [
      .set(record: record, row: "S-2", field: field, .blank),
      .check(record: record, row: "S-2", field: field, code: 1, isYes: true),
      .append(record: record, RecordRow(id: "S-1", cells: [])),
    ]
    #expect(before.applying(edits, asOf: asOf) == before)
    #expect(before.applying([], asOf: asOf) == before)
  }

  private func row(_ type: String, _ id: String) throws -> RecordRow {
    let record = try dictionary.place(type)
    return RecordRow(id: id, cells: Array(repeating: .notCollected, count: dictionary.records[record].fields.count))
  }

  /// A new row lies where its id belongs; its list stays as complete as it was.
  @Test func appendsRows() throws {
    let record = try dictionary.place("staff")
    let edit = Edit.append(record: record, try row("staff", "S-2"))
    let after = before.applying([edit, edit], asOf: asOf)
    #expect(after.rows[record].map { $0.id }.sorted() == ["S-1", "S-2", "S-3"])
    // Three rows are listed now, so there are at least three.
    var expected = before.collections
    for index in expected.indices where expected[index].record == record {
      expected[index].population = expected[index].population.map { max($0, 3) }
    }
    #expect(after.collections == expected)
    #expect(edit.record == record)
  }

  /// “Rows by record type, each list ordered by id.”
  @Test func keepsRowsInOrder() throws {
    let record = try dictionary.place("staff")
    let after = before.applying([.append(record: record, try row("staff", "S-2"))], asOf: asOf)
    #expect(after.rows[record].map { $0.id } == ["S-1", "S-2", "S-3"])
  }

  /// The first row of a list that was absent, or of which nothing was said, makes it a partial list of that day.
  @Test(arguments: ["incident", "space"])
  func beginsLists(_ type: String) throws {
    let record = try dictionary.place(type)
    let after = before.applying([.append(record: record, try row(type, "X-1"))], asOf: asOf)
    #expect(
      after.collections.filter { $0.record == record } == [Collection(record: record, extent: .partial, taken: asOf)])
    #expect(after.collections.filter { $0.record != record } == before.collections.filter { $0.record != record })
  }

  /// The list is complete for all time as of that day; what was said for each stay still holds.
  @Test func completesLists() throws {
    let staff = try dictionary.place("staff")
    let after = before.applying([.complete(record: staff)], asOf: asOf)
    let mine = after.collections.filter { $0.record == staff }
    let admission = try dictionary.place("admission")
    #expect(mine.map { $0.parent } == [admission, nil])
    #expect(mine.last == Collection(record: staff, extent: .complete, taken: asOf, saidBy: "manager"))
    #expect(after.rows == before.rows)
    let coverage = Coverage(mine, listed: 2)
    #expect(coverage.covers(from: -1_000_000, to: asOf.number))
    #expect(!coverage.covers(from: asOf.number, to: asOf.number + 1))
    let incident = try dictionary.place("incident")
    let absent = before.applying([.complete(record: incident)], asOf: asOf)
    #expect(absent.collections.filter { $0.record == incident }.map { $0.extent } == [.complete])
    #expect(Edit.complete(record: staff).record == staff)
  }
}
