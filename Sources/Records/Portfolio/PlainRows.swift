internal import Standard
internal import Values

// Rows as they nearly always are: nothing unusual in any cell.  They are most of what a country's records hold, so they
// are read without making anything of them but numbers.

extension PortfolioList {
  /// Reads a row in which nothing is unusual; nil, and no row added, where something is.
  ///
  /// - Returns: where the next line begins.
  @inline(__always) mutating func plainRow(
    _ start: UnsafePointer<UInt8>, _ tables: inout ReadingTables
  ) -> UnsafePointer<UInt8>? {
    let row = rows
    var text = start
    var id: TextKey?
    var idPlace = start
    if !isPlain { beginRow() }
    let count = plan.steps.count
    let end: UnsafePointer<UInt8>? = plan.steps.withUnsafeBufferPointer { steps in
      for index in 0..<count {
        let step = steps[index]
        let value: Int32
        switch step.kind {
        case .date:
          if let day = tables.days.day(text) {
            value = day
            text += 10
          } else if let gap = gap(text, step) {
            value = gap
            if gap == PackedColumn.none { text += 1 }
          } else {
            return nil
          }
        case .code:
          let plain = PlainText(text)
          if let code = tables.codes[step.detail].place(text, plain) {
            value = code
          } else if let gap = gap(text, step) {
            value = gap
          } else {
            return nil
          }
          text += plain.count
        case .reference:
          let plain = PlainText(text)
          if plain.count <= 16, let found = tables.ids[step.detail].value(of: plain.key), plain.key != .none {
            value = found
          } else if let gap = gap(text, step) {
            value = gap
          } else {
            guard isPlainLabel(text, plain), plain.key != .none else { return nil }
            value = PackedColumn.unlisted
            deferReference(plain.key, step, at: text, &tables)
          }
          text += plain.count
        case .id:
          let plain = PlainText(text)
          guard isPlainLabel(text, plain) else { return nil }
          id = plain.key
          idPlace = text
          text += plain.count
          value = 0
        case .number, .age:
          guard let (read, length) = number(text, step) else { return nil }
          value = read
          text += length
        case .label:
          let plain = PlainText(text)
          if let gap = gap(text, step) {
            value = gap
          } else {
            guard isPlainLabel(text, plain), plain.key != .none, let number = tables.labelNumbers.value(of: plain.key)
            else { return nil }
            value = number
          }
          text += plain.count
        case .check:
          let plain = PlainText(text)
          guard check(plain, step) else { return nil }
          text += plain.count
          value = 0
        case .other:
          guard let end = otherCell(text, step.detail, &tables) else { return nil }
          text = end
          value = 0
        }
        if step.isPacked { cells[step.slot &* capacity &+ row] = value }
        if index &+ 1 < count {
          guard text[0] == UInt8(ascii: ",") else { return nil }
          text += 1
        }
      }
      if text[0] == UInt8(ascii: "\r") { text += 1 }
      return text[0] == UInt8(ascii: "\n") ? text + 1 : nil
    }
    guard let end else { return nil }
    if let id, !tables.ids[plan.record].insert(id, Int32(truncatingIfNeeded: row)) {
      reportRepeated(line: lines.window.offset(of: lines.window.line), column: idPlace - lines.window.line + 1, &tables)
    }
    if !isPlain { endRow() }
    rows = row &+ 1
    return end
  }

  /// What an empty cell, or one that says none, becomes; nil for any other, and where the field does not allow it.
  @inline(__always) private func gap(_ text: UnsafePointer<UInt8>, _ step: ListPlan.Step) -> Int32? {
    if endsCell(text[0]) { return step.allowsBlank ? PackedColumn.blank : nil }
    guard text[0] == UInt8(ascii: "-"), endsCell(text[1]), step.allowsNone else { return nil }
    return PackedColumn.none
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

  func reportRepeated(line: Int, column: Int, _ tables: inout ReadingTables) {
    tables.problems.report(
      "record-id", file: lines.file, line: line, column: column,
      "two rows of \(tables.rows.dictionary.records[plan.record].id) of this shelter have the same id")
  }

  // MARK: Numbers

  /// A number, or whole years, as its column writes it, and how many bytes it takes.
  @inline(__always) private mutating func number(
    _ text: UnsafePointer<UInt8>, _ step: ListPlan.Step
  ) -> (Int32, Int)? {
    guard let number = PlainNumber(text) else {
      return gap(text, step).map { ($0, $0 == PackedColumn.none ? 1 : 0) }
    }
    if step.kind == .age {
      return number.decimals == 0 && number.digits <= 130 ? (number.digits, number.length) : nil
    }
    return packed(number, step.slot).map { ($0, number.length) }
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

  // MARK: Sets, and kinds of cells for which there is no short way

  mutating func beginRow() {
    for i in yes.indices { (yes[i], no[i]) = (0, 0) }
    others.removeAll(keepingCapacity: true)
  }

  private mutating func check(_ plain: PlainText, _ step: ListPlan.Step) -> Bool {
    if plain.count == 0 { return step.allowsBlank }
    let place = widths[..<step.slot].reduce(0, +) + step.detail / 64
    let bit: UInt64 = 1 << UInt64(step.detail % 64)
    if plain.key == .yes { yes[place] |= bit } else if plain.key == .no { no[place] |= bit } else { return false }
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

  mutating func endRow() {
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
