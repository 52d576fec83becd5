/// A length of time as people say it: whole months, whole days, or seconds.  The three do not mix:
/// a month has no fixed number of days.
public struct Period: Hashable, Sendable {
  /// What is counted.
  public enum Unit: UInt8, Hashable, Sendable {
    case months, days, seconds
  }

  public var unit: Unit
  /// How many of the unit; never negative.
  public var amount: Int64

  public init(_ unit: Unit, _ amount: Int64) {
    self.unit = unit
    self.amount = amount
  }

  /// Reads `P12M`, `P2Y`, `P14D`, `P3W`, `PT72H`, `PT90M`, `PT2H30M`.
  public init?(_ text: String) {
    var bytes = Array(text.utf8)[...]
    guard bytes.popFirst() == UInt8(ascii: "P"), !bytes.isEmpty else { return nil }
    var months: Int64 = 0
    var days: Int64 = 0
    var seconds: Int64 = 0
    var inTime = false
    var parts = 0
    while !bytes.isEmpty {
      if bytes.first == UInt8(ascii: "T") {
        guard !inTime else { return nil }
        inTime = true
        bytes = bytes.dropFirst()
      }
      let digits = bytes.prefix { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      guard digits.count <= 9, let value = wholeNumber(digits) else { return nil }
      bytes = bytes.dropFirst(digits.count)
      switch (bytes.popFirst(), inTime) {
      case (UInt8(ascii: "Y"), false): months += value * 12
      case (UInt8(ascii: "M"), false): months += value
      case (UInt8(ascii: "W"), false): days += value * 7
      case (UInt8(ascii: "D"), false): days += value
      case (UInt8(ascii: "H"), true): seconds += value * 3600
      case (UInt8(ascii: "M"), true): seconds += value * 60
      case (UInt8(ascii: "S"), true): seconds += value
      default: return nil
      }
      parts += 1
    }
    guard parts > 0 else { return nil }
    switch (months, days, seconds) {
    case (let months, 0, 0) where months > 0: self.init(.months, months)
    case (0, let days, 0) where days > 0: self.init(.days, days)
    case (0, 0, let seconds): self.init(inTime ? .seconds : .days, seconds)
    default: return nil
    }
  }

  /// The day so much later (or earlier); for seconds the day is not defined and stays.
  public func shifting(_ day: CalendarDate, back: Bool = false) -> CalendarDate {
    let sign: Int64 = back ? -1 : 1
    return switch unit {
    case .months: day.adding(months: sign * amount)
    case .days: CalendarDate(number: day.number + sign * amount)
    case .seconds: day
    }
  }

  /// The fewest and the most seconds it can last: a month has 28 to 31 days, a year 365 or 366.
  public var secondsRange: ClosedRange<Int64> {
    let day: Int64 = 86_400
    switch unit {
    case .seconds: return amount...amount
    case .days: return amount * day...amount * day
    case .months:
      let years = amount / 12
      let rest = amount % 12
      return (years * 365 + rest * 28) * day...(years * 366 + rest * 31) * day
    }
  }
}

extension Period: CustomStringConvertible {
  /// The ISO 8601 form: `P12M`, `P14D`, `PT72H`.
  public var description: String {
    switch unit {
    case .months: return amount % 12 == 0 && amount > 0 ? "P\(amount / 12)Y" : "P\(amount)M"
    case .days: return "P\(amount)D"
    case .seconds:
      if amount % 3600 == 0 { return "PT\(amount / 3600)H" }
      if amount % 60 == 0 { return "PT\(amount / 60)M" }
      return "PT\(amount)S"
    }
  }

  /// For readers: “12 months”, “14 days”, “72 hours”, “1 hour 30 minutes”.
  public var words: String {
    func count(_ value: Int64, _ unit: String) -> String { "\(value) \(unit)\(value == 1 ? "" : "s")" }
    switch unit {
    case .months: return amount % 12 == 0 && amount > 12 ? count(amount / 12, "year") : count(amount, "month")
    case .days: return count(amount, "day")
    case .seconds:
      let parts = [(amount / 3600, "hour"), (amount % 3600 / 60, "minute"), (amount % 60, "second")]
      let said = parts.filter { $0.0 > 0 }.map { count($0.0, $0.1) }
      return said.isEmpty ? count(0, "minute") : said.joined(separator: " ")
    }
  }
}
