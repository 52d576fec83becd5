internal import Records
internal import Standard
internal import Values

/// How long a window goes without a row.
extension Evaluation {
  /// A stretch of a window without a row: the row or window's edge before it, and the one after it.
  struct Stretch: Hashable, Sendable {
    var from: Int64
    var to: Int64
  }

  func gaps(_ node: GapNode) -> [UInt8] {
    let rows = rowsOfParents(node.group)
    return rows.indices.map { parent in
      let (least, most) = stretches(node, parent, rows[parent])
      let longest = least.map { reaches($0, node) }
      let possible = most.map { reaches($0, node) }
      // “At most” holds where no stretch can be too long, and fails where one must be.
      let isTooLong = longest.contains(true)
      let mayBeTooLong = possible.contains(true) || isTooLong
      let truth: Truth = isTooLong ? .no : mayBeTooLong ? .unknown : .yes
      switch node.relation {
      case .atMost, .lessThan, .equal: return truth.rawValue
      case .moreThan, .atLeast: return (!truth).rawValue
      }
    }
  }

  /// Whether a stretch is longer than a limit allows: longer than it for “at most” and “more than”, as long for the
  /// other two.
  func reaches(_ stretch: Stretch, _ node: GapNode) -> Bool {
    guard stretch.from > -Coverage.unlimited, stretch.to < Coverage.unlimited else { return true }
    let end: Int64
    if node.isClock {
      let range = node.limit.secondsRange
      end = stretch.from + (node.limit.unit == .seconds ? node.limit.amount : range.upperBound)
    } else {
      end = node.limit.shifting(CalendarDate(number: stretch.from), back: false).number
    }
    return node.relation == .lessThan || node.relation == .atLeast ? stretch.to >= end : stretch.to > end
  }

  /// The rows of each row of the frame around, as places in the frame.
  private func rowsOfParents(_ group: GroupNode) -> [[Int]] {
    let rows = frames[group.frame]
    var result = [[Int]](repeating: [], count: frames[group.outer].count)
    for i in 0..<rows.count where rows.member[i] != 0 { result[Int(rows.parent[i])].append(i) }
    return result
  }

  /// The stretches that are there at least (the shortest window, and every date that a row may have), and those that may
  /// be (the longest window, and only rows that are surely there and exactly dated).
  func stretches(_ node: GapNode, _ parent: Int, _ places: [Int]) -> (least: [Stretch], most: [Stretch]) {
    let rows = frames[node.group.frame]
    let asOf = node.isClock ? (data.asOf.number + 1) * 86_400 : data.asOf.number
    let (start, end) =
      node.isClock
      ? clockLimits(node.window, parent)
      : (
        limits(node.window.start, parent, open: -Coverage.unlimited), limits(node.window.end, parent, open: asOf)
      )
    let isHidden = node.group.hidden.map { hidden[$0][parent] > 0 } ?? false
    var possible: [Stretch] = []
    var certain: [Stretch] = []
    for i in places {
      guard let from = node.from, let to = node.to else {
        // A moment fills its stretch, up to the next.
        let span = Stretch(from: rows.first[i], to: rows.last[i] + 1)
        possible.append(span)
        if rows.member[i] == 2 { certain.append(span) }
        continue
      }
      let (first, last) = (scalars[from], scalars[to])
      let flags = (first.flags(i), last.flags(i))
      if flags.0 & Scalars.mayBeValue == 0 { continue }
      // A span that has not ended fills the window to its end.
      let mayBeOpen = flags.1 & Scalars.mayBeNone != 0
      possible.append(Stretch(from: first.low(i), to: mayBeOpen ? asOf : last.high(i)))
      guard rows.member[i] == 2, flags.0 & Scalars.mayBeNone == 0 else { continue }
      let (begun, ended) = (first.high(i), flags.1 & Scalars.mayBeValue == 0 ? asOf : last.low(i))
      if from == to {
        if first.low(i) == first.high(i) { certain.append(Stretch(from: begun, to: begun)) }
      } else if begun <= ended {
        certain.append(Stretch(from: begun, to: ended))
      }
    }
    let least =
      isHidden ? [] : complement(possible, Stretch(from: start.high, to: min(end.low, asOf)))
    return (least, complement(certain, Stretch(from: start.low, to: min(end.high, asOf))))
  }

  /// Between what the first second of a window lies, and the first after it.
  private func clockLimits(
    _ window: ClockWindow, _ row: Int
  ) -> (start: (low: Int64, high: Int64), end: (low: Int64, high: Int64)) {
    func seconds(_ value: Int64) -> Int64 { abs(value) >= Coverage.unlimited / 86_400 ? value : value * 86_400 }
    var start = limits(window.start, row, open: -Coverage.unlimited)
    if !window.isStartClock { start = (seconds(start.low), seconds(start.high)) }
    let open = Coverage.unlimited
    var end = limits(window.end, row, open: open)
    let later: Int64 = window.isEndClock && !window.isEndInside ? 0 : 1
    end = (end.low >= open ? open : end.low + later, end.high >= open ? open : end.high + later)
    if !window.isEndClock { end = (seconds(end.low), seconds(end.high)) }
    return (start, end)
  }

  private func limits(_ id: Int?, _ row: Int, open: Int64) -> (low: Int64, high: Int64) {
    guard let id else { return (open, open) }
    let column = scalars[id]
    let flags = column.flags(row)
    if flags & Scalars.mayBeValue == 0 { return (open, open) }
    if flags & Scalars.mayBeNone == 0 { return (column.low(row), column.high(row)) }
    return (min(column.low(row), open), max(column.high(row), open))
  }

  /// What of a window the spans leave, both ends of each stretch counted.
  private func complement(_ spans: [Stretch], _ window: Stretch) -> [Stretch] {
    guard window.from <= window.to else { return [] }
    var result: [Stretch] = []
    var at = window.from
    for span in spans.sorted(by: { $0.from < $1.from }) where span.to >= window.from && span.from <= window.to {
      if span.from > at { result.append(Stretch(from: at, to: span.from)) }
      at = max(at, span.to)
    }
    if at < window.to { result.append(Stretch(from: at, to: window.to)) }
    return result
  }
}
