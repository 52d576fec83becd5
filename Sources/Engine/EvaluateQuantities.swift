internal import Records
internal import Standard
internal import Values

/// Quantities as the fractions they lie between.
extension Evaluation {
  func measure(_ node: QuantityNode, _ frame: Int) -> Measures {
    var result = Measures()
    let count = frames[frame].count
    switch node {
    case .constant(let millionths):
      let number = Ratio(Int128(millionths), Int128(FixedPoint.scale), roundingUp: false)
      result.isConstant = program.isForVerdictsOnly
      for _ in 0..<(result.isConstant ? 1 : count) { result.append(number, number) }
    case .term(let id, _): result.values = scalars[id]
    case .count(let group, nil): result = counts(group)
    case .count(let group, let distinct?): result = distinctCounts(group, scalars[distinct])
    case .share(let group, let body, let ifEmpty):
      result.ifAbsent = ifEmpty
      for tally in tallies(group, body: body) {
        let share = tally.share
        result.append(share.low, share.lowOf, share.high, share.highOf, tally.empty)
      }
    case .sum(let group, let value): result = sums(group, quantities[value], least(of: value))
    case .extreme(let group, let value, let highest, let ifEmpty):
      result = extremes(group, quantities[value], highest: highest)
      result.ifAbsent = ifEmpty
    case .average(let group, let value, let ifEmpty): result = averages(group, value, ifEmpty)
    case .median(let group, let value, let ifEmpty): result = medians(group, value, ifEmpty)
    case .elapsed(let from, let to, let isClock): result = elapsed(scalars[from], scalars[to], isClock, count)
    case .tally(let node):
      for shelter in 0..<shelters.count {
        let found = counted(node, shelter: shelter)
        result.append(found.low, found.high, found.absent)
      }
    case .choose(let conditions, let parts): result = chosen(conditions, parts, count)
    case .plus(let parts):
      for i in 0..<count {
        var sum = Bounds(low: .zero, high: .zero, absent: 0)
        for part in parts { sum = sum.plus(quantities[part].bounds(i)) }
        result.append(sum)
      }
    case .minus(let left, let right):
      for i in 0..<count { result.append(quantities[left].bounds(i).plus(quantities[right].bounds(i).negated)) }
    case .times(let left, let right):
      for i in 0..<count { result.append(quantities[left].bounds(i).times(quantities[right].bounds(i))) }
    case .divide(let left, let right):
      for i in 0..<count { result.append(quantities[left].bounds(i).divided(by: quantities[right].bounds(i))) }
    case .sweep(let node, let hidden): result = sweep(node, hidden)
    case .moved(let id, let map):
      let column = quantities[id]
      if column.isConstant { return column }
      result.ifAbsent = column.ifAbsent
      result.isWhole = column.isWhole
      if let values = column.values {
        result.values = values.isConstant ? values : gathered(values, maps[map])
        return result
      }
      for place in maps[map] {
        let i = Int(place)
        result.append(column.low[i], column.lowDivisor[i], column.high[i], column.highDivisor[i], column.absent[i])
      }
    }
    return result
  }

  private func counts(_ group: GroupNode) -> Measures {
    var result = Measures()
    // Moments last: a count of them is a length of time, in minutes.
    let divisor: Int64 = program.frameKind[group.frame] == .moment ? 60 : 1
    result.isWhole = divisor == 1
    for tally in tallies(group, body: nil) {
      result.append(tally.surely, divisor, tally.surely + tally.perhaps + tally.hidden, divisor)
    }
    return result
  }

  /// Different values: a row with an unknown one may repeat another, or be new.
  private func distinctCounts(_ group: GroupNode, _ column: Scalars) -> Measures {
    let rows = frames[group.frame]
    let outer = frames[group.outer].count
    var result = Measures()
    result.isWhole = true
    var start = 0
    var sure: [Int64] = []
    var known: [Int64] = []
    for parent in 0..<outer {
      sure.removeAll(keepingCapacity: true)
      known.removeAll(keepingCapacity: true)
      var open: Int64 = 0
      var hasRow = false
      while start < rows.count, Int(rows.parent[start]) == parent {
        let i = start
        start += 1
        let flags = column.flags(i)
        if rows.member[i] == 0 || flags & Scalars.mayBeValue == 0 { continue }
        let isSure = rows.member[i] == 2 && flags & Scalars.mayBeNone == 0
        if isSure { hasRow = true }
        if column.low(i) == column.high(i), flags & (Scalars.coarse | Scalars.unlisted) == 0 {
          if isSure { sure.append(column.low(i)) }
          known.append(column.low(i))
        } else {
          open += 1
        }
      }
      let hidden = group.hidden.map { self.hidden[$0][parent] } ?? 0
      result.append(max(different(&sure), hasRow ? 1 : 0), 1, different(&known) + open + hidden, 1)
    }
    return result
  }

