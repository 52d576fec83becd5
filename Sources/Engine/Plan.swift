internal import Records
internal import Standard
internal import Values

extension Judge {
  /// The remediation checklist (SCORING 6): made from shortfalls, merged, dated, ordered, with the running total.
  func plan(_ assessment: Assessment, _ run: Evaluation) -> [Action] {
    var actions = made(assessment)
    date(&actions, assessment)
    rank(&actions, assessment)
    actions = ordered(actions, assessment)
    runTotals(&actions, assessment, run)
    return actions
  }

  // MARK: Make and merge

  private func made(_ assessment: Assessment) -> [Action] {
    var actions: [Action] = []
    for finding in assessment.findings where !finding.shortfalls.isEmpty {
      let criterion = standard.criteria[finding.criterion]
      let target = finding.outcome.certain
      if target > 0, hasGraveGap(criterion.domain, assessment) { continue }
      let level = criterion.levels[target]
      for kind in Shortfall.Kind.allCases {
        let parts = finding.shortfalls.filter { $0.kind == kind }
        guard !parts.isEmpty else { continue }
        let remedy = remedy(for: kind, level, criterion)
        let action = Action(
          id: remedy.id, criteria: [finding.criterion], level: target + 1, kind: remedy.kind, shortfall: kind,
          text: remedy.text, what: unique(parts.map { $0.what }), role: remedy.role,
          effort: remedy.effort + remedy.each * max(1, Int64(unique(parts.flatMap { $0.items }).count)),
          due: remedy.due.shifting(assessment.asOf), items: unique(parts.flatMap { $0.items }), after: remedy.after,
          edits: unique(parts.flatMap { $0.edits }), step: 1, steps: 1, isFeasible: true, tier: 0, scoreAfter: nil,
          bandsAfter: nil, reaches: finding.outcome.certain, isNotWorkedOut: parts.contains { $0.isNotWorkedOut },
          healsOn: parts.compactMap { $0.healsOn }.max())
        merge(action, into: &actions, remedy)
      }
    }
    for index in actions.indices {
      let same = actions.indices.filter {
        actions[$0].criteria[0] == actions[index].criteria[0] && actions[$0].level == actions[index].level
      }
      actions[index].steps = same.count
      actions[index].step = (same.firstIndex(of: index) ?? 0) + 1
    }
    return actions
  }

  private func unique<T: Hashable>(_ values: [T]) -> [T] {
    var seen: Set<T> = []
    return values.filter { seen.insert($0).inserted }
  }

  /// Something critical or major of a domain is below: then its ideal can wait.
  private func hasGraveGap(_ domain: Int, _ assessment: Assessment) -> Bool {
    assessment.findings.contains { finding in
      let criterion = standard.criteria[finding.criterion]
      return criterion.domain == domain && criterion.severity != .minor && !finding.outcome.isOut
        && finding.outcome.certain == 0
    }
  }

  private func remedy(for kind: Shortfall.Kind, _ level: Level, _ criterion: Criterion) -> Remedy {
    let wanted: [Remedy.Kind] =
      switch kind {
      case .missing: [.doNow, .write, .build, .train, .decide]
      case .late: [.doNow, .decide, .prevent]
      case .lapsed: [.prevent, .doNow]
      case .notRecorded, .conflict: [.record]
      }
    for kind in wanted {
      if let remedy = level.remedies.first(where: { $0.kind == kind }) { return remedy }
    }
    let owner = "\(criterion.id).\(standard.grades[(criterion.levels.firstIndex(of: level) ?? 0) + 1].id)"
    switch kind {
    case .notRecorded:
      return Remedy(
        id: owner + ".record", kind: .record, role: "manager", effort: 0, each: 600, due: Period(.days, 14), after: [],
        text: "Look it up and write it down.")
    case .conflict:
      return Remedy(
        id: owner + ".look-again", kind: .record, role: "manager", effort: 3600, each: 0, due: Period(.days, 14),
        after: [], text: "Look again together and write down what you decide.")
    case .late, .lapsed:
      return Remedy(
        id: owner + ".prevent", kind: .prevent, role: "manager", effort: 3600, each: 0, due: Period(.days, 30),
        after: [], text: "This cannot be made up for; see that it does not happen again.")
    case .missing:
      let doing = level.remedies.first { $0.kind != .record && $0.kind != .prevent } ?? level.remedies.first
      return doing
        ?? Remedy(
          id: owner + ".do-now", kind: .doNow, role: "manager", effort: 3600, each: 0, due: Period(.days, 30),
          after: [],
          text: "Do what is missing.")
    }
  }

  /// A remedy that serves several criteria is one action.
  private func merge(_ action: Action, into actions: inout [Action], _ remedy: Remedy) {
    guard let index = actions.firstIndex(where: { $0.id == action.id && $0.shortfall == action.shortfall }) else {
      var action = action
      // One remedy may serve two kinds of shortfall; they stay two actions.
      if actions.contains(where: { $0.id == action.id }) { action.id += "." + action.shortfall.id }
      actions.append(action)
      return
    }
    let items = unique(actions[index].items + action.items)
    actions[index].criteria = unique(actions[index].criteria + action.criteria)
    actions[index].what = unique(actions[index].what + action.what)
    actions[index].items = items
    actions[index].edits = unique(actions[index].edits + action.edits)
    actions[index].isNotWorkedOut = actions[index].isNotWorkedOut || action.isNotWorkedOut
    actions[index].healsOn = [actions[index].healsOn, action.healsOn].compactMap { $0 }.max()
    actions[index].due = min(actions[index].due, action.due)
    actions[index].effort = remedy.effort + remedy.each * max(1, Int64(items.count))
  }

