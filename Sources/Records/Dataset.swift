public import Standard
public import Values

/// The records of one or many shelters as columns: each record type once, rows of a shelter side by side.
public struct Dataset: Sendable {
  public let asOf: CalendarDate
  /// How many shelters there are.
  public let shelters: Int
  /// By record type.
  public let tables: [Table]
  /// By shelter.
  public let holidays: [Holidays]
  /// The labels that occur, so that equal labels are equal numbers.
  public let labels: [String: Int64]

  /// One record type of all shelters.
  public struct Table: Sendable {
    /// Where the rows of each shelter begin; one more than there are shelters.
    public var offsets: [Int32]
    /// The shelter of each row.
    public var shelter: [Int32]
    public var ids: [String]
    /// By field.
    public var columns: [FieldColumn]
    /// By shelter.
    public var coverage: [Coverage]

    public var count: Int { ids.count }
  }

  /// The columns of these dossiers, one shelter each, as they stand on a day.
  public init(_ dossiers: [Dossier], _ dictionary: DataDictionary, asOf: CalendarDate) {
    self.asOf = asOf
    shelters = dossiers.count
    holidays = dossiers.map { $0.holidays }
    var builder = ColumnBuilder(dossiers: dossiers, dictionary: dictionary, asOf: asOf)
    tables = dictionary.records.indices.map { builder.table($0) }
    labels = builder.labels
  }

  /// The same records of one shelter after some edits; only what they touch is built again.
  ///
  /// - Parameter dossier: the dossier with the edits made.
  public init(_ base: Dataset, _ edits: [Edit], _ dossier: Dossier, _ dictionary: DataDictionary) {
    asOf = base.asOf
    shelters = 1
    holidays = base.holidays
    var builder = ColumnBuilder(dossiers: [dossier], dictionary: dictionary, asOf: asOf, labels: base.labels)
    var tables = base.tables
    var grown: Set<Int> = []
    var whole: Set<Int> = []
    var cells: Set<FieldPlace> = []
    for edit in edits {
      switch edit {
      case .append(let record, _):
        grown.insert(record)
        whole.insert(record)
      case .complete(let record): whole.insert(record)
      case .set(let record, _, let field, _), .check(let record, _, let field, _, _):
        cells.insert(FieldPlace(record: record, field: field))
      }
    }
    for record in whole { tables[record] = builder.table(record) }
    // A reference is the place of a row, so references to a list that has grown are worked out again.
    for (record, type) in dictionary.records.enumerated() where !whole.contains(record) {
      for (field, kind) in type.fields.enumerated() {
        if case .reference(let target) = kind.kind, grown.contains(target) {
          cells.insert(FieldPlace(record: record, field: field))
        }
      }
    }
    for place in cells where !whole.contains(place.record) {
      tables[place.record].columns[place.field] = builder.column(
        place.record, place.field, tables[place.record].coverage)
    }
    self.tables = tables
    labels = builder.labels
  }

  private struct FieldPlace: Hashable {
    var record: Int
    var field: Int
  }
}

/// One field of all rows of a record type.
public enum FieldColumn: Sendable {
  case scalars(Scalars)
  case sets(Sets)

  /// The values of a range of rows; nothing for sets.
  public func scalars(_ range: Range<Int>) -> Scalars {
    guard case .scalars(let column) = self else { return Scalars() }
    if range.count == column.flags.count { return column }
    var slice = Scalars()
    slice.low = Array(column.low[range])
    slice.high = Array(column.high[range])
    slice.flags = Array(column.flags[range])
    if !column.detail.isEmpty { slice.detail = Array(column.detail[range]) }
    slice.alternatives = column.alternatives
    return slice
  }
}

/// Single values as ranges: everything a cell may hold lies between `low` and `high`, or it is none.
///
/// Days are day numbers; instants are seconds on the house's clock with `detail` the minutes ahead of UTC (or
/// `Scalars.noDetail`); numbers are millionths of the base unit, ages of a year; codes are places in the list; labels and references
/// are numbers given by the dataset; lengths of time are amounts with `detail` their unit.
public struct Scalars: Sendable {
  public var low: [Int64] = []
  public var high: [Int64] = []
  public var flags: [UInt8] = []
  /// Empty where the kind of field needs none.
  public var detail: [Int64] = []
  /// What `coarse` cells may be; `low` is a place here.
  public var alternatives: [[Int32]] = []
  /// One value stands for all rows.
  public var isConstant = false

