internal import Values

/// A draw without replacement: of `population` things `good` are good, and `drawn` are drawn at random.
///
/// Chances are compared in whole numbers, so that no verdict rests on binary floating point: first in fixed point with
/// both ends kept, and, where that cannot tell, exactly.  A chance that is just as large as asked is not below it.
struct Draw: Hashable, Sendable {
  var population: Int64
  var good: Int64
  var drawn: Int64

  private var least: Int64 { max(0, drawn - (population - good)) }
  private var most: Int64 { min(good, drawn) }

  /// Whether so many good ones or more are drawn with a chance below a limit (millionths).
  func isRare(atLeast count: Int64, below limit: Int64) -> Bool {
    if count <= least { return false }
    if count > most { return limit > 0 }
    return isRare(count...most, below: limit)
  }

  /// Whether so many good ones or fewer are drawn with a chance below a limit (millionths).
  func isRare(atMost count: Int64, below limit: Int64) -> Bool {
    if count >= most { return false }
    if count < least { return limit > 0 }
    return isRare(least...count, below: limit)
  }

  private func isRare(_ tail: ClosedRange<Int64>, below limit: Int64) -> Bool {
    guard limit > 0 else { return false }
    guard limit < FixedPoint.scale else { return true }
    let share = UInt64(limit)
    let rest = UInt64(FixedPoint.scale) - share
    if let (inside, outside) = sums(tail) {
      if isLess(inside.high, rest, outside.low, share) { return true }
      if !isLess(inside.low, rest, outside.high, share) { return false }
    }
    return isRareExactly(tail, below: share)
  }

  private func isLess(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) -> Bool {
    let left = a.multipliedFullWidth(by: b)
    let right = c.multipliedFullWidth(by: d)
    return left.high == right.high ? left.low < right.low : left.high < right.high
  }

  /// Near the most likely number of good ones.
  private var mode: Int64 {
    let top = Int128(drawn + 1) * Int128(good + 1)
    return Int64(top / Int128(population + 2))
  }

  /// How much likelier one more good one is than so many, as a fraction of whole numbers.
  private func steps(from count: Int64) -> (up: UInt64, down: UInt64) {
    (UInt64((good - count) * (drawn - count)), UInt64((count + 1) * (population - good - drawn + count + 1)))
  }

  private func isRareExactly(_ tail: ClosedRange<Int64>, below share: UInt64) -> Bool {
    // The weight of the fewest possible is a product so large that every other weight is whole.
    var weight = Natural(1)
    for count in least..<max(least, most) { weight.multiply(by: steps(from: count).down) }
    var inside = Natural(0)
    var outside = Natural(0)
    for count in least...most {
      if tail.contains(count) { inside.add(weight) } else { outside.add(weight) }
      if count == most { break }
      let (up, down) = steps(from: count)
      weight.multiply(by: up)
      weight.divide(by: down)
    }
    inside.multiply(by: UInt64(FixedPoint.scale) - share)
    outside.multiply(by: share)
    return inside.isLess(than: outside)
  }
}

extension Draw {
  /// `weight` · `up` / `down`, rounded down or up; nothing where that is far too large.
  private static func scaled(_ weight: UInt64, _ up: UInt64, _ down: UInt64, roundingUp: Bool) -> UInt64? {
    let product = weight.multipliedFullWidth(by: up)
    guard product.high < down else { return nil }
    let (quotient, rest) = down.dividingFullWidth(product)
    guard quotient < 1 << 44 else { return nil }
    return roundingUp && rest > 0 ? quotient + 1 : quotient
  }

  /// The weights of the outcomes one after another; nothing where fixed point cannot hold them.
  private static func next(
    _ weight: (low: UInt64, high: UInt64), _ up: UInt64, _ down: UInt64
  ) -> (low: UInt64, high: UInt64)? {
    guard let low = scaled(weight.low, up, down, roundingUp: false),
      let high = scaled(weight.high, up, down, roundingUp: true)
    else { return nil }
    return (low, high)
  }

