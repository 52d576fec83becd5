internal import Records
internal import Standard
internal import Values

extension Mender {
  /// A value that an edit of the references cannot reach: what to record is the reference itself.
  private func reaches(_ scalar: Int, _ place: CellPlace) -> Bool {
    switch program.scalars[scalar] {
    case .walked(_, let record, let field): record == place.record && field == place.field
    case .moved(let inner, _), .asDay(let inner), .asSeconds(let inner), .age(let inner, _, _): reaches(inner, place)
    default: true
    }
  }

  func within(
    _ id: Int, _ value: Int, _ start: Int?, _ end: Int?, _ parts: [Int], _ row: Int, _ isMember: Bool
  ) -> Repair {
    guard let place = cell(value, row) else { return .impossible }
    let isOpen = run.verdicts[id][row] == 1
    if isMember, !isOpen { return .impossible }
    guard reaches(value, place) else { return atom(id, place, isOpen ? .notRecorded : .lapsed, []) }
    let first = start.map { run.scalars[$0].high[row] } ?? -Coverage.unlimited
    var last = end.map { run.scalars[$0].low[row] } ?? Coverage.unlimited
    if let end, run.scalars[end].flags[row] & Scalars.mayBeNone != 0 { last = Coverage.unlimited }
    guard first <= last, first < Coverage.unlimited, last > -Coverage.unlimited else {
      return sharpened(id, place, value, start, end, parts, row) ?? atom(id, place, isOpen ? .notRecorded : .lapsed, [])
    }
    // As of today where that is in time, else the last day that was.
    let day = max(first, min(last, asOf))
    if isOpen { return atom(id, place, .notRecorded, set(place, time(place, day, parts, row))) }
    guard content(place) == .none else { return atom(id, place, .lapsed, []) }
    return day == asOf
      ? atom(id, place, .missing, set(place, time(place, day, parts, row))) : atom(id, place, .late, [])
  }

  /// Where the window itself is not exactly known, its start is recorded too.
  private func sharpened(
    _ id: Int, _ place: CellPlace, _ value: Int, _ start: Int?, _ end: Int?, _ parts: [Int], _ row: Int
  ) -> Repair? {
    guard run.verdicts[id][row] == 1, let start, let end, let open = cell(start, row), open != place else { return nil }
    let first = run.scalars[start].low[row]
    let last = run.scalars[end].low[row]
    guard first > -Coverage.unlimited, first <= last, last < Coverage.unlimited else { return nil }
    let day = max(first, min(last, asOf))
    var repair = atom(id, place, .notRecorded, set(open, .days(first, first)) + set(place, .days(day, day)))
    repair.parts[0].unknown.append(UnknownField(record: open.record, field: open.field, rows: [label(open)]))
    return repair
  }

  /// A row's own dates that are known only roughly, made exact: sometimes that is what is open.
  func exactDates(_ record: Int, _ row: Int) -> Repair {
    var repair = Repair.nothing
    for (place, field) in dictionary.records[record].fields.enumerated() {
      guard field.kind == .date || field.kind == .instant,
        case .days(let from?, let to?) = dossier.rows[record][row].cells[place],
        from != to
      else { continue }
      let cell = CellPlace(record: record, row: row, field: place)
      repair.parts.append(
        Shortfall(
          kind: .notRecorded, what: "\(field.label), to the day", count: 1, of: nil, items: [label(cell)],
          edits: set(cell, .days(from, from)),
          unknown: [UnknownField(record: record, field: place, rows: [label(cell)])]))
    }
    repair.isImpossible = repair.parts.isEmpty
    return repair
  }

  /// A day, or, in a field of clock times with a limit in hours, the moment the clock started.
  private func time(_ place: CellPlace, _ day: Int64, _ parts: [Int], _ row: Int) -> Cell {
    guard field(place).kind == .instant else { return .days(day, day) }
    for part in parts {
      guard case .not(let inner) = unmoved(part), case .compare(_, _, let bound, .instants) = unmoved(inner) else {
        continue
      }
      let column = run.scalars[bound]
      guard column.low[row] == column.high[row], !column.detail.isEmpty, column.detail[row] != Scalars.noDetail else {
        continue
      }
      return .instant(Instant(wallSeconds: column.low[row], offsetMinutes: column.detail[row]))
    }
    return .days(day, day)
  }

  private func unmoved(_ id: Int) -> VerdictNode {
    if case .moved(let inner, _) = program.verdicts[id] { return unmoved(inner) }
    return program.verdicts[id]
  }

