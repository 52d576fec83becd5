public import Standard
public import Values
internal import XML

/// A standard that was read and checked, with its examples and warnings.
public struct CheckedStandard: Sendable {
  public var standard: Standard
  public var examples: [Example]
  public var warnings: Diagnostics
  /// Knows all names of the rules; has read no criterion.  Kept only where the examples were wanted.
  let names: TestReader?
}

/// Reads a standard and everything it names.
///
/// - Parameters:
///   - file: its `standard.xml`, as messages should name it.
///   - examples: whether the examples are wanted; judging needs none.
///   - profile: the id of the profile that tailors it; nil = as published.
///   - profiles: the ids of the profiles there are, for suggestions.
///   - load: the bytes of a file, given relative to the folder of `file`; nil if there is none.
/// - Throws: all errors of all its files.
public func readStandard(
  _ file: String, examples: Bool = true, profile: String? = nil, profiles: [String] = [], load: (String) -> [UInt8]?
) throws(Diagnostics) -> CheckedStandard {
  var reader = StandardReader(file: file, examples: examples)
  return try reader.read(profile, among: profiles, load)
}

private struct StandardReader {
  let file: String
  var diagnostics = Diagnostics()
  /// What was read, for the hash: names and bytes.
  var digest: [UInt8] = []
  private var limits = Limits()

  init(file: String, examples: Bool) {
    self.file = file
    if !examples { limits.skipped = ["example"] }
  }

