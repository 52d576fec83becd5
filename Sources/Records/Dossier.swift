public import Standard
public import Values

/// What is known of one shelter: its records, and how complete each list of them is.
public struct Dossier: Hashable, Sendable {
  /// The made-up name of the shelter.
  public var label: String
  /// The day the dossier is about, if it says one.
  public var asOf: CalendarDate?
  public var collections: [Collection]
  public var exclusions: [Exclusion]
  public var holidays: Holidays
  /// Rows by record type (places in the dictionary), each list ordered by id.
  public var rows: [[RecordRow]]

  public init(
    label: String, asOf: CalendarDate?, collections: [Collection], exclusions: [Exclusion], rows: [[RecordRow]],
    holidays: Holidays = Holidays()
  ) {
    self.label = label
    self.asOf = asOf
    self.collections = collections
    self.exclusions = exclusions
    self.rows = rows
    self.holidays = holidays
  }
}

/// One row of a record type.
public struct RecordRow: Hashable, Sendable {
  /// A made-up label; empty for the shelter's own row.
  public var id: String
  /// One a field, in the dictionary's order.
  public var cells: [Cell]

  public init(id: String, cells: [Cell]) {
    self.id = id
    self.cells = cells
  }
}

/// How the rows of a record type were collected.
public struct Collection: Hashable, Sendable {
  /// How much of what exists is listed.
  public enum Extent: String, Hashable, Sendable, CaseIterable {
    /// What is not there did not happen.
    case complete
    /// More may exist.
    case partial
    /// Drawn at random.
    case sample
    /// Nothing is known.
    case absent
  }

  public var record: Int
  public var extent: Extent
  /// The period that a complete list covers; nil = without limit.
  public var from: CalendarDate?
  public var to: CalendarDate?
  /// Complete for every listed row of this record type.
  public var parent: Int?
  /// The day the list was taken.
  public var taken: CalendarDate?
  public var drawn: Int64?
  public var population: Int64?
  /// A sample that somebody picked by hand says nothing about what was not picked.
  public var isHandPicked = false
  public var saidBy: String
  public var checkedBy: String

  public init(
    record: Int, extent: Extent, from: CalendarDate? = nil, to: CalendarDate? = nil, parent: Int? = nil,
    taken: CalendarDate? = nil, drawn: Int64? = nil, population: Int64? = nil, saidBy: String = "",
    checkedBy: String = ""
  ) {
    self.record = record
    self.extent = extent
    self.from = from
    self.to = to
    self.parent = parent
    self.taken = taken
    self.drawn = drawn
    self.population = population
    self.saidBy = saidBy
    self.checkedBy = checkedBy
  }
}

/// A criterion that does not apply here, by a decision that somebody stands for.
public struct Exclusion: Hashable, Sendable {
  public var criterion: String
  public var reason: String
  public var acceptedBy: String

  public init(criterion: String, reason: String, acceptedBy: String) {
    self.criterion = criterion
    self.reason = reason
    self.acceptedBy = acceptedBy
  }
}

extension Dossier {
  /// The canonical form, which does not depend on how the dossier was kept: `docs/dossier.md` describes it.
  public func canonical(_ dictionary: DataDictionary) -> [UInt8] {
    var text = "lintel-dossier 1\nlabel=\(label)\n"
    if let asOf { text += "as-of=\(asOf)\n" }
    var lines: [String] = []
    for collection in collections {
      var line = "collection=\(dictionary.records[collection.record].id) \(collection.extent.rawValue)"
      if let from = collection.from { line += " from=\(from)" }
      if let to = collection.to { line += " to=\(to)" }
      if let parent = collection.parent { line += " for=\(dictionary.records[parent].id)" }
      if let taken = collection.taken { line += " taken=\(taken)" }
      if let drawn = collection.drawn { line += " drawn=\(drawn)" }
      if let population = collection.population { line += " population=\(population)" }
      if collection.isHandPicked { line += " chosen=by-hand" }
      if !collection.saidBy.isEmpty { line += " said-by=\(collection.saidBy)" }
      if !collection.checkedBy.isEmpty { line += " checked-by=\(collection.checkedBy)" }
      lines.append(line)
    }
    for exclusion in exclusions {
      lines.append("exclusion=\(exclusion.criterion) accepted-by=\(exclusion.acceptedBy) reason=\(exclusion.reason)")
    }
    for year in holidays.years {
      let days = holidays.days.map { CalendarDate(number: $0) }.filter { $0.parts.year == year }
      lines.append("holidays=\(year) " + days.map { "\($0)" }.joined(separator: " "))
    }
    for line in lines.sorted() { text += line + "\n" }
    var bytes = Array(text.utf8)
    func append(_ text: String) { bytes.append(contentsOf: text.utf8) }
    for (type, rows) in zip(dictionary.records, rows) {
      for row in rows {
        append("row=")
        append(type.id)
        if !row.id.isEmpty {
          append(" ")
          append(row.id)
        }
        append("\n")
        for (field, cell) in zip(type.fields, row.cells) {
          guard let value = cell.text(of: field, in: dictionary) else { continue }
          append(" ")
          append(field.id)
          append("=")
          append(value)
          append("\n")
        }
      }
    }
    return bytes
  }
}