  private func different(_ values: inout [Int64]) -> Int64 {
    values.sort()
    var count: Int64 = 0
    for i in values.indices where i == 0 || values[i] != values[i - 1] { count += 1 }
    return count
  }

  private func sums(_ group: GroupNode, _ column: Measures, _ least: Ratio) -> Measures {
    let rows = frames[group.frame]
    var result = Measures()
    var start = 0
    for parent in 0..<frames[group.outer].count {
      var sum = Sum()
      while start < rows.count, rows.parent[start] < Int32(parent) { start += 1 }
      while start < rows.count, rows.parent[start] == Int32(parent) {
        if rows.member[start] != 0 { sum.add(column, start, isSure: rows.member[start] == 2) }
        start += 1
      }
      let isHidden = group.hidden.map { self.hidden[$0][parent] > 0 } ?? false
      // Rows that nobody listed add nothing at least, unless what they add may lie below that.
      result.append(isHidden && least.top < 0 ? .lowest : sum.low, isHidden ? .highest : sum.high)
    }
    return result
  }

  /// A sum that grows row by row: in millionths as long as all are and it fits.
  private struct Sum {
    private var least: Int64 = 0
    private var most: Int64 = 0
    private var exact: (low: Ratio, high: Ratio) = (.zero, .zero)

    mutating func add(_ column: Measures, _ row: Int, isSure: Bool) {
      let absent = column.absent(row)
      if absent == 2 { return }
      // What a row perhaps in, or perhaps none, adds is at least nothing, where it is not below zero.
      let counts = isSure && absent == 0
      if let values = column.values {
        let (low, high) = (values.low(row), values.high(row))
        let (a, b) = (counts ? low : min(0, low), counts ? high : max(0, high))
        if abs(a) < 1 << 50, abs(b) < 1 << 50, abs(least) < 1 << 59, abs(most) < 1 << 59 {
          least += a
          most += b
          return
        }
      }
      let (low, high) = (column.low(row), column.high(row))
      if counts || low.top < 0 { exact.low = exact.low.plus(low, roundingUp: false) }
      if counts || high.top > 0 { exact.high = exact.high.plus(high, roundingUp: true) }
    }

    var low: Ratio { exact.low.plus(Ratio(millionths: least), roundingUp: false) }
    var high: Ratio { exact.high.plus(Ratio(millionths: most), roundingUp: true) }
  }

  private func extremes(_ group: GroupNode, _ column: Measures, highest: Bool) -> Measures {
    let rows = frames[group.frame]
    let outer = frames[group.outer].count
    if let counted = countedExtremes(group, column, highest: highest) { return counted }
    // By turning values over, the highest is the lowest.
    var low = [Ratio](repeating: .highest, count: outer)
    var high = low
    var absent = [UInt8](repeating: 2, count: outer)
    for i in 0..<rows.count where rows.member[i] != 0 && column.absent(i) != 2 {
      let parent = Int(rows.parent[i])
      let bounds = highest ? column.bounds(i).negated : column.bounds(i)
      low[parent] = min(low[parent], bounds.low)
      if rows.member[i] == 2, bounds.absent == 0 {
        high[parent] = min(high[parent], bounds.high)
        absent[parent] = 0
      } else {
        absent[parent] = min(absent[parent], 1)
      }
    }
    var result = Measures()
    for parent in 0..<outer {
      if group.hidden.map({ self.hidden[$0][parent] > 0 }) ?? false {
        low[parent] = .lowest
        absent[parent] = min(absent[parent], 1)
      }
      let bounds = Bounds(low: low[parent], high: high[parent], absent: absent[parent])
      result.append(highest ? bounds.negated : bounds)
    }
    return result
  }

