public import Values

/// The public holidays of a shelter's country, year by year.
public struct Holidays: Hashable, Sendable {
  /// The years whose holidays are listed, ascending.
  public private(set) var years: [Int64] = []
  /// The holidays, ascending, as day numbers.
  public private(set) var days: [Int64] = []

  public init() {}

  /// Adds the holidays of a year.
  public mutating func add(year: Int64, _ dates: [CalendarDate]) {
    years = (years.filter { $0 != year } + [year]).sorted()
    days = Set(days + dates.map { $0.number }).sorted()
  }

  /// The day so many business days after another, as a range: in a year whose holidays nobody listed only the
  /// earliest can be said, counting as if there were none.
  public func workday(_ count: Int64, after day: Int64, restDays: UInt8) -> (earliest: Int64, latest: Int64?) {
    guard restDays & 0x7f != 0x7f else { return (day, nil) }
    var left = count
    var at = day
    var isCertain = true
    while left > 0 {
      at += 1
      // 1970-01-01 was a Thursday, three days after a Monday.
      let weekday = ((at + 3) % 7 + 7) % 7
      if restDays >> UInt8(weekday) & 1 == 1 { continue }
      if isCertain, !years.contains(CalendarDate(number: at).parts.year) { isCertain = false }
      if contains(at) { continue }
      left -= 1
    }
    return (at, isCertain ? at : nil)
  }

  private func contains(_ day: Int64) -> Bool {
    var low = 0
    var high = days.count
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low < days.count && days[low] == day
  }
}
