internal import Standard
internal import Values

/// Calendar periods of one kind, numbered through all time.
struct Periods: Hashable, Sendable {
  var unit: CalendarUnit
  var anchor: YearStart

  /// The first day of a period.
  func first(_ number: Int64) -> Int64 {
    switch unit {
    case .day: return number
    // 1970-01-05 was a Monday.
    case .week: return 4 + number * 7
    case .month, .quarter, .halfYear, .year:
      let origin = CalendarDate(year: 1970, month: anchor.month, day: anchor.day) ?? CalendarDate(number: 0)
      return origin.adding(months: number * unit.months).number
    }
  }

  func last(_ number: Int64) -> Int64 { first(number + 1) - 1 }

  /// The number of the period that holds a day.
  func number(of day: Int64) -> Int64 {
    switch unit {
    case .day: return day
    case .week: return floorDivided(day - 4, 7)
    case .month, .quarter, .halfYear, .year:
      let parts = CalendarDate(number: day).parts
      var number = floorDivided((parts.year - 1970) * 12 + parts.month - anchor.month, unit.months)
      while first(number) > day { number -= 1 }
      while first(number + 1) <= day { number += 1 }
      return number
    }
  }
}

/// Divided and rounded down; the divisor is above zero.
func floorDivided(_ value: Int64, _ divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

extension CalendarNode {
  /// The period with this number, as first and last day, or clock time where there are hours.
  func edges(_ number: Int64) -> (first: Int64, last: Int64) {
    let periods = Periods(unit: unit, anchor: anchor)
    let first = periods.first(number)
    guard let hours else { return (first, periods.last(number)) }
    let end = hours.isOverMidnight ? first + 1 : first
    return (first * 86_400 + hours.from * 60, end * 86_400 + hours.to * 60 - 1)
  }

  /// The last day that a period touches.
  private func lastDay(_ number: Int64) -> Int64 {
    let last = Periods(unit: unit, anchor: anchor).last(number)
    guard let hours, hours.isOverMidnight, hours.to > 0 else { return last }
    return last + 1
  }

  /// The numbers of the last so many periods that ended on or before a day.
  func numbers(last count: Int64, asOf: Int64) -> Range<Int64> {
    var running = Periods(unit: unit, anchor: anchor).number(of: asOf + 1)
    while lastDay(running - 1) > asOf { running -= 1 }
    return running - count..<running
  }

  /// The numbers of the periods that lie wholly between two days.
  func numbers(from start: Int64, to end: Int64) -> Range<Int64> {
    let periods = Periods(unit: unit, anchor: anchor)
    var first = periods.number(of: start)
    if periods.first(first) < start { first += 1 }
    var next = periods.number(of: end) + 1
    while next > first, lastDay(next - 1) > end { next -= 1 }
    return first..<max(first, next)
  }
}
