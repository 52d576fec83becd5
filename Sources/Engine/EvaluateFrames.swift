internal import Records
internal import Standard
internal import Values

extension Evaluation {
  /// The rows of a record type that belong to the shelters at hand.
  func range(of record: Int) -> Range<Int> {
    let offsets = data.tables[record].offsets
    return Int(offsets[shelters.lowerBound])..<Int(offsets[shelters.upperBound])
  }

  /// The rows of a record type that belong to one of them, counted from the first of all at hand.
  func rows(of record: Int, shelter: Int) -> Range<Int> {
    let offsets = data.tables[record].offsets
    let base = Int(offsets[shelters.lowerBound])
    let place = shelters.lowerBound + shelter
    return Int(offsets[place]) - base..<Int(offsets[place + 1]) - base
  }

  /// The rows of a frame.
  func rows(_ node: FrameNode) -> Rows {
    switch node {
    case .shelters:
      let count = Int32(shelters.count)
      return Rows(parent: Array(0..<count), row: Array(0..<count), member: Array(repeating: 2, count: shelters.count))
    case .table(let record):
      let count = range(of: record).count
      var parent: [Int32] = []
      parent.reserveCapacity(count)
      for shelter in 0..<shelters.count {
        for _ in rows(of: record, shelter: shelter) { parent.append(Int32(shelter)) }
      }
      return Rows(parent: parent, row: Array(0..<Int32(count)), member: Array(repeating: 2, count: count))
    case .chosen(let table, let mask):
      return Rows(parent: frames[table].parent, row: frames[table].row, member: verdicts[mask])
    case .calendar(let outer, let node): return periods(around: outer, node)
    case .moments(let outer, let node): return moments(around: outer, node)
    case .candidates(let outer, let record, let mask, let join):
      guard let join else { return everyRow(of: record, around: outer, mask) }
      return joined(record, around: outer, mask, join)
    case .ranged(let node): return ranged(node)
    case .filtered(let frame, let condition):
      return program.isAligned[frame]
        ? masked(frames[frame], verdicts[condition]) : filtered(frames[frame], verdicts[condition])
    }
  }

  /// All rows stay in their places; those that are out are not members.
  private func masked(_ old: Rows, _ truth: [UInt8]) -> Rows {
    var member = old.member
    for i in member.indices { member[i] = min(member[i], truth[i]) }
    return Rows(parent: old.parent, row: old.row, member: member)
  }

  private func filtered(_ old: Rows, _ truth: [UInt8]) -> Rows {
    var rows = Rows()
    let isTimed = !old.first.isEmpty
    if !isTimed { return compacted(old, truth) }
    for i in 0..<old.count {
      let member = min(old.member[i], truth[i])
      if member == 0 { continue }
      rows.parent.append(old.parent[i])
      rows.row.append(old.row[i])
      rows.member.append(member)
      if isTimed {
        rows.first.append(old.first[i])
        rows.last.append(old.last[i])
      }
    }
    return rows
  }

  /// Every row is written, and the place moves on only where it counts: no branch to guess.
  private func compacted(_ old: Rows, _ truth: [UInt8]) -> Rows {
    var rows = Rows()
    Rows.writing(&rows, most: old.count + 1) { writer in
      old.parent.withUnsafeBufferPointer { parents in
        old.row.withUnsafeBufferPointer { places in
          for i in 0..<old.count {
            writer.write(parents[i], places[i], min(old.member[i], truth[i]))
          }
        }
      }
    }
    return rows.count == old.count ? masked(old, truth) : rows
  }

  /// The shelter that each row of a frame belongs to, counted from the first of the range.
  func shelter(of frame: Int) -> [Int32] { ancestors(of: frame, steps: .max) }

