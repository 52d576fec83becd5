internal import Standard
internal import Values

/// Choices of rows as frames.
extension Compiler {
  /// What is asked of each chosen row.
  enum Body {
    case condition(Condition)
    case quantity(Quantity)
    case value(Value)
  }

  /// - Parameter bodies: what is asked of the rows; moments must know, to see where something may change.
  mutating func group(_ choice: Choice, in outer: Int, _ bodies: [Body] = []) -> GroupNode {
    switch choice.source {
    case .calendar(let rows): return calendar(rows, choice, in: outer)
    case .moments(let rows): return moments(rows, choice, bodies, in: outer)
    case .records(let record): return records(record, choice, in: outer)
    }
  }

  private mutating func calendar(_ rows: CalendarRows, _ choice: Choice, in outer: Int) -> GroupNode {
    var node = CalendarNode(unit: rows.unit, hours: rows.hours, anchor: rows.anchor)
    switch rows.extent {
    case .last(let count): node.last = count
    case .within(let window):
      node.window = WindowNode(
        start: window.start.map { day($0, in: outer) }, end: window.end.map { day($0, in: outer) })
    }
    var frame = frame(
      .calendar(outer: outer, node), outer: outer, kind: .calendar(rows.unit, hasHours: rows.hours != nil))
    for limit in choice.time { frame = filtered(frame, limit.condition) }
    if choice.filter != .all([]) { frame = filtered(frame, choice.filter) }
    if let due = choice.due { frame = filtered(frame, isDue(due)) }
    return noted(choice, GroupNode(frame: frame, outer: outer, hidden: nil))
  }

  private mutating func moments(
    _ rows: MomentRows, _ choice: Choice, _ bodies: [Body], in outer: Int
  ) -> GroupNode {
    var scan = MomentScan()
    for limit in choice.time { scan.add(limit.condition, 0, &self) }
    scan.add(choice.filter, 0, &self)
    for body in bodies {
      switch body {
      case .condition(let condition): scan.add(condition, 0, &self)
      case .quantity(let quantity): scan.add(quantity, 0, &self)
      case .value(let value): scan.add(value, 0)
      }
    }
    let breaks = scan.times.map { breakNode($0, in: outer) }
    let node = MomentsNode(
      window: clockWindow(rows.window, in: outer), hours: rows.hours, breaks: breaks, isDaily: scan.isDaily)
    var frame = frame(.moments(outer: outer, node), outer: outer, kind: .moment)
    for limit in choice.time { frame = filtered(frame, limit.condition) }
    if choice.filter != .all([]) { frame = filtered(frame, choice.filter) }
    return noted(choice, GroupNode(frame: frame, outer: outer, hidden: nil))
  }

  mutating func clockWindow(_ window: Window, in frame: Int) -> ClockWindow {
    func isInside(_ value: Value?) -> Bool { if case .clockEnd = value { true } else { false } }
    func isClock(_ value: Value?) -> Bool { value.map { kind(of: $0) == .instant } ?? false }
    return ClockWindow(
      start: window.start.map { scalar($0, in: frame) }, end: window.end.map { scalar($0, in: frame) },
      isStartClock: isClock(window.start), isEndClock: isClock(window.end), isEndInside: isInside(window.end))
  }

  private mutating func records(_ record: Int, _ choice: Choice, in outer: Int) -> GroupNode {
    let table = table(record)
    if let (node, rest) = ranged(choice, record, in: outer) {
      var frame = frame(.ranged(node), outer: outer, kind: .record(record))
      // Only rows that lie near a period are held against it; what is asked of them stays to be read and mended.
      let asked = isForVerdictsOnly ? rest : conditions(choice).outside
      if !asked.isEmpty { frame = filtered(frame, .all(asked)) }
      return noted(choice, GroupNode(frame: frame, outer: outer, hidden: hiddenRows(choice, record, nil, in: outer)))
    }
    let (own, outside) = conditions(choice)
    let mask = own.isEmpty ? nil : verdict(.all(own), in: table)
    let join = choice.join.map { join in
      JoinNode(
        key: scalar(join.key, in: table), parent: scalar(join.parent.outward(1), in: outer),
        target: referred(by: join.parent) ?? record)
    }
    var frame: Int
    if outer == 0, join == nil {
      frame = mask.map { self.frame(.chosen(table: table, mask: $0), outer: 0, kind: .record(record)) } ?? table
    } else {
      frame = self.frame(
        .candidates(outer: outer, record: record, mask: mask, join), outer: outer, kind: .record(record))
    }
    if !outside.isEmpty { frame = filtered(frame, .all(outside)) }
    if let due = choice.due {
      note(deadline: day(due, in: frame), of: frame, record)
      frame = filtered(frame, isDue(due))
    }
    return noted(
      choice, GroupNode(frame: frame, outer: outer, hidden: hiddenRows(choice, record, join?.parent, in: outer)))
  }

  private func referred(by value: Value) -> Int? {
    if case .reference(let record) = kind(of: value) { return record }
    return nil
  }

  private mutating func table(_ record: Int) -> Int {
    frame(.table(record), outer: 0, kind: .record(record))
  }