  func outside(_ id: Int, _ value: Int, _ row: Int, _ isMember: Bool) -> Repair {
    guard let place = cell(value, row), run.verdicts[id][row] == 1 || !isMember else { return .impossible }
    let isOpen = run.verdicts[id][row] == 1
    guard reaches(value, place), isOpen else { return atom(id, place, isOpen ? .notRecorded : .lapsed, []) }
    if field(place).mayBeNone { return atom(id, place, .notRecorded, set(place, .none)) }
    let early = CalendarDate(number: asOf).adding(months: -1200).number
    return atom(id, place, .notRecorded, set(place, .days(early, early)))
  }

  func compare(
    _ id: Int, _ left: Int, _ relation: Relation, _ right: Int, _ comparison: Comparison, _ row: Int, _ wanted: Bool,
    _ isMember: Bool
  ) -> Repair {
    if isMember, run.verdicts[id][row] != 1 { return .impossible }
    if comparison == .references { return sameRow(id, left, right, row, wanted) }
    guard let place = cell(left, row) else {
      // The other side may be the one that is not known.
      guard let other = cell(right, row), let mirrored = relation.mirrored, wanted || relation.opposite != nil else {
        return .impossible
      }
      let aim = wanted ? mirrored : mirrored.opposite ?? mirrored
      return aimed(id, right, other, aim, left, row)
    }
    if !wanted, relation == .equal { return .impossible }
    return aimed(id, left, place, wanted ? relation : relation.opposite ?? relation, right, row)
  }

  /// A value of a cell for which a relation holds.
  private func aimed(
    _ id: Int, _ scalar: Int, _ place: CellPlace, _ relation: Relation, _ other: Int, _ row: Int
  ) -> Repair {
    let kind = kind(id, place, row)
    guard reaches(scalar, place) else { return atom(id, place, kind == .missing ? .lapsed : kind, []) }
    if kind == .lapsed { return atom(id, place, .lapsed, []) }
    let column = run.scalars[other]
    guard column.flags[row] & Scalars.mayBeValue != 0 else { return .impossible }
    var (low, high) = (column.low[row], column.high[row])
    if isClock(scalar), isClock(other), abs(low) < Coverage.unlimited, abs(high) < Coverage.unlimited {
      // The last day that is over by then, and the first that begins no earlier.
      (low, high) = (floorDivided(low + 1, 86_400) - 1, floorDivided(high + 86_399, 86_400))
    }
    func within(_ step: Int64) -> Int64 {
      switch relation {
      case .equal, .atMost: low
      case .atLeast: high
      case .moreThan: high + step
      case .lessThan: low - step
      }
    }
    func holds(_ value: Int64) -> Bool {
      switch relation {
      case .equal: value == low && low == high
      case .atMost: value <= low
      case .atLeast: value >= high
      case .moreThan: value > high
      case .lessThan: value < low
      }
    }
    switch field(place).kind {
    case .number(let unit):
      let factor = Dimension(unit: unit).factor
      let value = (within(FixedPoint.scale * factor) + factor - 1) / factor
      guard value >= 0 || field(place).isSigned, value < Coverage.unlimited else { return .impossible }
      return atom(id, place, kind, set(place, .number(value, value)))
    case .date, .instant:
      let day = holds(asOf) ? asOf : within(1)
      guard abs(day) < Coverage.unlimited else { return .impossible }
      if kind == .missing, content(place) != .none { return atom(id, place, .lapsed, []) }
      if kind == .missing, day != asOf { return atom(id, place, .late, []) }
      return atom(id, place, kind, set(place, .days(day, day)))
    case .code(let list):
      let code = within(1)
      guard code >= 0, code < Int64(dictionary.lists[list].codes.count) else { return .impossible }
      return atom(id, place, kind, set(place, .code([Int32(code)])))
    case .age:
      let years = within(FixedPoint.scale) / FixedPoint.scale
      guard (0...130).contains(years) else { return .impossible }
      return atom(id, place, kind, set(place, .years(years, years)))
    case .duration:
      guard let unit = Period.Unit(rawValue: UInt8(truncatingIfNeeded: column.detail[row])) else { return .impossible }
      return atom(id, place, kind, set(place, .period(Period(unit, within(1)))))
    default: return atom(id, place, kind, [])
    }
  }

