import Records
import Standard
import Testing
import Values

/// What a dossier must hold, and what its rows say of each other.
@Suite struct DossierTests {
  /// Two workers, the second with a manager.
  private func staff(manager: String, lists: String = "") -> String {
    house(
      """
      <staff id="S-1" contract="employee" roles="director" started="2020-01-01"/>
      <staff id="S-2" contract="employee" roles="nurse" started="2021-01-01" manager="\(manager)"/>
      \(lists)
      """)
  }

  @Test func readsADossier() throws {
    let reading = try read(staff(manager: "S-1"))
    #expect(reading.diagnostics.isEmpty)
    #expect(reading.dossier?.label == "sample")
    #expect(reading.dossier?.asOf?.description == "2026-09-30")
    #expect(try reading.cell("staff", "S-2", "manager") == .label("S-1"))
    #expect(try reading.cell("staff", "S-1", "manager") == .notCollected)
  }

  @Test func refusesDuplicateIDs() throws {
    let list = "id,contract,roles,started\nS-1,employee,nurse,2024\nS-2,agency,cook,2024\nS-1,intern,cook,2025\n"
    let reading = try read(house(), ["staff": list])
    #expect(reading.errors == ["record-id 4:0"])
    #expect(reading.diagnostics.first?.message.contains("line 2") == true)
    #expect(reading.dossier == nil)
    // The same id in another list is another row.
    let other = house("<space id=\"S-1\" kind=\"kitchen\"/><interpreter id=\"S-1\" languages=\"sqi\"/>")
    #expect(try read(other).diagnostics.isEmpty)
  }

  @Test(arguments: ["", "-", "?"])
  func refusesRowsWithoutID(_ id: String) throws {
    let reading = try read(house(), ["space": "id,kind\n\(id),kitchen\n"])
    #expect(reading.errors == ["record-id 2:0"])
    #expect(reading.diagnostics.first?.help == "make one up, such as S-01")
  }

  // MARK: References

  /// A row that nothing hides must exist.
  @Test func refusesDanglingReferencesIntoCompleteLists() throws {
    let reading = try read(staff(manager: "S-7", lists: "<collection of=\"staff\" how=\"complete\"/>"))
    #expect(reading.errors == ["record-ref 4:1"])
    #expect(reading.diagnostics.first?.severity == .error)
    #expect(reading.diagnostics.first?.help == "did you mean “S-1”?")
    #expect(reading.dossier == nil)
  }

  @Test(arguments: [
    "", "<collection of=\"staff\" how=\"partial\"/>", "<collection of=\"staff\" how=\"complete\" from=\"2025-01-01\"/>",
    "<collection of=\"staff\" how=\"complete\" to=\"2026-01-01\"/>",
    "<collection of=\"staff\" how=\"complete\" for=\"admission\"/>", "<collection of=\"space\" how=\"complete\"/>",
  ])
  func warnsOfOtherDanglingReferences(_ lists: String) throws {
    let reading = try read(staff(manager: "S-7", lists: lists))
    #expect(reading.errors == ["record-ref 4:1"])
    #expect(reading.diagnostics.first?.severity == .warning)
    #expect(try reading.cell("staff", "S-2", "manager") == .label("S-7"))
  }

  @Test func followsReferencesInAnyOrder() throws {
    let checks = "id,staff,kind\nC-1,S-2,reference\n"
    let workers = "id,contract,roles,started,manager\nS-2,employee,nurse,2024,-\n"
    let complete = house("<collection of=\"staff\" how=\"complete\"/>")
    #expect(try read(complete, ["staff-check": checks, "staff": workers]).diagnostics.isEmpty)
    #expect(try read(complete, ["staff": workers, "staff-check": checks]).diagnostics.isEmpty)
    #expect(try read(complete, ["staff-check": checks]).errors == ["record-ref 2:0"])
  }

  // MARK: Required

  /// A field that is missing is named at its row, one that is empty at its cell.
  @Test(arguments: [
    ("<space id=\"H-1\"/>", "3:1"), ("<space id=\"H-1\" kind=\"\"/>", "3:17"),
    ("<space id=\"H-1\" kind=\"?\"/>", "3:17"),
  ])
  func needsRequiredFields(_ row: String, place: String) throws {
    let reading = try read(house(row))
    #expect(reading.errors == ["record-required \(place)"])
    #expect(reading.diagnostics.first?.message == "space needs “kind”")
    #expect(reading.dossier == nil)
  }

