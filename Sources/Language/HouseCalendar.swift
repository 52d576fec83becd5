internal import Standard
internal import Values

/// What a standard says of the calendar: days of rest, where holidays come from, where the year starts.
struct HouseCalendar: Hashable {
  var week = WorkWeek.mondayToFriday
  /// Whether business days may be counted: only where it is said who knows the public holidays.
  var hasHolidays = false
  var yearStart = YearStart.january

  private static let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

  init() {}

  /// Reads `<calendar weekend="sat sun" holidays="dossier" year-start="07-01"/>`.
  static func read(_ element: Element?, _ reader: inout TestReader) -> HouseCalendar {
    var calendar = HouseCalendar()
    guard let element else { return calendar }
    reader.checkAttributes(element, ["weekend", "holidays", "year-start"])
    if let text = element["weekend"] {
      calendar.week = WorkWeek(restDays: 0)
      for name in text.split(separator: " ").map({ String($0) }) {
        guard let day = days.firstIndex(where: { $0 == name || $0.prefix(3) == name }) else {
          reader.error(
            "time-window", element.location(of: "weekend"), "“\(name)” is no day of the week",
            help: suggestion(for: name, among: days))
          continue
        }
        calendar.week.restDays |= 1 << UInt8(day)
      }
      if calendar.week.restDays == 0b111_1111 {
        reader.error("time-window", element.location(of: "weekend"), "every day is a day of rest; no deed could be due")
      }
    }
    if let text = element["holidays"] {
      if text == "dossier" {
        calendar.hasHolidays = true
      } else {
        reader.error(
          "time-holidays", element.location(of: "holidays"), "“holidays” says who knows the public holidays",
          help: suggestion(for: text, among: ["dossier"]))
      }
    }
    if let text = element["year-start"] {
      calendar.yearStart = reader.yearStart(text, at: element.location(of: "year-start")) ?? .january
    }
    return calendar
  }
}

extension TestReader {
  /// Reads `07-01`: a month and a day that every month has.
  mutating func yearStart(_ text: String, at location: Location) -> YearStart? {
    // The year is only there to be read: 28 days are in every month of it.
    if text.utf8.count == 5, let date = CalendarDate("2001-" + text), date.parts.day <= 28 {
      return YearStart(month: date.parts.month, day: date.parts.day)
    }
    error(
      "time-window", location,
      "“\(text)” is no start of a year; expected a month and a day from 01 to 28, such as 07-01"
    )
    return nil
  }

  /// Reads `22:00/07:00`.
  mutating func clockHours(_ text: String, at location: Location) -> ClockHours? {
    let ends = text.split(separator: "/", omittingEmptySubsequences: false).map { Self.minutes($0) }
    if ends.count == 2, let from = ends[0], let to = ends[1], from < 1440 { return ClockHours(from: from, to: to) }
    error("time-window", location, "“\(text)” are no hours; expected two clock times such as 22:00/07:00")
    return nil
  }

  private static func minutes(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
      let hour = Int64(parts[0]), let minute = Int64(parts[1]), minute < 60, hour * 60 + minute <= 1440
    else { return nil }
    return hour * 60 + minute
  }
}

extension ClockHours {
  /// “22:00 to 07:00”.
  var words: String {
    func clock(_ minutes: Int64) -> String {
      func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
      return two(minutes / 60) + ":" + two(minutes % 60)
    }
    return clock(from) + " to " + clock(to)
  }
}

extension YearStart {
  /// “1 July”.
  var words: String {
    let names = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    return "\(day) \(names[Int(month) - 1])"
  }
}
