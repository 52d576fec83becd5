internal import Records
internal import Standard
internal import Values

// Counts, sums and comparisons: how much is missing.

extension Mender {
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
    case .sum(let group, let value):
      guard let scalar = term(value) else { return plain(id, row) }
      return sum(id, group, scalar, relation, limit, left, row, place)
    case .term(let scalar, _): return term(id, scalar, relation, limit, place)
    default: return plain(id, row)
    }
  }

  func unmoved(_ quantity: Int, _ row: Int) -> (QuantityNode, Int) {
    if case .moved(let inner, let map) = program.quantities[quantity] { return unmoved(inner, Int(run.maps[map][row])) }
    return (program.quantities[quantity], row)
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

  mutating func count(_ id: Int, _ group: GroupNode, _ relation: Relation, _ limit: Int64, _ row: Int) -> Repair {
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

  func isDated(_ group: GroupNode) -> Bool {
    guard let record = record(of: group), case .dates = dictionary.records[record].time else { return false }
    return true
  }

  mutating func distinct(
    _ id: Int, _ group: GroupNode, _ relation: Relation, _ limit: Int64, _ quantity: Int, _ outer: Int, _ row: Int
  ) -> Repair {
    guard relation == .atLeast, case .count(_, .some(let value)) = unmoved(quantity, outer).0,
      case .field(_, let field) = unmovedScalar(value)
    else { return plain(id, outer) }
    let rest = (limit + FixedPoint.scale - 1) / FixedPoint.scale - run.quantities[quantity].low(outer).top
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
    _ id: Int, _ group: GroupNode, _ value: Int, _ relation: Relation, _ limit: Int64, _ quantity: Int, _ outer: Int,
    _ row: Int
  ) -> Repair {
    guard relation == .atLeast || relation == .moreThan else { return plain(id, outer) }
    let rest =
      limit - run.quantities[quantity].low(outer).millionths(roundingUp: false) + (relation == .moreThan ? 1 : 0)
    guard case .field(let record, let field) = unmovedScalar(value) else { return plain(id, outer) }
    let isOpen = run.verdicts[id][outer] == 1
    // An unknown amount of a row that surely counts is the first thing to fill in.
    if isOpen {
      for member in members(group, row, nil) where member.isSure {
        guard let place = cell(value, Int(run.frames[group.frame].row[member.index])), !content(place).isRecorded else { continue }
        return atom(id, place, .notRecorded, set(place, amount(rest, place.record, place.field)))
      }
    }
    var repair = added(1, id, group, row, isOpen ? .notRecorded : .missing, (field, amount(rest, record, field)))
    for index in repair.parts.indices {
      repair.parts[index].what += " — short by " + words(rest, dictionary.records[record].fields[field])
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
      return Period(.seconds, millionths / FixedPoint.scale * 60).words
    }
    return "\(FixedPoint(millionths: millionths / dimension.factor)) \(unit)"
  }

  func term(_ id: Int, _ scalar: Int, _ relation: Relation, _ limit: Int64, _ row: Int) -> Repair {
    guard let place = cell(scalar, row), case .number(let unit) = field(place).kind else { return plain(id, row) }
    let factor = Dimension(unit: unit).factor
    let step = FixedPoint.scale
    var value = (limit + factor - 1) / factor
    if relation == .moreThan { value += step }
    if relation == .lessThan { value -= step }
    return atom(id, place, kind(id, place, row), set(place, .number(value, value)))
  }
}
