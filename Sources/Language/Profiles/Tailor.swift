internal import Standard
internal import Values

/// Tailors the files of a standard by a profile, before its tests are read: what comes out is a standard like any other.
struct Tailor {
  /// The domains with what the profile keeps, its values in place.
  private(set) var domains: [Element]
  private(set) var root: Element
  private(set) var profile: Profile
  /// Remedies of criteria that are left out, by id: nothing waits for them any more.
  private var lostRemedies: Set<String> = []
  /// Whether what is left has no meaning, so that nothing more can be said of it.
  private(set) var isBroken = false

  private let names: StandardNames
  private var diagnostics = Diagnostics()

  /// What a change says: the attribute to put in place, why, and where.
  private struct Change {
    var element: Element
    var value: Element.Attribute
    var reason: String
  }
  private var selected: Set<String>
  /// Why a criterion is left out, and the place that does so.
  private var reasons: [String: (text: String, place: Location)] = [:]
  private var sets: [String: Change] = [:]
  private var weights: [String: Change] = [:]
  private var severities: [String: Change] = [:]
  private var threshold: Change?

  /// - Parameter chain: the profile last, before it what it extends.
  init?(_ chain: [ProfileFile], root: Element, domains: [Element], _ diagnostics: inout Diagnostics) {
    guard let last = chain.last else { return nil }
    self.root = root
    self.domains = domains
    names = StandardNames(root: root, domains: domains)
    selected = Set(names.criteria)
    profile = Profile(
      id: last.id, title: last.title,
      sha256: sha256(Array(chain.reversed().map { $0.root.canonicalText }.joined().utf8)), changes: [])
    for file in chain { read(file) }
    if selected.isEmpty {
      self.diagnostics.error("profile", at: last.root.location, "this profile leaves no criterion")
      isBroken = true
    }
    checkReferences()
    apply()
    diagnostics.append(self.diagnostics)
  }

  // MARK: What the profile says

  private mutating func read(_ file: ProfileFile) {
    include(file)
    for child in file.root.all("exclude") { exclude(child) }
    var seen: Set<String> = []
    for child in file.root.children {
      switch child.name {
      case "set":
        if let name = target(child, "parameter", &seen), let change = change(child) { sets[name] = change }
      case "weight":
        if let id = target(child, "criterion", &seen), let change = change(child) { weights[id] = change }
      case "severity":
        if let id = target(child, "criterion", &seen), let change = change(child) { severities[id] = change }
      case "privacy":
        if let value = child.attributes.first(where: { $0.name == "threshold" }) {
          threshold = Change(element: child, value: value, reason: child["reason"] ?? "")
        } else {
          diagnostics.error("body", at: child.location, "<privacy> needs “threshold”")
        }
      default: break
      }
    }
  }

  /// The first profile of a chain starts from the whole standard, or from what it includes; one that extends another
  /// adds to what that one keeps.
  private mutating func include(_ file: ProfileFile) {
    let children = file.root.all("include")
    guard let first = children.first else { return }
    var found: Set<String> = []
    let mistakes = diagnostics.all.count
    for child in children {
      switch (child["criteria"], child["domain"]) {
      case (let criteria?, nil):
        found.formUnion(known(criteria, child.location(of: "criteria")))
      case (nil, let domain?):
        if let ids = names.domains[domain] {
          found.formUnion(ids)
        } else {
          diagnostics.error(
            "name-criterion", at: child.location(of: "domain"), "there is no domain “\(domain)”",
            help: suggestion(for: domain, among: Array(names.domains.keys)))
        }
      default:
        diagnostics.error("body", at: child.location, "<include> needs one of “criteria” and “domain”")
      }
    }
    // One mistake, one message: what was meant is not known.
    guard diagnostics.all.count == mistakes else { return }
    if file.root["extends"] != nil {
      selected.formUnion(found)
      return
    }
    let reasons = children.compactMap { $0["reason"] }.filter { !$0.isEmpty }
    let text = reasons.enumerated().filter { !reasons[..<$0.offset].contains($0.element) }.map { $0.element }
    for id in selected.subtracting(found) { self.reasons[id] = (text.joined(separator: " "), first.location) }
    selected = found
  }