  private func path(_ name: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return name }
    return file[...slash] + name
  }

  private mutating func element(_ name: String, _ location: Location, _ load: (String) -> [UInt8]?) -> Element? {
    guard let bytes = load(name) else {
      diagnostics.error("name-file", at: location, "there is no file “\(name)” beside it")
      return nil
    }
    digest += Array("\(name) \(bytes.count)\n".utf8)
    digest += bytes
    do throws(Diagnostics) {
      return try Element(parsing: bytes, file: path(name), limits: limits)
    } catch {
      diagnostics.append(error)
      return nil
    }
  }

  mutating func read(
    _ profile: String?, among profiles: [String], _ load: (String) -> [UInt8]?
  ) throws(Diagnostics) -> CheckedStandard {
    let start = Location(file: file)
    let name = file.split(separator: "/").last.map { String($0) } ?? file
    guard var root = element(name, start, load) else { throw diagnostics }
    guard root.name == "standard" else {
      throw Diagnostics(
        Diagnostic(.error, "name-word", at: root.location, "this is <\(root.name)>; expected <standard>"))
    }
    guard let dictionaryRoot = element(root["dictionary"] ?? "dictionary.xml", root.location(of: "dictionary"), load),
      let dictionary = DictionaryReader.read(dictionaryRoot, &diagnostics)
    else { throw diagnostics }
    var domains: [(domain: Domain, element: Element)] = []
    for (file, part) in files(root) {
      guard let element = element(file["file"] ?? "", file.location, load) else { continue }
      if let domain = domain(element, part) { domains.append((domain, element)) }
    }
    let facts = facts(root, load)
    guard !diagnostics.hasErrors, let sources = bibliography(root, load) else { throw diagnostics }
    let published = domains.map { $0.element }
    let tailor = try profile.map { (id: String) throws(Diagnostics) in
      try tailored(id, root, published, among: profiles, load)
    }
    if let tailor {
      root = tailor.root
      domains = zip(domains, tailor.domains).map { ($0.domain, $1) }
    }
    // A domain that a profile leaves empty has no score; gates may still name it, and others use its definitions.
    let emptied = domains.filter { tailor != nil && $0.element.all("criterion").isEmpty }
    domains.removeAll { one in emptied.contains { $0.domain.id == one.domain.id } }

    var reader = TestReader(dictionary: dictionary)
    reader.checkAttributes(
      root, ["id", "version", "language", "confidence", "title", "dictionary", "bibliography"])
    let parts = [
      "about", "below", "level", "calendar", "limits", "parameter", "define", "band", "domain", "part", "facts",
      "privacy",
    ]
    for child in root.children where !parts.contains(child.name) {
      reader.error(
        "name-word", child.location, "<\(child.name)> is not expected in a standard",
        help: suggestion(for: child.name, among: parts))
    }
    let grades = grades(root, &reader)
    reader.levelNames = grades.dropFirst().map { $0.id }
    reader.calendar = HouseCalendar.read(root.first("calendar"), &reader)
    for element in [root] + (domains + emptied).map({ $0.element }) { names(element, &reader) }
    let names = limits.skipped.isEmpty ? reader : nil
    var criteria = CriterionReader(
      grades: grades, sources: Set(sources.map { $0.key }), wantsExamples: limits.skipped.isEmpty,
      shared: sharedRemedies(published, &reader))
    var read: [Criterion] = []
    for (index, (_, element)) in domains.enumerated() {
      for child in element.all("criterion") {
        guard let criterion = criteria.read(child, domain: index, place: read.count, &reader) else { continue }
        read.append(criterion)
      }
    }
    var plausibility: [PlausibilityNote] = []
    for element in (domains + emptied).map({ $0.element }) {
      for child in element.all("plausibility") {
        if let note = reader.plausibility(child, among: plausibility) { plausibility.append(note) }
      }
    }
    if let tailor { read = tailor.withoutLostRemedies(read) }
    let findings = FindingType(grades: grades, domains: (domains + emptied).map { $0.domain })
    let bands = bands(root, findings, &reader)
    let limits = limits(root, &reader)
    let threshold = threshold(root.first("privacy"), &reader)
    if profile == nil { reader.checkUnusedDefinitions() }
    diagnostics.append(reader.diagnostics)
    Checks.look(
      at: ReadStandard(
        dictionary: dictionary, root: root, domains: (domains + emptied).map { $0.element },
        dictionaryFile: dictionaryRoot, criteria: read, tests: criteria.tests, examples: criteria.examples,
        hasExamples: criteria.wantsExamples, isTailored: profile != nil, used: reader.used,
        parameters: reader.parameters.values.sorted { $0.name < $1.name }, definitions: reader.allDefinitions,
        facts: facts, isPartial: diagnostics.hasErrors), &diagnostics)
    guard !diagnostics.hasErrors else { throw diagnostics }
    var standard = Standard(
      id: root["id"] ?? "", version: root["version"] ?? "", title: root["title"] ?? "",
      about: root.first("about")?.text ?? "", sha256: sha256(digest), dictionary: dictionary, findings: findings,
      grades: grades, domains: domains.map { $0.domain }, criteria: read, bands: bands, limits: limits,
      sources: sources, readings: reader.readings, choices: reader.choices, threshold: threshold,
      profile: tailor?.profile)
    standard.facts = facts.map { $0.fact }
    standard.plausibility = plausibility
    return CheckedStandard(standard: standard, examples: criteria.examples, warnings: diagnostics, names: names)
  }

  /// The files as a profile has them.
  private mutating func tailored(
    _ id: String, _ root: Element, _ files: [Element], among known: [String], _ load: (String) -> [UInt8]?
  ) throws(Diagnostics) -> Tailor {
    let chain = ProfileFile.chain(
      id, at: Location(file: file), of: root, known: known, path: path, load: load, &diagnostics)
    guard let chain, let tailor = Tailor(chain, root: root, domains: files, &diagnostics), !tailor.isBroken else {
      throw diagnostics
    }
    return tailor
  }

  // MARK: Parts

  /// What the sources say.  Whoever only judges needs none of it, but it is part of what is hashed.
  private mutating func facts(_ root: Element, _ load: (String) -> [UInt8]?) -> [ReadFact] {
    var reader = FactsReader()
    for child in root.all("facts") {
      let name = child["file"] ?? ""
      if limits.skipped.isEmpty {
        if let element = element(name, child.location, load) { reader.read(element, &diagnostics) }
      } else if let bytes = load(name) {
        digest += Array("\(name) \(bytes.count)\n".utf8)
        digest += bytes
      }
    }
    reader.finish(&diagnostics)
    return reader.facts
  }

  /// The sources; nil where the file cannot be read.
  private mutating func bibliography(_ root: Element, _ load: (String) -> [UInt8]?) -> [BibliographySource]? {
    guard let element = element(root["bibliography"] ?? "bibliography.xml", root.location(of: "bibliography"), load)
    else { return nil }
    var sources: [BibliographySource] = []
    for child in element.children {
      guard child.name == "source", let key = child["key"], let title = child["title"], !title.isEmpty else {
        diagnostics.error("cite", at: child.location, "expected <source key=\"…\" title=\"…\"/>")
        continue
      }
      if sources.contains(where: { $0.key == key }) {
        diagnostics.error("cite", at: child.location, "there are two sources “\(key)”")
      }
      sources.append(
        BibliographySource(
          key: key, title: title, publisher: child["publisher"] ?? "", year: child["year"] ?? "",
          place: child["where"] ?? "", access: child["access"] ?? ""))
    }
    return sources
  }

  /// The names of the domain files, each with the title of the part that it stands in.
  private mutating func files(_ root: Element) -> [(Element, part: String)] {
    var files: [(Element, part: String)] = []
    for child in root.children {
      if child.name == "domain" { files.append((child, "")) }
      guard child.name == "part" else { continue }
      let title = child["title"] ?? ""
      if title.isEmpty { diagnostics.error("text", at: child.location, "a part needs a “title”") }
      for inner in child.children {
        guard inner.name == "domain" else {
          diagnostics.error(
            "name-word", at: inner.location, "<\(inner.name)> is not expected in a part",
            help: suggestion(for: inner.name, among: ["domain"]))
          continue
        }
        files.append((inner, title))
      }
    }
    return files
  }

  private static let domainParts = ["intro", "parameter", "define", "remedy", "criterion", "plausibility"]

  private mutating func domain(_ element: Element, _ part: String) -> Domain? {
    guard element.name == "domain", let id = element["id"], let title = element["title"],
      let weight = FixedPoint(element["weight"] ?? "1"), weight.millionths > 0
    else {
      diagnostics.error("name-word", at: element.location, "expected <domain id=\"…\" title=\"…\" weight=\"…\">")
      return nil
    }
    for child in element.children
    where !Self.domainParts.contains(child.name) {
      diagnostics.error(
        "name-word", at: child.location, "<\(child.name)> is not expected in a domain",
        help: suggestion(for: child.name, among: Self.domainParts))
    }
    return Domain(id: id, title: title, intro: element.first("intro")?.text ?? "", weight: weight, part: part)
  }

  private func grades(_ root: Element, _ reader: inout TestReader) -> [Grade] {
    func points(_ element: Element?, _ otherwise: Int64) -> FixedPoint {
      guard let element, let text = element["points"] else {
        return FixedPoint(millionths: otherwise * FixedPoint.scale)
      }
      guard let points = FixedPoint(text), points.millionths >= 0, points.millionths <= 100 * FixedPoint.scale else {
        reader.error("type-compare", element.location(of: "points"), "“points” is a number from 0 to 100")
        return FixedPoint(millionths: 0)
      }
      return points
    }
    let below = root.first("below")
    var grades = [Grade(id: "below", label: below?["label"] ?? "below", points: points(below, 0))]
    for level in root.all("level") {
      guard let name = level["name"], !grades.contains(where: { $0.id == name }) else {
        reader.error("level-order", level.location, "a level needs a name of its own")
        continue
      }
      let grade = Grade(id: name, label: level["label"] ?? name, points: points(level, 100))
      if let last = grades.last, grade.points < last.points {
        reader.error("level-order", level.location, "“\(name)” earns fewer points than the level below it")
      }
      grades.append(grade)
    }
    if grades.count < 2 { reader.error("level-order", root.location, "a standard needs at least one <level>") }
    return grades
  }

  /// Parameters, definitions and criteria of a file, so that others can name them.
  private func names(_ element: Element, _ reader: inout TestReader) {
    for child in element.all("parameter") {
      reader.checkAttributes(child, ["name", "type", "value", "min", "max", "stricter"])
      guard let parameter = ParameterReader.read(child, &reader) else { continue }
      if reader.parameters.updateValue(parameter, forKey: parameter.name) != nil {
        reader.error("name-parameter", child.location, "there are two parameters “\(parameter.name)”")
      }
    }
    for child in element.all("define") { reader.declare(child) }
    for child in element.all("criterion") {
      guard let id = child["id"] else { continue }
      if reader.criteria.updateValue(child, forKey: id) != nil {
        reader.error("name-criterion", child.location, "there are two criteria “\(id)”")
      }
    }
  }

  /// Remedies that have an id, wherever they stand: others may refer to them.
  private func sharedRemedies(_ domains: [Element], _ reader: inout TestReader) -> [String: Remedy] {
    let own = CriterionReader(grades: [], sources: [], shared: [:])
    var shared: [String: Remedy] = [:]
    var elements = domains.flatMap { $0.all("remedy") }
    for child in elements where child["id"] == nil {
      reader.error("remedy", child.location, "a remedy that is declared once needs an id")
    }
    elements += domains.flatMap { $0.all("criterion") }.flatMap { $0.all("level") }.flatMap { $0.all("remedy") }
    for child in elements {
      guard let id = child["id"] else { continue }
      if shared[id] != nil { reader.error("remedy", child.location(of: "id"), "there are two remedies “\(id)”") }
      if let remedy = own.remedy(child, "", &reader) { shared[remedy.id] = remedy }
    }
    return shared
  }

  private func bands(_ root: Element, _ findings: FindingType, _ reader: inout TestReader) -> [Band] {
    var gates = TestReader(dictionary: findings.dictionary, isForGates: true)
    gates.parameters = reader.parameters
    var bands: [Band] = []
    for element in root.all("band") {
      gates.checkAttributes(element, ["id", "label"])
      guard let id = element["id"], !bands.contains(where: { $0.id == id }) else {
        gates.error("name-define", element.location, "a band needs an id of its own")
        continue
      }
      var band = Band(id: id, label: element["label"] ?? id, gates: [])
      for child in element.children {
        guard let said = gates.condition(child) else { continue }
        band.gates.append(Gate(condition: said.formula, reading: said.phrase))
      }
      if bands.isEmpty, !band.gates.isEmpty {
        gates.error("level-order", element.location, "the lowest band has no gate, so that there always is one")
      }
      bands.append(band)
    }
    if bands.isEmpty { gates.error("level-order", root.location, "a standard needs at least one <band>") }
    reader.diagnostics.append(gates.diagnostics)
    reader.used.formUnion(gates.used)
    return bands
  }

  /// The number of people below which nobody is counted.
  private func threshold(_ element: Element?, _ reader: inout TestReader) -> Int64 {
    guard let element else { return Standard.lowestThreshold }
    reader.checkAttributes(element, ["threshold"])
    let text = element["threshold"] ?? ""
    if let threshold = Int64(text), threshold >= Standard.lowestThreshold { return threshold }
    reader.error(
      "privacy", element.location(of: "threshold"),
      "“threshold” is the number of people below which nobody is counted; expected at least \(Standard.lowestThreshold)"
    )
    return Standard.lowestThreshold
  }

  private func limits(_ root: Element, _ reader: inout TestReader) -> DueLimits {
    let element = root.first("limits")
    func period(_ name: String, _ days: Int64) -> Period {
      guard let element, let text = element[name] else { return Period(.days, days) }
      return reader.period(text, at: element.location(of: name)) ?? Period(.days, days)
    }
    return DueLimits(critical: period("critical", 14), major: period("major", 60), minor: period("minor", 120))
  }
}

