public import Records
public import Standard
public import Values

extension Judge {
  /// Judges a dossier as things stand on a day.  Cannot fail, and depends on nothing but its inputs.
  public func assess(_ dossier: Dossier, asOf: CalendarDate) -> Assessment {
    let run = evaluate(program, Dataset([dossier], standard.dictionary, asOf: asOf))
    let outcomes = outcomes(run, shelter: 0, dossier.exclusions)
    let gates = gateTruths(outcomes)
    let early = earlyLists(dossier, asOf, outcomes)
    var mender = Mender(run, dossier, standard.dictionary)
    var kept: KeptUp?
    let findings = outcomes.indices.map { index in
      finding(index, outcomes[index], run, dossier, &mender, early, &kept)
    }
    var assessment = Assessment(
      standard: standard, dossier: dossier, dossierHash: sha256(dossier.canonical(standard.dictionary)), asOf: asOf,
      findings: findings, scores: scores(outcomes), bands: bands(gates), shutGates: shutGates(gates), actions: [],
      comingDue: comingDue(run, dossier), collect: collect(findings),
      plausibility: zip(standard.plausibility, doubts).filter { run.truth(program.roots[$0.1], 0) == .yes }.map { $0.0 }
    )
    assessment.actions = plan(assessment, run)
    return assessment
  }

  /// Only the outcomes of a dossier, one a criterion, without evidence or plan: all that a test needs.
  public func outcomes(_ dossier: Dossier, asOf: CalendarDate) -> [Outcome] {
    outcomes(evaluate(program, Dataset([dossier], standard.dictionary, asOf: asOf)), shelter: 0, dossier.exclusions)
  }

  private func shutGates(_ truths: [[Truth]]) -> [String] {
    let next = bands(truths).certain + 1
    guard next < standard.bands.count else { return [] }
    return zip(standard.bands[next].gates, truths[next]).filter { $0.1 != .yes }.map { $0.0.reading }
  }

  private func finding(
    _ index: Int, _ outcome: Outcome, _ run: Evaluation, _ dossier: Dossier, _ mender: inout Mender,
    _ early: [Int: [TakenEarly]], _ kept: inout KeptUp?
  ) -> Finding {
    let criterion = standard.criteria[index]
    let place = places[index]
    var finding = Finding(
      criterion: index, outcome: outcome, levels: place.records.map { run.truth(program.roots[$0], 0) }, evidence: [],
      shortfalls: [], takenEarly: early[index] ?? [], contradictions: [])
    guard !outcome.isOut else { return finding }
    let explainer = Explainer(run, dossier, standard.dictionary)
    for level in 0...min(outcome.possible, criterion.levels.count - 1) {
      finding.evidence += explainer.evidence(program.roots[place.records[level]], level: level)
    }
    if outcome.certain < criterion.levels.count {
      let repair = mender.mend(program.roots[place.levels[outcome.certain]], 0)
      let parts = deepened(Shortfall.bounded(repair.parts), index, outcome.certain, run.data, dossier, &mender)
      finding.shortfalls = Shortfall.bounded(parts).map { $0.told }
      let heals = healsOn(finding.shortfalls, index, outcome.certain, dossier, asOf: run.data.asOf, &kept)
      for place in finding.shortfalls.indices
      where finding.shortfalls[place].kind == .late || finding.shortfalls[place].kind == .lapsed {
        finding.shortfalls[place].healsOn = heals
      }
    }
    for (level, answer) in place.answers.enumerated() {
      guard let answer, let ask = criterion.levels[level].ask else { continue }
      let said = run.truth(program.roots[answer], 0)
      let records = finding.levels[level]
      if said != .unknown, records != .unknown, said != records {
        finding.contradictions.append(
          "People answered question \(ask.question) with \(said == .yes ? "yes" : "no"), but the records say \(records == .yes ? "yes" : "no"). The records stand."
        )
      } else if tally(ask.test, run, 0).isConflict {
        finding.contradictions.append("The answers to question \(ask.question) disagree with each other.")
      }
    }
    return finding
  }

