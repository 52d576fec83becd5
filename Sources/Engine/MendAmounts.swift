internal import Records
internal import Standard
internal import Values

// Counts, sums and comparisons: how much is missing.

extension Mender {
  /// A quantity, and the row for which it is asked.
  struct Operand {
    var quantity: Int
    var row: Int
  }

  mutating func measure(
    _ id: Int, _ left: Int, _ relation: Relation, _ right: Int, _ row: Int, _ wanted: Bool
  ) -> Repair {
    guard let relation = wanted ? relation : relation.opposite else { return .impossible }
    return measure(id, row, operand(left, row), relation, operand(right, row))
  }

  mutating func measure(
    _ id: Int, _ row: Int, _ left: Operand, _ relation: Relation, _ right: Operand
  ) -> Repair {
    let (node, place) = (program.quantities[left.quantity], left.row)
    if case .term(let first, _) = node, case .term(let second, _) = program.quantities[right.quantity],
      place == right.row, program.scalarFrame[first] == program.scalarFrame[second]
    {
      return compare(id, first, relation, second, .numbers, place, true, false)
    }
    let other = run.quantities[right.quantity].bounds(right.row)
    guard other.low == other.high, other.absent == 0, !other.low.isUnlimited else {
      return amounts(id, row, left, relation, right)
    }
    let limit = other.low.millionths(roundingUp: relation == .atLeast || relation == .lessThan)
    switch node {
    case .share(let group, let body, let ifEmpty):
      if isMoments(group) { return shareOfTime(id, group, body, relation, limit, place) }
      if let repair = sampled(id, row, group, body, relation, limit, place) { return repair }
      return share(id, row, group, body, ifEmpty, relation, limit, place)
    case .count(let group, nil):
      return isMoments(group)
        ? time(id, group, relation, limit, place) : count(id, row, group, relation, limit, place)
    case .count(let group, _?): return distinct(id, row, group, relation, limit, left)
    case .sum(let group, let value):
      guard let scalar = term(value), case .record = program.frameKind[group.frame] else { break }
      return sum(id, row, group, scalar, relation, limit, left, right)
    case .term(let scalar, _): return term(id, row, scalar, relation, limit, left, right)
    case .extreme(let group, let value, let highest, let ifEmpty):
      return extreme(id, row, left, relation, right, group, value, highest, ifEmpty)
    case .elapsed(let from, let to, let isClock):
      return elapsed(id, row, left, relation, right, from, to, isClock)
    case .tally(let node): return tally(id, row, node, relation, limit)
    default: break
    }
    let mine = run.quantities[left.quantity].bounds(left.row)
    if case .constant = node, mine.low == mine.high, let mirrored = relation.mirrored {
      // A fixed number asks something of the other side.
      if case .constant = program.quantities[right.quantity] { return plain(id, row) }
      return measure(id, row, right, mirrored, left)
    }
    return amounts(id, row, left, relation, right)
  }

  /// A quantity where it is worked out: moved ones looked through, and of several cases the one that holds.
  func operand(_ quantity: Int, _ row: Int) -> Operand {
    switch program.quantities[quantity] {
    case .moved(let inner, let map): return operand(inner, Int(run.maps[map][row]))
    case .choose(let conditions, let parts):
      for (place, part) in parts.enumerated() {
        guard place < conditions.count else { return operand(part, row) }
        let truth = run.verdicts[conditions[place]][row]
        if truth == 2 { return operand(part, row) }
        if truth == 1 { break }
      }
      return Operand(quantity: quantity, row: row)
    default: return Operand(quantity: quantity, row: row)
    }
  }

  /// The value that a quantity is, if it is one as it stands.
  func term(_ quantity: Int) -> Int? {
    switch program.quantities[quantity] {
    case .moved(let inner, _): term(inner)
    case .term(let scalar, _): scalar
    default: nil
    }
  }

  /// A demand that is only told, not broken down.
  func plain(_ id: Int, _ row: Int) -> Repair {
    Repair(
      parts: [
        Shortfall(
          kind: run.verdicts[id][row] == 1 ? .notRecorded : .missing, what: reading(id), count: 0, of: nil, items: [],
          edits: [], unknown: [])
      ], isImpossible: true)
  }