  /// Two references to one row, or not.
  private func sameRow(_ id: Int, _ left: Int, _ right: Int, _ row: Int, _ wanted: Bool) -> Repair {
    for (mine, other) in [(left, right), (right, left)] {
      guard let place = cell(mine, row), case .reference(let record) = field(place).kind else { continue }
      let kind = kind(id, place, row)
      if kind == .lapsed { return atom(id, place, .lapsed, []) }
      let column = run.scalars[other]
      guard wanted else {
        if field(place).mayBeNone { return atom(id, place, kind, set(place, .none)) }
        let taken = column.low[row] == column.high[row] ? Int(column.low[row]) : -1
        guard let free = dossier.rows[record].indices.first(where: { $0 != taken }) else { continue }
        return atom(id, place, kind, set(place, .label(dossier.rows[record][free].id)))
      }
      guard column.low[row] == column.high[row], column.low[row] >= 0 else { continue }
      return atom(id, place, kind, set(place, .label(dossier.rows[record][Int(column.low[row])].id)))
    }
    return .impossible
  }

  func none(_ id: Int, _ scalar: Int, _ row: Int, _ wanted: Bool, _ isMember: Bool) -> Repair {
    guard let place = cell(scalar, row), run.verdicts[id][row] == 1 || !isMember else { return .impossible }
    let kind = kind(id, place, row)
    guard reaches(scalar, place) else { return atom(id, place, kind, []) }
    if wanted {
      return atom(id, place, kind == .missing ? .lapsed : kind, kind == .notRecorded ? set(place, .none) : [])
    }
    switch field(place).kind {
    case .date, .instant: return atom(id, place, kind, set(place, .days(asOf, asOf)))
    case .code: return atom(id, place, kind, set(place, .code([0])))
    case .reference(let record):
      guard let first = dossier.rows[record].first else { return atom(id, place, kind, []) }
      return atom(id, place, kind, set(place, .label(first.id)))
    default: return atom(id, place, kind, [])
    }
  }

  func oneOf(_ id: Int, _ scalar: Int, _ codes: [Int], _ row: Int, _ wanted: Bool, _ isMember: Bool) -> Repair {
    guard let place = cell(scalar, row) else { return .impossible }
    if isMember, run.verdicts[id][row] != 1 { return .impossible }
    if let repair = renamed(id, scalar, codes, row, wanted) { return repair }
    let kind = kind(id, place, row)
    guard kind != .lapsed, reaches(scalar, place), case .code(let list) = field(place).kind else {
      return atom(id, place, kind == .missing ? .lapsed : kind, [])
    }
    var allowed = dictionary.lists[list].codes.indices.filter { codes.contains($0) == wanted }
    if case .code(let some) = content(place), some.count > 1 { allowed = allowed.filter { some.contains(Int32($0)) } }
    guard let code = allowed.first else {
      return field(place).mayBeNone && !wanted ? atom(id, place, kind, set(place, .none)) : .impossible
    }
    return atom(id, place, kind, set(place, .code([Int32(code)])))
  }

  /// A reference that is not known, or that a made-up row bears, is made to name a row with the right code.
  private func renamed(_ id: Int, _ scalar: Int, _ codes: [Int], _ row: Int, _ wanted: Bool) -> Repair? {
    switch program.scalars[scalar] {
    case .moved(let inner, let map): return renamed(id, inner, codes, Int(run.maps[map][row]), wanted)
    case .walked(let reference, let record, let target):
      guard let place = cell(reference, row), case .reference(record) = field(place).kind else { return nil }
      let isKnown = run.scalars[reference].low[row] == run.scalars[reference].high[row]
      guard !isKnown || dossier.rows[place.record][place.row].id.hasPrefix("NEW-") else { return nil }
      let fits = dossier.rows[record].first { other in
        if case .code(let some) = other.cells[target], some.count == 1 { return codes.contains(Int(some[0])) == wanted }
        return false
      }
      guard let fits else { return nil }
      return atom(id, place, .notRecorded, set(place, .label(fits.id)))
    default: return nil
    }
  }

