internal import Records
internal import Standard
internal import Values

// Quantities that are worked out: how much is missing, in their own unit, and what would have to be recorded.

extension Mender {
  /// What a quantity is counted in.
  enum Measure: Hashable {
    case plain, time, share
    case unit(String, factor: Int64)
  }

  func measure(of quantity: Int) -> Measure {
    switch program.quantities[quantity] {
    case .share, .tally: return .share
    case .elapsed: return .time
    case .count(let group, _): return isMoments(group) ? .time : .plain
    case .sum(_, let value), .extreme(_, let value, _, _), .average(_, let value, _), .median(_, let value, _):
      return measure(of: value)
    case .term(let scalar, _): return measure(ofScalar: scalar)
    case .constant, .sweep: return .plain
    case .moved(let inner, _): return measure(of: inner)
    case .plus(let parts), .choose(_, let parts):
      return parts.lazy.map { measure(of: $0) }.first { $0 != .plain } ?? .plain
    case .minus(let left, let right): return measure(of: left) == .plain ? measure(of: right) : measure(of: left)
    case .times(let left, let right):
      let measures = [measure(of: left), measure(of: right)].filter { $0 != .plain }
      return measures.first { $0 != .share } ?? .plain
    case .divide(let left, let right): return measure(of: right) == .plain ? measure(of: left) : .plain
    }
  }

  private func measure(ofScalar scalar: Int) -> Measure {
    switch program.scalars[scalar] {
    case .field(let record, let field), .walked(_, let record, let field):
      guard case .number(let unit) = dictionary.records[record].fields[field].kind else { return .plain }
      let dimension = Dimension(unit: unit)
      return dimension.name == "time" ? .time : .unit(unit, factor: dimension.factor)
    case .moved(let inner, _): return measure(ofScalar: inner)
    case .extreme(_, let value, _): return measure(ofScalar: value)
    case .chosen(_, let values): return values.first.map { measure(ofScalar: $0) } ?? .plain
    default: return .plain
    }
  }

  /// “3 h 30 min”, “40 %”, “3 beds”, “3”; `up`: what is rounded is rounded up.
  func words(_ ratio: Ratio, _ measure: Measure, up: Bool = false) -> String {
    if ratio.isUnlimited { return "no limit" }
    switch measure {
    case .time:
      let seconds = Ratio(Int128(ratio.top) * 60, Int128(ratio.bottom), roundingUp: up)
      let whole = seconds.millionths(roundingUp: up) / FixedPoint.scale
      return whole < 0 ? "minus \(clockLength(-whole))" : clockLength(whole)
    case .share: return "\(rounded(ratio.times(Ratio(top: 100, bottom: 1), roundingUp: up), up)) %"
    case .unit(let unit, let factor):
      return "\(rounded(ratio.times(Ratio(top: 1, bottom: factor), roundingUp: up), up)) \(unit)"
    case .plain: return rounded(ratio, up)
    }
  }

  /// Between what a quantity lies: “3 to 5”, “at least 30 min”, “not known”.
  func words(_ bounds: Bounds, of quantity: Int) -> String { words(bounds, measure(of: quantity)) }

  private func words(_ bounds: Bounds, _ measure: Measure) -> String {
    if bounds.absent == 2 { return "nothing" }
    let low = words(bounds.low, measure)
    if bounds.low == bounds.high { return low }
    if bounds.high.isUnlimited { return bounds.low.isUnlimited ? "not known" : "at least \(low)" }
    let high = words(bounds.high, measure, up: true)
    return bounds.low.isUnlimited ? "at most \(high)" : "\(low) to \(high)"
  }

  /// To thousandths.
  private func rounded(_ ratio: Ratio, _ up: Bool) -> String {
    let millionths = ratio.millionths(roundingUp: up)
    var thousandths = floorDivided(millionths, 1000)
    if up, millionths % 1000 != 0 { thousandths += 1 }
    return "\(FixedPoint(millionths: thousandths * 1000))"
  }

  /// “is 3 h, must be at least 5 h: short by 2 h”; nothing where no amount can be told.
  func comparison(_ left: Operand, _ relation: Relation, _ right: Operand) -> String {
    let mine = run.quantities[left.quantity].bounds(left.row)
    let other = run.quantities[right.quantity].bounds(right.row)
    var measure = self.measure(of: left.quantity)
    if measure == .plain { measure = self.measure(of: right.quantity) }
    if mine.absent == 2 { return "there is nothing to measure" }
    if other.absent == 2 { return "there is nothing to compare it with" }
    var asked = words(other, measure)
    if asked == "not known" { asked = "something not known" }
    let text = "is \(words(mine, measure)), must be \(relation.words) \(asked)"
    switch relation {
    case .atLeast, .moreThan:
      let short = other.low.plus(mine.high.negated, roundingUp: true)
      if !short.isUnlimited, short.top > 0 { return text + ": short by \(words(short, measure, up: true))" }
    case .atMost, .lessThan:
      let over = mine.low.plus(other.high.negated, roundingUp: true)
      if !over.isUnlimited, over.top > 0 { return text + ": \(words(over, measure, up: true)) too much" }
    case .equal: break
    }
    return text
  }