  /// The summed weights of the outcomes in a tail and out of it, each too low and too high by a little.
  private func sums(
    _ tail: ClosedRange<Int64>
  ) -> (inside: (low: UInt64, high: UInt64), outside: (low: UInt64, high: UInt64))? {
    var inside: (low: UInt64, high: UInt64) = (0, 0)
    var outside: (low: UInt64, high: UInt64) = (0, 0)
    func add(_ count: Int64, _ weight: (low: UInt64, high: UInt64)) {
      if tail.contains(count) {
        inside = (inside.low + weight.low, inside.high + weight.high)
      } else {
        outside = (outside.low + weight.low, outside.high + weight.high)
      }
    }
    let mode = min(most, max(least, mode))
    let start: (low: UInt64, high: UInt64) = (1 << 40, 1 << 40)
    add(mode, start)
    var weight = start
    for count in mode..<most {
      let (up, down) = steps(from: count)
      guard let further = Self.next(weight, up, down) else { return nil }
      weight = further
      add(count + 1, weight)
    }
    weight = start
    for count in (least..<mode).reversed() {
      let (up, down) = steps(from: count)
      guard let further = Self.next(weight, down, up) else { return nil }
      weight = further
      add(count, weight)
    }
    return (inside, outside)
  }
}

/// A whole number of any size, for chances that fixed point cannot tell apart.
private struct Natural {
  /// Least significant first; no zero at the end.
  private var digits: [UInt32]

  init(_ value: UInt32) { digits = value == 0 ? [] : [value] }

  mutating func multiply(by factor: UInt64) {
    // Factors beyond 32 bits are taken in two parts.
    let high = UInt32(factor >> 32)
    guard high > 0 else { return multiply(by: UInt32(truncatingIfNeeded: factor)) }
    var upper = self
    upper.multiply(by: high)
    if !upper.digits.isEmpty { upper.digits.insert(0, at: 0) }
    multiply(by: UInt32(truncatingIfNeeded: factor))
    add(upper)
  }

  private mutating func multiply(by factor: UInt32) {
    if factor == 0 { return digits = [] }
    var carry: UInt64 = 0
    for i in digits.indices {
      let product = UInt64(digits[i]) * UInt64(factor) + carry
      digits[i] = UInt32(truncatingIfNeeded: product)
      carry = product >> 32
    }
    if carry > 0 { digits.append(UInt32(carry)) }
  }

  mutating func add(_ other: Natural) {
    var carry: UInt64 = 0
    for i in 0..<max(digits.count, other.digits.count) {
      let sum =
        (i < digits.count ? UInt64(digits[i]) : 0) + (i < other.digits.count ? UInt64(other.digits[i]) : 0) + carry
      if i < digits.count {
        digits[i] = UInt32(truncatingIfNeeded: sum)
      } else {
        digits.append(UInt32(truncatingIfNeeded: sum))
      }
      carry = sum >> 32
    }
    if carry > 0 { digits.append(UInt32(carry)) }
  }

  /// Divides by a factor of this number.
  mutating func divide(by divisor: UInt64) {
    guard divisor > 0 else { return }
    var rest: UInt64 = 0
    for i in digits.indices.reversed() {
      // The rest is below the divisor, so that the quotient is one digit.
      let top = (high: rest >> 32, low: rest << 32 | UInt64(digits[i]))
      let (quotient, remainder) = divisor.dividingFullWidth(top)
      digits[i] = UInt32(truncatingIfNeeded: quotient)
      rest = remainder
    }
    while digits.last == 0 { digits.removeLast() }
  }

  func isLess(than other: Natural) -> Bool {
    if digits.count != other.digits.count { return digits.count < other.digits.count }
    for i in digits.indices.reversed() where digits[i] != other.digits[i] { return digits[i] < other.digits[i] }
    return false
  }
}
