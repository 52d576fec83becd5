public import Engine
internal import Records
internal import Standard
internal import Values

/// An assessment as JSON, described by `docs/assessment.schema.json`.
///
/// - Parameter version: the engine's, which every result names.
public func json(_ assessment: Assessment, version: String) -> [UInt8] {
  AssessmentJSON(assessment: assessment, version: version).value.bytes
}

private struct AssessmentJSON {
  let assessment: Assessment
  let version: String

  var standard: Standard { assessment.standard }
  var dictionary: DataDictionary { standard.dictionary }

  var value: JSONValue {
    .members([
      ("lintel", .string(version)),
      (
        "standard",
        .members([
          ("id", .string(standard.id)), ("version", .string(standard.version)), ("sha256", .string(standard.sha256)),
          ("title", .string(standard.title)),
        ])
      ),
      ("profile", profile),
      (
        "dossier",
        .members([("label", .string(assessment.dossier.label)), ("sha256", .string(assessment.dossierHash))])
      ),
      ("asOf", .string("\(assessment.asOf)")),
      ("band", band(assessment.bands)),
      ("score", range(assessment.scores.total)),
      ("coverage", .members(zip(standard.grades.dropFirst(), assessment.scores.coverage).map { ($0.id, range($1)) })),
      ("determined", .members([("share", .string(assessment.scores.determined.tenths(up: false)))])),
      ("bounded", .bool(assessment.scores.isBounded)),
      ("shutGates", .strings(assessment.shutGates)),
      ("domains", .array(standard.domains.indices.map(domain))),
      ("findings", .array(assessment.findings.map(finding))),
      ("actions", .array(assessment.actions.map(action))),
      (
        "comingDue",
        .array(
          assessment.comingDue.map {
            .members([
              ("record", .string(dictionary.records[$0.record].id)), ("id", .string($0.row)),
              ("due", .string("\($0.due)")),
              ("criteria", .strings($0.criteria.map { standard.criteria[$0].id })),
            ])
          })
      ),
      ("collect", .array(assessment.collect.map(collect))),
      (
        "plausibility",
        .array(
          assessment.plausibility.map {
            .members([("id", .string($0.id)), ("title", .string($0.title)), ("note", .string($0.note))])
          })
      ),
    ])
  }

  private var profile: JSONValue {
    guard let profile = standard.profile else { return .null }
    let changes = profile.changes.map { change in
      JSONValue.members([
        ("subject", .string(change.subject)), ("change", .string(change.change)), ("reason", .string(change.reason)),
        ("loosens", .bool(change.loosens)), ("criteria", .strings(change.criteria)),
      ])
    }
    return .members([
      ("id", .string(profile.id)), ("title", .string(profile.title)), ("sha256", .string(profile.sha256)),
      ("changes", .array(changes)),
    ])
  }

  private func grade(_ place: Int) -> JSONValue { .string(standard.grades[place].id) }

  private func range(_ range: ScoreRange?) -> JSONValue {
    .members([("low", JSONValue(range?.low.tenths(up: false))), ("high", JSONValue(range?.high.tenths(up: true)))])
  }

  private func band(_ range: BandRange) -> JSONValue {
    .members([
      ("certain", .string(standard.bands[range.certain].id)), ("possible", .string(standard.bands[range.possible].id)),
    ])
  }

  private func domain(_ index: Int) -> JSONValue {
    .members([
      ("id", .string(standard.domains[index].id)), ("title", .string(standard.domains[index].title)),
      ("score", range(assessment.scores.domains[index])),
      ("determined", .string(assessment.scores.domainDetermined[index].tenths(up: false))),
    ])
  }

  private func truth(_ truth: Truth) -> String {
    switch truth {
    case .yes: "yes"
    case .no: "no"
    case .unknown: "unknown"
    }
  }

  private func finding(_ finding: Finding) -> JSONValue {
    let criterion = standard.criteria[finding.criterion]
    let outcome = finding.outcome
    let exclusion: JSONValue =
      outcome.exclusion.map { .members([("reason", .string($0.reason)), ("acceptedBy", .string($0.acceptedBy))]) }
      ?? .null
    return .members([
      ("criterion", .string(criterion.id)), ("title", .string(criterion.title)),
      ("domain", .string(standard.domains[criterion.domain].id)), ("severity", .string(criterion.severity.id)),
      ("applies", .string(outcome.exclusion == nil ? truth(outcome.applies) : "no")), ("exclusion", exclusion),
      ("certain", outcome.isOut ? .null : grade(outcome.certain)),
      ("possible", outcome.isOut ? .null : grade(outcome.possible)),
      ("basis", .string(outcome.basis.id)), ("sample", sample(outcome.sample)), ("conflict", .bool(outcome.conflict)),
      ("evidence", .array(finding.evidence.map(evidence))), ("shortfalls", .array(finding.shortfalls.map(shortfall))),
      (
        "takenEarly",
        .array(
          finding.takenEarly.map {
            .members([("record", .string(dictionary.records[$0.record].id)), ("taken", .string("\($0.taken)"))])
          })
      ),
      ("contradictions", .strings(finding.contradictions)), ("horizon", horizon(finding.outlook?.asTaken)),
      ("ifNothingHappens", horizon(finding.outlook?.ifNothingHappens)),
    ])
  }

