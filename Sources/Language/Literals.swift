internal import Standard
internal import Values

extension TestReader {
  func looksLikeNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    return text.hasPrefix("$") || first == UInt8(ascii: "-")
      || (first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9"))
  }

  /// A number with or without its unit, in the base unit of a dimension; a length of time where that is asked.
  mutating func number(
    _ text: String, _ dimension: Dimension, at location: Location, isPath: Bool = false
  ) -> FixedPoint? {
    if text.hasPrefix("$") {
      guard let parameter = parameter(text, at: location) else { return nil }
      switch parameter.value {
      case .number(let number, let unit):
        return converted(number, unit, dimension, at: location)
      case .duration(let period) where dimension.name == "time" && period.unit == .seconds:
        return minutes(period, at: location)
      default:
        error("type-unit", location, "\(text) is no number of \(dimension.name)")
        return nil
      }
    }
    if dimension.name == "time", let period = Period(text), period.unit == .seconds {
      return minutes(period, at: location)
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
    guard written.name == dimension.name else {
      error(
        "type-unit", location,
        "“\(unit)” does not go with \(dimension.name.isEmpty ? "a plain number" : "“\(dimension.name)”")")
      return nil
    }
    return FixedPoint(millionths: number.millionths * written.factor)
  }

  private mutating func minutes(_ period: Period, at location: Location) -> FixedPoint? {
    let (product, overflow) = period.amount.multipliedReportingOverflow(by: FixedPoint.scale)
    guard !overflow, product % 60 == 0 else {
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
    case .share: share(text, at: location)
    case .number(let dimension): number(text, dimension, at: location)
    }
  }

  /// A literal or parameter as a reader would say it.
  func literalPhrase(_ text: String) -> String {
    guard text.hasPrefix("$") else { return Period(text)?.words ?? text }
    switch parameters[String(text.dropFirst())]?.value {
    case .number(let number, let unit): return unit.isEmpty ? "\(number)" : "\(number) \(unit)"
    case .share(let share): return share.percent
    case .duration(let period): return period.words
    case .codes(let codes): return joined(codes, "and")
    case nil: return text
    }
  }

  /// A quantity with its comparison attributes, as a condition.
  mutating func compared(_ said: SaidQuantity?, _ xml: Element, phrase: (_ limit: String) -> String) -> Said<Condition>?
  {
    guard let said else { return nil }
    if xml["in"] != nil {
      error("type-compare", xml.location(of: "in"), "a quantity is compared with a number; “in” is for codes and dates")
      return nil
    }
    var parts: [Condition] = []
    var phrases: [String] = []
    var limits: [(Relation, FixedPoint)] = []
    for name in Words.comparing {
      guard let text = xml[name], let relation = Relation(name: name) else { continue }
      guard let limit = limit(text, said.type, at: xml.location(of: name)) else { return nil }
      parts.append(.measure(said.formula, relation, .constant(limit)))
      phrases.append("\(relation.words) \(literalPhrase(text))")
      limits.append((relation, limit))
    }
    for (lower, low) in limits where lower == .atLeast || lower == .moreThan {
      for (upper, high) in limits where upper == .atMost || upper == .lessThan {
        guard low > high else { continue }
        error(
          "type-kind", xml.location, "the two limits exclude each other: nothing is at least \(low) and at most \(high)"
        )
        return nil
      }
    }
    let sentence = phrase(joined(phrases, "and"))
    return Said(parts.count == 1 ? parts[0] : .all(parts), sentence)
  }
}

extension Relation {
  /// “at least”, “at most”…, before a number.
  var words: String {
    switch self {
    case .equal: "exactly"
    case .atLeast: "at least"
    case .atMost: "at most"
    case .moreThan: "more than"
    case .lessThan: "less than"
    }
  }
}

extension FixedPoint {
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