  private mutating func exclude(_ child: Element) {
    guard let criteria = child["criteria"] else {
      diagnostics.error("body", at: child.location, "<exclude> needs “criteria”: which are left out")
      return
    }
    let reason = child["reason"] ?? ""
    if reason.isEmpty {
      diagnostics.error(
        "constant", at: child.location, "what is left out is not asked any more, and no reason is given",
        help: "add reason=\"…\"")
    }
    for id in known(criteria, child.location(of: "criteria")) {
      if selected.remove(id) == nil {
        diagnostics.warning("unused", at: child.location(of: "criteria"), "\(id) is left out already")
      }
      reasons[id] = (reason, child.location(of: "criteria"))
    }
  }

  /// The criteria that are named and exist.
  private mutating func known(_ text: String, _ location: Location) -> [String] {
    let ids = text.split(separator: " ").map { String($0) }
    for id in ids where !names.criteria.contains(id) { unknown(id, location) }
    return ids.filter { names.criteria.contains($0) }
  }

  private mutating func unknown(_ id: String, _ location: Location) {
    diagnostics.error(
      "name-criterion", at: location, "there is no criterion “\(id)”", help: suggestion(for: id, among: names.criteria))
  }

  /// The parameter or criterion that a change is about.
  private mutating func target(_ child: Element, _ attribute: String, _ seen: inout Set<String>) -> String? {
    guard let name = child[attribute] else {
      diagnostics.error("body", at: child.location, "<\(child.name)> needs “\(attribute)” and “value”")
      return nil
    }
    let location = child.location(of: attribute)
    if attribute == "criterion" {
      guard names.criteria.contains(name) else {
        unknown(name, location)
        return nil
      }
      if !selected.contains(name) {
        diagnostics.warning("unused", at: location, "\(name) is left out, so its \(child.name) says nothing")
      }
    } else if names.parameters[name] == nil {
      diagnostics.error(
        "name-parameter", at: location, "there is no parameter “\(name)”",
        help: suggestion(for: name, among: Array(names.parameters.keys)))
      return nil
    }
    guard seen.insert("\(child.name) \(name)").inserted else {
      diagnostics.error(
        attribute == "criterion" ? "name-criterion" : "name-parameter", at: location,
        "the \(child.name == "set" ? "value" : child.name) of “\(name)” is given twice")
      return nil
    }
    return name
  }

  private mutating func change(_ child: Element) -> Change? {
    guard let value = child.attributes.first(where: { $0.name == "value" }) else {
      diagnostics.error("body", at: child.location, "<\(child.name)> needs “value”")
      return nil
    }
    return Change(element: child, value: value, reason: child["reason"] ?? "")
  }

  // MARK: What that does to the standard

  private mutating func apply() {
    for id in names.criteria where !selected.contains(id) {
      profile.leftOut.append(id)
      note(id, "left out", reasons[id]?.text ?? "", loosens: true)
    }
    for (element, name) in names.parameterOrder {
      guard let change = sets[name] else { continue }
      tailor(element, "value", change, "$" + name) { old, new, reader in
        ParameterReader.isLoosened(element, old, new, &reader)
      }
    }
    for element in names.criterionElements where selected.contains(element["id"] ?? "") {
      let id = element["id"] ?? ""
      if let change = weights[id] {
        tailor(element, "weight", change, id) { old, new, _ in
          guard let old = FixedPoint(old ?? "1"), let new = FixedPoint(new) else { return nil }
          return new < old
        }
      }
      if let change = severities[id] {
        tailor(element, "severity", change, id) { old, new, _ in
          let ladder = Severity.allCases.map { $0.id }
          guard let old = ladder.firstIndex(of: old ?? ""), let new = ladder.firstIndex(of: new) else { return nil }
          return new < old
        }
      }
    }
    if let threshold { tailorThreshold(threshold) }
    root = replaced(root)
    domains = domains.map { replaced($0) }
  }

  /// A profile may only raise it: what was promised to residents is not taken back.
  private mutating func tailorThreshold(_ change: Change) {
    let published = root.first("privacy")?["threshold"].flatMap { Int64($0) } ?? Standard.lowestThreshold
    let wanted = Int64(change.value.value)
    guard let wanted, wanted >= published else {
      diagnostics.error(
        "privacy", at: change.value.location,
        "the standard counts nobody where there are fewer than \(published); a profile may only raise that")
      return
    }
    if wanted == published { return }
    note("threshold", "\(wanted) people instead of \(published)", change.reason, loosens: false, criteria: [])
    var element = Element(name: "privacy", location: change.element.location)
    element.put("threshold", change.value)
    root.children.removeAll { $0.name == "privacy" }
    root.children.append(element)
  }