/// Reads `<parameter>`.
enum ParameterReader {
  static func read(_ element: Element, _ reader: inout TestReader) -> TestReader.Parameter? {
    guard let name = element["name"], let value = element["value"] else {
      reader.error("name-parameter", element.location, "<parameter> needs “name” and “value”")
      return nil
    }
    guard let kind = kind(value, element, "value", &reader) else { return nil }
    if let text = element["stricter"], !["lower", "higher"].contains(text) {
      reader.error(
        "name-code", element.location(of: "stricter"), "“stricter” says which way more is asked: lower or higher",
        help: suggestion(for: text, among: ["lower", "higher"]))
    }
    for (bound, isLower) in [("min", true), ("max", false)] {
      guard let text = element[bound], let limit = Self.kind(text, element, bound, &reader) else { continue }
      guard let isOutside = isBelow(isLower ? kind : limit, isLower ? limit : kind) else {
        reader.error(
          "type-compare", element.location(of: bound), "“\(bound)” and the value of “\(name)” cannot be compared")
        continue
      }
      if isOutside {
        reader.error("constant", element.location(of: "value"), "“\(name)” is \(value), outside \(bound) \(text)")
      }
    }
    return TestReader.Parameter(name: name, value: kind, element: element)
  }

  /// Whether a new value asks less than the old one, by what the parameter says is stricter; true where it cannot be
  /// told, nil where one of them cannot be read.
  static func isLoosened(_ element: Element, _ old: String?, _ new: String, _ reader: inout TestReader) -> Bool? {
    guard let old = old.flatMap({ kind($0, element, "value", &reader) }), let new = kind(new, element, "value", &reader)
    else { return nil }
    if case .codes(let before) = old, case .codes(let after) = new {
      switch element["stricter"] {
      case "higher": return !Set(after).isSuperset(of: before)
      case "lower": return !Set(after).isSubset(of: before)
      default: return Set(after) != Set(before)
      }
    }
    if old == new { return false }
    switch element["stricter"] {
    case "higher": return isBelow(old, new) != true
    case "lower": return isBelow(new, old) != true
    default: return true
    }
  }

