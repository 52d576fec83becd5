internal import Engine
internal import Records
internal import Standard
internal import Values

/// Where the shelter stands: the band, the score, how much is known, the critical gaps.
func summary(_ words: Wording) -> [Block] {
  let assessment = words.assessment
  let standard = assessment.standard
  var blocks: [Block] = [
    .heading(1, "Assessment of \(assessment.dossier.label)"),
    .paragraph(
      "As of \(words.date(assessment.asOf)), by \(standard.title) (\(standard.id) \(standard.version))\(words.byProfile)."
    ),
    .facts([
      Block.Fact(name: "Band", value: words.band),
      Block.Fact(name: "Score", value: "\(words.range(assessment.scores.total)) of 100"),
      Block.Fact(
        name: "Determined",
        value: "\(assessment.scores.determined.tenths(up: false)) % of the weight is settled by what is recorded"),
    ]),
    .meter(words.meter("Score", assessment.scores.total)),
  ]
  let names = standard.grades.dropFirst().map { $0.label }
  for (name, range) in zip(names, assessment.scores.coverage) {
    blocks.append(.meter(words.meter("Weight that reaches “\(name)”, in %", range)))
  }
  blocks.append(
    .note(
      "A bar is solid as far as it is certain and hatched as far as it is possible; the gap between is what the records do not say."
    ))
  if assessment.scores.isBounded {
    blocks.append(
      .note(
        "Too many questions of applicability are open to go through them all: the range may be wider than it need be."))
  }
  let critical = assessment.findings.filter {
    standard.criteria[$0.criterion].severity == .critical && !$0.outcome.isOut
  }
  let below = critical.filter { $0.outcome.possible == 0 }
  let open = critical.filter { $0.outcome.certain == 0 && $0.outcome.possible > 0 }
  blocks.append(.heading(2, "Critical gaps"))
  if below.isEmpty, open.isEmpty {
    blocks.append(.paragraph("None: every critical criterion is at least acceptable."))
  } else {
    blocks.append(
      .list(
        below.map { "✗ \(title($0, standard)) — below acceptable" }
          + open.map { "? \(title($0, standard)) — not known" }))
  }
  if !assessment.shutGates.isEmpty {
    let next = standard.bands[min(assessment.bands.certain + 1, standard.bands.count - 1)].label
    blocks.append(.paragraph("The band “\(next)” asks for more:"))
    blocks.append(.list(assessment.shutGates.map { words.sentence($0) }))
  }
  return blocks
}

/// Where records look smoother than life; said without blame, and without effect on any finding.
func lookAgain(_ words: Wording) -> [Block] {
  let notes = words.assessment.plausibility
  guard !notes.isEmpty else { return [] }
  return [
    .heading(2, "Worth a second look"),
    .note("There may be a good reason for each of these. None of them changes a finding or the score."),
    .facts(notes.map { Block.Fact(name: $0.title, value: $0.note) }),
  ]
}

func title(_ finding: Finding, _ standard: Standard) -> String {
  let criterion = standard.criteria[finding.criterion]
  return "\(criterion.id) \(criterion.title)"
}

/// What to record next, and what to do first.
func firstThings(_ words: Wording) -> [Block] {
  let assessment = words.assessment
  var blocks: [Block] = [.heading(2, "What to record next")]
  if assessment.collect.isEmpty {
    blocks.append(.paragraph("Nothing: the records settle every criterion."))
  } else {
    blocks.append(.list(assessment.collect.prefix(5).map { words.sentence(words.collect($0)) }))
    if assessment.collect.count > 5 {
      blocks.append(.note("\(assessment.collect.count - 5) more stand with their findings."))
    }
  }
  blocks.append(.heading(2, "What to do first"))
  if assessment.actions.isEmpty {
    blocks.append(.paragraph("Nothing is missing. Keep it so, and assess again in three months."))
  } else {
    blocks.append(
      .list(
        assessment.actions.prefix(3).map {
          "\(words.standard.criteria[$0.criteria[0]].id): \($0.text) (by \(words.date($0.due)), \($0.role))"
        }))
  }
  return blocks
}