  /// Filling one gap may open another: a row that is added has fields of its own.  So the changes are made to a copy,
  /// the level is judged again, and what is still open there is added, until it is met or nothing more can be done.
  private func deepened(
    _ parts: [Shortfall], _ index: Int, _ level: Int, _ data: Dataset, _ dossier: Dossier, _ mender: inout Mender
  ) -> [Shortfall] {
    var parts = parts
    guard !parts.isEmpty, parts.allSatisfy({ $0.kind == .missing || $0.kind == .notRecorded }) else { return parts }
    let criterion = standard.criteria[index]
    let own = Program(
      [criterion.applies ?? .constant(.yes), criterion.levels[level].effective], dictionary: standard.dictionary,
      confidence: standard.confidence)
    for _ in 0..<4 {
      let edits = parts.flatMap { $0.edits }
      guard !edits.isEmpty, edits.count <= Shortfall.mostEdits else { return Shortfall.withoutEdits(parts) }
      let changed = dossier.applying(edits, asOf: data.asOf)
      let run = evaluate(own, Dataset(data, edits, changed, standard.dictionary))
      if run.truth(own.roots[0], 0) == .no || run.truth(own.roots[1], 0) == .yes { return parts }
      var next = Mender(run, changed, standard.dictionary, newRows: mender.newRows)
      let more = next.mend(own.roots[1], 0).parts.filter { $0.kind == .notRecorded || $0.kind == .missing }
      mender.newRows = next.newRows
      // Many rows may ask for the same change.
      var known = Set(edits)
      let fresh = more.flatMap { $0.edits }.filter { known.insert($0).inserted }
      guard !fresh.isEmpty, let last = parts.lastIndex(where: { !$0.edits.isEmpty }) else { break }
      for edit in fresh {
        // What is filled in of a row that another part adds belongs to that part: it may be done by itself.
        let owner = parts.firstIndex { part in part.edits.contains { $0.adds(rowOf: edit) } }
        parts[owner ?? last].edits.append(edit)
      }
    }
    let edits = parts.flatMap { $0.edits }
    guard edits.count <= Shortfall.mostEdits else { return Shortfall.withoutEdits(parts) }
    let run = evaluate(own, Dataset(data, edits, dossier.applying(edits, asOf: data.asOf), standard.dictionary))
    let isReached = run.truth(own.roots[0], 0) == .no || run.truth(own.roots[1], 0) == .yes
    return isReached ? parts : Shortfall.withoutEdits(parts)
  }

  /// For each undetermined criterion the lists that would settle it had they been taken on the as-of date.
  private func earlyLists(_ dossier: Dossier, _ asOf: CalendarDate, _ outcomes: [Outcome]) -> [Int: [TakenEarly]] {
    var renewed = dossier
    var early: [TakenEarly] = []
    for (index, collection) in dossier.collections.enumerated() where collection.extent == .complete {
      guard let taken = collection.taken, taken < asOf else { continue }
      renewed.collections[index].taken = asOf
      if let to = collection.to, to >= taken { renewed.collections[index].to = asOf }
      early.append(TakenEarly(record: collection.record, taken: taken))
    }
    guard !early.isEmpty else { return [:] }
    var result: [Int: [TakenEarly]] = [:]
    for (index, after) in self.outcomes(renewed, asOf: asOf).enumerated() {
      guard !outcomes[index].isOut, !outcomes[index].isDefinite, after.isDefinite || after.isOut else { continue }
      let used = standard.criteria[index].recordTypes
      result[index] = early.filter { used.contains($0.record) }
    }
    return result
  }