  /// The same for whole numbers that are always there, over rows that all surely count.
  private func countedExtremes(_ group: GroupNode, _ column: Measures, highest: Bool) -> Measures? {
    let rows = frames[group.frame]
    guard group.hidden == nil, column.isWhole, !column.isConstant, rows.member.allSatisfy({ $0 == 2 })
    else { return nil }
    var result = Measures()
    var start = 0
    for parent in 0..<frames[group.outer].count {
      var end = start
      while end < rows.count, rows.parent[end] == Int32(parent) { end += 1 }
      let (low, high) = (column.low[start..<end], column.high[start..<end])
      let ends = highest ? (low.max(), high.max()) : (low.min(), high.min())
      if let low = ends.0, let high = ends.1 {
        result.append(low, 1, high, 1)
      } else {
        result.append(.zero, .zero, 2)
      }
      start = end
    }
    return result
  }

  private func elapsed(_ from: Scalars, _ to: Scalars, _ isClock: Bool, _ count: Int) -> Measures {
    var result = Measures()
    for i in 0..<count {
      let flags = (from.flags(i), to.flags(i))
      if flags.0 & flags.1 & Scalars.mayBeValue == 0 {
        result.append(.zero, .zero, 2)
        continue
      }
      let absent: UInt8 = (flags.0 | flags.1) & Scalars.mayBeNone == 0 ? 0 : 1
      func difference(_ late: Int64, _ early: Int64, _ open: Ratio) -> Ratio {
        let isOpen = abs(late) >= Coverage.unlimited || abs(early) >= Coverage.unlimited
        if isOpen { return open }
        return isClock ? Ratio(top: late - early, bottom: 60) : Ratio(top: (late - early) * 1_440, bottom: 1)
      }
      let (starts, ends) =
        isClock
        ? (instants(from, i, with: to), instants(to, i, with: from))
        : (
          (from.low(i), from.high(i)), (to.low(i), to.high(i))
        )
      result.append(difference(ends.0, starts.1, .lowest), difference(ends.1, starts.0, .highest), absent)
    }
    return result
  }

  /// The quantity of the first case that surely holds, or the hull of all that still may.
  private func chosen(_ conditions: [Int], _ parts: [Int], _ count: Int) -> Measures {
    var result = Measures()
    for i in 0..<count {
      var hull: Bounds?
      for (place, part) in parts.enumerated() {
        let truth = place < conditions.count ? verdicts[conditions[place]][i] : 2
        if truth != 0 {
          let bounds = quantities[part].bounds(i)
          hull = hull.map { $0.joined(bounds) } ?? bounds
        }
        if truth == 2 { break }
      }
      result.append(hull ?? Bounds(low: .zero, high: .zero, absent: 2))
    }
    return result
  }

  func measured(_ left: Measures, _ relation: Relation, _ right: Measures, _ count: Int) -> [UInt8] {
    if left.isWhole, !left.isConstant, right.isConstant, right.values == nil, right.absent[0] == 0,
      right.bounds(0).low == right.bounds(0).high, right.lowDivisor[0] == 1
    {
      return whole(left, relation, right.low[0])
    }
    return column(count) { i in
      let (a, b) = (left.bounds(i), right.bounds(i))
      var truth = a.truth(relation, b)
      for (absent, ifAbsent) in [(a.absent, left.ifAbsent), (b.absent, right.ifAbsent)] {
        if absent == 1 { truth = truth.joined(ifAbsent) }
        if absent == 2 { truth = ifAbsent }
      }
      return truth.rawValue
    }
  }
}

extension Evaluation {
  /// Whole numbers compared with one.
  private func whole(_ left: Measures, _ relation: Relation, _ limit: Int64) -> [UInt8] {
    func truths(_ certain: (Int64, Int64) -> Bool, _ possible: (Int64, Int64) -> Bool) -> [UInt8] {
      left.low.withUnsafeBufferPointer { low in
        left.high.withUnsafeBufferPointer { high in
          column(low.count) { (certain(low[$0], high[$0]) ? 1 : 0) &+ (possible(low[$0], high[$0]) ? 1 : 0) }
        }
      }
    }
    return switch relation {
    case .atLeast: truths({ low, _ in low >= limit }, { _, high in high >= limit })
    case .moreThan: truths({ low, _ in low > limit }, { _, high in high > limit })
    case .atMost: truths({ _, high in high <= limit }, { low, _ in low <= limit })
    case .lessThan: truths({ _, high in high < limit }, { low, _ in low < limit })
    case .equal: truths({ $0 == limit && $1 == limit }, { $0 <= limit && $1 >= limit })
    }
  }
}

