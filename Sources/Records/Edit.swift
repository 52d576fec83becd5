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

  /// Whether it adds the row that another edit is about.
  public func adds(rowOf other: Edit) -> Bool {
    guard case .append(let record, let added) = self else { return false }
    switch other {
    case .set(record, let row, _, _), .check(record, let row, _, _, _): return row == added.id
    default: return false
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

  /// The place of a row, and where one of this id belongs.  Rows are ordered by id, so that halves can be left out.
  private func place(of id: String, in record: Int) -> (row: Int?, insertion: Int) {
    let list = rows[record]
    var low = 0
    var high = list.count
    while low < high {
      let middle = (low + high) / 2
      if idOrder(list[middle].id, id) { low = middle + 1 } else { high = middle }
    }
    return low < list.count && list[low].id == id ? (low, low) : (nil, low)
  }

  private mutating func apply(_ edit: Edit, _ asOf: CalendarDate) {
    switch edit {
    case .set(let record, let id, let field, let cell):
      guard let row = place(of: id, in: record).row else { return }
      rows[record][row].cells[field] = cell
    case .check(let record, let id, let field, let code, let isYes):
      guard let row = place(of: id, in: record).row else { return }
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
      let place = place(of: row.id, in: record)
      guard place.row == nil else { return }
      rows[record].insert(row, at: place.insertion)
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
