import Standard
import Values

/// Random rules as formulas: typed, so that each could have been read from a rule file, and of bounded depth.  Windows
/// and limits lie near the values of the random dossiers, so that each outcome occurs.
struct RuleMaker {
  var dice: Dice
  let dictionary: DataDictionary
  /// Open rows, the innermost first.
  var rows: [OpenKind] = []
  /// Rows further in than this are not to be spoken of.
  var nearest = 0
  /// Only what comes out yes or no where everything is known, but for the rule as a whole.
  var isTwoValued = false
  var isNested = false
  /// How often moments may still be asked within moments.
  var moments = 1

  enum OpenKind: Hashable {
    case record(Int)
    case period(hasHours: Bool)
    case moment
  }

  init(_ dice: Dice, isTwoValued: Bool = false, _ dictionary: DataDictionary = SmallWorld.dictionary) {
    self.dice = dice
    self.isTwoValued = isTwoValued
    self.dictionary = dictionary
  }

  /// One of some parts, each as often as its weight.
  mutating func pick<T>(_ parts: [(Int, T)]) -> T {
    var at = dice.below(parts.reduce(0) { $0 + $1.0 })
    for (weight, part) in parts {
      if at < weight { return part }
      at -= weight
    }
    return parts[0].1
  }

  mutating func rule() -> Condition {
    rows = []
    nearest = 0
    moments = dice.oneIn(4) ? 2 : 1
    return condition(pick([(3, 1), (5, 2), (2, 3)]))
  }

  // MARK: Conditions

  enum ConditionKind { case leaf, logic, every, measure, gap, answer, settled, constant }

  /// A condition with at most so many choices one inside another.
  mutating func condition(_ depth: Int) -> Condition {
    let isOutside = rows.isEmpty
    var kinds: [(Int, ConditionKind)] = [(isOutside ? 3 : 14, .leaf), (5, .logic), (isOutside ? 16 : 4, .measure)]
    if depth > 0 { kinds += [(isOutside ? 10 : 3, .every), (isOutside ? 3 : 1, .gap)] }
    if isOutside, !(isTwoValued && isNested) { kinds += [(2, .answer), (2, .settled)] }
    if dice.oneIn(60) { kinds.append((10, .constant)) }
    switch pick(kinds) {
    case .leaf: return leaf(depth)
    case .logic: return logic(depth)
    case .every:
      let choice = choice(depth - 1)
      let body = inside(choice.kind) { $0.condition(depth - 1) }
      return .every(choice.choice, body, ifEmpty: truth())
    case .measure: return measure(depth)
    case .gap: return gap(depth)
    case .answer: return .answer(answerTest())
    case .settled: return .settled(records: condition(depth), answer: .answer(answerTest()))
    case .constant: return .constant(truth())
    }
  }

  mutating func truth() -> Truth { dice.pick(isTwoValued && isNested ? [.yes, .no] : [.yes, .no, .unknown]) }

  /// What is asked of a row, or decides between cases, and is not the rule's own outcome.
  mutating func nested<T>(_ body: (inout RuleMaker) -> T) -> T {
    let wasNested = isNested
    isNested = true
    defer { isNested = wasNested }
    return body(&self)
  }

  private mutating func logic(_ depth: Int) -> Condition {
    let parts = (0..<dice.pick([1, 2, 2, 3])).map { _ in condition(max(0, depth - 1)) }
    switch dice.below(4) {
    case 0: return .all(parts)
    case 1: return .any(1, parts)
    case 2: return .any(1 + dice.below(parts.count), parts)
    default: return .not(parts[0])
    }
  }

  private mutating func answerTest() -> AnswerTest {
    AnswerTest(
      question: "Q-1", atLeast: dice.pick([1, 2]), methods: dice.pick([1, 1, 2]), window: daysBack(),
      adjudication: dice.oneIn(2) ? 2 : nil)
  }

  /// Runs with one more open row.
  mutating func inside<T>(_ kind: OpenKind, _ body: (inout RuleMaker) -> T) -> T {
    rows.insert(kind, at: 0)
    nearest += nearest > 0 ? 1 : 0
    let moments = moments
    if kind == .moment { self.moments -= 1 }
    defer {
      rows.removeFirst()
      nearest -= nearest > 0 ? 1 : 0
      self.moments = moments
    }
    return nested(body)
  }

