import Records
import Standard
import Testing
import Values

/// One dossier has one canonical form, however it was kept.
@Suite struct CanonicalTests {
  @Test func writesTheForm() throws {
    let reading = try read(
      """
      <dossier as-of="2026-09-30" label="sample" invented="yes">
        <note>Not part of it.</note>
        <staff started="2024-01" roles="nurse director" id="S-10" contract="employee" licence="-" manager="S-9"/>
        <collection of="staff" how="complete" said-by="manager" taken="2026-09-29"/>
        <exclusion criterion="CLN-01" reason="no clinical work" accepted-by="board"/>
        <collection of="incident" how="complete" from="2025-10-01" to="2026-09-30" checked-by="assessor"/>
        <collection of="assessment" how="complete" for="admission"/>
        <collection of="space" how="partial" population="9" drawn="3"/>
        <shelter serves="girls women" capacity="12.0" kind="ngo" code="HOUSE" reserve="&lt;5" opened=""/>
        <staff id="S-9" contract="intern/agency" roles="-" started="yes" degree="?" experience="1..2.50"/>
      </dossier>
      """)
    #expect(
      try reading.canonical() == """
        lintel-dossier 1
        label=sample
        as-of=2026-09-30
        collection=assessment complete for=admission taken=2026-09-30
        collection=incident complete from=2025-10-01 to=2026-09-30 taken=2026-09-30 checked-by=assessor
        collection=space partial taken=2026-09-30 drawn=3 population=9
        collection=staff complete taken=2026-09-29 said-by=manager
        exclusion=CLN-01 accepted-by=board reason=no clinical work
        row=shelter
         code=HOUSE
         kind=ngo
         capacity=12
         serves=women girls
         reserve=0..4.999999
         opened=
        row=staff S-9
         contract=agency/intern
         roles=-
         experience=1..2.5
         started=yes
        row=staff S-10
         contract=employee
         roles=director nurse
         licence=-
         manager=S-9
         started=2024-01-01..2024-01-31

        """)
  }

  static let columns = ["id", "contract", "roles", "started", "manager"]
  static let rows = [
    ["id": "S-1", "contract": "employee", "roles": "director", "started": "2020", "manager": "-"],
    ["id": "S-2", "contract": "agency", "roles": "nurse cook", "started": "2021-05", "manager": "S-1"],
    ["id": "S-10", "contract": "intern", "roles": "", "started": "2022-05-06", "manager": "?"],
  ].map { row in row.mapValues { $0.isEmpty ? "trainee" : $0 } }

  static func orders<Part>(_ parts: [Part]) -> [[Part]] {
    guard parts.count > 1 else { return [parts] }
    return parts.indices.flatMap { first in
      var others = parts
      let part = others.remove(at: first)
      return orders(others).map { [part] + $0 }
    }
  }

  /// All 6 orders of the rows with all 120 orders of the columns, against the same rows in XML.
  @Test func doesNotDependOnOrderOrForm() throws {
    let list = "<collection of=\"staff\" how=\"complete\"/>"
    let elements = Self.rows.reversed().map { row in
      "<staff " + Self.columns.map { "\($0)=\"\(row[$0] ?? "")\"" }.joined(separator: " ") + "/>"
    }
    let expected = try read(house(elements.joined() + list)).canonical()
    #expect(expected.contains("row=staff S-2\n contract=agency\n roles=nurse cook\n manager=S-1\n"))
    var different = 0
    for columns in Self.orders(Self.columns) {
      for rows in Self.orders(Self.rows) {
        let lines =
          [columns.joined(separator: ",")] + rows.map { row in columns.map { row[$0] ?? "" }.joined(separator: ",") }
        let csv = lines.joined(separator: "\r\n")
        if try read(house(list), ["staff": csv]).canonical() != expected { different += 1 }
      }
    }
    #expect(different == 0)
  }

  /// An empty cell says that the source is silent; a cell that is not there says nothing.
  @Test func tellsBlankFromNotCollected() throws {
    let blank = try read(house(), ["space": "id,kind,area\nH-1,kitchen,\n"]).canonical()
    #expect(try read(house("<space id=\"H-1\" kind=\"kitchen\" area=\"\"/>")).canonical() == blank)
    let absent = try read(house(), ["space": "id,kind\nH-1,kitchen\n"]).canonical()
    #expect(try read(house("<space id=\"H-1\" kind=\"kitchen\" area=\"?\"/>")).canonical() == absent)
    #expect(blank != absent)
  }

  @Test func doesNotDependOnTheOrderOfLists() throws {
    let spaces = "id,kind\nH-1,kitchen\n"
    let stores = "id,holds\nD-1,audit\n"
    let one = try read(house("<collection of=\"space\" how=\"partial\"/>"), ["space": spaces, "data-store": stores])
    let other = try read(house("<collection of=\"space\" how=\"partial\"/>"), ["data-store": stores, "space": spaces])
    #expect(try one.canonical() == other.canonical())
  }

  /// Whatever differs in meaning differs in form.
  @Test func tellsDossiersApart() throws {
    let forms = try [
      "", "<space id=\"H-1\" kind=\"kitchen\"/>", "<space id=\"H-2\" kind=\"kitchen\"/>",
      "<space id=\"H-1\" kind=\"floor\"/>",
      "<space id=\"H-1\" kind=\"kitchen\" area=\"1\"/>", "<space id=\"H-1\" kind=\"kitchen\" area=\"1..\"/>",
      "<space id=\"H-1\" kind=\"kitchen\" within=\"-\"/>", "<space id=\"H-1\" kind=\"kitchen\" within=\"\"/>",
      "<space id=\"H-1\" kind=\"kitchen\" features=\"cot\"/>", "<space id=\"H-1\" kind=\"kitchen\" features=\"!cot\"/>",
      "<collection of=\"space\" how=\"partial\"/>", "<collection of=\"space\" how=\"complete\"/>",
      "<collection of=\"space\" how=\"complete\" from=\"2026-01-01\"/>",
      "<collection of=\"space\" how=\"complete\" to=\"2026-01-01\"/>",
    ].map { try read(house($0)).canonical() }
    #expect(Set(forms).count == forms.count)
  }

  /// A line break in a reason cannot make a line of its own.
  @Test func keepsReasonsInTheirLine() throws {
    let one = try read(
      house(
        "<exclusion criterion=\"A\" reason=\"r&#10;exclusion=B accepted-by=board reason=s\" accepted-by=\"board\"/>"))
    let two = try read(
      house(
        "<exclusion criterion=\"A\" reason=\"r\" accepted-by=\"board\"/>"
          + "<exclusion criterion=\"B\" reason=\"s\" accepted-by=\"board\"/>"))
    let canonical = try two.canonical()
    if one.dossier != nil { #expect(try one.canonical() != canonical) }
  }

  /// Numbers inside ids go by size.
  @Test func ordersIDs() {
    let ids = ["A-1", "A-2", "A-10", "A-10a", "B", "B-1", "B-01x", "b"]
    for shuffled in [ids.reversed(), ["A-10", "b", "A-2", "B-01x", "B", "A-1", "B-1", "A-10a"]] {
      #expect(shuffled.sorted(by: idOrder) == ids)
    }
    #expect(!idOrder("A-1", "A-1"))
    #expect(idOrder("A-01", "A-1") != idOrder("A-1", "A-01"))
  }
}
