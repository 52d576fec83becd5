internal import Standard
internal import Values

/// Turns formulas into nodes.  A part is worked out in the smallest frame that knows all the rows it speaks of, then
/// carried to where it is used; a part that speaks of one row only is worked out once, on that row's table.
struct Compiler {
  var program: Program
  /// Which of the conditions asked for is being compiled.
  var asked = 0
  private let readings: [Condition: String]
  private let choices: [Choice: String]
  private var frameIDs: [FrameNode: Int] = [:]
  private var mapIDs: [MapNode: Int] = [:]
  private var hiddenIDs: [HiddenNode: Int] = [:]
  private var scalarIDs: [ScalarNode: Int] = [:]
  private var setIDs: [SetNode: Int] = [:]
  private var quantityIDs: [QuantityNode: Int] = [:]
  private var verdictIDs: [VerdictNode: Int] = [:]

  init(dictionary: DataDictionary, readings: [Condition: String], choices: [Choice: String]) {
    program = Program(dictionary: dictionary)
    self.readings = readings
    self.choices = choices
    _ = frame(.shelters, outer: nil, kind: .shelter)
  }

  private var dictionary: DataDictionary { program.dictionary }

  // MARK: Adding nodes

  private mutating func frame(_ node: FrameNode, outer: Int?, kind: RowKind) -> Int {
    if let id = frameIDs[node] { return id }
    let id = program.frames.count
    program.frames.append(node)
    program.frameOuter.append(outer)
    program.frameKind.append(kind)
    program.order.append(.frame(id))
    frameIDs[node] = id
    return id
  }

  private mutating func map(_ node: MapNode) -> Int {
    if let id = mapIDs[node] { return id }
    let id = program.maps.count
    program.maps.append(node)
    program.order.append(.map(id))
    mapIDs[node] = id
    return id
  }

  private mutating func scalar(_ node: ScalarNode, in frame: Int) -> Int {
    if let id = scalarIDs[node] { return id }
    let id = program.scalars.count
    program.scalars.append(node)
    program.scalarFrame.append(frame)
    program.order.append(.scalar(id))
    scalarIDs[node] = id
    return id
  }

  private mutating func set(_ node: SetNode, in frame: Int) -> Int {
    if let id = setIDs[node] { return id }
    let id = program.sets.count
    program.sets.append(node)
    program.setFrame.append(frame)
    program.order.append(.set(id))
    setIDs[node] = id
    return id
  }

  private mutating func quantity(_ node: QuantityNode, in frame: Int) -> Int {
    if let id = quantityIDs[node] { return id }
    let id = program.quantities.count
    program.quantities.append(node)
    program.quantityFrame.append(frame)
    program.order.append(.quantity(id))
    quantityIDs[node] = id
    return id
  }

  private mutating func verdict(_ node: VerdictNode, in frame: Int) -> Int {
    if let id = verdictIDs[node] { return id }
    let id = program.verdicts.count
    program.verdicts.append(node)
    program.verdictFrame.append(frame)
    program.order.append(.verdict(id))
    verdictIDs[node] = id
    return id
  }

  // MARK: Where a part is worked out

  private func ancestor(of frame: Int, steps: Int) -> Int {
    var at = frame
    for _ in 0..<steps { at = program.frameOuter[at] ?? 0 }
    return at
  }

  /// The frame for a part that speaks of these rows, seen from `frame`, and how far out it lies.
  private mutating func home(_ rows: OpenRows, in frame: Int) -> (frame: Int, steps: Int, map: Int?) {
    guard let nearest = rows.innermost else {
      guard frame != 0 else { return (0, 0, nil) }
      var steps = 0
      var at = frame
      while let outer = program.frameOuter[at] {
        at = outer
        steps += 1
      }
      return (0, 0, map(.ancestor(frame: frame, steps: steps)))
    }
    let target = ancestor(of: frame, steps: nearest)
    if rows.only != nil, case .record(let record) = program.frameKind[target] {
      let table = self.frame(.table(record), outer: 0, kind: .record(record))
      if table == frame { return (table, 0, nil) }
      return (table, nearest, map(.table(frame: frame, steps: nearest)))
    }
    return (target, nearest, nearest == 0 ? nil : map(.ancestor(frame: frame, steps: nearest)))
  }

