internal import Engine
internal import Standard
internal import Values

/// The score of each domain.
func domains(_ words: Wording) -> [Block] {
  let assessment = words.assessment
  var blocks: [Block] = [.heading(2, "Domains")]
  let rows = assessment.standard.domains.enumerated().map { index, domain -> [String] in
    let own = assessment.findings.filter { assessment.standard.criteria[$0.criterion].domain == index }
    func count(_ mark: Block.Mark) -> String { "\(own.count { words.mark($0) == mark })" }
    return [
      domain.title, words.range(assessment.scores.domains[index]), count(.ideal), count(.acceptable), count(.below),
      count(.open), count(.notApplicable),
    ]
  }
  blocks.append(
    .table(
      Block.Table(
        caption: "Score and number of criteria by domain",
        header: ["Domain", "Score", "● ideal", "◐ acceptable", "✗ below", "? not known", "– out"], rows: rows)))
  for (domain, range) in zip(assessment.standard.domains, assessment.scores.domains) {
    blocks.append(.meter(words.meter(domain.title, range)))
  }
  return blocks
}

/// Every finding, with the evidence that decides it.
func findings(_ words: Wording) -> [Block] {
  var blocks: [Block] = [.heading(2, "Findings")]
  for (index, domain) in words.standard.domains.enumerated() {
    blocks.append(.heading(3, domain.title))
    if !domain.intro.isEmpty { blocks.append(.note(domain.intro)) }
    for finding in words.assessment.findings where words.standard.criteria[finding.criterion].domain == index {
      blocks.append(.part(part(finding, words)))
    }
  }
  return blocks
}

private func part(_ finding: Finding, _ words: Wording) -> Block.Part {
  let criterion = words.standard.criteria[finding.criterion]
  var blocks: [Block] = [.paragraph(criterion.why)] + tailoring(words.standard, of: criterion.id)
  if !finding.outcome.isOut {
    if !finding.takenEarly.isEmpty { blocks.append(.paragraph(words.takenEarly(finding.takenEarly))) }
    for contradiction in finding.contradictions { blocks.append(.paragraph(contradiction)) }
    for (index, level) in criterion.levels.enumerated() {
      blocks.append(.paragraph("\(words.standard.grades[index + 1].label.capitalizedFirst): \(level.statement)"))
      let evidence = finding.evidence.filter { $0.level == index }
      if !evidence.isEmpty { blocks.append(.list(evidence.map { line($0, words) })) }
    }
    if !finding.shortfalls.isEmpty {
      blocks.append(
        .paragraph("For “\(words.standard.grades[finding.outcome.certain + 1].label)” there is still to do:"))
      blocks.append(.list(finding.shortfalls.map { words.sentence($0) }))
    }
    for line in words.outlook(finding) { blocks.append(.note(line)) }
    blocks.append(.note("This finding \(words.basis(finding))."))
  }
  blocks.append(.list(criterion.levels.flatMap { $0.cites }.unique.map { "Rests on: \(words.cite($0))" }))
  return Block.Part(
    mark: words.mark(finding), title: "\(criterion.id) \(criterion.title)",
    summary: "\(words.level(finding.outcome)) · \(criterion.severity.id)", blocks: blocks, anchor: criterion.id)
}

/// One demand, how it stands, and the rows that say so.
private func line(_ evidence: Evidence, _ words: Wording) -> String {
  let sign: String =
    switch evidence.truth {
    case .yes: "yes"
    case .no: "no"
    case .unknown: "not known"
    }
  var text = "\(sign) — \(evidence.text)"
  if let tally = evidence.tally {
    text += ": \(tally.holds) so"
    if tally.fails > 0 { text += ", \(tally.fails) not" }
    if tally.open > 0 { text += ", \(tally.open) not known" }
    if tally.mayBeMore { text += "; there may be more that are not listed" }
  }
  if !evidence.against.isEmpty { text += ". Not so: \(words.list(evidence.against))" }
  if !evidence.open.isEmpty { text += ". Not known: \(words.list(evidence.open))" }
  return words.sentence(text)
}

extension String {
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

extension Array where Element: Hashable {
  /// Each once, in the order first met.
  var unique: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
