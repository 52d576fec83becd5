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
      // Whoever decides between the others is no method of its own.
      let codes = dictionary.lists[methods].codes.filter { $0.id != "adjudication" }
      guard let number = wholeNumber(text, from: 1, to: codes.count, at: xml.location(of: "methods")) else {
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
      guard Words.comparing.contains(where: { xml[$0] != nil }) else {
        reader.error(
          "type-kind", xml.location, "a quantity is used where a condition is needed",
          help: "compare it, for instance with at-least=\"…\"")
        return nil
      }
      return defined(xml, "quantity", .quantity, &reader) { reader, body in
        // The comparison belongs to the defined word, so it is read as if it stood there.
        var compared = body[0]
        compared.attributes += xml.attributes.filter { Words.comparing.contains($0.name) }
        return reader.condition(compared)
      }
    }
    guard xml["condition"] != nil else {
      reader.error("body", xml.location, "<use> needs “condition” or “quantity”")
      return nil
    }
    if let comparison = Words.comparing.first(where: { xml[$0] != nil }) {
      reader.error("type-kind", xml.location(of: comparison), "a condition is met or not and cannot be compared")
      return nil
    }
    return defined(xml, "condition", .condition, &reader) { reader, body in reader.all(body) }
  }

  /// The same without comparison, as a part of a quantity.
  static func quantity(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    reader.asQuantity(operand(xml, isField: false, &reader), at: xml.location)
  }

  static func operand(_ xml: Element, isField: Bool, _ reader: inout TestReader) -> Operand? {
    reader.checkBody(xml)
    guard reader.isUncompared(xml, attributes) else { return nil }
    if xml["quantity"] == nil, xml["condition"] != nil {
      reader.error("type-kind", xml.location(of: "condition"), "a condition is used where a quantity is needed")
      return nil
    }
    return defined(xml, "quantity", .quantity, &reader) { reader, body in
      reader.operand(body[0], isField: isField)
    }
  }

  private static func defined<Result>(
    _ xml: Element, _ attribute: String, _ kind: TestReader.Definition.Kind, _ reader: inout TestReader,
    _ read: (inout TestReader, [Element]) -> Result?
  ) -> Result? {
    guard let (definition, index) = reader.definition(xml, attribute, kind) else { return nil }
    return reader.defined(definition, ofRow: index, at: xml.location) { reader in
      read(&reader, definition.element.children)
    }
  }
}

/// `<tally question="…" within="…">`: the share that people counted where files may not be opened.
public struct Tally: QuantityWord {
  public static let element = "tally"
  public static let attributes = ["question", "within"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    guard let question = xml["question"] else {
      reader.error("body", xml.location, "<tally> needs “question”: the id of a question that people count for")
      return nil
    }
    guard reader.dictionary.answers?.counted != nil else {
      reader.error(
        "name-row", xml.location, "the dictionary has no fields for what people counted",
        help: "name them in the record type of answers: counted=\"looked_at fulfilled out_of drawn\"")
      return nil
    }
    guard let window = reader.window(xml["within"] ?? "P12M", at: xml.location(of: "within")) else { return nil }
    reader.used.insert("question " + question)
    return SaidQuantity(
      .tally(TallyTest(question: question, window: window.formula)),
      "the share counted for question \(question) \(window.phrase)", .share)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    let said = read(xml, &reader)
    return reader.compared(said, xml) { "\(said?.phrase ?? "") is \($0)" }
  }
}
