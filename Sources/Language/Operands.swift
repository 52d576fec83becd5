internal import Standard
internal import Values

extension TestReader {
  /// Reads one element as a value or a quantity; in a definition of a field (`isField`) an empty choice has no value.
  mutating func operand(_ xml: Element, isField: Bool = false) -> Operand? {
    switch xml.name {
    case Term.element, Choose.element, Lowest.element, Highest.element:
      checkBody(xml)
      guard isUncompared(xml, attributes(of: xml.name)) else { return nil }
      switch xml.name {
      case Term.element: return Term.operand(xml, &self)
      case Choose.element: return Choose.operand(xml, isField: isField, &self)
      default: return extreme(xml, highest: xml.name == Highest.element, isField: isField)
      }
    case Use.element: return Use.operand(xml, isField: isField, &self)
    default: return quantity(xml).map { .quantity($0) }
    }
  }

  private func attributes(of name: String) -> [String] {
    Words.quantities.first { $0.element == name }?.attributes ?? []
  }

  /// A value as a quantity, where it is a number or a length of time.
  mutating func asQuantity(_ operand: Operand?, at location: Location) -> SaidQuantity? {
    switch operand {
    case nil: return nil
    case .quantity(let quantity): return quantity
    case .value(let value):
      guard let value = aged(value, on: nil, at: location) else { return nil }
      switch value.type {
      case .number(let dimension):
        let term = Quantity.term(value.formula)
        // A field in per cent holds 80 for 80 %; a share is a fraction of one.
        let formula =
          dimension.isPercent ? .times(term, .constant(FixedPoint(millionths: FixedPoint.scale / 100))) : term
        return SaidQuantity(formula, value.phrase, QuantityType(dimension))
      case .duration:
        guard let minutes = lengthOfTime(value.formula, value.phrase, at: location) else { return nil }
        return SaidQuantity(minutes, value.phrase, .time)
      case .date, .instant:
        error(
          "type-compare", location, "“\(value.phrase)” is a date; expected a number or a length of time",
          help: "the time between two dates is <elapsed from=\"…\" to=\"…\"/>")
        return nil
      default:
        error("type-compare", location, "“\(value.phrase)” is no number")
        return nil
      }
    }
  }

  /// A length of time that is written down, in minutes.
  private mutating func lengthOfTime(_ value: Value, _ phrase: String, at location: Location) -> Quantity? {
    switch value {
    case .period(let period): return minutes(period, at: location).map { .constant($0) }
    case .chosen(let cases, let otherwise):
      var found: [QuantityCase] = []
      for part in cases {
        guard let minutes = lengthOfTime(part.value, phrase, at: location) else { return nil }
        found.append(QuantityCase(part.condition, minutes))
      }
      return lengthOfTime(otherwise, phrase, at: location).map { .choose(found, otherwise: $0) }
    default:
      error(
        "type-compare", location, "“\(phrase)” may be in months, so it cannot be reckoned with",
        help: "compare it with <is>, or use it as “within”")
      return nil
    }
  }

  // MARK: Over rows

  /// A choice of rows and what is measured of each: `value`, or the body.
  mutating func measured(_ xml: Element) -> (selection: Selection, each: Operand)? {
    guard let selection = selection(xml) else { return nil }
    let children = xml.children.filter { $0.name != "where" }
    guard children.count + (xml["value"] == nil ? 0 : 1) == 1 else {
      error(
        "body", xml.location,
        "<\(xml.name)> needs either “value” or one quantity inside: what is measured of each row")
      return nil
    }
    rows.append(selection.row)
    defer { rows.removeLast() }
    if let text = xml["value"] {
      return operand(text, at: xml.location(of: "value")).map { (selection, $0) }
    }
    return children.first.flatMap { operand($0) }.map { (selection, $0) }
  }

  /// The same where each row gives a number.
  mutating func measuredNumbers(_ xml: Element) -> (selection: Selection, each: SaidQuantity)? {
    guard let (selection, each) = measured(xml) else { return nil }
    rows.append(selection.row)
    defer { rows.removeLast() }
    return asQuantity(each, at: xml.location(of: "value")).map { (selection, $0) }
  }

  /// The lowest or highest over rows: a date or number that may not exist, or a quantity.
  mutating func extreme(_ xml: Element, highest: Bool, isField: Bool) -> Operand? {
    guard let (selection, each) = measured(xml) else { return nil }
    let location = xml.location(of: "value")
    let word = highest ? "highest" : "lowest"
    if case .value(let value) = each, value.type.isDate || isField && xml["if-empty"] == nil {
      guard let value = aged(value, on: nil, at: location) else { return nil }
      var result = value
      result.field = nil
      result.path = nil
      result.formula = .extreme(selection.choice, value.formula, highest: highest)
      result.emptiness = []
      switch value.type {
      case .date, .instant:
        result.phrase = "the \(highest ? "last" : "first") \(value.phrase) of the \(selection.plural.withoutArticle)"
        guard !isField else {
          if xml["if-empty"] != nil {
            error(
              "empty-needless", xml.location(of: "if-empty"),
              "a \(word) date of no row simply has no value: “if-empty” says nothing here")
          }
          return .value(result)
        }
        guard let outcome = emptiness(selection, xml, usual: .unknown) else { return nil }
        result.emptiness = [Emptiness(choice: selection.choice, outcome: outcome)]
        return .value(result)
      case .number:
        result.phrase = "the \(word) \(value.phrase) of the \(selection.plural.withoutArticle)"
        return .value(result)
      default: break
      }
    }
    guard let quantity = asQuantity(each, at: location),
      let ifEmpty = emptiness(selection, xml, usual: .unknown)
    else { return nil }
    return .quantity(
      SaidQuantity(
        .extreme(selection.choice, quantity.formula, highest: highest, ifEmpty: ifEmpty),
        "the \(word), over the \(selection.plural.withoutArticle), of \(quantity.phrase)", quantity.type))
  }
}
