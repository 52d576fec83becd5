internal import Standard
internal import Values
internal import XML

/// Each fact that was noted is used by a criterion, or somebody said why not; and no criterion rests on what nobody noted.
enum FactsAnswered: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    guard !standard.facts.isEmpty, !standard.isTailored else { return }
    let known = Set(standard.facts.map { $0.fact.id })
    var used: Set<String> = []
    for cite in standard.domains.flatMap({ cites(in: $0) }) {
      for id in (cite["facts"] ?? "").split(separator: " ").map({ String($0) }) {
        if !known.contains(id) {
          diagnostics.error("fact", at: cite.location(of: "facts"), "no list of facts has \(id)")
        }
        used.insert(id)
      }
    }
    for code in standard.dictionary.lists.flatMap({ $0.codes }) { used.formUnion(code.facts) }
    for one in standard.facts {
      let fact = one.fact
      if used.contains(fact.id), fact.because != nil {
        diagnostics.warning(
          "fact", at: one.location, "\(fact.id) is used, so the reason why it is not says nothing",
          help: "take the reason out")
      } else if !used.contains(fact.id), fact.because == nil {
        diagnostics.error(
          "fact", at: one.location, "no criterion rests on \(fact.id), and nothing says why",
          help: "name it in a cite, or add because=\"…\" with a sentence")
      }
    }
  }

  private static func cites(in element: Element) -> [Element] {
    element.all("cite") + element.children.filter { $0.name != "example" }.flatMap { cites(in: $0) }
  }
}
