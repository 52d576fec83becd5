internal import Standard
internal import Values

extension TestReader {
  func looksLikeNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    return text.hasPrefix("$") || first == UInt8(ascii: "-")
      || (first >= UInt8(ascii: "0") && first <= UInt8(ascii: "9"))
  }

  /// A literal or parameter as a reader would say it.
  func literalPhrase(_ text: String) -> String {
    guard text.hasPrefix("$") else { return Period(text)?.words ?? FixedPoint(percent: text)?.percent ?? text }
    switch parameters[String(text.dropFirst())]?.value {
    case .number(let number, let unit): return unit.isEmpty ? "\(number)" : "\(number) \(unit)"
    case .share(let share): return share.percent
    case .duration(let period): return period.words
    case .codes(let codes): return joined(codes, "and")
    case nil: return text
    }
  }

  /// The names of codes that an attribute lists, with a parameter written out.
  mutating func codeNames(_ text: String, at location: Location) -> [String]? {
    guard text.hasPrefix("$") else { return text.split(separator: " ").map { String($0) } }
    guard let parameter = parameter(text, at: location) else { return nil }
    if case .codes(let names) = parameter.value { return names }
    error("type-compare", location, "\(text) is no list of codes")
    return nil
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
    guard canHold(limits, at: xml.location) else { return nil }
    let sentence = phrase(joined(phrases, "and"))
    return Said(parts.count == 1 ? parts[0] : .all(parts), sentence)
  }

  /// Whether limits leave anything between them.
  mutating func canHold(_ limits: [(Relation, FixedPoint)], at location: Location) -> Bool {
    for (lower, low) in limits where lower == .atLeast || lower == .moreThan || lower == .equal {
      for (upper, high) in limits where upper == .atMost || upper == .lessThan || upper == .equal {
        guard low > high || low == high && (lower == .moreThan || upper == .lessThan) else { continue }
        error(
          "type-kind", location,
          "the two limits exclude each other: nothing is \(lower.words) \(low) and \(upper.words) \(high)")
        return false
      }
    }
    return true
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