  // MARK: Date and order

  private func date(_ actions: inout [Action], _ assessment: Assessment) {
    for index in actions.indices {
      for criterion in actions[index].criteria {
        let limit = standard.limits.limit(for: standard.criteria[criterion].severity).shifting(assessment.asOf)
        actions[index].due = min(actions[index].due, limit)
      }
    }
    // An action is due no later than anything that waits for it.
    for _ in actions {
      for index in actions.indices {
        for before in actions[index].after {
          guard let place = actions.firstIndex(where: { $0.id == before }) else { continue }
          actions[place].due = min(actions[place].due, actions[index].due)
        }
      }
    }
    for index in actions.indices {
      let days = actions[index].due.number - assessment.asOf.number
      actions[index].isFeasible = days * 8 * 3600 >= actions[index].effort
      actions[index].after = actions[index].after.filter { id in actions.contains { $0.id == id } }
    }
  }

  private func rank(_ actions: inout [Action], _ assessment: Assessment) {
    let outcomes = assessment.findings.map { $0.outcome }
    let gates = gateTruths(outcomes)
    for index in actions.indices {
      let tiers = actions[index].criteria.map { place -> Int in
        let outcome = outcomes[place]
        if outcome.certain > 0 { return 3 }
        if standard.criteria[place].severity == .critical { return 0 }
        return opensGate(place, outcomes, gates, assessment) ? 1 : 2
      }
      actions[index].tier = tiers.min() ?? 2
    }
  }

  /// Whether reaching acceptable here opens a gate of the next band, by itself.
  private func opensGate(
    _ criterion: Int, _ outcomes: [Outcome], _ gates: [[Truth]], _ assessment: Assessment
  ) -> Bool {
    let next = assessment.bands.certain + 1
    guard next < standard.bands.count, !assessment.shutGates.isEmpty else { return false }
    var better = outcomes
    better[criterion].certain = max(1, better[criterion].certain)
    better[criterion].possible = max(better[criterion].certain, better[criterion].possible)
    return zip(gates[next], gateTruths(better)[next]).contains { $0 != .yes && $1 == .yes }
  }

  /// The rise of the low end of the total if an action's criteria reach its level.
  private func gain(_ action: Action, _ outcomes: [Outcome], _ low: Fraction) -> Fraction {
    var better = outcomes
    for criterion in action.criteria {
      better[criterion].certain = max(better[criterion].certain, action.level)
      better[criterion].possible = max(better[criterion].possible, action.level)
    }
    return low.adding(-1, times: lowEnd(better), up: false).negated
  }

  private struct Key: Comparable {
    var tier: Int
    var due: Int64
    var gain: Fraction
    var effort: Int64
    var criterion: String
    var place: Int

    /// Gain for each hour, compared by cross-multiplication.
    static func < (left: Key, right: Key) -> Bool {
      if left.tier != right.tier { return left.tier < right.tier }
      if left.due != right.due { return left.due < right.due }
      let a = left.gain.divided(by: Int128(max(1, left.effort)), up: false)
      let b = right.gain.divided(by: Int128(max(1, right.effort)), up: false)
      if a != b { return b < a }
      if left.criterion != right.criterion { return left.criterion < right.criterion }
      return left.place < right.place
    }
  }

  private func ordered(_ actions: [Action], _ assessment: Assessment) -> [Action] {
    let outcomes = assessment.findings.map { $0.outcome }
    let low = lowEnd(outcomes)
    var keys = actions.enumerated().map { place, action in
      Key(
        tier: action.tier, due: action.due.number, gain: gain(action, outcomes, low), effort: action.effort,
        criterion: standard.criteria[action.criteria[0]].id, place: place)
    }
    // An action takes the least key among itself and all that wait for it.
    for _ in actions {
      for (place, action) in actions.enumerated() {
        for before in action.after {
          guard let index = actions.firstIndex(where: { $0.id == before }), keys[place] < keys[index] else { continue }
          keys[index] = keys[place]
        }
      }
    }
    var order: [Action] = []
    var left = Set(actions.indices)
    while !left.isEmpty {
      let free = left.filter { index in
        actions[index].after.allSatisfy { id in !left.contains { actions[$0].id == id && $0 != index } }
      }
      guard let next = (free.isEmpty ? left : free).min(by: { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] < keys[$1] })
      else { break }
      order.append(actions[next])
      left.remove(next)
    }
    return order
  }

  // MARK: Running total

  /// Doing an action is an edit of a copy of the dossier, judged again.
  private func runTotals(_ actions: inout [Action], _ assessment: Assessment, _ run: Evaluation) {
    var dossier = assessment.dossier
    var run = run
    var outcomes = assessment.findings.map { $0.outcome }
    var total = assessment.scores.total
    var reached = assessment.bands
    for index in actions.indices {
      let edits = actions[index].edits
      if !edits.isEmpty {
        dossier = dossier.applying(edits, asOf: assessment.asOf)
        let changed = Set(edits.map { $0.record })
        let data = Dataset(run.data, edits, dossier, standard.dictionary)
        run = evaluate(program, data, after: run, changed: changed)
        outcomes = self.outcomes(run, shelter: 0, dossier.exclusions)
        total = self.total(outcomes)
        reached = bands(gateTruths(outcomes))
      }
      actions[index].scoreAfter = total
      actions[index].bandsAfter = reached
      actions[index].reaches = outcomes[actions[index].criteria[0]].certain
    }
  }
}
