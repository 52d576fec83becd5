import Testing
import Values

@Suite struct DiagnosticsTests {
  static func note(_ message: String, _ file: String, _ line: Int, _ column: Int) -> Diagnostic {
    Diagnostic(.warning, "note", at: Location(file: file, line: line, column: column), message)
  }

  @Test func prints() {
    let place = Location(file: "staff.csv", line: 3, column: 7)
    let error = Diagnostic(.error, "name-field", at: place, "staff has no field “role”", help: "did you mean “roles”?")
    #expect("\(error)" == "staff.csv:3:7: error: staff has no field “role”; did you mean “roles”? [name-field]")
    let warning = Diagnostic(.warning, "record-ref", at: Location(file: "staff.csv", line: 3), "no such row")
    #expect("\(warning)" == "staff.csv:3: warning: no such row [record-ref]")
    let whole = Diagnostic(.error, "csv", at: Location(file: "staff.csv"), "not UTF-8")
    #expect("\(whole)" == "staff.csv: error: not UTF-8 [csv]")
  }

  /// By file, line and column as numbers, whatever the order in which they were found.
  @Test func sortsByPlace() {
    let inOrder = [
      Self.note("1", "a.xml", 0, 0), Self.note("2", "a.xml", 2, 9), Self.note("3", "a.xml", 2, 10),
      Self.note("4", "a.xml", 10, 1), Self.note("5", "b.xml", 1, 1),
    ]
    for shift in 0..<inOrder.count {
      var diagnostics = Diagnostics()
      for index in inOrder.indices { diagnostics.report(inOrder[(index * 3 + shift) % inOrder.count]) }
      #expect(diagnostics.sorted.map { $0.message } == ["1", "2", "3", "4", "5"])
    }
  }

  @Test func keepsTheOrderOfOnePlace() {
    var diagnostics = Diagnostics()
    for message in ["zebra", "apple", "mango"] { diagnostics.report(Self.note(message, "a.xml", 1, 1)) }
    #expect(diagnostics.sorted.map { $0.message } == ["zebra", "apple", "mango"])
  }

  @Test func saysEachOnce() {
    var diagnostics = Diagnostics(Self.note("same", "a.xml", 1, 1))
    diagnostics.append(Diagnostics(Self.note("same", "a.xml", 1, 1)))
    diagnostics.report(Self.note("same", "a.xml", 1, 2))
    #expect(diagnostics.all.count == 3)
    #expect(diagnostics.sorted.map { $0.location.column } == [1, 2])
  }

  @Test func knowsErrors() {
    var diagnostics = Diagnostics()
    #expect(diagnostics.isEmpty)
    diagnostics.warning("w", at: Location(file: "a"), "doubtful")
    #expect(!diagnostics.isEmpty)
    #expect(!diagnostics.hasErrors)
    diagnostics.error("e", at: Location(file: "a"), "wrong", help: "mend it")
    #expect(diagnostics.hasErrors)
    #expect(diagnostics.all.map { $0.severity } == [.warning, .error])
    #expect(diagnostics.all.last?.help == "mend it")
  }
}
