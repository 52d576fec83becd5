import Standard
import Values

extension RuleMaker {
  // MARK: Fields in sight

  func own(_ record: Int, _ field: Int) -> Path {
    Path(row: .open(0), record: record, references: [], target: record, field: field)
  }

  /// Fields of open rows, and of rows that up to two references lead to.
  private func paths(_ isWanted: (Field.Kind) -> Bool) -> [Path] {
    var found: [Path] = []
    func look(_ row: Row, _ record: Int, _ references: [Int], _ target: Int) {
      for (place, field) in dictionary.records[target].fields.enumerated() {
        if isWanted(field.kind) {
          found.append(Path(row: row, record: record, references: references, target: target, field: place))
        }
        if case .reference(let next) = field.kind, references.count < 2 {
          look(row, record, references + [place], next)
        }
      }
    }
    for (index, kind) in rows.enumerated() where index >= nearest {
      if case .record(let record) = kind { look(.open(index), record, [], record) }
    }
    look(.shelter, dictionary.shelter, [], dictionary.shelter)
    return found
  }

  /// One of some paths: those of the innermost row most often, those over references seldom.
  mutating func path(_ isWanted: (Field.Kind) -> Bool) -> Path? {
    let all = paths(isWanted)
    guard !all.isEmpty else { return nil }
    let near = all.filter { $0.row == .open(nearest) && $0.references.isEmpty }
    if !near.isEmpty, dice.below(3) > 0 { return dice.pick(near) }
    let short = all.filter { $0.references.count < 2 }
    return !short.isEmpty && dice.below(3) > 0 ? dice.pick(short) : dice.pick(all)
  }

  /// Open rows and references to rows: what a choice may be `for`.
  func references(to wanted: Int?) -> [(value: Value, record: Int)] {
    var found: [(Value, Int)] = []
    for (index, kind) in rows.enumerated() where index >= nearest {
      if case .record(let record) = kind { found.append((.row(.open(index), record: record), record)) }
    }
    for path in paths({ if case .reference = $0 { true } else { false } }) {
      if case .reference(let record) = dictionary.records[path.target].fields[path.field].kind {
        found.append((.field(path), record))
      }
    }
    return found.filter { wanted == nil || $0.1 == wanted }
  }

  /// The references of a record's rows, also over one row between, that lead to a record.
  func keys(of record: Int, to target: Int) -> [Path] {
    var found: [Path] = []
    for (place, field) in dictionary.records[record].fields.enumerated() {
      guard case .reference(let next) = field.kind else { continue }
      if next == target { found.append(own(record, place)) }
      for (further, second) in dictionary.records[next].fields.enumerated() {
        if second.kind == .reference(target), next != record {
          found.append(Path(row: .open(0), record: record, references: [place], target: next, field: further))
        }
      }
    }
    return found
  }

  // MARK: Comparisons of one row

  enum LeafKind { case number, time, code, none, label, reference, length, within, span, codes, recorded, age }

  mutating func leaf(_ depth: Int) -> Condition {
    for _ in 0..<20 {
      let kind = pick([
        (4, .number), (4, .time), (4, .code), (3, .none), (1, .label), (2, .reference), (2, .length), (4, .within),
        (3, .span), (3, .codes), (2, LeafKind.recorded), (3, .age),
      ])
      if let leaf = leaf(kind, depth) { return leaf }
    }
    return .compare(.asOf, .atLeast, .date(SmallWorld.asOf))
  }

