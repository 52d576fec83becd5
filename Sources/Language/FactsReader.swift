internal import Standard
internal import Values
internal import XML

/// A fact, and where it is written.
struct ReadFact {
  var fact: Fact
  var location: Location
}

/// Reads the lists of facts: each fact stands once with its source, and once more with a reason if no criterion rests
/// on it.
struct FactsReader {
  private(set) var facts: [ReadFact] = []
  private var reasons: [(id: String, because: Fact.Because, text: String, location: Location)] = []

  mutating func read(_ root: Element, _ diagnostics: inout Diagnostics) {
    guard root.name == "facts" else {
      diagnostics.error("name-word", at: root.location, "this is <\(root.name)>; expected <facts>")
      return
    }
    for child in root.children { read(fact: child, &diagnostics) }
  }

  private mutating func read(fact child: Element, _ diagnostics: inout Diagnostics) {
    guard child.name == "fact", let id = child["id"], !id.isEmpty else {
      diagnostics.error("fact", at: child.location, "expected <fact id=\"…\" source=\"…\"/>")
      return
    }
    let known = ["id", "source", "level", "confidence", "because"]
    for attribute in child.attributes where !known.contains(attribute.name) {
      diagnostics.error(
        "name-attribute", at: attribute.location, "“\(attribute.name)” is not an attribute of <fact>",
        help: suggestion(for: attribute.name, among: known))
    }
    if let source = child["source"] {
      if facts.contains(where: { $0.fact.id == id }) {
        diagnostics.error("fact", at: child.location, "the fact \(id) stands there twice")
      }
      facts.append(
        ReadFact(
          fact: Fact(
            id: id, source: source, level: child["level"] ?? "", confidence: child["confidence"] ?? "", because: nil,
            reason: ""), location: child.location))
    }
    guard let word = child["because"] else { return }
    guard let because = Fact.Because(rawValue: word) else {
      diagnostics.error(
        "fact", at: child.location(of: "because"), "“because” says why no criterion rests on it",
        help: suggestion(for: word, among: Fact.Because.allCases.map { $0.rawValue }))
      return
    }
    if child.text.isEmpty {
      diagnostics.error("text", at: child.location, "the fact \(id) needs a sentence that says why nothing rests on it")
    }
    reasons.append((id, because, child.text, child.location))
  }

  /// Puts the reasons to their facts.
  mutating func finish(_ diagnostics: inout Diagnostics) {
    for reason in reasons {
      guard let place = facts.firstIndex(where: { $0.fact.id == reason.id }) else {
        diagnostics.error("fact", at: reason.location, "no list of facts has \(reason.id)")
        continue
      }
      if facts[place].fact.because != nil {
        diagnostics.error("fact", at: reason.location, "\(reason.id) has a reason already")
      }
      facts[place].fact.because = reason.because
      facts[place].fact.reason = reason.text
    }
  }
}
