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

  /// Every way to fill the gaps, or nil if there are more than a limit; then a few of them with rows that nobody listed.
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
    var filled: [Dossier] = []
    fill(gaps[...], dossier, &filled)
    var all = filled.compactMap { closed($0, &dice) }
    for extra in extraRows(&dice) {
      for _ in 0..<min(2, filled.count) {
        var copy = dice.pick(filled)
        for (record, row) in extra { copy.rows[record].append(row) }
        if let copy = closed(copy, &dice) { all.append(copy) }
      }
    }
    return all
  }

  /// A row that is referred to is there, if not on the list; nil where it would have to be on it.
  private func closed(_ dossier: Dossier, _ dice: inout Dice) -> Dossier? {
    var dossier = dossier
    for (record, type) in dictionary.records.enumerated().reversed() {
      // A row added here may refer to one of the same list.
      for row in dossier.rows[record] {
        for (field, kind) in type.fields.enumerated() {
          guard case .reference(let target) = kind.kind, case .label(let id) = row.cells[field],
            !dossier.rows[target].contains(where: { $0.id == id })
          else { continue }
          guard Self.mayBeUnlisted(target, dossier.collections) else { return nil }
          var row = madeUp(id, target, &dice)
          // What it refers to in turn is listed, or the same row.
          for (field, kind) in dictionary.records[target].fields.enumerated() {
            guard case .reference(let next) = kind.kind, case .label = row.cells[field] else { continue }
            row.cells[field] = dossier.rows[next].first.map { .label($0.id) } ?? (kind.mayBeNone ? .none : .label(id))
          }
          dossier.rows[target].append(row)
        }
      }
    }
    return dossier
  }

  /// A row of which everything is known, and nothing lies ahead.
  private func madeUp(_ id: String, _ record: Int, _ dice: inout Dice) -> RecordRow {
    let type = dictionary.records[record]
    while true {
      let row = RecordRow(id: id, cells: type.fields.map { Self.value($0, of: type, &dice) })
      if !row.cells.contains(where: isAhead), isInOrder(row, type) { return row }
    }
  }

  /// What ends does not end before it began.
  private func isInOrder(_ row: RecordRow, _ type: RecordType) -> Bool {
    guard case .span(let from, let to, _) = type.time else { return true }
    switch (row.cells[from], row.cells[to]) {
    case (.days(let start?, _), .days(let end?, _)): return start <= end
    case (.instant(let start), .instant(let end)): return start.utcSeconds <= end.utcSeconds
    default: return true
    }
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
    let type = dictionary.records[record]
    let kind = type.fields[field]
    let none: [Cell] = kind.mayBeNone ? [.none] : []
    func days(_ texts: String...) -> [Int64] { texts.map { SmallDossier.day($0) } }
    func clock(_ day: Int64, _ seconds: [Int64]) -> [Cell] {
      seconds.map { .instant(Instant(wallSeconds: day * 86_400 + $0, offsetMinutes: 120)) }
    }
    switch (cell, kind.kind) {
    case (.blank, .date), (.notCollected, .date):
      return none + days("2025-06-30", "2026-04-10", "2026-06-20", "2026-07-02").map { .days($0, $0) }
    case (.blank, .instant), (.notCollected, .instant):
      let days =
        type.id == "turn"
        ? days("2026-06-28", "2026-06-29", "2026-06-30") : days("2025-06-30", "2026-04-10", "2026-06-20")
      return none + days.flatMap { clock($0, [43_200]) }
    case (.blank, .number), (.notCollected, .number):
      let values: [Int64]
      switch kind.id {
      case "looked_at": values = [10]
      case "fulfilled": values = [0, 9]
      case "out_of": values = [20, 40]
      case "heat": values = [-100, 0, 100]
      default: values = [0, 60, 200]
      }
      return none + values.map { .number($0 * FixedPoint.scale, $0 * FixedPoint.scale) }
    case (.blank, .duration), (.notCollected, .duration):
      return none + [Period(.days, 0), Period(.months, 1), Period(.days, 200)].map { .period($0) }
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
      return none + rows + (Self.mayBeUnlisted(target, dossier.collections) ? [.label("nobody")] : [])
    case (.days(nil, nil), .date): return days("2025-06-30", "2026-05-20", "2026-06-14").map { .days($0, $0) }
    case (.days(let from?, let to?), .date) where from != to: return [.days(from, from), .days(to, to)]
    case (.days(let from?, _), .instant): return clock(from, [0, 43_200, 86_399])
    case (.number(let low, let high), .number) where low != high:
      return [low ?? -500 * FixedPoint.scale, high ?? 500 * FixedPoint.scale].map { .number($0, $0) }
    case (.years(let low, let high), .age) where low != high: return (low...high).map { .years($0, $0) }
    case (.code(let some), _) where some.count > 1: return some.map { .code([$0]) }
    case (.checks(let yes, let no), .checks(let list)):
      let open = dictionary.lists[list].codes.indices.map { Int32($0) }.filter { !yes.contains($0) && !no.contains($0) }
      if open.isEmpty { return [cell] }
      return [.checks(yes: (yes + open).sorted(), no: no), .checks(yes: yes, no: (no + open).sorted())]
    case (.none, .date) where (taken(record) ?? .max) < SmallWorld.asOf.number:
      return [.none, .days(days("2026-06-20")[0], days("2026-06-20")[0])]
    case (.none, .instant) where (taken(record) ?? .max) < SmallWorld.asOf.number:
      return [.none] + clock(days(type.id == "turn" ? "2026-06-29" : "2026-06-20")[0], [0])
    default: return [cell]
    }
  }

  /// Whether a row may be referred to though nobody listed it.
  static func mayBeUnlisted(_ record: Int, _ collections: [Collection]) -> Bool {
    guard let collection = collections.first(where: { $0.record == record }) else { return false }
    return collection.extent == .absent || collection.extent == .partial && collection.population == nil
  }

  /// Rows that may exist without being listed, as the collections say: one of them, several of a list, one of each list.
  private func extraRows(_ dice: inout Dice) -> [[(record: Int, row: RecordRow)]] {
    var extras: [[(record: Int, row: RecordRow)]] = []
    var mixed: [(record: Int, row: RecordRow)] = []
    for (record, type) in dictionary.records.enumerated() where record != dictionary.shelter {
      // Answers are judged as listed (LANGUAGE 2.9).
      if record == dictionary.answers?.record { continue }
      guard let collection = dossier.collections.first(where: { $0.record == record }) else { continue }
      let rest = collection.population.map { Int($0) - dossier.rows[record].count } ?? .max
      if collection.extent != .complete, rest <= 0 { continue }
      var rows: [(record: Int, row: RecordRow)] = []
      for number in 0..<3 {
        var row = madeUp("hidden-\(number)", record, &dice)
        var isPossible = true
        for (field, kind) in type.fields.enumerated() {
          guard case .reference(let target) = kind.kind, case .label = row.cells[field] else { continue }
          if collection.parent == target || dossier.rows[target].isEmpty {
            // The list is complete for each listed row; a row of another is not on it.
            if kind.mayBeNone {
              row.cells[field] = .none
            } else if Self.mayBeUnlisted(target, dossier.collections) {
              row.cells[field] = .label("nobody")
            } else {
              isPossible = false
            }
          } else {
            row.cells[field] = .label(dice.pick(dossier.rows[target]).id)
          }
        }
        if collection.extent == .complete, collection.parent == nil, touches(row, type, collection) {
          isPossible = false
        }
        if isPossible { rows.append((record, row)) }
      }
      extras += rows.map { [$0] }
      if rows.count > 1, rest > 1 { extras.append(Array(rows.prefix(rest))) }
      mixed += rows.prefix(1)
    }
    return mixed.count > 1 ? extras + [mixed] : extras
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

extension Dossier {
  /// The same with everything that was drawn at random picked by hand: it then says nothing about the rest.
  var withoutChance: Dossier {
    var dossier = self
    for place in dossier.collections.indices where dossier.collections[place].extent == .sample {
      dossier.collections[place].isHandPicked = true
    }
    if let fields = SmallWorld.dictionary.answers, let counted = fields.counted {
      for row in dossier.rows[fields.record].indices {
        dossier.rows[fields.record][row].cells[counted.chosen] = .code([Int32(counted.atRandom + 1)])
      }
    }
    return dossier
  }
}