  private mutating func leaf(_ kind: LeafKind, _ depth: Int) -> Condition? {
    let relation = dice.pick(Relation.allCases)
    switch kind {
    case .number:
      let left = number(depth)
      let right = dice.oneIn(4) ? number(0) : numberNear()
      return left == right ? nil : .compare(left, relation, right)
    case .time:
      let isClock = dice.oneIn(3)
      guard let left = time(depth, isClock: isClock) else { return nil }
      guard let right = dice.oneIn(2) ? time(0, isClock: isClock) : isClock ? nil : day(), left != right else {
        return nil
      }
      return .compare(left, relation, right)
    case .code:
      guard let path = path({ if case .code = $0 { true } else { false } }),
        case .code(let list) = dictionary.records[path.target].fields[path.field].kind
      else { return nil }
      let codes = dictionary.lists[list].codes.indices
      if dice.oneIn(2) { return .oneOf(.field(path), codes.filter { _ in dice.oneIn(2) }) }
      let relation = dictionary.lists[list].isOrdered ? relation : .equal
      var left = Value.field(path)
      if depth > 0, !isAtMoment, dice.oneIn(6) {
        left = .chosen([ValueCase(nested { $0.leaf(0) }, left)], otherwise: .code(dice.below(codes.count), list: list))
      }
      return .compare(left, relation, .code(dice.below(codes.count), list: list))
    case .none:
      let path = path { if case .checks = $0 { false } else if case .codes = $0 { false } else { true } }
      guard let path else { return nil }
      if depth > 0, dice.oneIn(4), let value = time(depth, isClock: false) { return .isNone(value) }
      return .isNone(.field(path))
    case .label:
      guard let path = path({ $0 == .label }) else { return nil }
      return .compare(.field(path), .equal, .label(dice.pick(["Q-1", "P-2"])))
    case .reference:
      let all = references(to: nil)
      guard !all.isEmpty else { return nil }
      let left = dice.pick(all)
      let right = dice.pick(references(to: left.record))
      return left.value == right.value ? nil : .compare(left.value, .equal, right.value)
    case .length:
      guard let path = path({ $0 == .duration }) else { return nil }
      let lengths =
        [Period(.days, 14), Period(.days, 60)] + (isTwoValued ? [] : [Period(.days, 28), Period(.months, 1)])
      return .compare(.field(path), relation, .period(dice.pick(lengths)))
    case .within:
      guard let value = time(depth, isClock: dice.oneIn(3)) else { return nil }
      if dice.oneIn(4), let at = openTime() { return .within(value, at) }
      return .within(value, window(depth, isBounded: false))
    case .span:
      guard let (from, to) = span() else { return nil }
      let window = dice.oneIn(2) ? openTime() ?? window(0, isBounded: false) : window(0, isBounded: false)
      return dice.oneIn(3) ? .spans(from: from, to: to, window) : .overlaps(from: from, to: to, window)
    case .codes: return held()
    case .recorded:
      guard case .record(let record)? = rows.dropFirst(nearest).first else { return nil }
      let field = dice.below(dictionary.records[record].fields.count)
      var path = own(record, field)
      path.row = .open(nearest)
      return .recorded(path)
    case .age:
      guard let path = path({ $0 == .age }) else { return nil }
      let limit = Value.number(FixedPoint(millionths: FixedPoint.scale * Int64(dice.pick([5, 17, 18, 19]))))
      guard dice.below(3) > 0, let start = startOfAge(path) else { return .compare(.field(path), relation, limit) }
      return .compare(.age(path, start: start, at: time(0, isClock: false) ?? .asOf), relation, limit)
    }
  }

  /// The start of the row that holds an age.
  private func startOfAge(_ path: Path) -> Value? {
    guard case .span(let from, _, _) = dictionary.records[path.target].time else { return nil }
    var start = path
    start.field = from
    return .field(start)
  }

  /// A row's own span.
  private mutating func span() -> (Value, Value)? {
    for (index, kind) in rows.enumerated() where index >= nearest {
      guard case .record(let record) = kind, case .span(let from, let to, _) = dictionary.records[record].time else {
        continue
      }
      var (first, last) = (own(record, from), own(record, to))
      (first.row, last.row) = (.open(index), .open(index))
      return (.field(first), .field(last))
    }
    return nil
  }

