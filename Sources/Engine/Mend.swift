internal import Records
internal import Standard
internal import Values

/// Finds what would have to change in one shelter's records for a node to become true (or false): a reading of the
/// same columns that gave the verdict.  What it proposes is checked afterwards by judging the changed dossier.
struct Mender {
  let run: Evaluation
  let dossier: Dossier
  let dictionary: DataDictionary
  /// Ids given to rows that a proposal adds, so that they do not meet.
  var newRows = 0

  init(_ run: Evaluation, _ dossier: Dossier, _ dictionary: DataDictionary, newRows: Int = 0) {
    self.run = run
    self.dossier = dossier
    self.dictionary = dictionary
    self.newRows = newRows
  }

  var program: Program { run.program }
  var asOf: Int64 { run.data.asOf.number }

  /// The author's words for a node.
  func reading(_ id: Int) -> String {
    if let reading = program.readings[id] { return reading }
    if case .moved(let inner, _) = program.verdicts[id] { return reading(inner) }
    return ""
  }

  /// What makes a node true.  `isMember` = the node decides whether a row counts, so what a row *is* may not change.
  mutating func mend(_ id: Int, _ row: Int, to wanted: Bool = true, isMember: Bool = false) -> Repair {
    let truth = run.verdicts[id][row]
    if truth == (wanted ? 2 : 0) { return .nothing }
    switch program.verdicts[id] {
    case .constant: return .impossible
    case .moved(let inner, let map): return mend(inner, Int(run.maps[map][row]), to: wanted, isMember: isMember)
    case .not(let part): return mend(part, row, to: !wanted, isMember: isMember)
    case .all(let parts):
      return wanted ? mendAll(parts, row, true, isMember) : cheapest(1, parts, row, false, isMember)
    case .any(let count, let parts):
      return wanted
        ? cheapest(count, parts, row, true, isMember) : cheapest(parts.count - count + 1, parts, row, false, isMember)
    case .settled(let records, let answer):
      let first = mend(records, row, to: wanted, isMember: isMember)
      if !first.isImpossible || run.verdicts[records][row] != 1 { return first }
      return mend(answer, row, to: wanted, isMember: isMember)
    case .within(let value, let start, let end, let parts):
      return wanted
        ? within(id, value, start, end, parts, row, isMember)
        : outside(id, value, row, isMember)
    case .compare(let left, let relation, let right, let comparison):
      return compare(id, left, relation, right, comparison, row, wanted, isMember)
    case .isNone(let scalar): return none(id, scalar, row, wanted, isMember)
    case .oneOf(let scalar, let codes): return oneOf(id, scalar, codes, row, wanted, isMember)
    case .includes(let set, let codes, let count): return includes(id, set, codes, count, row, wanted, isMember)
    case .includesField(let left, let right, let count): return includesField(id, left, right, count, row, wanted)
    case .recordedScalar(let scalar): return recorded(id, scalar, row, wanted)
    case .recordedSet(let set): return recordedSet(id, set, row, wanted)
    case .every(let group, let body, let ifEmpty): return every(id, group, body, ifEmpty, row, wanted)
    case .measure(let left, let relation, let right): return measure(id, left, relation, right, row, wanted)
    case .gap(let node): return gap(id, node, row, wanted)
    case .answer(let node): return answers(id, node, row, wanted)
    }
  }

  private mutating func mendAll(_ parts: [Int], _ row: Int, _ wanted: Bool, _ isMember: Bool) -> Repair {
    var repair = Repair.nothing
    for part in parts { repair.add(mend(part, row, to: wanted, isMember: isMember)) }
    return repair
  }

  /// The so many parts that take the fewest changes.
  private mutating func cheapest(_ count: Int, _ parts: [Int], _ row: Int, _ wanted: Bool, _ isMember: Bool) -> Repair {
    var repairs: [Repair] = []
    var open = count
    for part in parts {
      if run.verdicts[part][row] == (wanted ? 2 : 0) {
        open -= 1
      } else {
        repairs.append(mend(part, row, to: wanted, isMember: isMember))
      }
    }
    guard open > 0 else { return .nothing }
    guard repairs.count >= open else { return .impossible }
    let best = repairs.enumerated().sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }.prefix(open)
    var repair = Repair.nothing
    for one in best.sorted(by: { $0.offset < $1.offset }) { repair.add(one.element) }
    return repair
  }

  // MARK: Cells

  /// The cell that a scalar reads, if it is one cell of a listed row.
  func cell(_ scalar: Int, _ row: Int) -> CellPlace? {
    switch program.scalars[scalar] {
    case .field(let record, let field): return CellPlace(record: record, row: row, field: field)
    case .moved(let inner, let map): return cell(inner, Int(run.maps[map][row]))
    case .asDay(let inner), .asSeconds(let inner), .age(let inner, _, _): return cell(inner, row)
    case .walked(let reference, let record, let field):
      let column = run.scalars[reference]
      let flags = column.flags[row]
      guard flags & (Scalars.unlisted | Scalars.mayBeNone) == 0, flags & Scalars.mayBeValue != 0,
        column.low[row] == column.high[row]
      else { return cell(reference, row) }
      return CellPlace(record: record, row: Int(column.low[row]), field: field)
    default: return nil
    }
  }

  func setCell(_ set: Int, _ row: Int) -> CellPlace? {
    switch program.sets[set] {
    case .field(let record, let field): return CellPlace(record: record, row: row, field: field)
    case .moved(let inner, let map): return setCell(inner, Int(run.maps[map][row]))
    case .walked(let reference, let record, let field):
      let column = run.scalars[reference]
      guard column.low[row] == column.high[row], column.flags[row] & Scalars.mayBeNone == 0, column.low[row] >= 0 else {
        return cell(reference, row)
      }
      return CellPlace(record: record, row: Int(column.low[row]), field: field)
    }
  }

  func field(_ place: CellPlace) -> Field { dictionary.records[place.record].fields[place.field] }
  func content(_ place: CellPlace) -> Cell { dossier.rows[place.record][place.row].cells[place.field] }
  func label(_ place: CellPlace) -> String { label(place.record, place.row) }

  func label(_ record: Int, _ row: Int) -> String {
    let id = dossier.rows[record][row].id
    return id.isEmpty ? dossier.label : id
  }

  /// A shortfall of one cell.
  func atom(_ id: Int, _ place: CellPlace, _ kind: Shortfall.Kind, _ edits: [Edit]) -> Repair {
    let unknown =
      kind == .notRecorded ? [UnknownField(record: place.record, field: place.field, rows: [label(place)])] : []
    return Repair(
      parts: [
        Shortfall(
          kind: kind, what: reading(id), count: 1, of: nil, items: [label(place)], edits: edits, unknown: unknown)
      ], isImpossible: edits.isEmpty)
  }

  func set(_ place: CellPlace, _ cell: Cell) -> [Edit] {
    [.set(record: place.record, row: dossier.rows[place.record][place.row].id, field: place.field, cell)]
  }

  /// What kind of shortfall a cell with another value is: rows that happened on a day stay as they were.
  func kind(_ id: Int, _ place: CellPlace, _ row: Int) -> Shortfall.Kind {
    if run.verdicts[id][row] == 1 { return .notRecorded }
    if case .dates = dictionary.records[place.record].time {
      switch field(place).kind {
      case .checks, .codes, .code(list: 0): return .missing
      default: return content(place) == .none ? .missing : .lapsed
      }
    }
    return .missing
  }
}
