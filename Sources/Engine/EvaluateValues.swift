internal import Records
internal import Standard
internal import Values

extension Evaluation {
  /// The value of a node for each row of its frame.
  func scalar(_ node: ScalarNode, _ frame: Int) -> Scalars {
    let known = Scalars.mayBeValue | Scalars.recorded | Scalars.collected
    func constant(_ value: Int64, detail: Int64? = nil) -> Scalars {
      let count = program.isForVerdictsOnly ? 1 : frames[frame].count
      var column = Scalars()
      column.low = Array(repeating: value, count: count)
      column.high = column.low
      column.flags = Array(repeating: known, count: count)
      if let detail { column.detail = Array(repeating: detail, count: count) }
      column.isConstant = program.isForVerdictsOnly
      return column
    }
    switch node {
    case .field(let record, let field):
      let column = data.tables[record].columns[field]
      // Packed values stay so where verdicts alone are asked for.
      if program.isForVerdictsOnly, case .packed(let packed) = column {
        return Scalars(packed: packed.slice(range(of: record)))
      }
      return column.scalars(range(of: record))
    case .identity(let record):
      let range = range(of: record)
      var column = Scalars()
      column.low = range.map { Int64($0) }
      column.high = column.low
      column.flags = Array(repeating: known, count: range.count)
      return column
    case .day(let day): return constant(day == .max ? data.asOf.number : day)
    case .number(let number): return constant(number)
    case .code(let code): return constant(code)
    case .label(let label): return constant(data.labels[label] ?? -1)
    case .period(let period): return constant(period.amount, detail: Int64(period.unit.rawValue))
    case .walked(let reference, let record, let field): return walked(scalars[reference], record, field)
    case .moved(let id, let map):
      return scalars[id].isConstant ? scalars[id] : gathered(scalars[id], maps[map])
    case .asDay(let id): return asDay(scalars[id])
    case .asSeconds(let id): return asSeconds(scalars[id])
    case .shifted(let id, let period, let back, let isInstant):
      return shifted(scalars[id], period, back: back, isInstant: isInstant)
    case .shiftedBy(let id, let by, let back): return shifted(scalars[id], by: scalars[by], back: back)
    case .workdays(let id, let days, let week, let frame): return workdays(scalars[id], days, week, frame)
    case .age(let id, let start, let at): return aged(scalars[id], scalars[start], scalars[at])
    case .edge(let frame, let isFirst):
      // A moment stands for its stretch by its first second.
      let isMoment = program.frameKind[frame] == .moment
      var column = Scalars()
      column.low = isFirst || isMoment ? frames[frame].first : frames[frame].last
      column.high = column.low
      column.flags = Array(repeating: known, count: column.low.count)
      return column
    case .extreme(let group, let value, let highest): return extreme(group, scalars[value], highest: highest)
    case .chosen(let conditions, let values): return chosen(conditions, values, frame)
    }
  }

  func gathered(_ column: Scalars, _ map: [Int32]) -> Scalars {
    if let packed = column.packed { return Scalars(packed: packed.gathered(map)) }
    var result = Scalars()
    result.low = map.map { column.low[Int($0)] }
    result.high = map.map { column.high[Int($0)] }
    result.flags = map.map { column.flags[Int($0)] }
    if !column.detail.isEmpty { result.detail = map.map { column.detail[Int($0)] } }
    result.alternatives = column.alternatives
    return result
  }

  /// The field of the row that each reference names: none leads to none, and what is not listed is not known.
  private func walked(_ reference: Scalars, _ record: Int, _ field: Int) -> Scalars {
    let all = range(of: record)
    let anything = anything(record, field)
    if let reference = reference.packed, case .packed(let column) = data.tables[record].columns[field] {
      return Scalars(packed: column.slice(all).walked(by: reference, first: Int64(all.lowerBound), anything))
    }
    let column = data.tables[record].columns[field].scalars(all)
    var result = Scalars()
    result.alternatives = column.alternatives
    for i in 0..<reference.count {
      let flags = reference.flags(i)
      if flags & Scalars.mayBeValue == 0 {
        result.append(0, 0, Scalars.mayBeNone | Scalars.recorded | Scalars.collected)
        if !column.detail.isEmpty { result.detail.append(Scalars.noDetail) }
      } else if flags & (Scalars.unlisted | Scalars.mayBeNone) == 0, reference.low(i) == reference.high(i) {
        let row = Int(reference.low(i)) - all.lowerBound
        result.append(column.low[row], column.high[row], column.flags[row])
        if !column.detail.isEmpty { result.detail.append(column.detail[row]) }
      } else {
        result.append(anything.low, anything.high, anything.flags | flags & Scalars.mayBeNone)
        if !column.detail.isEmpty { result.detail.append(Scalars.noDetail) }
      }
    }
    return result
  }

