/// A day of the Gregorian calendar, counted in days since 1970-01-01.
public struct CalendarDate: Hashable, Sendable, Comparable {
  /// Days since 1970-01-01; negative before.
  public var number: Int64

  public init(number: Int64) { self.number = number }

  /// The day with this year, month (1–12) and day of the month; nothing if there is no such day.
  public init?(year: Int64, month: Int64, day: Int64) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year) else {
      return nil
    }
    self.init(validYear: year, month: month, day: day)
  }

  /// Counting days from the civil calendar.
  ///
  /// Source: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms* (2013), `days_from_civil`.
  init(validYear year: Int64, month: Int64, day: Int64) {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    number = era * 146_097 + dayOfEra - 719_468
  }

  /// Reads `2026-03-31` and nothing else.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
      let year = wholeNumber(parts[0]), let month = wholeNumber(parts[1]), let day = wholeNumber(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// Year, month and day of the month.
  ///
  /// Source: H. Hinnant, as above, `civil_from_days`.
  public var parts: (year: Int64, month: Int64, day: Int64) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  /// How many days a month has.
  public static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The same day so many months on (or back), clamped to the month's last day.
  public func adding(months: Int64) -> CalendarDate {
    let (year, month, day) = parts
    let count = year * 12 + (month - 1) + months
    let newYear = count >= 0 ? count / 12 : (count - 11) / 12
    let newMonth = count - newYear * 12 + 1
    return CalendarDate(
      validYear: newYear, month: newMonth, day: min(day, Self.days(in: newMonth, of: newYear)))
  }

  public static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.number < right.number }
}

extension CalendarDate: CustomStringConvertible {
  /// `2026-03-31`.
  public var description: String {
    let (year, month, day) = parts
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
  }
}

/// A whole number with leading zeros up to a width.
func padded(_ value: Int64, _ width: Int) -> String {
  let digits = String(value)
  return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Reads ASCII digits only, at most eighteen of them.
func wholeNumber(_ digits: some Sequence<UInt8>) -> Int64? {
  var value: Int64 = 0
  var count = 0
  for byte in digits {
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9"), count < 18 else { return nil }
    value = value * 10 + Int64(byte - UInt8(ascii: "0"))
    count += 1
  }
  return count > 0 ? value : nil
}
