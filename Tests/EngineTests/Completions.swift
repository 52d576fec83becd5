import Records
import Standard
import Values

/// Every way to fill the gaps of a small dossier.
extension SmallDossier {
  /// One gap: where it is, and what may stand there.
  private struct Gap {
    var record: Int
    var row: Int
    var field: Int
    var choices: [Cell]
  }

  /// Every completion, or nil if there are more than a limit.  Rows that nobody listed are drawn from a few made up.
  func completions(_ dice: inout Dice, most: Int) -> [Dossier]? {
    var gaps: [Gap] = []
    var count = 1
    for (record, type) in dictionary.records.enumerated() {
      for row in dossier.rows[record].indices {
        for field in type.fields.indices {
          let choices = choices(record, row, field)
          if choices.count == 1, choices[0] == dossier.rows[record][row].cells[field] { continue }
          gaps.append(Gap(record: record, row: row, field: field, choices: choices))
          count *= choices.count
          if count > most { return nil }
        }
      }
    }
    let extras = extraRows(&dice)
    guard count * (extras.count + 1) <= most else { return nil }
    var all: [Dossier] = []
    for extra in [nil] + extras.map({ Optional($0) }) {
      var copy = dossier
      if let extra { copy.rows[extra.record].append(extra.row) }
      fill(gaps[...], copy, &all)
    }
    return all
  }

  private func fill(_ gaps: ArraySlice<Gap>, _ dossier: Dossier, _ all: inout [Dossier]) {
    guard let gap = gaps.first else {
      all.append(dossier)
      return
    }
    for choice in gap.choices {
      var copy = dossier
      copy.rows[gap.record][gap.row].cells[gap.field] = choice
      fill(gaps.dropFirst(), copy, &all)
    }
  }

  private func taken(_ record: Int) -> Int64? {
    dossier.collections.first { $0.record == record }?.taken?.number
  }

  /// What may stand in a cell: the values near every limit that the rules have.
  private func choices(_ record: Int, _ row: Int, _ field: Int) -> [Cell] {
    let cell = dossier.rows[record][row].cells[field]
    let kind = dictionary.records[record].fields[field]
    let none: [Cell] = kind.mayBeNone ? [.none] : []
    func day(_ text: String) -> Int64 { CalendarDate(text)!.number }
    switch (cell, kind.kind) {
    case (.blank, .date), (.notCollected, .date):
      return none + ["2025-06-30", "2026-04-10", "2026-06-20", "2026-07-02"].map { .days(day($0), day($0)) }
    case (.blank, .instant), (.notCollected, .instant):
      return none
        + ["2025-06-30", "2026-04-10", "2026-06-20"].map {
          .instant(Instant(wallSeconds: day($0) * 86_400 + 43_200, offsetMinutes: 120))
        }
    case (.blank, .number), (.notCollected, .number):
      return [0, 60, 200].map { .number($0 * FixedPoint.scale, $0 * FixedPoint.scale) }
    case (.blank, .age), (.notCollected, .age): return [.years(4, 4), .years(17, 17), .years(40, 40)]
    case (.blank, .code(let list)), (.notCollected, .code(let list)):
      return none + dictionary.lists[list].codes.indices.map { .code([Int32($0)]) }
    case (.blank, .codes), (.notCollected, .codes): return [.set([]), .set([0]), .set([1, 2])]
    case (.blank, .checks(let list)), (.notCollected, .checks(let list)):
      let all = dictionary.lists[list].codes.indices.map { Int32($0) }
      return [.checks(yes: all, no: []), .checks(yes: [0], no: Array(all.dropFirst())), .checks(yes: [], no: all)]
    case (.blank, .label), (.notCollected, .label): return [.label("Q-1"), .label("other")]
    case (.blank, .reference(let target)), (.notCollected, .reference(let target)):
      let rows = dossier.rows[target].map { Cell.label($0.id) }
      return none + rows.isEmptyThen([.label("nobody")])
    case (.days(nil, nil), .date):
      return [day("2025-06-30"), day("2026-05-20"), day("2026-06-14")].map { .days($0, $0) }
    case (.days(let from?, let to?), .date) where from != to: return [.days(from, from), .days(to, to)]
    case (.days(let from?, _), .instant):
      return [0, 43_200, 86_399].map { .instant(Instant(wallSeconds: from * 86_400 + $0, offsetMinutes: 120)) }
    case (.days, .instant):
      return [.instant(Instant(wallSeconds: day("2026-05-20") * 86_400, offsetMinutes: 120))]
    case (.number(let low?, let high), .number) where low != high:
      let most = high ?? 500 * FixedPoint.scale
      return [.number(low, low), .number(most, most)]
    case (.years(let low, let high), .age) where low != high: return (low...high).map { .years($0, $0) }
    case (.code(let some), _) where some.count > 1: return some.map { .code([$0]) }
    case (.checks(let yes, let no), .checks(let list)):
      let open = dictionary.lists[list].codes.indices.map { Int32($0) }.filter { !yes.contains($0) && !no.contains($0) }
      if open.isEmpty { return [cell] }
      return [.checks(yes: (yes + open).sorted(), no: no), .checks(yes: yes, no: (no + open).sorted())]
    case (.none, .date) where (taken(record) ?? .max) < SmallWorld.asOf.number:
      return [.none, .days(day("2026-06-20"), day("2026-06-20"))]
    case (.none, .instant) where (taken(record) ?? .max) < SmallWorld.asOf.number:
      return [.none, .instant(Instant(wallSeconds: day("2026-06-20") * 86_400, offsetMinutes: 120))]
    default: return [cell]
    }
  }

