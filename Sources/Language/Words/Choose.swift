public import Standard
public import Values

/// `<choose>`: the quantity, or in a definition of a field the value, of the first `<case>` that holds; else of `<else>`.
public struct Choose: QuantityWord {
  public static let element = "choose"
  public static let attributes: [String] = []

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    reader.asQuantity(operand(xml, isField: false, &reader), at: xml.location)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    Is.compared(operand(xml, isField: false, &reader), xml, &reader)
  }

  /// One way out: when it is taken (nil for `<else>`), and what it comes to.
  private struct Branch {
    var condition: Said<Condition>?
    var element: Element
    var operand: Operand?
  }

  static func operand(_ xml: Element, isField: Bool, _ reader: inout TestReader) -> Operand? {
    guard var branches = branches(xml, &reader) else { return nil }
    // A bare code means one of the list that the other branches are of.
    let bare = branches.indices.filter { isField && Term.isBareCode(branches[$0].element, reader) }
    var isFine = true
    for place in branches.indices where !bare.contains(place) {
      branches[place].operand = reader.operand(branches[place].element, isField: isField)
      isFine = branches[place].operand != nil && isFine
    }
    guard isFine, readCodes(bare, &branches, xml, &reader) else { return nil }
    return values(branches) ?? quantities(branches, xml, &reader)
  }

  private static func branches(_ xml: Element, _ reader: inout TestReader) -> [Branch]? {
    guard let last = xml.children.last, last.name == "else", xml.children.count > 1 else {
      reader.error(
        "body", xml.location, "<choose> needs one <case> or more, and <else> at the end for all that is left")
      return nil
    }
    var branches: [Branch] = []
    for child in xml.children {
      reader.checkBody(child)
      reader.checkAttributes(child, [])
      let body = child.children.filter { $0.name != "where" }
      guard child.name == "case" && !(child == last) || child == last, body.count == 1, let value = body.first else {
        reader.error(
          "body", child.location,
          "expected <case> with <where> and one quantity, and <else> with one quantity at the end")
        return nil
      }
      guard child.name == "case" else {
        if let stray = child.first("where") {
          reader.error("body", stray.location, "<else> is for all that is left; it takes no <where>")
          return nil
        }
        branches.append(Branch(condition: nil, element: value))
        continue
      }
      guard let premise = child.first("where") else {
        reader.error("body", child.location, "<case> needs <where>: when it is taken")
        return nil
      }
      guard reader.needsBody(premise, premise.children), let condition = reader.all(premise.children) else {
        return nil
      }
      branches.append(Branch(condition: condition, element: value))
    }
    return branches
  }

  /// Reads bare codes as codes of the list that the rest, or else the dictionary, leaves no doubt about.
  private static func readCodes(
    _ bare: [Int], _ branches: inout [Branch], _ xml: Element, _ reader: inout TestReader
  ) -> Bool {
    guard !bare.isEmpty else { return true }
    let names = bare.map { branches[$0].element["value"] ?? "" }
    var lists = Set(reader.dictionary.lists.indices)
    for branch in branches {
      guard case .value(let value) = branch.operand else { continue }
      guard case .code(let list) = value.type else { continue }
      lists.formIntersection([list])
    }
    lists = lists.filter { list in names.allSatisfy { reader.dictionary.lists[list].index(of: $0) != nil } }
    guard lists.count == 1, let list = lists.first else {
      reader.error(
        lists.isEmpty ? "name-code" : "type-compare", branches[bare[0]].element.location(of: "value"),
        lists.isEmpty
          ? "“\(names[0])” is no field here, and no list holds the codes \(joined(names, "and"))"
          : "several lists hold the codes \(joined(names, "and")), so it is not clear which is meant",
        help: lists.isEmpty ? nil : "let one branch be a field of that list")
      return false
    }
    for (place, name) in zip(bare, names) {
      guard let code = reader.dictionary.lists[list].index(of: name) else { return false }
      branches[place].operand = .value(
        SaidValue(
          formula: .code(code, list: list), type: .code(list: list),
          phrase: "“\(reader.dictionary.lists[list].codes[code].label)”"))
    }
    return true
  }

  private static func phrase(_ branches: [Branch], _ phrases: [String]) -> String {
    joined(
      zip(branches, phrases).map { branch, phrase in
        branch.condition.map { "\(phrase) where \($0.phrase)" } ?? "\(phrase) otherwise"
      }, "or")
  }

  /// All branches as values of one kind, where they are dates, codes or lengths of time; nil where they are not.
  private static func values(_ branches: [Branch]) -> Operand? {
    var values: [SaidValue] = []
    for branch in branches {
      guard case .value(let value) = branch.operand else { return nil }
      values.append(value)
    }
    guard var result = values.last else { return nil }
    for value in values {
      switch (value.type, result.type) {
      case (.instant, .date): result.type = .instant
      case (.date, .instant), (.date, .date), (.duration, .duration): break
      case (.code(let left), .code(let right)) where left == right: break
      default:
        guard value.type == result.type, value.type == .instant else { return nil }
      }
    }
    result.formula = .chosen(
      zip(branches, values).compactMap { branch, value in
        branch.condition.map { ValueCase($0.formula, value.formula) }
      }, otherwise: result.formula)
    result.phrase = phrase(branches, values.map { $0.phrase })
    result.field = nil
    result.path = nil
    result.emptiness = values.flatMap { $0.emptiness }
    return .value(result)
  }

  private static func quantities(_ branches: [Branch], _ xml: Element, _ reader: inout TestReader) -> Operand? {
    var quantities: [SaidQuantity] = []
    for branch in branches {
      guard let quantity = reader.asQuantity(branch.operand, at: branch.element.location) else { return nil }
      if let first = quantities.first, first.type.together(quantity.type) == nil {
        reader.error(
          "type-unit", branch.element.location,
          "one way out is \(first.type.words), this one \(quantity.type.words); expected the same of all")
        return nil
      }
      quantities.append(quantity)
    }
    guard let otherwise = quantities.last else { return nil }
    let type = quantities.reduce(otherwise.type) { $0.together($1.type) ?? $0 }
    return .quantity(
      SaidQuantity(
        .choose(
          zip(branches, quantities).compactMap { branch, quantity in
            branch.condition.map { QuantityCase($0.formula, quantity.formula) }
          }, otherwise: otherwise.formula), phrase(branches, quantities.map { $0.phrase }), type))
  }
}