  /// The amount missing, told in its unit, and what is not recorded of it.
  mutating func amounts(
    _ id: Int, _ row: Int, _ left: Operand, _ relation: Relation, _ right: Operand
  ) -> Repair {
    let isOpen = run.verdicts[id][row] == 1
    var shortfall = Shortfall(
      kind: isOpen ? .notRecorded : .missing, what: reading(id), count: 0, of: nil, items: [], edits: [], unknown: [])
    shortfall.note = comparison(left, relation, right)
    guard isOpen else { return Repair(parts: [shortfall], isImpossible: true) }
    let isUpward = relation == .atLeast || relation == .moreThan
    let rest = needed(left, relation, right)
    var gaps = Gaps(rest: rest)
    fill(left, up: isUpward, &gaps)
    fill(right, up: !isUpward, &gaps)
    shortfall.edits = gaps.edits
    shortfall.unknown = gaps.unknown
    return Repair(parts: [shortfall], isImpossible: gaps.isImpossible || gaps.edits.isEmpty)
  }

  /// How much the worst that may be differs from what is asked, in millionths.
  private func needed(_ left: Operand, _ relation: Relation, _ right: Operand) -> Int64 {
    let mine = run.quantities[left.quantity].bounds(left.row)
    let other = run.quantities[right.quantity].bounds(right.row)
    let isUpward = relation == .atLeast || relation == .moreThan
    let (least, most) = isUpward ? (mine.low, other.high) : (other.low, mine.high)
    if least.isUnlimited || most.isUnlimited {
      let known = [least, most].first { !$0.isUnlimited } ?? .zero
      return max(FixedPoint.scale, abs(known.millionths(roundingUp: true)) + FixedPoint.scale)
    }
    return max(0, most.plus(least.negated, roundingUp: true).millionths(roundingUp: true)) + FixedPoint.scale
  }

  /// What is not recorded of a quantity, with what to fill in.
  struct Gaps {
    /// How much one value must add, in millionths of the base unit.
    var rest: Int64
    var edits: [Edit] = []
    var unknown: [UnknownField] = []
    var isImpossible = false
    /// What stands in the lists, to find it at once.
    private var knownEdits: Set<Edit> = []
    private var knownGaps: Set<UnknownField> = []

    init(rest: Int64) { self.rest = rest }

    mutating func add(_ repair: Repair) {
      isImpossible = isImpossible || repair.isImpossible
      for part in repair.parts {
        edits += part.edits.filter { knownEdits.insert($0).inserted }
        unknown += part.unknown.filter { knownGaps.insert($0).inserted }
      }
    }
  }

  /// Fills what is not known of a quantity so that it becomes larger, or smaller.
  mutating func fill(_ operand: Operand, up: Bool, _ gaps: inout Gaps) {
    let (quantity, row) = (operand.quantity, operand.row)
    let bounds = run.quantities[quantity].bounds(row)
    if bounds.low == bounds.high, bounds.absent != 1 { return }
    switch program.quantities[quantity] {
    case .term(let scalar, _): fill(scalar, row, up: up, &gaps)
    case .moved(let inner, let map):
      fill(Operand(quantity: inner, row: Int(run.maps[map][row])), up: up, &gaps)
    case .plus(let parts): for part in parts { fill(Operand(quantity: part, row: row), up: up, &gaps) }
    case .times(let left, let right):
      for part in [left, right] { fill(Operand(quantity: part, row: row), up: up, &gaps) }
    case .minus(let left, let right), .divide(let left, let right):
      fill(Operand(quantity: left, row: row), up: up, &gaps)
      fill(Operand(quantity: right, row: row), up: !up, &gaps)
    case .choose(let conditions, let parts):
      for (place, part) in parts.enumerated() {
        let truth = place < conditions.count ? run.verdicts[conditions[place]][row] : 2
        if truth == 1 { gaps.add(mend(conditions[place], row)) }
        if truth != 0 { fill(Operand(quantity: part, row: row), up: up, &gaps) }
        if truth == 2 || truth == 1 { return }
      }
    case .count(let group, _): fill(group, row, up: up, &gaps)
    case .share(let group, let body, _):
      fill(group, row, up: false, &gaps)
      for member in members(group, row, body) where member.body == 1 {
        gaps.add(mend(body, member.index, to: up))
      }
    case .sum(let group, let value), .average(let group, let value, _), .median(let group, let value, _),
      .extreme(let group, let value, _, _):
      fill(group, row, up: up, &gaps)
      for member in members(group, row, nil) {
        fill(Operand(quantity: value, row: member.index), up: up, &gaps)
      }
    case .elapsed(let from, let to, _):
      for scalar in [from, to] {
        if let place = cell(scalar, row), !content(place).isRecorded { gaps.add(atom(0, place, .notRecorded, [])) }
      }
    case .tally, .constant, .sweep: gaps.isImpossible = true
    }
  }

