internal import Engine
internal import Records
internal import Standard
internal import Values

/// The remediation checklist, in the order in which to do things.
func checklist(_ words: Wording) -> [Block] {
  let assessment = words.assessment
  var blocks: [Block] = [.heading(2, "Checklist")]
  guard !assessment.actions.isEmpty else { return blocks + [.paragraph("Nothing to do.")] }
  blocks.append(
    .note(
      "Most urgent first. The score after each line is what a new assessment would find if that line and all above it were done. Ideal levels come once a domain has nothing serious below acceptable."
    ))
  for (index, action) in assessment.actions.enumerated() {
    blocks.append(.task(task(action, index + 1, words)))
  }
  return blocks
}

private func task(_ action: Action, _ number: Int, _ words: Wording) -> Block.Task {
  let standard = words.standard
  let criteria = action.criteria.map { standard.criteria[$0].id }.joined(separator: ", ")
  var facts = [
    Block.Fact(name: "What is open", value: action.what.map { words.sentence($0) }.joined(separator: " ")),
    Block.Fact(name: "Kind", value: words.kind(action.shortfall)),
    Block.Fact(name: "Who", value: action.role),
    Block.Fact(
      name: "By",
      value: words.date(action.due) + (action.isFeasible ? "" : " — there is less time than work: please decide")),
    Block.Fact(name: "Work", value: words.effort(action.effort)),
  ]
  if !action.items.isEmpty { facts.insert(Block.Fact(name: "Which", value: words.list(action.items, most: 20)), at: 1) }
  if !action.after.isEmpty { facts.append(Block.Fact(name: "Waits for", value: action.after.joined(separator: ", "))) }
  if action.steps > 1 {
    facts.append(Block.Fact(name: "Step", value: "\(action.step) of \(action.steps) for this level"))
  }
  if let heals = action.healsOn {
    facts.append(Block.Fact(name: "Heals on", value: "\(words.date(heals)), if everything is done from now on"))
  }
  if action.isNotWorkedOut {
    facts.append(
      Block.Fact(
        name: "Score after", value: "\(words.range(action.scoreAfter)) (which records would change is not worked out)"))
  } else if action.edits.isEmpty {
    facts.append(Block.Fact(name: "Score after", value: "\(words.range(action.scoreAfter)) (no gain today)"))
  } else {
    facts.append(Block.Fact(name: "Score after", value: words.range(action.scoreAfter)))
  }
  if let bands = action.bandsAfter, bands != words.assessment.bands {
    let label = standard.bands[bands.certain].label
    facts.append(Block.Fact(name: "Band after", value: label))
  }
  return Block.Task(
    number: number,
    title: "\(criteria) · \(standard.criteria[action.criteria[0]].title) → \(standard.grades[action.level].label)",
    text: action.text, facts: facts)
}

/// Deadlines ahead.
func comingDue(_ words: Wording) -> [Block] {
  let due = words.assessment.comingDue
  guard !due.isEmpty else { return [] }
  return [
    .heading(2, "Coming due"),
    .note("These are not gaps: their time has not run out yet."),
    .table(
      Block.Table(
        caption: "Deadlines ahead", header: ["By", "What", "Which", "For"],
        rows: due.map { one in
          [
            "\(one.due)", words.record(one.record).label, one.row,
            one.criteria.map { words.standard.criteria[$0].id }.joined(separator: ", "),
          ]
        })),
  ]
}

/// What was judged, by what, and what the report does not say.
func provenance(_ words: Wording) -> [Block] {
  let assessment = words.assessment
  let standard = assessment.standard
  let lists = assessment.dossier.collections.map { collection -> [String] in
    let period = "\(collection.from.map { "\($0)" } ?? "…") to \(collection.to.map { "\($0)" } ?? "…")"
    let extent =
      collection.extent == .complete
      ? collection.parent.map { "complete for each listed \(words.record($0).label)" } ?? "complete, \(period)"
      : collection.extent.rawValue
    return [
      words.record(collection.record).plural, extent, collection.taken.map { "\($0)" } ?? "—", collection.saidBy,
      collection.checkedBy,
    ]
  }
  return [
    .heading(2, "What this rests on"),
    .paragraph(standard.about),
    .table(
      Block.Table(
        caption: "The lists, and who said how complete they are",
        header: ["List", "How complete", "Taken on", "Said by", "Checked by"], rows: lists)),
    .facts(
      [
        Block.Fact(name: "Standard", value: "\(standard.id) \(standard.version), SHA-256 \(standard.sha256)")
      ]
        + (standard.profile.map { [Block.Fact(name: "Profile", value: "\($0.id), SHA-256 \($0.sha256)")] } ?? []) + [
          Block.Fact(name: "Dossier", value: "\(assessment.dossier.label), SHA-256 \(assessment.dossierHash)"),
          Block.Fact(name: "As of", value: "\(assessment.asOf)"),
        ]),
    .note("Nothing is guessed: what the records do not say is “not known”, and never counts as met or as failed."),
  ]
}
