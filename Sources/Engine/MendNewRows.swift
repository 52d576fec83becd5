internal import Records
internal import Standard
internal import Values

// Rows that are not there: made up from what a choice asks.

extension Mender {
  /// More rows: first a listed one that lacks little, then new ones.
  mutating func more(
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
  mutating func added(
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
  mutating func newRow(
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
    // A span that had to begin earlier cannot begin today.
    let isPast = draft.isPast || draft.latestStart < asOf
    return (RecordRow(id: "NEW-\(type.id)-\(newRows)", cells: draft.cells), others, isPast)
  }

  /// A row with what its record type requires and nothing else, for another to refer to.
  mutating func bareRow(_ record: Int) -> RecordRow? {
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
  enum Side {
    case cell(Int)
    /// A date of it, so much later or earlier.
    case shifted(Int, Period, back: Bool)
    case value(low: Int64, high: Int64, isNone: Bool)
  }

  func side(_ scalar: Int, _ outer: Int, _ record: Int) -> Side? {
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

  func ancestor(of outer: Int, _ frame: Int, _ steps: Int) -> Int? {
    guard steps >= 1, var at = program.frameOuter[frame] else { return nil }
    // Around a table there are only the shelters, and a dossier is one.
    if program.isAligned[frame] { return 0 }
    var row = outer
    for _ in 1..<steps {
      row = Int(run.frames[at].parent[row])
      guard let next = program.frameOuter[at] else { return nil }
      at = next
    }
    return row
  }

  func value(_ scalar: Int, _ row: Int) -> Side {
    let column = run.scalars[scalar]
    guard row < column.flags.count else { return .value(low: 0, high: 0, isNone: true) }
    return .value(low: column.low[row], high: column.high[row], isNone: column.flags[row] & Scalars.mayBeNone != 0)
  }

  /// A scalar in seconds, not in days.
  func isClock(_ scalar: Int) -> Bool {
    switch program.scalars[scalar] {
    case .field(let record, let field), .walked(_, let record, let field):
      dictionary.records[record].fields[field].kind == .instant
    case .asSeconds: true
    case .moved(let inner, _), .extreme(_, let inner, _): isClock(inner)
    case .shifted(_, _, _, let isInstant): isInstant
    case .edge(let frame, _): program.frameKind[frame].isClock
    case .chosen(_, let values): values.contains { isClock($0) }
    default: false
    }
  }

  /// A day as a stretch of seconds is that day; of an exact time, the last day that is over by then, and the first that
  /// begins no earlier.
  private func wholeDays(_ low: Int64, _ high: Int64) -> (low: Int64, high: Int64) {
    let isExact = low == high
    return (
      abs(low) >= Coverage.unlimited ? low : floorDivided(isExact ? low + 1 : low, 86_400) - (isExact ? 1 : 0),
      abs(high) >= Coverage.unlimited ? high : floorDivided(isExact ? high + 86_399 : high, 86_400)
    )
  }

  /// Fills in what a condition asks of a row that is not there yet.
  func satisfy(
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

  func satisfyOne(
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
  func place(_ field: Int, _ start: Side?, _ end: Side?, _ record: Int, _ draft: inout Draft) -> Bool {
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

  func relate(
    _ left: Int, _ relation: Relation?, _ right: Int, _ outer: Int, _ record: Int, isNot: Bool, _ draft: inout Draft
  ) -> Bool {
    guard let leftSide = side(left, outer, record), let rightSide = side(right, outer, record), let relation else {
      return false
    }
    let isClock = isClock(left) && isClock(right)
    func days(_ low: Int64, _ high: Int64) -> (Int64, Int64) { isClock ? wholeDays(low, high) : (low, high) }
    switch (leftSide, rightSide) {
    case (.cell(let field), .value(let low, let high, let isNone)):
      if isNone { return isNot }
      let days = days(low, high)
      return aim(field, relation, days.0, days.1, record, isNot: isNot, &draft)
    case (.value(let low, let high, _), .cell(let field)):
      guard let mirrored = relation.mirrored else { return false }
      let days = days(low, high)
      return aim(field, mirrored, days.0, days.1, record, isNot: isNot, &draft)
    case (.shifted(let field, let period, let back), .value(let low, let high, false)):
      if isClock, period.unit == .seconds {
        let amount = back ? period.amount : -period.amount
        let days = wholeDays(low + amount, high + amount)
        return aim(field, relation, days.0, days.1, record, isNot: isNot, &draft)
      }
      let (low, high) = days(low, high)
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

  func aim(
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

  func include(
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

  func draftSet(_ set: Int, _ record: Int) -> Int? {
    switch program.sets[set] {
    case .field(let owner, let field): return owner == record ? field : nil
    case .moved(let inner, let map):
      if case .table(_, let steps) = program.maps[map], steps == 0 { return draftSet(inner, record) }
      return nil
    case .walked: return nil
    }
  }
}
