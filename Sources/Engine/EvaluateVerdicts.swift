internal import Records
internal import Standard
internal import Values

extension Evaluation {
  func verdict(_ node: VerdictNode, _ frame: Int) -> [UInt8] {
    let count = frames[frame].count
    switch node {
    case .constant(let truth, _): return Array(repeating: truth.rawValue, count: count)
    case .all(let parts):
      guard let first = parts.first else { return Array(repeating: 2, count: count) }
      var result = verdicts[first]
      for part in parts.dropFirst() { formLeast(&result, verdicts[part]) }
      return result
    case .any(let count, let parts): return atLeast(count, parts)
    case .not(let part): return turned(verdicts[part])
    case .compare(let left, let relation, let right, let comparison):
      return compared(scalars[left], relation, scalars[right], comparison, count)
    case .isNone(let id):
      let value = scalars[id]
      if let packed = value.packed { return packed.truths({ _ in 0 }, Self.noneness) }
      return column(count) { row in
        let flags = value.flags(row)
        return flags & Scalars.mayBeNone == 0 ? 0 : flags & Scalars.mayBeValue == 0 ? 2 : 1
      }
    case .oneOf(let id, let codes): return oneOf(scalars[id], codes, count)
    case .within(let id, _, _, let parts):
      // Before any window there may be no date at all: open on both sides still asks for one.
      var result = presence(scalars[id], count)
      for part in parts { formLeast(&result, verdicts[part]) }
      return result
    case .includes(let id, let codes, let count): return includes(sets[id], codes, count)
    case .includesField(let left, let right, let count): return includes(sets[left], sets[right], count)
    case .recordedScalar(let id):
      let value = scalars[id]
      return column(count) { recorded(value.flags($0)) }
    case .recordedSet(let id): return sets[id].flags.map(recorded)
    case .every(let group, let body, let ifEmpty): return every(group, body, ifEmpty)
    case .measure(let left, let relation, let right):
      return sampled(left, relation, right, frame) ?? measured(quantities[left], relation, quantities[right], count)
    case .gap(let node): return gaps(node)
    case .answer(let node): return answers(node)
    case .settled(let records, let answer):
      let answers = verdicts[answer]
      let truth = verdicts[records]
      return column(count) { truth[$0] == 1 ? answers[$0] : truth[$0] }
    case .moved(let id, let map): return gathered(verdicts[id], maps[map])
    }
  }

  private func turned(_ truth: [UInt8]) -> [UInt8] {
    truth.withUnsafeBufferPointer { truth in column(truth.count) { 2 &- truth[$0] } }
  }

  private func gathered(_ truth: [UInt8], _ map: [Int32]) -> [UInt8] {
    truth.withUnsafeBufferPointer { truth in
      map.withUnsafeBufferPointer { map in column(map.count) { truth[Int(map[$0])] } }
    }
  }

  /// Whether there is a value at all.
  private func presence(_ value: Scalars, _ count: Int) -> [UInt8] {
    func presence(_ flags: UInt8) -> UInt8 {
      flags & Scalars.mayBeValue == 0 ? 0 : flags & Scalars.mayBeNone == 0 ? 2 : 1
    }
    if let packed = value.packed { return packed.truths({ _ in 2 }, { presence($0.flags) }) }
    return column(count) { presence(value.flags($0)) }
  }

  /// Whether a number that is no value says that there is none.
  private static func noneness(_ gap: PackedColumn.Gap) -> UInt8 {
    gap.flags & Scalars.mayBeNone == 0 ? 0 : gap.flags & Scalars.mayBeValue == 0 ? 2 : 1
  }

  /// A truth for each row.
  @inline(__always)
  func column(_ count: Int, _ truth: (Int) -> UInt8) -> [UInt8] {
    Array(unsafeUninitializedCapacity: count) { bytes, filled in
      for row in 0..<count { bytes[row] = truth(row) }
      filled = count
    }
  }

  private func formLeast(_ result: inout [UInt8], _ other: [UInt8]) {
    result.withUnsafeMutableBufferPointer { bytes in
      other.withUnsafeBufferPointer { other in
        for row in 0..<min(bytes.count, other.count) { bytes[row] = min(bytes[row], other[row]) }
      }
    }
  }

