internal import Standard
internal import Values

/// What can be said of tests by their numbers alone, whatever the records hold.
///
/// It is careful: what it says holds of every dossier; where it says nothing, anything may be so.  A value that is not
/// known counts as any value it may turn out to be.
///
/// A class, so that asking a part costs no copy of the dictionary; nothing in it changes.
final class Reasoning: Sendable {
  let dictionary: DataDictionary
  /// Whether parts that speak of the same thing are held against each other.  What only follows so is not known as long
  /// as the thing itself is not.
  private let comparesParts: Bool

  init(dictionary: DataDictionary, comparesParts: Bool = true) {
    self.dictionary = dictionary
    self.comparesParts = comparesParts
  }

  // MARK: Always the same

  /// What a condition is for every dossier; nil where that differs.
  func truth(_ condition: Condition) -> Truth? { truth(condition, comparesParts) }

  private func truth(_ condition: Condition, _ comparesParts: Bool) -> Truth? {
    switch condition {
    case .constant(let truth): return truth
    case .not(let part):
      switch truth(part, comparesParts) {
      case .yes: return .no
      case .no: return .yes
      default: return nil
      }
    case .all(let parts): return all(parts, comparesParts)
    case .any(let count, let parts): return any(count, parts, comparesParts)
    case .every(let choice, let body, let ifEmpty):
      if isNever(choice) { return ifEmpty }
      if truth(body, comparesParts) == .yes, ifEmpty == .yes { return .yes }
      if truth(body, comparesParts) == .no, ifEmpty == .no { return .no }
      return nil
    case .settled(let records, _): return truth(records, comparesParts)
    case .includes(_, .codes(let codes), let count?) where count > codes.count: return .no
    default:
      guard let limit = Limit(condition, dictionary) else { return nil }
      if limit.isImpossible { return .no }
      if limit.isEmptyDemand { return .yes }
      if case .quantity(.count(let choice, _)) = limit.subject, isNever(choice) {
        return Extent(.equal, 0).isInside(limit.extent) ? .yes : .no
      }
      return nil
    }
  }

  private func all(_ parts: [Condition], _ comparesParts: Bool) -> Truth? {
    let truths = parts.map { truth($0, comparesParts) }
    if truths.contains(.no) { return .no }
    if parts.isEmpty || truths.allSatisfy({ $0 == .yes }) { return .yes }
    guard comparesParts else { return nil }
    for (index, part) in parts.enumerated() {
      for other in parts[(index + 1)...] where excludes(part, other) { return .no }
    }
    return nil
  }

  private func any(_ count: Int, _ parts: [Condition], _ comparesParts: Bool) -> Truth? {
    let truths = parts.map { truth($0, comparesParts) }
    if truths.count(where: { $0 == .yes }) >= count { return .yes }
    if truths.count(where: { $0 != .no }) < count { return .no }
    guard count == 1, comparesParts else { return nil }
    for (index, part) in parts.enumerated() {
      for other in parts[(index + 1)...] {
        if implies(.not(part), other) { return .yes }
        if let one = Limit(part, dictionary), let two = Limit(other, dictionary), one.subject == two.subject,
          one.extent.covers(one.whole, with: two.extent)
        {
          return .yes
        }
      }
    }
    return nil
  }

  /// Whether no row can ever be chosen.
  func isNever(_ choice: Choice) -> Bool { truth(choice.filter) == .no }

  // MARK: Never both

  /// Whether two conditions can never hold together.
  func excludes(_ one: Condition, _ other: Condition) -> Bool {
    if case .not(let part) = other, implies(one, part) { return true }
    if case .not(let part) = one, implies(other, part) { return true }
    if let first = Limit(one, dictionary), let second = Limit(other, dictionary), first.subject == second.subject {
      return first.whole.meeting(first.extent).meeting(second.extent).isEmpty
    }
    switch (one, other) {
    case (.all(let parts), _): return parts.contains { excludes($0, other) }
    case (_, .all(let parts)): return parts.contains { excludes(one, $0) }
    case (.any(1, let parts), _): return parts.allSatisfy { excludes($0, other) }
    case (_, .any(1, let parts)): return parts.allSatisfy { excludes(one, $0) }
    case (.measure(.count(let more, nil), _, _), .measure(.count(let fewer, nil), _, _)):
      // At least so many of these, and at most fewer of those, of which these are a part.
      return exceeds(one, more, other, fewer) || exceeds(other, fewer, one, more)
    default: return false
    }
  }

  private func exceeds(_ one: Condition, _ part: Choice, _ other: Condition, _ whole: Choice) -> Bool {
    guard let low = Limit(one, dictionary), let high = Limit(other, dictionary), isPart(part, of: whole) else {
      return false
    }
    return low.extent.low > high.extent.high
  }

  // MARK: One follows from the other