  /// Rows that only may count come in, or stay out; and the list is said to be complete.
  private mutating func fill(_ group: GroupNode, _ row: Int, up: Bool, _ gaps: inout Gaps) {
    for member in members(group, row, nil) where !member.isSure {
      gaps.add(up ? entering(group.frame, member.index) : leaving(group.frame, member.index))
    }
    guard hidden(group, row) > 0, let record = record(of: group) else { return }
    gaps.add(
      Repair(parts: [
        Shortfall(
          kind: .notRecorded, what: "", count: 0, of: nil, items: [], edits: [.complete(record: record)],
          unknown: [UnknownField(record: record, field: nil, rows: [])])
      ]))
  }

  private func fill(_ scalar: Int, _ row: Int, up: Bool, _ gaps: inout Gaps) {
    guard let place = cell(scalar, row), !content(place).isRecorded, case .number = field(place).kind else {
      gaps.isImpossible = true
      return
    }
    let cell: Cell = up ? amount(gaps.rest, place.record, place.field) : .number(0, 0)
    gaps.add(atom(0, place, .notRecorded, set(place, cell)))
  }

  /// Only the amount, where nobody can be named.
  func amount(_ id: Int, _ row: Int, _ left: Operand, _ relation: Relation, _ limit: Int64) -> Repair {
    var repair = plain(id, row)
    let mine = run.quantities[left.quantity].bounds(left.row)
    let measure = measure(of: left.quantity)
    let found = words(mine, measure)
    repair.parts[0].note = "is \(found), must be \(relation.words) \(words(Ratio(millionths: limit), measure))"
    return repair
  }

  // MARK: The highest and the lowest

  mutating func extreme(
    _ id: Int, _ row: Int, _ left: Operand, _ relation: Relation, _ right: Operand, _ group: GroupNode, _ value: Int,
    _ highest: Bool, _ ifEmpty: Truth
  ) -> Repair {
    let isEach: Bool
    switch relation {
    case .atLeast, .moreThan: isEach = !highest
    case .atMost, .lessThan: isEach = highest
    case .equal: return amounts(id, row, left, relation, right)
    }
    guard !isMoments(group), case .record = program.frameKind[group.frame] else {
      return amounts(id, row, left, relation, right)
    }
    let other = run.quantities[right.quantity].bounds(right.row)
    let found = members(group, left.row, nil).map { member -> Member in
      let bounds = run.quantities[value].bounds(member.index)
      let truth = bounds.absent == 2 ? Truth.yes : bounds.truth(relation, other)
      return Member(
        index: member.index, isSure: member.isSure, body: bounds.absent == 1 && truth == .no ? 1 : truth.rawValue)
    }
    guard isEach else {
      // One is enough: that which is nearest, or not known.
      if run.verdicts[id][row] != 1 { return amounts(id, row, left, relation, right) }
      for member in found where member.body != 0 {
        var one = member.isSure ? Repair.nothing : entering(group.frame, member.index)
        if member.body == 1 { one.add(measured(id, row, value, member.index, relation, right)) }
        if !one.isImpossible { return one }
      }
      return amounts(id, row, left, relation, right)
    }
    var repair = Repair.nothing
    let failing = found.filter { $0.body != 2 }.map { member -> (Member, Repair) in
      var one = measured(id, row, value, member.index, relation, right)
      if !member.isSure {
        let out = leaving(group.frame, member.index)
        if out.cost < one.cost { one = out }
      }
      return (member, one)
    }
    repair.add(grouped(failing, group, id, nil, of: found.count, needed: failing.count))
    if hidden(group, left.row) > 0 { repair.add(completion(group, id)) }
    repair.add(emptiness(id, row, group, found, ifEmpty, left.row))
    return repair
  }

