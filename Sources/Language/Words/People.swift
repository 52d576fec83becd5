public import Standard
public import Values

/// `<answer question="…">`: people's answers to a question, by so many different methods.
public struct Answer: ConditionWord {
  public static let element = "answer"
  public static let attributes = ["question", "at-least", "methods", "within"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let question = xml["question"] else {
      reader.error("body", xml.location, "<answer> needs “question”: the id of a question that is asked")
      return nil
    }
    guard let test = reader.answerTest(question, xml) else { return nil }
    reader.used.insert("question " + question)
    return Said(
      .answer(test),
      "people answer question \(question) well enough (\(test.methods) method\(test.methods == 1 ? "" : "s"))")
  }
}

extension TestReader {
  /// The attributes `at-least methods within`, as on `<answer>` and `<ask>`.
  mutating func answerTest(_ question: String, _ xml: Element) -> AnswerTest? {
    guard let fields = dictionary.answers else {
      error("name-row", xml.location, "the dictionary has no record type for answers")
      return nil
    }
    let type = dictionary.records[fields.record]
    guard case .code(let answers) = type.fields[fields.answer].kind,
      case .code(let methods) = type.fields[fields.method].kind
    else { return nil }
    let wanted = xml["at-least"] ?? "yes"
    guard let atLeast = dictionary.lists[answers].index(of: wanted) else {
      error(
        "name-code", xml.location(of: "at-least"), "there is no answer “\(wanted)”",
        help: suggestion(for: wanted, among: dictionary.lists[answers].codes.map { $0.id }))
      return nil
    }
    var count = 1
    if let text = xml["methods"] {
      guard let number = Int(text), number >= 1, number < dictionary.lists[methods].codes.count else {
        error("count-impossible", xml.location(of: "methods"), "“methods” is \(text); expected a whole number from 1")
        return nil
      }
      count = number
    }
    guard let window = window(xml["within"] ?? "P12M", at: xml.location(of: "within")) else { return nil }
    return AnswerTest(
      question: question, atLeast: atLeast, methods: count, window: window.formula,
      adjudication: dictionary.lists[methods].index(of: "adjudication"))
  }
}

/// `<met criterion="…" level="…">`: another criterion reaches a level, or does not apply.
public struct Met: ConditionWord {
  public static let element = "met"
  public static let attributes = ["criterion", "level"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let id = xml["criterion"], let level = xml["level"] else {
      reader.error("body", xml.location, "<met> needs “criterion” and “level”")
      return nil
    }
    guard reader.criteria[id] != nil else {
      reader.error(
        "name-criterion", xml.location(of: "criterion"), "there is no criterion “\(id)”",
        help: suggestion(for: id, among: Array(reader.criteria.keys)))
      return nil
    }
    guard let index = reader.levelNames.firstIndex(of: level) else {
      reader.error(
        "name-code", xml.location(of: "level"), "there is no level “\(level)”",
        help: suggestion(for: level, among: reader.levelNames))
      return nil
    }
    guard !reader.expanding.contains("criterion " + id) else {
      reader.error("cycle", xml.location, "\(id) is judged by itself")
      return nil
    }
    guard let found = reader.tests(ofCriterion: id) else { return nil }
    let levels = Condition.all(Array(found.levels.prefix(index + 1)))
    let phrase = "criterion \(id) reaches “\(level)”"
    guard let applies = found.applies else { return Said(levels, phrase) }
    return Said(.any(1, [.not(applies), levels]), phrase + " or does not apply")
  }
}

/// `<use condition="…">` or `<use quantity="…" at-least="…">`: something defined elsewhere.
public struct Use: ConditionWord {
  public static let element = "use"
  public static let attributes = ["condition", "quantity"] + Words.comparing

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    if xml["quantity"] != nil {
      guard let body = body(xml, "quantity", .quantity, &reader) else { return nil }
      defer { reader.expanding.removeLast() }
      guard Words.comparing.contains(where: { xml[$0] != nil }) else {
        reader.error(
          "type-kind", xml.location, "a quantity is used where a condition is needed",
          help: "compare it, for instance with at-least=\"…\"")
        return nil
      }
      // The comparison belongs to the defined word, so it is read as if it stood there.
      guard let word = body.first, body.count == 1 else { return nil }
      var compared = word
      compared.attributes += xml.attributes.filter { Words.comparing.contains($0.name) }
      return reader.condition(compared)
    }
    guard xml["condition"] != nil else {
      reader.error("body", xml.location, "<use> needs “condition” or “quantity”")
      return nil
    }
    if let comparison = Words.comparing.first(where: { xml[$0] != nil }) {
      reader.error("type-kind", xml.location(of: comparison), "a condition is met or not and cannot be compared")
      return nil
    }
    guard let body = body(xml, "condition", .condition, &reader) else { return nil }
    defer { reader.expanding.removeLast() }
    return reader.all(body)
  }

  /// The same without comparison, as one side of `<compare>`.
  static func quantity(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    reader.checkAttributes(xml, attributes)
    guard let body = body(xml, "quantity", .quantity, &reader) else { return nil }
    defer { reader.expanding.removeLast() }
    return body.first.flatMap { reader.quantity($0) }
  }

  /// The children of a definition; the name is open until the caller is done with it.
  private static func body(
    _ xml: Element, _ attribute: String, _ kind: TestReader.Definition.Kind, _ reader: inout TestReader
  ) -> [Element]? {
    let name = xml[attribute] ?? ""
    guard let definition = reader.definitions[name], definition.kind == kind else {
      let names = reader.definitions.values.filter { $0.kind == kind }.map { $0.name }
      reader.error(
        "name-define", xml.location(of: attribute), "no \(attribute) “\(name)” is defined",
        help: suggestion(for: name, among: names))
      return nil
    }
    reader.used.insert("define " + name)
    guard !reader.expanding.contains(name) else {
      reader.error("cycle", xml.location, "“\(name)” is defined by itself")
      return nil
    }
    let children = definition.element.children
    guard !children.isEmpty, kind == .condition || children.count == 1 else {
      reader.error(
        "body", definition.element.location,
        "the definition of “\(name)” needs \(kind == .condition ? "a condition" : "one quantity") inside")
      return nil
    }
    reader.expanding.append(name)
    return children
  }
}
