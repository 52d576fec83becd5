internal import Standard
public import Values

/// Reads the shelters of one stretch of a portfolio, some at a time, into columns.
///
/// Its memory is that of one batch: the shelters of a country pass through it.
public struct PortfolioReader: ~Copyable {
  private let portfolio: Portfolio
  private let asOf: CalendarDate
  private var stretch: Portfolio.Stretch
  /// The next shelter.
  private var place: Int
  /// By record type; nil where there is no file.
  private var lists: [PortfolioList?]
  private var collections: CollectionLines?
  private var tables: ReadingTables
  /// Record types so that what references lead to comes first, as far as that can be.
  private let order: [Int]
  private var said: [CollectionLines.Said?]

  /// What is wrong in the lines read so far.
  public var problems: PortfolioProblems { tables.problems }

  /// What is wrong in the lines read since this was last asked for.
  public mutating func takeProblems() -> PortfolioProblems {
    let found = tables.problems
    tables.problems = PortfolioProblems()
    return found
  }

  /// - Parameter asOf: the day that the shelters are judged on.
  public init(_ portfolio: Portfolio, asOf: CalendarDate) { self.init(portfolio, asOf: asOf, window: 1 << 17) }

  /// - Parameter window: how many bytes of each file are held at once.
  init(_ portfolio: Portfolio, asOf: CalendarDate, window: Int) {
    self.portfolio = portfolio
    self.asOf = asOf
    let nothing = Portfolio.Stretch(shelters: 0..<0, ranges: portfolio.files.map { _ in 0..<0 })
    stretch = nothing
    place = 0
    func lines(_ file: Int) -> ShelterLines {
      ShelterLines(file: file, window: LineWindow(portfolio.files[file], 0..<0, capacity: window))
    }
    lists = portfolio.lists.map { list in
      list.map { PortfolioList($0.plan, lines: lines($0.file), portfolio.dictionary) }
    }
    collections = portfolio.collections.map {
      CollectionLines(lines: lines($0.file), columns: $0.columns, portfolio.dictionary, taken: portfolio.taken)
    }
    tables = ReadingTables(portfolio.dictionary, portfolio.shelters)
    order = Self.order(portfolio.dictionary)
    said = portfolio.dictionary.records.map { _ in nil }
  }

  deinit {
    for list in lists { list?.free() }
    collections?.free()
    tables.free()
  }

  /// Goes to the first shelter of a stretch.
  public mutating func begin(_ stretch: Portfolio.Stretch) {
    self.stretch = stretch
    place = stretch.shelters.lowerBound
    tables.last = stretch.shelters.upperBound
    for record in lists.indices {
      if let file = lists[record]?.lines.file { lists[record]?.lines.move(to: stretch.ranges[file]) }
    }
    if let file = collections?.lines.file { collections?.lines.move(to: stretch.ranges[file]) }
  }

  /// The next shelters of the stretch, at most so many; nil when all have been read.
  public mutating func next(_ most: Int) -> Dataset? {
    let end = min(stretch.shelters.upperBound, place + max(1, most))
    guard place < end else { return nil }
    let dictionary = portfolio.dictionary
    var offsets = dictionary.records.map { _ in [0 as Int32] }
    var coverage: [[Coverage]] = dictionary.records.map { _ in [] }
    let first = place
    for shelter in first..<end {
      let label = ShelterLabel(portfolio.labels[shelter], place: shelter)
      collections?.read(label, &said, &tables)
      for record in order {
        tables.ids[record].removeAll()
        lists[record]?.read(label, &tables)
        let rows = lists[record]?.rows ?? 0
        let listed = rows - Int(offsets[record].last ?? 0)
        offsets[record].append(Int32(truncatingIfNeeded: rows))
        coverage[record].append(self.coverage(record, listed: listed))
      }
      resolve(coverage, shelter - first)
    }
    place = end
    if place == stretch.shelters.upperBound { finish() }
    let tables = dictionary.records.indices.map { record in
      Dataset.Table(
        offsets: offsets[record], ids: [], columns: columns(of: record), coverage: coverage[record])
    }
    for record in lists.indices { lists[record]?.removeAll() }
    return Dataset(asOf: asOf, shelters: end - first, tables: tables, labels: self.tables.labels)
  }

  private mutating func coverage(_ record: Int, listed: Int) -> Coverage {
    let isOwn = record == portfolio.dictionary.shelter
    guard let collections else {
      return isOwn ? .whole : .unsaid(listed: listed, record: record, taken: portfolio.taken)
    }
    if isOwn, said[record] == nil { return .whole }
    let found = collections.coverage(
      said[record], of: record, listed: listed, isBroken: portfolio.broken.contains(record), &tables)
    return isOwn ? .whole : found
  }

