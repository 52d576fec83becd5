internal import Records
internal import Standard
internal import Values

extension Evaluation {
  /// The rows of a record type that belong to the shelters at hand.
  func range(of record: Int) -> Range<Int> {
    let offsets = data.tables[record].offsets
    return Int(offsets[shelters.lowerBound])..<Int(offsets[shelters.upperBound])
  }

  /// The rows of a frame.
  func rows(_ node: FrameNode) -> Rows {
    switch node {
    case .shelters:
      let count = shelters.count
      return Rows(
        parent: (0..<Int32(count)).map { $0 }, row: (0..<Int32(count)).map { $0 },
        member: Array(repeating: 2, count: count))
    case .table(let record):
      let range = range(of: record)
      return Rows(
        parent: data.tables[record].owners(of: shelters), row: (0..<Int32(range.count)).map { $0 },
        member: Array(repeating: 2, count: range.count))
    case .periods(let outer, _, let count):
      var rows = Rows()
      for parent in 0..<Int32(frames[outer].count) {
        for period in 0..<Int32(count) {
          rows.parent.append(parent)
          rows.row.append(period)
          rows.member.append(2)
        }
      }
      return rows
    case .candidates(let outer, let record, let mask, let key, let parent):
      guard let key, let parent else { return everyRow(of: record, around: outer, mask) }
      return joined(record, around: outer, mask, key: scalars[key], parent: scalars[parent])
    case .filtered(let frame, let condition):
      let old = frames[frame]
      let truth = verdicts[condition]
      var rows = Rows()
      for i in 0..<old.count where truth[i] != 0 {
        rows.parent.append(old.parent[i])
        rows.row.append(old.row[i])
        rows.member.append(min(old.member[i], truth[i]))
      }
      return rows
    }
  }

  /// The shelter that each row of a frame belongs to, counted from the first of the range.
  private func shelter(of frame: Int) -> [Int32] {
    var at = frame
    var result = (0..<Int32(frames[frame].count)).map { $0 }
    while let outer = program.frameOuter[at] {
      let parent = frames[at].parent
      for i in result.indices { result[i] = parent[Int(result[i])] }
      at = outer
    }
    return result
  }

  private func everyRow(of record: Int, around outer: Int, _ mask: Int?) -> Rows {
    let offsets = data.tables[record].offsets
    let base = Int(offsets[shelters.lowerBound])
    let mask = mask.map { verdicts[$0] }
    var rows = Rows()
    for (parent, shelter) in shelter(of: outer).enumerated() {
      let place = shelters.lowerBound + Int(shelter)
      for row in Int(offsets[place]) - base..<Int(offsets[place + 1]) - base {
        let member = mask?[row] ?? 2
        if member == 0 { continue }
        rows.parent.append(Int32(parent))
        rows.row.append(Int32(row))
        rows.member.append(member)
      }
    }
    return rows
  }

  private func joined(_ record: Int, around outer: Int, _ mask: Int?, key: Scalars, parent: Scalars) -> Rows {
    let table = range(of: record)
    let mask = mask.map { verdicts[$0] }
    // Rows by the row they refer to; rows whose reference is not known may belong to any of their shelter's.
    var children: [Int64: [Int32]] = [:]
    var anyone = [[Int32]](repeating: [], count: shelters.count)
    var elsewhere = [[Int32]](repeating: [], count: shelters.count)
    let owners = data.tables[record].owners(of: shelters)
    for row in 0..<table.count where mask?[row] != 0 {
      let flags = key.flags[row]
      if flags & Scalars.mayBeValue == 0 { continue }
      let shelter = Int(owners[row])
      if flags & Scalars.unlisted != 0 {
        elsewhere[shelter].append(Int32(row))
      } else if key.low[row] == key.high[row] {
        children[key.low[row], default: []].append(Int32(row))
      } else {
        anyone[shelter].append(Int32(row))
      }
    }
    var rows = Rows()
    func add(_ candidates: [Int32], _ parent: Int32, surely: Bool) {
      for row in candidates {
        rows.parent.append(parent)
        rows.row.append(row)
        rows.member.append(surely ? mask?[Int(row)] ?? 2 : 1)
      }
    }
    let offsets = data.tables[record].offsets
    for (index, shelter) in shelter(of: outer).enumerated() {
      let flags = parent.flags[index]
      if flags & Scalars.mayBeValue == 0 { continue }
      let isSure = flags & Scalars.mayBeNone == 0
      let start = rows.count
      if flags & Scalars.unlisted != 0 {
        add(elsewhere[Int(shelter)], Int32(index), surely: false)
        add(anyone[Int(shelter)], Int32(index), surely: false)
      } else if parent.low[index] == parent.high[index] {
        add(children[parent.low[index]] ?? [], Int32(index), surely: isSure)
        add(anyone[Int(shelter)], Int32(index), surely: false)
      } else {
        let place = shelters.lowerBound + Int(shelter)
        for row in Int(offsets[place]) - table.lowerBound..<Int(offsets[place + 1]) - table.lowerBound
        where mask?[row] != 0 && key.flags[row] & Scalars.mayBeValue != 0 {
          add([Int32(row)], Int32(index), surely: false)
        }
      }
      if rows.count - start > 1 { sort(&rows, from: start) }
    }
    return rows
  }

