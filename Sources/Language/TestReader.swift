public import Standard
public import Values

/// Reads tests: knows the names that may be used, the rows that are open, and collects what is wrong.
public struct TestReader: Sendable {
  /// A row that is open while the children of a word are read.
  struct OpenRow {
    enum Kind: Hashable {
      case record(Int)
      case period(CalendarUnit, hasHours: Bool)
      case moment
    }
    var name: String
    var kind: Kind
    /// What a calendar row is called in sentences.
    var label = ""
    /// The due day of its deadline and the day the deadline counts from, if it has one; seen from the row itself.
    var due: Value?
    var from: Value?
    /// Whether it was chosen `for` another row.
    var isJoined = false
    /// About how many calendar rows there are of it; 1 where that is not known.
    var periods: Int64 = 1
    /// Whether it is open outside a definition that is being read: there its name means nothing.
    var isHidden = false
  }

  /// A parameter with its value.
  struct Parameter {
    enum Kind: Hashable {
      case number(FixedPoint, unit: String)
      case share(FixedPoint)
      case duration(Period)
      case codes([String])
    }
    var name: String
    var value: Kind
    var element: Element
    var location: Location { element.location }
  }

  /// A name for a set of rows, a field that is worked out, a condition or a quantity.
  struct Definition {
    enum Kind: String, CaseIterable {
      case set, field, condition, quantity
    }
    var kind: Kind
    var name: String
    var element: Element
  }

  let dictionary: DataDictionary
  /// True for gates, which speak of findings.
  let isForGates: Bool
  var rows: [OpenRow] = []
  var parameters: [String: Parameter] = [:]
  var definitions: [String: Definition] = [:]
  /// Fields that are worked out, by record type and name.
  var derived: [Int: [String: Definition]] = [:]
  var calendar = HouseCalendar()
  /// Whether a plain name may also be a field of the row around: so in the windows of a choice, whose own row is
  /// only just being chosen.
  var looksAround = false
  /// Criteria by id as they were read, for `met`.
  var criteria: [String: Element] = [:]
  var levelNames: [String] = []
  /// Names being expanded, to find circles.
  var expanding: [String] = []
  /// What the fields that are worked out mean, for the sentence that was read last.
  var explanations: [String] = []
  /// How often a definition was written out; more than a standard ever needs would not come to an end.
  var expansions = 0
  static let mostExpansions = 20_000
  /// How many rows may be open inside each other.
  static let mostRows = 24
  var used: Set<String> = []
  var questions: Set<String> = []
  public var diagnostics = Diagnostics()
  /// What each condition and choice says, in words.
  public var readings: [Condition: String] = [:]
  public var choices: [Choice: String] = [:]
  /// Each condition that is read, with its place; nil = nobody asks.
  var noted: [NotedCondition]?
  /// Where each condition of the test that is being read was written.
  var places: [Condition: [Location]] = [:]

  init(dictionary: DataDictionary, isForGates: Bool = false) {
    self.dictionary = dictionary
    self.isForGates = isForGates
  }

  mutating func error(_ code: String, _ location: Location, _ message: String, help: String? = nil) {
    diagnostics.error(code, at: location, message, help: help)
  }

  mutating func warning(_ code: String, _ location: Location, _ message: String, help: String? = nil) {
    diagnostics.warning(code, at: location, message, help: help)
  }

  // MARK: Conditions and quantities

  /// Reads a whole test; what it says is followed by what the fields that are worked out mean.
  mutating func test(_ children: [Element]) -> Said<Condition>? {
    explanations = []
    guard var said = all(children) else { return nil }
    if !explanations.isEmpty { said.phrase += ". Here " + explanations.joined(separator: ", and ") }
    return said
  }

  /// Reads one element as a condition.
  mutating func condition(_ xml: Element) -> Said<Condition>? {
    checkBody(xml)
    if let word = Words.conditions.first(where: { $0.element == xml.name }) {
      checkAttributes(xml, word.attributes)
      guard let said = word.read(xml, &self) else { return nil }
      return taken(said, xml)
    }
    if let word = Words.quantities.first(where: { $0.element == xml.name }) {
      checkAttributes(xml, word.attributes + Words.comparing)
      guard Words.comparing.contains(where: { xml[$0] != nil }) else {
        error(
          "type-kind", xml.location, "<\(xml.name)> is a quantity; expected a condition",
          help: "compare it, for instance with at-least=\"…\"")
        return nil
      }
      guard let said = word.condition(xml, &self) else { return nil }
      return taken(said, xml)
    }
    unknownWord(xml)
    return nil
  }

