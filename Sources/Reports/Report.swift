public import Engine
internal import Records
internal import Standard
internal import Values

/// The whole report of an assessment, as blocks.
public func report(_ assessment: Assessment) -> [Block] {
  let words = Wording(assessment: assessment)
  return summary(words) + tailoring(words.standard) + firstThings(words) + domains(words) + findings(words)
    + checklist(words) + comingDue(words) + lookAgain(words)
    + provenance(words)
}

/// The checklist alone.
public func planReport(_ assessment: Assessment) -> [Block] {
  let words = Wording(assessment: assessment)
  let title = Block.heading(1, "What to do next: \(assessment.dossier.label)")
  return [
    title, .paragraph("As of \(words.date(assessment.asOf)), by \(assessment.standard.title)\(words.byProfile)."),
  ]
    + checklist(words)
    + comingDue(words)
}