  private mutating func held() -> Condition? {
    func isSet(_ kind: Field.Kind) -> Bool {
      switch kind {
      case .codes, .checks: true
      default: false
      }
    }
    guard let path = path(isSet) else { return nil }
    let kind = dictionary.records[path.target].fields[path.field].kind
    guard case .codes(let list) = kind, dice.oneIn(2) else {
      var codes: [Int] = []
      switch kind {
      case .codes(let list), .checks(let list):
        codes = dictionary.lists[list].codes.indices.filter { _ in dice.below(3) > 0 }
      default: break
      }
      if codes.isEmpty { codes = [0] }
      return .includes(path, .codes(codes), atLeast: dice.oneIn(2) ? nil : 1 + dice.below(codes.count))
    }
    let others = paths { $0 == .codes(list: list) || $0 == .checks(list: list) }
    return .includes(path, .field(dice.pick(others)), atLeast: dice.oneIn(3) ? nil : 1)
  }

  // MARK: Values

  mutating func numberNear() -> Value {
    .number(FixedPoint(millionths: FixedPoint.scale * Int64(dice.pick([1, 2, 10, 30, 45, 60, 90, 120]))))
  }

  /// A value at a moment does not itself hang on the moment, but for the moment.
  private var isAtMoment: Bool { rows.contains(.moment) }

  mutating func number(_ depth: Int) -> Value {
    if depth > 0, !isAtMoment, dice.oneIn(6) {
      let choice = choice(depth - 1)
      if case .record = choice.kind {
        let value = inside(choice.kind) { $0.number(0) }
        guard value.rows.bits & 1 == 1 else { return numberNear() }
        return .extreme(choice.choice, value, highest: dice.oneIn(2))
      }
    }
    if !isAtMoment, dice.oneIn(8) {
      return .chosen([ValueCase(nested { $0.leaf(0) }, numberNear())], otherwise: number(0))
    }
    let path = path { if case .number = $0 { true } else { false } }
    return path.map { .field($0) } ?? numberNear()
  }

  mutating func day() -> Value {
    let days = ["2026-03-31", "2026-04-10", "2026-05-20", "2026-06-14", "2026-06-29", "2026-06-30"]
    return .date(CalendarDate(number: SmallDossier.day(dice.pick(days))))
  }

  /// A day or a clock time.
  mutating func time(_ depth: Int, isClock: Bool) -> Value? {
    let field = path { $0 == (isClock ? .instant : .date) }.map { Value.field($0) }
    switch dice.below(12) {
    case 0, 1:
      let length = dice.pick([Period(.days, 14), Period(.months, 1), Period(.days, 1)])
      if isClock {
        return field.map { .shifted($0, Period(.seconds, 3600 * Int64(dice.pick([6, 24, 48]))), back: dice.oneIn(2)) }
      }
      let base = field ?? path { $0 == .instant }.map { .field($0) } ?? .asOf
      return .shifted(base, length, back: dice.oneIn(2))
    case 2 where !isClock:
      return .workdays(
        field ?? day(), Int64(dice.pick([1, 3, 8])), dice.oneIn(4) ? WorkWeek(restDays: 0b101_0000) : .mondayToFriday)
    case 3 where !isClock:
      guard let by = path({ $0 == .duration }) else { return field }
      return .shiftedBy(field ?? day(), by: .field(by), back: dice.oneIn(3))
    case 4 where depth > 0 && !isAtMoment:
      let choice = choice(depth - 1)
      guard case .record = choice.kind, let value = inside(choice.kind, { $0.time(0, isClock: isClock) }),
        value.rows.bits & 1 == 1
      else { return field }
      return .extreme(choice.choice, value, highest: dice.oneIn(2))
    case 5 where !isAtMoment:
      guard let field else { return nil }
      if isClock { return field }
      return .chosen([ValueCase(nested { $0.leaf(0) }, field)], otherwise: dice.oneIn(2) ? .asOf : day())
    case 6, 7, 8:
      for (index, kind) in rows.enumerated() where index >= nearest {
        switch kind {
        case .period(hasHours: false) where !isClock:
          return dice.oneIn(2) ? .periodStart(index) : .periodEnd(index)
        case .period(hasHours: true) where isClock: return dice.oneIn(2) ? .clockStart(index) : .clockEnd(index)
        case .moment where isClock: return dice.oneIn(2) ? .clockStart(index) : .clockEnd(index)
        default: continue
        }
      }
      return field
    default: return field ?? (isClock ? nil : .asOf)
    }
  }

