internal import Standard
internal import Values

/// Makes small changes to the elements of rules.  Some give no rule that can be read; whoever reads them drops those.
struct ElementMutants {
  let lists: [CodeList]

  /// A change to an element; where several ways of writing it may be right, in the order to be tried.
  struct Change {
    var kind: Mutant.Kind
    var location: Location
    var written: String
    var change: String
    /// The whole element with the change in it.
    var elements: [Element]
  }

  /// A change to an element inside another: what stands in its place.
  private struct Replacement {
    var kind: Mutant.Kind
    var location: Location
    var written: String
    var change: String
    /// Each is what stands instead of the one element.
    var ways: [[Element]]
  }

  func mutants(ofCriterion element: Element) -> [Change] {
    let parts: Set<String> = ["applies", "level", "ask"]
    return changes(element, inside: inside(element) { parts.contains($0.name) })
  }

  func mutants(of definition: Element) -> [Change] { changes(definition, inside: replacements(definition)) }

  func mutants(ofParameter element: Element) -> [Change] {
    // The bounds are for profiles; a slip of the pen knows none.
    var free = element
    free.attributes.removeAll { $0.name == "min" || $0.name == "max" }
    return changes(free, inside: attributes(free))
  }

  private func changes(_ element: Element, inside: [Replacement]) -> [Change] {
    inside.map { one in
      Change(
        kind: one.kind, location: one.location, written: one.written, change: one.change,
        elements: one.ways.compactMap { $0.first })
    }
  }

  // MARK: Elements

  /// Children that are no part of a test.
  private static let texts: Set<String> = ["why", "statement", "cite", "remedy", "example"]

  /// Everything that can be changed in an element; each replacement is for the element itself.
  private func replacements(_ element: Element) -> [Replacement] {
    var all = attributes(element) + joining(element) + inside(element) { !Self.texts.contains($0.name) }
    switch element.name {
    case "not":
      all.append(whole(element, .comparison, "<not>", "left out", [together(element.children)]))
    case "exists", "none":
      var other = element
      other.name = element.name == "exists" ? "none" : "exists"
      all.append(whole(element, .comparison, tag(element), "turned round: <\(other.name)>", [[other]]))
    case "lowest", "highest":
      var other = element
      other.name = element.name == "lowest" ? "highest" : "lowest"
      all.append(whole(element, .comparison, tag(element), "as <\(other.name)>", [[other]]))
    case "if":
      let body = element.children.filter { $0.name != "where" }
      all.append(whole(element, .condition, "<if>", "always asked", [together(body)]))
    case "is", "covers", "recorded", "document", "met":
      let negated = Element(name: "not", children: [element], location: element.location)
      all.append(whole(element, .comparison, tag(element), "turned round", [[negated]]))
    default: break
    }
    return all
  }

  private func whole(
    _ element: Element, _ kind: Mutant.Kind, _ written: String, _ change: String, _ ways: [[Element]]
  ) -> Replacement {
    Replacement(kind: kind, location: element.location, written: written, change: change, ways: ways)
  }

  /// Changes of the children, as changes of the element around them.
  private func inside(_ element: Element, _ isPart: (Element) -> Bool) -> [Replacement] {
    var all: [Replacement] = []
    for (index, child) in element.children.enumerated() where isPart(child) {
      if child.name == "ask", child["settles"] != "undetermined" { continue }
      var own = replacements(child)
      if isDroppable(child, of: element) {
        own.append(whole(child, .condition, tag(child), "left out", [[]]))
      }
      for var one in own {
        one.ways = one.ways.map { way in
          var changed = element
          changed.children.replaceSubrange(index...index, with: way)
          return [changed]
        }
        all.append(one)
      }
    }
    return all
  }

  /// Whether something is left to be asked without the child.
  private func isDroppable(_ child: Element, of element: Element) -> Bool {
    switch child.name {
    case "applies", "ask": return true
    case "where": return element.name != "if" && element.name != "case"
    case "case": return element.children.count > 2
    case "level", "else": return false
    default: break
    }
    switch element.name {
    case "plus", "times", "any": return element.children.count > 1
    case "minus", "divide", "compare", "choose", "case", "else": return false
    default: return conditions(element).count > 1
    }
  }

  /// The children that must all hold, or of which some must.
  private func conditions(_ element: Element) -> [Element] {
    element.children.filter { !Self.texts.contains($0.name) && $0.name != "where" }
  }

  /// All as any, any as all.
  private func joining(_ element: Element) -> [Replacement] {
    let parts = conditions(element)
    guard parts.count > 1 else { return [] }
    func wrapped(_ name: String) -> Element {
      Element(name: name, children: parts, location: parts[0].location)
    }
    switch element.name {
    case "any": return [whole(element, .logic, tag(element), "as all", [[wrapped("all")]])]
    case "all": return [whole(element, .logic, "<all>", "as any", [[wrapped("any")]])]
    case "where", "applies", "level", "every", "share", "not", "if", "define":
      if element.name == "define", element["condition"] == nil { return [] }
      var changed = element
      changed.children = element.children.filter { !parts.contains($0) } + [wrapped("any")]
      return [whole(element, .logic, "all parts of <\(element.name)>", "as any", [[changed]])]
    default: return []
    }
  }

  private func together(_ parts: [Element]) -> [Element] {
    guard parts.count > 1, let first = parts.first else { return parts }
    return [Element(name: "all", children: parts, location: first.location)]
  }

