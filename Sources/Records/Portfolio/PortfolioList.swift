internal import Standard
internal import Values

/// What the lists of a portfolio share while they are read.
struct ReadingTables {
  let rows: RowReader
  let shelters: ShelterIndex
  let days = DayTable()
  /// By list of codes.
  let codes: UnsafeMutablePointer<WordTable>
  /// The shelter after the last of the stretch.
  var last = 0
  /// By record type: the rows of the shelter at hand by their ids.
  let ids: UnsafeMutablePointer<KeyTable>
  /// Texts of more than sixteen bytes, so that they have keys too.
  private var long: [String: Int] = [:]
  /// The numbers of labels that stand by themselves.
  private(set) var labels: [String: Int64] = [:]
  var labelNumbers = KeyTable()
  /// References to rows that had not been read.
  var deferred: [DeferredReference] = []
  var problems = PortfolioProblems()

  init(_ dictionary: DataDictionary, _ shelters: ShelterIndex) {
    rows = RowReader(dictionary)
    self.shelters = shelters
    // “none” in a cell is never a code.
    let words = dictionary.lists.map { WordTable($0.codes.map { $0.id == "none" ? "" : $0.id }) }
    codes = .allocate(capacity: words.count)
    codes.initialize(from: words, count: words.count)
    let tables = dictionary.records.map { _ in KeyTable() }
    ids = .allocate(capacity: tables.count)
    ids.initialize(from: tables, count: tables.count)
  }

  func free() {
    for record in rows.dictionary.records.indices { ids[record].free() }
    ids.deinitialize(count: rows.dictionary.records.count).deallocate()
    for list in rows.dictionary.lists.indices { codes[list].free() }
    codes.deinitialize(count: rows.dictionary.lists.count).deallocate()
    labelNumbers.free()
    days.free()
  }

  mutating func key(of text: String) -> TextKey {
    let count = text.utf8.count
    if count > 16 {
      let number = long[text] ?? long.count
      long[text] = number
      return TextKey(long: number)
    }
    return (Array(text.utf8) + Array(repeating: 0, count: 16)).withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { TextKey($0, count: count) } ?? TextKey(first: 0, last: 0)
    }
  }

  mutating func number(of label: String) -> Int32 {
    let key = key(of: label)
    if let number = labelNumbers.value(of: key) { return number }
    let number = Int32(truncatingIfNeeded: labels.count)
    labels[label] = Int64(number)
    _ = labelNumbers.insert(key, number)
    return number
  }
}

/// A reference to a row that had not been read when it was met.
struct DeferredReference {
  var record: Int
  var slot: Int
  var row: Int
  var target: Int
  var key: TextKey
  /// Where it stands.
  var line: Int
  var column: Int
}

/// One list of a portfolio while it is read: its lines, and the cells of the shelters read so far.
///
/// Whoever makes one frees it.
struct PortfolioList {
  let plan: ListPlan
  var lines: ShelterLines
  var rows = 0
  /// Packed columns, one after the other, each with room for `capacity` rows.
  var cells: UnsafeMutablePointer<Int32>
  var capacity = 256
  /// Of each packed column of numbers: how many digits its values have behind the point.
  var decimals: [Int]
  /// Cells that do not fit into four bytes.
  var oddCells: [OddCell] = []
  var sets: [Sets]
  var wide: [[Cell]]
  /// What the checks of the row at hand say.
  var yes: [UInt64]
  var no: [UInt64]
  /// Cells of the row at hand that are neither packed nor checks, with their fields.
  var others: [(field: Int, cell: Cell)] = []
  let isPlain: Bool
  let widths: [Int]
  let codeCounts: [Int]

  struct OddCell {
    var slot: Int
    var row: Int
    var cell: Cell
  }

  init(_ plan: ListPlan, lines: ShelterLines, _ dictionary: DataDictionary) {
    self.plan = plan
    self.lines = lines
    decimals = plan.packedFields.map { _ in 0 }
    cells = .allocate(capacity: capacity * max(1, plan.packedFields.count))
    let fields = dictionary.records[plan.record].fields
    codeCounts = plan.setFields.map { field in
      switch fields[field].kind {
      case .codes(let list), .checks(let list): dictionary.lists[list].codes.count
      default: 0
      }
    }
    sets = codeCounts.map { Sets(codes: $0) }
    widths = sets.map { $0.width }
    yes = Array(repeating: 0, count: widths.reduce(0, +))
    no = yes
    wide = plan.storage.filter { if case .wide = $0 { true } else { false } }.map { _ in [] }
    isPlain = plan.setFields.isEmpty && wide.isEmpty
  }

  func free() {
    cells.deallocate()
    lines.window.free()
  }