  /// What is asked of a row by itself, and what has to do with the rows around it.
  private func conditions(_ choice: Choice) -> (own: [Condition], outside: [Condition]) {
    var own: [Condition] = []
    var outside: [Condition] = []
    for condition in choice.time.map({ $0.condition }) + parts(of: choice.filter) {
      if condition.rows.bits & ~1 == 0 { own.append(condition) } else { outside.append(condition) }
    }
    return (own, outside)
  }

  /// A deadline has passed once its day has come: a clock time on the as-of day too.
  private func isDue(_ due: Value) -> Condition {
    let day = kind(of: due) == .instant ? Value.shifted(due, Period(.days, 0), back: false) : due
    return .compare(day, .atMost, .asOf)
  }

  private mutating func note(deadline due: Int, of frame: Int, _ record: Int) {
    if let known = program.deadlines.firstIndex(where: { $0.frame == frame && $0.due == due }) {
      if !program.deadlines[known].roots.contains(asked) { program.deadlines[known].roots.append(asked) }
    } else {
      program.deadlines.append(Program.Deadline(frame: frame, due: due, record: record, roots: [asked]))
    }
  }

  private mutating func noted(_ choice: Choice, _ group: GroupNode) -> GroupNode {
    if let reading = choices[choice], program.groupReadings[group] == nil { program.groupReadings[group] = reading }
    return group
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

  mutating func hiddenRows(_ choice: Choice, _ record: Int, _ parent: Int?, in outer: Int) -> Int {
    var windows: [WindowNode] = []
    for limit in choice.time where limit.window.rows.bits & 1 == 0 {
      let window = limit.window.outward(1)
      windows.append(
        WindowNode(start: window.start.map { day($0, in: outer) }, end: window.end.map { day($0, in: outer) }))
    }
    return hidden(
      HiddenNode(
        outer: outer, record: record, parentRecord: choice.join.flatMap { referred(by: $0.parent) }, parent: parent,
        windows: windows))
  }

  // MARK: Rows by the periods they lie in

  /// A choice whose rows have to do with the period around them only by comparing their own times with its ends.
  ///
  /// - Returns: the rows that lie so, and what else is asked of them that has to do with the rows around.
  mutating func ranged(_ choice: Choice, _ record: Int, in outer: Int) -> (RangedNode, rest: [Condition])? {
    guard program.frameKind[outer].isTime, choice.join == nil else { return nil }
    var (own, outside) = conditions(choice)
    guard !outside.isEmpty else { return nil }
    if let due = choice.due {
      // Rows that are not due yet are wanted too where somebody reads on: they are coming due.
      guard isForVerdictsOnly, due.rows.bits & ~1 == 0 else { return nil }
      own.append(isDue(due))
    }
    let isClock = program.frameKind[outer].isClock
    var pairs: [EdgePair] = []
    var rest: [Condition] = []
    for condition in outside {
      guard let more = edgePairs(condition, isClock: isClock) else {
        rest.append(condition)
        continue
      }
      pairs += more.pairs
      own += more.own
    }
    guard !pairs.isEmpty else { return nil }
    let table = table(record)
    let bounds = pairs.map { pair in
      RangeBound(
        scalar: isClock ? seconds(pair.value, in: table) : day(pair.value, in: table), relation: pair.relation,
        isFirst: pair.isFirst, isNegated: pair.isNegated)
    }
    let mask = own.isEmpty ? nil : verdict(.all(own), in: table)
    return (RangedNode(outer: outer, record: record, mask: mask, bounds: bounds), rest)
  }

  private struct EdgePair {
    var value: Value
    var relation: Relation
    var isFirst: Bool
    var isNegated: Bool
  }

  private func edgePairs(_ condition: Condition, isClock: Bool) -> (pairs: [EdgePair], own: [Condition])? {
    func pair(
      _ value: Value, _ relation: Relation, _ edge: Value?, _ isNegated: Bool, _ manner: Manner
    ) -> [EdgePair]? {
      guard let edge else { return [] }
      guard value.rows.bits == 1, measure(of: value, edge, manner) == (isClock ? .instant : .day) else { return nil }
      switch edge {
      case .periodStart(1), .clockStart(1):
        return [EdgePair(value: value, relation: relation, isFirst: true, isNegated: isNegated)]
      case .periodEnd(1), .clockEnd(1):
        return [EdgePair(value: value, relation: relation, isFirst: false, isNegated: isNegated)]
      default: return nil
      }
    }
    func span(_ first: Value?, _ from: Value, _ to: Value, _ last: Value?) -> (pairs: [EdgePair], own: [Condition])? {
      guard let begun = pair(from, .moreThan, first, true, .span),
        let open = pair(to, last.map { ended(before: $0) } ?? .lessThan, last, true, .span)
      else { return nil }
      return (begun + open, [])
    }
    switch condition {
    case .compare(let value, let relation, let edge) where relation != .equal:
      return pair(value, relation, edge, false, .values).map { ($0, []) }
    case .not(.compare(let value, let relation, let edge)) where relation != .equal:
      return pair(value, relation, edge, true, .values).map { ($0, []) }
    case .within(let value, let window):
      guard let start = pair(value, .lessThan, window.start, true, .point),
        let end = pair(value, .moreThan, window.end, true, .point)
      else { return nil }
      return (start + end, [.within(value, Window(start: nil, end: nil))])
    case .overlaps(let from, let to, let window): return span(window.end, from, to, window.start)
    case .spans(let from, let to, let window): return span(window.start, from, to, window.end)
    default: return nil
    }
  }
}