  // MARK: Values

  /// What a value is, for choosing how to compare it.
  enum Kind: Hashable { case day, instant, number, code, label, reference(Int), period, age }

  func kind(of value: Value) -> Kind {
    switch value {
    case .field(let path):
      switch dictionary.records[path.target].fields[path.field].kind {
      case .label: .label
      case .reference(let record): .reference(record)
      case .code: .code
      case .codes, .checks: .code
      case .number: .number
      case .date: .day
      case .instant: .instant
      case .duration: .period
      case .age: .age
      }
    case .row(_, let record): .reference(record)
    case .asOf, .date, .periodStart, .periodEnd: .day
    case .number: .number
    case .code: .code
    case .label: .label
    case .period: .period
    case .shifted(_, let period, _): period.unit == .seconds ? .instant : .day
    case .shiftedBy, .workdays: .day
    case .clockStart, .clockEnd: .instant
    case .extreme(_, let value, _), .chosen(_, let value): kind(of: value)
    case .age: .age
    }
  }

  mutating func scalar(_ value: Value, in frame: Int) -> Int {
    let (home, steps, map) = home(value.rows, in: frame)
    let id = homeScalar(steps == 0 ? value : value.outward(steps), in: home)
    guard let map else { return id }
    return scalar(.moved(id, map: map), in: frame)
  }

  private mutating func homeScalar(_ value: Value, in frame: Int) -> Int {
    switch value {
    case .field(let path): return field(path, in: frame)
    case .row(.shelter, _): return scalar(.identity(record: dictionary.shelter), in: 0)
    case .row(.open, let record): return scalar(.identity(record: record), in: frame)
    case .asOf: return scalar(.day(.max), in: 0)
    case .date(let date): return scalar(.day(date.number), in: 0)
    case .number(let number): return scalar(.number(number.millionths), in: 0)
    case .code(let code, _): return scalar(.code(Int64(code)), in: 0)
    case .label(let text): return scalar(ScalarNode.label(text), in: 0)
    case .period(let period): return scalar(ScalarNode.period(period), in: 0)
    case .shifted(let base, let period, let back):
      let isInstant = period.unit == .seconds
      var id = scalar(base, in: frame)
      let kind = kind(of: base)
      if isInstant, kind == .day { id = scalar(.asSeconds(id), in: frame) }
      if !isInstant, kind == .instant { id = scalar(.asDay(id), in: frame) }
      return scalar(.shifted(id, period, back: back, isInstant: isInstant), in: frame)
    case .age(let path, let start, let at):
      return scalar(
        .age(scalar(.field(path), in: frame), start: day(start, in: frame), at: day(at, in: frame)), in: frame)
    case .shiftedBy, .workdays, .clockStart, .clockEnd, .extreme, .chosen: return scalar(.day(.max), in: 0)
    case .periodStart: return scalar(.periodStart(frame: frame), in: frame)
    case .periodEnd: return scalar(.periodEnd(frame: frame), in: frame)
    }
  }

  private func target(_ record: Int, _ field: Int) -> Int {
    if case .reference(let target) = dictionary.records[record].fields[field].kind { return target }
    return record
  }

  private mutating func field(_ path: Path, in frame: Int) -> Int {
    var record = path.record
    guard let first = path.references.first else {
      return scalar(.field(record: record, field: path.field), in: frame)
    }
    var id = scalar(.field(record: record, field: first), in: frame)
    record = target(record, first)
    for next in path.references.dropFirst() {
      id = scalar(.walked(reference: id, record: record, field: next), in: frame)
      record = target(record, next)
    }
    return scalar(.walked(reference: id, record: record, field: path.field), in: frame)
  }

  private mutating func set(_ path: Path, in frame: Int) -> Int {
    let (home, _, map) = home(Value.field(path).rows, in: frame)
    var record = path.record
    var id: Int
    if let first = path.references.first {
      var reference = scalar(.field(record: record, field: first), in: home)
      record = target(record, first)
      for next in path.references.dropFirst() {
        reference = scalar(.walked(reference: reference, record: record, field: next), in: home)
        record = target(record, next)
      }
      id = set(.walked(reference: reference, record: record, field: path.field), in: home)
    } else {
      id = set(.field(record: record, field: path.field), in: home)
    }
    if let map { id = set(.moved(id, map: map), in: frame) }
    return id
  }