  /// Whether one condition holds wherever another does.
  func implies(_ one: Condition, _ other: Condition) -> Bool {
    if one == other { return true }
    // Part by part only: holding all parts against each other at every step would take time without end.
    if truth(other, false) == .yes || truth(one, false) == .no { return true }
    switch (one, other) {
    case (_, .all(let parts)): return parts.allSatisfy { implies(one, $0) }
    case (.any(1, let parts), _): return parts.allSatisfy { implies($0, other) }
    case (.all(let parts), _):
      if parts.contains(where: { implies($0, other) }) { return true }
      guard case .any(1, let choices) = other else { return false }
      return choices.contains { implies(one, $0) }
    case (_, .any(1, let parts)): return parts.contains { implies(one, $0) }
    case (.not(let part), .not(let second)): return implies(second, part)
    case (.every(let wide, let strong, let first), .every(let narrow, let weak, let second)):
      guard implies(strong, weak) else { return false }
      return wide == narrow ? first == second || second == .yes : second == .yes && isPart(narrow, of: wide)
    case (.includes(let path, .codes(let has), let count), .includes(let second, .codes(let wants), let wanted)):
      guard path == second else { return false }
      // Of the codes that are there, so many may be ones that are not asked for.
      let sure = (count ?? has.count) - Set(has).subtracting(wants).count
      return sure >= wanted ?? wants.count
    case (.within(let value, let inner), .within(let second, let outer)):
      return value == second && isInside(inner, outer)
    case (.overlaps(let from, let to, let inner), .overlaps(let first, let last, let outer)):
      return from == first && to == last && isInside(inner, outer)
    case (.answer(let strong), .answer(let weak)):
      return strong.question == weak.question && strong.atLeast >= weak.atLeast && strong.methods >= weak.methods
        && strong.adjudication == weak.adjudication && strong.window == weak.window
    default: return followsByNumbers(one, other)
    }
  }

  private func followsByNumbers(_ one: Condition, _ other: Condition) -> Bool {
    if case .not(let part) = one, let limit = Limit(part, dictionary), let wanted = Limit(other, dictionary),
      limit.subject == wanted.subject
    {
      return limit.extent.covers(limit.whole, with: wanted.extent)
    }
    guard let first = Limit(one, dictionary), let second = Limit(other, dictionary) else { return false }
    if first.subject == second.subject { return first.whole.meeting(first.extent).isInside(second.extent) }
    guard case .quantity(let quantity) = first.subject, case .quantity(let wanted) = second.subject else {
      return false
    }
    switch (quantity, wanted) {
    case (.count(let rows, let value), .count(let others, let other)):
      guard value == other else { return false }
      if isPart(rows, of: others), second.extent.high == .max { return first.extent.low >= second.extent.low }
      if isPart(others, of: rows), second.extent.low <= 0 { return first.extent.high <= second.extent.high }
      return false
    case (.share(let rows, let strong, let ifEmpty), .share(let others, let weak, let empty)):
      return rows == others && ifEmpty == empty && second.extent.high == .max && implies(strong, weak)
        && first.extent.low >= second.extent.low
    default: return false
    }
  }

  // MARK: Rows and windows

  /// Whether every row of one choice is a row of another.
  func isPart(_ part: Choice, of whole: Choice) -> Bool {
    if part == whole { return true }
    guard part.source == whole.source, whole.join == nil || whole.join == part.join,
      whole.due == nil || whole.due == part.due
    else { return false }
    let own = part.time.map { $0.condition } + [part.filter]
    return whole.time.allSatisfy { limit in own.contains { implies($0, limit.condition) } }
      && implies(.all(own), whole.filter)
  }

  /// Whether a window lies in another.
  private func isInside(_ inner: Window, _ outer: Window) -> Bool {
    func isNotAfter(_ first: Value?, _ second: Value?, openIsFirst: Bool) -> Bool {
      guard let first, let second else { return openIsFirst ? first == nil : second == nil }
      if first == second { return true }
      guard let one = first.shift, let other = second.shift, one.base == other.base else { return false }
      return one.most <= other.least
    }
    return isNotAfter(outer.start, inner.start, openIsFirst: true)
      && isNotAfter(inner.end, outer.end, openIsFirst: false)
  }
}

extension Value {
  /// The date that it is moved from, and by how many seconds at the least and at the most.
  fileprivate var shift: (base: Value, least: Int64, most: Int64)? {
    guard case .shifted(let inner, let period, let back) = self else { return (self, 0, 0) }
    guard let (base, least, most) = inner.shift else { return nil }
    let range = period.secondsRange
    let (low, high) = back ? (-range.upperBound, -range.lowerBound) : (range.lowerBound, range.upperBound)
    let (first, second) = (least.addingReportingOverflow(low), most.addingReportingOverflow(high))
    return first.overflow || second.overflow ? nil : (base, first.partialValue, second.partialValue)
  }
}
