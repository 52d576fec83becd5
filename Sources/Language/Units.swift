public import Standard
internal import Values

/// What a quantity is measured in.
public enum QuantityType: Hashable, Sendable {
  /// A part of a whole, as a fraction of one.
  case share
  /// How often one quantity goes into another of the same kind.
  case ratio
  /// A plain number, or one with a unit; lengths of time are in minutes.
  case number(Dimension)

  static let count = QuantityType.number(Dimension(unit: ""))
  static let time = QuantityType.number(Dimension(unit: "min"))

  /// A number of this dimension, in its base unit.
  init(_ dimension: Dimension) {
    switch dimension.name {
    case "time": self = .time
    case "percent", "%": self = .share
    default: self = .number(Dimension(unit: dimension.name))
    }
  }

  /// Units that measure; all others count things, and things of any name can be counted together with plain numbers.
  private static let measures: Set<String> = [
    "time", "m", "m2", "m3", "km", "kg", "l", "degC", "degF", "years", "months", "percent", "%",
  ]

  /// A number of things: staff, beds, files.
  var isThings: Bool {
    guard case .number(let dimension) = self else { return false }
    return !Self.measures.contains(dimension.name)
  }

  /// Both in one: the same unit, or a plain number beside a number of things; nil where they do not go together.
  func together(_ other: QuantityType) -> QuantityType? {
    if self == other { return self }
    switch (self, other) {
    case (.ratio, .share), (.share, .ratio): return .ratio
    case (.ratio, .count), (.count, .ratio): return .ratio
    default: break
    }
    guard isThings, other.isThings else { return nil }
    if self == .count { return other }
    return other == .count ? self : nil
  }

  /// The product; nil where it has no meaning here.
  func times(_ other: QuantityType) -> QuantityType? {
    switch (self, other) {
    case (.share, .share): .share
    case (.share, .ratio), (.ratio, .share), (.ratio, .ratio): .ratio
    case (.share, let number), (.ratio, let number), (let number, .share), (let number, .ratio): number
    default: isThings ? (self == .count || !other.isThings ? other : self) : other.isThings ? self : nil
    }
  }

  /// The quotient; nil where it has no meaning here.
  func divided(by other: QuantityType) -> QuantityType? {
    if together(other) != nil { return .ratio }
    switch (self, other) {
    case (let number, .share), (let number, .ratio): return number == .share ? .ratio : number
    case (.share, _), (.ratio, _): return other.isThings ? self : nil
    default: return other.isThings ? self : nil
    }
  }

  /// For messages: “minutes”, “m2”, “a share”, “a plain number”.
  var words: String {
    switch self {
    case .share: "a share"
    case .ratio: "a ratio"
    case .number(let dimension):
      dimension.name == "time" ? "a length of time" : dimension.name.isEmpty ? "a plain number" : "“\(dimension.name)”"
    }
  }
}

extension TestReader {
  /// A number with or without its unit, in the base unit of a dimension; a length of time where that is asked.
  mutating func number(
    _ text: String, _ dimension: Dimension, at location: Location, isPath: Bool = false
  ) -> FixedPoint? {
    if text.hasPrefix("$") {
      guard let parameter = parameter(text, at: location) else { return nil }
      switch parameter.value {
      case .number(let number, let unit):
        return converted(number, unit, dimension, at: location)
      case .duration(let period) where dimension.name == "time":
        return minutes(period, at: location)
      case .share(let share) where dimension.isPercent:
        return scaled(share, 100, at: location)
      default:
        error("type-unit", location, "\(text) is no number of \(QuantityType(dimension).words)")
        return nil
      }
    }
    if dimension.name == "time", let period = Period(text) { return minutes(period, at: location) }
    if dimension.isPercent, text.hasSuffix("%") {
      return share(text, at: location).flatMap { scaled($0, 100, at: location) }
    }
    let parts = text.split(separator: " ").map { String($0) }
    guard let first = parts.first, let number = FixedPoint(first), parts.count <= 2 else {
      if !isPath || looksLikeNumber(text) {
        error("type-compare", location, "“\(text)” is no number; expected one such as 12 or “40 h”")
      }
      return nil
    }
    return converted(number, parts.count == 2 ? parts[1] : "", dimension, at: location)
  }

  private mutating func converted(
    _ number: FixedPoint, _ unit: String, _ dimension: Dimension, at location: Location
  ) -> FixedPoint? {
    if unit.isEmpty {
      guard dimension.name != "time" else {
        error(
          "type-unit", location, "\(number) of what? expected a unit", help: "write “\(number) h” or “\(number) min”")
        return nil
      }
      return number
    }
    let written = Dimension(unit: unit)
    if written.name != dimension.name {
      if dimension.name.isEmpty, QuantityType.number(written).isThings { return number }
      let isHeat = unit == "degF" && dimension.name == "degC"
      error(
        "type-unit", location, "“\(unit)” does not go with \(QuantityType(dimension).words)",
        help: isHeat ? "write the limit in degC: Fahrenheit is not converted" : nil)
      return nil
    }
    return scaled(number, written.factor, at: location)
  }

  /// So many times a number that a file holds.
  mutating func scaled(_ number: FixedPoint, _ factor: Int64, at location: Location) -> FixedPoint? {
    let (product, overflow) = number.millionths.multipliedReportingOverflow(by: factor)
    if !overflow { return FixedPoint(millionths: product) }
    error("constant", location, "\(number) is too large to reckon with")
    return nil
  }