  /// The element's start, shortened: `<is value="kind" equal="group">`.
  private func tag(_ element: Element) -> String {
    let text = "<" + ([element.name] + element.attributes.map { "\($0.name)=\"\($0.value)\"" }).joined(separator: " ")
    return (text.count > 72 ? text.prefix(71) + "…" : text) + ">"
  }

  // MARK: Attributes

  private func attributes(_ element: Element) -> [Replacement] {
    var all: [Replacement] = []
    for attribute in element.attributes {
      all += values(attribute, element)
      all += names(attribute, element)
    }
    let timed = ["during", "throughout", "at", "when", "for", "within", "hours", "distinct"]
    if !["ask", "answer", "is"].contains(element.name) {
      for name in timed where element[name] != nil {
        // A deadline goes as a whole; a row is tied to another with its name.
        let along = name == "within" ? ["from"] : name == "for" ? ["by"] : name == "during" ? ["when"] : []
        var without = element
        without.attributes.removeAll { $0.name == name || along.contains($0.name) }
        // Rows that need a limit in time get one that leaves none out.
        var always = without
        if always["during"] == nil {
          always.attributes.append(
            Element.Attribute(name: "during", value: "../..", location: element.location(of: name)))
        }
        all.append(changed(element, name, .rows, "left out", { $0 = without }, { $0 = always }))
      }
    }
    return all
  }

  private func changed(
    _ element: Element, _ name: String, _ kind: Mutant.Kind, _ change: String, _ edits: ((inout Element) -> Void)...
  ) -> Replacement {
    let ways = edits.map { edit in
      var copy = element
      edit(&copy)
      return [copy]
    }
    return Replacement(
      kind: kind, location: element.location(of: name), written: "\(name)=\"\(element[name] ?? "")\"", change: change,
      ways: ways)
  }

  private func setting(_ element: Element, _ name: String, to text: String) -> Element {
    var copy = element
    for index in copy.attributes.indices where copy.attributes[index].name == name {
      copy.attributes[index].value = text
    }
    return copy
  }

  /// The attribute under another name: at least as more than, during as throughout.
  private func names(_ attribute: Element.Attribute, _ element: Element) -> [Replacement] {
    let others = [
      "at-least": "more-than", "more-than": "at-least", "at-most": "less-than", "less-than": "at-most",
      "during": "throughout", "throughout": "during",
    ]
    if let other = others[attribute.name], element[other] == nil {
      let kind: Mutant.Kind = attribute.name == "during" || attribute.name == "throughout" ? .rows : .comparison
      return [
        changed(element, attribute.name, kind, "as \(other)") { copy in
          for index in copy.attributes.indices where copy.attributes[index].name == attribute.name {
            copy.attributes[index].name = other
          }
        }
      ]
    }
    if element.name == "compare", attribute.name == "is", let other = others[attribute.value] {
      return [
        changed(element, "is", .comparison, "as \(other)") { $0 = self.setting($0, "is", to: other) }
      ]
    }
    return []
  }

  private func values(_ attribute: Element.Attribute, _ element: Element) -> [Replacement] {
    let name = attribute.name
    func replaced(_ kind: Mutant.Kind, _ change: String, _ texts: [String]) -> Replacement {
      Replacement(
        kind: kind, location: attribute.location, written: "\(name)=\"\(attribute.value)\"", change: change,
        ways: texts.map { [setting(element, name, to: $0)] })
    }
    switch name {
    case "if-empty":
      return ["true", "false", "unknown"].filter { $0 != attribute.value }.map { replaced(.empty, "as \($0)", [$0]) }
    case "hours":
      return LimitSteps.hours(attribute.value).map { replaced(.limit, "moved to \($0)", [$0]) }
    case "during", "throughout", "at", "from", "to", "within", "methods", "value", "equal", "in", "at-least", "at-most",
      "more-than", "less-than", "codes":
      let codes = codes(attribute.value)
      if !codes.isEmpty { return codes.map { replaced(.codes, $0.change, $0.texts) } }
      // A name may look like a number; what is a value of its own is a limit only in these.
      if name == "value", !["term", "parameter"].contains(element.name), !attribute.value.contains(" ") { return [] }
      let relation = element.name == "parameter" ? (element["stricter"] == "lower" ? "at-most" : "at-least") : name
      return LimitSteps.steps(attribute.value, relation).map { replaced(.limit, "moved to \($0)", [$0]) }
    default: return []
    }
  }

  /// Codes left out one by one, and each exchanged for another of its list.
  private func codes(_ text: String) -> [(change: String, texts: [String])] {
    let names = text.split(separator: " ").map { String($0) }
    func isCode(_ name: String) -> Bool { lists.contains { $0.members(of: name) != nil } }
    guard !names.isEmpty, names.allSatisfy({ isCode($0) && FixedPoint($0) == nil }) else { return [] }
    var all: [(change: String, texts: [String])] = []
    for (index, name) in names.enumerated() {
      var rest = names
      rest.remove(at: index)
      if !rest.isEmpty { all.append(("without “\(name)”", [rest.joined(separator: " ")])) }
      var others: [String] = []
      for list in lists where list.members(of: name) != nil {
        let after = (list.index(of: name) ?? -1) + 1
        let turned = list.codes[after...] + list.codes[..<after]
        if let other = turned.first(where: { code in !names.contains(code.id) && !others.contains(code.id) }) {
          others.append(other.id)
        }
      }
      if !others.isEmpty {
        let texts = others.map { other in
          var changed = names
          changed[index] = other
          return changed.joined(separator: " ")
        }
        all.append(("with another code for “\(name)”", texts))
      }
    }
    return all
  }
}
