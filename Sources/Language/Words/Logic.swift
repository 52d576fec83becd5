public import Standard
public import Values

/// `<all>`: every part is so.
public struct All: ConditionWord {
  public static let element = "all"
  public static let attributes: [String] = []

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard reader.needsBody(xml, xml.children) else { return nil }
    return reader.all(xml.children)
  }
}

/// `<any at-least="n">`: at least one of the parts is so, or n of them.
public struct AnyOf: ConditionWord {
  public static let element = "any"
  public static let attributes = ["at-least"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard reader.needsBody(xml, xml.children) else { return nil }
    var count = 1
    if let text = xml["at-least"] {
      guard
        let number = reader.wholeNumber(text, from: 1, to: xml.children.count, at: xml.location(of: "at-least"))
      else { return nil }
      count = number
    }
    let parts = xml.children.compactMap { reader.condition($0) }
    guard parts.count == xml.children.count else { return nil }
    let phrase =
      count == 1
      ? "either " + joined(parts.map { $0.phrase }, "or")
      : "at least \(count) of these: " + joined(parts.map { $0.phrase }, "and")
    return Said(.any(count, parts.map { $0.formula }), phrase)
  }
}

/// `<not>`: the part is not so.
public struct Not: ConditionWord {
  public static let element = "not"
  public static let attributes: [String] = []

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard reader.needsBody(xml, xml.children), let part = reader.all(xml.children) else { return nil }
    return Said(.not(part.formula), phrase(xml, part.phrase))
  }

  /// “kind is not group” where that can be said.
  private static func phrase(_ xml: Element, _ inner: String) -> String {
    guard xml.children.count == 1, xml.children[0].name == Is.element else { return "it is not so that " + inner }
    if inner.hasPrefix("there is no ") { return inner.dropFirst("there is no ".count) + " is given" }
    guard let range = inner.firstRange(ofText: " is "), !inner[range.upperBound...].hasPrefix("at ") else {
      return "it is not so that " + inner
    }
    return inner[..<range.lowerBound] + " is not " + inner[range.upperBound...]
  }
}

/// `<if>`: where the `<where>` is so, the rest must be.
public struct If: ConditionWord {
  public static let element = "if"
  public static let attributes: [String] = []

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let premise = xml.first("where") else {
      reader.error("body", xml.location, "<if> has no <where>; expected the premise there")
      return nil
    }
    let body = xml.children.filter { $0.name != "where" }
    guard reader.needsBody(premise, premise.children), reader.needsBody(xml, body),
      let when = reader.all(premise.children), let then = reader.all(body)
    else { return nil }
    return Said(.any(1, [.not(when.formula), then.formula]), "if \(when.phrase), then \(then.phrase)")
  }
}