  private func formMost(_ result: inout [UInt8], _ other: [UInt8]) {
    result.withUnsafeMutableBufferPointer { bytes in
      other.withUnsafeBufferPointer { other in
        for row in 0..<min(bytes.count, other.count) { bytes[row] = max(bytes[row], other[row]) }
      }
    }
  }

  private func atLeast(_ count: Int, _ parts: [Int]) -> [UInt8] {
    guard let first = parts.first else { return Array(repeating: count <= 0 ? 2 : 0, count: shelters.count) }
    if count == 1 {
      var result = verdicts[first]
      for part in parts.dropFirst() { formMost(&result, verdicts[part]) }
      return result
    }
    return verdicts[first].indices.map { row in
      var certain = 0
      var possible = 0
      for part in parts {
        if verdicts[part][row] == 2 { certain += 1 }
        if verdicts[part][row] != 0 { possible += 1 }
      }
      return certain >= count ? 2 : possible < count ? 0 : 1
    }
  }

  private func recorded(_ flags: UInt8) -> UInt8 {
    flags & Scalars.recorded != 0 ? 2 : flags & Scalars.collected != 0 ? 0 : 1
  }

  // MARK: Comparing

  private func compared(
    _ left: Scalars, _ relation: Relation, _ right: Scalars, _ comparison: Comparison, _ count: Int
  ) -> [UInt8] {
    if let packed = packed(left, relation, right, comparison) { return packed }
    if comparison == .numbers { return numbers(left.wide, relation, right.wide, count) }
    return column(count) { i in
      let flags = (left.flags(i), right.flags(i))
      guard flags.0 & flags.1 & Scalars.mayBeValue != 0 else { return 0 }
      var truth: Truth
      switch comparison {
      case .numbers:
        truth = holds((left.low(i), left.high(i)), relation, (right.low(i), right.high(i)))
      case .instants:
        truth = holds(instants(left, i, with: right), relation, instants(right, i, with: left))
      case .references:
        if (flags.0 | flags.1) & Scalars.unlisted != 0 {
          // A row that is not listed may be the same as another that is not listed, or as one not known.
          let exact = left.low(i) == left.high(i) && right.low(i) == right.high(i)
          truth = exact && flags.0 & Scalars.unlisted != flags.1 & Scalars.unlisted ? .no : .unknown
        } else {
          truth = holds((left.low(i), left.high(i)), .equal, (right.low(i), right.high(i)))
        }
      case .codes:
        truth = codes(left, relation, right, i)
      case .periods:
        truth = periods(left, relation, right, i)
      }
      if (flags.0 | flags.1) & Scalars.mayBeNone != 0, truth == .yes { truth = .unknown }
      return truth.rawValue
    }
  }

  /// Packed values compared as they are, where that can be.
  private func packed(
    _ left: Scalars, _ relation: Relation, _ right: Scalars, _ comparison: Comparison
  ) -> [UInt8]? {
    guard comparison == .numbers || comparison == .codes else { return nil }
    if let left = left.packed {
      if let right = right.packed { return left.compared(relation, right) }
      guard right.isConstant, right.flags(0) & (Scalars.mayBeValue | Scalars.coarse) == Scalars.mayBeValue else {
        return nil
      }
      return left.compared(
        relation, low: right.low(0), high: right.high(0), open: right.flags(0) & Scalars.mayBeNone != 0)
    }
    guard right.packed != nil, left.isConstant, let mirrored = relation.mirrored else { return nil }
    return packed(right, mirrored, left, comparison)
  }

  /// Numbers and days, without a branch a row.
  private func numbers(_ left: Scalars, _ relation: Relation, _ right: Scalars, _ count: Int) -> [UInt8] {
    switch relation {
    case .equal:
      numbers(left, right, count, { $0 == $1 && $2 == $3 && $0 == $2 }, { $0 <= $3 && $2 <= $1 })
    case .atLeast: numbers(left, right, count, { low, _, _, high in low >= high }, { _, high, low, _ in high >= low })
    case .atMost: numbers(left, right, count, { _, high, low, _ in high <= low }, { low, _, _, high in low <= high })
    case .moreThan: numbers(left, right, count, { low, _, _, high in low > high }, { _, high, low, _ in high > low })
    case .lessThan: numbers(left, right, count, { _, high, low, _ in high < low }, { low, _, _, high in low < high })
    }
  }

