internal import Records
internal import Standard
internal import Values

// Moments and gaps: told as stretches of time, never moment by moment.

extension Mender {
  /// Moments of one choice that follow on each other and stand alike.
  struct MomentStretch {
    /// First and last second, both inside.
    var first: Int64
    var last: Int64
    /// The longest of its rows, as a place in the frame: it speaks for all of them.
    var row: Int
    var isSure: Bool
    var body: UInt8
    var seconds: Int64 { last - first + 1 }
  }

  func isMoments(_ group: GroupNode) -> Bool { program.frameKind[group.frame] == .moment }

  /// The stretches of the moments that a condition picks out, in order.
  func stretches(_ frame: Int, _ members: [Member], where picks: (Member) -> Bool) -> [MomentStretch] {
    let rows = run.frames[frame]
    var result: [MomentStretch] = []
    var longest: Int64 = 0
    for member in members where picks(member) {
      let (first, last) = (rows.first[member.index], rows.last[member.index])
      if let before = result.last, before.last + 1 == first, before.body == member.body,
        before.isSure == member.isSure
      {
        result[result.count - 1].last = last
        if last - first > longest {
          result[result.count - 1].row = member.index
          longest = last - first
        }
      } else {
        result.append(
          MomentStretch(first: first, last: last, row: member.index, isSure: member.isSure, body: member.body))
        longest = last - first
      }
    }
    return result
  }

  /// “4 stretches, 11 h 30 min in all, longest 2026-06-06 02:00–06:00”.
  func words(_ stretches: [MomentStretch]) -> String {
    guard let longest = stretches.max(by: { $0.seconds < $1.seconds }) else { return "" }
    if stretches.count == 1 { return "1 stretch, \(clockLength(longest.seconds)), \(words(longest))" }
    let total = clockLength(stretches.reduce(0) { $0 + $1.seconds })
    return "\(stretches.count) stretches, \(total) in all, longest \(words(longest))"
  }

  func words(_ stretch: MomentStretch) -> String { clockSpan(stretch.first, stretch.last + 1) }

  // MARK: Every, share and count over moments

  mutating func everyMoment(
    _ id: Int, _ group: GroupNode, _ body: Int, _ ifEmpty: Truth, _ row: Int
  ) -> Repair {
    let found = members(group, row, body)
    var repair = told(id, group, body, stretches(group.frame, found) { $0.body == 0 && $0.isSure }, found)
    repair.add(opened(id, group, body, found))
    if found.isEmpty, ifEmpty != .yes { repair.add(plain(id, row)) }
    return repair
  }

  /// Stretches that surely fail: what their time would have taken cannot be given any more, unless a thing that lasts
  /// is what was missing.
  private mutating func told(
    _ id: Int, _ group: GroupNode, _ body: Int, _ failing: [MomentStretch], _ found: [Member], short: String = ""
  ) -> Repair {
    guard let longest = failing.max(by: { $0.seconds < $1.seconds }) else { return .nothing }
    let one = mend(body, longest.row)
    let lasts = one.parts.filter { part in
      part.kind == .missing && !part.edits.isEmpty
        && part.edits.allSatisfy { edit in
          if case .append = edit { return false }
          return dictionary.records[edit.record].time == .fixed
        }
    }
    let isMissing = !one.isImpossible && lasts.count == one.parts.count && !lasts.isEmpty
    var what = reading(id)
    if what.isEmpty { what = reading(body) }
    if !short.isEmpty { what += " — \(short)" }
    what += (what.isEmpty ? "" : " — ") + words(failing)
    return Repair(
      parts: [
        Shortfall(
          kind: isMissing ? .missing : .lapsed, what: what, count: Int64(failing.count), of: nil,
          items: failing.map(words), edits: isMissing ? lasts.flatMap { $0.edits } : [], unknown: [])
      ], isImpossible: !isMissing)
  }

  /// How many different stretches are gone into for what is not recorded: the same cells come again and again.
  private static let looks = 64

  /// Stretches of which it is not known how they stand, with what would have to be recorded.
  private mutating func opened(_ id: Int, _ group: GroupNode, _ body: Int, _ found: [Member]) -> Repair {
    let open = found.filter { $0.body == 1 || (!$0.isSure && $0.body == 0) }
    guard !open.isEmpty else { return .nothing }
    let told = stretches(group.frame, open) { _ in true }
    var shortfall = Shortfall(
      kind: .notRecorded, what: reading(id), count: Int64(told.count), of: nil, items: told.map(words), edits: [],
      unknown: [])
    shortfall.what += (shortfall.what.isEmpty ? "" : " — ") + words(told)
    var seen: Set<Edit> = []
    var isImpossible = false
    for member in open.prefix(Self.looks) {
      let one = mended(member, group, body)
      isImpossible = isImpossible || one.isImpossible
      for part in one.parts {
        shortfall.edits += part.edits.filter { seen.insert($0).inserted }
        shortfall.unknown += part.unknown.filter { !shortfall.unknown.contains($0) }
      }
    }
    return Repair(parts: [shortfall], isImpossible: isImpossible)
  }