  // MARK: Windows

  /// The days up to the as-of date, as `P3M` means.
  mutating func daysBack() -> Window {
    let length = dice.pick([
      Period(.months, 1), Period(.months, 2), Period(.months, 3), Period(.months, 12), Period(.days, 14),
      Period(.days, 2), Period(.days, 30),
    ])
    return Window(
      start: .shifted(.shifted(.asOf, length, back: true), Period(.days, 1), back: false), end: .asOf)
  }

  mutating func boundedEnd() -> Value? {
    dice.pick([.asOf, .asOf, nil, .shifted(.asOf, Period(.days, 1), back: true)])
  }

  /// The innermost open period or moment.
  mutating func openTime() -> Window? {
    for (index, kind) in rows.enumerated() where index >= nearest {
      switch kind {
      case .period(hasHours: false): return Window(start: .periodStart(index), end: .periodEnd(index))
      case .period(hasHours: true), .moment: return Window(start: .clockStart(index), end: .clockEnd(index))
      case .record: continue
      }
    }
    return nil
  }

  /// The window of an open turn of duty, or of an open period: its start is always known roughly.
  mutating func boundedOpenWindow() -> Window? {
    for (index, kind) in rows.enumerated() where index >= nearest {
      guard case .record(let record) = kind, dictionary.records[record].id == "turn",
        case .span(let from, let to, _) = dictionary.records[record].time
      else { continue }
      var (first, last) = (own(record, from), own(record, to))
      (first.row, last.row) = (.open(index), .open(index))
      return Window(start: .field(first), end: dice.oneIn(4) ? .asOf : .field(last))
    }
    return nil
  }

  /// A few days at the most, for moments; it does not move with an outer moment.
  mutating func clockWindow() -> Window {
    if dice.oneIn(2), let open = boundedOpenWindow() { return open }
    for (index, kind) in rows.enumerated() where index >= nearest && dice.below(3) > 0 {
      switch kind {
      case .period(hasHours: true): return Window(start: .clockStart(index), end: .clockEnd(index))
      default: continue
      }
    }
    let length = dice.pick([Period(.days, 1), Period(.days, 2)])
    if dice.oneIn(5) { return Window(start: .shifted(.asOf, length, back: true), end: boundedEnd()) }
    return Window(start: .shifted(.shifted(.asOf, length, back: true), Period(.days, 1), back: false), end: .asOf)
  }

  mutating func window(_ depth: Int, isBounded: Bool) -> Window {
    switch dice.below(8) {
    case 0, 1: return daysBack()
    case 2, 3: return openTime() ?? daysBack()
    case 4:
      guard let (from, to) = span() else { return daysBack() }
      return Window(start: from, end: to)
    case 5:
      guard let start = time(min(depth, 1), isClock: dice.oneIn(3)) else { return daysBack() }
      return Window(
        start: start,
        end: dice.oneIn(3) ? nil : .shifted(start, dice.pick([Period(.days, 14), Period(.months, 1)]), back: false))
    case 6:
      guard let end = time(min(depth, 1), isClock: dice.oneIn(3)) else { return daysBack() }
      return Window(start: dice.oneIn(2) ? nil : .shifted(end, Period(.days, 30), back: true), end: end)
    default:
      guard let path = path({ $0 == .instant }) else { return daysBack() }
      let start = Value.field(path)
      return Window(start: start, end: .shifted(start, Period(.seconds, 172_800), back: false))
    }
  }
}