  private func sample(_ sample: SampleBasis?) -> JSONValue {
    guard let sample else { return .null }
    return .members([
      ("drawn", .number(sample.drawn)), ("population", .number(sample.population)),
      ("confidence", .string("\(standard.confidence)")),
    ])
  }

  /// When and into what time alone changes a finding.
  private func horizon(_ horizon: Horizon?) -> JSONValue {
    guard let horizon else { return .null }
    return .members([
      ("date", .string("\(horizon.date)")), ("applies", .string(truth(horizon.applies))),
      ("certain", grade(horizon.certain)), ("possible", grade(horizon.possible)),
    ])
  }

  private func evidence(_ evidence: Evidence) -> JSONValue {
    let tally: JSONValue =
      evidence.tally.map {
        .members([
          ("holds", .number(Int64($0.holds))), ("open", .number(Int64($0.open))), ("fails", .number(Int64($0.fails))),
          ("mayBeMore", .bool($0.mayBeMore)),
        ])
      } ?? .null
    return .members([
      ("level", grade(evidence.level + 1)), ("text", .string(evidence.text)), ("truth", .string(truth(evidence.truth))),
      ("tally", tally), ("against", .strings(evidence.against)), ("open", .strings(evidence.open)),
    ])
  }

  private func shortfall(_ shortfall: Shortfall) -> JSONValue {
    .members([
      ("kind", .string(shortfall.kind.id)), ("what", .string(shortfall.what)), ("count", .number(shortfall.count)),
      ("of", shortfall.of.map { .number($0) } ?? .null), ("items", .strings(shortfall.items)),
      ("anyOf", .bool(shortfall.isAnyOf)), ("healsOn", JSONValue(shortfall.healsOn.map { "\($0)" })),
      ("edits", .array(shortfall.edits.map(edit))),
    ])
  }

  /// A change to the records, as a person or a program could make it.
  private func edit(_ edit: Edit) -> JSONValue {
    let type = dictionary.records[edit.record]
    switch edit {
    case .set(_, let row, let field, let cell):
      return .members([
        ("do", "set"), ("record", .string(type.id)), ("id", .string(row)), ("field", .string(type.fields[field].id)),
        ("value", .string(cell.text(of: type.fields[field], in: dictionary) ?? "?")),
      ])
    case .check(_, let row, let field, let code, let isYes):
      var name = ""
      switch type.fields[field].kind {
      case .codes(let list), .checks(let list): name = dictionary.lists[list].codes[Int(code)].id
      default: break
      }
      return .members([
        ("do", "check"), ("record", .string(type.id)), ("id", .string(row)), ("field", .string(type.fields[field].id)),
        ("code", .string(name)), ("value", .string(isYes ? "yes" : "no")),
      ])
    case .append(_, let row):
      let cells = zip(type.fields, row.cells).compactMap { field, cell in
        cell.text(of: field, in: dictionary).map { (field.id, JSONValue.string($0)) }
      }
      return .members([
        ("do", "append"), ("record", .string(type.id)), ("id", .string(row.id)), ("cells", .members(cells)),
      ])
    case .complete:
      return .members([("do", "complete"), ("record", .string(type.id))])
    }
  }

  private func action(_ action: Action) -> JSONValue {
    .members([
      ("id", .string(action.id)), ("criterion", .string(standard.criteria[action.criteria[0]].id)),
      ("criteria", .strings(action.criteria.map { standard.criteria[$0].id })), ("level", grade(action.level)),
      ("kind", .string(action.kind.rawValue)), ("shortfall", .string(action.shortfall.id)),
      ("text", .string(action.text)),
      ("what", .strings(action.what)), ("role", .string(action.role)),
      ("effortMinutes", .number((action.effort + 59) / 60)),
      ("due", .string("\(action.due)")), ("feasible", .bool(action.isFeasible)), ("items", .strings(action.items)),
      ("after", .strings(action.after)), ("step", .number(Int64(action.step))), ("steps", .number(Int64(action.steps))),
      ("tier", .number(Int64(action.tier))), ("edits", .array(action.edits.map(edit))),
      ("scoreAfter", range(action.scoreAfter)), ("bandAfter", action.bandsAfter.map(band) ?? .null),
      ("reaches", grade(action.reaches)),
    ])
  }

  private func collect(_ item: CollectItem) -> JSONValue {
    let type = dictionary.records[item.record]
    return .members([
      ("record", .string(type.id)), ("field", JSONValue(item.field.map { type.fields[$0].id })),
      ("ids", .strings(item.rows)), ("criteria", .strings(item.criteria.map { standard.criteria[$0].id })),
    ])
  }
}
