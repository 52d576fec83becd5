internal import Standard
internal import Values

/// Comparisons, and what windows mean by them.
extension Compiler {
  /// What is compared: two values as such, a point with a window's end, or an end of a span with one.
  enum Manner {
    case values, point, span
  }

  mutating func compare(
    _ left: Value, _ relation: Relation, _ right: Value, in frame: Int, _ manner: Manner = .values
  ) -> Int {
    if left == right {
      // A value is as large as itself, however little is known of it.
      let isNone = verdict(.isNone(scalar(left, in: frame)), in: frame)
      let there = verdict(.not(isNone), in: frame)
      let never = verdict(.constant(.no, frame: frame), in: frame)
      return relation == .moreThan || relation == .lessThan ? never : there
    }
    let sides = sides(left, right, in: frame, manner)
    return verdict(.compare(sides.left, relation, sides.right, sides.comparison), in: frame)
  }

  /// Both sides brought to the same kind.  In windows days are whole, unless a limit in hours leads to a clock time.
  func measure(of left: Value, _ right: Value, _ manner: Manner) -> Kind {
    switch (kind(of: left), kind(of: right)) {
    case (.instant, .instant):
      return manner == .values || isExact(left) || isExact(right) ? .instant : .day
    case (.day, .instant):
      if manner == .point, isEdge(right) { return .day }
      return isExact(right) ? .instant : .day
    case (.instant, .day):
      return manner == .values && isExact(left) ? .instant : .day
    case (let kind, _): return kind
    }
  }

  private mutating func sides(
    _ left: Value, _ right: Value, in frame: Int, _ manner: Manner
  ) -> (left: Int, right: Int, comparison: Comparison) {
    switch measure(of: left, right, manner) {
    case .instant: return (seconds(left, in: frame), seconds(right, in: frame), .instants)
    case .day: return (day(left, in: frame), day(right, in: frame), .numbers)
    case .reference: return (scalar(left, in: frame), scalar(right, in: frame), .references)
    case .code: return (scalar(left, in: frame), scalar(right, in: frame), .codes)
    case .period: return (scalar(left, in: frame), scalar(right, in: frame), .periods)
    case .number, .label, .age: return (scalar(left, in: frame), scalar(right, in: frame), .numbers)
    }
  }

  /// A value as a clock time: a date is some time of its day.
  mutating func seconds(_ value: Value, in frame: Int) -> Int {
    let id = scalar(value, in: frame)
    return kind(of: value) == .day ? scalar(.asSeconds(id), in: frame) : id
  }

  /// A clock time that a limit in hours leads to, or of a night or moment: a date alone is then some time of that day.
  private func isExact(_ value: Value) -> Bool {
    if case .shifted(_, let period, _) = value { return period.unit == .seconds }
    return isEdge(value)
  }

  private func isEdge(_ value: Value) -> Bool {
    switch value {
    case .clockStart, .clockEnd: true
    default: false
    }
  }

  mutating func within(_ value: Value, _ window: Window, in frame: Int) -> Int {
    var parts: [Int] = []
    // Said by what must not be, so that an end that is none leaves the window open on that side.
    if let start = window.start { parts.append(not(value, .lessThan, start, in: frame, .point)) }
    if let end = window.end { parts.append(not(value, .moreThan, end, in: frame, .point)) }
    let node = VerdictNode.within(
      value: scalar(value, in: frame), start: window.start.map { day($0, in: frame) },
      end: window.end.map { day($0, in: frame) }, parts: parts)
    return verdict(node, in: frame)
  }

  /// A span that has begun by one day and not ended before another; an end that is none is open.  By the clock a span
  /// is over at its end, so it must reach past the first second of a night or a moment.
  mutating func meets(
    _ from: Value, begunBy first: Value?, _ to: Value, notEndedBefore last: Value?, in frame: Int
  ) -> Int {
    var parts: [Int] = []
    if let first { parts.append(not(from, .moreThan, first, in: frame, .span)) }
    if let last { parts.append(not(to, ended(before: last), last, in: frame, .span)) }
    return verdict(.all(parts), in: frame)
  }

  /// How the end of a span compares with a time that it does not reach.
  func ended(before last: Value) -> Relation { isEdge(last) ? .atMost : .lessThan }

  private mutating func not(
    _ left: Value, _ relation: Relation, _ right: Value, in frame: Int, _ manner: Manner
  ) -> Int {
    verdict(.not(compare(left, relation, right, in: frame, manner)), in: frame)
  }
}
