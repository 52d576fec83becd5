internal import Records
internal import Standard
internal import Values

// Whether a row counts: what would take it in, or leave it out.

extension Mender {
  /// The conditions that decide whether a row of a frame counts, each with its own row.
  func conditions(_ frame: Int, _ row: Int) -> [(verdict: Int, row: Int)] {
    switch program.frames[frame] {
    case .chosen(_, let mask): return [(mask, row)]
    case .candidates(_, _, let mask, _): return mask.map { [($0, Int(run.frames[frame].row[row]))] } ?? []
    case .ranged(let node): return node.mask.map { [($0, Int(run.frames[frame].row[row]))] } ?? []
    case .filtered(let inner, let condition):
      guard let place = place(of: row, in: frame, inner) else { return [] }
      return conditions(inner, place) + [(condition, place)]
    default: return []
    }
  }

  func place(of row: Int, in frame: Int, _ inner: Int) -> Int? {
    let parent = run.frames[frame].parent[row]
    let target = run.frames[frame].row[row]
    let rows = run.frames[inner]
    return range(of: Int(parent), in: rows).first { rows.row[$0] == target }
  }

  func candidates(_ frame: Int) -> (record: Int, mask: Int?, key: Int?, parent: Int?)? {
    switch program.frames[frame] {
    case .table(let record): (record, nil, nil, nil)
    case .chosen(let table, let mask): candidates(table).map { ($0.record, mask, nil, nil) }
    case .candidates(_, let record, let mask, let join): (record, mask, join?.key, join?.parent)
    case .ranged(let node): (node.record, node.mask, nil, nil)
    case .filtered(let inner, _): candidates(inner)
    default: nil
    }
  }

  /// A row that may count is shown to count.
  mutating func entering(_ frame: Int, _ row: Int) -> Repair {
    var repair = Repair.nothing
    for (verdict, place) in conditions(frame, row) { repair.add(mend(verdict, place, isMember: true)) }
    repair.add(joining(frame, row))
    return repair
  }

  /// Its unknown reference is filled in.
  func joining(_ frame: Int, _ row: Int) -> Repair {
    guard let (record, _, key, parent) = candidates(frame), let key, let parent else { return .nothing }
    let target = Int(run.frames[frame].row[row])
    let outer = Int(run.frames[frame].parent[row])
    let column = run.scalars[key]
    let isKnown = column.low[target] == column.high[target] && column.flags[target] & Scalars.mayBeNone == 0
    if isKnown { return .nothing }
    guard case .field(_, let field) = program.scalars[key],
      case .reference(let to) = dictionary.records[record].fields[field].kind,
      run.scalars[parent].low[outer] == run.scalars[parent].high[outer], run.scalars[parent].low[outer] >= 0
    else { return .impossible }
    let place = CellPlace(record: record, row: target, field: field)
    let id = dossier.rows[to][Int(run.scalars[parent].low[outer])].id
    return Repair(parts: [
      Shortfall(
        kind: .notRecorded, what: "which \(dictionary.records[to].label) it belongs to", count: 1, of: nil,
        items: [label(place)], edits: set(place, .label(id)),
        unknown: [UnknownField(record: record, field: field, rows: [label(place)])])
    ])
  }

  /// A row that may count is shown not to.
  mutating func leaving(_ frame: Int, _ row: Int) -> Repair {
    var best = Repair.impossible
    for (verdict, place) in conditions(frame, row) where run.verdicts[verdict][place] == 1 {
      let repair = mend(verdict, place, to: false, isMember: true)
      if repair.cost < best.cost { best = repair }
    }
    return best
  }
}
