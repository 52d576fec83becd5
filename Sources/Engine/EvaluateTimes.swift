internal import Records
internal import Standard
internal import Values

/// Calendar periods and moments as rows, and rows by the periods they lie in.
extension Evaluation {
  /// How far back periods and moments are looked at where nobody knows when a window began, in days: long enough for
  /// every window that a test has, and short enough to be gone through.
  private static let longest: Int64 = 36_525
  private static let longestByDay: Int64 = 800

  func periods(around outer: Int, _ node: CalendarNode) -> Rows {
    var rows = Rows()
    let members = frames[outer].member
    if let count = node.last {
      let periods = node.numbers(last: count, asOf: data.asOf.number).map { node.edges($0) }
      rows.reserve(members.count * periods.count)
      rows.first.reserveCapacity(members.count * periods.count)
      rows.last.reserveCapacity(members.count * periods.count)
      for parent in members.indices where members[parent] != 0 {
        for (number, edges) in periods.enumerated() {
          rows.append(Int32(parent), Int32(number), 2, edges.first, edges.last)
        }
      }
      return rows
    }
    let longest = node.unit.months == 0 ? Self.longestByDay : Self.longest
    for parent in members.indices where members[parent] != 0 {
      let window = dayWindow(node.window, parent, longest)
      guard window.isPossible else { continue }
      let possible = node.numbers(from: window.first, to: window.last)
      let certain = node.numbers(from: window.surelyFirst, to: window.surelyLast)
      for (index, number) in possible.enumerated() {
        let edges = node.edges(number)
        rows.append(
          Int32(parent), Int32(truncatingIfNeeded: index), certain.contains(number) ? 2 : 1, edges.first, edges.last)
      }
    }
    return rows
  }

  /// A window for one row: the outermost and the innermost days that it may run between, up to the as-of date.
  private struct TimeWindow {
    var first: Int64
    var last: Int64
    var surelyFirst: Int64
    var surelyLast: Int64
    var isPossible: Bool { first <= last }
  }

  private func dayWindow(_ node: WindowNode?, _ row: Int, _ longest: Int64) -> TimeWindow {
    let asOf = data.asOf.number
    let start = node?.start.map { ends(scalars[$0], row, open: -Coverage.unlimited) }
    let end = node?.end.map { ends(scalars[$0], row, open: Coverage.unlimited) }
    let last = min(end?.high ?? asOf, asOf)
    return TimeWindow(
      first: Self.bounded(start?.low, last, longest, Self.longest), last: last,
      surelyFirst: Self.bounded(start?.high, last, longest, Self.longest),
      surelyLast: min(end?.low ?? asOf, asOf))
  }

  /// A start that is known, within reason; or one so far back where it is not.
  private static func bounded(_ start: Int64?, _ last: Int64, _ unknown: Int64, _ known: Int64) -> Int64 {
    guard let start, start > -Coverage.unlimited else { return last - unknown }
    return max(start, last - known)
  }

  /// Between what a window's end lies; an end that is none is open.
  private func ends(_ column: Scalars, _ row: Int, open: Int64) -> (low: Int64, high: Int64) {
    let flags = column.flags(row)
    if flags & Scalars.mayBeValue == 0 { return (open, open) }
    if flags & Scalars.mayBeNone == 0 { return (column.low(row), column.high(row)) }
    return (min(column.low(row), open), max(column.high(row), open))
  }

  // MARK: Moments

  func moments(around outer: Int, _ node: MomentsNode) -> Rows {
    var rows = Rows()
    let members = frames[outer].member
    let shelters = shelter(of: outer)
    for parent in members.indices where members[parent] != 0 {
      let window = clockWindow(node, parent)
      guard window.isPossible else { continue }
      var breaks = [window.first, window.last + 1]
      func add(_ second: Int64) { if second > window.first, second <= window.last { breaks.append(second) } }
      for second in [window.surelyFirst, window.surelyLast] {
        add(second)
        add(second + 1)
      }
      for one in node.breaks {
        let column = scalars[one.scalar]
        let places = one.record.map { self.rows(of: $0, shelter: Int(shelters[parent])) } ?? parent..<parent + 1
        for row in places where column.flags(row) & Scalars.mayBeValue != 0 {
          let (low, high) = (column.low(row), column.high(row))
          guard abs(low) < Coverage.unlimited || abs(high) < Coverage.unlimited else { continue }
          let times = one.isClock ? (low, high) : (startOfDay(low), startOfDay(high) + 86_399)
          for time in [times.0, times.1] {
            add(time)
            if !one.isSpan { add(time + 1) }
          }
        }
      }
      addDays(node, window.first, window.last, &breaks)
      append(breaks, node, window, Int32(parent), &rows)
    }
    return rows
  }

  private func startOfDay(_ day: Int64) -> Int64 { abs(day) >= Coverage.unlimited / 86_400 ? day : day * 86_400 }

