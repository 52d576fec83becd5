internal import Records
internal import Standard
internal import Values

/// Which bands are reached, as places among the standard's bands.
public struct BandRange: Hashable, Sendable {
  public var certain: Int
  public var possible: Int
}

extension Judge {
  /// The truth of every gate, band by band.
  func gateTruths(_ outcomes: [Outcome]) -> [[Truth]] {
    let findings = standard.findings
    let rows = zip(standard.criteria, outcomes).compactMap { criterion, outcome -> RecordRow? in
      outcome.isOut ? nil : RecordRow(id: criterion.id, cells: cells(criterion, outcome))
    }
    let fields = findings.dictionary.records[0].fields.count
    let shelter = RecordRow(id: "", cells: Array(repeating: .notCollected, count: fields))
    let dossier = Dossier(
      label: "findings", asOf: nil,
      collections: [Collection(record: findings.record, extent: .complete, taken: CalendarDate(number: 0))],
      exclusions: [], rows: [[shelter], rows])
    let run = evaluate(gates, Dataset([dossier], findings.dictionary, asOf: CalendarDate(number: 0)))
    var truths = gates.roots.map { run.truth($0, 0) }[...]
    return standard.bands.map { band in
      let own = Array(truths.prefix(band.gates.count))
      truths = truths.dropFirst(band.gates.count)
      return own
    }
  }

  /// The highest band whose gates, and those of all below, are open; for sure, and possibly.
  func bands(_ truths: [[Truth]]) -> BandRange {
    func highest(_ isOpen: (Truth) -> Bool) -> Int { max(0, truths.prefix { $0.allSatisfy(isOpen) }.count - 1) }
    return BandRange(certain: highest { $0 == .yes }, possible: highest { $0 != .no })
  }

  /// A finding as the row that gates speak of.
  private func cells(_ criterion: Criterion, _ outcome: Outcome) -> [Cell] {
    FindingType.Column.allCases.map { column in
      switch column {
      case .criterion: .label(criterion.id)
      case .domain: .code([Int32(criterion.domain)])
      case .severity: .code([Int32(criterion.severity.rawValue)])
      case .scheme: .label(criterion.scheme)
      case .weight: .number(criterion.weight.millionths, criterion.weight.millionths)
      case .level: .code((Int32(outcome.certain)...Int32(outcome.possible)).map { $0 })
      case .determined: outcome.isDefinite ? .code([1]) : .blank
      case .basis: .code([Int32(outcome.basis.rawValue)])
      case .repeated: .code([0])
      case .conflict: .code([outcome.conflict ? 1 : 0])
      case .applies: outcome.applies == .yes ? .code([1]) : .blank
      }
    }
  }
}
