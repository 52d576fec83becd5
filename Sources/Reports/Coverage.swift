public import Standard
internal import Values

/// What becomes of each published fact: the criteria that rest on it, or why none does; and the reverse.
///
/// - Parameter standard: read with its facts.
public func coverageReport(_ standard: Standard) -> [Block] {
  let coverage = FactCoverage(standard)
  let used = standard.facts.count { coverage.isUsed($0.id) }
  var blocks: [Block] = [
    .heading(1, "What \(standard.title) rests on"),
    .facts([
      Block.Fact(name: "Facts", value: "\(standard.facts.count)"),
      Block.Fact(name: "Used", value: "\(used)"),
      Block.Fact(name: "Answered for", value: "\(standard.facts.count - used)"),
      Block.Fact(name: "Criteria", value: "\(standard.criteria.count)"),
    ]),
    .heading(2, "Why facts are not used"),
    .table(
      Block.Table(
        caption: "Facts on which no criterion rests", header: ["Because", "Facts"],
        rows: Fact.Because.allCases.map { because in
          (because.label, standard.facts.filter { $0.because == because && !coverage.isUsed($0.id) }.count)
        }.filter { $0.1 > 0 }.map { [$0.0, "\($0.1)"] })),
    .heading(2, "Fact by fact"),
    .table(
      Block.Table(
        caption: "Each fact, where it stands, and what became of it",
        header: ["Fact", "Source", "There it is", "Used by, or why not"],
        rows: standard.facts.map { fact in
          [
            fact.id, fact.source, fact.level.isEmpty ? fact.confidence : "\(fact.level); \(fact.confidence)",
            coverage.fate(fact),
          ]
        })),
  ]
  blocks += [
    .heading(2, "Criteria by source"),
    .table(
      Block.Table(
        caption: "Which criteria rest on which source", header: ["Source", "Title", "Criteria"],
        rows: standard.sources.compactMap { source in
          let ids = coverage.criteria(bySource: source.key)
          return ids.isEmpty ? nil : [source.key, source.title, ids.joined(separator: ", ")]
        })),
    .heading(2, "Criteria by domain and severity"),
    .table(
      Block.Table(
        caption: "How many criteria of each severity", header: ["Domain", "Critical", "Major", "Minor", "All"],
        rows: standard.domains.indices.map { domain in
          let own = standard.criteria.filter { $0.domain == domain }
          return [standard.domains[domain].title]
            + [Severity.critical, .major, .minor].map { severity in "\(own.count { $0.severity == severity })" }
            + ["\(own.count)"]
        })),
    .heading(2, "Levels by what they rest on"),
    .table(
      Block.Table(
        caption: "The strongest basis of each level", header: ["Basis", "Levels"],
        rows: Cite.Basis.allCases.map { [coverage.label($0), "\(coverage.levels(by: $0))"] })),
  ]
  return blocks
}

/// The same for programs.
public func coverageJSON(_ standard: Standard) -> [UInt8] {
  let coverage = FactCoverage(standard)
  return JSONValue.members([
    ("standard", .members([("id", .string(standard.id)), ("version", .string(standard.version))])),
    (
      "facts",
      .array(
        standard.facts.map { fact in
          .members([
            ("id", .string(fact.id)), ("source", .string(fact.source)), ("level", .string(fact.level)),
            ("confidence", .string(fact.confidence)), ("criteria", .strings(coverage.criteria(byFact: fact.id))),
            ("codes", .strings(coverage.codes(byFact: fact.id))), ("because", JSONValue(fact.because?.rawValue)),
            ("reason", .string(fact.reason)),
          ])
        })
    ),
    (
      "criteria",
      .array(
        standard.criteria.map { criterion in
          .members([
            ("id", .string(criterion.id)), ("domain", .string(standard.domains[criterion.domain].id)),
            ("part", .string(standard.domains[criterion.domain].part)), ("severity", .string(criterion.severity.id)),
            ("sources", .strings(unique(criterion.levels.flatMap { $0.cites.map { $0.source } }))),
            ("bases", .strings(criterion.levels.map { coverage.basis($0).rawValue })),
          ])
        })
    ),
  ]).bytes
}

/// Facts and criteria held against each other.
struct FactCoverage {
  private let standard: Standard
  private var byFact: [String: [String]] = [:]
  private var codesByFact: [String: [String]] = [:]

  init(_ standard: Standard) {
    self.standard = standard
    for criterion in standard.criteria {
      for fact in unique(
        criterion.levels.flatMap { $0.cites.flatMap { $0.facts.split(separator: " ").map { String($0) } } })
      {
        byFact[fact, default: []].append(criterion.id)
      }
    }
    for list in standard.dictionary.lists {
      for code in list.codes {
        for fact in code.facts { codesByFact[fact, default: []].append(code.label) }
      }
    }
  }

  func criteria(byFact fact: String) -> [String] { byFact[fact] ?? [] }
  func codes(byFact fact: String) -> [String] { codesByFact[fact] ?? [] }
  func isUsed(_ fact: String) -> Bool { byFact[fact] != nil || codesByFact[fact] != nil }

  /// The criteria that rest on it, or the reason why none does.
  func fate(_ fact: Fact) -> String {
    let used = criteria(byFact: fact.id) + codes(byFact: fact.id)
    if !used.isEmpty { return used.joined(separator: ", ") }
    guard let because = fact.because else { return "not answered for" }
    return "\(because.label). \(fact.reason)"
  }

  func criteria(bySource source: String) -> [String] {
    standard.criteria.filter { $0.levels.contains { $0.cites.contains { $0.source == source } } }.map { $0.id }
  }

  /// The strongest basis of a level.
  func basis(_ level: Level) -> Cite.Basis {
    Cite.Basis.allCases.first { basis in level.cites.contains { $0.basis == basis } } ?? .goodPractice
  }

  func levels(by basis: Cite.Basis) -> Int {
    standard.criteria.reduce(0) { $0 + $1.levels.count { self.basis($0) == basis } }
  }

  func label(_ basis: Cite.Basis) -> String {
    switch basis {
    case .stated: "the source states it"
    case .derived: "derived from the source"
    case .goodPractice: "good practice; the demand is ours"
    }
  }
}

/// Each once, in the order of their first.
func unique(_ texts: [String]) -> [String] {
  var seen: Set<String> = []
  return texts.filter { seen.insert($0).inserted }
}
