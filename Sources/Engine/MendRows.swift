internal import Records
internal import Standard
internal import Values

// Every and share: rows that must satisfy something.

extension Mender {
  /// A row of a frame with how it stands.
  struct Member {
    var index: Int
    var isSure: Bool
    var body: UInt8
  }

  /// The rows of a group that belong to one row of the frame around.
  func members(_ group: GroupNode, _ row: Int, _ body: Int?) -> [Member] {
    let rows = run.frames[group.frame]
    var result: [Member] = []
    for index in range(of: row, in: rows) where rows.member[index] != 0 {
      result.append(
        Member(index: index, isSure: rows.member[index] == 2, body: body.map { run.verdicts[$0][index] } ?? 2))
    }
    return result
  }

  /// Rows of one parent stand together.
  func range(of parent: Int, in rows: Evaluation.Rows) -> Range<Int> {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows.parent[middle] < Int32(parent) { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < rows.count, rows.parent[end] == Int32(parent) { end += 1 }
    return low..<end
  }

  /// How a row of a frame is called.
  func name(_ frame: Int, _ row: Int) -> String {
    switch program.frameKind[frame] {
    case .shelter: return dossier.label
    case .record(let record): return label(record, Int(run.frames[frame].row[row]))
    case .calendar(let unit, let hasHours):
      let first = run.frames[frame].first[row]
      let day = CalendarDate(number: hasHours ? floorDivided(first, 86_400) : first)
      if hasHours, isNight(frame) { return "night of \(day)" }
      return periodName(unit, day)
    case .moment: return Instant(wallSeconds: run.frames[frame].first[row], offsetMinutes: 0).wallText()
    }
  }

  /// Its hours run over midnight.
  private func isNight(_ frame: Int) -> Bool {
    switch program.frames[frame] {
    case .calendar(_, let node): node.hours?.isOverMidnight ?? false
    case .filtered(let inner, _): isNight(inner)
    default: false
    }
  }

  private func periodName(_ unit: CalendarUnit, _ first: CalendarDate) -> String {
    if unit == .week { return "week of \(first)" }
    let parts = first.parts
    // Where the year starts in another month, a period is named by its first day.
    let isPlain = unit.months > 0 && (parts.month - 1) % unit.months == 0 && parts.day == 1
    guard isPlain else { return "\(first)" }
    let month = parts.month < 10 ? "0\(parts.month)" : "\(parts.month)"
    switch unit {
    case .day, .week: return "\(first)"
    case .month: return "\(parts.year)-\(month)"
    case .quarter: return "\(parts.year) Q\((parts.month - 1) / 3 + 1)"
    case .halfYear: return "\(parts.year) H\((parts.month - 1) / 6 + 1)"
    case .year: return "\(parts.year)"
    }
  }

  func hidden(_ group: GroupNode, _ row: Int) -> Int64 { group.hidden.map { run.hidden[$0][row] } ?? 0 }

  func record(of group: GroupNode) -> Int? {
    if case .record(let record) = program.frameKind[group.frame] { return record }
    return nil
  }

  /// “Say that the list is complete.”
  func completion(_ group: GroupNode, _ id: Int) -> Repair {
    guard let record = record(of: group) else { return .impossible }
    return Repair(parts: [
      Shortfall(
        kind: .notRecorded, what: reading(id), count: 0, of: nil, items: [], edits: [.complete(record: record)],
        unknown: [UnknownField(record: record, field: nil, rows: [])])
    ])
  }

  mutating func every(
    _ id: Int, _ group: GroupNode, _ body: Int, _ ifEmpty: Truth, _ row: Int, _ wanted: Bool
  ) -> Repair {
    guard wanted else { return .impossible }
    if isMoments(group) { return everyMoment(id, group, body, ifEmpty, row) }
    let found = members(group, row, body)
    var repair = Repair.nothing
    var failing: [(Member, Repair)] = []
    for member in found where member.body != 2 {
      failing.append((member, mended(member, group, body)))
    }
    repair.add(grouped(failing, group, id, body, of: found.count, needed: failing.count))
    if hidden(group, row) > 0 { repair.add(completion(group, id)) }
    repair.add(emptiness(id, row, group, found, ifEmpty, row))
    return repair
  }

  /// A row is made to satisfy the body; one that only may count may also be shown not to.
  mutating func mended(_ member: Member, _ group: GroupNode, _ body: Int) -> Repair {
    var better = mend(body, member.index)
    if better.isImpossible, member.body == 1, case .record(let record) = program.frameKind[group.frame] {
      let exact = exactDates(record, Int(run.frames[group.frame].row[member.index]))
      if !exact.isImpossible { better = exact }
    }
    if member.isSure { return better }
    let out = leaving(group.frame, member.index)
    return out.cost < better.cost ? out : better
  }

  /// What an empty choice needs where emptiness is no answer.
  mutating func emptiness(
    _ id: Int, _ outer: Int, _ group: GroupNode, _ found: [Member], _ ifEmpty: Truth, _ row: Int
  ) -> Repair {
    if ifEmpty == .yes || found.contains(where: { $0.isSure }) { return .nothing }
    if let perhaps = found.first { return entering(group.frame, perhaps.index) }
    let kind: Shortfall.Kind = ifEmpty == .unknown || run.verdicts[id][outer] == 1 ? .notRecorded : .missing
    return added(1, id, group, row, kind, nil)
  }

  /// Shortfalls of several rows told together, one a kind.
  func grouped(
    _ rows: [(Member, Repair)], _ group: GroupNode, _ id: Int, _ body: Int?, of total: Int, needed: Int
  ) -> Repair {
    var repair = Repair.nothing
    for kind in Shortfall.Kind.allCases {
      var shortfall = Shortfall(
        kind: kind, what: "", count: 0, of: Int64(total), items: [], edits: [], unknown: [])
      var whats: [String] = []
      var lines: [Line] = []
      for (member, one) in rows {
        let parts = one.parts.filter { $0.kind == kind }
        guard let worst = parts.first else { continue }
        let outer = name(group.frame, member.index)
        let isTime = program.frameKind[group.frame].isTime
        lines.append(
          Line(
            outer: outer, inner: isTime ? nested(worst, in: outer) ?? [] : [],
            amounts: isTime ? worst.amounts : [], note: parts.count == 1 ? worst.note : ""))
        shortfall.count += 1
        for part in parts {
          if !part.what.isEmpty, !whats.contains(part.what) { whats.append(part.what) }
          shortfall.edits += part.edits
          shortfall.unknown += part.unknown
        }
      }
      guard shortfall.count > 0 else { continue }
      shortfall.note = sameNote(lines)
      if !shortfall.note.isEmpty { for index in lines.indices { lines[index].note = "" } }
      (shortfall.items, shortfall.amounts) = items(lines)
      shortfall.what = whats.joined(separator: "; ")
      if shortfall.what.isEmpty { shortfall.what = body.map { reading($0) } ?? reading(id) }
      shortfall.count = min(shortfall.count, Int64(needed))
      repair.parts.append(shortfall)
    }
    repair.isImpossible = rows.contains { $0.1.isImpossible }
    return repair
  }

  /// What is missing of each row, where it is the same of all.
  private func sameNote(_ lines: [Line]) -> String {
    guard let first = lines.first, !first.note.isEmpty, lines.allSatisfy({ $0.note == first.note }) else { return "" }
    return first.note
  }

  /// One row of a choice, with those it names within, and how much is missing.
  private struct Line {
    var outer: String
    var inner: [String]
    var amounts: [String]
    var note: String
  }

  /// Periods with the people in each, or people with the periods of each: whichever gives fewer lines.
  private func items(_ lines: [Line]) -> (items: [String], amounts: [String]) {
    var people: [(name: String, periods: [String])] = []
    for line in lines {
      for name in line.inner {
        if let known = people.firstIndex(where: { $0.name == name }) {
          people[known].periods.append(line.outer)
        } else {
          people.append((name, [line.outer]))
        }
      }
    }
    if people.count < lines.count, lines.allSatisfy({ !$0.inner.isEmpty }) {
      return (people.map { "\($0.name): \($0.periods.joined(separator: ", "))" }, [])
    }
    let items = lines.map { line -> String in
      if line.inner.isEmpty { return line.outer }
      let inner = line.inner.enumerated().map { place, name in
        place < line.amounts.count && !line.amounts[place].isEmpty ? "\(name) (\(line.amounts[place]))" : name
      }
      return "\(line.outer): \(inner.joined(separator: ", "))"
    }
    return (items, lines.allSatisfy { $0.note.isEmpty } ? [] : lines.map { $0.note })
  }

  func nested(_ part: Shortfall, in outer: String) -> [String]? {
    part.items.isEmpty || part.items == [dossier.label] || part.items == [outer] ? nil : part.items
  }

  mutating func share(
    _ id: Int, _ outer: Int, _ group: GroupNode, _ body: Int, _ ifEmpty: Truth, _ relation: Relation, _ limit: Int64,
    _ row: Int
  ) -> Repair {
    guard relation == .atLeast || relation == .moreThan else { return .impossible }
    let found = members(group, row, body)
    let scale = FixedPoint.scale
    var repair = Repair.nothing
    let open = found.filter { $0.body == 1 || (!$0.isSure && $0.body == 0) }
    let failing = found.filter { $0.isSure && $0.body == 0 }
    let passing = found.filter { $0.body == 2 && $0.isSure }
    // Everything not known taken as it should be: what is still missing are rows that fail for sure.
    let counted = Int64(passing.count + open.filter { $0.isSure }.count)
    let all = counted + Int64(failing.count)
    let product = Int128(limit) * Int128(all)
    let whole = relation == .moreThan ? product / Int128(scale) + 1 : (product + Int128(scale) - 1) / Int128(scale)
    let needed = max(0, Int64(whole) - counted)
    repair.add(
      grouped(open.map { ($0, mended($0, group, body)) }, group, id, body, of: found.count, needed: open.count))
    if needed > 0 {
      var mends = failing.map { ($0, mend(body, $0.index)) }
      let total = mends.count
      mends = mends.enumerated().sorted { ($0.element.1.cost, $0.offset) < ($1.element.1.cost, $1.offset) }.map {
        $0.element
      }
      var best = grouped(Array(mends.prefix(Int(needed))), group, id, body, of: found.count, needed: Int(needed))
      if total > Int(needed), best.parts.count == 1 {
        // Any so many of these: name them all, change the cheapest.
        let all = grouped(mends, group, id, body, of: found.count, needed: total)
        best.parts[0].items = failing.map { name(group.frame, $0.index) }
        best.parts[0].amounts = []
        if all.parts.count == 1 {
          (best.parts[0].items, best.parts[0].amounts) = (all.parts[0].items, all.parts[0].amounts)
          best.parts[0].note = all.parts[0].note
        }
        best.parts[0].isAnyOf = true
      }
      repair.add(best)
    }
    if hidden(group, row) > 0 { repair.add(completion(group, id)) }
    repair.add(emptiness(id, outer, group, found, ifEmpty, row))
    return repair
  }
}