  /// All that a field may hold in a row that nobody knows.
  private func anything(_ record: Int, _ field: Int) -> PackedColumn.Gap {
    let kind = program.dictionary.records[record].fields[field]
    let none = kind.mayBeNone ? Scalars.mayBeNone : 0
    var range = (-Coverage.unlimited, Coverage.unlimited)
    switch kind.kind {
    case .code(let list): range = (0, Int64(program.dictionary.lists[list].codes.count - 1))
    case .number where !kind.isSigned: range.0 = 0
    case .age: range = (0, 130 * FixedPoint.scale)
    default: break
    }
    return PackedColumn.Gap(low: range.0, high: range.1, flags: Scalars.mayBeValue | none)
  }

  private func isOpen(_ value: Int64) -> Bool { value <= -Coverage.unlimited || value >= Coverage.unlimited }

  private func asDay(_ column: Scalars) -> Scalars {
    let column = column.wide
    func day(_ seconds: Int64) -> Int64 {
      isOpen(seconds) ? seconds : (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    }
    var result = column
    result.detail = []
    result.low = column.low.map(day)
    result.high = column.high.map(day)
    return result
  }

  /// A moment of a day; a day so far off that its seconds cannot be counted is without limit.
  static func seconds(ofDay day: Int64, plus seconds: Int64) -> Int64 {
    if day >= Coverage.unlimited / 86_400 { return Coverage.unlimited }
    if day <= -Coverage.unlimited / 86_400 { return -Coverage.unlimited }
    return day * 86_400 + seconds
  }

  private func asSeconds(_ column: Scalars) -> Scalars {
    let column = column.wide
    var result = column
    result.low = column.low.map { Self.seconds(ofDay: $0, plus: 0) }
    result.high = column.high.map { Self.seconds(ofDay: $0, plus: 86_399) }
    result.detail = []
    return result
  }

  private func shifted(_ column: Scalars, _ period: Period, back: Bool, isInstant: Bool) -> Scalars {
    if let packed = column.packed, !isInstant, period.unit == .days, packed.factor == 1,
      let moved = packed.moved(by: back ? -period.amount : period.amount)
    {
      return Scalars(packed: moved)
    }
    let column = column.wide
    var result = column
    func move(_ value: Int64) -> Int64 {
      if isOpen(value) { return value }
      if isInstant { return value + (back ? -period.amount : period.amount) }
      return period.shifting(CalendarDate(number: value), back: back).number
    }
    result.low = column.low.map(move)
    result.high = column.high.map(move)
    return result
  }

  /// So much later or earlier as another column says, in days and months; in hours, no date is reached.
  private func shifted(_ column: Scalars, by: Scalars, back: Bool) -> Scalars {
    var result = Scalars()
    for i in 0..<(column.isConstant ? by : column).count {
      let flags =
        column.flags(i) & by.flags(i) & Scalars.mayBeValue | (column.flags(i) | by.flags(i)) & ~Scalars.mayBeValue
      let unit = Period.Unit(rawValue: UInt8(truncatingIfNeeded: by.detail(i)))
      func move(_ value: Int64, _ amount: Int64, _ open: Int64) -> Int64 {
        guard !isOpen(value), !isOpen(amount), let unit else { return open }
        // A length in hours reaches at most so many whole days.
        if unit == .seconds { return back ? value - (amount + 86_399) / 86_400 : value + amount / 86_400 }
        return Period(unit, amount).shifting(CalendarDate(number: value), back: back).number
      }
      let open: (Int64, Int64) = back ? (-Coverage.unlimited, column.high(i)) : (column.low(i), Coverage.unlimited)
      result.append(
        move(column.low(i), back ? by.high(i) : by.low(i), open.0),
        move(column.high(i), back ? by.low(i) : by.high(i), open.1), flags)
    }
    return result
  }

  /// So many business days later; where the holidays of a year are not known, only the earliest day is.
  private func workdays(_ column: Scalars, _ days: Int64, _ week: WorkWeek, _ frame: Int) -> Scalars {
    let shelters = shelter(of: frame)
    var result = Scalars()
    for (i, shelter) in shelters.enumerated() {
      let holidays = data.holidays[self.shelters.lowerBound + Int(shelter)]
      var (low, high) = (column.low(i), column.high(i))
      if !isOpen(low) { low = holidays.workday(days, after: low, restDays: week.restDays).earliest }
      if !isOpen(high) {
        high = holidays.workday(days, after: high, restDays: week.restDays).latest ?? Coverage.unlimited
      }
      result.append(low, high, column.flags(i))
    }
    return result
  }

  /// The lowest or highest value over the rows of a group, none where there is no row.
  private func extreme(_ group: GroupNode, _ column: Scalars, highest: Bool) -> Scalars {
    let rows = frames[group.frame]
    let outer = frames[group.outer].count
    // By turning values over, the highest is the lowest.
    func low(_ i: Int) -> Int64 { highest ? -column.high(i) : column.low(i) }
    func high(_ i: Int) -> Int64 { highest ? -column.low(i) : column.high(i) }
    var lows = [Int64](repeating: Coverage.unlimited, count: outer)
    var highs = lows
    var flags = [UInt8](repeating: Scalars.mayBeNone, count: outer)
    for i in 0..<rows.count where rows.member[i] != 0 {
      let parent = Int(rows.parent[i])
      let mine = column.flags(i)
      if mine & Scalars.mayBeValue == 0 { continue }
      lows[parent] = min(lows[parent], low(i))
      flags[parent] |= Scalars.mayBeValue
      if rows.member[i] == 2, mine & Scalars.mayBeNone == 0 {
        highs[parent] = min(highs[parent], high(i))
        flags[parent] &= ~Scalars.mayBeNone
      }
    }
    var result = Scalars()
    for parent in 0..<outer {
      let isHidden = group.hidden.map { hidden[$0][parent] > 0 } ?? false
      if isHidden {
        lows[parent] = -Coverage.unlimited
        flags[parent] |= Scalars.mayBeValue
      }
      let range = highest ? (-highs[parent], -lows[parent]) : (lows[parent], highs[parent])
      result.append(range.0, range.1, flags[parent] | Scalars.recorded | Scalars.collected)
    }
    return result
  }

  /// The value of the first case that surely holds, or the hull of all that still may.
  private func chosen(_ conditions: [Int], _ values: [Int], _ frame: Int) -> Scalars {
    var result = Scalars()
    let hasDetail = values.contains { !scalars[$0].detail.isEmpty }
    for i in 0..<frames[frame].count {
      var open: [Int] = []
      for (place, value) in values.enumerated() {
        let truth = place < conditions.count ? verdicts[conditions[place]][i] : 2
        if truth != 0 { open.append(value) }
        if truth == 2 { break }
      }
      hull(open.map { scalars[$0] }, i, hasDetail, &result)
    }
    return result
  }

  private func hull(_ columns: [Scalars], _ i: Int, _ hasDetail: Bool, _ result: inout Scalars) {
    var flags: UInt8 = 0
    var low = Coverage.unlimited
    var high = -Coverage.unlimited
    var detail: Int64?
    var isMixed = false
    for column in columns {
      flags |= column.flags(i)
      guard column.flags(i) & Scalars.mayBeValue != 0 else { continue }
      if column.flags(i) & Scalars.coarse != 0 {
        let codes = column.codes(i)
        low = min(low, codes.low)
        high = max(high, codes.high)
      } else {
        low = min(low, column.low(i))
        high = max(high, column.high(i))
      }
      if hasDetail {
        if let known = detail, known != column.detail(i) { isMixed = true }
        detail = column.detail(i)
      }
    }
    flags &= ~Scalars.coarse
    if flags & Scalars.mayBeValue == 0 { (low, high) = (0, 0) }
    if isMixed {
      // Lengths in different units, or clocks that differ: anything.
      result.append(-Coverage.unlimited, Coverage.unlimited, flags)
      result.detail.append(Scalars.noDetail)
      return
    }
    result.append(low, high, flags)
    if hasDetail { result.detail.append(detail ?? Scalars.noDetail) }
  }

  private func aged(_ age: Scalars, _ start: Scalars, _ at: Scalars) -> Scalars {
    let age = age.wide
    var result = age
    for i in age.flags.indices {
      let starts = (low: start.low(i), high: start.high(i))
      let ends = (low: at.low(i), high: at.high(i))
      let known = !isOpen(starts.low) && !isOpen(starts.high) && !isOpen(ends.low) && !isOpen(ends.high)
      guard known, start.flags(i) & at.flags(i) & Scalars.mayBeValue != 0 else {
        result.low[i] = 0
        result.high[i] = 130 * FixedPoint.scale
        continue
      }
      result.low[i] = max(0, age.low[i] + wholeYears(from: starts.high, to: ends.low).least * FixedPoint.scale)
      result.high[i] = min(
        130 * FixedPoint.scale, age.high[i] + wholeYears(from: starts.low, to: ends.high).most * FixedPoint.scale)
    }
    return result
  }

  /// By how many whole years an age can have grown between two days: nobody knows the birthday.
  private func wholeYears(from: Int64, to: Int64) -> (least: Int64, most: Int64) {
    if from > to {
      let back = wholeYears(from: to, to: from)
      return (-back.most, -back.least)
    }
    let start = CalendarDate(number: from)
    let end = CalendarDate(number: to)
    var years = end.parts.year - start.parts.year
    if start.adding(months: years * 12) > end { years -= 1 }
    return (years, start.adding(months: years * 12) == end ? years : years + 1)
  }
}
