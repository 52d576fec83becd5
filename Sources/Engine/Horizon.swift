public import Records
internal import Standard
public import Values

/// What a finding becomes by time alone, and on which day.
public struct Horizon: Hashable, Sendable {
  public var date: CalendarDate
  public var applies: Truth
  /// The highest grade met for sure then, and the highest not ruled out.
  public var certain: Int
  public var possible: Int
}

/// How far a finding carries into the days to come.
public struct Outlook: Hashable, Sendable {
  /// The last day that was looked at.
  public var until: CalendarDate
  /// The next change with the records as they are, each list only as far as it was taken; nil = none.
  public var asTaken: Horizon?
  /// The next change if the lists are kept up and nothing new happens; nil = none.
  public var ifNothingHappens: Horizon?
}

extension Judge {
  /// So many days are looked ahead, where that many can be.
  private static let longestOutlook: Int64 = 400
  /// About so many rows are gone through for all days together.
  private static let mostWork = 60_000_000

  /// For each criterion the next day on which time alone changes its finding: the same records, seen from each day to
  /// come.
  public func outlook(_ dossier: Dossier, asOf: CalendarDate) -> [Outlook] {
    let today = evaluate(program, Dataset([dossier], standard.dictionary, asOf: asOf))
    let work = today.verdicts.reduce(1) { $0 + $1.count } + today.scalars.reduce(0) { $0 + $1.flags.count }
    let days = min(Self.longestOutlook, max(31, Int64(Self.mostWork / work)))
    let until = CalendarDate(number: asOf.number + days)
    let outcomes = outcomes(today, shelter: 0, dossier.exclusions)
    let asTaken = changes(dossier, asOf, until, outcomes, after: 1)
    // A list that is kept up says the same of every day.
    let kept = dossier.kept(until: until)
    let keptToday = self.outcomes(
      evaluate(program, Dataset([kept], standard.dictionary, asOf: asOf)), shelter: 0, dossier.exclusions)
    let ifNothing = changes(kept, asOf, until, keptToday, after: 0)
    return outcomes.indices.map { index in
      Outlook(until: until, asTaken: asTaken[index], ifNothingHappens: ifNothing[index])
    }
  }

  /// The first day after the as-of date, up to another, on which each outcome is another than it was.
  private func changes(
    _ dossier: Dossier, _ asOf: CalendarDate, _ until: CalendarDate, _ outcomes: [Outcome], after first: Int64
  ) -> [Horizon?] {
    var found = [Horizon?](repeating: nil, count: outcomes.count)
    var open = Set(outcomes.indices.filter { outcomes[$0].exclusion == nil })
    // What does not depend on the day is worked out once.
    var timely = program
    timely.dependencies = TimeDependence.of(program).map { $0 ? 1 : 0 }
    var base = Dataset([dossier], standard.dictionary, asOf: CalendarDate(number: asOf.number + first))
    var run = evaluate(timely, base)
    var day = asOf.number + 1
    while day <= until.number, !open.isEmpty {
      let date = CalendarDate(number: day)
      if dossier.collections.contains(where: { ($0.taken?.number ?? .min) == day - 1 }) {
        base = Dataset([dossier], standard.dictionary, asOf: date)
        run = evaluate(timely, base)
      } else {
        run = evaluate(timely, Dataset(base, asOf: date), after: run, changed: [0])
      }
      for index in open.sorted() {
        let place = places[index]
        let applies = place.applies.map { run.truth(program.roots[$0], 0) } ?? .yes
        let truths = place.levels.map { run.truth(program.roots[$0], 0) }
        let certain = truths.prefix { $0 == .yes }.count
        let possible = truths.prefix { $0 != .no }.count
        let before = outcomes[index]
        guard
          applies != before.applies || (applies != .no && (certain != before.certain || possible != before.possible))
        else { continue }
        found[index] = Horizon(date: date, applies: applies, certain: certain, possible: possible)
        open.remove(index)
      }
      day += 1
    }
    return found
  }
}

/// Which steps of a program depend on the as-of date.
struct TimeDependence {
  private let program: Program
  private var frames: [Bool] = []
  private var maps: [Bool] = []
  private var hidden: [Bool] = []
  private var scalars: [Bool] = []
  private var sets: [Bool] = []
  private var quantities: [Bool] = []
  private var verdicts: [Bool] = []

  static func of(_ program: Program) -> [Bool] {
    var own = TimeDependence(program: program)
    return program.order.map { own.add($0) }
  }

  private init(program: Program) { self.program = program }

