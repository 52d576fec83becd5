public import Standard
public import Values

/// `<plus>`: two or more quantities together.
public struct Plus: QuantityWord {
  public static let element = "plus"
  public static let attributes: [String] = []

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let parts = reader.parts(xml, 2...Int.max) else { return nil }
    var type = parts[0].type
    for (part, child) in zip(parts, xml.children).dropFirst() {
      guard let both = type.together(part.type) else {
        return reader.mismatch(type, part.type, "added", at: child.location)
      }
      type = both
    }
    let formula = Quantity.plus(parts.map { $0.formula })
    guard reader.checkConstants(formula, at: xml.location) else { return nil }
    return SaidQuantity(formula, parts.map { $0.phrase }.joined(separator: " plus "), type)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    let said = read(xml, &reader)
    return reader.compared(said, xml) { "\(said?.phrase ?? "") is \($0)" }
  }
}

/// `<minus>`: the first quantity less the second.
public struct Minus: QuantityWord {
  public static let element = "minus"
  public static let attributes: [String] = []

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let parts = reader.parts(xml, 2...2) else { return nil }
    guard let type = parts[0].type.together(parts[1].type) else {
      return reader.mismatch(parts[0].type, parts[1].type, "subtracted", at: xml.location)
    }
    let formula = Quantity.minus(parts[0].formula, parts[1].formula)
    guard reader.checkConstants(formula, at: xml.location) else { return nil }
    return SaidQuantity(formula, "\(parts[0].phrase) less \(parts[1].phrase)", type)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    let said = read(xml, &reader)
    return reader.compared(said, xml) { "\(said?.phrase ?? "") is \($0)" }
  }
}

/// `<times by="15">`: a quantity so many times, or so large a part of it; or two quantities.
public struct Times: QuantityWord {
  public static let element = "times"
  public static let attributes = ["by"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let text = xml["by"] else {
      guard let parts = reader.parts(xml, 2...2) else { return nil }
      return product(parts[0], parts[1], "\(parts[0].phrase) times \(parts[1].phrase)", xml, &reader)
    }
    guard let parts = reader.parts(xml, 1...1),
      let factor = reader.asQuantity(
        Term.literal(text, at: xml.location(of: "by"), &reader), at: xml.location(of: "by"))
    else { return nil }
    let phrase = factor.type == .share ? "\(factor.phrase) of" : "\(factor.phrase) times"
    return product(parts[0], factor, "\(phrase) \(parts[0].phrase)", xml, &reader)
  }

  private static func product(
    _ left: SaidQuantity, _ right: SaidQuantity, _ phrase: String, _ xml: Element, _ reader: inout TestReader
  ) -> SaidQuantity? {
    guard let type = left.type.times(right.type) else {
      return reader.mismatch(left.type, right.type, "multiplied", at: xml.location)
    }
    let formula = Quantity.times(left.formula, right.formula)
    guard reader.checkConstants(formula, at: xml.location) else { return nil }
    return SaidQuantity(formula, phrase, type)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    let said = read(xml, &reader)
    return reader.compared(said, xml) { "\(said?.phrase ?? "") is \($0)" }
  }
}

/// `<divide>`: the first quantity by the second.
public struct Divide: QuantityWord {
  public static let element = "divide"
  public static let attributes: [String] = []

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let parts = reader.parts(xml, 2...2) else { return nil }
    guard let type = parts[0].type.divided(by: parts[1].type) else {
      return reader.mismatch(parts[0].type, parts[1].type, "divided", at: xml.location)
    }
    let formula = Quantity.divide(parts[0].formula, parts[1].formula)
    guard reader.checkConstants(formula, at: xml.location) else { return nil }
    return SaidQuantity(formula, "\(parts[0].phrase) divided by \(parts[1].phrase)", type)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    let said = read(xml, &reader)
    return reader.compared(said, xml) { "\(said?.phrase ?? "") is \($0)" }
  }
}

extension TestReader {
  /// The quantities inside a word of arithmetic.
  mutating func parts(_ xml: Element, _ count: ClosedRange<Int>) -> [SaidQuantity]? {
    guard count.contains(xml.children.count) else {
      let wanted = count.lowerBound == count.upperBound ? "" : "at least "
      let number = count.lowerBound == 1 ? "one quantity" : "two quantities"
      error(
        "body", xml.location,
        "<\(xml.name)> has \(xml.children.count) part\(xml.children.count == 1 ? "" : "s"); expected \(wanted)\(number)"
      )
      return nil
    }
    let parts = xml.children.map { asQuantity(operand($0), at: $0.location) }
    let read = parts.compactMap { $0 }
    return read.count == parts.count ? read : nil
  }

  mutating func mismatch(
    _ left: QuantityType, _ right: QuantityType, _ deed: String, at location: Location
  ) -> SaidQuantity? {
    error("type-unit", location, "\(left.words) and \(right.words) cannot be \(deed)")
    return nil
  }
}