  private func addDays(_ node: MomentsNode, _ first: Int64, _ last: Int64, _ breaks: inout [Int64]) {
    guard node.isDaily || node.hours != nil else { return }
    for day in floorDivided(first, 86_400) - 1...floorDivided(last, 86_400) + 1 {
      var times: [Int64] = node.isDaily ? [0] : []
      if let hours = node.hours { times += [hours.from * 60, hours.to * 60] }
      for time in times {
        let second = day * 86_400 + time
        if second > first, second <= last { breaks.append(second) }
      }
    }
  }

  /// The stretches between breaks, those within the hours asked for.
  private func append(
    _ breaks: [Int64], _ node: MomentsNode, _ window: TimeWindow, _ parent: Int32, _ rows: inout Rows
  ) {
    let sorted = breaks.sorted()
    var number: Int32 = 0
    for (start, next) in zip(sorted, sorted.dropFirst()) where start < next {
      if let hours = node.hours {
        let minute = floorDivided(start, 60) - floorDivided(start, 86_400) * 1_440
        let isIn =
          hours.isOverMidnight
          ? minute >= hours.from || minute < hours.to : minute >= hours.from && minute < hours.to
        if !isIn { continue }
      }
      let isSure = start >= window.surelyFirst && next - 1 <= window.surelyLast
      rows.append(parent, number, isSure ? 2 : 1, start, next - 1)
      number += 1
    }
  }

  private func clockWindow(_ node: MomentsNode, _ row: Int) -> TimeWindow {
    let asOf = (data.asOf.number + 1) * 86_400 - 1
    func limits(_ id: Int?, isClock: Bool, open: Int64, _ ofDay: Int64) -> (low: Int64, high: Int64) {
      guard let id else { return (open, open) }
      let (low, high) = ends(scalars[id], row, open: open)
      if isClock { return (low, high) }
      return (
        Self.seconds(ofDay: low, plus: ofDay), Self.seconds(ofDay: high, plus: ofDay)
      )
    }
    let start = limits(node.window.start, isClock: node.window.isStartClock, open: -Coverage.unlimited, 0)
    var end = limits(node.window.end, isClock: node.window.isEndClock, open: Coverage.unlimited, 86_399)
    // A span is over at its end; a day and a night end with their last second.
    if node.window.isEndClock, !node.window.isEndInside { end = (end.low - 1, end.high - 1) }
    let last = min(end.high, asOf)
    let longest = (node.isDaily || node.hours != nil ? Self.longestByDay : Self.longest) * 86_400
    return TimeWindow(
      first: Self.bounded(start.low, last, longest, Self.longest * 86_400), last: last,
      surelyFirst: Self.bounded(start.high, last, longest, Self.longest * 86_400),
      surelyLast: min(end.low, asOf))
  }

  // MARK: Rows by period

  /// For each row of a table the periods it may lie in and those it surely lies in, as places among the periods of a
  /// parent: the periods are in order, so that each comparison holds from one of them on, or up to one.
  private struct Reach {
    var first: Int
    var next: Int
    var surelyFirst: Int
    var surelyNext: Int
  }

  /// A comparison with its column and the times it is made with.
  private struct Bound {
    var column: Scalars
    var relation: Relation
    var edges: [Int64]
    var isNegated: Bool
  }

  private func reach(_ bounds: [Bound], _ row: Int, _ periods: Range<Int>) -> Reach {
    var reach = Reach(
      first: periods.lowerBound, next: periods.upperBound, surelyFirst: periods.lowerBound,
      surelyNext: periods.upperBound)
    for i in bounds.indices {
      let flags = bounds[i].column.flags(row)
      if flags & Scalars.mayBeValue == 0 {
        // Compared with none nothing holds.
        if !bounds[i].isNegated { return Reach(first: 0, next: 0, surelyFirst: 0, surelyNext: 0) }
        continue
      }
      let (low, high) = (bounds[i].column.low(row), bounds[i].column.high(row))
      // From which place on, or up to which, the comparison surely holds and may hold.
      var sure: Range<Int>
      var possible: Range<Int>
      switch bounds[i].relation {
      case .atMost:
        possible = place(bounds[i].edges, periods, low)..<periods.upperBound
        sure = low == high ? possible : place(bounds[i].edges, periods, high)..<periods.upperBound
      case .lessThan:
        possible = place(bounds[i].edges, periods, low + 1)..<periods.upperBound
        sure = low == high ? possible : place(bounds[i].edges, periods, high + 1)..<periods.upperBound
      case .atLeast:
        possible = periods.lowerBound..<place(bounds[i].edges, periods, high + 1)
        sure = low == high ? possible : periods.lowerBound..<place(bounds[i].edges, periods, low + 1)
      case .moreThan:
        possible = periods.lowerBound..<place(bounds[i].edges, periods, high)
        sure = low == high ? possible : periods.lowerBound..<place(bounds[i].edges, periods, low)
      case .equal: continue
      }
      if flags & Scalars.mayBeNone != 0 { sure = periods.lowerBound..<periods.lowerBound }
      if bounds[i].isNegated { (sure, possible) = (rest(possible, periods), rest(sure, periods)) }
      reach.first = max(reach.first, possible.lowerBound)
      reach.next = min(reach.next, possible.upperBound)
      reach.surelyFirst = max(reach.surelyFirst, sure.lowerBound)
      reach.surelyNext = min(reach.surelyNext, sure.upperBound)
    }
    return reach
  }

