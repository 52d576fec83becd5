public import Engine
internal import Records
internal import Standard
internal import Values

/// Why one criterion stands as it does, record by record, as blocks.
///
/// - Parameters:
///   - criterion: a place among the standard's criteria.
///   - applies: why it applies or not; nil where it always does.
///   - levels: why each level is met or not.
public func explainReport(
  _ assessment: Assessment, criterion: Int, applies: Explanation?, levels: [Explanation]
) -> [Block] {
  let words = Wording(assessment: assessment)
  let standard = assessment.standard
  let finding = assessment.findings[criterion]
  let found = standard.criteria[criterion]
  var blocks: [Block] = [
    .heading(1, "\(found.id) \(found.title)"),
    .paragraph(
      "\(assessment.dossier.label), as of \(words.date(assessment.asOf))\(words.byProfile): \(words.level(finding.outcome)). This finding \(words.basis(finding))."
    ),
    .paragraph(found.why),
  ]
  blocks += tailoring(standard, of: found.id)
  if !finding.takenEarly.isEmpty { blocks.append(.paragraph(words.takenEarly(finding.takenEarly))) }
  for line in words.outlook(finding) { blocks.append(.paragraph(line)) }
  for contradiction in finding.contradictions { blocks.append(.paragraph(contradiction)) }
  if let applies {
    blocks.append(.heading(2, "Does it apply? \(answer(applies.truth))"))
    blocks += tree(applies, words)
  }
  for (index, level) in levels.enumerated() {
    blocks.append(.heading(2, "\(standard.grades[index + 1].label.capitalizedFirst): \(answer(level.truth))"))
    blocks.append(.paragraph(found.levels[index].statement))
    blocks += tree(level, words)
  }
  if !finding.shortfalls.isEmpty, !finding.outcome.isOut {
    blocks.append(.heading(2, "What is open for “\(standard.grades[finding.outcome.certain + 1].label)”"))
    blocks.append(.list(finding.shortfalls.map { words.sentence($0) }))
  }
  return blocks
}

private func answer(_ truth: Truth) -> String {
  switch truth {
  case .yes: "yes"
  case .no: "no"
  case .unknown: "not known"
  }
}

private func tree(_ explanation: Explanation, _ words: Wording) -> [Block] {
  var lines: [String] = []
  write(explanation, &lines, words, depth: 0)
  return [.list(lines)]
}

private func write(_ explanation: Explanation, _ lines: inout [String], _ words: Wording, depth: Int) {
  let start = String(repeating: "· ", count: depth)
  var line = start + answer(explanation.truth)
  if !explanation.text.isEmpty { line += " — \(explanation.text)" }
  if !explanation.found.isEmpty { line += " [\(explanation.found)]" }
  lines.append(line)
  for row in explanation.rows {
    let member = row.isSure ? "" : " (may not count)"
    lines.append(start + "· \(row.label)\(member): \(answer(row.truth))")
    for part in row.parts { write(part, &lines, words, depth: depth + 2) }
  }
  for part in explanation.parts { write(part, &lines, words, depth: depth + 1) }
}
