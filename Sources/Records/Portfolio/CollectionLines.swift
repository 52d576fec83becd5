internal import Standard
internal import Values

/// The file that says how complete each list of each shelter is.
///
/// Whoever makes one frees it.
struct CollectionLines {
  /// Its columns beside the shelter's label.
  static let names = ["type", "status", "drawn", "population"]

  var lines: ShelterLines
  private let columns: [Int]
  private let types: WordTable
  private let extents: WordTable
  private let taken: CalendarDate

  /// What is said of one list, and where.
  struct Said {
    var collection: Collection
    var line: Int
  }

  init(lines: ShelterLines, columns: [Int], _ dictionary: DataDictionary, taken: CalendarDate) {
    self.lines = lines
    self.columns = columns
    self.taken = taken
    types = WordTable(dictionary.records.map { $0.id })
    extents = WordTable(Collection.Extent.allCases.map { $0.rawValue })
  }

  func free() {
    lines.window.free()
    types.free()
    extents.free()
  }

  /// What is said of the lists of one shelter, by record type.
  mutating func read(_ label: ShelterLabel, _ said: inout [Said?], _ tables: inout ReadingTables) {
    for record in said.indices { said[record] = nil }
    while true {
      switch lines.line(of: label, tables.shelters, upTo: tables.last, &tables.problems) {
      case .end: return
      case .plain, .odd:
        let line = lines.window.offset(of: lines.window.line)
        let found = plainLine() ?? oddLine(at: line, &tables)
        if let found {
          let record = found.collection.record
          if said[record] == nil {
            said[record] = found
          } else {
            report(
              "record-value", line, 0, "two lines are about the list of \(tables.rows.dictionary.records[record].id)",
              nil, &tables)
          }
        }
        lines.window.skipLine()
      }
    }
  }

  /// A line in which nothing is unusual.
  private func plainLine() -> Said? {
    var text = lines.window.line
    let begin = text
    var record: Int32?
    var extent: Int32?
    var drawn: Int64?
    var population: Int64?
    for index in 0...columns.count {
      let plain = PlainText(text)
      let count = plain.count
      if index == columns[0] { record = types.place(text, plain) }
      if index == columns[1] { extent = extents.place(text, plain) }
      if index == columns[2] || index == columns[3], count > 0 {
        guard let number = PlainNumber(text), number.length == count, number.decimals == 0 else { return nil }
        if index == columns[2] { drawn = Int64(number.digits) } else { population = Int64(number.digits) }
      }
      text += count
      if index < columns.count {
        guard text[0] == UInt8(ascii: ",") else { return nil }
        text += 1
      }
    }
    if text[0] == UInt8(ascii: "\r") { text += 1 }
    guard text[0] == UInt8(ascii: "\n"), let record, let extent else { return nil }
    return said(
      Int(record), Collection.Extent.allCases[Int(extent)], drawn, population, line: lines.window.offset(of: begin))
  }

  private func said(
    _ record: Int, _ extent: Collection.Extent, _ drawn: Int64?, _ population: Int64?, line: Int
  ) -> Said {
    Said(
      collection: Collection(record: record, extent: extent, taken: taken, drawn: drawn, population: population),
      line: line)
  }

  private func oddLine(at line: Int, _ tables: inout ReadingTables) -> Said? {
    var diagnostics = Diagnostics()
    guard let texts = CSVTable.cells(lines.window.lineBytes(), file: "", &diagnostics) else {
      tables.problems.report(diagnostics, file: lines.file, line: line)
      return nil
    }
    guard texts.count == columns.count + 1 else {
      report(
        "csv", line, 0, "this row has \(texts.count) cell\(texts.count == 1 ? "" : "s"); expected \(columns.count + 1)",
        nil, &tables)
      return nil
    }
    let cells = columns.map { texts[$0] }
    let dictionary = tables.rows.dictionary
    guard let record = dictionary.record(named: cells[0].text) else {
      report(
        "record-type", line, cells[0].location.column, "there is no record type of this name",
        suggestion(for: cells[0].text, among: dictionary.records.map { $0.id }), &tables)
      return nil
    }
    guard let extent = Collection.Extent(rawValue: cells[1].text) else {
      report(
        "record-value", line, cells[1].location.column, "“status” says how much of the list is there",
        suggestion(for: cells[1].text, among: Collection.Extent.allCases.map { $0.rawValue }), &tables)
      return nil
    }
    var numbers: [Int64?] = []
    for cell in cells[2...] {
      let number = Int64(cell.text)
      if !cell.text.isEmpty, number.map({ $0 >= 0 }) != true {
        report("record-value", line, cell.location.column, "expected a whole number, or an empty cell", nil, &tables)
        return nil
      }
      numbers.append(number)
    }
    return said(record, extent, numbers[0], numbers[1], line: line)
  }

  private func report(
    _ code: String, _ line: Int, _ column: Int, _ message: String, _ help: String?, _ tables: inout ReadingTables
  ) {
    tables.problems.report(code, file: lines.file, line: line, column: column, message, help: help)
  }

  /// How many rows of a list there may be, once its rows have been read; says where that does not fit what is said.
  func coverage(
    _ said: Said?, of record: Int, listed: Int, isBroken: Bool, _ tables: inout ReadingTables
  ) -> Coverage {
    let name = tables.rows.dictionary.records[record].id
    guard let said else { return .unsaid(listed: listed, record: record, taken: taken) }
    let collection = said.collection
    if isBroken { return Coverage([collection], listed: listed) }
    if record == tables.rows.dictionary.shelter {
      report(
        "record-type", said.line, 0, "the shelter’s own row is always there; expected no line about it", nil, &tables)
    }
    if collection.extent == .absent, listed > 0 {
      report(
        "record-value", said.line, 0, "the collection of \(name) is said to be absent, and there are rows of it", nil,
        &tables)
    }
    if collection.extent == .sample, collection.population == nil {
      report("record-required", said.line, 0, "a sample needs “population”: how many there are in all", nil, &tables)
    }
    if collection.extent == .sample, let drawn = collection.drawn, drawn != Int64(listed) {
      report(
        "record-value", said.line, 0, "\(drawn) rows of \(name) were drawn, but \(listed) are listed", nil, &tables)
    }
    if let population = collection.population, population < Int64(listed) {
      report("record-value", said.line, 0, "the population of \(name) is smaller than its list", nil, &tables)
    }
    return Coverage([collection], listed: listed)
  }
}

extension Coverage {
  /// Nobody said how complete a list is.
  static func unsaid(listed: Int, record: Int, taken: CalendarDate) -> Coverage {
    Coverage(listed > 0 ? [Collection(record: record, extent: .partial, taken: taken)] : [], listed: listed)
  }
}