  /// One row's own value, made to compare as it should.
  private mutating func measured(
    _ id: Int, _ row: Int, _ value: Int, _ member: Int, _ relation: Relation, _ right: Operand
  ) -> Repair {
    let own = operand(value, member)
    var gaps = Gaps(rest: needed(own, relation, right))
    let isOpen =
      run.quantities[own.quantity].bounds(own.row).truth(
        relation, run.quantities[right.quantity].bounds(right.row)) == .unknown
    if isOpen { fill(own, up: relation == .atLeast || relation == .moreThan, &gaps) }
    return Repair(
      parts: [
        Shortfall(
          kind: isOpen ? .notRecorded : .lapsed, what: reading(id), count: 1, of: nil, items: [], edits: gaps.edits,
          unknown: gaps.unknown, note: comparison(own, relation, right))
      ], isImpossible: gaps.isImpossible || gaps.edits.isEmpty)
  }

  // MARK: Time from one date to another

  mutating func elapsed(
    _ id: Int, _ row: Int, _ left: Operand, _ relation: Relation, _ right: Operand, _ from: Int, _ to: Int,
    _ isClock: Bool
  ) -> Repair {
    var repair = amounts(id, row, left, relation, right)
    guard let start = cell(from, left.row), let end = cell(to, left.row) else { return repair }
    let isOpen = run.verdicts[id][row] == 1
    repair.parts[0].items = [label(end)]
    repair.parts[0].count = 1
    guard isOpen || content(end) == .none else {
      // Both days are over.
      repair.parts[0].kind = .lapsed
      return repair
    }
    let isShort = relation == .atMost || relation == .lessThan
    let (first, last) = (content(start), content(end))
    var edits: [Edit] = []
    switch (first.isRecorded, last.isRecorded && last != .none) {
    case (true, false) where isShort: edits = set(end, first)
    case (false, true) where isShort: edits = set(start, last)
    case (false, false) where isShort: edits = set(start, .days(asOf, asOf)) + set(end, .days(asOf, asOf))
    default: break
    }
    if !isOpen {
      // Not done yet: it can be done in time, or only late.
      let limit = run.quantities[right.quantity].bounds(right.row).high
      let days = floorDivided(limit.millionths(roundingUp: false) / FixedPoint.scale, 1_440)
      let begun = run.scalars[from].high(left.row)
      let day = isClock && abs(begun) < Coverage.unlimited ? floorDivided(begun, 86_400) : begun
      let isInTime = isShort && !limit.isUnlimited && day + days >= asOf
      edits = isInTime && !isClock ? set(end, .days(asOf, asOf)) : []
      repair.parts[0].kind = isInTime ? .missing : .late
    }
    repair.parts[0].edits = edits
    repair.isImpossible = edits.isEmpty
    return repair
  }

  // MARK: Samples

  /// How many more files, all in order, would decide for sure or with the chance that is asked for.
  private func more(_ tally: Tally, _ relation: Relation, _ limit: Ratio, isWhole: Bool) -> Int64? {
    guard tally.hidden < 1 << 31 else { return nil }
    let isUpward = relation == .atLeast || relation == .moreThan
    func decides(_ count: Int64) -> Bool {
      var more = tally
      if isUpward { more.yesYes += count } else { more.yesNo += count }
      more.hidden -= count
      return SampleTest(more, confidence: program.confidence, isWhole: isWhole).truth(relation, limit) == .yes
    }
    // In steps that grow, then from the last that was too few: near the edge more may decide less.
    var (low, high): (Int64, Int64) = (0, 1)
    while high < tally.hidden, !decides(high) { (low, high) = (high, high * 2) }
    high = min(high, tally.hidden)
    guard decides(high) else { return nil }
    while low + 1 < high {
      let middle = (low + high) / 2
      if decides(middle) { high = middle } else { low = middle }
    }
    return high
  }

  /// A share over rows drawn at random that chance leaves open.
  mutating func sampled(
    _ id: Int, _ row: Int, _ group: GroupNode, _ body: Int, _ relation: Relation, _ limit: Int64, _ place: Int
  ) -> Repair? {
    guard case .record(let record) = program.frameKind[group.frame], run.verdicts[id][row] == 1,
      run.data.tables[record].coverage[run.shelters.lowerBound].sample != nil, hidden(group, place) > 0
    else { return nil }
    var tally = Tally()
    let found = members(group, place, body)
    for member in found { tally.add(member: member.isSure ? 2 : 1, body: member.body) }
    tally.hidden = hidden(group, place)
    var repair = Repair.nothing
    let open = found.filter { $0.body == 1 || !$0.isSure }
    repair.add(
      grouped(open.map { ($0, mended($0, group, body)) }, group, id, body, of: found.count, needed: open.count))
    let type = dictionary.records[record]
    var what = reading(id) + " — "
    let drawn = "\(run.data.tables[record].count) of \(Int64(run.data.tables[record].count) + tally.hidden)"
    let count = more(tally, relation, Ratio(millionths: limit), isWhole: false)
    if let count {
      what += "\(drawn) \(type.plural) are drawn; \(count) more, all in order, would decide"
    } else {
      what += "\(drawn) \(type.plural) are drawn; no more of them, even all in order, would show it"
    }
    repair.add(
      Repair(
        parts: [
          Shortfall(
            kind: .notRecorded, what: what, count: count ?? 0, of: nil, items: [], edits: [],
            unknown: [UnknownField(record: record, field: nil, rows: [])])
        ], isImpossible: true))
    return repair
  }

