internal import Standard
public import Values

/// What a criterion's example expects.
public struct Example: Sendable {
  /// The criterion, as a place in the standard.
  public var criterion: Int
  public var name: String
  /// Its rows and collections.
  public var element: Element
  /// Grades, as places; nil where the criterion does not apply.
  public var certain: Int?
  public var possible: Int?
  public var applies: Truth
}

extension TestReader {
  /// The children of a level that are not its test.
  static let levelParts = ["statement", "cite", "remedy"]
  static let criterionParts = ["why", "applies", "level", "ask", "example"]

  /// What a criterion's tests mean, for `met`.
  mutating func tests(ofCriterion id: String) -> (applies: Condition?, levels: [Condition])? {
    guard let element = criteria[id] else { return nil }
    expanding.append("criterion " + id)
    let open = rows
    rows = []
    defer {
      expanding.removeLast()
      rows = open
    }
    var applies: Condition?
    if let part = element.first("applies") {
      guard let read = all(part.children) else { return nil }
      applies = read.formula
    }
    var levels: [Condition] = []
    for level in element.all("level") {
      guard let test = all(level.children.filter { !Self.levelParts.contains($0.name) }) else { return nil }
      let ask = element.all("ask").first { $0["level"] == level["name"] }
      if let ask, ask["settles"] == "undetermined", let question = ask["question"],
        let answer = answerTest(question, ask)
      {
        levels.append(.settled(records: test.formula, answer: .answer(answer)))
      } else {
        levels.append(test.formula)
      }
    }
    return (applies, levels)
  }
}

/// Reads criteria with their levels, questions, citations, remedies and examples.
struct CriterionReader {
  let grades: [Grade]
  let sources: Set<String>
  /// Remedies declared once for several criteria.
  let shared: [String: Remedy]
  var examples: [Example] = []
  /// All tests that could be read.
  var tests: [ReadTest] = []

  /// Whether examples were read.
  let wantsExamples: Bool

  init(grades: [Grade], sources: Set<String>, wantsExamples: Bool = true, shared: [String: Remedy]) {
    self.wantsExamples = wantsExamples
    self.grades = grades
    self.sources = sources
    self.shared = shared
  }

  mutating func read(_ element: Element, domain: Int, place: Int, _ reader: inout TestReader) -> Criterion? {
    reader.checkAttributes(element, ["id", "title", "severity", "class", "weight", "concerns"])
    for word in (element["concerns"] ?? "").split(separator: " ") where !Self.concerns.contains(String(word)) {
      reader.error(
        "name-code", element.location(of: "concerns"),
        word == "state"
          ? "a duty of a state is no criterion of a shelter" : "“\(word)” is nobody that a criterion may concern",
        help: word == "state"
          ? "keep it in the list of facts, because=\"state\"" : suggestion(for: String(word), among: Self.concerns))
    }
    for child in element.children where !TestReader.criterionParts.contains(child.name) {
      reader.error(
        "name-word", child.location, "<\(child.name)> is not expected in a criterion",
        help: suggestion(for: child.name, among: TestReader.criterionParts))
    }
    guard let id = element["id"], !id.isEmpty else {
      reader.error("text", element.location, "a criterion needs “id”")
      return nil
    }
    if element["title"]?.isEmpty != false { reader.error("text", element.location, "\(id) has no title") }
    let why = element.first("why")?.text ?? ""
    if why.isEmpty {
      reader.error("text", element.location, "\(id) does not say why it matters", help: "add <why>…</why>")
    }
    let severity = Severity.allCases.first { $0.id == element["severity"] }
    if severity == nil {
      reader.error(
        "name-code", element.location(of: "severity"), "“severity” says how much harm a failure can do",
        help: suggestion(for: element["severity"] ?? "", among: Severity.allCases.map { $0.id }))
    }
    var applies: Condition?
    if let part = element.first("applies") {
      reader.places = [:]
      let read = reader.needsBody(part, part.children) ? reader.all(part.children) : nil
      applies = read?.formula
      if let applies { note(applies, id, nil, part, reader) }
      // Its levels are read all the same, for the errors in them.
      guard read != nil else {
        _ = levels(element, id, &reader)
        return nil
      }
    }
    guard let levels = levels(element, id, &reader) else { return nil }
    guard let weight = FixedPoint(element["weight"] ?? "1"), weight.millionths > 0 else {
      reader.error("type-compare", element.location(of: "weight"), "“weight” is a number above 0")
      return nil
    }
    examples(element, place, &reader)
    return Criterion(
      id: id, title: element["title"] ?? "", why: why, severity: severity ?? .minor, scheme: element["class"] ?? "",
      weight: weight, domain: domain, applies: applies, levels: levels, location: element.location)
  }