  public static let mayBeValue: UInt8 = 1
  public static let mayBeNone: UInt8 = 2
  /// The source says something: a value or none.
  public static let recorded: UInt8 = 4
  /// Somebody looked.
  public static let collected: UInt8 = 8
  /// One of a few codes.
  public static let coarse: UInt8 = 16
  /// A reference to a row that is not listed.
  public static let unlisted: UInt8 = 32
  /// The value at hand is exactly `low`.
  public static let noDetail = Int64.min

  public init() {}

  /// The lowest value of a row.
  @inlinable public func low(_ row: Int) -> Int64 { low[isConstant ? 0 : row] }
  /// The highest value of a row.
  @inlinable public func high(_ row: Int) -> Int64 { high[isConstant ? 0 : row] }
  /// What is known of a row.
  @inlinable public func flags(_ row: Int) -> UInt8 { flags[isConstant ? 0 : row] }
  /// The detail of a row, if its kind has any.
  @inlinable public func detail(_ row: Int) -> Int64 { detail.isEmpty ? Scalars.noDetail : detail[isConstant ? 0 : row] }

  public mutating func append(_ low: Int64, _ high: Int64, _ flags: UInt8) {
    self.low.append(low)
    self.high.append(high)
    self.flags.append(flags)
  }
}

/// Sets of codes: for each row the codes that are surely in, and those that may be, as bits.
public struct Sets: Sendable {
  /// Words of 64 codes a row.
  public var width: Int
  public var certain: [UInt64] = []
  public var possible: [UInt64] = []
  public var flags: [UInt8] = []

  public init(codes: Int) { width = (codes + 63) / 64 }

  mutating func append(certain: [Int32], possible: [Int32]?, flags: UInt8, codes: Int) {
    let start = self.certain.count
    self.certain += Array(repeating: 0, count: width)
    for code in certain { self.certain[start + Int(code) / 64] |= 1 << UInt64(code % 64) }
    if let possible {
      self.possible += Array(repeating: 0, count: width)
      for code in possible { self.possible[start + Int(code) / 64] |= 1 << UInt64(code % 64) }
    } else {
      for word in 0..<width {
        let bits = min(64, codes - word * 64)
        self.possible.append(bits == 64 ? .max : (1 << UInt64(bits)) - 1)
      }
    }
    self.flags.append(flags)
  }
}

private struct ColumnBuilder {
  let dossiers: [Dossier]
  let dictionary: DataDictionary
  let asOf: CalendarDate
  var labels: [String: Int64] = [:]

  mutating func table(_ record: Int) -> Dataset.Table {
    let type = dictionary.records[record]
    var table = Dataset.Table(offsets: [0], shelter: [], ids: [], columns: [], coverage: [])
    for (index, dossier) in dossiers.enumerated() {
      let rows = dossier.rows[record]
      for row in rows {
        table.ids.append(row.id)
        table.shelter.append(Int32(index))
      }
      table.offsets.append(Int32(table.ids.count))
      table.coverage.append(
        record == dictionary.shelter
          ? .whole : Coverage(dossier.collections.filter { $0.record == record }, listed: rows.count))
    }
    for index in type.fields.indices { table.columns.append(column(record, index, table.coverage)) }
    return table
  }

  mutating func column(_ record: Int, _ index: Int, _ coverage: [Coverage]) -> FieldColumn {
    let field = dictionary.records[record].fields[index]
    switch field.kind {
    case .codes(let list), .checks(let list): return .sets(sets(record, index, dictionary.lists[list].codes.count))
    default: return .scalars(scalars(record, index, field, coverage))
    }
  }

  private func sets(_ record: Int, _ field: Int, _ codes: Int) -> Sets {
    var column = Sets(codes: codes)
    for dossier in dossiers {
      for row in dossier.rows[record] {
        switch row.cells[field] {
        case .set(let members):
          column.append(certain: members, possible: members, flags: Scalars.recorded | Scalars.collected, codes: codes)
        case .checks(let yes, let no):
          let open = (0..<Int32(codes)).filter { !no.contains($0) }
          column.append(certain: yes, possible: open, flags: Scalars.recorded | Scalars.collected, codes: codes)
        case .none:
          column.append(certain: [], possible: [], flags: Scalars.recorded | Scalars.collected, codes: codes)
        case .blank: column.append(certain: [], possible: nil, flags: Scalars.collected, codes: codes)
        default: column.append(certain: [], possible: nil, flags: 0, codes: codes)
        }
      }
    }
    return column
  }

