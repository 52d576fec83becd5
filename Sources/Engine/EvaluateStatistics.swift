internal import Records
internal import Standard
internal import Values

/// Means and medians, bounded over every way to choose the rows that count and every value they may have.
extension Evaluation {
  /// One row of a statistic.
  private struct Entry {
    var low: Ratio
    var high: Ratio
    var isSure: Bool
  }

  /// The rows of each parent that may count and have a value; those that surely count with one known value are added up
  /// at once where `sums` takes them.
  private func entries(
    _ group: GroupNode, _ column: Measures, sums: (_ parent: Int, _ millionths: Int64) -> Bool = { _, _ in false }
  ) -> [[Entry]] {
    let rows = frames[group.frame]
    var entries = [[Entry]](repeating: [], count: frames[group.outer].count)
    for i in 0..<rows.count where rows.member[i] != 0 {
      let parent = Int(rows.parent[i])
      let absent = column.absent(i)
      if absent == 2 { continue }
      let isSure = rows.member[i] == 2 && absent == 0
      if isSure, let values = column.values, values.low(i) == values.high(i), sums(parent, values.low(i)) { continue }
      entries[parent].append(Entry(low: column.low(i), high: column.high(i), isSure: isSure))
    }
    return entries
  }

  private func absence(_ entries: [Entry], _ hidden: Int64, _ summed: Int64 = 0) -> UInt8 {
    summed > 0 || entries.contains { $0.isSure } ? 0 : entries.isEmpty && hidden == 0 ? 2 : 1
  }

  func averages(_ group: GroupNode, _ value: Int, _ ifEmpty: Truth) -> Measures {
    var result = Measures()
    result.ifAbsent = ifEmpty
    let lowest = least(of: value)
    var sums = [Int64](repeating: 0, count: frames[group.outer].count)
    var counts = sums
    let all = entries(group, quantities[value]) { parent, millionths in
      guard abs(millionths) < 1 << 50, abs(sums[parent]) < 1 << 59 else { return false }
      sums[parent] += millionths
      counts[parent] += 1
      return true
    }
    for (parent, entries) in all.enumerated() {
      let hidden = group.hidden.map { self.hidden[$0][parent] } ?? 0
      let absent = absence(entries, hidden, counts[parent])
      if absent == 2 {
        result.append(.zero, .zero, 2)
        continue
      }
      let sum = (total: Ratio(millionths: sums[parent]), count: counts[parent])
      let low = mean(
        sum, entries.filter { $0.isSure }.map { $0.low }, entries.filter { !$0.isSure }.map { $0.low }, hidden, lowest)
      // Turned over, the highest mean is the lowest.
      let high = mean(
        (sum.total.negated, sum.count), entries.filter { $0.isSure }.map { $0.high.negated },
        entries.filter { !$0.isSure }.map { $0.high.negated }, hidden, .lowest
      ).negated
      result.append(low, high, absent)
    }
    return result
  }

  /// The least that the mean can be: what may be left out is taken while it pulls downward; so are the hidden rows, each
  /// at the least that a value may be.
  private func mean(
    _ summed: (total: Ratio, count: Int64), _ sure: [Ratio], _ perhaps: [Ratio], _ hidden: Int64, _ lowest: Ratio
  ) -> Ratio {
    var sum = summed.total
    for value in sure {
      if value.top <= -Coverage.unlimited { return .lowest }
      sum = sum.plus(value, roundingUp: false)
    }
    var count = summed.count + Int64(sure.count)
    func pulls(_ value: Ratio) -> Bool {
      count == 0 || value.times(Ratio(top: count, bottom: 1), roundingUp: false) < sum
    }
    if hidden > 0, count == 0 || pulls(lowest) {
      // Without end of them, or without a least value, they pull as far as they go.
      if hidden >= Coverage.unlimited || lowest.isUnlimited { return perhaps.reduce(lowest) { min($0, $1) } }
      // Where one row is enough, one alone pulls furthest.
      let rows = count == 0 ? 1 : hidden
      sum = sum.plus(lowest.times(Ratio(top: rows, bottom: 1), roundingUp: false), roundingUp: false)
      count += rows
    }
    for value in perhaps.sorted() {
      guard pulls(value) else { break }
      if value.top <= -Coverage.unlimited { return .lowest }
      sum = sum.plus(value, roundingUp: false)
      count += 1
    }
    return sum.times(Ratio(top: 1, bottom: max(1, count)), roundingUp: false)
  }

