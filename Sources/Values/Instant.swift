/// A clock time on a day at the house, with its offset from UTC.
public struct Instant: Hashable, Sendable {
  /// Seconds since 1970-01-01 00:00 on the wall clock of the house.
  public var wallSeconds: Int64
  /// Minutes that the wall clock is ahead of UTC.
  public var offsetMinutes: Int64

  public init(wallSeconds: Int64, offsetMinutes: Int64) {
    self.wallSeconds = wallSeconds
    self.offsetMinutes = offsetMinutes
  }

  /// Reads `2026-03-04T10:30+01:00`, seconds and `Z` allowed; the offset must be there.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 17, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      let day = CalendarDate(String(text.prefix(10))),
      let hour = wholeNumber(bytes[11..<13]), hour < 24, let minute = wholeNumber(bytes[14..<16]), minute < 60
    else { return nil }
    var seconds: Int64 = 0
    var rest = 16
    if bytes[rest] == UInt8(ascii: ":") {
      guard bytes.count >= 20, let value = wholeNumber(bytes[17..<19]), value < 60 else { return nil }
      seconds = value
      rest = 19
    }
    wallSeconds = day.number * 86_400 + hour * 3600 + minute * 60 + seconds
    if bytes[rest] == UInt8(ascii: "Z"), bytes.count == rest + 1 {
      offsetMinutes = 0
      return
    }
    let ahead = bytes[rest] == UInt8(ascii: "+")
    guard ahead || bytes[rest] == UInt8(ascii: "-"), bytes.count == rest + 6, bytes[rest + 3] == UInt8(ascii: ":"),
      let hours = wholeNumber(bytes[rest + 1..<rest + 3]), hours <= 14,
      let minutes = wholeNumber(bytes[rest + 4..<rest + 6]), minutes < 60
    else { return nil }
    offsetMinutes = (ahead ? 1 : -1) * (hours * 60 + minutes)
  }

  /// The day it was at the house.
  public var day: CalendarDate {
    CalendarDate(number: (wallSeconds >= 0 ? wallSeconds : wallSeconds - 86_399) / 86_400)
  }

  /// Seconds since 1970-01-01 00:00 UTC.
  public var utcSeconds: Int64 { wallSeconds - offsetMinutes * 60 }
}

extension Instant {
  /// `2026-03-04 10:30`, by the clock of the house; seconds only where there are any.
  public func wallText(_ separator: String = " ") -> String {
    let inDay = wallSeconds - day.number * 86_400
    let text = day.description + separator + padded(inDay / 3600, 2) + ":" + padded(inDay / 60 % 60, 2)
    return inDay % 60 == 0 ? text : text + ":" + padded(inDay % 60, 2)
  }
}

extension Instant: CustomStringConvertible {
  /// `2026-03-04T10:30+01:00`; seconds only where there are any.
  public var description: String {
    let text = wallText("T")
    guard offsetMinutes != 0 else { return text + "Z" }
    let ahead = offsetMinutes < 0 ? -offsetMinutes : offsetMinutes
    return text + (offsetMinutes < 0 ? "-" : "+") + padded(ahead / 60, 2) + ":" + padded(ahead % 60, 2)
  }
}