  mutating func count(
    _ id: Int, _ outer: Int, _ group: GroupNode, _ relation: Relation, _ limit: Int64, _ row: Int
  ) -> Repair {
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
        let isOpen = run.verdicts[id][outer] == 1
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
    case .equal: return plain(id, outer)
    }
  }

  func isDated(_ group: GroupNode) -> Bool {
    guard let record = record(of: group), case .dates = dictionary.records[record].time else { return false }
    return true
  }

  mutating func distinct(
    _ id: Int, _ outer: Int, _ group: GroupNode, _ relation: Relation, _ limit: Int64, _ left: Operand
  ) -> Repair {
    guard relation == .atLeast || relation == .moreThan,
      case .count(_, .some(let value)) = program.quantities[left.quantity],
      case .field(_, let field) = unmovedScalar(value)
    else { return amount(id, outer, left, relation, limit) }
    let least =
      relation == .atLeast ? (limit + FixedPoint.scale - 1) / FixedPoint.scale : limit / FixedPoint.scale + 1
    let rest = least - run.quantities[left.quantity].low(left.row).top
    let kind: Shortfall.Kind = run.verdicts[id][outer] == 1 ? .notRecorded : .missing
    var repair = Repair.nothing
    for step in 0..<min(rest, 50) {
      guard let record = record(of: group), let cell = different(dictionary.records[record].fields[field], step) else {
        return amount(id, outer, left, relation, limit)
      }
      repair.add(added(1, id, group, left.row, kind, (field, cell)))
    }
    guard var first = repair.parts.first else { return repair }
    first.count = rest
    first.edits = repair.parts.flatMap { $0.edits }
    return Repair(parts: [first], isImpossible: first.edits.isEmpty)
  }

  /// Values that differ from each other, one a step.
  func different(_ field: Field, _ step: Int64) -> Cell? {
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

  mutating func sum(
    _ id: Int, _ outer: Int, _ group: GroupNode, _ value: Int, _ relation: Relation, _ limit: Int64,
    _ left: Operand, _ right: Operand
  ) -> Repair {
    guard relation == .atLeast || relation == .moreThan, case .field(let record, let field) = unmovedScalar(value)
    else {
      return amounts(id, outer, left, relation, right)
    }
    let rest =
      limit - run.quantities[left.quantity].low(left.row).millionths(roundingUp: false)
      + (relation == .moreThan ? 1 : 0)
    let isOpen = run.verdicts[id][outer] == 1
    // An unknown amount of a row that surely counts is the first thing to fill in.
    if isOpen {
      for member in members(group, left.row, nil) where member.isSure {
        guard let place = cell(value, Int(run.frames[group.frame].row[member.index])), !content(place).isRecorded else {
          continue
        }
        return atom(id, place, .notRecorded, set(place, amount(rest, place.record, place.field)))
      }
    }
    var repair = added(
      1, id, group, left.row, isOpen ? .notRecorded : .missing, (field, amount(rest, record, field)))
    for index in repair.parts.indices {
      repair.parts[index].note = "short by " + words(rest, dictionary.records[record].fields[field])
    }
    return repair
  }

  func unmovedScalar(_ id: Int) -> ScalarNode {
    if case .moved(let inner, _) = program.scalars[id] { return unmovedScalar(inner) }
    return program.scalars[id]
  }

  /// A number of base units as a cell of a field, rounded up.
  func amount(_ millionths: Int64, _ record: Int, _ field: Int) -> Cell {
    var factor: Int64 = 1
    if case .number(let unit) = dictionary.records[record].fields[field].kind { factor = Dimension(unit: unit).factor }
    let value = (millionths + factor - 1) / factor
    return .number(value, value)
  }

  func words(_ millionths: Int64, _ field: Field) -> String {
    guard case .number(let unit) = field.kind else { return "" }
    let dimension = Dimension(unit: unit)
    if dimension.name == "time", millionths % FixedPoint.scale == 0 {
      return clockLength(millionths / FixedPoint.scale * 60)
    }
    return "\(FixedPoint(millionths: millionths / dimension.factor)) \(unit)"
  }

  mutating func term(
    _ id: Int, _ outer: Int, _ scalar: Int, _ relation: Relation, _ limit: Int64, _ left: Operand, _ right: Operand
  ) -> Repair {
    guard let place = cell(scalar, left.row), case .number(let unit) = field(place).kind else {
      return amounts(id, outer, left, relation, right)
    }
    let factor = Dimension(unit: unit).factor
    let step = FixedPoint.scale
    var value = (limit + factor - 1) / factor
    if relation == .atMost || relation == .lessThan { value = limit / factor }
    if relation == .moreThan { value += step }
    if relation == .lessThan { value -= step }
    guard value >= 0 || field(place).isSigned else { return atom(id, place, kind(id, place, outer), []) }
    return atom(id, place, kind(id, place, outer), set(place, .number(value, value)))
  }
}