  /// The row so many frames out, or of the shelters, that each row of a frame belongs to.
  private func ancestors(of frame: Int, steps: Int) -> [Int32] {
    guard steps > 0, let outer = program.frameOuter[frame] else { return Array(0..<Int32(frames[frame].count)) }
    var at = outer
    var result = frames[frame].parent
    var left = steps - 1
    while left > 0, let outer = program.frameOuter[at] {
      let parent = frames[at].parent
      for i in result.indices { result[i] = parent[Int(result[i])] }
      at = outer
      left -= 1
    }
    return result
  }

  private func everyRow(of record: Int, around outer: Int, _ mask: Int?) -> Rows {
    let mask = mask.map { verdicts[$0] }
    let members = frames[outer].member
    var rows = Rows()
    for (parent, shelter) in shelter(of: outer).enumerated() where members[parent] != 0 {
      for row in self.rows(of: record, shelter: Int(shelter)) {
        let member = mask?[row] ?? 2
        if member != 0 { rows.append(Int32(parent), Int32(row), member) }
      }
    }
    return rows
  }

  func map(_ node: MapNode) -> [Int32] {
    switch node {
    case .ancestor(let frame, let steps): return ancestors(of: frame, steps: steps)
    case .table(let frame, let steps):
      var at = frame
      for _ in 0..<steps { at = program.frameOuter[at] ?? 0 }
      if steps == 0 { return frames[frame].row }
      var result = ancestors(of: frame, steps: steps)
      let row = frames[at].row
      for i in result.indices { result[i] = row[Int(result[i])] }
      return result
    }
  }

  // MARK: Rows that nobody listed

  func hiddenRows(_ node: HiddenNode) -> [Int64] {
    let shelters = shelter(of: node.outer)
    return shelters.indices.map { hiddenRows(node, $0, self.shelters.lowerBound + Int(shelters[$0])) }
  }

  private func hiddenRows(_ node: HiddenNode, _ index: Int, _ shelter: Int) -> Int64 {
    let asOf = data.asOf.number
    if data.tables[node.record].coverage[shelter].completeThrough >= asOf { return 0 }
    let coverage = data.tables[node.record].coverage[shelter]
    // Nothing belongs to a row that is none.
    if let parent = node.parent, scalars[parent].flags(index) & Scalars.mayBeValue == 0 { return 0 }
    if let record = node.parentRecord, let parent = node.parent, coverage.parents.contains(record) {
      let flags = scalars[parent].flags(index)
      let isListed = flags & (Scalars.mayBeNone | Scalars.unlisted) == 0
      if isListed, scalars[parent].low(index) == scalars[parent].high(index) { return 0 }
    }
    let isSpan: Bool = if case .span = program.dictionary.records[node.record].time { true } else { false }
    if coverage.isComplete, program.dictionary.records[node.record].time == .fixed { return 0 }
    for window in node.windows {
      let start = window.start.map { bound($0, index, first: true, open: -Coverage.unlimited) } ?? -Coverage.unlimited
      let end = window.end.map { bound($0, index, first: false, open: Coverage.unlimited) } ?? Coverage.unlimited
      // What lies ahead has not happened; but a span that will reach there may have begun already.
      let last = min(end, asOf)
      if coverage.covers(from: isSpan ? min(start, last) : start, to: last) { return 0 }
    }
    return coverage.rest ?? Coverage.unlimited
  }

  /// The outermost day of a window's end; an end that may be none leaves the window open.
  private func bound(_ id: Int, _ row: Int, first: Bool, open: Int64) -> Int64 {
    let column = scalars[id]
    if column.flags(row) & Scalars.mayBeNone != 0 { return open }
    return first ? column.low(row) : column.high(row)
  }
}

extension Evaluation.Rows {
  mutating func append(_ parent: Int32, _ row: Int32, _ member: UInt8) {
    self.parent.append(parent)
    self.row.append(row)
    self.member.append(member)
  }

  mutating func reserve(_ count: Int) {
    parent.reserveCapacity(count)
    row.reserveCapacity(count)
    member.reserveCapacity(count)
  }
}