  /// - Parameters:
  ///   - certain: whether it holds for all values of two ranges (low, high, low, high).
  ///   - possible: whether it holds for some.
  @inline(__always)
  private func numbers(
    _ left: Scalars, _ right: Scalars, _ count: Int, _ certain: (Int64, Int64, Int64, Int64) -> Bool,
    _ possible: (Int64, Int64, Int64, Int64) -> Bool
  ) -> [UInt8] {
    let steps = (left: left.isConstant ? 0 : 1, right: right.isConstant ? 0 : 1)
    return left.low.withUnsafeBufferPointer { leftLow in
      left.high.withUnsafeBufferPointer { leftHigh in
        left.flags.withUnsafeBufferPointer { leftFlags in
          right.low.withUnsafeBufferPointer { rightLow in
            right.high.withUnsafeBufferPointer { rightHigh in
              right.flags.withUnsafeBufferPointer { rightFlags in
                column(count) { row in
                  let (i, j) = (row * steps.left, row * steps.right)
                  let (a, b, c, d) = (leftLow[i], leftHigh[i], rightLow[j], rightHigh[j])
                  let both = leftFlags[i] & rightFlags[j] & Scalars.mayBeValue
                  let open = (leftFlags[i] | rightFlags[j]) & Scalars.mayBeNone
                  let sure: UInt8 = certain(a, b, c, d) && open == 0 ? 1 : 0
                  return ((possible(a, b, c, d) ? 1 : 0) &+ sure) &* both
                }
              }
            }
          }
        }
      }
    }
  }

  /// Whether a relation holds between everything in two ranges, something, or nothing.
  private func holds(_ a: (low: Int64, high: Int64), _ relation: Relation, _ b: (low: Int64, high: Int64)) -> Truth {
    switch relation {
    case .equal:
      Truth(
        certain: a.low == a.high && b.low == b.high && a.low == b.low, possible: a.low <= b.high && b.low <= a.high)
    case .atLeast: Truth(certain: a.low >= b.high, possible: a.high >= b.low)
    case .atMost: Truth(certain: a.high <= b.low, possible: a.low <= b.high)
    case .moreThan: Truth(certain: a.low > b.high, possible: a.high > b.low)
    case .lessThan: Truth(certain: a.high < b.low, possible: a.low < b.high)
    }
  }

  /// Clock times by the clock of the world where both say their offset, else by the clock of the house.
  func instants(_ column: Scalars, _ row: Int, with other: Scalars) -> (Int64, Int64) {
    let detail = column.detail(row)
    let otherDetail = other.detail(row)
    guard detail != Scalars.noDetail, otherDetail != Scalars.noDetail else {
      return (column.low(row), column.high(row))
    }
    return (column.low(row) - detail * 60, column.high(row) - detail * 60)
  }

  /// The codes a cell may be, lowest and highest first where all between are possible too.
  private func alternatives(_ column: Scalars, _ row: Int) -> [Int32]? {
    column.flags(row) & Scalars.coarse == 0 ? nil : column.alternatives[Int(column.low(row))]
  }

  private func codes(_ left: Scalars, _ relation: Relation, _ right: Scalars, _ row: Int) -> Truth {
    if relation == .equal, let some = alternatives(left, row), right.low(row) == right.high(row),
      right.flags(row) & Scalars.coarse == 0
    {
      return some.contains(Int32(right.low(row))) ? .unknown : .no
    }
    return holds(left.codes(row), relation, right.codes(row))
  }

