import Records
import Standard
import Values

extension SlowEvaluator {
  /// A comparison of two quantities; a share of a random sample with a fixed limit is judged by chance.
  func measured(_ left: Quantity, _ relation: Relation, _ right: Quantity, _ rows: [Bound]) -> Truth {
    // The limit may stand on either side.
    if isShare(right), !isShare(left) { return measured(right, relation.turned, left, rows) }
    return byHalves(left, relation, right, rows) ?? bySample(left, relation, right, rows)
      ?? amount(left, rows).compared(relation, amount(right, rows))
  }

  private func isShare(_ quantity: Quantity) -> Bool {
    switch quantity {
    case .share, .tally, .median: true
    default: false
    }
  }

  func amount(_ quantity: Quantity, _ rows: [Bound]) -> Amount {
    tested?.touch(quantity)
    switch quantity {
    case .count(let choice, nil):
      let members = members(choice, rows)
      let hidden = hiddenRows(choice, rows)
      let low = members.filter { $0.truth == .yes }.reduce(0) { $0 + $1.weight }
      let high = members.reduce(0) { $0 + $1.weight }
      let unit = isOfMoments(choice) ? 60 : 1
      return Amount(
        low: .whole(low).divided(by: unit),
        high: hidden == Self.unlimited ? .above : .whole(high + hidden).divided(by: unit))
    case .count(let choice, let distinct?): return different(choice, distinct, rows)
    case .share(let choice, let body, let ifEmpty): return share(standing(choice, body, rows), ifEmpty)
    case .sum(let choice, let body): return sum(choice, body, rows)
    case .extreme(let choice, let body, let highest, let ifEmpty):
      return extreme(values(choice, body, rows), highest, ifEmpty)
    case .average(let choice, let body, let ifEmpty): return average(values(choice, body, rows), ifEmpty)
    case .median(let choice, let body, let ifEmpty): return median(values(choice, body, rows), ifEmpty)
    case .elapsed(let from, let to): return elapsed(found(from, rows), found(to, rows))
    case .tally(let test): return tallied(test, rows)
    case .term(let value):
      let found = found(value, rows)
      guard case .number(let low, let high) = found.content else {
        return Amount(low: .zero, high: .zero, isMissing: .yes)
      }
      return Amount(low: low, high: high, isMissing: found.mayBeNone ? .unknown : .no)
    case .constant(let number): return .exactly(Fraction(number))
    case .choose(let cases, let otherwise):
      var results: [Amount] = []
      for one in cases {
        let holds = truth(one.condition, rows)
        if holds != .no { results.append(amount(one.quantity, rows)) }
        if holds == .yes { return results.dropFirst().reduce(results[0]) { $0.hull($1) } }
      }
      results.append(amount(otherwise, rows))
      return results.dropFirst().reduce(results[0]) { $0.hull($1) }
    case .plus(let parts):
      return parts.reduce(.exactly(.zero)) { sum, part in
        combined(sum, amount(part, rows)) { ($0.low + $1.low, $0.high + $1.high) }
      }
    case .minus(let left, let right):
      return combined(amount(left, rows), amount(right, rows)) { ($0.low + -$1.high, $0.high + -$1.low) }
    case .times(let left, let right):
      return combined(amount(left, rows), amount(right, rows)) { a, b in
        let corners = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high].sorted()
        return (corners[0], corners[3])
      }
    case .divide(let left, let right):
      return combined(amount(left, rows), amount(right, rows)) { a, b in
        guard b.low > .zero || b.high < .zero else { return (.below, .above) }
        let (least, most) = (inverse(b.high), inverse(b.low))
        let corners = [a.low * least, a.low * most, a.high * least, a.high * most].sorted()
        return (corners[0], corners[3])
      }
    }
  }

  private func inverse(_ end: End) -> End {
    if case .at(let value) = end { .at(.one / value) } else { .zero }
  }

  /// What is worked out from two has no value where one of them has none.
  private func combined(_ a: Amount, _ b: Amount, _ ends: (Amount, Amount) -> (End, End)) -> Amount {
    let (low, high) = ends(a, b)
    let ifMissing =
      a.isMissing == .no ? b.ifMissing : b.isMissing == .no ? a.ifMissing : a.ifMissing.joined(b.ifMissing)
    return Amount(
      low: isRounding ? low.rounded(up: false) : low, high: isRounding ? high.rounded(up: true) : high,
      isMissing: a.isMissing || b.isMissing,
      ifMissing: ifMissing)
  }

  // MARK: Over rows

  private func different(_ choice: Choice, _ value: Value, _ rows: [Bound]) -> Amount {
    var sure: Set<Found.Content> = []
    var known: Set<Found.Content> = []
    var open = 0
    var hasOne = false
    for member in members(choice, rows) {
      let found = found(value, [member.bound] + rows)
      guard let content = found.content else { continue }
      let isSure = member.truth == .yes && !found.mayBeNone
      if isSure { hasOne = true }
      if isExactlyKnown(content) {
        known.insert(content)
        if isSure { sure.insert(content) }
      } else {
        open += 1
      }
    }
    let hidden = hiddenRows(choice, rows)
    return Amount(
      low: .whole(max(sure.count, hasOne ? 1 : 0)),
      high: hidden == Self.unlimited ? .above : .whole(known.count + open + hidden))
  }

  private func isExactlyKnown(_ content: Found.Content) -> Bool {
    switch content {
    case .times(let times): times.low != nil && times.low == times.high
    case .number(let low, let high): low == high
    case .codes(let codes): codes.count == 1
    case .label(let label): label != nil
    case .reference(.row): true
    case .reference: false
    case .lengths(let lengths): lengths?.count == 1
    }
  }

  /// How the rows of a choice stand, by how sure they are and whether they satisfy a body; in rows, or in seconds.
  struct Standing {
    var counts: [[Int]] = Array(repeating: Array(repeating: 0, count: 3), count: 3)
    var hidden = 0

    subscript(member: Truth, body: Truth) -> Int {
      get { counts[Int(member.rawValue)][Int(body.rawValue)] }
      set { counts[Int(member.rawValue)][Int(body.rawValue)] = newValue }
    }

    var sure: Int { counts[2].reduce(0, +) }
    var perhaps: Int { counts[1].reduce(0, +) }
  }

  func standing(_ choice: Choice, _ body: Condition, _ rows: [Bound]) -> Standing {
    var standing = Standing(hidden: hiddenRows(choice, rows))
    for member in members(choice, rows) {
      standing[member.truth, truth(body, [member.bound] + rows)] += member.weight
    }
    return standing
  }

  func share(_ r: Standing, _ ifEmpty: Truth) -> Amount {
    let isMissing: Truth = r.sure > 0 ? .no : r.perhaps + r.hidden > 0 ? .unknown : .yes
    var amount = Amount(low: .zero, high: .at(.one), isMissing: isMissing, ifMissing: ifEmpty)
    // LANGUAGE 2.4, as it stands there.
    let (tt, tu, tf) = (r[.yes, .yes], r[.yes, .unknown], r[.yes, .no])
    let (ut, uu, uf) = (r[.unknown, .yes], r[.unknown, .unknown], r[.unknown, .no])
    let lowOf = tt + tu + tf + uu + uf + r.hidden
    let highOf = tt + tu + tf + ut + uu + r.hidden
    amount.low = .at(lowOf == 0 ? .one : Fraction(Int128(tt), Int128(lowOf)))
    amount.high = .at(highOf == 0 ? .zero : Fraction(Int128(tt + tu + ut + uu + r.hidden), Int128(highOf)))
    return amount
  }

  /// The values of rows that have one.
  struct Values {
    var sure: [Amount] = []
    var perhaps: [Amount] = []
    var hidden = 0
    /// What a row that nobody listed may hold.
    var unlisted = Amount.anything
  }

  private func values(_ choice: Choice, _ body: Quantity, _ rows: [Bound]) -> Values {
    var values = Values(hidden: hiddenRows(choice, rows))
    for member in members(choice, rows) {
      let amount = amount(body, [member.bound] + rows)
      if amount.isMissing == .yes { continue }
      if member.truth == .yes, amount.isMissing == .no {
        values.sure.append(amount)
      } else {
        values.perhaps.append(amount)
      }
    }
    if values.hidden > 0 {
      let isAny = mayBeNegative(body, [.hidden(record: record(of: choice))] + rows)
      values.unlisted = Amount(low: isAny ? .below : .zero, high: .above)
    }
    return values
  }

  /// Whether a quantity of a row that nobody listed may be below zero: not where it is worked out of numbers that are not.
  private func mayBeNegative(_ quantity: Quantity, _ rows: [Bound]) -> Bool {
    switch quantity {
    case .count, .share, .tally: return false
    case .term(.field(let path)): return dictionary.records[path.target].fields[path.field].isSigned
    case .term(.number), .term(.age), .constant: return amount(quantity, rows).low < .zero
    case .sum(let choice, let body): return mayBeNegative(body, [.hidden(record: record(of: choice))] + rows)
    case .choose(let cases, let otherwise):
      return mayBeNegative(otherwise, rows) || cases.contains { mayBeNegative($0.quantity, rows) }
    case .plus(let parts): return parts.contains { mayBeNegative($0, rows) }
    case .times(let left, let right): return mayBeNegative(left, rows) || mayBeNegative(right, rows)
    case .divide(let left, let right):
      guard case .constant(let divisor) = right else { return true }
      return mayBeNegative(left, rows) || divisor.millionths <= 0
    case .term, .extreme, .average, .median, .elapsed, .minus: return true
    }
  }

  private func sum(_ choice: Choice, _ body: Quantity, _ rows: [Bound]) -> Amount {
    let values = values(choice, body, rows)
    var (low, high) = (End.zero, End.zero)
    for value in values.sure { (low, high) = (low + value.low, high + value.high) }
    // What is perhaps there adds nothing at the least, unless it may be below zero.
    for value in values.perhaps { (low, high) = (low + min(.zero, value.low), high + max(.zero, value.high)) }
    if values.hidden > 0 {
      high = .above
      if values.unlisted.low < .zero { low = .below }
    }
    return Amount(low: low, high: high)
  }

  private func emptiness(_ values: Values) -> Truth {
    !values.sure.isEmpty ? .no : values.perhaps.isEmpty && values.hidden == 0 ? .yes : .unknown
  }

  private func extreme(_ values: Values, _ highest: Bool, _ ifEmpty: Truth) -> Amount {
    if highest {
      // The highest of some numbers is the lowest of their opposites.
      func turned(_ amount: Amount) -> Amount { Amount(low: -amount.high, high: -amount.low) }
      var opposite = values
      opposite.sure = values.sure.map(turned)
      opposite.perhaps = values.perhaps.map(turned)
      var result = extreme(opposite, false, ifEmpty)
      (result.low, result.high) = (-result.high, -result.low)
      return result
    }
    let all = values.sure + values.perhaps
    var result = Amount(low: .zero, high: .zero, isMissing: emptiness(values), ifMissing: ifEmpty)
    result.low = values.hidden > 0 ? .below : all.map { $0.low }.min() ?? .zero
    result.high = values.sure.map { $0.high }.min() ?? .above
    return result
  }

  private func average(_ values: Values, _ ifEmpty: Truth) -> Amount {
    func least(_ sure: [End], _ perhaps: [End], _ unlisted: End) -> End {
      var more = perhaps.sorted().map { (value: $0, count: 1) }
      if values.hidden > 0 { more.append((unlisted, values.hidden)) }
      more.sort { $0.value < $1.value }
      var total = End.zero
      var count = 0
      for value in sure { (total, count) = (total + value, count + 1) }
      for (value, times) in more {
        if count > 0, value >= total.divided(by: count) { break }
        // So many rows that the others no longer matter.
        if times == Self.unlimited { return value }
        // One is enough where there is no other.
        let taken = count == 0 ? 1 : times
        (total, count) = (total + value * .whole(taken), count + taken)
      }
      return count == 0 ? .zero : total.divided(by: count)
    }
    let low = least(values.sure.map { $0.low }, values.perhaps.map { $0.low }, values.unlisted.low)
    let high = -least(values.sure.map { -$0.high }, values.perhaps.map { -$0.high }, -values.unlisted.high)
    return Amount(low: low, high: high, isMissing: emptiness(values), ifMissing: ifEmpty)
  }

  /// The median is at most t where at least half of the values are at most t.
  private func median(_ values: Values, _ ifEmpty: Truth) -> Amount {
    var result = Amount(low: .below, high: .above, isMissing: emptiness(values), ifMissing: ifEmpty)
    let all = values.sure + values.perhaps + (values.hidden > 0 ? [values.unlisted] : [])
    // Helping rows that are perhaps there are taken in, the others left out.
    func canBe(atMost limit: End) -> Bool {
      let helping = values.perhaps.count { $0.low <= limit }
      if values.hidden == Self.unlimited, values.unlisted.low <= limit { return true }
      let hidden = values.hidden < Self.unlimited && values.unlisted.low <= limit ? values.hidden : 0
      let good = values.sure.count { $0.low <= limit } + helping + hidden
      return good > 0 && 2 * good >= values.sure.count + helping + hidden
    }
    func canBe(atLeast limit: End) -> Bool {
      let helping = values.perhaps.count { $0.high >= limit }
      if values.hidden == Self.unlimited, values.unlisted.high >= limit { return true }
      let hidden = values.hidden < Self.unlimited && values.unlisted.high >= limit ? values.hidden : 0
      let below = values.sure.count { $0.high < limit }
      let count = values.sure.count + helping + hidden
      return count > 0 && 2 * below < count
    }
    result.low = all.map { $0.low }.filter { canBe(atMost: $0) }.min() ?? .below
    result.high = all.map { $0.high }.filter { canBe(atLeast: $0) }.max() ?? .above
    return result
  }

  // MARK: Time

  private func elapsed(_ from: Found, _ to: Found) -> Amount {
    guard let start = from.times, let end = to.times else { return Amount(low: .zero, high: .zero, isMissing: .yes) }
    var (a, b) = (start, end)
    var unit = Fraction(1, 60)
    if start.isClock, end.isClock {
      if let ahead = a.ahead, let other = b.ahead { (a, b) = (a.later(-60 * ahead), b.later(-60 * other)) }
    } else {
      (a, b) = (a.days, b.days)
      unit = Fraction(1440)
    }
    func difference(_ later: Int64?, _ earlier: Int64?, _ open: End) -> End {
      later.flatMap { later in earlier.map { .at(Fraction(Int128(later - $0)) * unit) } } ?? open
    }
    return Amount(
      low: difference(b.low, a.high, .below), high: difference(b.high, a.low, .above),
      isMissing: from.mayBeNone || to.mayBeNone ? .unknown : .no)
  }
}

extension Relation {
  /// The same said from the other side.
  var turned: Relation {
    switch self {
    case .equal: .equal
    case .atLeast: .atMost
    case .atMost: .atLeast
    case .moreThan: .lessThan
    case .lessThan: .moreThan
    }
  }
}
