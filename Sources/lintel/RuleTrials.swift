internal import Engine
internal import Language
internal import Records
internal import Reports
internal import Standard
internal import Values

/// Tries the examples of a standard on its rules: which conditions they have seen, which small changes they notice.
struct RuleTrials {
  private let checked: CheckedStandard
  private let rules: RuleParts
  /// By criterion.
  private var cases: [[(name: String, dossier: Dossier, asOf: CalendarDate)]]

  init(_ checked: CheckedStandard, mutants: Bool) {
    self.checked = checked
    rules = checked.ruleParts(mutants: mutants)
    cases = checked.standard.criteria.map { _ in [] }
    // What cannot be read of an example is said where the examples are run.
    var ignored = Diagnostics()
    for example in checked.examples {
      guard let (dossier, asOf) = example.dossier(checked.standard.dictionary, &ignored) else { continue }
      cases[example.criterion].append((example.name, dossier, asOf))
    }
  }

  func report(coverage: Bool, changes: Bool) -> TrialReport {
    // For each part and change the example that notices it first.
    var noticed = rules.parts.map { $0.mutants.map { _ in nil as String? } }
    var truths: [Location: UInt8] = [:]
    for criterion in checked.standard.criteria.indices {
      run(criterion, &noticed, &truths)
    }
    let places = Dictionary(grouping: rules.conditions.flatMap { $0 }, by: { $0.location })
    let parts = rules.parts.indices.map { index in
      let part = rules.parts[index]
      let own = places.keys.filter { rules.partOfPlace[$0] == index }.sorted()
      return TrialReport.Part(
        name: part.name, title: title(part), isCriterion: part.isCriterion,
        conditions: own.compactMap { place in
          guard let seen = truths[place], let words = places[place]?.first?.phrase else { return nil }
          return TrialReport.Condition(
            place: "\(place)", words: words, wasSo: seen & 4 != 0, wasNotSo: seen & 1 != 0, wasUnknown: seen & 2 != 0)
        },
        changes: zip(part.mutants, noticed[index]).map { mutant, example in
          TrialReport.Change(
            place: "\(mutant.location)", kind: mutant.kind.rawValue, words: mutant.words, written: mutant.written,
            noticedBy: example)
        }, same: part.same)
    }
    return TrialReport(
      standard: checked.standard.id, parts: parts, hasCoverage: coverage, hasChanges: changes)
  }

  private func title(_ part: RulePart) -> String {
    let criteria = part.criteria.map { checked.standard.criteria[$0] }
    return part.isCriterion ? criteria[0].title : criteria.map { $0.id }.joined(separator: " ")
  }

  /// Judges the examples of a criterion by its own tests and by every changed one.
  private func run(_ criterion: Int, _ noticed: inout [[String?]], _ truths: inout [Location: UInt8]) {
    let standard = checked.standard
    var versions = [rules.tests[criterion]]
    var owners: [(part: Int, mutant: Int)] = []
    for (index, part) in rules.parts.enumerated() {
      guard let place = part.criteria.firstIndex(of: criterion) else { continue }
      for (number, mutant) in part.mutants.enumerated() where mutant.tests[place] != versions[0] {
        versions.append(mutant.tests[place])
        owners.append((index, number))
      }
    }
    let conditions = rules.conditions[criterion]
    let trial = RuleTrial(
      versions.map { RuleTrial.Version(applies: $0.applies, levels: $0.levels) }, standard.dictionary,
      confidence: standard.confidence, watched: conditions.map { $0.formula })
    let result = trial.result(cases[criterion].map { ($0.dossier, $0.asOf) })
    for (condition, seen) in zip(conditions, result.truths) {
      if let seen { truths[condition.location, default: 0] |= seen }
    }
    for (owner, verdicts) in zip(owners, result.verdicts.dropFirst()) where noticed[owner.part][owner.mutant] == nil {
      guard let place = verdicts.indices.first(where: { verdicts[$0] != result.verdicts[0][$0] }) else { continue }
      noticed[owner.part][owner.mutant] = "\(standard.criteria[criterion].id), \(cases[criterion][place].name)"
    }
  }
}

extension TrialReport {
  /// Doubts about criteria none of whose examples notices a moved limit, or a condition left out.
  func doubts(_ checked: CheckedStandard) -> Diagnostics {
    let standard = checked.standard
    let examples = checked.examples
    var doubts = Diagnostics()
    for part in parts where part.isCriterion {
      guard let criterion = standard.criteria.first(where: { $0.id == part.name }),
        examples.contains(where: { standard.criteria[$0.criterion].id == part.name })
      else { continue }
      if part.isBlindToLimits {
        doubts.warning(
          "example", at: criterion.location, "\(part.name): no example would notice a moved limit",
          help: "add one at the limit and one a single step beyond")
      }
      if part.isBlindToConditions {
        doubts.warning(
          "example", at: criterion.location, "\(part.name): no example would notice a condition left out",
          help: "add one that fails by that condition alone")
      }
    }
    return doubts
  }
}