  @Test func needsEveryRequiredField() throws {
    let reading = try read(house("<staff id=\"S-1\"/>"))
    #expect(
      reading.diagnostics.map { $0.message } == [
        "staff needs “contract”", "staff needs “roles”", "staff needs “started”",
      ])
  }

  /// “None” is an answer where it may be given: a review that is required may not have been held.
  @Test func takesNoneForRequiredFields() throws {
    #expect(try read(house("<review id=\"R-1\" kind=\"data\" done_on=\"-\"/>")).diagnostics.isEmpty)
    #expect(try read(house("<space id=\"H-1\" kind=\"-\"/>")).errors == ["record-value 3:17"])
  }

  // MARK: The shelter

  @Test func needsOneShelter() throws {
    let none = try read("<dossier label=\"sample\" as-of=\"2026-09-30\">\n</dossier>")
    #expect(none.errors == ["record-required 1:1"])
    #expect(none.diagnostics.first?.message == "the dossier has no <shelter> row")
    let two = try read(house("<shelter code=\"OTHER\" kind=\"ngo\" capacity=\"2\" serves=\"men\"/>"))
    #expect(two.errors == ["record-id 3:1"])
    #expect(two.dossier == nil)
    let beside = try read(house(), ["shelter": "code,kind,capacity,serves\nOTHER,ngo,2,men\n"])
    #expect(beside.errors == ["record-id 2:0"])
  }

  @Test func needsALabel() throws {
    let shelter = "<shelter code=\"HOUSE\" kind=\"ngo\" capacity=\"12\" serves=\"women\"/>"
    #expect(try read("<dossier>\(shelter)</dossier>").errors == ["record-required 1:1"])
    #expect(try read("<dosier label=\"x\"/>").errors.first == "record-type 1:1")
    #expect(try read("<dossier label=\"x\" as-of=\"2026-9-30\">\(shelter)</dossier>").errors == ["record-value 1:20"])
    #expect(try read("<dossier label=\"x\" asof=\"2026-09-30\">\(shelter)</dossier>").errors == ["record-field 1:20"])
  }

  @Test(arguments: [
    ("<staf id=\"S-1\"/>", "record-type 3:1", "did you mean “staff”?"),
    ("<collection of=\"incidents\" how=\"partial\"/>", "record-type 3:13", "did you mean “incident”?"),
    ("<collection of=\"incident\" how=\"complet\"/>", "record-value 3:27", "did you mean “complete”?"),
    ("<collection of=\"incident\" how=\"partial\" form=\"2026\"/>", "record-field 3:41", "did you mean “for”?"),
    ("<space id=\"H-1\" kind=\"kitchn\"/>", "record-value 3:17", "did you mean “kitchen”?"),
    ("<space id=\"H-1\" kind=\"kitchen\" bed=\"2\"/>", "record-field 3:32", "did you mean “beds”?"),
  ])
  func suggests(_ row: String, error: String, help: String) throws {
    let reading = try read(house(row))
    #expect(reading.errors == [error])
    #expect(reading.diagnostics.first?.help == help)
  }

  @Test(arguments: [
    "<collection how=\"partial\"/>", "<collection of=\"staff\"/>", "<collection of=\"staff\" how=\"sample\"/>",
    "<collection of=\"staff\" how=\"complete\" from=\"2026-02-30\"/>",
    "<collection of=\"staff\" how=\"complete\" from=\"2026-02\"/>",
    "<collection of=\"staff\" how=\"complete\" from=\"2026-02-02\" to=\"2026-02-01\"/>",
    "<collection of=\"staff\" how=\"complete\" population=\"-1\"/>",
    "<collection of=\"staff\" how=\"complete\" population=\"many\"/>", "<exclusion criterion=\"X\" reason=\"r\"/>",
    "<exclusion criterion=\"X\" reason=\"\" accepted-by=\"board\"/>", "<space id=\"H-1\" kind=\"kitchen\">text</space>",
    "<space id=\"H-1\" kind=\"kitchen\"><beds/></space>",
  ])
  func refuses(_ part: String) throws {
    let reading = try read(house(part))
    #expect(reading.errors.count == 1)
    #expect(reading.dossier == nil)
  }

  // MARK: How lists were collected

  @Test func needsTheDayOfAList() throws {
    let shelter = "<shelter code=\"HOUSE\" kind=\"ngo\" capacity=\"12\" serves=\"women\"/>"
    let list = "<collection of=\"staff\" how=\"complete\"/>"
    #expect(try read("<dossier label=\"x\">\(shelter)\(list)</dossier>").errors == ["record-required 1:1"])
    let taken = "<collection of=\"staff\" how=\"complete\" taken=\"2026-01-02\"/>"
    #expect(try read("<dossier label=\"x\">\(shelter)\(taken)</dossier>").diagnostics.isEmpty)
    #expect(try read(house(list)).dossier?.collections.map { $0.taken?.description } == ["2026-09-30"])
  }

  /// Rows without a word about their list are a partial list.
  @Test func takesListsForPartial() throws {
    let reading = try read(house("<space id=\"H-1\" kind=\"kitchen\"/>"))
    let dictionary = try Shipped.dictionary()
    #expect(
      reading.dossier?.collections == [
        Collection(record: try dictionary.place("space"), extent: .partial, taken: CalendarDate("2026-09-30"))
      ])
  }

  @Test func refusesRowsThatCannotBe() throws {
    let row = "<space id=\"H-1\" kind=\"kitchen\"/><space id=\"H-2\" kind=\"kitchen\"/>"
    #expect(try read(house("<collection of=\"space\" how=\"absent\"/>\n" + row)).errors == ["record-value 4:1"])
    let population = try read(house("<collection of=\"space\" how=\"partial\" population=\"1\"/>" + row))
    #expect(population.errors.count == 1)
    let enough = try read(house("<collection of=\"space\" how=\"partial\" population=\"2\"/>" + row))
    #expect(enough.diagnostics.isEmpty)
  }
}