  private mutating func gap(_ depth: Int) -> Condition {
    let window = window(depth, isBounded: false)
    var choice = choice(depth - 1, isTimed: false, isForGap: true)
    let relation = dice.pick(Relation.allCases.filter { $0 != .equal })
    var (from, to): (Value?, Value?) = (nil, nil)
    var limit = dice.pick([
      Period(.days, 7), Period(.days, 14), Period(.days, 30), Period(.months, 1), Period(.months, 2),
    ])
    var bounds = window
    switch choice.kind {
    case .record(let record):
      let type = dictionary.records[record]
      let fields: [Int]
      switch type.time {
      case .span(let start, let end, _): fields = [start, end]
      case .dates(let dates): fields = [dates[0], dates[0]]
      case .fixed: fields = []
      }
      let values = fields.map { Value.field(own(record, $0)) }
      (from, to) = (values.first, values.last)
      if type.fields[fields[0]].kind == .instant, dice.oneIn(2) {
        limit = dice.pick([Period(.seconds, 86_400), Period(.seconds, 43_200), Period(.seconds, 64_800)])
        bounds = clockWindow()
      }
      if dice.oneIn(3) == false, let start = from, let end = to {
        let window = bounds.outward(-1)
        choice.choice.time = [
          TimeLimit(
            window: window,
            condition: start == end ? .within(start, window) : .overlaps(from: start, to: end, window))
        ]
      }
    case .period: break
    case .moment:
      limit = dice.pick([
        Period(.seconds, 21_600), Period(.seconds, 43_200), Period(.seconds, 64_800), Period(.days, 1),
      ])
      if case .moments(let rows) = choice.choice.source { bounds = rows.window }
    }
    return .gap(
      GapTest(choice: choice.choice, from: from, to: to, window: bounds, relation: relation, limit: limit))
  }

  // MARK: Choices of rows

  struct Chosen {
    var choice: Choice
    var kind: OpenKind
  }

  mutating func choice(_ depth: Int, isTimed: Bool = true, isForGap: Bool = false) -> Chosen {
    switch dice.below(10) {
    case 0, 1:
      if isForGap { return records(depth, isTimed: isTimed, isForGap: true) }
      return calendar(depth)
    case 2, 3:
      if moments > 0 { return ofMoments(depth, isForGap: isForGap) }
      return isForGap ? records(depth, isTimed: isTimed, isForGap: true) : calendar(depth)
    default: return records(depth, isTimed: isTimed, isForGap: isForGap)
    }
  }

  /// Conditions that the chosen row must satisfy.
  private mutating func filter(_ kind: OpenKind, _ depth: Int) -> Condition {
    let count = dice.pick([0, 0, 1, 1, 2])
    return .all(
      inside(kind) { maker in
        (0..<count).map { _ in maker.dice.oneIn(4) ? maker.condition(min(depth, 1)) : maker.leaf(0) }
      })
  }

  private mutating func records(_ depth: Int, isTimed: Bool, isForGap: Bool) -> Chosen {
    let answers = dictionary.answers?.record
    let all = dictionary.records.indices.filter {
      $0 != dictionary.shelter && $0 != answers && !(isForGap && dictionary.records[$0].time == .fixed)
    }
    let parents = references(to: nil)
    // Rows of an open row are what nested choices are mostly about.
    let related = all.filter { record in
      parents.contains { parent in !keys(of: record, to: parent.record).isEmpty }
    }
    let record = !related.isEmpty && !dice.oneIn(3) ? dice.pick(related) : dice.pick(all)
    let type = dictionary.records[record]
    var choice = Choice(source: .records(record))
    let fitting = parents.flatMap { parent in keys(of: record, to: parent.record).map { (parent.value, $0) } }
    if !fitting.isEmpty, !dice.oneIn(4) {
      let (parent, key) = dice.pick(fitting)
      choice.join = Join(key: .field(key), parent: parent.outward(-1))
    }
    if isTimed, type.time != .fixed, !dice.oneIn(4) {
      for _ in 0..<dice.pick([1, 1, 1, 2]) { choice.time.append(timeLimit(record, depth)) }
    }
    if isTimed, dice.oneIn(6), let due = due(record) {
      choice.due = due.due
      if case .span(let from, let to, _) = type.time, dice.oneIn(2) {
        let window = Window(start: due.from, end: due.due)
        choice.time.append(
          TimeLimit(
            window: window,
            condition: .spans(from: .field(own(record, from)), to: .field(own(record, to)), window)))
      }
    }
    choice.filter = filter(.record(record), depth)
    return Chosen(choice: choice, kind: .record(record))
  }

