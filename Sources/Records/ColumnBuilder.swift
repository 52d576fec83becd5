internal import Standard
internal import Values

/// Builds the columns of some dossiers.
struct ColumnBuilder {
  let dossiers: [Dossier]
  let dictionary: DataDictionary
  let asOf: CalendarDate
  var labels: [String: Int64] = [:]

  mutating func table(_ record: Int) -> Dataset.Table {
    let type = dictionary.records[record]
    var table = Dataset.Table(offsets: [0], ids: [], columns: [], coverage: [])
    for dossier in dossiers {
      let rows = dossier.rows[record]
      for row in rows { table.ids.append(row.id) }
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
        column.append(row.cells[field], codes: codes)
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
      let reading = CellReading(
        field, dictionary, taken: coverage[shelter].taken ?? asOf.number, asOf: asOf.number)
      for row in dossier.rows[record] {
        let cell = row.cells[index]
        var number: Int64?
        if case .label(let label) = cell {
          if case .reference = field.kind { number = places[label] } else { number = self.number(of: label) }
        }
        column.append(cell, reading, number: number)
      }
    }
    return column
  }

  private mutating func number(of label: String) -> Int64 {
    if let number = labels[label] { return number }
    let number = Int64(labels.count)
    labels[label] = number
    return number
  }
}

/// What the cells of a field mean as ranges, in a list taken on some day.
struct CellReading: Sendable {
  /// Everything the field may hold lies between these.
  let lowest: Int64
  let highest: Int64
  let mayBeNone: Bool
  let isReference: Bool
  let isInstant: Bool
  /// Dates and instants can still come.
  let canCome: Bool
  /// Instants and lengths of time have a detail beside the value.
  let hasDetail: Bool
  /// How many of the base unit one is.
  let factor: Int64
  let taken: Int64
  let asOf: Int64

  init(_ field: Field, _ dictionary: DataDictionary, taken: Int64, asOf: Int64) {
    switch field.kind {
    case .code(let list): (lowest, highest) = (0, Int64(dictionary.lists[list].codes.count - 1))
    case .number: (lowest, highest) = (field.isSigned ? -Coverage.unlimited : 0, Coverage.unlimited)
    case .age: (lowest, highest) = (0, 130 * FixedPoint.scale)
    default: (lowest, highest) = (-Coverage.unlimited, Coverage.unlimited)
    }
    if case .number(let unit) = field.kind { factor = Dimension(unit: unit).factor } else { factor = 1 }
    if case .reference = field.kind { isReference = true } else { isReference = false }
    isInstant = field.kind == .instant
    canCome = field.kind == .date || isInstant
    hasDetail = isInstant || field.kind == .duration
    mayBeNone = field.mayBeNone
    self.taken = taken
    self.asOf = asOf
  }
}

extension Scalars {
  /// Adds what a cell says.
  ///
  /// - Parameter number: of a label, or the row that a reference names; nil where that is not listed.
  mutating func append(_ cell: Cell, _ reading: CellReading, number: Int64? = nil) {
    let value = Scalars.mayBeValue | Scalars.recorded | Scalars.collected
    let (lowest, highest) = (reading.lowest, reading.highest)
    var detail = Scalars.noDetail
    switch cell {
    case .notCollected, .blank:
      let none = reading.mayBeNone ? Scalars.mayBeNone : 0
      append(lowest, highest, Scalars.mayBeValue | none | (cell == .blank ? Scalars.collected : 0))
    case .none:
      // “None” in a date that can still come was true on the day the list was taken, and is not known after it.
      if reading.canCome, reading.taken < reading.asOf {
        append((reading.taken + 1) * (reading.isInstant ? 86_400 : 1), highest, value | Scalars.mayBeNone)
      } else {
        append(0, 0, Scalars.mayBeNone | Scalars.recorded | Scalars.collected)
      }
    case .days(let from, let to):
      // A date that is only known to have come lies no later than the day somebody looked.
      let last = to ?? (from == nil ? reading.taken : nil)
      if reading.isInstant {
        append(from.map { $0 * 86_400 } ?? lowest, last.map { $0 * 86_400 + 86_399 } ?? highest, value)
      } else {
        append(from ?? lowest, last ?? highest, value)
      }
    case .instant(let instant):
      append(instant.wallSeconds, instant.wallSeconds, value)
      detail = instant.offsetMinutes
    case .number(let from, let to):
      append(from.map { $0 * reading.factor } ?? lowest, to.map { $0 * reading.factor } ?? highest, value)
    case .code(let codes):
      if codes.count == 1 {
        append(Int64(codes[0]), Int64(codes[0]), value)
      } else {
        alternatives.append(codes)
        let place = Int64(alternatives.count - 1)
        append(place, place, value | Scalars.coarse)
      }
    case .label:
      append(number ?? -1, number ?? -1, number == nil ? value | Scalars.unlisted : value)
    case .period(let period):
      append(period.amount, period.amount, value)
      detail = Int64(period.unit.rawValue)
    case .years(let from, let to):
      append(from * FixedPoint.scale, to * FixedPoint.scale, value)
    case .set, .checks:
      append(lowest, highest, Scalars.mayBeValue)
    }
    if reading.hasDetail { self.detail.append(detail) }
  }
}

extension Sets {
  /// Adds what a cell says.
  ///
  /// - Parameter codes: how many codes the list has.
  mutating func append(_ cell: Cell, codes: Int) {
    switch cell {
    case .set(let members):
      append(certain: members, possible: members, flags: Scalars.recorded | Scalars.collected, codes: codes)
    case .checks(let yes, let no):
      let open = (0..<Int32(codes)).filter { !no.contains($0) }
      append(certain: yes, possible: open, flags: Scalars.recorded | Scalars.collected, codes: codes)
    case .none:
      append(certain: [], possible: [], flags: Scalars.recorded | Scalars.collected, codes: codes)
    case .blank: append(certain: [], possible: nil, flags: Scalars.collected, codes: codes)
    default: append(certain: [], possible: nil, flags: 0, codes: codes)
    }
  }
}