  func includes(
    _ id: Int, _ set: Int, _ codes: [Int], _ count: Int, _ row: Int, _ wanted: Bool, _ isMember: Bool
  ) -> Repair {
    guard let place = setCell(set, row) else { return .impossible }
    let column = run.sets[set]
    let start = row * column.width
    func bit(_ words: [UInt64], _ code: Int) -> Bool { words[start + code / 64] >> UInt64(code % 64) & 1 == 1 }
    let isOpen = run.verdicts[id][row] == 1
    switch field(place).kind {
    case .codes, .checks: break
    default: return atom(id, place, isOpen ? .notRecorded : .lapsed, [])
    }
    let rowID = dossier.rows[place.record][place.row].id
    // What is not known comes first, then what is known to be otherwise.
    let unknown = codes.filter { bit(column.possible, $0) && !bit(column.certain, $0) }
    let against = codes.filter { wanted ? !bit(column.possible, $0) : bit(column.certain, $0) }
    let right = codes.count - unknown.count - against.count
    let needed = (wanted ? count : codes.count - count + 1) - right
    if isMember, needed > unknown.count {
      // What a document or a person is cannot change, but what it holds can.
      guard case .checks = field(place).kind else { return .impossible }
    }
    let chosen = Array((unknown + against).prefix(needed))
    // A blank set is filled as a whole: the codes that are asked for.
    var edits: [Edit]
    if case .codes = field(place).kind, !content(place).isRecorded {
      edits = self.set(place, .set(wanted ? chosen.map { Int32($0) }.sorted() : []))
    } else {
      edits = chosen.map {
        .check(record: place.record, row: rowID, field: place.field, code: Int32($0), isYes: wanted)
      }
    }
    if chosen.count < needed { edits = [] }
    var repair = atom(id, place, isOpen ? .notRecorded : kind(id, place, row), edits)
    if case .codes(let list) = field(place).kind { repair.parts[0].what = missing(chosen, list, id) }
    if case .checks(let list) = field(place).kind { repair.parts[0].what = missing(chosen, list, id) }
    return repair
  }

  private func missing(_ codes: [Int], _ list: Int, _ id: Int) -> String {
    let names = codes.map { dictionary.lists[list].codes[$0].label }.joined(separator: ", ")
    let reading = reading(id)
    return reading.isEmpty ? names : reading + " — open: " + names
  }

  func includesField(_ id: Int, _ left: Int, _ right: Int, _ count: Int?, _ row: Int, _ wanted: Bool) -> Repair {
    guard wanted, let place = setCell(left, row), case .codes = field(place).kind else { return .impossible }
    let kind = kind(id, place, row)
    let other = run.sets[right]
    let codes = (0..<other.width * 64).filter { other.certain[row * other.width + $0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    guard !codes.isEmpty, !content(place).isRecorded else {
      guard let second = setCell(right, row), !content(second).isRecorded, case .set(let mine) = content(place),
        !mine.isEmpty
      else {
        return atom(id, place, kind, [])
      }
      return atom(id, second, .notRecorded, set(second, .set(mine)))
    }
    return atom(id, place, kind, set(place, .set(codes.map { Int32($0) })))
  }

  func recorded(_ id: Int, _ scalar: Int, _ row: Int, _ wanted: Bool) -> Repair {
    guard wanted, let place = cell(scalar, row) else { return .impossible }
    let kind: Shortfall.Kind = run.verdicts[id][row] == 1 ? .notRecorded : .missing
    guard let value = someValue(of: place) else { return atom(id, place, kind, []) }
    return atom(id, place, kind, set(place, value))
  }

  func recordedSet(_ id: Int, _ set: Int, _ row: Int, _ wanted: Bool) -> Repair {
    guard wanted, let place = setCell(set, row) else { return .impossible }
    let kind: Shortfall.Kind = run.verdicts[id][row] == 1 ? .notRecorded : .missing
    guard let value = someValue(of: place) else { return atom(id, place, kind, []) }
    return atom(id, place, kind, self.set(place, value))
  }

  /// Any value that a field may hold.
  private func someValue(of place: CellPlace) -> Cell? { Mender.someValue(of: field(place), asOf: asOf) }

  static func someValue(of field: Field, asOf: Int64) -> Cell? {
    switch field.kind {
    case .label: .label("made-up")
    case .reference: field.mayBeNone ? Cell.none : nil
    case .code: .code([0])
    case .codes: .set([0])
    case .checks: .checks(yes: [0], no: [])
    case .number: .number(FixedPoint.scale, FixedPoint.scale)
    case .date, .instant: .days(asOf, asOf)
    case .duration: .period(Period(.days, 1))
    case .age: .years(30, 30)
    }
  }
}

extension Relation {
  /// The same relation told from the other side.
  var mirrored: Relation? {
    switch self {
    case .equal: .equal
    case .atLeast: .atMost
    case .atMost: .atLeast
    case .moreThan: .lessThan
    case .lessThan: .moreThan
    }
  }
}