  /// A value as a day.
  private mutating func day(_ value: Value, in frame: Int) -> Int {
    let id = scalar(value, in: frame)
    return kind(of: value) == .instant ? scalar(.asDay(id), in: frame) : id
  }

  // MARK: Conditions

  mutating func verdict(_ condition: Condition, in frame: Int) -> Int {
    let (home, steps, map) = home(condition.rows, in: frame)
    let id = homeVerdict(steps == 0 ? condition : condition.outward(steps), in: home)
    if let reading = readings[condition], program.readings[id] == nil { program.readings[id] = reading }
    guard let map else { return id }
    return verdict(.moved(id, map: map), in: frame)
  }

  private mutating func homeVerdict(_ condition: Condition, in frame: Int) -> Int {
    switch condition {
    case .constant(let truth): return verdict(.constant(truth, frame: frame), in: frame)
    case .all(let parts):
      if parts.count == 1 { return verdict(parts[0], in: frame) }
      if parts.isEmpty { return verdict(.constant(.yes, frame: frame), in: frame) }
      let ids = parts.map { verdict($0, in: frame) }
      return verdict(.all(ids), in: frame)
    case .any(let count, let parts):
      let ids = parts.map { verdict($0, in: frame) }
      return verdict(.any(count, ids), in: frame)
    case .not(let part): return verdict(.not(verdict(part, in: frame)), in: frame)
    case .compare(let left, let relation, let right): return compare(left, relation, right, in: frame)
    case .isNone(let value): return verdict(.isNone(scalar(value, in: frame)), in: frame)
    case .oneOf(let value, let codes): return verdict(.oneOf(scalar(value, in: frame), codes.sorted()), in: frame)
    case .within(let value, let window): return within(value, window, in: frame)
    case .overlaps(let from, let to, let window):
      return meets(from, begunBy: window.end, to, notEndedBefore: window.start, in: frame)
    case .spans(let from, let to, let window):
      return meets(from, begunBy: window.start, to, notEndedBefore: window.end, in: frame)
    case .includes(let path, .codes(let codes), let count):
      return verdict(.includes(set(path, in: frame), codes.sorted(), atLeast: count ?? codes.count), in: frame)
    case .includes(let path, .field(let other), let count):
      return verdict(.includesField(set(path, in: frame), set(other, in: frame), atLeast: count), in: frame)
    case .recorded(let path):
      switch dictionary.records[path.target].fields[path.field].kind {
      case .codes, .checks: return verdict(.recordedSet(set(path, in: frame)), in: frame)
      default: return verdict(.recordedScalar(scalar(.field(path), in: frame)), in: frame)
      }
    case .every(let choice, let body, let ifEmpty):
      let group = group(choice, in: frame)
      return verdict(.every(group, body: verdict(body, in: group.frame), ifEmpty: ifEmpty), in: frame)
    case .measure(let left, let relation, let right):
      return verdict(.measure(quantity(left, in: frame), relation, quantity(right, in: frame)), in: frame)
    case .gap: return verdict(.constant(.unknown, frame: frame), in: frame)
    case .answer(let test):
      return verdict(
        .answer(
          AnswerNode(
            question: test.question, atLeast: test.atLeast, methods: test.methods,
            start: test.window.start.map { day($0, in: 0) }, end: test.window.end.map { day($0, in: 0) },
            adjudication: test.adjudication)), in: 0)
    case .settled(let records, let answer):
      return verdict(.settled(records: verdict(records, in: frame), answer: verdict(answer, in: frame)), in: frame)
    }
  }

