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
    /// Empty where nobody will ask for a row by its name.
    public var ids: [String]
    /// By field.
    public var columns: [FieldColumn]
    /// By shelter.
    public var coverage: [Coverage]

    public init(offsets: [Int32], ids: [String], columns: [FieldColumn], coverage: [Coverage]) {
      self.offsets = offsets
      self.ids = ids
      self.columns = columns
      self.coverage = coverage
    }

    /// How many rows there are.
    public var count: Int { Int(offsets.last ?? 0) }

    /// The rows of some shelters.
    public func rows(of shelters: Range<Int>) -> Range<Int> {
      Int(offsets[shelters.lowerBound])..<Int(offsets[shelters.upperBound])
    }

    /// For each row of these shelters, which of them it belongs to, counted from the first of the range.
    public func owners(of shelters: Range<Int>) -> [Int32] {
      var owners: [Int32] = []
      owners.reserveCapacity(rows(of: shelters).count)
      for (index, shelter) in shelters.enumerated() {
        let count = Int(offsets[shelter + 1] - offsets[shelter])
        owners.append(contentsOf: repeatElement(Int32(index), count: count))
      }
      return owners
    }
  }

  /// Columns that were read as such.
  ///
  /// - Parameters:
  ///   - tables: by record type; each has one offset more than there are shelters.
  ///   - labels: the numbers of the labels that the columns hold.
  public init(asOf: CalendarDate, shelters: Int, tables: [Table], labels: [String: Int64]) {
    self.asOf = asOf
    self.shelters = shelters
    self.tables = tables
    self.labels = labels
    holidays = Array(repeating: Holidays(), count: shelters)
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