  /// What people counted: how many more to look at, or how many were not in order.
  mutating func tally(_ id: Int, _ row: Int, _ node: TallyNode, _ relation: Relation, _ limit: Int64) -> Repair {
    guard let fields = dictionary.answers, let counted = fields.counted else { return plain(id, row) }
    let isOpen = run.verdicts[id][row] == 1
    let ratio = Ratio(millionths: limit)
    var shortfall = Shortfall(
      kind: isOpen ? .notRecorded : .missing, what: "question \(node.question)", count: 0, of: nil, items: [],
      edits: [],
      unknown: isOpen
        ? [UnknownField(record: fields.record, field: counted.lookedAt, rows: [node.question])] : [])
    let rows = run.countedRows(node, shelter: 0).rows
    func whole(_ row: Int, _ field: Int) -> Int64? {
      guard case .number(let low?, let high?) = dossier.rows[fields.record][row].cells[field], low == high else {
        return nil
      }
      return low / FixedPoint.scale
    }
    guard rows.count == 1, let found = rows.first, let drawn = whole(found, counted.lookedAt),
      let good = whole(found, counted.fulfilled), let population = whole(found, counted.outOf), good <= drawn,
      drawn <= population
    else {
      shortfall.what += rows.isEmpty ? " — nobody has counted yet" : " — the count is not complete"
      return Repair(parts: [shortfall], isImpossible: true)
    }
    shortfall.items = [label(fields.record, found)]
    shortfall.what += " — \(good) of \(drawn) looked at were in order, of \(population) there are"
    guard isOpen else {
      // Of all there are, so many must be in order.
      let product = Int128(limit) * Int128(population)
      let scale = Int128(FixedPoint.scale)
      let asked = Int64(relation == .moreThan ? product / scale + 1 : (product + scale - 1) / scale)
      let lacking = relation == .atLeast || relation == .moreThan ? max(0, asked - (population - (drawn - good))) : 0
      shortfall.count = lacking
      if lacking > 0 { shortfall.what += "; at least \(lacking) more must be" }
      return Repair(parts: [shortfall], isImpossible: true)
    }
    let isDrawn = run.countedDraw(node, shelter: 0) != nil
    let tally = Tally(yesYes: good, yesNo: drawn - good, hidden: population - drawn)
    let needed: Int64?
    if isDrawn {
      needed = more(tally, relation, ratio, isWhole: true)
    } else {
      // Not drawn by chance, what was not looked at counts against.
      let product = Int128(limit) * Int128(population)
      let scale = Int128(FixedPoint.scale)
      let asked = Int64(relation == .moreThan ? product / scale + 1 : (product + scale - 1) / scale)
      needed = relation == .atLeast || relation == .moreThan ? asked - good : nil
    }
    if let needed, needed > 0, drawn + needed <= population {
      shortfall.count = needed
      shortfall.what += "; \(needed) more, all in order, would decide"
      let id = dossier.rows[fields.record][found].id
      let isUpward = relation == .atLeast || relation == .moreThan
      shortfall.edits = [(counted.lookedAt, drawn + needed)].map {
        .set(record: fields.record, row: id, field: $0.0, .number($0.1 * FixedPoint.scale, $0.1 * FixedPoint.scale))
      }
      if isUpward {
        let all = (good + needed) * FixedPoint.scale
        shortfall.edits.append(.set(record: fields.record, row: id, field: counted.fulfilled, .number(all, all)))
      }
    }
    return Repair(parts: [shortfall], isImpossible: shortfall.edits.isEmpty)
  }
}

extension Relation {
  /// As it is said before an amount.
  var words: String {
    switch self {
    case .equal: "exactly"
    case .atLeast: "at least"
    case .atMost: "at most"
    case .moreThan: "more than"
    case .lessThan: "less than"
    }
  }
}
