internal import Standard
internal import Values

/// What the lists of a portfolio share while they are read.
struct ReadingTables {
  let rows: RowReader
  let shelters: ShelterIndex
  let months = MonthStarts()
  /// By list of codes.
  let codes: [WordTable]
  /// The shelter after the last of the stretch.
  var last = 0
  /// By record type: the rows of the shelter at hand by their ids.
  var ids: [KeyTable]
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
    codes = dictionary.lists.map { WordTable($0.codes.map { $0.id == "none" ? "" : $0.id }) }
    ids = dictionary.records.map { _ in KeyTable() }
  }

  func free() {
    for table in ids { table.free() }
    labelNumbers.free()
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
  private(set) var rows = 0
  /// Packed columns, one after the other, each with room for `capacity` rows.
  private(set) var cells: UnsafeMutablePointer<Int32>
  private(set) var capacity = 256
  /// Of each packed column of numbers: how many digits its values have behind the point.
  private(set) var decimals: [Int]
  /// Cells that do not fit into four bytes.
  private(set) var oddCells: [OddCell] = []
  private(set) var sets: [Sets]
  private(set) var wide: [[Cell]]
  /// What the checks of the row at hand say.
  private var yes: [UInt64]
  private var no: [UInt64]
  /// Cells of the row at hand that are neither packed nor checks, with their fields.
  private var others: [(field: Int, cell: Cell)] = []
  private let isPlain: Bool
  private let widths: [Int]
  private let codeCounts: [Int]

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
        if let end = plainRow(text, &tables) {
          lines.window.move(to: end)
        } else {
          oddRow(&tables)
        }
      case .odd: oddRow(&tables)
      case .end: return
      }
    }
  }

  // MARK: Rows as they should be

  /// Reads a row in which nothing is unusual; nil, with nothing changed, where something is.
  ///
  /// - Returns: where the next line begins.
  @inline(__always) private mutating func plainRow(
    _ start: UnsafePointer<UInt8>, _ tables: inout ReadingTables
  ) -> UnsafePointer<UInt8>? {
    let row = rows
    let deferred = tables.deferred.count
    var text = start
    var id: TextKey?
    var idPlace = start
    var left = plan.steps.count
    if !isPlain { beginRow() }
    for step in plan.steps {
      var value: Int32
      let byte = text[0]
      if step.kind == .other {
        guard let end = otherCell(text, step.detail, &tables) else { return giveUp(deferred, &tables) }
        value = 0
        text = end
      } else if endsCell(byte) {
        guard step.allowsBlank else { return giveUp(deferred, &tables) }
        value = PackedColumn.blank
      } else if byte == UInt8(ascii: "-"), endsCell(text[1]) {
        guard step.allowsNone else { return giveUp(deferred, &tables) }
        value = PackedColumn.none
        text += 1
      } else {
        switch step.kind {
        case .date:
          guard let day = tables.months.day(text) else { return giveUp(deferred, &tables) }
          value = day
          text += 10
        case .code:
          let count = plainLength(text)
          guard let code = tables.codes[step.detail].place(text, count: count) else {
            return giveUp(deferred, &tables)
          }
          value = code
          text += count
        case .id:
          let count = plainLength(text)
          guard isPlainLabel(text, count: count) else { return giveUp(deferred, &tables) }
          id = TextKey(text, count: count)
          idPlace = text
          value = 0
          text += count
        case .reference:
          let count = plainLength(text)
          let key = TextKey(text, count: count)
          guard isPlainLabel(text, count: count), key != .none else { return giveUp(deferred, &tables) }
          if let found = tables.ids[step.detail].value(of: key) {
            value = found
          } else {
            value = PackedColumn.unlisted
            deferReference(key, step, at: text, &tables)
          }
          text += count
        case .label:
          let count = plainLength(text)
          let key = TextKey(text, count: count)
          guard isPlainLabel(text, count: count), key != .none, let number = tables.labelNumbers.value(of: key)
          else { return giveUp(deferred, &tables) }
          value = number
          text += count
        case .number:
          guard let number = PlainNumber(text), let packed = packed(number, step.slot) else {
            return giveUp(deferred, &tables)
          }
          value = packed
          text += number.length
        case .age:
          guard let number = PlainNumber(text), number.decimals == 0, number.digits <= 130 else {
            return giveUp(deferred, &tables)
          }
          value = number.digits
          text += number.length
        case .check:
          let count = plainLength(text)
          guard check(text, count, step) else { return giveUp(deferred, &tables) }
          value = 0
          text += count
        case .other: return giveUp(deferred, &tables)
        }
      }
      if step.kind != .id, step.kind != .check, step.kind != .other { cells[step.slot &* capacity &+ row] = value }
      left &-= 1
      if left > 0 {
        guard text[0] == UInt8(ascii: ",") else { return giveUp(deferred, &tables) }
        text += 1
      }
    }
    if text[0] == UInt8(ascii: "\r") { text += 1 }
    guard text[0] == UInt8(ascii: "\n") else { return giveUp(deferred, &tables) }
    if let id, !tables.ids[plan.record].insert(id, Int32(truncatingIfNeeded: row)) {
      reportRepeated(line: lines.window.offset(of: lines.window.line), column: idPlace - lines.window.line + 1, &tables)
    }
    if !isPlain { endRow() }
    rows = row &+ 1
    return text + 1
  }

  private func giveUp(_ deferred: Int, _ tables: inout ReadingTables) -> UnsafePointer<UInt8>? {
    if tables.deferred.count > deferred { tables.deferred.removeLast(tables.deferred.count - deferred) }
    return nil
  }

  private func deferReference(
    _ key: TextKey, _ step: ListPlan.Step, at text: UnsafePointer<UInt8>, _ tables: inout ReadingTables
  ) {
    let line = lines.window.line
    tables.deferred.append(
      DeferredReference(
        record: plan.record, slot: step.slot, row: rows, target: step.detail, key: key,
        line: lines.window.offset(of: line), column: text - line + 1))
  }

  private func reportRepeated(line: Int, column: Int, _ tables: inout ReadingTables) {
    tables.problems.report(
      "record-id", file: lines.file, line: line, column: column,
      "two rows of \(tables.rows.dictionary.records[plan.record].id) of this shelter have the same id")
  }

  /// A number as the column writes it; the column is rewritten where this one has more digits behind the point.
  @inline(__always) private mutating func packed(_ number: PlainNumber, _ slot: Int) -> Int32? {
    if number.decimals == decimals[slot] { return number.digits }
    if number.decimals > decimals[slot], !refine(slot, to: number.decimals) { return nil }
    let value = Int64(number.digits) * powerOfTen(decimals[slot] - number.decimals)
    return Int32(exactly: value)
  }

  /// Gives a column more digits behind the point; false, and nothing changed, where some value would not fit.
  private mutating func refine(_ slot: Int, to places: Int) -> Bool {
    let factor = powerOfTen(places - decimals[slot])
    let column = cells + slot * capacity
    for row in 0..<rows where column[row] >= PackedColumn.lowest {
      guard Int32(exactly: Int64(column[row]) * factor).map({ $0 >= PackedColumn.lowest }) == true else { return false }
    }
    for row in 0..<rows where column[row] >= PackedColumn.lowest { column[row] *= Int32(factor) }
    decimals[slot] = places
    return true
  }

  // MARK: Sets, and cells that need more than four bytes

  private mutating func beginRow() {
    for i in yes.indices { (yes[i], no[i]) = (0, 0) }
    others.removeAll(keepingCapacity: true)
  }

  private mutating func check(_ text: UnsafePointer<UInt8>, _ count: Int, _ step: ListPlan.Step) -> Bool {
    let place = widths[..<step.slot].reduce(0, +) + step.detail / 64
    let bit: UInt64 = 1 << UInt64(step.detail % 64)
    if count == 3, text[0] == UInt8(ascii: "y"), text[1] == UInt8(ascii: "e"), text[2] == UInt8(ascii: "s") {
      yes[place] |= bit
    } else if count == 2, text[0] == UInt8(ascii: "n"), text[1] == UInt8(ascii: "o") {
      no[place] |= bit
    } else {
      return false
    }
    return true
  }

  /// Reads a cell of a kind for which there is no short way; nil where it has to be read with its row.
  private mutating func otherCell(
    _ text: UnsafePointer<UInt8>, _ field: Int, _ tables: inout ReadingTables
  ) -> UnsafePointer<UInt8>? {
    var end = text
    while !endsCell(end[0]) {
      if end[0] == UInt8(ascii: "\"") || end[0] >= 0x80 || end[0] < 0x20 { return nil }
      end += 1
    }
    if end[-1] == UInt8(ascii: " ") || text[0] == UInt8(ascii: " ") { return nil }
    let cell = String(decoding: UnsafeBufferPointer(start: text, count: end - text), as: UTF8.self)
    let type = tables.rows.dictionary.records[plan.record]
    var diagnostics = Diagnostics()
    let place = Location(file: "", line: 0, column: 1)
    let value = tables.rows.cell(
      CSVTable.Field(text: cell, location: place), type.fields[field].id, type.fields[field], &diagnostics)
    guard diagnostics.isEmpty, value.isRecorded || !type.fields[field].isRequired else { return nil }
    others.append((field, value))
    return end
  }

  private mutating func endRow() {
    var start = 0
    for slot in sets.indices {
      let words = start..<start + widths[slot]
      start += widths[slot]
      if let other = others.first(where: { $0.field == plan.setFields[slot] }) {
        sets[slot].append(other.cell, codes: codeCounts[slot])
      } else {
        sets[slot].append(yes: yes[words], no: no[words], codes: codeCounts[slot])
      }
    }
    for other in others {
      if case .wide(let place) = plan.storage[other.field] { wide[place].append(other.cell) }
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

extension Sets {
  /// Adds a row of checks: bits of the codes answered yes and no.
  mutating func append(yes: ArraySlice<UInt64>, no: ArraySlice<UInt64>, codes: Int) {
    var isRecorded = false
    for (word, (yes, no)) in zip(yes, no).enumerated() {
      let count = min(64, codes - word * 64)
      let all: UInt64 = count == 64 ? .max : (1 << UInt64(count)) - 1
      certain.append(yes)
      possible.append(all & ~no)
      if yes | no != 0 { isRecorded = true }
    }
    flags.append(isRecorded ? Scalars.recorded | Scalars.collected : Scalars.collected)
  }
}
