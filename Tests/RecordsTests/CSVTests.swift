import Records
import Standard
import Testing
import Values

@Suite struct CSVTests {
  private func table(_ text: String) throws -> CSVTable {
    var diagnostics = Diagnostics()
    let table = CSVTable(Array(text.utf8), file: "t.csv", &diagnostics)
    #expect(diagnostics.isEmpty, "\(diagnostics.all)")
    return try #require(table)
  }

  private func texts(_ text: String) throws -> [[String]] {
    let table = try table(text)
    return ([table.header] + table.rows).map { row in row.map { $0.text } }
  }

  /// The one thing that is wrong.
  private func wrong(_ bytes: [UInt8]) throws -> Diagnostic {
    var diagnostics = Diagnostics()
    _ = CSVTable(bytes, file: "t.csv", &diagnostics)
    #expect(diagnostics.all.count == 1)
    return try #require(diagnostics.all.first)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n3,4\r\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
    ("\u{FEFF}a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}\"a\",b\r\n1,\"2\"\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n\"1,5\",\"say \"\"no\"\"\"\n", [["a", "b"], ["1,5", "say \"no\""]]),
    ("a,b\n\"one\ntwo\",\"\"\"\"\n", [["a", "b"], ["one\ntwo", "\""]]),
    ("a,b\n,\n1,\n,2", [["a", "b"], ["", ""], ["1", ""], ["", "2"]]),
    ("a,b\n\n \n\r\n1,2\n\n", [["a", "b"], ["1", "2"]]),
    ("\n\na,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    (" a ,\tb\n 1\t, two words \n", [["a", "b"], ["1", "two words"]]),
    ("a,b\n\"\",\"\"\n", [["a", "b"], ["", ""]]),
    ("ë,漢\n😀,é\n", [["ë", "漢"], ["😀", "é"]]),
    ("a;b\n1;2\n", [["a;b"], ["1;2"]]),
  ])
  func reads(_ text: String, rows: [[String]]) throws { #expect(try texts(text) == rows) }

  /// Places count characters, also after quotes, line breaks inside quotes, and a byte-order mark.
  @Test func placesCells() throws {
    let table = try table("\u{FEFF}a,ë,c\r\n\"x\ny\",漢😀,\"q\"\"\"\r\n\n1,2,3")
    let places = ([table.header] + table.rows).map { row in row.map { "\($0.location.line):\($0.location.column)" } }
    #expect(places == [["1:1", "1:3", "1:5"], ["2:1", "3:4", "3:7"], ["5:1", "5:3", "5:5"]])
  }

  @Test(arguments: [("a,b\n1,2\n1\n1,2\n", 3), ("a,b\n1,2\n1,2,3\n1,2\n", 3), ("a,b\r\n\"x\n\",2,\r\n", 2)])
  func refusesAWrongNumberOfCells(_ text: String, line: Int) throws {
    let error = try wrong(Array(text.utf8))
    #expect(error.code == "csv")
    #expect(error.location.line == line)
    #expect(error.message.contains("expected 2, as in the header"))
    #expect(error.help == "put quotes around a cell that holds a comma")
  }

  @Test func refusesAnOpenQuote() throws {
    let error = try wrong(Array("a,b\n1,\"two\n3,4\n".utf8))
    #expect(error.code == "csv")
    #expect("\(error.location)" == "t.csv:2:3")
    #expect(error.message == "a quoted cell has no closing quote")
  }

  @Test(arguments: [[], [0x0A, 0x0D, 0x0A], [0xEF, 0xBB, 0xBF], [0x20]] as [[UInt8]])
  func refusesEmptyFiles(_ bytes: [UInt8]) throws {
    let error = try wrong(bytes)
    #expect(error.code == "csv")
    #expect(error.message.contains("empty"))
  }

  @Test(arguments: [
    Array("a,b\n1,\0\n".utf8), [0x61, 0xFF], [0x61, 0xC3], [0xFF, 0xFE, 0x61, 0x00], [0xED, 0xA0, 0x80],
  ])
  func refusesWhatIsNotText(_ bytes: [UInt8]) throws {
    let error = try wrong(bytes)
    #expect(error.code == "csv")
    #expect(error.message.contains("UTF-8"))
  }

  // MARK: Lists of records

  private static let started = "contract,roles,started"

  @Test func refusesColumnsOfTheSameName() throws {
    let reading = try read(house(), ["staff": "id,\(Self.started),roles\nS-1,employee,nurse,2024,nurse\n"])
    #expect(reading.dossier == nil)
    #expect(reading.errors == ["record-field 1:27"])
    #expect(reading.diagnostics.first?.location.file == "staff.csv")
  }

  @Test func suggestsColumns() throws {
    let reading = try read(house(), ["staff": "id,contract,role,started\nS-1,employee,nurse,2024\n"])
    #expect(reading.errors == ["record-field 1:13"])
    #expect(reading.diagnostics.first?.help == "did you mean “roles”?")
    let code = try read(house(), ["document": "id,kind,clauses.apeal\nD-1,grievance,yes\n"])
    #expect(code.errors == ["record-value 1:9"])
    #expect(code.diagnostics.first?.help == "did you mean “appeal”?")
  }

  /// A list of codes that is no checklist cannot be one column a code; a shelter has no id.
  @Test func refusesColumnsThatDoNotExist() throws {
    let codes = try read(house(), ["staff": "id,roles.nurse,\(Self.started)\nS-1,yes,employee,nurse,2024\n"])
    #expect(codes.errors == ["record-field 1:4"])
    let shelter = try read("<dossier label=\"s\" as-of=\"2026-09-30\"/>", ["shelter": "id,code\nH-1,HOUSE\n"])
    #expect(shelter.errors.contains("record-field 1:1"))
  }

  /// A broken row does not hide what is wrong in the others.
  @Test func reportsEveryRow() throws {
    let list = """
      id,contract,roles,started
      S-1,employee,nurse,2024-13
      S-2,employee,nurse
      S-3,employee,boss,2024
      S-4,employee,nurse,2024

      """
    let reading = try read(house(), ["staff": list])
    #expect(reading.errors == ["record-value 2:20", "csv 3:0", "record-value 4:14"])
    #expect(reading.dossier == nil)
  }
}
