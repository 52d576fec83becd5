import Standard
import Values

// Exact numbers for the slow evaluator: fractions, ends of ranges that may be open, and natural numbers of any size.

/// An exact fraction in lowest terms.
struct Fraction: Hashable, Comparable {
  let numerator: Int128
  let denominator: Int128

  init(_ numerator: Int128, _ denominator: Int128 = 1) {
    let divisor = Self.divisor(numerator, denominator) * (denominator < 0 ? -1 : 1)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  init(_ number: FixedPoint) { self.init(Int128(number.millionths), Int128(FixedPoint.scale)) }

  static let zero = Fraction(0)
  static let one = Fraction(1)

  private static func divisor(_ a: Int128, _ b: Int128) -> Int128 {
    var (a, b) = (a < 0 ? -a : a, b < 0 ? -b : b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  static func + (left: Self, right: Self) -> Self {
    Self(left.numerator * right.denominator + right.numerator * left.denominator, left.denominator * right.denominator)
  }
  static func - (left: Self, right: Self) -> Self { left + Self(-right.numerator, right.denominator) }
  static func * (left: Self, right: Self) -> Self {
    Self(left.numerator * right.numerator, left.denominator * right.denominator)
  }
  static func / (left: Self, right: Self) -> Self {
    Self(left.numerator * right.denominator, left.denominator * right.numerator)
  }
  static func < (left: Self, right: Self) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }
}

/// One end of a range of numbers.
enum End: Hashable, Comparable {
  case below
  case at(Fraction)
  case above

  static let zero = End.at(.zero)

  static func whole(_ number: Int) -> End { .at(Fraction(Int128(number))) }

  static func < (left: End, right: End) -> Bool {
    switch (left, right) {
    case (.below, .below), (.above, _): false
    case (.below, _): true
    case (.at(let a), .at(let b)): a < b
    case (.at, let right): right == .above
    }
  }

  static prefix func - (end: End) -> End {
    switch end {
    case .below: .above
    case .above: .below
    case .at(let value): .at(.zero - value)
    }
  }

  /// The sum of two low ends or of two high ends: one that is open leaves it open.
  static func + (left: End, right: End) -> End {
    switch (left, right) {
    case (.at(let a), .at(let b)): .at(a + b)
    case (.at, let open), (let open, _): open
    }
  }

  static func * (left: End, right: End) -> End {
    if left == .zero || right == .zero { return .zero }
    if case (.at(let a), .at(let b)) = (left, right) { return .at(a * b) }
    return (left > .zero) == (right > .zero) ? .above : .below
  }

  /// Outward to a millionth, where it has a part so fine as one of all the rows that there may be.
  func rounded(up: Bool) -> End {
    guard case .at(let value) = self, value.denominator > 1 << 32 else { return self }
    let scaled = value.numerator * 1_000_000
    var quotient = scaled / value.denominator
    if scaled % value.denominator != 0, (scaled > 0) == up { quotient += up ? 1 : -1 }
    return .at(Fraction(quotient, 1_000_000))
  }

  func divided(by value: Int) -> End {
    if case .at(let number) = self { .at(number / Fraction(Int128(value))) } else { self }
  }
}

/// What a quantity may be: everything from one end to the other, or nothing.
struct Amount: Hashable {
  var low: End
  var high: End
  /// It has no value: surely, perhaps, or not.
  var isMissing = Truth.no
  /// What a comparison means where it has none.
  var ifMissing = Truth.no

  static func exactly(_ value: Fraction) -> Amount { Amount(low: .at(value), high: .at(value)) }

  static let anything = Amount(low: .below, high: .above)

  /// Whether a relation holds between everything in two ranges, something, or nothing.
  func compared(_ relation: Relation, _ other: Amount) -> Truth {
    var truth: Truth
    switch relation {
    case .atLeast: truth = Truth(certain: low >= other.high, possible: high >= other.low)
    case .moreThan: truth = Truth(certain: low > other.high, possible: high > other.low)
    case .atMost: truth = Truth(certain: high <= other.low, possible: low <= other.high)
    case .lessThan: truth = Truth(certain: high < other.low, possible: low < other.high)
    case .equal:
      truth = Truth(
        certain: low == high && other.low == other.high && low == other.low,
        possible: low <= other.high && other.low <= high)
    }
    for side in [self, other] {
      if side.isMissing == .yes { return side.ifMissing }
      if side.isMissing == .unknown { truth = truth.joined(side.ifMissing) }
    }
    return truth
  }

  /// Everything that either may be.
  func hull(_ other: Amount) -> Amount {
    if isMissing == .yes, other.isMissing == .yes { return self }
    var hull = self
    if isMissing == .yes {
      hull = other
    } else if other.isMissing != .yes {
      hull.low = min(low, other.low)
      hull.high = max(high, other.high)
    }
    hull.isMissing = isMissing.joined(other.isMissing)
    hull.ifMissing =
      isMissing == .no
      ? other.ifMissing : other.isMissing == .no ? ifMissing : ifMissing.joined(other.ifMissing)
    return hull
  }
}

/// A natural number of any size: digits to the base 2³², the lowest first.
struct Natural: Hashable, Comparable {
  private(set) var digits: [UInt32]

  init(_ value: UInt32) { digits = value == 0 ? [] : [value] }

  static func + (left: Natural, right: Natural) -> Natural {
    var sum = Natural(0)
    var carry: UInt64 = 0
    for place in 0..<max(left.digits.count, right.digits.count) {
      let a = place < left.digits.count ? UInt64(left.digits[place]) : 0
      let b = place < right.digits.count ? UInt64(right.digits[place]) : 0
      let total = a + b + carry
      sum.digits.append(UInt32(truncatingIfNeeded: total))
      carry = total >> 32
    }
    if carry > 0 { sum.digits.append(UInt32(carry)) }
    return sum
  }

  static func * (left: Natural, right: Natural) -> Natural {
    var product = Natural(0)
    product.digits = Array(repeating: 0, count: left.digits.count + right.digits.count)
    for (i, a) in left.digits.enumerated() {
      var carry: UInt64 = 0
      for (j, b) in right.digits.enumerated() {
        let total = UInt64(a) * UInt64(b) + UInt64(product.digits[i + j]) + carry
        product.digits[i + j] = UInt32(truncatingIfNeeded: total)
        carry = total >> 32
      }
      product.digits[i + right.digits.count] = UInt32(carry)
    }
    while product.digits.last == 0 { product.digits.removeLast() }
    return product
  }

  static func < (left: Natural, right: Natural) -> Bool {
    if left.digits.count != right.digits.count { return left.digits.count < right.digits.count }
    for place in left.digits.indices.reversed() where left.digits[place] != right.digits[place] {
      return left.digits[place] < right.digits[place]
    }
    return false
  }

  /// In how many ways some things can be picked from others.
  static func ways(picking count: Int, from all: Int) -> Natural {
    count >= 0 && count <= all ? triangle[all][count] : Natural(0)
  }

  /// Pascal's triangle, by adding.
  private static let triangle: [[Natural]] = (0..<80).reduce(into: [[Natural(1)]]) { rows, _ in
    let last = rows[rows.count - 1]
    rows.append([Natural(1)] + zip(last, last.dropFirst()).map { $0 + $1 } + [Natural(1)])
  }
}
