/// A truth that may be unknown: Kleene's strong three-valued logic.
///
/// Source: S. C. Kleene, *Introduction to Metamathematics* (1952), section 64.
public enum Truth: UInt8, Hashable, Sendable {
  case no = 0
  case unknown = 1
  case yes = 2

  /// The truth of a definite answer.
  public init(_ value: Bool) { self = value ? .yes : .no }

  /// The truth with these two bits: surely so, and not ruled out.
  public init(certain: Bool, possible: Bool) { self = certain ? .yes : possible ? .unknown : .no }

  /// Surely so.
  public var isCertain: Bool { self == .yes }

  /// Not ruled out.
  public var isPossible: Bool { self != .no }

  /// The same truth whichever of the two is the case, else unknown.
  public func joined(_ other: Truth) -> Truth { self == other ? self : .unknown }

  /// Both.
  public static func && (left: Truth, right: Truth) -> Truth { left.rawValue < right.rawValue ? left : right }

  /// At least one.
  public static func || (left: Truth, right: Truth) -> Truth { left.rawValue > right.rawValue ? left : right }

  /// The opposite.
  public static prefix func ! (truth: Truth) -> Truth {
    switch truth {
    case .no: .yes
    case .unknown: .unknown
    case .yes: .no
    }
  }
}