  private func oneOf(_ column: Scalars, _ wanted: [Int], _ count: Int) -> [UInt8] {
    if let packed = column.packed, packed.factor == 1, wanted.allSatisfy({ $0 < 64 }) {
      var codes: UInt64 = 0
      for code in wanted { codes |= 1 << UInt64(code) }
      return packed.truths({ value in value < 64 && codes &>> UInt64(truncatingIfNeeded: value) & 1 == 1 ? 2 : 0 }) {
        gap in
        guard gap.flags & Scalars.mayBeValue != 0 else { return 0 }
        let range = max(0, gap.low)...max(0, gap.high)
        let hits = wanted.count { range.contains(Int64($0)) }
        let isAll = Int64(hits) == range.upperBound - range.lowerBound + 1
        return hits == 0 ? 0 : isAll && gap.flags & Scalars.mayBeNone == 0 ? 2 : 1
      }
    }
    return self.column(count) { row in
      let flags = column.flags(row)
      guard flags & Scalars.mayBeValue != 0 else { return 0 }
      var truth: Truth
      if let some = alternatives(column, row) {
        let hits = some.count { wanted.contains(Int($0)) }
        truth = Truth(certain: hits == some.count, possible: hits > 0)
      } else if column.low(row) == column.high(row) {
        truth = Truth(wanted.contains(Int(column.low(row))))
      } else {
        let range = column.low(row)...column.high(row)
        let hits = wanted.count { range.contains(Int64($0)) }
        truth = Truth(certain: Int64(hits) == range.upperBound - range.lowerBound + 1, possible: hits > 0)
      }
      if flags & Scalars.mayBeNone != 0, truth == .yes { truth = .unknown }
      return truth.rawValue
    }
  }

  private func periods(_ left: Scalars, _ relation: Relation, _ right: Scalars, _ row: Int) -> Truth {
    func seconds(_ column: Scalars) -> (Int64, Int64) {
      guard column.low(row) == column.high(row),
        let unit = Period.Unit(rawValue: UInt8(truncatingIfNeeded: column.detail(row)))
      else { return (column.low(row), column.high(row)) }
      let range = Period(unit, column.low(row)).secondsRange
      return (range.lowerBound, range.upperBound)
    }
    let isExact = left.low(row) == left.high(row) && right.low(row) == right.high(row)
    if isExact, left.detail(row) == right.detail(row) {
      return holds((left.low(row), left.high(row)), relation, (right.low(row), right.high(row)))
    }
    return holds(seconds(left), relation, seconds(right))
  }

  // MARK: Sets

  private func includes(_ column: Sets, _ codes: [Int], _ count: Int) -> [UInt8] {
    column.flags.indices.map { row -> UInt8 in
      let start = row * column.width
      var certain = 0
      var possible = 0
      for code in codes {
        let bit: UInt64 = 1 << UInt64(code % 64)
        if column.certain[start + code / 64] & bit != 0 { certain += 1 }
        if column.possible[start + code / 64] & bit != 0 { possible += 1 }
      }
      return certain >= count ? 2 : possible < count ? 0 : 1
    }
  }

  private func includes(_ left: Sets, _ right: Sets, _ count: Int?) -> [UInt8] {
    left.flags.indices.map { row -> UInt8 in
      let words = row * left.width..<(row + 1) * left.width
      guard let count else {
        let isSure = words.allSatisfy { right.possible[$0] & ~left.certain[$0] == 0 }
        let isOut = words.contains { right.certain[$0] & ~left.possible[$0] != 0 }
        return Truth(certain: isSure, possible: !isOut).rawValue
      }
      let certain = words.reduce(0) { $0 + (left.certain[$1] & right.certain[$1]).nonzeroBitCount }
      let possible = words.reduce(0) { $0 + (left.possible[$1] & right.possible[$1]).nonzeroBitCount }
      return certain >= count ? 2 : possible < count ? 0 : 1
    }
  }
}

extension Scalars {
  /// The lowest and the highest code that a cell may be.
  func codes(_ row: Int) -> (low: Int64, high: Int64) {
    guard flags(row) & Scalars.coarse != 0 else { return (low(row), high(row)) }
    let some = alternatives[Int(low(row))]
    return (Int64(some.first ?? 0), Int64(some.last ?? 0))
  }
}
