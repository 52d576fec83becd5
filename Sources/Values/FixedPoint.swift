/// An exact decimal with six places: a whole number of millionths.
///
/// No verdict depends on binary floating point, so this is the only fraction that records hold.
public struct FixedPoint: Hashable, Sendable, Comparable {
  /// How many of this make one.
  public static let scale: Int64 = 1_000_000

  /// The value in millionths.
  public var millionths: Int64

  public init(millionths: Int64) { self.millionths = millionths }

  /// Reads `12`, `-3`, `4.75`; nothing else, no exponent, at most six places and nine digits before them.
  public init?(_ text: String) {
    var whole: Int64 = 0
    var fraction: Int64 = 0
    var wholeDigits = 0
    var places = 0
    var seenPoint = false
    var negative = false
    for (index, byte) in text.utf8.enumerated() {
      switch byte {
      case UInt8(ascii: "-") where index == 0: negative = true
      case UInt8(ascii: ".") where !seenPoint: seenPoint = true
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digit = Int64(byte - UInt8(ascii: "0"))
        if seenPoint {
          places += 1
          fraction = fraction * 10 + digit
        } else {
          wholeDigits += 1
          whole = whole * 10 + digit
        }
        if places > 6 || wholeDigits > 9 { return nil }
      default: return nil
      }
    }
    guard wholeDigits > 0, !seenPoint || places > 0 else { return nil }
    while places < 6 {
      fraction *= 10
      places += 1
    }
    let magnitude = whole * Self.scale + fraction
    millionths = negative ? -magnitude : magnitude
  }

  public static func < (left: FixedPoint, right: FixedPoint) -> Bool { left.millionths < right.millionths }
}

extension FixedPoint: CustomStringConvertible {
  /// The shortest way to write it: `12`, `4.75`.
  public var description: String {
    let magnitude = millionths.magnitude
    let whole = magnitude / UInt64(Self.scale)
    var fraction = magnitude % UInt64(Self.scale)
    var text = (millionths < 0 ? "-" : "") + String(whole)
    guard fraction > 0 else { return text }
    var places = 6
    while fraction % 10 == 0 {
      fraction /= 10
      places -= 1
    }
    let digits = String(fraction)
    text += "." + String(repeating: "0", count: places - digits.utf8.count) + digits
    return text
  }
}