  /// Rows of one parent in the order of the table, so that lists read the same however they were found.
  private func sort(_ rows: inout Rows, from start: Int) {
    let isSorted = (start + 1..<rows.count).allSatisfy { rows.row[$0 - 1] < rows.row[$0] }
    if isSorted { return }
    let order = (start..<rows.count).sorted { rows.row[$0] < rows.row[$1] }
    let sortedRows = order.map { rows.row[$0] }
    let sortedMembers = order.map { rows.member[$0] }
    rows.row.replaceSubrange(start..., with: sortedRows)
    rows.member.replaceSubrange(start..., with: sortedMembers)
  }

  func map(_ node: MapNode) -> [Int32] {
    func ancestors(_ frame: Int, _ steps: Int) -> ([Int32], Int) {
      var at = frame
      var result = (0..<Int32(frames[frame].count)).map { $0 }
      for _ in 0..<steps {
        guard let outer = program.frameOuter[at] else { break }
        let parent = frames[at].parent
        for i in result.indices { result[i] = parent[Int(result[i])] }
        at = outer
      }
      return (result, at)
    }
    switch node {
    case .ancestor(let frame, let steps): return ancestors(frame, steps).0
    case .table(let frame, let steps):
      var (result, at) = ancestors(frame, steps)
      let row = frames[at].row
      for i in result.indices { result[i] = row[Int(result[i])] }
      return result
    }
  }

  func hiddenRows(_ node: HiddenNode) -> [Int64] {
    let coverage = data.tables[node.record].coverage
    let asOf = data.asOf.number
    let isFixed = program.dictionary.records[node.record].time == .fixed
    return shelter(of: node.outer).enumerated().map { index, shelter in
      let coverage = coverage[shelters.lowerBound + Int(shelter)]
      if let record = node.parentRecord, let parent = node.parent, coverage.parents.contains(record) {
        let flags = scalars[parent].flags[index]
        let isListed = flags & (Scalars.mayBeNone | Scalars.unlisted) == 0
        if isListed, scalars[parent].low[index] == scalars[parent].high[index] { return 0 }
      }
      if isFixed, coverage.isComplete { return 0 }
      if node.windows.isEmpty, coverage.covers(from: -Coverage.unlimited, to: asOf) { return 0 }
      for window in node.windows {
        let start = window.start.map { bound($0, index, first: true, open: -Coverage.unlimited) } ?? -Coverage.unlimited
        let end = window.end.map { bound($0, index, first: false, open: Coverage.unlimited) } ?? Coverage.unlimited
        if coverage.covers(from: start, to: min(end, asOf)) { return 0 }
      }
      return coverage.rest ?? Coverage.unlimited
    }
  }

  /// The outermost day of a window's end; an end that may be none leaves the window open.
  private func bound(_ id: Int, _ row: Int, first: Bool, open: Int64) -> Int64 {
    let column = scalars[id]
    if column.flags[row] & Scalars.mayBeNone != 0 { return open }
    return first ? column.low[row] : column.high[row]
  }
}
