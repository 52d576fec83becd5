internal import Records
internal import Standard
internal import Values

extension Mender {
  /// A row of a frame with how it stands.
  struct Member {
    var index: Int
    var isSure: Bool
    var body: UInt8
  }

  /// The rows of a group that belong to one row of the frame around.
  func members(_ group: GroupNode, _ row: Int, _ body: Int?) -> [Member] {
    let rows = run.frames[group.frame]
    var result: [Member] = []
    for index in range(of: row, in: rows) {
      result.append(
        Member(index: index, isSure: rows.member[index] == 2, body: body.map { run.verdicts[$0][index] } ?? 2))
    }
    return result
  }

  /// Rows of one parent stand together.
  private func range(of parent: Int, in rows: Evaluation.Rows) -> Range<Int> {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows.parent[middle] < Int32(parent) { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < rows.count, rows.parent[end] == Int32(parent) { end += 1 }
    return low..<end
  }

  /// How a row of a frame is called.
  func name(_ frame: Int, _ row: Int) -> String {
    switch program.frameKind[frame] {
    case .shelter: return dossier.label
    case .record(let record): return label(record, Int(run.frames[frame].row[row]))
    case .period(let unit, let count):
      let days = periodDays(unit, count: count, asOf: run.data.asOf)
      let parts = CalendarDate(number: days[Int(run.frames[frame].row[row])].first).parts
      let month = parts.month < 10 ? "0\(parts.month)" : "\(parts.month)"
      switch unit {
      case .month: return "\(parts.year)-\(month)"
      case .quarter: return "\(parts.year) Q\((parts.month - 1) / 3 + 1)"
      case .halfYear: return "\(parts.year) H\((parts.month - 1) / 6 + 1)"
      case .year: return "\(parts.year)"
      }
    }
  }

  private func hidden(_ group: GroupNode, _ row: Int) -> Int64 { group.hidden.map { run.hidden[$0][row] } ?? 0 }

  private func record(of group: GroupNode) -> Int? {
    if case .record(let record) = program.frameKind[group.frame] { return record }
    return nil
  }

  /// “Say that the list is complete.”
  private func completion(_ group: GroupNode, _ id: Int) -> Repair {
    guard let record = record(of: group) else { return .impossible }
    return Repair(parts: [
      Shortfall(
        kind: .notRecorded, what: reading(id), count: 0, of: nil, items: [], edits: [.complete(record: record)],
        unknown: [UnknownField(record: record, field: nil, rows: [])])
    ])
  }

  // MARK: Every and share

  mutating func every(
    _ id: Int, _ group: GroupNode, _ body: Int, _ ifEmpty: Truth, _ row: Int, _ wanted: Bool
  ) -> Repair {
    guard wanted else { return .impossible }
    let found = members(group, row, body)
    var repair = Repair.nothing
    var failing: [(Member, Repair)] = []
    for member in found where member.body != 2 {
      failing.append((member, mended(member, group, body)))
    }
    repair.add(grouped(failing, group, id, body, of: found.count, needed: failing.count))
    if hidden(group, row) > 0 { repair.add(completion(group, id)) }
    repair.add(emptiness(id, group, found, ifEmpty, row))
    return repair
  }

  /// A row is made to satisfy the body; one that only may count may also be shown not to.
  private mutating func mended(_ member: Member, _ group: GroupNode, _ body: Int) -> Repair {
    var better = mend(body, member.index)
    if better.isImpossible, member.body == 1, case .record(let record) = program.frameKind[group.frame] {
      let exact = exactDates(record, Int(run.frames[group.frame].row[member.index]))
      if !exact.isImpossible { better = exact }
    }
    if member.isSure { return better }
    let out = leaving(group.frame, member.index)
    return out.cost < better.cost ? out : better
  }

  /// What an empty choice needs where emptiness is no answer.
  private mutating func emptiness(
    _ id: Int, _ group: GroupNode, _ found: [Member], _ ifEmpty: Truth, _ row: Int
  ) -> Repair {
    if ifEmpty == .yes || found.contains(where: { $0.isSure }) { return .nothing }
    if let perhaps = found.first { return entering(group.frame, perhaps.index) }
    let kind: Shortfall.Kind = ifEmpty == .unknown || run.verdicts[id][row] == 1 ? .notRecorded : .missing
    return added(1, id, group, row, kind, nil)
  }

  /// Shortfalls of several rows told together, one a kind.
  private func grouped(
    _ rows: [(Member, Repair)], _ group: GroupNode, _ id: Int, _ body: Int?, of total: Int, needed: Int
  ) -> Repair {
    var repair = Repair.nothing
    for kind in Shortfall.Kind.allCases {
      var shortfall = Shortfall(
        kind: kind, what: "", count: 0, of: Int64(total), items: [], edits: [], unknown: [])
      var whats: [String] = []
      for (member, one) in rows {
        let parts = one.parts.filter { $0.kind == kind }
        guard let worst = parts.first else { continue }
        let outer = name(group.frame, member.index)
        if case .period = program.frameKind[group.frame], let inner = nested(worst, in: outer) {
          shortfall.items += inner.map { "\(outer): \($0)" }
        } else {
          shortfall.items.append(outer)
        }
        shortfall.count += 1
        for part in parts {
          if !part.what.isEmpty, !whats.contains(part.what) { whats.append(part.what) }
          shortfall.edits += part.edits
          shortfall.unknown += part.unknown
        }
      }
      guard shortfall.count > 0 else { continue }
      shortfall.what = whats.joined(separator: "; ")
      if shortfall.what.isEmpty { shortfall.what = body.map { reading($0) } ?? reading(id) }
      shortfall.count = min(shortfall.count, Int64(needed))
      repair.parts.append(shortfall)
    }
    repair.isImpossible = rows.contains { $0.1.isImpossible }
    return repair
  }

  private func nested(_ part: Shortfall, in outer: String) -> [String]? {
    part.items.isEmpty || part.items == [dossier.label] || part.items == [outer] ? nil : part.items
  }

  private mutating func share(
    _ id: Int, _ group: GroupNode, _ body: Int, _ ifEmpty: Truth, _ relation: Relation, _ limit: Int64, _ row: Int
  ) -> Repair {
    guard relation == .atLeast || relation == .moreThan else { return .impossible }
    let found = members(group, row, body)
    let scale = FixedPoint.scale
    var repair = Repair.nothing
    let open = found.filter { $0.body == 1 || (!$0.isSure && $0.body == 0) }
    let failing = found.filter { $0.isSure && $0.body == 0 }
    let passing = found.filter { $0.body == 2 && $0.isSure }
    // Everything not known taken as it should be: what is still missing are rows that fail for sure.
    let counted = Int64(passing.count + open.filter { $0.isSure }.count)
    let all = counted + Int64(failing.count)
    let product = Int128(limit) * Int128(all)
    let whole = relation == .moreThan ? product / Int128(scale) + 1 : (product + Int128(scale) - 1) / Int128(scale)
    let needed = max(0, Int64(whole) - counted)
    repair.add(
      grouped(open.map { ($0, mended($0, group, body)) }, group, id, body, of: found.count, needed: open.count))
    if needed > 0 {
      var mends = failing.map { ($0, mend(body, $0.index)) }
      let total = mends.count
      mends = mends.enumerated().sorted { ($0.element.1.cost, $0.offset) < ($1.element.1.cost, $1.offset) }.map {
        $0.element
      }
      var best = grouped(Array(mends.prefix(Int(needed))), group, id, body, of: found.count, needed: Int(needed))
      if total > Int(needed), best.parts.count == 1 {
        // Any so many of these: name them all, change the cheapest.
        best.parts[0].items = failing.map { name(group.frame, $0.index) }
      }
      repair.add(best)
    }
    if hidden(group, row) > 0 { repair.add(completion(group, id)) }
    repair.add(emptiness(id, group, found, ifEmpty, row))
    return repair
  }

  // MARK: Counts and sums

  mutating func measure(
    _ id: Int, _ left: Int, _ relation: Relation, _ right: Int, _ row: Int, _ wanted: Bool
  ) -> Repair {
    guard let relation = wanted ? relation : relation.opposite else { return .impossible }
    let (node, place) = unmoved(left, row)
    if case .term(let first, _) = node, case (.term(let second, _), place) = unmoved(right, row) {
      return compare(id, first, relation, second, .numbers, place, true, false)
    }
    guard case .constant(let limit) = unmoved(right, row).0 else { return plain(id, row) }
    switch node {
    case .share(let group, let body, let ifEmpty): return share(id, group, body, ifEmpty, relation, limit, place)
    case .count(let group, nil): return count(id, group, relation, limit, place)
    case .count(let group, _?): return distinct(id, group, relation, limit, left, row, place)
    case .sum(let group, let value): return sum(id, group, value, relation, limit, left, row, place)
    case .term(let scalar, _): return term(id, scalar, relation, limit, place)
    default: return plain(id, row)
    }
  }

  private func unmoved(_ quantity: Int, _ row: Int) -> (QuantityNode, Int) {
    if case .moved(let inner, let map) = program.quantities[quantity] { return unmoved(inner, Int(run.maps[map][row])) }
    return (program.quantities[quantity], row)
  }

  /// A demand that is only told, not broken down.
  private func plain(_ id: Int, _ row: Int) -> Repair {
    Repair(
      parts: [
        Shortfall(
          kind: run.verdicts[id][row] == 1 ? .notRecorded : .missing, what: reading(id), count: 0, of: nil, items: [],
          edits: [], unknown: [])
      ], isImpossible: true)
  }

  private mutating func count(_ id: Int, _ group: GroupNode, _ relation: Relation, _ limit: Int64, _ row: Int) -> Repair
  {
    let found = members(group, row, nil)
    let sure = Int64(found.count { $0.isSure })
    switch relation {
    case .atLeast, .moreThan:
      let wanted =
        relation == .atLeast ? (limit + FixedPoint.scale - 1) / FixedPoint.scale : limit / FixedPoint.scale + 1
      let perhaps = found.filter { !$0.isSure }
      var repair = Repair.nothing
      let entered = perhaps.prefix(Int(max(0, wanted - sure))).map { ($0, entering(group.frame, $0.index)) }
      repair.add(grouped(entered, group, id, nil, of: found.count, needed: entered.count))
      let rest = wanted - sure - Int64(entered.count)
      if rest > 0 {
        let isOpen = run.verdicts[id][row] == 1
        repair.add(more(rest, id, group, row, isOpen ? .notRecorded : .missing))
      }
      return repair
    case .atMost, .lessThan:
      let most = relation == .atMost ? limit / FixedPoint.scale : (limit + FixedPoint.scale - 1) / FixedPoint.scale - 1
      var repair = Repair.nothing
      let perhaps = found.filter { !$0.isSure }.map { ($0, leaving(group.frame, $0.index)) }
      repair.add(grouped(perhaps, group, id, nil, of: found.count, needed: perhaps.count))
      if hidden(group, row) > 0 { repair.add(completion(group, id)) }
      if sure > most {
        let there = found.filter { $0.isSure }.map { name(group.frame, $0.index) }
        repair.add(
          Repair(
            parts: [
              Shortfall(
                kind: isDated(group) ? .lapsed : .missing, what: reading(id), count: sure - most, of: sure,
                items: there,
                edits: [], unknown: [])
            ], isImpossible: true))
      }
      return repair
    case .equal: return plain(id, row)
    }
  }

  private func isDated(_ group: GroupNode) -> Bool {
    guard let record = record(of: group), case .dates = dictionary.records[record].time else { return false }
    return true
  }

  private mutating func distinct(
    _ id: Int, _ group: GroupNode, _ relation: Relation, _ limit: Int64, _ quantity: Int, _ outer: Int, _ row: Int
  ) -> Repair {
    guard relation == .atLeast, case .count(_, .some(let value)) = unmoved(quantity, outer).0,
      case .field(_, let field) = unmovedScalar(value)
    else { return plain(id, outer) }
    let rest = (limit + FixedPoint.scale - 1) / FixedPoint.scale - run.quantities[quantity].low[outer]
    let kind: Shortfall.Kind = run.verdicts[id][outer] == 1 ? .notRecorded : .missing
    var repair = Repair.nothing
    for step in 0..<min(rest, 50) {
      guard let record = record(of: group), let cell = different(dictionary.records[record].fields[field], step) else {
        return plain(id, outer)
      }
      repair.add(added(1, id, group, row, kind, (field, cell)))
    }
    guard var first = repair.parts.first else { return repair }
    first.count = rest
    first.edits = repair.parts.flatMap { $0.edits }
    return Repair(parts: [first], isImpossible: first.edits.isEmpty)
  }

  /// Values that differ from each other, one a step.
  private func different(_ field: Field, _ step: Int64) -> Cell? {
    switch field.kind {
    case .date, .instant: .days(asOf - step, asOf - step)
    case .label: .label("made-up-\(step + 1)")
    case .number: .number(step * FixedPoint.scale, step * FixedPoint.scale)
    case .code(let list): step < Int64(dictionary.lists[list].codes.count) ? .code([Int32(step)]) : nil
    case .reference(let target):
      step < Int64(dossier.rows[target].count) ? .label(dossier.rows[target][Int(step)].id) : nil
    default: nil
    }
  }

  private mutating func sum(
    _ id: Int, _ group: GroupNode, _ value: Int, _ relation: Relation, _ limit: Int64, _ quantity: Int, _ outer: Int,
    _ row: Int
  ) -> Repair {
    guard relation == .atLeast || relation == .moreThan else { return plain(id, outer) }
    let rest = limit - run.quantities[quantity].low[outer] + (relation == .moreThan ? 1 : 0)
    guard case .field(let record, let field) = unmovedScalar(value) else { return plain(id, outer) }
    let isOpen = run.verdicts[id][outer] == 1
    // An unknown amount of a row that surely counts is the first thing to fill in.
    if isOpen {
      for member in members(group, row, nil) where member.isSure {
        guard let place = cell(value, member.index), !content(place).isRecorded else { continue }
        return atom(id, place, .notRecorded, set(place, amount(rest, place.record, place.field)))
      }
    }
    var repair = added(1, id, group, row, isOpen ? .notRecorded : .missing, (field, amount(rest, record, field)))
    for index in repair.parts.indices {
      repair.parts[index].what += " — short by " + words(rest, dictionary.records[record].fields[field])
    }
    return repair
  }

  private func unmovedScalar(_ id: Int) -> ScalarNode {
    if case .moved(let inner, _) = program.scalars[id] { return unmovedScalar(inner) }
    return program.scalars[id]
  }

  /// A number of base units as a cell of a field, rounded up.
  private func amount(_ millionths: Int64, _ record: Int, _ field: Int) -> Cell {
    var factor: Int64 = 1
    if case .number(let unit) = dictionary.records[record].fields[field].kind { factor = Dimension(unit: unit).factor }
    let value = (millionths + factor - 1) / factor
    return .number(value, value)
  }

  private func words(_ millionths: Int64, _ field: Field) -> String {
    guard case .number(let unit) = field.kind else { return "" }
    let dimension = Dimension(unit: unit)
    if dimension.name == "time", millionths % FixedPoint.scale == 0 {
      return Period(.seconds, millionths / FixedPoint.scale * 60).words
    }
    return "\(FixedPoint(millionths: millionths / dimension.factor)) \(unit)"
  }

  private func term(_ id: Int, _ scalar: Int, _ relation: Relation, _ limit: Int64, _ row: Int) -> Repair {
    guard let place = cell(scalar, row), case .number(let unit) = field(place).kind else { return plain(id, row) }
    let factor = Dimension(unit: unit).factor
    let step = FixedPoint.scale
    var value = (limit + factor - 1) / factor
    if relation == .moreThan { value += step }
    if relation == .lessThan { value -= step }
    return atom(id, place, kind(id, place, row), set(place, .number(value, value)))
  }

  // MARK: Membership

  /// The conditions that decide whether a row of a frame counts, each with its own row.
  private func conditions(_ frame: Int, _ row: Int) -> [(verdict: Int, row: Int)] {
    switch program.frames[frame] {
    case .candidates(_, _, let mask, _, _): return mask.map { [($0, Int(run.frames[frame].row[row]))] } ?? []
    case .filtered(let inner, let condition):
      guard let place = place(of: row, in: frame, inner) else { return [] }
      return conditions(inner, place) + [(condition, place)]
    default: return []
    }
  }

  private func place(of row: Int, in frame: Int, _ inner: Int) -> Int? {
    let parent = run.frames[frame].parent[row]
    let target = run.frames[frame].row[row]
    let rows = run.frames[inner]
    return range(of: Int(parent), in: rows).first { rows.row[$0] == target }
  }

  private func candidates(_ frame: Int) -> (record: Int, mask: Int?, key: Int?, parent: Int?)? {
    switch program.frames[frame] {
    case .candidates(_, let record, let mask, let key, let parent): (record, mask, key, parent)
    case .filtered(let inner, _): candidates(inner)
    default: nil
    }
  }

  /// A row that may count is shown to count.
  private mutating func entering(_ frame: Int, _ row: Int) -> Repair {
    var repair = Repair.nothing
    for (verdict, place) in conditions(frame, row) { repair.add(mend(verdict, place, isMember: true)) }
    repair.add(joining(frame, row))
    return repair
  }

  /// Its unknown reference is filled in.
  private func joining(_ frame: Int, _ row: Int) -> Repair {
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
  private mutating func leaving(_ frame: Int, _ row: Int) -> Repair {
    var best = Repair.impossible
    for (verdict, place) in conditions(frame, row) where run.verdicts[verdict][place] == 1 {
      let repair = mend(verdict, place, to: false, isMember: true)
      if repair.cost < best.cost { best = repair }
    }
    return best
  }

  // MARK: Rows that are not there

  /// More rows: first a listed one that lacks little, then new ones.
  private mutating func more(
    _ count: Int64, _ id: Int, _ group: GroupNode, _ row: Int, _ kind: Shortfall.Kind
  ) -> Repair {
    let fresh = added(count, id, group, row, kind, nil)
    guard count == 1, let (record, mask, key, parent) = candidates(group.frame), let mask else { return fresh }
    var best = fresh
    best.isImpossible = false
    let limit = 90_000
    var bestCost = limit
    let taken = Set(members(group, row, nil).map { run.frames[group.frame].row[$0.index] })
    for target in dossier.rows[record].indices where !taken.contains(Int32(target)) && run.verdicts[mask][target] != 2 {
      if let key, let parent {
        let column = run.scalars[key]
        guard column.low[target] == column.high[target], column.low[target] == run.scalars[parent].low[row] else {
          continue
        }
      }
      let repair = mend(mask, target, isMember: true)
      guard !repair.isImpossible, repair.cost < bestCost else { continue }
      best = repair
      bestCost = repair.cost
    }
    return bestCost < limit ? best : fresh
  }

  /// New rows that count, made from what the choice asks.
  private mutating func added(
    _ count: Int64, _ id: Int, _ group: GroupNode, _ row: Int, _ kind: Shortfall.Kind,
    _ value: (field: Int, cell: Cell)?
  ) -> Repair {
    guard let record = record(of: group) else { return plain(id, row) }
    var edits: [Edit] = []
    var isPast = false
    if count <= 50 {
      for _ in 0..<count {
        guard let (fresh, others, past) = newRow(group, row, value) else {
          edits = []
          break
        }
        isPast = isPast || past
        edits += others + [.append(record: record, fresh)]
      }
    }
    let lapsed = isPast && kind == .missing
    let type = dictionary.records[record]
    let unknown =
      kind == .notRecorded ? [UnknownField(record: record, field: nil, rows: [])] : []
    let rows = program.groupReadings[group] ?? type.plural
    var what = reading(id)
    if what.isEmpty { what = rows }
    return Repair(
      parts: [
        Shortfall(
          kind: lapsed ? .lapsed : kind, what: what, count: count, of: nil,
          items: group.outer == 0 ? [] : [name(group.outer, row)], edits: lapsed ? [] : edits, unknown: unknown)
      ], isImpossible: edits.isEmpty || lapsed)
  }

  /// A row that satisfies what the choice asks, and whether it could only have been written in the past.
  private mutating func newRow(
    _ group: GroupNode, _ outer: Int, _ value: (field: Int, cell: Cell)?
  ) -> (RecordRow, others: [Edit], isPast: Bool)? {
    guard let (record, mask, key, parent) = candidates(group.frame) else { return nil }
    let type = dictionary.records[record]
    var draft = Draft(cells: Array(repeating: .notCollected, count: type.fields.count))
    if let key, let parent {
      guard case .field(_, let field) = program.scalars[key], case .reference(let to) = type.fields[field].kind else {
        return nil
      }
      let column = run.scalars[parent]
      guard column.low[outer] == column.high[outer], column.low[outer] >= 0,
        column.flags[outer] & Scalars.mayBeNone == 0
      else { return nil }
      draft.cells[field] = .label(dossier.rows[to][Int(column.low[outer])].id)
    }
    if let mask, !satisfy(mask, true, outer, 0, record, &draft) { return nil }
    var frame = group.frame
    while case .filtered(let inner, let condition) = program.frames[frame] {
      if !satisfy(condition, true, outer, 0, record, &draft) { return nil }
      frame = inner
    }
    if let value { draft.cells[value.field] = value.cell }
    for place in type.dates {
      if draft.cells[place] != .notCollected { continue }
      if case .span(let from, let to, _) = type.time {
        if place == from { draft.cells[place] = .days(min(asOf, draft.latestStart), min(asOf, draft.latestStart)) }
        if place == to, type.fields[to].mayBeNone { draft.cells[place] = .none }
      } else {
        draft.cells[place] = .days(asOf, asOf)
      }
    }
    var others: [Edit] = []
    for (place, field) in type.fields.enumerated() where field.isRequired && draft.cells[place] == .notCollected {
      if case .reference(let to) = field.kind {
        let taken = draft.taken(for: place)
        if let first = dossier.rows[to].first(where: { !taken.contains(.label($0.id)) }) {
          draft.cells[place] = .label(first.id)
        } else {
          guard let row = bareRow(to) else { return nil }
          draft.cells[place] = .label(row.id)
          others.append(.append(record: to, row))
        }
      } else if let cell = Mender.someValue(of: field, asOf: asOf) {
        draft.cells[place] = cell
      }
    }
    newRows += 1
    return (RecordRow(id: "NEW-\(type.id)-\(newRows)", cells: draft.cells), others, draft.isPast)
  }

  /// A row with what its record type requires and nothing else, for another to refer to.
  private mutating func bareRow(_ record: Int) -> RecordRow? {
    let type = dictionary.records[record]
    var cells = [Cell](repeating: .notCollected, count: type.fields.count)
    for (place, field) in type.fields.enumerated() where field.isRequired {
      guard let cell = Mender.someValue(of: field, asOf: asOf) else { return nil }
      cells[place] = cell
    }
    newRows += 1
    return RecordRow(id: "NEW-\(type.id)-\(newRows)", cells: cells)
  }

  /// A row being made up.
  struct Draft {
    var cells: [Cell]
    var isPast = false
    var latestStart = Int64.max
    /// References that must not name the same row.
    var different: [(Int, Int)] = []

    /// What a reference may not name.
    func taken(for place: Int) -> [Cell] {
      different.flatMap { a, b in a == place ? [cells[b]] : b == place ? [cells[a]] : [] }
    }
  }

  /// What a scalar is for a row that is not there yet: a cell of it, or a value of the rows around.
  private enum Side {
    case cell(Int)
    /// A date of it, so much later or earlier.
    case shifted(Int, Period, back: Bool)
    case value(low: Int64, high: Int64, isNone: Bool)
  }

  private func side(_ scalar: Int, _ outer: Int, _ record: Int) -> Side? {
    switch program.scalars[scalar] {
    case .field(let owner, let field) where owner == record: return .cell(field)
    case .asDay(let inner), .asSeconds(let inner):
      if case .cell(let field)? = side(inner, outer, record) { return .cell(field) }
    case .shifted(let inner, let period, let back, _):
      if case .cell(let field)? = side(inner, outer, record) { return .shifted(field, period, back: back) }
    case .moved(let inner, let map):
      switch program.maps[map] {
      case .table(_, let steps) where steps == 0: return side(inner, outer, record)
      case .ancestor(let frame, let steps):
        // From the made-up row `steps` frames out: one of the rows around the group.
        guard let row = ancestor(of: outer, frame, steps) else { return nil }
        return value(inner, row)
      case .table(let frame, let steps):
        guard let row = ancestor(of: outer, frame, steps) else { return nil }
        var at = frame
        for _ in 0..<steps { at = program.frameOuter[at] ?? 0 }
        return value(inner, Int(run.frames[at].row[row]))
      }
    default: break
    }
    if program.scalarFrame[scalar] == 0 { return value(scalar, 0) }
    return nil
  }

  private func ancestor(of outer: Int, _ frame: Int, _ steps: Int) -> Int? {
    guard steps >= 1, var at = program.frameOuter[frame] else { return nil }
    // Around a table there are only the shelters, and a dossier is one.
    if case .table = program.frames[frame] { return 0 }
    var row = outer
    for _ in 1..<steps {
      row = Int(run.frames[at].parent[row])
      guard let next = program.frameOuter[at] else { return nil }
      at = next
    }
    return row
  }

  private func value(_ scalar: Int, _ row: Int) -> Side {
    let column = run.scalars[scalar]
    guard row < column.flags.count else { return .value(low: 0, high: 0, isNone: true) }
    return .value(low: column.low[row], high: column.high[row], isNone: column.flags[row] & Scalars.mayBeNone != 0)
  }

  /// Fills in what a condition asks of a row that is not there yet.
  private func satisfy(
    _ id: Int, _ wanted: Bool, _ outer: Int, _ depth: Int, _ record: Int, _ draft: inout Draft
  ) -> Bool {
    guard depth < 40 else { return false }
    switch program.verdicts[id] {
    case .constant(let truth, _): return truth == (wanted ? .yes : .no)
    case .moved(let inner, let map):
      if case .table(_, let steps) = program.maps[map], steps == 0 {
        return satisfy(inner, wanted, outer, depth + 1, record, &draft)
      }
      // A condition of the rows around: it is as it is.
      if case .ancestor(let frame, let steps) = program.maps[map], let row = ancestor(of: outer, frame, steps),
        row < run.verdicts[inner].count
      {
        return run.verdicts[inner][row] == (wanted ? 2 : 0)
      }
      return program.verdictFrame[inner] == 0 && run.verdicts[inner][0] == (wanted ? 2 : 0)
    case .not(let part): return satisfy(part, !wanted, outer, depth + 1, record, &draft)
    case .all(let parts) where wanted:
      for part in parts where !satisfy(part, true, outer, depth + 1, record, &draft) { return false }
      return true
    case .all(let parts): return satisfyOne(parts, 1, false, outer, depth, record, &draft)
    case .any(let count, let parts):
      return satisfyOne(parts, wanted ? count : parts.count - count + 1, wanted, outer, depth, record, &draft)
    case .within(let value, let start, let end, _):
      guard wanted, case .cell(let field)? = side(value, outer, record) else { return false }
      return place(
        field, start.flatMap { side($0, outer, record) }, end.flatMap { side($0, outer, record) }, record, &draft)
    case .compare(let left, .equal, let right, .references) where !wanted:
      guard case .cell(let a)? = side(left, outer, record), case .cell(let b)? = side(right, outer, record) else {
        return false
      }
      draft.different.append((a, b))
      return true
    case .compare(let left, let relation, let right, _):
      return relate(left, wanted ? relation : relation.opposite, right, outer, record, isNot: !wanted, &draft)
    case .isNone(let scalar):
      guard case .cell(let field)? = side(scalar, outer, record), wanted else { return false }
      draft.cells[field] = .none
      return true
    case .oneOf(let scalar, let codes):
      guard case .cell(let field)? = side(scalar, outer, record),
        case .code(let list) = dictionary.records[record].fields[field].kind
      else { return false }
      let allowed = dictionary.lists[list].codes.indices.filter { codes.contains($0) == wanted }
      if case .code(let now) = draft.cells[field], now.count == 1, allowed.contains(Int(now[0])) { return true }
      guard let code = allowed.first, draft.cells[field] == .notCollected else { return false }
      draft.cells[field] = .code([Int32(code)])
      return true
    case .includes(let set, let codes, let count):
      return include(set, codes, count, wanted, record, &draft)
    default: return false
    }
  }

  private func satisfyOne(
    _ parts: [Int], _ count: Int, _ wanted: Bool, _ outer: Int, _ depth: Int, _ record: Int, _ draft: inout Draft
  ) -> Bool {
    var done = 0
    for part in parts where done < count {
      var copy = draft
      if satisfy(part, wanted, outer, depth + 1, record, &copy) {
        draft = copy
        done += 1
      }
    }
    return done >= count
  }

  /// A date in a window: today if that is in it, else the last day that was.
  private func place(_ field: Int, _ start: Side?, _ end: Side?, _ record: Int, _ draft: inout Draft) -> Bool {
    var first = -Coverage.unlimited
    var last = Coverage.unlimited
    if case .value(_, let high, let isNone)? = start, !isNone { first = high }
    if case .value(let low, _, let isNone)? = end, !isNone { last = low }
    if case .cell? = start { return false }
    if case .cell? = end { return false }
    guard first <= last else { return false }
    let day = max(first, min(last, asOf))
    if case .days(let from?, let to?) = draft.cells[field] { return first <= from && to <= last }
    draft.cells[field] = .days(day, day)
    if day < asOf, last < asOf { draft.isPast = true }
    return true
  }

  private func relate(
    _ left: Int, _ relation: Relation?, _ right: Int, _ outer: Int, _ record: Int, isNot: Bool, _ draft: inout Draft
  ) -> Bool {
    guard let leftSide = side(left, outer, record), let rightSide = side(right, outer, record), let relation else {
      return false
    }
    switch (leftSide, rightSide) {
    case (.cell(let field), .value(let low, let high, let isNone)):
      if isNone { return isNot }
      return aim(field, relation, low, high, record, isNot: isNot, &draft)
    case (.value(let low, let high, _), .cell(let field)):
      guard let mirrored = relation.mirrored else { return false }
      return aim(field, mirrored, low, high, record, isNot: isNot, &draft)
    case (.shifted(let field, let period, let back), .value(let low, let high, false)):
      // The date itself lies as much earlier (a day more, as months differ).
      let slack: Int64 = period.unit == .months ? 4 : 0
      let first = period.shifting(CalendarDate(number: low), back: !back).number - slack
      let last = period.shifting(CalendarDate(number: high), back: !back).number - slack
      return aim(field, relation, first, last, record, isNot: isNot, &draft)
    case (.cell(let field), .cell), (.cell(let field), .shifted):
      // An end that is open lies after everything.
      guard case .span(_, let to, _) = dictionary.records[record].time, field == to, isNot,
        relation == .atLeast || relation == .moreThan, dictionary.records[record].fields[to].mayBeNone
      else { return false }
      draft.cells[field] = .none
      return true
    default: return false
    }
  }

  private func aim(
    _ field: Int, _ relation: Relation, _ low: Int64, _ high: Int64, _ record: Int, isNot: Bool, _ draft: inout Draft
  ) -> Bool {
    let type = dictionary.records[record]
    let kind = type.fields[field].kind
    var step: Int64 = 1
    var factor: Int64 = 1
    if case .number(let unit) = kind {
      factor = Dimension(unit: unit).factor
      step = FixedPoint.scale * factor
    }
    let value: Int64 =
      switch relation {
      case .equal, .atMost: low
      case .atLeast: high
      case .moreThan: high + step
      case .lessThan: low - step
      }
    switch kind {
    case .date, .instant:
      if draft.cells[field] == .none { return isNot }
      if case .span(let from, let to, _) = type.time {
        // A span that must have begun by a day begins then; one that must last until a day stays open.
        if field == from, relation == .atMost || relation == .lessThan {
          draft.latestStart = min(draft.latestStart, value)
          return true
        }
        if field == to, relation == .atLeast || relation == .moreThan, type.fields[to].mayBeNone {
          draft.cells[field] = .none
          return true
        }
      }
      if case .days(let from?, let to?) = draft.cells[field] {
        return relation == .atMost
          ? to <= low
          : relation == .atLeast
            ? from >= high : relation == .lessThan ? to < low : relation == .moreThan ? from > high : from == low
      }
      let fits =
        relation == .atMost
        ? asOf <= low
        : relation == .atLeast
          ? asOf >= high : relation == .lessThan ? asOf < low : relation == .moreThan ? asOf > high : false
      let day = fits ? asOf : value
      draft.cells[field] = .days(day, day)
      if day < asOf { draft.isPast = true }
      return true
    case .number:
      let amount = (value + factor - 1) / factor
      guard amount >= 0 else { return false }
      draft.cells[field] = .number(amount, amount)
      return true
    case .code:
      draft.cells[field] = .code([Int32(truncatingIfNeeded: value)])
      return true
    case .age:
      let years = max(0, relation == .lessThan ? (value + 1) / FixedPoint.scale - 1 : value / FixedPoint.scale)
      draft.cells[field] = .years(years, years)
      return true
    case .reference(let to):
      guard relation == .equal, low == high, low >= 0, low < dossier.rows[to].count else { return false }
      draft.cells[field] = .label(dossier.rows[to][Int(low)].id)
      return true
    default: return false
    }
  }

  private func include(
    _ set: Int, _ codes: [Int], _ count: Int, _ wanted: Bool, _ record: Int, _ draft: inout Draft
  ) -> Bool {
    guard let field = draftSet(set, record) else { return false }
    let chosen = (wanted ? Array(codes.prefix(count)) : codes).map { Int32($0) }
    switch dictionary.records[record].fields[field].kind {
    case .codes:
      var now: [Int32] = []
      if case .set(let old) = draft.cells[field] { now = old }
      draft.cells[field] = .set(wanted ? Set(now + chosen).sorted() : now.filter { !chosen.contains($0) })
    case .checks:
      var (yes, no): ([Int32], [Int32]) = ([], [])
      if case .checks(let oldYes, let oldNo) = draft.cells[field] { (yes, no) = (oldYes, oldNo) }
      if wanted { yes = Set(yes + chosen).sorted() } else { no = Set(no + chosen).sorted() }
      guard Set(yes).isDisjoint(with: no) else { return false }
      draft.cells[field] = .checks(yes: yes, no: no)
    default: return false
    }
    return true
  }

  private func draftSet(_ set: Int, _ record: Int) -> Int? {
    switch program.sets[set] {
    case .field(let owner, let field): return owner == record ? field : nil
    case .moved(let inner, let map):
      if case .table(_, let steps) = program.maps[map], steps == 0 { return draftSet(inner, record) }
      return nil
    case .walked: return nil
    }
  }

  // MARK: Answers

  mutating func answers(_ id: Int, _ node: AnswerNode, _ row: Int, _ wanted: Bool) -> Repair {
    guard wanted, let fields = dictionary.answers else { return .impossible }
    let type = dictionary.records[fields.record]
    guard case .code(let methods) = type.fields[fields.method].kind else { return .impossible }
    let tally = run.answers(node, shelter: row)
    let kind: Shortfall.Kind = tally.isConflict ? .conflict : run.verdicts[id][row] == 1 ? .notRecorded : .missing
    var heard: Set<Int32> = []
    var against: Set<Int32> = []
    for place in tally.rows {
      let cells = dossier.rows[fields.record][place].cells
      guard case .code(let method) = cells[fields.method], method.count == 1 else { continue }
      if case .code(let answer) = cells[fields.answer], answer.count == 1, Int(answer[0]) >= node.atLeast {
        heard.insert(method[0])
      } else {
        against.insert(method[0])
      }
    }
    var asked = Array(against).sorted()
    if tally.isConflict, let adjudication = node.adjudication { asked = [Int32(adjudication)] }
    for method in dictionary.lists[methods].codes.indices where heard.union(asked).count < node.methods {
      if method != node.adjudication, !heard.contains(Int32(method)), !asked.contains(Int32(method)) {
        asked.append(Int32(method))
      }
    }
    let edits = asked.map { method -> Edit in
      var cells = [Cell](repeating: .notCollected, count: type.fields.count)
      cells[fields.question] = .label(node.question)
      cells[fields.method] = .code([method])
      cells[fields.answer] = .code([Int32(node.atLeast)])
      cells[fields.date] = .days(asOf, asOf)
      for (place, field) in type.fields.enumerated() where field.isRequired && cells[place] == .notCollected {
        cells[place] = Mender.someValue(of: field, asOf: asOf) ?? .notCollected
      }
      newRows += 1
      return .append(record: fields.record, RecordRow(id: "NEW-\(type.id)-\(newRows)", cells: cells))
    }
    return Repair(
      parts: [
        Shortfall(
          kind: kind, what: "question \(node.question)", count: Int64(asked.count), of: Int64(node.methods),
          items: asked.map { dictionary.lists[methods].codes[Int($0)].id }, edits: edits,
          unknown: kind == .notRecorded
            ? [UnknownField(record: fields.record, field: fields.answer, rows: [node.question])] : [])
      ], isImpossible: edits.isEmpty)
  }
}
