internal import Standard
internal import Values

/// Reads one row of a record type from texts and says what is wrong with them.
struct RowReader: Sendable {
  let dictionary: DataDictionary
  /// Examples of a standard may leave out required fields and ids.
  let isExample: Bool

  init(_ dictionary: DataDictionary, isExample: Bool = false) {
    self.dictionary = dictionary
    self.isExample = isExample
  }

  /// What a column, or an attribute, holds.
  struct Column: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
      case id
      case field(Int)
      /// One code of a checklist.
      case check(Int, code: Int32)
    }
    var name: String
    var kind: Kind
  }

  /// A checklist is one column, or one a code, never both.
  func hasBothForms(_ columns: [Column], _ places: [Location], _ diagnostics: inout Diagnostics) -> Bool {
    for (column, place) in zip(columns, places) {
      guard case .check(let field, _) = column.kind else { continue }
      for other in columns {
        if case .field(field) = other.kind {
          diagnostics.error(
            "record-field", at: place, "“\(other.name)” is given as a whole and code by code; expected one of the two")
          return true
        }
      }
    }
    return false
  }

  func column(
    _ name: String, of record: Int, at location: Location, _ diagnostics: inout Diagnostics
  ) -> Column? {
    let type = dictionary.records[record]
    if name == "id", record != dictionary.shelter || isExample { return Column(name: name, kind: .id) }
    if let field = type.field(named: name) { return Column(name: name, kind: .field(field)) }
    let parts = name.split(separator: ".", maxSplits: 1).map { String($0) }
    if parts.count == 2, let field = type.field(named: parts[0]), case .checks(let list) = type.fields[field].kind {
      if let code = dictionary.lists[list].index(of: parts[1]) {
        return Column(name: name, kind: .check(field, code: Int32(code)))
      }
      diagnostics.error(
        "record-value", at: location, "“\(parts[0])” has no code of that name",
        help: suggestion(for: parts[1], among: dictionary.lists[list].codes.map { $0.id }))
      return nil
    }
    // The name of a column is the user's own text and might be anything: it is never repeated.
    let known = (record == dictionary.shelter ? [] : ["id"]) + type.fields.map { $0.id }
    let near = nearest(to: name, among: known)
    diagnostics.error(
      "record-field", at: location, "\(type.id) has no field of this name",
      help: near.map { "did you mean “\($0)”?" } ?? "expected one of: \(known.joined(separator: ", "))")
    return nil
  }

  /// The columns that a header names; nil if one of them is wrong, which is then reported.
  func columns(
    _ header: [CSVTable.Field], of record: Int, _ diagnostics: inout Diagnostics
  ) -> [Column]? {
    var columns: [Column] = []
    var seen: Set<String> = []
    for field in header {
      if !seen.insert(field.text).inserted {
        diagnostics.error("record-field", at: field.location, "there are two columns of the same name")
      }
      if let column = column(field.text, of: record, at: field.location, &diagnostics) { columns.append(column) }
    }
    guard columns.count == header.count, seen.count == columns.count,
      !hasBothForms(columns, header.map { $0.location }, &diagnostics)
    else { return nil }
    return columns
  }

  /// One row; nil if it has no id that can be kept.  All that is wrong in it is reported.
  ///
  /// - Parameter number: the row's place in its list, from 1.
  func row(
    of record: Int, _ columns: [Column], _ texts: [CSVTable.Field], at location: Location, number: Int,
    _ diagnostics: inout Diagnostics
  ) -> RecordRow? {
    let type = dictionary.records[record]
    var row = RecordRow(id: "", cells: Array(repeating: .notCollected, count: type.fields.count))
    for place in columns.indices {
      switch columns[place].kind {
      case .id: row.id = texts[place].text
      case .check(let index, let code):
        readCheck(texts[place], columns[place].name, code, &row.cells[index], &diagnostics)
      case .field(let index):
        row.cells[index] = cell(texts[place], columns[place].name, type.fields[index], &diagnostics)
      }
    }
    /// The text of a column, if there is such a column.
    func text(_ name: String) -> CSVTable.Field? { columns.firstIndex { $0.name == name }.map { texts[$0] } }
    if record != dictionary.shelter {
      if row.id.isEmpty, isExample { row.id = "\(type.id)-\(number)" }
      if row.id.isEmpty || row.id == "-" || row.id == "?" {
        diagnostics.error(
          "record-id", at: location, "this row has no id",
          help: "make one up, such as \(type.id.prefix(1).uppercased())-01")
        return nil
      }
      let place = text("id")?.location ?? location
      if let objection = PrivacyGuard.objection(toLabel: row.id) {
        diagnostics.error("privacy", at: place, "column “id”: \(objection)", help: "nothing of it was kept")
        return nil
      }
    }
    if !isExample {
      for (field, cell) in zip(type.fields, row.cells) where field.isRequired && !cell.isRecorded {
        let written = text(field.id)
        let place = written?.location ?? location
        // A value that was refused has its own message already.
        if let written, !written.text.isEmpty, written.text != "?" { continue }
        diagnostics.error("record-required", at: place, "\(type.id) needs “\(field.id)”")
      }
    }
    return row
  }

  /// A cell, or `not collected` where its text was refused.
  func cell(
    _ text: CSVTable.Field, _ name: String, _ field: Field, _ diagnostics: inout Diagnostics
  ) -> Cell {
    if let objection = PrivacyGuard.objection(to: text.text), Instant(text.text) == nil {
      diagnostics.error(
        "privacy", at: text.location, "column “\(name)”: \(objection)", help: "nothing of it was kept")
      return .notCollected
    }
    let cell: Cell
    do throws(CellError) {
      cell = try Cell(text.text, of: field, in: dictionary)
    } catch {
      diagnostics.error("record-value", at: text.location, "“\(field.id)”: \(error.expected)", help: error.help)
      return .notCollected
    }
    if case .label(let label) = cell, let objection = PrivacyGuard.objection(toLabel: label) {
      diagnostics.error(
        "privacy", at: text.location, "column “\(name)”: \(objection)", help: "nothing of it was kept")
      return .notCollected
    }
    return cell
  }

  private func readCheck(
    _ text: CSVTable.Field, _ name: String, _ code: Int32, _ cell: inout Cell, _ diagnostics: inout Diagnostics
  ) {
    var yes: [Int32] = []
    var no: [Int32] = []
    if case .checks(let oldYes, let oldNo) = cell { (yes, no) = (oldYes, oldNo) }
    switch text.text {
    case "yes": yes = (yes + [code]).sorted()
    case "no": no = (no + [code]).sorted()
    case "": if yes.isEmpty, no.isEmpty, cell == .notCollected { cell = .blank }
    case "?": break
    default:
      diagnostics.error(
        "record-value", at: text.location, "column “\(name)”: expected yes, no, or an empty cell")
    }
    if !yes.isEmpty || !no.isEmpty { cell = .checks(yes: yes, no: no) }
  }
}