/// Between what a quantity lies, and whether it may have no value: 0 it has one, 1 it may have none, 2 it has none.
struct Bounds: Hashable, Sendable {
  var low: Ratio
  var high: Ratio
  var absent: UInt8

  var negated: Bounds { Bounds(low: high.negated, high: low.negated, absent: absent) }

  func plus(_ other: Bounds) -> Bounds {
    // Without limit on one side stays so, whatever the other adds.
    let isLow = low.top <= -Coverage.unlimited || other.low.top <= -Coverage.unlimited
    let isHigh = high.top >= Coverage.unlimited || other.high.top >= Coverage.unlimited
    return Bounds(
      low: isLow ? .lowest : low.plus(other.low, roundingUp: false),
      high: isHigh ? .highest : high.plus(other.high, roundingUp: true), absent: max(absent, other.absent))
  }

  func times(_ other: Bounds) -> Bounds {
    var lows: [Ratio] = []
    var highs: [Ratio] = []
    for a in [low, high] {
      for b in [other.low, other.high] {
        lows.append(a.times(b, roundingUp: false))
        highs.append(a.times(b, roundingUp: true))
      }
    }
    return Bounds(low: lows.min() ?? .zero, high: highs.max() ?? .zero, absent: max(absent, other.absent))
  }

  /// Divided by something that may be nothing, a quantity may be anything.
  func divided(by other: Bounds) -> Bounds {
    guard other.low.top > 0 || other.high.top < 0 else {
      return Bounds(low: .lowest, high: .highest, absent: max(absent, other.absent))
    }
    return times(Bounds(low: other.high.inverted, high: other.low.inverted, absent: other.absent))
  }

  /// What lies in either, and between them.
  func joined(_ other: Bounds) -> Bounds {
    if absent == 2 { return Bounds(low: other.low, high: other.high, absent: other.absent == 2 ? 2 : 1) }
    if other.absent == 2 { return Bounds(low: low, high: high, absent: 1) }
    return Bounds(low: min(low, other.low), high: max(high, other.high), absent: max(absent, other.absent))
  }

  /// Whether a relation holds between all that lies in both, something, or nothing.
  func truth(_ relation: Relation, _ other: Bounds) -> Truth {
    let lowHigh = low.compared(with: other.high)
    let highLow = high.compared(with: other.low)
    switch relation {
    case .atLeast: return Truth(certain: lowHigh >= 0, possible: highLow >= 0)
    case .moreThan: return Truth(certain: lowHigh > 0, possible: highLow > 0)
    case .atMost: return Truth(certain: highLow <= 0, possible: lowHigh <= 0)
    case .lessThan: return Truth(certain: highLow < 0, possible: lowHigh < 0)
    case .equal: return Truth(certain: lowHigh == 0 && highLow == 0, possible: lowHigh <= 0 && highLow >= 0)
    }
  }
}

extension Evaluation.Measures {
  func low(_ row: Int) -> Ratio {
    if let values { return Ratio(millionths: values.low(row)) }
    let i = isConstant ? 0 : row
    return Ratio(top: low[i], bottom: lowDivisor[i])
  }

  func high(_ row: Int) -> Ratio {
    if let values { return Ratio(millionths: values.high(row)) }
    let i = isConstant ? 0 : row
    return Ratio(top: high[i], bottom: highDivisor[i])
  }

  func absent(_ row: Int) -> UInt8 {
    guard let values else { return absent[isConstant ? 0 : row] }
    let flags = values.flags(row)
    return flags & Scalars.mayBeNone == 0 ? 0 : flags & Scalars.mayBeValue == 0 ? 2 : 1
  }

  func bounds(_ row: Int) -> Bounds { Bounds(low: low(row), high: high(row), absent: absent(row)) }

  mutating func append(_ low: Ratio, _ high: Ratio, _ absent: UInt8 = 0) {
    append(low.top, low.bottom, high.top, high.bottom, absent)
  }

  mutating func append(_ bounds: Bounds) { append(bounds.low, bounds.high, bounds.absent) }
}
