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
  /// longest when only rows count that are surely there and exactly dated, and of a span what it surely fills.
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
      narrow.append(Filled(from: begun.low ?? .min, to: to.mayBeNone ? .max : ended?.high ?? .max))
      guard member.truth == .yes, !from.mayBeNone, let first = begun.high else { continue }
      if test.from == test.to {
        if begun.low == first { wide.append(Filled(from: first, to: first)) }
      } else if let last = ended == nil ? .max : ended?.low, first <= last {
        wide.append(Filled(from: first, to: last))
      }
    }
    let today = isClock ? (asOf.number + 1) * Self.day : asOf.number
    let first = bounds(start, isClock, isLast: false, isLastIn: false)
    let last = bounds(end, isClock, isLast: true, isLastIn: isLastIn)
    // An end that is none leaves the window open on that side: to the as-of date, and without limit before.
    let longest = stretches(wide, from: first.low, to: min(today, last.high ?? today))
    let soonest = min(today, last.low ?? (end?.content == nil ? today : .min))
    let shortest = first.isLate ? [] : stretches(narrow, from: first.high, to: soonest)
    let most = compared(longest, test)
    let least = compared(shortest, test)
    let isHidden = hiddenRows(test.choice, rows) > 0
    return switch test.relation {
    case .atMost, .lessThan: Truth(certain: most == true, possible: isHidden || least == true)
    case .atLeast, .moreThan: Truth(certain: !isHidden && least == true, possible: most == true)
    // Not asked: nobody needs a gap of just so long.
    case .equal: .unknown
    }
  }

  private func edges(_ found: Found, _ isClock: Bool) -> Times? {
    found.times.map { isClock ? $0.seconds : $0.days }
  }

  /// Between what a window begins or ends, nil without limit; `isLate`: it may begin as late as one likes.
  private func bounds(
    _ found: Found?, _ isClock: Bool, isLast: Bool, isLastIn: Bool
  ) -> (
    low: Int64?, high: Int64?, isLate: Bool
  ) {
    guard let found, let times = found.times else { return (nil, nil, false) }
    var more: Int64 = 0
    var edges = times.days
    if isClock, times.isClock {
      edges = times
      more = isLast && isLastIn ? 1 : 0
    } else if isClock {
      // Days count whole, from midnight to midnight.
      edges = Times(low: times.low.map { $0 * Self.day }, high: times.high.map { $0 * Self.day }, isClock: true)
      more = isLast ? Self.day : 0
    }
    edges = edges.later(more)
    // What may be none may be open on its side.
    let low = !isLast && found.mayBeNone ? nil : edges.low
    return (low, isLast && found.mayBeNone ? nil : edges.high, edges.high == nil)
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
      if row.from > at ?? .min { found.append(Stretch(from: at, to: row.from)) }
      at = max(at ?? row.to, row.to)
    }
    return at ?? .min < end ? found + [Stretch(from: at, to: end)] : found
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
    case .equal: return false
    }
  }
}