  /// A length of time in minutes; a month has no fixed number of them.
  mutating func minutes(_ period: Period, at location: Location) -> FixedPoint? {
    if period.unit == .months {
      error(
        "time-mixed", location, "months have no fixed length: \(period.words) cannot be compared with minutes",
        help: "write days, such as P\(period.amount <= 9_999 ? period.amount * 30 : 30)D")
      return nil
    }
    let scale = period.unit == .days ? 1440 * 60 * FixedPoint.scale : FixedPoint.scale
    let (product, overflow) = period.amount.multipliedReportingOverflow(by: scale)
    guard !overflow else {
      error("constant", location, "\(period) is too long to reckon with")
      return nil
    }
    guard product % 60 == 0 else {
      error("type-unit", location, "\(period) is no whole number of minutes")
      return nil
    }
    return FixedPoint(millionths: product / 60)
  }

  /// A share such as `90%`, as a fraction of one.
  mutating func share(_ text: String, at location: Location) -> FixedPoint? {
    if text.hasPrefix("$") {
      guard let parameter = parameter(text, at: location) else { return nil }
      if case .share(let share) = parameter.value { return share }
      error("type-unit", location, "\(text) is no share")
      return nil
    }
    guard let share = FixedPoint(percent: text) else {
      error("type-unit", location, "“\(text)” is no share; expected one from 0% to 100%")
      return nil
    }
    return share
  }

  /// The limit of a quantity, in its own measure.
  mutating func limit(_ text: String, _ type: QuantityType, at location: Location) -> FixedPoint? {
    switch type {
    case .share: return share(text, at: location)
    case .number(let dimension): return number(text, dimension, at: location)
    case .ratio:
      if text.hasPrefix("$"), let name = parameters[String(text.dropFirst())], case .share = name.value {
        return share(text, at: location)
      }
      return text.hasSuffix("%") ? share(text, at: location) : number(text, Dimension(unit: ""), at: location)
    }
  }

  /// A whole number, such as how many parts must hold; a parameter may stand for it.
  mutating func wholeNumber(_ text: String, from least: Int, to most: Int, at location: Location) -> Int? {
    var number: Int?
    if text.hasPrefix("$") {
      guard let parameter = parameter(text, at: location) else { return nil }
      if case .number(let value, unit: "") = parameter.value, value.millionths % FixedPoint.scale == 0 {
        number = Int(value.millionths / FixedPoint.scale)
      }
    } else if text.utf8.allSatisfy({ (48...57).contains($0) }) {
      number = Int(text)
    }
    if let number, number >= least, number <= most { return number }
    let range = most == Int.max ? "a whole number from \(least)" : "a number from \(least) to \(most)"
    error("count-impossible", location, "“\(text)” is not possible here; expected \(range)")
    return nil
  }

  /// A number that arithmetic on constants comes to; nil where it rests on records, or was reported.
  mutating func checkConstants(_ quantity: Quantity, at location: Location) -> Bool {
    switch constant(quantity) {
    case .tooLarge:
      error("constant", location, "these numbers come to more than can be reckoned with")
      return false
    case .dividedByZero:
      error("constant", location, "nothing can be divided by 0")
      return false
    case .number, .none: return true
    }
  }

  private enum Constant {
    case none, tooLarge, dividedByZero
    case number(FixedPoint)
  }

  private func constant(_ quantity: Quantity) -> Constant {
    func both(_ left: Constant, _ right: Constant, _ work: (Int128, Int128) -> Int128) -> Constant {
      guard case .number(let a) = left else { return left }
      guard case .number(let b) = right else { return right }
      let result = work(Int128(a.millionths), Int128(b.millionths))
      return Int64(exactly: result).map { .number(FixedPoint(millionths: $0)) } ?? .tooLarge
    }
    switch quantity {
    case .constant(let number): return .number(number)
    case .plus(let parts):
      return parts.dropFirst().reduce(parts.first.map { constant($0) } ?? .none) { both($0, constant($1), +) }
    case .minus(let left, let right): return both(constant(left), constant(right), -)
    case .times(let left, let right):
      return both(constant(left), constant(right)) { $0 * $1 / Int128(FixedPoint.scale) }
    case .divide(let left, let right):
      if case .number(.zero) = constant(right) { return .dividedByZero }
      return both(constant(left), constant(right)) { $0 * Int128(FixedPoint.scale) / $1 }
    default: return .none
    }
  }
}

extension Dimension {
  var isPercent: Bool { name == "percent" || name == "%" }
}

extension FixedPoint {
  static let one = FixedPoint(millionths: scale)
  static let zero = FixedPoint(millionths: 0)

  /// Reads `90%` or `62.5 %`; from 0 to 100.
  init?(percent text: String) {
    guard text.hasSuffix("%") else { return nil }
    var digits = text.dropLast()
    while digits.last == " " { digits = digits.dropLast() }
    guard let value = FixedPoint(String(digits)), value.millionths >= 0, value.millionths <= 100 * Self.scale,
      value.millionths % 100 == 0
    else { return nil }
    self.init(millionths: value.millionths / 100)
  }

  /// A fraction of one as `90 %`.
  var percent: String { "\(FixedPoint(millionths: millionths * 100)) %" }
}