  /// A deadline on a row's own date.
  private mutating func due(_ record: Int) -> (from: Value, due: Value)? {
    let type = dictionary.records[record]
    let dates = type.fields.indices.filter { type.fields[$0].kind == .date || type.fields[$0].kind == .instant }
    guard !dates.isEmpty else { return nil }
    let field = dice.pick(dates)
    let from = Value.field(own(record, field))
    switch dice.below(5) {
    case 0: return (from, .workdays(from, Int64(dice.pick([1, 5, 10])), .mondayToFriday))
    case 1 where type.fields[field].kind == .instant:
      return (from, .shifted(from, Period(.seconds, 3600 * Int64(dice.pick([24, 48]))), back: false))
    case 2:
      if let limit = type.fields.indices.first(where: { type.fields[$0].kind == .duration }) {
        return (from, .shiftedBy(from, by: .field(own(record, limit)), back: false))
      }
      return (from, .shiftedBy(from, by: lengthChosen(record), back: false))
    default: return (from, .shifted(from, dice.pick([Period(.days, 14), Period(.months, 1)]), back: false))
    }
  }

  /// `limit`: so many days in one case, so many in another.
  private mutating func lengthChosen(_ record: Int) -> Value {
    let condition = inside(.record(record)) { $0.leaf(0) }
    return .chosen([ValueCase(condition, .period(Period(.days, 7)))], otherwise: .period(Period(.days, 14)))
  }

  private mutating func timeLimit(_ record: Int, _ depth: Int) -> TimeLimit {
    let type = dictionary.records[record]
    // Seen from outside the choice, then from inside.
    var window = window(depth, isBounded: false)
    if dice.oneIn(3), let at = openTime() { window = at }
    window = window.outward(-1)
    func value(_ field: Int) -> Value { .field(own(record, field)) }
    switch type.time {
    case .fixed: return TimeLimit(window: window, condition: .all([]))
    case .dates(let dates): return TimeLimit(window: window, condition: .within(value(dates[0]), window))
    case .span(let from, let to, _):
      switch dice.below(5) {
      case 0: return TimeLimit(window: window, condition: .within(value(from), window))
      case 1: return TimeLimit(window: window, condition: .spans(from: value(from), to: value(to), window))
      case 2:
        return TimeLimit(
          window: window, condition: .any(1, [.within(value(from), window), .within(value(to), window)]))
      default: return TimeLimit(window: window, condition: .overlaps(from: value(from), to: value(to), window))
      }
    }
  }

  private mutating func calendar(_ depth: Int) -> Chosen {
    let unit = dice.pick(CalendarUnit.allCases)
    var rows = CalendarRows(unit: unit, extent: .last(Int64(dice.pick([1, 2, 2, 3]))))
    if unit == .day, dice.oneIn(2) { rows.hours = hours() }
    if unit.months > 1, dice.oneIn(2) {
      rows.anchor = dice.pick([YearStart(month: 7, day: 1), YearStart(month: 4, day: 6), YearStart(month: 2, day: 28)])
    }
    if dice.oneIn(3) {
      let length =
        switch unit {
        case .day: Period(.days, Int64(dice.pick([1, 2, 3])))
        case .week: Period(.days, Int64(dice.pick([14, 20])))
        case .month: Period(.months, 2)
        case .quarter, .halfYear: Period(.months, 9)
        case .year: Period(.months, 18)
        }
      rows.extent = .within(Window(start: .shifted(.asOf, length, back: true), end: boundedEnd()))
      if unit == .day || unit == .week, dice.oneIn(2), let open = boundedOpenWindow() { rows.extent = .within(open) }
    }
    let kind = OpenKind.period(hasHours: rows.hours != nil)
    return Chosen(choice: Choice(source: .calendar(rows), filter: filter(kind, depth)), kind: kind)
  }

  mutating func hours() -> ClockHours {
    dice.pick([
      ClockHours(from: 1080, to: 360), ClockHours(from: 360, to: 1080), ClockHours(from: 1080, to: 0),
      ClockHours(from: 720, to: 720),
    ])
  }

  private mutating func ofMoments(_ depth: Int, isForGap: Bool) -> Chosen {
    var rows = MomentRows(window: clockWindow())
    if !isForGap, dice.oneIn(3) { rows.hours = hours() }
    return Chosen(
      choice: Choice(source: .moments(rows), filter: filter(.moment, min(depth, 1))), kind: .moment)
  }
}