  /// `byDay`: in windows days are whole, unless a limit in hours leads to a clock time.
  private mutating func compare(
    _ left: Value, _ relation: Relation, _ right: Value, in frame: Int, byDay: Bool = false
  ) -> Int {
    if left == right {
      // A value is as large as itself, however little is known of it.
      let isNone = verdict(.isNone(scalar(left, in: frame)), in: frame)
      let there = verdict(.not(isNone), in: frame)
      let never = verdict(.constant(.no, frame: frame), in: frame)
      return relation == .moreThan || relation == .lessThan ? never : there
    }
    let kinds = (kind(of: left), kind(of: right))
    switch kinds {
    case (.instant, .instant) where byDay && !isExact(left) && !isExact(right):
      return verdict(.compare(day(left, in: frame), relation, day(right, in: frame), .numbers), in: frame)
    case (.instant, .instant):
      return verdict(.compare(scalar(left, in: frame), relation, scalar(right, in: frame), .instants), in: frame)
    case (.day, .instant) where isExact(right):
      let seconds = scalar(.asSeconds(scalar(left, in: frame)), in: frame)
      return verdict(.compare(seconds, relation, scalar(right, in: frame), .instants), in: frame)
    case (.instant, .day) where isExact(left):
      let seconds = scalar(.asSeconds(scalar(right, in: frame)), in: frame)
      return verdict(.compare(scalar(left, in: frame), relation, seconds, .instants), in: frame)
    case (.instant, .day), (.day, .instant):
      return verdict(.compare(day(left, in: frame), relation, day(right, in: frame), .numbers), in: frame)
    case (.reference, .reference):
      return verdict(.compare(scalar(left, in: frame), relation, scalar(right, in: frame), .references), in: frame)
    case (.code, .code):
      return verdict(.compare(scalar(left, in: frame), relation, scalar(right, in: frame), .codes), in: frame)
    case (.period, .period):
      return verdict(.compare(scalar(left, in: frame), relation, scalar(right, in: frame), .periods), in: frame)
    default:
      return verdict(.compare(scalar(left, in: frame), relation, scalar(right, in: frame), .numbers), in: frame)
    }
  }

  /// A clock time that a limit in hours leads to: a date alone is then some time of that day.
  private func isExact(_ value: Value) -> Bool {
    if case .shifted(_, let period, _) = value { return period.unit == .seconds }
    return false
  }

  private mutating func within(_ value: Value, _ window: Window, in frame: Int) -> Int {
    var parts: [Int] = []
    // Said by what must not be, so that an end that is none leaves the window open on that side.
    if let start = window.start { parts.append(not(value, .lessThan, start, in: frame)) }
    if let end = window.end { parts.append(not(value, .moreThan, end, in: frame)) }
    let node = VerdictNode.within(
      value: scalar(value, in: frame), start: window.start.map { day($0, in: frame) },
      end: window.end.map { day($0, in: frame) }, parts: parts)
    return verdict(node, in: frame)
  }

  /// A span that has begun by one day and not ended before another; an end that is none is open.
  private mutating func meets(
    _ from: Value, begunBy first: Value?, _ to: Value, notEndedBefore last: Value?, in frame: Int
  ) -> Int {
    var parts: [Int] = []
    if let first { parts.append(not(from, .moreThan, first, in: frame)) }
    if let last { parts.append(not(to, .lessThan, last, in: frame)) }
    return verdict(.all(parts), in: frame)
  }

  private mutating func not(_ left: Value, _ relation: Relation, _ right: Value, in frame: Int) -> Int {
    verdict(.not(compare(left, relation, right, in: frame, byDay: true)), in: frame)
  }

  // MARK: Quantities

  mutating func quantity(_ value: Quantity, in frame: Int) -> Int {
    let (home, steps, map) = home(value.rows, in: frame)
    let id = homeQuantity(steps == 0 ? value : value.outward(steps), in: home)
    guard let map else { return id }
    return quantity(.moved(id, map: map), in: frame)
  }