  private mutating func levels(_ element: Element, _ id: String, _ reader: inout TestReader) -> [Level]? {
    let wanted = grades.dropFirst().map { $0.id }
    let found = element.all("level")
    checkOrder(found, wanted, element, id, &reader)
    var asks: [String: Ask] = [:]
    for child in element.all("ask") {
      guard let (level, ask) = ask(child, wanted, &reader) else { continue }
      asks[level] = ask
    }
    var levels: [Level] = []
    for level in found {
      let name = level["name"] ?? ""
      reader.checkAttributes(level, ["name"])
      let test = level.children.filter { !TestReader.levelParts.contains($0.name) }
      let cites = level.all("cite").compactMap { cite($0, &reader) }
      let remedies = level.all("remedy").compactMap { remedy($0, "\(id).\(name)", &reader) }
      if level.all("cite").isEmpty {
        reader.error(
          "cite", level.location, "\(id), \(name): nothing says what it rests on",
          help: "add <cite source=\"…\" clause=\"…\" basis=\"…\"/>")
      }
      if level.all("remedy").isEmpty {
        reader.error(
          "remedy", level.location, "\(id), \(name): nothing says what mends it", help: "add <remedy …>…</remedy>")
      }
      let statement = level.first("statement")?.text ?? ""
      if statement.isEmpty { reader.error("text", level.location, "\(id), \(name) has no statement in plain words") }
      reader.places = [:]
      guard reader.needsBody(level, test), let said = reader.test(test) else { continue }
      note(said.formula, id, name, level, reader)
      levels.append(
        Level(
          statement: statement, test: said.formula, ask: asks[name], cites: cites, remedies: remedies,
          reading: said.phrase))
    }
    guard levels.count == wanted.count, found.compactMap({ $0["name"] }) == wanted else { return nil }
    return levels
  }

  /// Each level of the standard once, in its order.
  private func checkOrder(
    _ found: [Element], _ wanted: [String], _ criterion: Element, _ id: String, _ reader: inout TestReader
  ) {
    var last = -1
    var seen: Set<String> = []
    for level in found {
      let name = level["name"] ?? ""
      guard let place = wanted.firstIndex(of: name) else {
        reader.error(
          "level-order", level.location(of: "name"),
          name.isEmpty ? "a level says which it is with “name”" : "the standard has no level “\(name)”",
          help: suggestion(for: name, among: wanted))
        continue
      }
      if !seen.insert(name).inserted {
        reader.error("level-order", level.location(of: "name"), "\(id) has two levels “\(name)”")
      } else if place < last {
        reader.error(
          "level-order", level.location(of: "name"), "“\(name)” stands after a level that is above it",
          help: "write the lowest first: \(wanted.joined(separator: ", "))")
      }
      last = max(last, place)
    }
    let known = found.allSatisfy { wanted.contains($0["name"] ?? "") }
    for name in wanted where known && !seen.contains(name) {
      reader.error("level-order", criterion.location, "\(id) has no level “\(name)”")
    }
  }

  private mutating func note(
    _ condition: Condition, _ id: String, _ level: String?, _ element: Element, _ reader: TestReader
  ) {
    tests.append(
      ReadTest(criterion: id, level: level, element: element, condition: condition, places: reader.places))
  }

  private func ask(_ element: Element, _ levels: [String], _ reader: inout TestReader) -> (String, Ask)? {
    reader.checkAttributes(element, ["question", "level", "methods", "settles", "within", "at-least"])
    guard let question = element["question"], !question.isEmpty else {
      reader.error("text", element.location, "<ask> needs “question”: its id")
      return nil
    }
    let level = element["level"] ?? levels.first ?? ""
    guard levels.contains(level) else {
      reader.error(
        "level-order", element.location(of: "level"), "there is no level “\(level)”",
        help: suggestion(for: level, among: levels))
      return nil
    }
    let settles = element["settles"] ?? "never"
    if settles != "never", settles != "undetermined" {
      reader.error(
        "name-code", element.location(of: "settles"), "“settles” is never or undetermined",
        help: suggestion(for: settles, among: ["never", "undetermined"]))
    }
    if element.text.isEmpty { reader.error("text", element.location, "question \(question) has no text") }
    if settles == "undetermined" { reader.used.insert("question " + question) }
    if !reader.questions.insert(question + " " + level).inserted {
      reader.error("name-define", element.location, "question \(question) is asked twice for the same level")
    }
    guard let test = reader.answerTest(question, element) else { return nil }
    return (level, Ask(question: question, text: element.text, test: test, settles: settles == "undetermined"))
  }

  /// Whom a criterion may concern: all, the organisation, clinicians, children, staff, people on the move.
  private static let concerns = ["ALL", "ORG", "CLIN", "CHILD", "STAFF", "MOVE"]