  /// Finds the rows of references that were met before the list they lead to.
  private mutating func resolve(_ coverage: [[Coverage]], _ shelter: Int) {
    for reference in tables.deferred {
      if let row = tables.ids[reference.target].value(of: reference.key) {
        lists[reference.record]?.set(reference, to: row)
        continue
      }
      guard coverage[reference.target][shelter].isComplete, !portfolio.broken.contains(reference.target),
        let file = lists[reference.record]?.lines.file
      else { continue }
      let types = portfolio.dictionary.records
      let field = lists[reference.record].map {
        types[reference.record].fields[$0.plan.packedFields[reference.slot]].id
      }
      tables.problems.report(
        "record-ref", file: file, line: reference.line, column: reference.column,
        "“\(field ?? "")” names a row that is not in this shelter’s list of \(types[reference.target].id), and that list is complete"
      )
    }
    tables.deferred.removeAll(keepingCapacity: true)
  }

  /// Lines that are left belong to no shelter of the stretch.
  private mutating func finish() {
    let last = stretch.shelters.upperBound
    for record in lists.indices { lists[record]?.lines.finish(portfolio.shelters, upTo: last, &tables.problems) }
    collections?.lines.finish(portfolio.shelters, upTo: last, &tables.problems)
  }

  // MARK: Columns

  private func columns(of record: Int) -> [FieldColumn] {
    let dictionary = portfolio.dictionary
    let rows = lists[record]?.rows ?? 0
    // The shelter’s own row is true on the day it is judged on.
    let taken = record == dictionary.shelter ? asOf : portfolio.taken
    return dictionary.records[record].fields.enumerated().map { index, field in
      let reading = CellReading(field, dictionary, taken: taken.number, asOf: asOf.number)
      guard let list = lists[record], list.plan.storage[index] != .absent else {
        return absent(field, reading, rows)
      }
      switch list.plan.storage[index] {
      case .packed(let slot): return list.column(slot, field, reading)
      case .set(let slot): return .sets(list.sets[slot])
      case .wide(let slot):
        var column = Scalars()
        for cell in list.wide[slot] { column.append(cell, reading) }
        return .scalars(column)
      case .absent: return absent(field, reading, rows)
      }
    }
  }

  /// A field that the file does not have: nobody looked.
  private func absent(_ field: Field, _ reading: CellReading, _ rows: Int) -> FieldColumn {
    switch field.kind {
    case .codes(let list), .checks(let list):
      let codes = portfolio.dictionary.lists[list].codes.count
      var column = Sets(codes: codes)
      for _ in 0..<rows { column.append(.notCollected, codes: codes) }
      return .sets(column)
    case .instant, .duration:
      var column = Scalars()
      for _ in 0..<rows { column.append(.notCollected, reading) }
      return .scalars(column)
    default:
      return .packed(PackedColumn(Array(repeating: PackedColumn.notCollected, count: rows), factor: 1, reading))
    }
  }

  private static func order(_ dictionary: DataDictionary) -> [Int] {
    var order: [Int] = []
    var seen: Set<Int> = []
    func visit(_ record: Int) {
      guard seen.insert(record).inserted else { return }
      for field in dictionary.records[record].fields {
        if case .reference(let target) = field.kind { visit(target) }
      }
      order.append(record)
    }
    for record in dictionary.records.indices { visit(record) }
    return order
  }
}

extension PortfolioList {
  /// A packed column, or a wide one where some cell does not fit.
  func column(_ slot: Int, _ field: Field, _ reading: CellReading) -> FieldColumn {
    let values = Array(UnsafeBufferPointer(start: cells + slot * capacity, count: rows))
    let unit: Int64
    switch field.kind {
    case .number: unit = powerOfTen(6 - decimals[slot]) * reading.factor
    case .age: unit = FixedPoint.scale
    default: unit = 1
    }
    let packed = PackedColumn(values, factor: unit, reading)
    let odd = oddCells.filter { $0.slot == slot }
    if odd.isEmpty { return .packed(packed) }
    let known = packed.widened(0..<rows)
    var column = Scalars()
    var next = 0
    for row in 0..<rows {
      if next < odd.count, odd[next].row == row {
        column.append(odd[next].cell, reading)
        next += 1
      } else {
        column.append(known.low[row], known.high[row], known.flags[row])
      }
    }
    return .scalars(column)
  }
}
