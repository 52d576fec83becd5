internal import Records
internal import Standard
internal import Values

// When what was missed no longer counts: the same records, seen from later days, with everything since done right.

extension Judge {
  /// So many years are looked ahead.
  private static let longestHealing: Int64 = 6 * 366

  /// The first day on which a level's test can hold again: what failed by the as-of date has left its window, and what
  /// comes after it is assumed to be done.
  ///
  /// Found by looking at the changed records from later days, halving the time between.
  func healsOn(
    _ parts: [Shortfall], _ index: Int, _ level: Int, _ dossier: Dossier, asOf: CalendarDate, _ kept: inout KeptUp?
  ) -> CalendarDate? {
    guard parts.contains(where: { $0.kind == .late || $0.kind == .lapsed }) else { return nil }
    let until = CalendarDate(number: asOf.number + Self.longestHealing)
    let lists = kept ?? KeptUp(dossier.kept(until: until), standard.dictionary, asOf)
    kept = lists
    let edits = parts.flatMap { $0.edits }
    var base = lists.data
    if !edits.isEmpty {
      let changed = lists.dossier.applying(edits, asOf: asOf).kept(until: until)
      base = Dataset(lists.data, edits, changed, standard.dictionary)
    }
    var own = Program(
      [standard.criteria[index].levels[level].effective], dictionary: standard.dictionary,
      confidence: standard.confidence)
    own.dependencies = TimeDependence.of(own).map { $0 ? 1 : 0 }
    let today = evaluate(own, base)
    func isHealed(_ day: Int64) -> Bool {
      let run = evaluate(own, Dataset(base, asOf: CalendarDate(number: day)), after: today, changed: [0])
      return Healing(run: run, today: today).holds(own.roots[0], 0)
    }
    var (low, high) = (asOf.number, until.number)
    guard isHealed(high) else { return nil }
    while low + 1 < high {
      let middle = (low + high) / 2
      if isHealed(middle) { high = middle } else { low = middle }
    }
    return CalendarDate(number: high)
  }
}

/// A dossier with its lists kept up, and its columns: the same for all that heals.
struct KeptUp {
  let dossier: Dossier
  let data: Dataset

  init(_ dossier: Dossier, _ dictionary: DataDictionary, _ asOf: CalendarDate) {
    self.dossier = dossier
    data = Dataset([dossier], dictionary, asOf: asOf)
  }
}

/// Whether a condition holds on a later day, everything after today being assumed to be done right.
struct Healing {
  let run: Evaluation
  let today: Evaluation

  private var program: Program { run.program }
  private var asOf: Int64 { today.data.asOf.number }

  func holds(_ id: Int, _ row: Int) -> Bool {
    if run.verdicts[id][row] == 2 { return true }
    switch program.verdicts[id] {
    case .moved(let inner, let map): return holds(inner, Int(run.maps[map][row]))
    case .all(let parts): return parts.allSatisfy { holds($0, row) }
    case .any(let count, let parts): return parts.count { holds($0, row) } >= count
    case .settled(let records, _): return holds(records, row)
    case .every(let group, let body, let ifEmpty):
      let places = self.places(group, row)
      if places.isEmpty { return ifEmpty == .yes || isDone(group) }
      return places.allSatisfy { isToCome($0, group, body) || holds(body, $0) }
    case .measure(let left, let relation, let right): return holds(id, row, left, relation, right)
    case .gap(let node): return holds(node, row)
    default:
      // What was so today, and is only not known later because nothing new is recorded, is kept so.
      return false
    }
  }

  private func places(_ group: GroupNode, _ row: Int) -> [Int] {
    let rows = run.frames[group.frame]
    return rows.parent.indices.filter { Int(rows.parent[$0]) == row && rows.member[$0] != 0 }
  }

  /// New rows can be made for it.
  private func isDone(_ group: GroupNode) -> Bool {
    if case .record = program.frameKind[group.frame] { true } else { false }
  }

  /// A period that was not over today, or a row that did not fail today: it can still be done right.
  private func isToCome(_ place: Int, _ group: GroupNode, _ body: Int) -> Bool {
    let rows = run.frames[group.frame]
    switch program.frameKind[group.frame] {
    case .calendar(_, let hasHours):
      return (hasHours ? floorDivided(rows.last[place], 86_400) : rows.last[place]) > asOf
    case .moment: return floorDivided(rows.first[place], 86_400) > asOf
    case .shelter: return false
    case .record:
      let before = today.frames[group.frame]
      let truth = today.verdicts[body]
      // Where it failed today, under whichever row around it, it stays failed.
      for index in before.parent.indices where before.row[index] == rows.row[place] && before.member[index] != 0 {
        if truth[index] == 0 { return false }
      }
      return true
    }
  }

  private func holds(_ id: Int, _ row: Int, _ left: Int, _ relation: Relation, _ right: Int) -> Bool {
    guard let (node, place) = measured(left, row), let limit = limit(right, row) else { return false }
    switch (node, relation) {
    case (.share(let group, let body, let ifEmpty), .atLeast), (.share(let group, let body, let ifEmpty), .moreThan):
      let places = self.places(group, place)
      if places.isEmpty { return ifEmpty == .yes || isDone(group) }
      let good = places.count { isToCome($0, group, body) || holds(body, $0) }
      let share = Ratio(top: Int64(good), bottom: Int64(places.count))
      return relation == .atLeast ? share >= limit : share > limit
    // More can always be done, or given.
    case (.count, .atLeast), (.count, .moreThan), (.sum, .atLeast), (.sum, .moreThan): return isNow(id, row)
    default: return false
    }
  }

  /// Whether more of what is counted can be done in time: its window reaches past today.
  private func isNow(_ id: Int, _ row: Int) -> Bool {
    // Windows of the shelter end on the as-of date; those of a period were looked at with the period.
    program.verdictFrame[id] == 0
  }

  private func measured(_ quantity: Int, _ row: Int) -> (QuantityNode, Int)? {
    if case .moved(let inner, let map) = program.quantities[quantity] {
      return measured(inner, Int(run.maps[map][row]))
    }
    return (program.quantities[quantity], row)
  }

  private func limit(_ quantity: Int, _ row: Int) -> Ratio? {
    let bounds = run.quantities[quantity].bounds(row)
    return bounds.low == bounds.high && bounds.absent == 0 ? bounds.low : nil
  }

  /// Stretches that were over by today, and the one that could be ended today, must have left the window.
  private func holds(_ node: GapNode, _ row: Int) -> Bool {
    guard node.relation == .atMost || node.relation == .lessThan else { return false }
    let now = node.isClock ? (asOf + 1) * 86_400 : asOf
    return run.stretches(node, row, places(node.group, row)).least.allSatisfy { stretch in
      let ended = Evaluation.Stretch(from: stretch.from, to: min(stretch.to, now))
      return ended.to <= ended.from || !run.reaches(ended, node)
    }
  }
}