  /// A part of the time: as much as is missing, from stretches that surely fail.
  mutating func shareOfTime(
    _ id: Int, _ group: GroupNode, _ body: Int, _ relation: Relation, _ limit: Int64, _ row: Int
  ) -> Repair {
    guard relation == .atLeast || relation == .moreThan else { return plain(id, row) }
    let found = members(group, row, body)
    let rows = run.frames[group.frame]
    func time(_ picks: (Member) -> Bool) -> Int64 {
      found.reduce(0) { picks($1) ? $0 + rows.last[$1.index] - rows.first[$1.index] + 1 : $0 }
    }
    let all = time { $0.isSure || $0.body != 0 }
    let counted = time { $0.body != 0 }
    let product = Int128(limit) * Int128(all)
    let scale = Int128(FixedPoint.scale)
    let needed = Int64(relation == .moreThan ? product / scale + 1 : (product + scale - 1) / scale) - counted
    var repair = Repair.nothing
    if needed > 0 {
      repair.add(
        told(
          id, group, body, stretches(group.frame, found) { $0.body == 0 && $0.isSure }, found,
          short: "short by \(clockLength(needed))"))
    }
    repair.add(opened(id, group, body, found))
    return repair
  }

  /// Minutes of moments: too many of those that are there, or too few.
  mutating func time(_ id: Int, _ group: GroupNode, _ relation: Relation, _ limit: Int64, _ row: Int) -> Repair {
    let found = members(group, row, nil)
    let sure = stretches(group.frame, found) { $0.isSure }
    let perhaps = stretches(group.frame, found) { !$0.isSure }
    let seconds = sure.reduce(0) { $0 + $1.seconds }
    let most = Int64((Int128(limit) * 60 / Int128(FixedPoint.scale)))
    let isOpen = run.verdicts[id][row] == 1
    var what = reading(id)
    var items = (isOpen ? perhaps : sure).map(words)
    switch relation {
    case .atMost, .lessThan:
      if seconds > most { what += " — \(clockLength(seconds - most)) too long: " + words(sure) }
      if isOpen { what += " — " + words(perhaps) }
    case .atLeast, .moreThan:
      what += " — short by \(clockLength(max(0, most - seconds)))" + (items.isEmpty ? "" : ": " + words(sure))
      if !isOpen { items = sure.map(words) }
    case .equal: return plain(id, row)
    }
    var shortfall = Shortfall(
      kind: isOpen ? .notRecorded : .lapsed, what: what, count: Int64(items.count), of: nil, items: items, edits: [],
      unknown: [])
    guard isOpen else { return Repair(parts: [shortfall], isImpossible: true) }
    var isImpossible = false
    for member in found.filter({ !$0.isSure }).prefix(Self.looks) {
      let one =
        relation == .atMost || relation == .lessThan
        ? leaving(group.frame, member.index) : entering(group.frame, member.index)
      isImpossible = isImpossible || one.isImpossible
      for part in one.parts {
        shortfall.edits += part.edits.filter { !shortfall.edits.contains($0) }
        shortfall.unknown += part.unknown.filter { !shortfall.unknown.contains($0) }
      }
    }
    return Repair(parts: [shortfall], isImpossible: isImpossible)
  }

  // MARK: Gaps

  /// The stretches of a gap test that are too long: surely, and those that only may be.
  func longGaps(_ node: GapNode, _ row: Int) -> (sure: [Evaluation.Stretch], perhaps: [Evaluation.Stretch]) {
    let rows = run.frames[node.group.frame]
    let places = range(of: row, in: rows).filter { rows.member[$0] != 0 }
    let (least, most) = run.stretches(node, row, places)
    let sure = least.filter { run.reaches($0, node) }
    return (sure, most.filter { run.reaches($0, node) && !sure.contains($0) })
  }

