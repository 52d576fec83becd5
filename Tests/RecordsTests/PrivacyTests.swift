import Records
import Standard
import Testing
import Values

/// Values that could identify a person are refused where they stand and are never repeated.  All are invented.
@Suite struct PrivacyTests {
  static let mail = "anna.kola@example.org"
  static let phone = "+49 170 1234567"
  static let number = "AB123456789"
  static let person = "Maria Rossi"
  static let hashes = [
    "deadbeefcafebabe", "d41d8cd98f00b204e9800998ecf8427e", "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  ]
  static let labels =
    [mail, phone, "+49-170-123-45-67", "+491701234567", number, "123456789", "2026-1234567890", person, "Maria\tRossi"]
    + hashes + [
      "Ana_Çela", "Марія", "A-17/2", "A+17", "A:17", "(A-17)", "a@b", "@anna", String(repeating: "A", count: 33),
    ]

  @Test(arguments: labels)
  func refusesLabels(_ label: String) throws { #expect(PrivacyGuard.objection(toLabel: label) != nil) }

  @Test(arguments: ["A-017", "S-1", "room_2.b", "HARBOUR", "W17", "2026-09-30", "12345678", "beef", "a", "facade-1"])
  func takesMadeUpLabels(_ label: String) { #expect(PrivacyGuard.objection(toLabel: label) == nil) }

  /// What other fields hold is neither a telephone nor a document number.
  @Test(arguments: [
    "2026-03-04T10:30:15+01:00", "2026-03-01..2026-03-31", "12345678", "-3.5", "director nurse", "P75Y", "3..7", "@",
    "+5",
  ])
  func takesOrdinaryValues(_ text: String) { #expect(PrivacyGuard.objection(to: text) == nil) }

  /// The message names the place and the column, and keeps the value to itself; nothing is read.
  @Test(arguments: labels)
  func namesThePlaceAndNotTheValue(_ label: String) throws {
    let list = "id,person,started,group\nA-1,P-1,2026-03-01,woman\nA-2,\(label),2026-03-02,woman\n"
    try expectSilence(try read(house(), ["admission": list]), about: label, at: "admission.csv:3:5", column: "person")
    let id = "id,person,started,group\nA-1,P-1,2026-03-01,woman\n\(label),P-2,2026-03-02,woman\n"
    try expectSilence(try read(house(), ["admission": id]), about: label, at: "admission.csv:3:1", column: "id")
    let reference = "<staff id=\"S-1\" contract=\"employee\" roles=\"nurse\" started=\"2024\"\n  manager=\"\(label)\"/>"
    try expectSilence(try read(house(reference)), about: label, at: "dossier.xml:4:3", column: "manager")
  }

  /// Fields that hold no label are guarded as well.
  @Test(arguments: ["contract", "roles", "started", "experience", "degree"], [mail, phone, number])
  func guardsAllFields(_ field: String, value: String) throws {
    var cells = ["contract": "employee", "roles": "nurse", "started": "2024", "experience": "3", "degree": "master"]
    cells[field] = value
    let order = ["contract", "roles", "started", "experience", "degree"]
    let list = "\(field),id\n\(value),S-1\n"
    let rest = order.filter { $0 != field }
    let header = list.split(separator: "\n")[0] + "," + rest.joined(separator: ",")
    let row = list.split(separator: "\n")[1] + "," + rest.compactMap { cells[$0] }.joined(separator: ",")
    let reading = try read(house(), ["staff": "\(header)\n\(row)\n"])
    try expectSilence(reading, about: value, at: "staff.csv:2:1", column: field)
  }

  private func expectSilence(
    _ reading: Reading, about value: String, at place: String, column: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(reading.dossier == nil, sourceLocation: sourceLocation)
    #expect(reading.diagnostics.count == 1, "\(reading.diagnostics)", sourceLocation: sourceLocation)
    let only = try #require(reading.diagnostics.first, sourceLocation: sourceLocation)
    #expect(only.code == "privacy", sourceLocation: sourceLocation)
    #expect("\(only.location)" == place, sourceLocation: sourceLocation)
    #expect(only.message.contains("column “\(column)”"), sourceLocation: sourceLocation)
    #expect(!"\(only)".contains(value), sourceLocation: sourceLocation)
  }

  /// A wrong value that only looks harmless is not repeated either.
  @Test func doesNotRepeatWrongValues() throws {
    let list = "id,contract,roles,started\nS-1,Maria,Rossi,Wednesday\n"
    let reading = try read(house(), ["staff": list])
    #expect(reading.errors == ["record-value 2:5", "record-value 2:11", "record-value 2:17"])
    for word in ["Maria", "Rossi", "Wednesday"] {
      #expect(!reading.diagnostics.contains { "\($0)".contains(word) })
    }
  }

  /// A list without a header: its first row stands where the names of columns should.
  @Test(arguments: [mail, phone, number, person])
  func doesNotRepeatNamesOfColumns(_ value: String) throws {
    let reading = try read(house(), ["staff": "S-1,\(value),nurse\nS-2,employee,nurse\n"])
    #expect(reading.dossier == nil)
    #expect(reading.errors.contains("record-field 1:5"))
    #expect(!reading.diagnostics.contains { "\($0)".contains(value) })
  }

  /// The labels and roles of the dossier itself.
  @Test(arguments: [mail, phone, number, person, hashes[0]])
  func guardsTheDossier(_ value: String) throws {
    let shelter = "<shelter code=\"HOUSE\" kind=\"ngo\" capacity=\"12\" serves=\"women\"/>"
    for (text, place) in [
      ("<dossier as-of=\"2026-09-30\" label=\"\(value)\">\(shelter)</dossier>", "1:29"),
      (house("<collection of=\"staff\" how=\"complete\"\n said-by=\"\(value)\"/>"), "4:2"),
      (house("<collection of=\"staff\" how=\"complete\"\n checked-by=\"\(value)\"/>"), "4:2"),
      (house("<exclusion criterion=\"X-1\" reason=\"none\" accepted-by=\"\(value)\"/>"), "3:1"),
    ] {
      let reading = try read(text)
      #expect(reading.dossier == nil)
      #expect(reading.errors == ["privacy \(place)"])
      #expect(!reading.diagnostics.contains { "\($0)".contains(value) })
    }
  }

  @Test(arguments: ["ask \(mail)", number, phone])
  func guardsReasons(_ reason: String) throws {
    let reading = try read(house("<exclusion criterion=\"X-1\" reason=\"\(reason)\" accepted-by=\"board\"/>"))
    #expect(reading.errors == ["privacy 3:1"])
    #expect(!reading.diagnostics.contains { "\($0)".contains(reason) })
  }
}