  private func cite(_ element: Element, _ reader: inout TestReader) -> Cite? {
    reader.checkAttributes(element, ["source", "clause", "facts", "basis", "binds"])
    let source = element["source"] ?? ""
    if !sources.contains(source) {
      reader.error(
        "cite", element.location(of: "source"), "the bibliography has no source “\(source)”",
        help: suggestion(for: source, among: Array(sources)))
    }
    guard let basis = Cite.Basis(rawValue: element["basis"] ?? "") else {
      reader.error(
        "cite", element.location(of: "basis"), "“basis” says whether the source states it",
        help: suggestion(for: element["basis"] ?? "", among: Cite.Basis.allCases.map { $0.rawValue }))
      return nil
    }
    return Cite(
      source: source, clause: element["clause"] ?? "", basis: basis, binds: element["binds"] ?? "",
      facts: element["facts"] ?? "")
  }

  func remedy(_ element: Element, _ owner: String, _ reader: inout TestReader) -> Remedy? {
    if let name = element["ref"] {
      reader.checkAttributes(element, ["ref"])
      guard let remedy = shared[name] else {
        reader.error(
          "remedy", element.location(of: "ref"), "no remedy “\(name)” is declared",
          help: suggestion(for: name, among: Array(shared.keys)))
        return nil
      }
      reader.used.insert("remedy " + name)
      return remedy
    }
    if let id = element["id"], let known = shared[id] { return known }
    reader.checkAttributes(element, ["id", "kind", "role", "effort", "each", "due", "after"])
    guard let kind = Remedy.Kind(rawValue: element["kind"] ?? "") else {
      reader.error(
        "remedy", element.location(of: "kind"), "“kind” says what kind of deed it is",
        help: suggestion(for: element["kind"] ?? "", among: Remedy.Kind.allCases.map { $0.rawValue }))
      return nil
    }
    func seconds(_ attribute: String) -> Int64 {
      guard let text = element[attribute] else { return 0 }
      guard let period = Period(text), period.unit != .months else {
        reader.error(
          "time-window", element.location(of: attribute), "“\(attribute)” is a length of work such as PT2H or PT30M")
        return 0
      }
      return period.unit == .days ? period.amount * 8 * 3600 : period.amount
    }
    guard let due = Period(element["due"] ?? "P30D"), due.unit != .seconds else {
      reader.error("time-window", element.location(of: "due"), "“due” is a length of time such as P14D")
      return nil
    }
    if element.text.isEmpty { reader.error("remedy", element.location, "a remedy says in one sentence what to do") }
    let id = element["id"] ?? "\(owner).\(kind.rawValue)"
    return Remedy(
      id: id, kind: kind, role: element["role"] ?? "manager", effort: seconds("effort"), each: seconds("each"),
      due: due,
      after: (element["after"] ?? "").split(separator: " ").map { String($0) }, text: element.text)
  }

  private mutating func examples(_ element: Element, _ place: Int, _ reader: inout TestReader) {
    let found = element.all("example")
    if found.count < 3, wantsExamples {
      reader.warning(
        "example", element.location,
        "\(element["id"] ?? "") has \(found.count) example\(found.count == 1 ? "" : "s"); expected at least three: one that meets, one that fails, one unknown"
      )
    }
    for example in found {
      reader.checkAttributes(example, ["name", "certain", "possible", "applies", "complete", "as-of"])
      func grade(_ attribute: String) -> Int? {
        guard let name = example[attribute] else { return nil }
        if let index = grades.firstIndex(where: { $0.id == name }) { return index }
        reader.error(
          "example", example.location(of: attribute), "there is no level “\(name)”",
          help: suggestion(for: name, among: grades.map { $0.id }))
        return nil
      }
      let applies: Truth =
        switch example["applies"] {
        case "no": .no
        case "unknown": .unknown
        default: .yes
        }
      if let text = example["applies"], !["yes", "no", "unknown"].contains(text) {
        reader.error(
          "example", example.location(of: "applies"), "“applies” is yes, no or unknown",
          help: suggestion(for: text, among: ["yes", "no", "unknown"]))
      }
      let certain = grade("certain")
      let possible = grade("possible")
      if applies != .no, certain == nil || possible == nil {
        let isWritten = example["certain"] != nil && example["possible"] != nil
        if isWritten { continue }
        reader.error(
          "example", example.location, "an example says what is expected: “certain” and “possible”, or applies=\"no\"")
        continue
      }
      examples.append(
        Example(
          criterion: place, name: example["name"] ?? "", element: example, certain: applies == .no ? nil : certain,
          possible: applies == .no ? nil : possible, applies: applies))
    }
  }
}
