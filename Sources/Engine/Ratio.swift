internal import Records
internal import Values

/// A quotient of whole numbers, exact as long as it fits; beyond what counts as without limit it has none.
struct Ratio: Hashable, Sendable {
  var top: Int64
  /// Above zero.
  var bottom: Int64

  static let zero = Ratio(top: 0, bottom: 1)
  static let lowest = Ratio(top: -Coverage.unlimited, bottom: 1)
  static let highest = Ratio(top: Coverage.unlimited, bottom: 1)

  /// A number in millionths.
  init(millionths: Int64) { self.init(top: millionths, bottom: FixedPoint.scale) }

  init(top: Int64, bottom: Int64) {
    self.top = top
    self.bottom = bottom
  }

  /// A fraction in its lowest terms; one that does not fit is rounded outward, to millionths or to no limit at all.
  init(_ top: Int128, _ bottom: Int128, roundingUp: Bool) {
    var (a, b) = (top.magnitude, bottom.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    let divisor = a == 0 ? 1 : Int128(a)
    let (top, bottom) = (top / divisor, bottom / divisor)
    let most = Int128(Coverage.unlimited)
    if top > -most, top < most, bottom < most {
      self.init(top: Int64(top), bottom: Int64(bottom))
      return
    }
    let (scaled, overflow) = top.multipliedReportingOverflow(by: Int128(FixedPoint.scale))
    var quotient = scaled / bottom
    if scaled % bottom != 0, (scaled > 0) == roundingUp { quotient += roundingUp ? 1 : -1 }
    guard !overflow, quotient > -most, quotient < most else {
      self = top > 0 ? .highest : .lowest
      return
    }
    self.init(top: Int64(quotient), bottom: FixedPoint.scale)
  }

  /// In millionths, rounded toward one side.
  func millionths(roundingUp: Bool) -> Int64 {
    if isUnlimited { return top > 0 ? Coverage.unlimited : -Coverage.unlimited }
    let product = Int128(top) * Int128(FixedPoint.scale)
    var quotient = product / Int128(bottom)
    if product % Int128(bottom) != 0, (product > 0) == roundingUp { quotient += roundingUp ? 1 : -1 }
    return Int64(max(-Int128(Coverage.unlimited), min(Int128(Coverage.unlimited), quotient)))
  }

  var isUnlimited: Bool { top >= Coverage.unlimited || top <= -Coverage.unlimited }

  func plus(_ other: Ratio, roundingUp: Bool) -> Ratio {
    if isUnlimited { return self }
    if other.isUnlimited { return other }
    if bottom == other.bottom {
      let sum = top + other.top
      if sum > -Coverage.unlimited, sum < Coverage.unlimited { return Ratio(top: sum, bottom: bottom) }
    }
    // Each product is below 2¹²⁰, so that the sum fits.
    return Ratio(
      Int128(top) * Int128(other.bottom) + Int128(other.top) * Int128(bottom),
      Int128(bottom) * Int128(other.bottom), roundingUp: roundingUp)
  }

  var negated: Ratio { Ratio(top: -top, bottom: bottom) }

  func times(_ other: Ratio, roundingUp: Bool) -> Ratio {
    if top == 0 || other.top == 0 { return .zero }
    if isUnlimited || other.isUnlimited { return (top > 0) == (other.top > 0) ? .highest : .lowest }
    return Ratio(
      Int128(top) * Int128(other.top), Int128(bottom) * Int128(other.bottom), roundingUp: roundingUp)
  }

  /// One over this; it must not be zero.
  var inverted: Ratio {
    if isUnlimited { return .zero }
    return top > 0 ? Ratio(top: bottom, bottom: top) : Ratio(top: -bottom, bottom: -top)
  }

  /// -1 before the other, 0 as large, 1 after it.
  func compared(with other: Ratio) -> Int {
    if bottom == other.bottom { return top < other.top ? -1 : top > other.top ? 1 : 0 }
    if isUnlimited || other.isUnlimited {
      let (a, b) = (isUnlimited ? top.signum() : 0, other.isUnlimited ? other.top.signum() : 0)
      return a < b ? -1 : a > b ? 1 : 0
    }
    let left = Int128(top) * Int128(other.bottom)
    let right = Int128(other.top) * Int128(bottom)
    return left < right ? -1 : left > right ? 1 : 0
  }
}

extension Ratio: Comparable {
  static func < (left: Ratio, right: Ratio) -> Bool { left.compared(with: right) < 0 }
}
