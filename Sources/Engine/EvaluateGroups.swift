internal import Records
internal import Standard
internal import Values

/// How rows that belong together stand: membership (surely, perhaps) by body (yes, unknown, no).
struct Tally: Hashable, Sendable {
  var yesYes: Int64 = 0
  var yesUnknown: Int64 = 0
  var yesNo: Int64 = 0
  var perhapsYes: Int64 = 0
  var perhapsUnknown: Int64 = 0
  var perhapsNo: Int64 = 0
  var hidden: Int64 = 0

  mutating func add(member: UInt8, body: UInt8) {
    switch (member, body) {
    case (2, 2): yesYes += 1
    case (2, 1): yesUnknown += 1
    case (2, _): yesNo += 1
    case (_, 2): perhapsYes += 1
    case (_, 1): perhapsUnknown += 1
    default: perhapsNo += 1
    }
  }

  var surely: Int64 { yesYes + yesUnknown + yesNo }
  var perhaps: Int64 { perhapsYes + perhapsUnknown + perhapsNo }
  /// 0 there is a row, 1 there may be none, 2 there is none.
  var empty: UInt8 { surely > 0 ? 0 : perhaps + hidden > 0 ? 1 : 2 }

  /// The exact ends of the share of rows that satisfy the body, given that there is a row (LANGUAGE 2.4).
  var share: (low: Int64, lowOf: Int64, high: Int64, highOf: Int64) {
    let lowOf = yesYes + yesUnknown + yesNo + perhapsUnknown + perhapsNo + hidden
    let highOf = yesYes + yesUnknown + yesNo + perhapsYes + perhapsUnknown + hidden
    let low = lowOf > 0 ? (yesYes, lowOf) : (1, 1)
    let high = highOf > 0 ? (yesYes + yesUnknown + perhapsYes + perhapsUnknown + hidden, highOf) : (0, 1)
    return (low.0, low.1, high.0, high.1)
  }
}

extension Evaluation {
  /// The tallies of a group, one for each row of the frame around.
  func tallies(_ group: GroupNode, body: Int?) -> [Tally] {
    var tallies = [Tally](repeating: Tally(), count: frames[group.outer].count)
    let rows = frames[group.frame]
    if let body {
      let truth = verdicts[body]
      for i in 0..<rows.count { tallies[Int(rows.parent[i])].add(member: rows.member[i], body: truth[i]) }
    } else {
      for i in 0..<rows.count { tallies[Int(rows.parent[i])].add(member: rows.member[i], body: 2) }
    }
    if let hidden = group.hidden {
      for i in tallies.indices { tallies[i].hidden = self.hidden[hidden][i] }
    }
    return tallies
  }

  func every(_ group: GroupNode, _ body: Int, _ ifEmpty: Truth) -> [UInt8] {
    tallies(group, body: body).map { tally in
      if tally.empty == 2 { return ifEmpty.rawValue }
      let share = tally.share
      let truth = Truth(certain: share.low == share.lowOf, possible: share.high == share.highOf)
      return (tally.empty == 0 ? truth : truth.joined(ifEmpty)).rawValue
    }
  }

  func measure(_ node: QuantityNode) -> Measures {
    var result = Measures()
    switch node {
    case .constant(let millionths):
      for _ in 0..<shelters.count { result.append(millionths, FixedPoint.scale, millionths, FixedPoint.scale) }
    case .term(let id, _):
      let column = scalars[id]
      for i in column.flags.indices {
        let flags = column.flags[i]
        let absent: UInt8 = flags & Scalars.mayBeNone == 0 ? 0 : flags & Scalars.mayBeValue == 0 ? 2 : 1
        result.append(column.low[i], FixedPoint.scale, column.high[i], FixedPoint.scale, absent)
      }
    case .count(let group, nil):
      for tally in tallies(group, body: nil) {
        result.append(tally.surely, 1, tally.surely + tally.perhaps + tally.hidden, 1)
      }
    case .count(let group, let distinct?): result = distinctCounts(group, scalars[distinct])
    case .share(let group, let body, let ifEmpty):
      result.ifAbsent = ifEmpty
      for tally in tallies(group, body: body) {
        let share = tally.share
        result.append(share.low, share.lowOf, share.high, share.highOf, tally.empty)
      }
    case .sum(let group, let value): result = sums(group, scalars[value])
    case .moved(let id, let map):
      let column = quantities[id]
      result.ifAbsent = column.ifAbsent
      for place in maps[map] {
        let i = Int(place)
        result.append(column.low[i], column.lowDivisor[i], column.high[i], column.highDivisor[i], column.absent[i])
      }
    }
    return result
  }