  private mutating func add(_ step: Program.Step) -> Bool {
    switch step {
    case .frame(let id):
      frames.append(isTimely(program.frames[id]))
      return frames[id]
    case .map(let id):
      switch program.maps[id] {
      case .ancestor(let frame, _), .table(let frame, _): maps.append(frames[frame])
      }
      return maps[id]
    case .hidden:
      // How far a list reaches is asked as of the day.
      hidden.append(true)
      return true
    case .scalar(let id):
      scalars.append(isTimely(program.scalars[id]) || frames[program.scalarFrame[id]])
      return scalars[id]
    case .set(let id):
      let own: Bool =
        switch program.sets[id] {
        case .field: false
        case .walked(let reference, _, _): scalars[reference]
        case .moved(let inner, let map): sets[inner] || maps[map]
        }
      sets.append(own || frames[program.setFrame[id]])
      return sets[id]
    case .quantity(let id):
      quantities.append(isTimely(program.quantities[id]) || frames[program.quantityFrame[id]])
      return quantities[id]
    case .verdict(let id):
      verdicts.append(isTimely(program.verdicts[id]) || frames[program.verdictFrame[id]])
      return verdicts[id]
    }
  }

  private func isTimely(_ node: FrameNode) -> Bool {
    switch node {
    case .shelters, .table: false
    case .calendar, .moments: true
    case .chosen(let table, let mask): frames[table] || verdicts[mask]
    case .candidates(let outer, _, let mask, let join):
      frames[outer] || mask.map { verdicts[$0] } ?? false || join.map { scalars[$0.key] || scalars[$0.parent] } ?? false
    case .ranged(let node): isTimely(node)
    case .filtered(let frame, let condition): frames[frame] || verdicts[condition]
    }
  }

  private func isTimely(_ node: RangedNode) -> Bool {
    frames[node.outer] || node.mask.map { verdicts[$0] } ?? false || node.bounds.contains { scalars[$0.scalar] }
  }

  private func isTimely(_ node: ScalarNode) -> Bool {
    switch node {
    case .day(let day): day == .max
    case .field, .identity, .number, .code, .label, .period: false
    case .walked(let reference, _, _): scalars[reference]
    case .moved(let id, let map): scalars[id] || maps[map]
    case .asDay(let id), .asSeconds(let id), .shifted(let id, _, _, _): scalars[id]
    case .shiftedBy(let id, let by, _): scalars[id] || scalars[by]
    case .workdays(let id, _, _, let frame): scalars[id] || frames[frame]
    case .age(let id, let start, let at): scalars[id] || scalars[start] || scalars[at]
    case .edge(let frame, _): frames[frame]
    case .extreme(let group, let value, _): isTimely(group) || scalars[value]
    case .chosen(let conditions, let values):
      conditions.contains { verdicts[$0] } || values.contains { scalars[$0] }
    }
  }

  private func isTimely(_ group: GroupNode) -> Bool {
    frames[group.frame] || frames[group.outer] || group.hidden != nil
  }

  private func isTimely(_ node: QuantityNode) -> Bool {
    switch node {
    case .count(let group, let distinct): isTimely(group) || distinct.map { scalars[$0] } ?? false
    case .share(let group, let body, _): isTimely(group) || verdicts[body]
    case .sum(let group, let value), .extreme(let group, let value, _, _), .average(let group, let value, _),
      .median(let group, let value, _):
      isTimely(group) || quantities[value]
    case .elapsed(let from, let to, _): scalars[from] || scalars[to]
    case .tally: true
    case .term(let id, let frame): scalars[id] || frames[frame]
    case .constant: false
    case .choose(let conditions, let parts):
      conditions.contains { verdicts[$0] } || parts.contains { quantities[$0] }
    case .plus(let parts): parts.contains { quantities[$0] }
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      quantities[left] || quantities[right]
    case .sweep: true
    case .moved(let id, let map): quantities[id] || maps[map]
    }
  }

  private func isTimely(_ node: VerdictNode) -> Bool {
    switch node {
    case .constant: false
    case .all(let parts), .any(_, let parts): parts.contains { verdicts[$0] }
    case .not(let part): verdicts[part]
    case .compare(let left, _, let right, _): scalars[left] || scalars[right]
    case .isNone(let id), .oneOf(let id, _), .recordedScalar(let id): scalars[id]
    case .within(let value, _, _, let parts): scalars[value] || parts.contains { verdicts[$0] }
    case .includes(let id, _, _), .recordedSet(let id): sets[id]
    case .includesField(let left, let right, _): sets[left] || sets[right]
    case .every(let group, let body, _): isTimely(group) || verdicts[body]
    case .measure(let left, _, let right): quantities[left] || quantities[right]
    case .gap, .answer: true
    case .settled(let records, let answer): verdicts[records] || verdicts[answer]
    case .moved(let id, let map): verdicts[id] || maps[map]
    }
  }
}
