public import Values

/// One change to a dossier: what an action does, as records.
public enum Edit: Hashable, Sendable {
  /// A cell is filled in or changed.
  case set(record: Int, row: String, field: Int, Cell)
  /// One code of a checklist or set is answered.
  case check(record: Int, row: String, field: Int, code: Int32, isYes: Bool)
  /// A row is added.
  case append(record: Int, RecordRow)
  /// The list is said to be complete, as taken on the as-of date.
  case complete(record: Int)

  /// The record type it changes.
  public var record: Int {
    switch self {
    case .set(let record, _, _, _), .check(let record, _, _, _, _), .append(let record, _), .complete(let record):
      record
    }
  }
}

extension Dossier {
  /// A copy with these changes made, as they stand on a day.
  public func applying(_ edits: [Edit], asOf: CalendarDate) -> Dossier {
    var copy = self
    for edit in edits { copy.apply(edit, asOf) }
    return copy
  }

  private mutating func apply(_ edit: Edit, _ asOf: CalendarDate) {
    switch edit {
    case .set(let record, let id, let field, let cell):
      guard let row = rows[record].firstIndex(where: { $0.id == id }) else { return }
      rows[record][row].cells[field] = cell
    case .check(let record, let id, let field, let code, let isYes):
      guard let row = rows[record].firstIndex(where: { $0.id == id }) else { return }
      switch rows[record][row].cells[field] {
      case .set(let codes):
        let others = codes.filter { $0 != code }
        rows[record][row].cells[field] = .set(isYes ? (others + [code]).sorted() : others)
      case .checks(let yes, let no):
        let (others, rest) = (yes.filter { $0 != code }, no.filter { $0 != code })
        rows[record][row].cells[field] = .checks(
          yes: isYes ? (others + [code]).sorted() : others, no: isYes ? rest : (rest + [code]).sorted())
      default: rows[record][row].cells[field] = .checks(yes: isYes ? [code] : [], no: isYes ? [] : [code])
      }
    case .append(let record, let row):
      guard !rows[record].contains(where: { $0.id == row.id }) else { return }
      let place = rows[record].firstIndex { idOrder(row.id, $0.id) } ?? rows[record].count
      rows[record].insert(row, at: place)
      // There are at least as many as are listed.
      for index in collections.indices where collections[index].record == record {
        if let population = collections[index].population {
          collections[index].population = max(population, Int64(rows[record].count))
        }
      }
      if !collections.contains(where: { $0.record == record && $0.extent != .absent }) {
        collections.removeAll { $0.record == record }
        collections.append(Collection(record: record, extent: .partial, taken: asOf))
      }
    case .complete(let record):
      collections.removeAll { $0.record == record && ($0.extent == .absent || $0.parent == nil) }
      collections.append(Collection(record: record, extent: .complete, taken: asOf, saidBy: "manager"))
    }
  }
}