  /// Different values: a row with an unknown one may repeat another, or be new.
  private func distinctCounts(_ group: GroupNode, _ column: Scalars) -> Measures {
    let rows = frames[group.frame]
    let outer = frames[group.outer].count
    var sure = [Set<Int64>](repeating: [], count: outer)
    var known = [Set<Int64>](repeating: [], count: outer)
    var open = [Int64](repeating: 0, count: outer)
    var hasRow = [Bool](repeating: false, count: outer)
    for i in 0..<rows.count {
      let parent = Int(rows.parent[i])
      let flags = column.flags[i]
      if flags & Scalars.mayBeValue == 0 { continue }
      let isSure = rows.member[i] == 2 && flags & Scalars.mayBeNone == 0
      if isSure { hasRow[parent] = true }
      if column.low[i] == column.high[i], flags & (Scalars.coarse | Scalars.unlisted) == 0 {
        if isSure { sure[parent].insert(column.low[i]) }
        known[parent].insert(column.low[i])
      } else {
        open[parent] += 1
      }
    }
    var result = Measures()
    for parent in 0..<outer {
      let hidden = group.hidden.map { self.hidden[$0][parent] } ?? 0
      let low = max(Int64(sure[parent].count), hasRow[parent] ? 1 : 0)
      result.append(low, 1, Int64(known[parent].count) + open[parent] + hidden, 1)
    }
    return result
  }

  private func sums(_ group: GroupNode, _ column: Scalars) -> Measures {
    let rows = frames[group.frame]
    let outer = frames[group.outer].count
    var low = [Int64](repeating: 0, count: outer)
    var high = [Int64](repeating: 0, count: outer)
    for i in 0..<rows.count {
      let parent = Int(rows.parent[i])
      let flags = column.flags[i]
      if flags & Scalars.mayBeValue == 0 { continue }
      // What a row perhaps in, or perhaps none, adds is at least nothing, where it is not below zero.
      let isSure = rows.member[i] == 2 && flags & Scalars.mayBeNone == 0
      low[parent] = saturated(low[parent], isSure ? column.low[i] : min(0, column.low[i]))
      high[parent] = saturated(high[parent], isSure ? column.high[i] : max(0, column.high[i]))
    }
    var result = Measures()
    for parent in 0..<outer {
      let hidden = group.hidden.map { self.hidden[$0][parent] } ?? 0
      result.append(low[parent], FixedPoint.scale, hidden > 0 ? Coverage.unlimited : high[parent], FixedPoint.scale)
    }
    return result
  }

  /// A sum that stays within what counts as without limit.
  private func saturated(_ left: Int64, _ right: Int64) -> Int64 {
    max(-Coverage.unlimited, min(Coverage.unlimited, left + right))
  }

  func measured(_ left: Measures, _ relation: Relation, _ right: Measures) -> [UInt8] {
    left.absent.indices.map { i in
      let order = (
        lowHigh: compare(left.low[i], left.lowDivisor[i], right.high[i], right.highDivisor[i]),
        highLow: compare(left.high[i], left.highDivisor[i], right.low[i], right.lowDivisor[i]),
        lowLow: compare(left.low[i], left.lowDivisor[i], right.low[i], right.lowDivisor[i]),
        highHigh: compare(left.high[i], left.highDivisor[i], right.high[i], right.highDivisor[i])
      )
      var truth: Truth =
        switch relation {
        case .atLeast: Truth(certain: order.lowHigh >= 0, possible: order.highLow >= 0)
        case .moreThan: Truth(certain: order.lowHigh > 0, possible: order.highLow > 0)
        case .atMost: Truth(certain: order.highLow <= 0, possible: order.lowHigh <= 0)
        case .lessThan: Truth(certain: order.highLow < 0, possible: order.lowHigh < 0)
        case .equal:
          Truth(
            certain: order.lowHigh == 0 && order.highLow == 0 && order.lowLow == 0 && order.highHigh == 0,
            possible: order.lowHigh <= 0 && order.highLow >= 0)
        }
      for (absent, ifAbsent) in [(left.absent[i], left.ifAbsent), (right.absent[i], right.ifAbsent)] {
        if absent == 1 { truth = truth.joined(ifAbsent) }
        if absent == 2 { truth = ifAbsent }
      }
      return truth.rawValue
    }
  }

  /// The order of two fractions, exactly: -1, 0 or 1.
  private func compare(_ a: Int64, _ aDivisor: Int64, _ b: Int64, _ bDivisor: Int64) -> Int {
    let left = Int128(a) * Int128(bDivisor)
    let right = Int128(b) * Int128(aDivisor)
    return left < right ? -1 : left > right ? 1 : 0
  }
}
