import Records
import Standard
import Testing
import Values

/// A checklist may be one cell, or one column a code.
@Suite struct ChecklistTests {
  static let compact = "id,kind,clauses\nD-1,grievance,!time-limits appeal roles\n"

  @Test func readsBothForms() throws {
    let compact = try read(house(), ["document": Self.compact]).canonical()
    // `roles` stands before `appeal` in the list of clauses.
    #expect(compact.hasSuffix("row=document D-1\n kind=grievance\n clauses=roles appeal !time-limits\n"))
    for columns in [
      "id,kind,clauses.appeal,clauses.time-limits,clauses.roles\nD-1,grievance,yes,no,yes\n",
      "clauses.time-limits,clauses.roles,id,clauses.appeal,kind\nno,yes,D-1,yes,grievance\n",
      // What nobody looked at, and where the source is silent, is not answered.
      "id,kind,clauses.appeal,clauses.services,clauses.time-limits,clauses.roles,clauses.location\n"
        + "D-1,grievance,yes,?,no,yes,\n",
      "id,kind,clauses.location,clauses.appeal,clauses.time-limits,clauses.roles\nD-1,grievance,,yes,no,yes\n",
    ] {
      #expect(try read(house(), ["document": columns]).canonical() == compact)
    }
    let row = "<document id=\"D-1\" kind=\"grievance\" clauses=\"appeal !time-limits roles\"/>"
    #expect(try read(house(row)).canonical() == compact)
    let attributes =
      "<document id=\"D-1\" kind=\"grievance\" clauses.roles=\"yes\" "
      + "clauses.appeal=\"yes\" clauses.time-limits=\"no\"/>"
    #expect(try read(house(attributes)).canonical() == compact)
  }

  @Test(arguments: [
    ("", "", Cell.blank), ("?", "?", .notCollected), ("", "?", .blank), ("?", "", .blank),
  ])
  func readsSilence(_ first: String, second: String, cell: Cell) throws {
    let list = "id,kind,clauses.appeal,clauses.roles\nD-1,grievance,\(first),\(second)\n"
    #expect(try read(house(), ["document": list]).cell("document", "D-1", "clauses") == cell)
  }

  @Test func refusesOtherAnswers() throws {
    let list = "id,kind,clauses.appeal,clauses.roles\nD-1,grievance,maybe,yes\n"
    let reading = try read(house(), ["document": list])
    #expect(reading.errors == ["record-value 2:15"])
    #expect(reading.diagnostics.first?.message.contains("clauses.appeal") == true)
  }

  /// One code cannot be both, in whichever form and order the two answers are written.
  @Test(arguments: [
    "id,kind,clauses\nD-1,grievance,appeal !appeal\n",
    "id,kind,clauses,clauses.appeal\nD-1,grievance,appeal,no\n",
    "id,kind,clauses.appeal,clauses\nD-1,grievance,no,appeal\n",
  ])
  func refusesContradictions(_ list: String) throws {
    let reading = try read(house(), ["document": list])
    #expect(reading.errors.count == 1)
    #expect(reading.dossier == nil)
  }

  /// Both forms beside each other are refused, or mean the same in either order.
  @Test func doesNotDependOnTheOrderOfBothForms() throws {
    let one = try read(house(), ["document": "id,kind,clauses,clauses.roles\nD-1,grievance,appeal,yes\n"])
    let other = try read(house(), ["document": "id,kind,clauses.roles,clauses\nD-1,grievance,yes,appeal\n"])
    #expect(one.dossier == other.dossier)
  }
}
