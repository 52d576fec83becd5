internal import Records
internal import Standard
internal import Values

extension Evaluation {
  /// The value of a node for each row of its frame.
  func scalar(_ node: ScalarNode, _ frame: Int) -> Scalars {
    let known = Scalars.mayBeValue | Scalars.recorded | Scalars.collected
    func constant(_ value: Int64, detail: Int64? = nil) -> Scalars {
      let count = frames[frame].count
      var column = Scalars()
      column.low = Array(repeating: value, count: count)
      column.high = column.low
      column.flags = Array(repeating: known, count: count)
      if let detail { column.detail = Array(repeating: detail, count: count) }
      return column
    }
    switch node {
    case .field(let record, let field):
      return data.tables[record].columns[field].scalars(range(of: record)) ?? constant(0)
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
    case .moved(let id, let map): return gathered(scalars[id], maps[map])
    case .asDay(let id): return asDay(scalars[id])
    case .asSeconds(let id): return asSeconds(scalars[id])
    case .shifted(let id, let period, let back, let isInstant):
      return shifted(scalars[id], period, back: back, isInstant: isInstant)
    case .age(let id, let start, let at): return aged(scalars[id], scalars[start], scalars[at])
    case .periodStart(let frame): return periodEnds(frame, first: true)
    case .periodEnd(let frame): return periodEnds(frame, first: false)
    }
  }

  private func gathered(_ column: Scalars, _ map: [Int32]) -> Scalars {
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
    let rows = range(of: record)
    guard let column = data.tables[record].columns[field].scalars(rows) else { return Scalars() }
    let kind = program.dictionary.records[record].fields[field]
    var result = Scalars()
    result.alternatives = column.alternatives
    for i in reference.flags.indices {
      let flags = reference.flags[i]
      if flags & Scalars.mayBeValue == 0 {
        result.append(0, 0, Scalars.mayBeNone | Scalars.recorded | Scalars.collected)
        if !column.detail.isEmpty { result.detail.append(Scalars.noDetail) }
      } else if flags & (Scalars.unlisted | Scalars.mayBeNone) == 0, reference.low[i] == reference.high[i] {
        let row = Int(reference.low[i]) - rows.lowerBound
        result.append(column.low[row], column.high[row], column.flags[row])
        if !column.detail.isEmpty { result.detail.append(column.detail[row]) }
      } else {
        let none = kind.mayBeNone || flags & Scalars.mayBeNone != 0
        var highest = Coverage.unlimited
        var lowest = -Coverage.unlimited
        if case .code(let list) = kind.kind {
          (lowest, highest) = (0, Int64(program.dictionary.lists[list].codes.count - 1))
        }
        result.append(lowest, highest, Scalars.mayBeValue | (none ? Scalars.mayBeNone : 0))
        if !column.detail.isEmpty { result.detail.append(Scalars.noDetail) }
      }
    }
    return result
  }

  private func isOpen(_ value: Int64) -> Bool { value <= -Coverage.unlimited || value >= Coverage.unlimited }

  private func asDay(_ column: Scalars) -> Scalars {
    func day(_ seconds: Int64) -> Int64 {
      isOpen(seconds) ? seconds : (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    }
    var result = column
    result.detail = []
    result.low = column.low.map(day)
    result.high = column.high.map(day)
    return result
  }

  private func asSeconds(_ column: Scalars) -> Scalars {
    var result = column
    result.low = column.low.map { isOpen($0) ? $0 : $0 * 86_400 }
    result.high = column.high.map { isOpen($0) ? $0 : $0 * 86_400 + 86_399 }
    result.detail = Array(repeating: Scalars.noDetail, count: column.flags.count)
    return result
  }

  private func shifted(_ column: Scalars, _ period: Period, back: Bool, isInstant: Bool) -> Scalars {
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

  private func aged(_ age: Scalars, _ start: Scalars, _ at: Scalars) -> Scalars {
    var result = age
    for i in age.flags.indices {
      let known = !isOpen(start.low[i]) && !isOpen(start.high[i]) && !isOpen(at.low[i]) && !isOpen(at.high[i])
      guard known, start.flags[i] & at.flags[i] & Scalars.mayBeValue != 0 else {
        result.low[i] = 0
        result.high[i] = 130 * FixedPoint.scale
        continue
      }
      result.low[i] = max(0, age.low[i] + wholeYears(from: start.high[i], to: at.low[i]).least * FixedPoint.scale)
      result.high[i] = min(
        130 * FixedPoint.scale, age.high[i] + wholeYears(from: start.low[i], to: at.high[i]).most * FixedPoint.scale)
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

  private func periodEnds(_ frame: Int, first: Bool) -> Scalars {
    var result = Scalars()
    guard case .period(let unit, let count) = program.frameKind[frame] else { return result }
    let days = periodDays(unit, count: count, asOf: data.asOf)
    for row in frames[frame].row {
      let day = first ? days[Int(row)].first : days[Int(row)].last
      result.append(day, day, Scalars.mayBeValue | Scalars.recorded | Scalars.collected)
    }
    return result
  }

  // MARK: Sets

  func set(_ node: SetNode) -> Sets {
    switch node {
    case .field(let record, let field):
      guard case .sets(let column) = data.tables[record].columns[field] else { return Sets(codes: 0) }
      let range = range(of: record)
      if range.count == column.flags.count { return column }
      return gathered(column, range.map { Int32($0) })
    case .moved(let id, let map): return gathered(sets[id], maps[map])
    case .walked(let reference, let record, let field):
      guard case .sets(let column) = data.tables[record].columns[field] else { return Sets(codes: 0) }
      return walked(scalars[reference], column)
    }
  }

  private func gathered(_ column: Sets, _ map: [Int32]) -> Sets {
    var result = Sets(codes: column.width * 64)
    for row in map {
      let start = Int(row) * column.width
      for word in start..<start + column.width {
        result.certain.append(column.certain[word])
        result.possible.append(column.possible[word])
      }
      result.flags.append(column.flags[Int(row)])
    }
    return result
  }

  private func walked(_ reference: Scalars, _ column: Sets) -> Sets {
    var result = Sets(codes: column.width * 64)
    for i in reference.flags.indices {
      let flags = reference.flags[i]
      let isListed =
        flags & (Scalars.unlisted | Scalars.mayBeNone) == 0 && reference.low[i] == reference.high[i]
      for word in 0..<column.width {
        if flags & Scalars.mayBeValue == 0 {
          result.certain.append(0)
          result.possible.append(0)
        } else if isListed {
          let place = Int(reference.low[i]) * column.width + word
          result.certain.append(column.certain[place])
          result.possible.append(column.possible[place])
        } else {
          result.certain.append(0)
          result.possible.append(.max)
        }
      }
      result.flags.append(isListed ? column.flags[Int(reference.low[i])] : 0)
    }
    return result
  }
}

/// First and last days of the last so many full periods that ended on or before a day, earliest first.
func periodDays(_ unit: CalendarUnit, count: Int64, asOf: CalendarDate) -> [(first: Int64, last: Int64)] {
  let months = max(1, unit.months)
  // The period that holds the day after the as-of date is the first that is not full.
  let next = CalendarDate(number: asOf.number + 1).parts
  let running = (next.year * 12 + next.month - 1) / months * months
  return (0..<count).map { index in
    let firstMonth = running - (count - index) * months
    let start = CalendarDate(number: 0).adding(months: firstMonth - 1970 * 12)
    return (start.number, start.adding(months: months).number - 1)
  }
}