  private mutating func taken(_ said: Said<Condition>, _ xml: Element) -> Said<Condition> {
    if readings[said.formula] == nil { readings[said.formula] = said.phrase }
    noted?.append(NotedCondition(location: xml.location, formula: said.formula, phrase: said.phrase))
    if places[said.formula]?.contains(xml.location) != true {
      places[said.formula, default: []].append(xml.location)
    }
    return said
  }

  /// Reads one element as a quantity without comparison.
  mutating func quantity(_ xml: Element) -> SaidQuantity? {
    checkBody(xml)
    if let word = Words.quantities.first(where: { $0.element == xml.name }) {
      guard isUncompared(xml, word.attributes) else { return nil }
      return word.read(xml, &self)
    }
    if xml.name == Use.element { return Use.quantity(xml, &self) }
    if Words.conditions.contains(where: { $0.element == xml.name }) {
      error("type-kind", xml.location, "<\(xml.name)> is a condition; expected a quantity")
      return nil
    }
    unknownWord(xml)
    return nil
  }

  /// Whether a quantity stands without comparison, with attributes that it knows.
  mutating func isUncompared(_ xml: Element, _ known: [String]) -> Bool {
    checkAttributes(xml, known + Words.comparing)
    guard let comparison = Words.comparing.first(where: { xml[$0] != nil }) else { return true }
    error(
      "type-kind", xml.location(of: comparison),
      "<\(xml.name)> with “\(comparison)” is a condition; expected a quantity", help: "leave the comparison out")
    return false
  }

  private mutating func unknownWord(_ xml: Element) {
    error(
      "name-word", xml.location, "there is no word <\(xml.name)>", help: suggestion(for: xml.name, among: Words.names))
  }

  /// Reads several elements that must all hold.
  mutating func all(_ children: [Element]) -> Said<Condition>? {
    var parts: [Said<Condition>] = []
    var isFine = true
    for child in children {
      if let part = condition(child) { parts.append(part) } else { isFine = false }
    }
    guard isFine else { return nil }
    if parts.count == 1 { return parts[0] }
    let condition = Condition.all(parts.map { $0.formula })
    let phrase = joined(parts.map { $0.phrase }, "and")
    if readings[condition] == nil, !parts.isEmpty { readings[condition] = phrase }
    return Said(condition, phrase)
  }

  mutating func checkAttributes(_ xml: Element, _ known: [String]) {
    for attribute in xml.attributes where !known.contains(attribute.name) {
      error(
        "name-attribute", attribute.location, "<\(xml.name)> has no attribute “\(attribute.name)”",
        help: suggestion(for: attribute.name, among: known))
    }
  }

  /// Words that hold nothing, stray text, a second `<where>`: said rather than passed over.
  mutating func checkBody(_ xml: Element) {
    if Words.bodyless.contains(xml.name), let child = xml.children.first {
      error("body", child.location, "<\(xml.name)> holds nothing; <\(child.name)> is not expected here")
    }
    if !xml.text.isEmpty {
      error("body", xml.location, "<\(xml.name)> holds no text; expected only words of the rule language")
    }
    let filters = xml.all("where")
    if filters.count > 1 {
      error("body", filters[1].location, "<\(xml.name)> has two <where>; put all conditions into one")
    }
  }

  /// Whether there is something inside.
  mutating func needsBody(_ xml: Element, _ children: [Element]) -> Bool {
    if !children.isEmpty { return true }
    error("body", xml.location, "<\(xml.name)> is empty; expected a condition inside")
    return false
  }
}

/// “a”, “a and b”, “a, b and c”; parts that hold commas are set apart by semicolons.
func joined(_ parts: [String], _ last: String) -> String {
  guard let end = parts.last else { return "" }
  if parts.count == 1 { return end }
  let isLong = parts.contains { $0.contains(",") || $0.contains(";") }
  return parts.dropLast().joined(separator: isLong ? "; " : ", ") + (isLong ? "; " : " ") + last + " " + end
}
