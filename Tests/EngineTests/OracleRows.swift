import Records
import Standard
import Values

extension Oracle {
  func chosen(_ choice: Choice, _ rows: [Bound]) -> [Bound] {
    let candidates: [Bound]
    switch choice.source {
    case .records(let record): candidates = dossier.rows[record].indices.map { .row(record: record, $0) }
    case .calendar(let calendar): candidates = periods(calendar, rows)
    case .moments(let moments): candidates = self.moments(moments, rows)
    }
    return candidates.filter { row in
      let inside = [row] + rows
      if let join = choice.join {
        let key = value(join.key, inside)
        if key == .none || key != value(join.parent, inside) { return false }
      }
      if let due = choice.due {
        guard let day = day(value(due, inside)), day <= asOf.number else { return false }
      }
      return choice.time.allSatisfy { truth($0.condition, inside) == .yes } && truth(choice.filter, inside) == .yes
    }
  }

  /// How much a row counts: a moment stands for the seconds up to the next.
  func weight(_ bound: Bound) -> Int {
    guard case .moment(let second) = bound else { return 1 }
    let rest = ((second % SlowEvaluator.step) + SlowEvaluator.step) % SlowEvaluator.step
    return rest == 1 ? Int(SlowEvaluator.step) - 2 : 1
  }

  // MARK: Periods

  /// 29 June 2026.
  static let aMonday = CalendarDate("2026-06-29")!.number

  private func periods(_ calendar: CalendarRows, _ rows: [Bound]) -> [Bound] {
    // All periods of some time, one after another, beginning long enough ago.
    var all: [(first: Int64, last: Int64, from: Int64, to: Int64)] = []
    for number: Int64 in 0..<60 {
      var first: Int64
      var last: Int64
      switch calendar.unit {
      case .day: (first, last) = (asOf.number - 50 + number, asOf.number - 50 + number)
      case .week:
        first = Self.aMonday - 350 + 7 * number
        last = first + 6
      default:
        let months = calendar.unit == .month ? 1 : calendar.unit.months
        let anchor = calendar.unit == .month ? .january : calendar.anchor
        let start = CalendarDate(year: 2023, month: anchor.month, day: anchor.day) ?? asOf
        first = start.adding(months: number * months).number
        last = start.adding(months: (number + 1) * months).number - 1
      }
      var (from, to) = (first * 86_400, last * 86_400 + 86_399)
      if let hours = calendar.hours {
        from = first * 86_400 + hours.from * 60
        to = first * 86_400 + (hours.to > hours.from ? hours.to : hours.to + 1440) * 60 - 1
        last = Self.day(to)
      }
      if last <= asOf.number { all.append((first, last, from, to)) }
    }
    switch calendar.extent {
    case .last(let count): all = Array(all.suffix(Int(count)))
    case .within(let window):
      let start = window.start.flatMap { day(value($0, rows)) }
      let end = window.end.flatMap { day(value($0, rows)) }
      all = all.filter { $0.first >= start ?? .min && $0.last <= end ?? .max }
    }
    return all.map { .period(first: $0.first, last: $0.last, from: $0.from, to: $0.to) }
  }

  // MARK: Moments

  private func moments(_ moments: MomentRows, _ rows: [Bound]) -> [Bound] {
    var first = Int64.min
    switch moments.window.start.map({ value($0, rows) }) {
    case .day(let day): first = day * 86_400
    case .instant(let second, _): first = second
    default: return []
    }
    // The first second that is no longer in.
    var next = (asOf.number + 1) * 86_400
    switch moments.window.end.map({ value($0, rows) }) {
    case .day(let day): next = min(next, (day + 1) * 86_400)
    case .instant(let second, _): next = min(next, moments.window.end.map(isClock) == true ? second + 1 : second)
    default: break
    }
    guard first < next else { return [] }
    let step = SlowEvaluator.step
    var seconds: [Bound] = []
    for hour in first / step...next / step {
      for second in [hour * step, hour * step + 1, hour * step + step - 1] where first <= second && second < next {
        let minute = (second % 86_400) / 60
        if let hours = moments.hours {
          let isIn =
            hours.from < hours.to
            ? hours.from <= minute && minute < hours.to : minute >= hours.from || minute < hours.to
          if !isIn { continue }
        }
        seconds.append(.moment(second))
      }
    }
    return seconds
  }

  // MARK: Gaps

  /// Everything that a row fills is marked, day by day or stretch by stretch; what is between is measured.
  func gap(_ test: GapTest, _ rows: [Bound]) -> Bool {
    var isOfMoments = false
    if case .moments = test.choice.source { isOfMoments = true }
    let isClock = isOfMoments || test.limit.unit == .seconds
    var filled: [(from: Int64, to: Int64)] = []
    for row in chosen(test.choice, rows) {
      if case .moment(let second) = row {
        filled.append((second, second + Int64(weight(row))))
        continue
      }
      guard let from = test.from, let begun = time(value(from, [row] + rows), isClock) else { continue }
      filled.append((begun, test.to.flatMap { time(value($0, [row] + rows), isClock) } ?? .max))
    }
    let today = isClock ? (asOf.number + 1) * 86_400 : asOf.number
    let start = test.window.start.flatMap { time(value($0, rows), isClock) }
    var end = today
    if let bound = test.window.end, let time = time(value(bound, rows), isClock) {
      var last = time
      if isClock {
        if case .day = value(bound, rows) { last += 86_400 } else if self.isClock(bound) { last += 1 }
      }
      end = min(end, last)
    }
    filled = filled.filter { $0.from <= end && $0.to >= start ?? .min && $0.from <= $0.to }
    // Before an open window there is no row, without end.
    guard let start else { return test.relation == .atLeast || test.relation == .moreThan }
    // Each place where a row ends, or the window begins, to the next where one begins, or the window ends.
    var stretches: [(Int64, Int64)] = []
    for place in [start] + filled.map({ $0.to }) where place >= start && place <= end {
      if filled.contains(where: { $0.from <= place && place < $0.to }) { continue }
      stretches.append(
        (place, (filled.map { $0.from } + [end]).filter { $0 >= place && !($0 == place && $0 != end) }.min() ?? end))
    }
    if start > end { stretches = [(start, end)] }
    func isLonger(_ stretch: (Int64, Int64), _ relation: Relation) -> Bool {
      let limit: Int64
      switch test.limit.unit {
      case .seconds: limit = stretch.0 + test.limit.amount
      case .days: limit = stretch.0 + test.limit.amount * (isOfMoments ? 86_400 : 1)
      case .months: limit = CalendarDate(number: stretch.0).adding(months: test.limit.amount).number
      }
      return compare(stretch.1, relation, limit)
    }
    switch test.relation {
    case .atMost, .lessThan: return stretches.allSatisfy { isLonger($0, test.relation) }
    case .atLeast, .moreThan: return stretches.contains { isLonger($0, test.relation) }
    case .equal: return stretches.allSatisfy { isLonger($0, .atMost) } && stretches.contains { isLonger($0, .atLeast) }
    }
  }

  private func time(_ found: Found, _ isClock: Bool) -> Int64? {
    switch found {
    case .day(let day): isClock ? day * 86_400 : day
    case .instant(let second, _): isClock ? second : Self.day(second)
    default: nil
    }
  }
}