  /// Compares a value with the one it replaces; whoever reads it then says whether it is right in itself.
  private mutating func tailor(
    _ element: Element, _ attribute: String, _ change: Change, _ subject: String,
    loosens: (_ old: String?, _ new: String, _ reader: inout TestReader) -> Bool?
  ) {
    // What is wrong with the value is told when it is read in its new place.
    var quiet = TestReader(dictionary: DataDictionary(id: "", version: "", lists: [], records: [], shelter: 0))
    guard let isLoose = loosens(element[attribute], change.value.value, &quiet) else { return }
    let old = words(element[attribute] ?? "1")
    let new = words(change.value.value)
    if element[attribute] == change.value.value {
      diagnostics.warning("unused", at: change.value.location, "\(subject) is \(new) already")
      return
    }
    let kind = attribute == "value" ? "" : attribute + " "
    if isLoose, change.reason.isEmpty {
      diagnostics.error(
        "constant", at: change.value.location,
        "\(subject) would be \(kind)\(new) instead of \(old), which asks less, and no reason is given",
        help: "add reason=\"…\"")
    }
    note(subject, "\(kind)\(new) instead of \(old)", change.reason, loosens: isLoose)
  }

  private func words(_ text: String) -> String { Period(text)?.words ?? text }

  private mutating func note(
    _ subject: String, _ change: String, _ reason: String, loosens: Bool, criteria: [String]? = nil
  ) {
    let using = subject.hasPrefix("$") ? names.criteria(using: subject).filter { selected.contains($0) } : [subject]
    let criteria = criteria ?? using
    profile.changes.append(
      Tailoring(subject: subject, change: change, reason: reason, loosens: loosens, criteria: criteria))
  }

  /// A file without what is left out, with the new values, which keep their place in the profile.
  private mutating func replaced(_ file: Element) -> Element {
    var file = file
    file.children = file.children.compactMap { child in
      var child = child
      switch child.name {
      case "criterion":
        let id = child["id"] ?? ""
        guard selected.contains(id) else {
          lostRemedies.formUnion(Self.remedies(child))
          return nil
        }
        if let change = weights[id] { child.put("weight", change.value) }
        if let change = severities[id] { child.put("severity", change.value) }
      case "parameter":
        if let change = sets[child["name"] ?? ""] { child.put("value", change.value) }
      default: break
      }
      return child
    }
    return file
  }

  /// The criteria, none of whose remedies waits for one that is left out.
  func withoutLostRemedies(_ criteria: [Criterion]) -> [Criterion] {
    let kept = Set(criteria.flatMap { $0.levels }.flatMap { $0.remedies }.map { $0.id })
    let lost = lostRemedies.subtracting(kept)
    return criteria.map { criterion in
      var criterion = criterion
      for level in criterion.levels.indices {
        for remedy in criterion.levels[level].remedies.indices {
          criterion.levels[level].remedies[remedy].after.removeAll { lost.contains($0) }
        }
      }
      return criterion
    }
  }

  private static func remedies(_ criterion: Element) -> [String] {
    criterion.all("level").flatMap { level in
      level.all("remedy").filter { $0["ref"] == nil }.map {
        $0["id"] ?? "\(criterion["id"] ?? "").\(level["name"] ?? "").\($0["kind"] ?? "")"
      }
    }
  }

  // MARK: What speaks of what is left out

  private mutating func checkReferences() {
    for element in names.criterionElements where selected.contains(element["id"] ?? "") {
      for asked in names.asked(by: element) where !selected.contains(asked) {
        guard let place = reasons[asked]?.place else { continue }
        diagnostics.error(
          "name-criterion", at: place,
          "\(asked) is left out, but \(element["id"] ?? "") asks whether it is met",
          help: "leave both out or keep both")
        isBroken = true
      }
    }
    for band in root.all("band") {
      for id in names.named(inGate: band) where !selected.contains(id) {
        guard let place = reasons[id]?.place else { continue }
        diagnostics.warning(
          "name-criterion", at: place,
          "\(id) is left out, but a gate of the band “\(band["id"] ?? "")” speaks of it; it will find no such criterion"
        )
      }
    }
  }
}

extension Element {
  /// Gives an attribute another value, which keeps its own place.
  fileprivate mutating func put(_ name: String, _ value: Attribute) {
    let attribute = Attribute(name: name, value: value.value, location: value.location)
    if let place = attributes.firstIndex(where: { $0.name == name }) {
      attributes[place] = attribute
    } else {
      attributes.append(attribute)
    }
  }
}