  private mutating func homeQuantity(_ value: Quantity, in frame: Int) -> Int {
    switch value {
    case .count(let choice, let distinct):
      let group = group(choice, in: frame)
      return quantity(.count(group, distinct: distinct.map { scalar($0, in: group.frame) }), in: frame)
    case .share(let choice, let body, let ifEmpty):
      let group = group(choice, in: frame)
      return quantity(.share(group, body: verdict(body, in: group.frame), ifEmpty: ifEmpty), in: frame)
    case .sum(let choice, let term):
      let group = group(choice, in: frame)
      guard case .term(let term) = term else { return quantity(.constant(0), in: 0) }
      return quantity(.sum(group, value: scalar(term, in: group.frame)), in: frame)
    case .extreme, .average, .median, .elapsed, .tally, .choose, .plus, .minus, .times, .divide:
      return quantity(.constant(0), in: 0)
    case .term(let term): return quantity(.term(scalar(term, in: frame), frame: frame), in: frame)
    case .constant(let number): return quantity(.constant(number.millionths), in: 0)
    }
  }

  // MARK: Choices

  private mutating func group(_ choice: Choice, in outer: Int) -> GroupNode {
    let record: Int
    switch choice.source {
    case .calendar(let rows):
      guard case .last(let count) = rows.extent else { return GroupNode(frame: 0, outer: outer, hidden: nil) }
      let unit = rows.unit
      var frame = frame(
        .periods(outer: outer, unit, count: count), outer: outer, kind: .period(unit, count: count))
      if choice.filter != .all([]) { frame = filtered(frame, choice.filter) }
      let group = GroupNode(frame: frame, outer: outer, hidden: nil)
      note(choice, group)
      return group
    case .moments: return GroupNode(frame: 0, outer: outer, hidden: nil)
    case .records(let source): record = source
    }
    var own: [Condition] = []
    var outside: [Condition] = []
    for condition in choice.time.map({ $0.condition }) + parts(of: choice.filter) {
      if condition.rows.bits & ~1 == 0 { own.append(condition) } else { outside.append(condition) }
    }
    let table = frame(.table(record), outer: 0, kind: .record(record))
    let mask = own.isEmpty ? nil : verdict(.all(own), in: table)
    let key = choice.join.map { scalar($0.key, in: table) }
    let parent = choice.join.map { scalar($0.parent.outward(1), in: outer) }
    var frame = frame(
      .candidates(outer: outer, record: record, mask: mask, key: key, parent: parent), outer: outer,
      kind: .record(record))
    if !outside.isEmpty { frame = filtered(frame, .all(outside)) }
    if let due = choice.due {
      let dueDay = day(due, in: frame)
      if let known = program.deadlines.firstIndex(where: { $0.frame == frame && $0.due == dueDay }) {
        if !program.deadlines[known].roots.contains(asked) { program.deadlines[known].roots.append(asked) }
      } else {
        program.deadlines.append(Program.Deadline(frame: frame, due: dueDay, record: record, roots: [asked]))
      }
      frame = filtered(frame, .compare(due, .atMost, .asOf))
    }
    let group = GroupNode(frame: frame, outer: outer, hidden: hiddenRows(choice, record, parent, in: outer))
    note(choice, group)
    return group
  }

  private mutating func note(_ choice: Choice, _ group: GroupNode) {
    if let reading = choices[choice], program.groupReadings[group] == nil { program.groupReadings[group] = reading }
  }

  private func parts(of condition: Condition) -> [Condition] {
    if case .all(let parts) = condition { return parts }
    return [condition]
  }

  private mutating func filtered(_ inner: Int, _ condition: Condition) -> Int {
    let id = verdict(condition, in: inner)
    return frame(
      .filtered(inner, condition: id), outer: program.frameOuter[inner], kind: program.frameKind[inner])
  }

  private mutating func hiddenRows(_ choice: Choice, _ record: Int, _ parent: Int?, in outer: Int) -> Int {
    var windows: [WindowNode] = []
    for limit in choice.time where limit.window.rows.bits & 1 == 0 {
      let window = limit.window.outward(1)
      windows.append(
        WindowNode(start: window.start.map { day($0, in: outer) }, end: window.end.map { day($0, in: outer) }))
    }
    var parentRecord: Int?
    if let join = choice.join, case .reference(let record) = kind(of: join.parent) { parentRecord = record }
    let node = HiddenNode(outer: outer, record: record, parentRecord: parentRecord, parent: parent, windows: windows)
    if let id = hiddenIDs[node] { return id }
    let id = program.hidden.count
    program.hidden.append(node)
    program.order.append(.hidden(id))
    hiddenIDs[node] = id
    return id
  }
}