  private func comingDue(_ run: Evaluation, _ dossier: Dossier) -> [ComingDue] {
    var found: [ComingDue] = []
    for deadline in program.deadlines {
      let rows = run.frames[deadline.frame]
      let due = run.scalars[deadline.due]
      let criteria = places.indices.filter { index in
        let place = places[index]
        return ([place.applies].compactMap { $0 } + place.levels).contains { deadline.roots.contains($0) }
      }
      for index in 0..<rows.count where rows.member[index] != 0 {
        guard due.flags[index] & Scalars.mayBeValue != 0, due.low[index] > run.data.asOf.number,
          due.high[index] < Coverage.unlimited
        else { continue }
        let row = dossier.rows[deadline.record][Int(rows.row[index])].id
        let day = CalendarDate(number: due.low[index])
        if let known = found.firstIndex(where: { $0.record == deadline.record && $0.row == row && $0.due == day }) {
          found[known].criteria = Set(found[known].criteria + criteria).sorted()
        } else {
          found.append(ComingDue(record: deadline.record, row: row, due: day, criteria: criteria))
        }
      }
    }
    return found.sorted {
      if $0.due != $1.due { return $0.due < $1.due }
      return $0.record == $1.record ? idOrder($0.row, $1.row) : $0.record < $1.record
    }
  }

  /// What to record next: each field once, with the criteria that wait for it.
  private func collect(_ findings: [Finding]) -> [CollectItem] {
    var items: [CollectItem] = []
    for finding in findings where !finding.outcome.isOut && finding.outcome.certain < finding.outcome.possible {
      for unknown in finding.shortfalls.flatMap({ $0.unknown }) {
        let known = items.firstIndex { $0.record == unknown.record && $0.field == unknown.field }
        let place = known ?? items.count
        if known == nil {
          items.append(CollectItem(record: unknown.record, field: unknown.field, rows: [], criteria: []))
        }
        if !items[place].criteria.contains(finding.criterion) { items[place].criteria.append(finding.criterion) }
        for row in unknown.rows where !items[place].rows.contains(row) { items[place].rows.append(row) }
      }
    }
    func weight(_ item: CollectItem) -> (Int, Int) {
      (item.criteria.reduce(0) { $0 + 10 * Int(standard.criteria[$1].severity.rawValue) + 1 }, -max(1, item.rows.count))
    }
    return items.enumerated().sorted { left, right in
      // Most weight a cell first; ties in the order of the standard.
      let (a, b) = (weight(left.element), weight(right.element))
      let (x, y) = (a.0 * -b.1, b.0 * -a.1)
      return x == y ? left.offset < right.offset : x > y
    }.map { $0.element }
  }
}

extension Criterion {
  /// The record types its tests speak of.
  public var recordTypes: Set<Int> {
    var found: Set<Int> = []
    for condition in [applies].compactMap({ $0 }) + levels.map({ $0.effective }) { condition.collect(&found) }
    return found
  }
}

extension Condition {
  fileprivate func collect(_ found: inout Set<Int>) {
    switch self {
    case .all(let parts), .any(_, let parts): for part in parts { part.collect(&found) }
    case .not(let part): part.collect(&found)
    case .every(let choice, let body, _):
      choice.collect(&found)
      body.collect(&found)
    case .measure(let left, _, let right):
      left.collect(&found)
      right.collect(&found)
    case .gap(let test): test.choice.collect(&found)
    case .settled(let records, let answer):
      records.collect(&found)
      answer.collect(&found)
    default: break
    }
  }
}

extension Choice {
  fileprivate func collect(_ found: inout Set<Int>) {
    if case .records(let record) = source { found.insert(record) }
    filter.collect(&found)
  }
}

extension Quantity {
  fileprivate func collect(_ found: inout Set<Int>) {
    switch self {
    case .count(let choice, _): choice.collect(&found)
    case .sum(let choice, let body), .extreme(let choice, let body, _, _), .average(let choice, let body, _),
      .median(let choice, let body, _):
      choice.collect(&found)
      body.collect(&found)
    case .share(let choice, let body, _):
      choice.collect(&found)
      body.collect(&found)
    case .choose(let cases, let otherwise):
      for one in cases {
        one.condition.collect(&found)
        one.quantity.collect(&found)
      }
      otherwise.collect(&found)
    case .plus(let parts): for part in parts { part.collect(&found) }
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      left.collect(&found)
      right.collect(&found)
    case .elapsed, .tally, .term, .constant: break
    }
  }
}