  /// Forgets the rows read so far.
  mutating func removeAll() {
    rows = 0
    oddCells = []
    for slot in decimals.indices { decimals[slot] = 0 }
    sets = codeCounts.map { Sets(codes: $0) }
    for index in wide.indices { wide[index] = [] }
  }

  /// Reads the rows of one shelter.
  mutating func read(_ label: ShelterLabel, _ tables: inout ReadingTables) {
    while true {
      if rows == capacity { grow() }
      switch lines.line(of: label, tables.shelters, upTo: tables.last, &tables.problems) {
      case .plain(let text):
        let deferred = tables.deferred.count
        if let end = plainRow(text, &tables) {
          lines.window.move(to: end)
        } else {
          tables.deferred.removeLast(tables.deferred.count - deferred)
          oddRow(&tables)
        }
      case .odd: oddRow(&tables)
      case .end: return
      }
    }
  }

  // MARK: Rows that need care

  /// Reads the next line as a dossier's would be, and says what is wrong with it.
  private mutating func oddRow(_ tables: inout ReadingTables) {
    let line = lines.window.offset(of: lines.window.line)
    let bytes = lines.window.lineBytes()
    lines.window.skipLine()
    var diagnostics = Diagnostics()
    guard let texts = CSVTable.cells(bytes, file: "", &diagnostics) else {
      return tables.problems.report(diagnostics, file: lines.file, line: line)
    }
    guard texts.count == plan.columns.count + 1 else {
      return tables.problems.report(
        "csv", file: lines.file, line: line,
        "this row has \(texts.count) cell\(texts.count == 1 ? "" : "s"); expected \(plan.columns.count + 1), as in the header",
        help: "put quotes around a cell that holds a comma")
    }
    let place = Location(file: "", line: 0, column: 0)
    let read = tables.rows.row(
      of: plan.record, plan.columns, Array(texts.dropFirst()), at: place, number: 0, &diagnostics)
    tables.problems.report(diagnostics, file: lines.file, line: line)
    guard let read else { return }
    let row = rows
    if !isPlain { beginRow() }
    for (field, cell) in read.cells.enumerated() {
      switch plan.storage[field] {
      case .packed(let slot):
        let column = plan.columns.firstIndex { $0.kind == .field(field) }.map { texts[$0 + 1].location.column } ?? 0
        cells[slot * capacity + row] = packed(cell, field, slot, line: line, column: column, &tables)
      case .set, .wide: others.append((field, cell))
      case .absent: break
      }
    }
    if !read.id.isEmpty, !tables.ids[plan.record].insert(tables.key(of: read.id), Int32(truncatingIfNeeded: row)) {
      let column = plan.columns.firstIndex { $0.kind == .id }.map { texts[$0 + 1].location.column } ?? 0
      reportRepeated(line: line, column: column, &tables)
    }
    if !isPlain { endRow() }
    rows = row + 1
  }

  private mutating func packed(
    _ cell: Cell, _ field: Int, _ slot: Int, line: Int, column: Int, _ tables: inout ReadingTables
  ) -> Int32 {
    switch cell {
    case .notCollected: return PackedColumn.notCollected
    case .blank: return PackedColumn.blank
    case .none: return PackedColumn.none
    case .label(let label):
      guard case .reference(let target) = tables.rows.dictionary.records[plan.record].fields[field].kind else {
        return tables.number(of: label)
      }
      tables.deferred.append(
        DeferredReference(
          record: plan.record, slot: slot, row: rows, target: target, key: tables.key(of: label), line: line,
          column: column))
      return PackedColumn.unlisted
    case .days(let from?, let to?) where from == to: if let day = fitting(from) { return day }
    case .code(let codes) where codes.count == 1: return codes[0]
    case .years(let from, let to) where from == to: if let years = fitting(from) { return years }
    case .number(let from?, let to?) where from == to:
      let step = powerOfTen(6 - decimals[slot])
      if from % step == 0, let value = fitting(from / step) { return value }
    default: break
    }
    oddCells.append(OddCell(slot: slot, row: rows, cell: cell))
    return PackedColumn.notCollected
  }

  private func fitting(_ value: Int64) -> Int32? {
    Int32(exactly: value).flatMap { $0 >= PackedColumn.lowest ? $0 : nil }
  }

  /// Writes the row that a deferred reference names.
  func set(_ reference: DeferredReference, to row: Int32) { cells[reference.slot * capacity + reference.row] = row }

  private mutating func grow() {
    let columns = plan.packedFields.count
    let larger = UnsafeMutablePointer<Int32>.allocate(capacity: capacity * 2 * max(1, columns))
    for column in 0..<columns {
      for row in 0..<rows { larger[column * capacity * 2 + row] = cells[column * capacity + row] }
    }
    cells.deallocate()
    cells = larger
    capacity *= 2
  }
}