  /// The other periods, where a range reaches to one end.
  private func rest(_ range: Range<Int>, _ all: Range<Int>) -> Range<Int> {
    if range.isEmpty { return all }
    return range.lowerBound == all.lowerBound
      ? range.upperBound..<all.upperBound : all.lowerBound..<range.lowerBound
  }

  /// The first place at which a time is not before another.
  private func place(_ edges: [Int64], _ places: Range<Int>, _ time: Int64) -> Int {
    guard let last = places.last else { return places.lowerBound }
    if edges[places.lowerBound] >= time { return places.lowerBound }
    if edges[last] < time { return places.upperBound }
    // Days follow each other without a break.
    if edges[last] - edges[places.lowerBound] == Int64(places.count - 1) {
      return places.lowerBound + Int(time - edges[places.lowerBound])
    }
    var low = places.lowerBound
    var high = places.upperBound
    while low < high {
      let middle = (low + high) / 2
      if edges[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Calls with each row that may lie in a period, and where; periods that belong together side by side.
  private func eachReach(
    _ node: RangedNode, _ body: (_ row: Int, _ member: UInt8, _ reach: Reach, _ periods: Range<Int>) -> Void
  ) {
    let times = frames[node.outer]
    let mask = node.mask.map { verdicts[$0] }
    let shelters = shelter(of: node.outer)
    let bounds = node.bounds.map { bound in
      Bound(
        column: scalars[bound.scalar], relation: bound.relation, edges: bound.isFirst ? times.first : times.last,
        isNegated: bound.isNegated)
    }
    var start = 0
    while start < times.count {
      var end = start + 1
      while end < times.count, times.parent[end] == times.parent[start] { end += 1 }
      let periods = start..<end
      for row in rows(of: node.record, shelter: Int(shelters[start])) {
        let member = mask?[row] ?? 2
        if member == 0 { continue }
        let reach = reach(bounds, row, periods)
        if reach.first < reach.next { body(row, member, reach, periods) }
      }
      start = end
    }
  }

  func ranged(_ node: RangedNode) -> Rows {
    let members = frames[node.outer].member
    var starts = [Int32](repeating: 0, count: members.count + 1)
    eachReach(node) { _, _, reach, _ in
      for period in reach.first..<reach.next where members[period] != 0 { starts[period + 1] += 1 }
    }
    for place in 1..<starts.count { starts[place] += starts[place - 1] }
    let count = Int(starts[members.count])
    var rows = Rows(
      parent: Array(repeating: 0, count: count), row: Array(repeating: 0, count: count),
      member: Array(repeating: 0, count: count))
    eachReach(node) { row, member, reach, _ in
      for period in reach.first..<reach.next where members[period] != 0 {
        let place = Int(starts[period])
        starts[period] += 1
        let isSure = reach.surelyFirst <= period && period < reach.surelyNext
        rows.parent[place] = Int32(period)
        rows.row[place] = Int32(row)
        rows.member[place] = isSure ? member : 1
      }
    }
    return rows
  }

  /// How many rows lie in each period: steps up where rows begin, and down where they end, added up.
  func sweep(_ node: RangedNode, _ hidden: Int?) -> Measures {
    let count = frames[node.outer].count
    var sure = [Int32](repeating: 0, count: count + 1)
    var possible = sure
    eachReach(node) { _, member, reach, periods in
      possible[reach.first] += 1
      possible[reach.next] -= 1
      if member == 2, reach.surelyFirst < reach.surelyNext {
        sure[reach.surelyFirst] += 1
        sure[reach.surelyNext] -= 1
      }
    }
    var result = Measures()
    result.isWhole = true
    var low: Int64 = 0
    var high: Int64 = 0
    for period in 0..<count {
      low += Int64(sure[period])
      high += Int64(possible[period])
      result.append(low, 1, high + (hidden.map { self.hidden[$0][period] } ?? 0), 1)
    }
    return result
  }
}

extension Evaluation.Rows {
  mutating func append(_ parent: Int32, _ row: Int32, _ member: UInt8, _ first: Int64, _ last: Int64) {
    append(parent, row, member)
    self.first.append(first)
    self.last.append(last)
  }
}