  private static func isBelow(_ left: TestReader.Parameter.Kind, _ right: TestReader.Parameter.Kind) -> Bool? {
    switch (left, right) {
    case (.number(let a, let unit), .number(let b, let other)) where unit == other: a < b
    case (.share(let a), .share(let b)): a < b
    case (.duration(let a), .duration(let b)): a.secondsRange.upperBound < b.secondsRange.lowerBound
    default: nil
    }
  }

  private static func kind(
    _ text: String, _ element: Element, _ attribute: String, _ reader: inout TestReader
  ) -> TestReader.Parameter.Kind? {
    let location = element.location(of: attribute)
    switch element["type"] {
    case "duration": return reader.period(text, at: location).map { .duration($0) }
    case "share": return reader.share(text, at: location).map { .share($0) }
    case "number":
      let parts = text.split(separator: " ").map { String($0) }
      guard let first = parts.first, let number = FixedPoint(first), parts.count <= 2 else {
        reader.error("type-compare", location, "“\(text)” is no number")
        return nil
      }
      return .number(number, unit: parts.count == 2 ? parts[1] : "")
    case "codes": return .codes(text.split(separator: " ").map { String($0) })
    default:
      reader.error(
        "type-kind", element.location(of: "type"), "“type” says what the parameter is",
        help: suggestion(for: element["type"] ?? "", among: ["number", "share", "duration", "codes"]))
      return nil
    }
  }
}