  /// “2025-11-03 to 2026-06-01, 210 days”.
  func words(_ stretch: Evaluation.Stretch, _ node: GapNode) -> String {
    if stretch.from <= -Coverage.unlimited || stretch.to >= Coverage.unlimited {
      let end = stretch.to >= Coverage.unlimited ? "?" : time(stretch.to, node.isClock)
      return "\(stretch.from <= -Coverage.unlimited ? "?" : time(stretch.from, node.isClock)) to \(end)"
    }
    if node.isClock {
      return "\(clockSpan(stretch.from, stretch.to)), \(clockLength(stretch.to - stretch.from))"
    }
    let days = stretch.to - stretch.from
    return
      "\(CalendarDate(number: stretch.from)) to \(CalendarDate(number: stretch.to)), \(days) day\(days == 1 ? "" : "s")"
  }

  private func time(_ value: Int64, _ isClock: Bool) -> String {
    isClock ? Instant(wallSeconds: value, offsetMinutes: 0).wallText() : "\(CalendarDate(number: value))"
  }

  mutating func gap(_ id: Int, _ node: GapNode, _ row: Int, _ wanted: Bool) -> Repair {
    let asksForShort = node.relation == .atMost || node.relation == .lessThan
    guard wanted == asksForShort else { return plain(id, row) }
    let (sure, perhaps) = longGaps(node, row)
    let now = node.isClock ? (asOf + 1) * 86_400 : asOf
    var repair = Repair.nothing
    // A stretch that still runs can be ended today; one that is over cannot be undone.
    for (kind, stretches) in [
      (Shortfall.Kind.late, sure.filter { $0.to >= now }), (.lapsed, sure.filter { $0.to < now }),
    ] where !stretches.isEmpty {
      repair.add(
        Repair(
          parts: [
            Shortfall(
              kind: kind, what: reading(id), count: Int64(stretches.count), of: nil,
              items: stretches.map { words($0, node) }, edits: [], unknown: [])
          ], isImpossible: true))
    }
    guard !perhaps.isEmpty, run.verdicts[id][row] == 1 else { return repair }
    var shortfall = Shortfall(
      kind: .notRecorded, what: reading(id), count: Int64(perhaps.count), of: nil,
      items: perhaps.map { words($0, node) }, edits: [], unknown: [])
    // What would fill a stretch: rows that only may count, days known only roughly, and the rest of the list.
    var isImpossible = true
    let rows = run.frames[node.group.frame]
    for index in range(of: row, in: rows) where rows.member[index] != 0 {
      var one = rows.member[index] == 1 ? entering(node.group.frame, index) : .nothing
      if let record = record(of: node.group) {
        one.parts += exactDates(record, Int(rows.row[index])).parts + undated(node, record, index).parts
      }
      for part in one.parts {
        isImpossible = false
        shortfall.edits += part.edits
        shortfall.unknown += part.unknown
      }
    }
    if hidden(node.group, row) > 0, let record = record(of: node.group) {
      shortfall.unknown.append(UnknownField(record: record, field: nil, rows: []))
    }
    repair.add(Repair(parts: [shortfall], isImpossible: isImpossible))
    return repair
  }

  /// Dates of a row of a gap that are not recorded; where they would fill it is not for a proposal to say.
  private func undated(_ node: GapNode, _ record: Int, _ index: Int) -> Repair {
    var repair = Repair.nothing
    for scalar in [node.from, node.to] {
      guard let scalar, let place = cell(scalar, index), !content(place).isRecorded else { continue }
      repair.add(atom(0, place, .notRecorded, []))
    }
    return repair
  }

  // MARK: Words for times

  /// “2026-06-06 02:00–06:00”, “2026-06-06 22:00 to 2026-06-07 06:00”; the end is the first second that is out.
  func clockSpan(_ start: Int64, _ end: Int64) -> String {
    let from = Instant(wallSeconds: start, offsetMinutes: 0)
    let to = Instant(wallSeconds: end, offsetMinutes: 0)
    if end == start { return from.wallText() }
    if Instant(wallSeconds: end - 1, offsetMinutes: 0).day == from.day {
      if to.day != from.day { return "\(from.wallText())–24:00" }
      return "\(from.wallText())–\(to.wallText().dropFirst(11))"
    }
    return "\(from.wallText()) to \(to.wallText())"
  }

  /// “11 h 30 min”, from two days on “3 days 4 h”.
  func clockLength(_ seconds: Int64) -> String {
    if seconds >= 2 * 86_400 {
      let hours = seconds % 86_400 / 3600
      let days = "\(seconds / 86_400) days"
      let minutes = seconds % 3600 / 60
      return days + (hours > 0 ? " \(hours) h" : "") + (minutes > 0 ? " \(minutes) min" : "")
    }
    let parts = [(seconds / 3600, "h"), (seconds % 3600 / 60, "min"), (seconds % 60, "s")].filter { $0.0 > 0 }
    return parts.isEmpty ? "0 min" : parts.map { "\($0.0) \($0.1)" }.joined(separator: " ")
  }
}
