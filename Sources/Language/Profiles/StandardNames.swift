internal import Values

/// What a standard's files name, and which criteria they speak of, before any test is read.
struct StandardNames {
  /// Ids, in the standard's order.
  private(set) var criteria: [String] = []
  private(set) var criterionElements: [Element] = []
  private(set) var parameters: [String: Element] = [:]
  private(set) var parameterOrder: [(element: Element, name: String)] = []
  /// The criteria of each domain, by the domain's id.
  private(set) var domains: [String: [String]] = [:]
  /// By name; fields that are worked out may share one.
  private var definitions: [String: [Element]] = [:]

  init(root: Element, domains files: [Element]) {
    for file in [root] + files {
      for child in file.all("parameter") {
        guard let name = child["name"], parameters.updateValue(child, forKey: name) == nil else { continue }
        parameterOrder.append((child, name))
      }
      for child in file.all("define") {
        for kind in ["set", "condition", "quantity", "field"] {
          if let name = child[kind] { definitions[name, default: []].append(child) }
        }
      }
      for child in file.all("criterion") {
        guard let id = child["id"], !criteria.contains(id) else { continue }
        criteria.append(id)
        criterionElements.append(child)
      }
    }
    for file in files {
      domains[file["id"] ?? "", default: []] += file.all("criterion").compactMap { $0["id"] }
    }
  }

  /// The criteria that a test asks for with `met`, also through what it uses; each once, in the order met.
  func asked(by criterion: Element) -> [String] {
    var found: [String] = []
    visit(criterion) { element in
      if element.name == "met", let id = element["criterion"], !found.contains(id) { found.append(id) }
    }
    return found
  }

  /// The criteria whose tests use a parameter, also through what they use and what they ask with `met`, in the standard's order.
  func criteria(using parameter: String) -> [String] {
    criterionElements.filter { criterion in
      var isUsed = false
      visit(criterion, followingMet: true) { element in
        isUsed = isUsed || element.attributes.contains { Self.mentions($0.value, parameter) }
      }
      return isUsed
    }.compactMap { $0["id"] }
  }

  /// Whether a value holds this parameter and not one whose name is longer.
  private static func mentions(_ value: String, _ parameter: String) -> Bool {
    value.split { " /,".contains($0) }.contains { $0 == parameter }
  }

  /// Calls `look` for the elements of a criterion's tests, and of the definitions that they use.
  private func visit(_ criterion: Element, followingMet: Bool = false, _ look: (Element) -> Void) {
    var seen: Set<String> = []
    func go(_ element: Element) {
      look(element)
      // Any value may be the name of a derived field; a name that only looks like one costs nothing.
      for attribute in element.attributes {
        let last = attribute.value.split(separator: ".").last.map { String($0) } ?? ""
        for name in [attribute.value, last] where definitions[name] != nil && seen.insert(name).inserted {
          for definition in definitions[name] ?? [] { go(definition) }
        }
      }
      if followingMet, element.name == "met", let id = element["criterion"], seen.insert("criterion " + id).inserted,
        let asked = criterionElements.first(where: { $0["id"] == id })
      {
        inside(asked)
      }
      for child in element.children { go(child) }
    }
    func inside(_ criterion: Element) {
      for child in criterion.children where child.name != "example" { go(child) }
    }
    inside(criterion)
  }

  /// The criteria that a gate speaks of.
  func named(inGate element: Element) -> [String] {
    var found: [String] = []
    if element.name == "is", element["value"] == "criterion" {
      for name in ["equal", "in"] {
        found += (element[name] ?? "").split(separator: " ").map { String($0) }.filter { criteria.contains($0) }
      }
    }
    return found + element.children.flatMap { named(inGate: $0) }
  }
}