  /// Rows that may exist without being listed, as the collections say.
  private func extraRows(_ dice: inout Dice) -> [(record: Int, row: RecordRow)] {
    var extras: [(record: Int, row: RecordRow)] = []
    for (record, type) in dictionary.records.enumerated() where record != dictionary.shelter {
      // Answers are judged as listed (LANGUAGE 2.9).
      if record == dictionary.answers?.record { continue }
      guard let collection = dossier.collections.first(where: { $0.record == record }) else { continue }
      let rest = collection.population.map { $0 - Int64(dossier.rows[record].count) }
      if collection.extent == .partial, rest == 0 { continue }
      for number in 0..<4 {
        var row = RecordRow(id: "hidden-\(number)", cells: type.fields.map { Self.value($0, &dice) })
        var isPossible = true
        for (field, kind) in type.fields.enumerated() {
          guard case .reference(let target) = kind.kind, case .label = row.cells[field] else { continue }
          guard !dossier.rows[target].isEmpty else {
            if kind.mayBeNone { row.cells[field] = .none } else { isPossible = false }
            continue
          }
          row.cells[field] = .label(dice.pick(dossier.rows[target]).id)
        }
        if collection.extent == .complete, touches(row, type, collection) { isPossible = false }
        // What lies ahead has not happened: a list is asked for up to the as-of date (LANGUAGE 2.2).
        if row.cells.contains(where: isAhead) { isPossible = false }
        if isPossible { extras.append((record, row)) }
      }
    }
    return extras
  }

  private func isAhead(_ cell: Cell) -> Bool {
    switch cell {
    case .days(let day?, _): day > SmallWorld.asOf.number
    case .instant(let instant): instant.day > SmallWorld.asOf
    default: false
    }
  }

  /// Whether a row would have to be on a list that is complete over a period.
  private func touches(_ row: RecordRow, _ type: RecordType, _ collection: Collection) -> Bool {
    // Complete for all time, and taken today: nothing is missing, dated or not.
    if collection.from == nil, collection.to == nil, (collection.taken ?? SmallWorld.asOf) >= SmallWorld.asOf {
      return true
    }
    let from = collection.from?.number ?? .min
    let to = min(collection.to?.number ?? .max, collection.taken?.number ?? .max)
    func day(_ field: Int) -> Int64? {
      switch row.cells[field] {
      case .days(let day?, _): day
      case .instant(let instant): instant.day.number
      default: nil
      }
    }
    switch type.time {
    case .fixed: return true
    case .dates(let dates): return dates.contains { day($0).map { from <= $0 && $0 <= to } ?? false }
    case .span(let start, let end, _):
      guard let first = day(start) else { return true }
      return first <= to && (day(end) ?? .max) >= from
    }
  }
}

extension Array {
  func isEmptyThen(_ other: [Element]) -> [Element] { isEmpty ? other : self }
}