  private mutating func scalars(_ record: Int, _ index: Int, _ field: Field, _ coverage: [Coverage]) -> Scalars {
    var column = Scalars()
    var places: [String: Int64] = [:]
    var base: Int64 = 0
    for (shelter, dossier) in dossiers.enumerated() {
      if case .reference(let target) = field.kind {
        places = [:]
        for (place, row) in dossier.rows[target].enumerated() { places[row.id] = base + Int64(place) }
        base += Int64(dossier.rows[target].count)
      }
      let taken = coverage[shelter].taken ?? asOf.number
      for row in dossier.rows[record] {
        append(row.cells[index], field, places, taken, to: &column)
      }
    }
    return column
  }

  private mutating func append(
    _ cell: Cell, _ field: Field, _ places: [String: Int64], _ taken: Int64, to column: inout Scalars
  ) {
    let value = Scalars.mayBeValue | Scalars.recorded | Scalars.collected
    let (lowest, highest) = extremes(of: field)
    let isInstant = field.kind == .instant
    var detail = Scalars.noDetail
    switch cell {
    case .notCollected, .blank:
      let none = field.mayBeNone ? Scalars.mayBeNone : 0
      column.append(lowest, highest, Scalars.mayBeValue | none | (cell == .blank ? Scalars.collected : 0))
    case .none:
      // “None” in a date that can still come was true on the day the list was taken, and is not known after it.
      if field.kind == .date || isInstant, taken < asOf.number {
        column.append(
          (taken + 1) * (isInstant ? 86_400 : 1), highest,
          value | Scalars.mayBeNone)
      } else {
        column.append(0, 0, Scalars.mayBeNone | Scalars.recorded | Scalars.collected)
      }
    case .days(let from, let to):
      // A date that is only known to have come lies no later than the day somebody looked.
      let last = to ?? (from == nil ? taken : nil)
      if isInstant {
        column.append(from.map { $0 * 86_400 } ?? lowest, last.map { $0 * 86_400 + 86_399 } ?? highest, value)
      } else {
        column.append(from ?? lowest, last ?? highest, value)
      }
    case .instant(let instant):
      column.append(instant.wallSeconds, instant.wallSeconds, value)
      detail = instant.offsetMinutes
    case .number(let from, let to):
      var factor: Int64 = 1
      if case .number(let unit) = field.kind { factor = Dimension(unit: unit).factor }
      column.append(from.map { $0 * factor } ?? lowest, to.map { $0 * factor } ?? highest, value)
    case .code(let codes):
      if codes.count == 1 {
        column.append(Int64(codes[0]), Int64(codes[0]), value)
      } else {
        column.alternatives.append(codes)
        let place = Int64(column.alternatives.count - 1)
        column.append(place, place, value | Scalars.coarse)
      }
    case .label(let label):
      if case .reference = field.kind {
        let place = places[label]
        column.append(place ?? -1, place ?? -1, place == nil ? value | Scalars.unlisted : value)
      } else {
        let number = labels[label] ?? Int64(labels.count)
        labels[label] = number
        column.append(number, number, value)
      }
    case .period(let period):
      column.append(period.amount, period.amount, value)
      detail = Int64(period.unit.rawValue)
    case .years(let from, let to):
      column.append(from * FixedPoint.scale, to * FixedPoint.scale, value)
    case .set, .checks:
      column.append(lowest, highest, Scalars.mayBeValue)
    }
    if isInstant || field.kind == .duration { column.detail.append(detail) }
  }

  /// Everything a field may hold.
  private func extremes(of field: Field) -> (Int64, Int64) {
    switch field.kind {
    case .code(let list): (0, Int64(dictionary.lists[list].codes.count - 1))
    case .number: (field.isSigned ? -Coverage.unlimited : 0, Coverage.unlimited)
    case .age: (0, 130 * FixedPoint.scale)
    default: (-Coverage.unlimited, Coverage.unlimited)
    }
  }
}
