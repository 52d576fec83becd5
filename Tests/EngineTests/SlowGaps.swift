import Standard
import Values

extension SlowEvaluator {
  /// A stretch of days or seconds that a row fills, both ends included.
  private struct Filled {
    var from: Int64
    var to: Int64
  }

  /// The longest stretch of a window without a row (LANGUAGE 2.5): at the least it is what is left of the shortest
  /// window when every row that may be there fills all the days that it may fill; at the most what is left of the
  /// longest when only rows count that are surely there and exactly dated.
  func gap(_ test: GapTest, _ rows: [Bound]) -> Truth {
    let isOfMoments = isOfMoments(test.choice)
    let isClock = isOfMoments || test.limit.unit == .seconds
    let members = members(test.choice, rows)
    let start = test.window.start.map { found($0, rows) }
    let end = test.window.end.map { found($0, rows) }
    let isLastIn = test.window.end.map { self.isClock($0) } ?? false
    var narrow: [Filled] = []
    var wide: [Filled] = []
    for member in members {
      if isOfMoments {
        guard case .moment(let second) = member.bound else { continue }
        let stretch = Filled(from: second, to: second + Int64(member.weight))
        narrow.append(stretch)
        if member.truth == .yes { wide.append(stretch) }
        continue
      }
      guard let from = test.from.map({ found($0, [member.bound] + rows) }),
        let to = test.to.map({ found($0, [member.bound] + rows) }), let begun = edges(from, isClock)
      else { continue }
      // A row without an end goes on.
      let ended = edges(to, isClock)
      let isOpen = to.mayBeNone || ended == nil
      narrow.append(Filled(from: begun.low ?? .min, to: isOpen ? .max : ended?.high ?? .max))
      let isExact = begun.low != nil && begun.low == begun.high && !from.mayBeNone
      let isEndExact = ended == nil || (!to.mayBeNone && ended?.low != nil && ended?.low == ended?.high)
      if member.truth == .yes, isExact, isEndExact, let at = begun.low {
        wide.append(Filled(from: at, to: ended?.low ?? .max))
      }
    }
    let today = isClock ? (asOf.number + 1) * Self.day : asOf.number
    let first = bounds(start, isClock, isLast: false, isLastIn: false)
    let last = bounds(end, isClock, isLast: true, isLastIn: isLastIn)
    // An end that is none leaves the window open on that side: to the first row, and to the as-of date.
    let longest = stretches(
      wide, from: first.low, to: min(today, last.high ?? today))
    let shortest = stretches(
      narrow, from: first.isOpen ? nil : first.high, to: min(today, last.isOpen ? today : last.low ?? .min))
    let most = compared(longest, test)
    let least = compared(shortest, test)
    let isHidden = hiddenRows(test.choice, rows) > 0
    return switch test.relation {
    case .atMost, .lessThan: Truth(certain: most == true, possible: isHidden || least == true)
    case .atLeast, .moreThan: Truth(certain: !isHidden && least == true, possible: most == true)
    case .equal:
      Truth(
        certain: !isHidden && longest == shortest && most == true,
        possible: (isHidden || isWithin(shortest, test, .atMost)) && isWithin(longest, test, .atLeast))
    }
  }

  private func edges(_ found: Found, _ isClock: Bool) -> Times? {
    found.times.map { isClock ? $0.seconds : $0.days }
  }

  /// Where a window may begin or end; `isOpen`: it may be open on that side.
  private func bounds(_ found: Found?, _ isClock: Bool, isLast: Bool, isLastIn: Bool) -> (
    low: Int64?, high: Int64?, isOpen: Bool
  ) {
    guard let found, let times = found.times else { return (nil, nil, true) }
    if !isClock { return (times.days.low, times.days.high, found.mayBeNone) }
    if times.isClock {
      let more: Int64 = isLastIn ? 1 : 0
      return (times.low.map { $0 + more }, times.high.map { $0 + more }, found.mayBeNone)
    }
    // Days count whole.
    let more: Int64 = isLast ? 1 : 0
    return (
      times.low.map { ($0 + more) * Self.day }, times.high.map { ($0 + more) * Self.day }, found.mayBeNone
    )
  }

  private struct Stretch: Hashable {
    /// Nil: without limit.
    var from: Int64?
    var to: Int64
  }

  private func stretches(_ filled: [Filled], from start: Int64?, to end: Int64) -> [Stretch] {
    var found: [Stretch] = []
    var at = start
    for row in filled.sorted(by: { $0.from < $1.from }) where row.from <= end && row.to >= start ?? .min {
      if let last = at, row.from > last { found.append(Stretch(from: last, to: row.from)) }
      at = max(at ?? row.to, row.to)
    }
    if let last = at { found.append(Stretch(from: last, to: end)) }
    return found
  }

  private func compared(_ stretches: [Stretch], _ test: GapTest) -> Bool {
    isWithin(stretches, test, test.relation)
  }

  /// Whether the longest of some stretches stands so to the limit.
  private func isWithin(_ stretches: [Stretch], _ test: GapTest, _ relation: Relation) -> Bool {
    func holds(_ stretch: Stretch, _ relation: Relation) -> Bool {
      guard let from = stretch.from else { return relation == .atLeast || relation == .moreThan }
      let limit: Int64 =
        if isOfMoments(test.choice), test.limit.unit == .days {
          from + test.limit.amount * Self.day
        } else if test.limit.unit == .seconds {
          from + test.limit.amount
        } else {
          test.limit.shifting(CalendarDate(number: from)).number
        }
      return Times(Int(stretch.to)).holds(relation, Times(Int(limit))) == .yes
    }
    switch relation {
    case .atMost, .lessThan: return stretches.allSatisfy { holds($0, relation) }
    case .atLeast, .moreThan: return stretches.contains { holds($0, relation) }
    case .equal: return stretches.allSatisfy { holds($0, .atMost) } && stretches.contains { holds($0, .atLeast) }
    }
  }
}