  func medians(_ group: GroupNode, _ value: Int, _ ifEmpty: Truth) -> Measures {
    var result = Measures()
    result.ifAbsent = ifEmpty
    let lowest = least(of: value)
    for (parent, entries) in entries(group, quantities[value]).enumerated() {
      let hidden = group.hidden.map { self.hidden[$0][parent] } ?? 0
      let absent = absence(entries, hidden)
      if absent == 2 {
        result.append(.zero, .zero, 2)
        continue
      }
      result.append(lowMedian(entries, hidden, lowest), highMedian(entries, hidden), absent)
    }
    return result
  }

  /// The least that the median can be: the least value that half of the rows need not exceed.
  private func lowMedian(_ entries: [Entry], _ hidden: Int64, _ lowest: Ratio) -> Ratio {
    for limit in ([lowest] + entries.map { $0.low }).sorted() {
      var below: Int64 = limit >= lowest ? hidden : 0
      var above: Int64 = 0
      for entry in entries {
        if entry.low <= limit { below += 1 } else if entry.isSure { above += 1 }
      }
      if below > 0, below >= above { return limit }
    }
    return .lowest
  }

  /// The most that the median can be: the greatest value that more than half of the rows may reach.
  private func highMedian(_ entries: [Entry], _ hidden: Int64) -> Ratio {
    for limit in ([.highest] + entries.map { $0.high }).sorted().reversed() {
      var reaching: Int64 = hidden
      var below: Int64 = 0
      for entry in entries {
        if entry.high >= limit { reaching += 1 } else if entry.isSure { below += 1 }
      }
      // The lower of two in the middle: fewer than half lie below it.
      if reaching > below { return limit }
    }
    return .highest
  }

  /// The least that a quantity can be, whatever a row says.
  func least(of quantity: Int) -> Ratio {
    switch program.quantities[quantity] {
    case .term(let scalar, _): return isNeverNegative(scalar) ? .zero : .lowest
    case .count, .share, .sweep, .tally: return .zero
    case .constant(let millionths): return Ratio(millionths: millionths)
    case .moved(let id, _): return least(of: id)
    case .plus(let parts): return parts.allSatisfy { least(of: $0).top >= 0 } ? .zero : .lowest
    case .times(let left, let right):
      return least(of: left).top >= 0 && least(of: right).top >= 0 ? .zero : .lowest
    // A divisor that may be nothing leaves anything.
    case .divide(let left, let right): return least(of: left).top >= 0 && least(of: right).top > 0 ? .zero : .lowest
    case .choose(_, let parts): return parts.allSatisfy { least(of: $0).top >= 0 } ? .zero : .lowest
    case .sum(_, let value): return least(of: value).top >= 0 ? .zero : .lowest
    case .extreme, .average, .median, .elapsed, .minus: return .lowest
    }
  }

  private func isNeverNegative(_ scalar: Int) -> Bool {
    switch program.scalars[scalar] {
    case .field(let record, let field), .walked(_, let record, let field):
      switch program.dictionary.records[record].fields[field].kind {
      case .number: !program.dictionary.records[record].fields[field].isSigned
      case .age, .code: true
      default: false
      }
    case .number(let number): number >= 0
    case .moved(let id, _): isNeverNegative(id)
    case .age: true
    default: false
    }
  }
}
