internal import Values

/// A limit moved by the smallest step that means something: one of what is counted, one unit as written, one day or
/// month of a window; of a share as much as the next row makes.
enum LimitSteps {
  /// The text with each of its limits moved down and up, one at a time.
  ///
  /// - Parameter relation: the attribute that compares: it says on which side a share must step further.
  static func steps(_ text: String, _ relation: String) -> [String] {
    if let share = share(text) { return shares(share, relation) }
    var all: [String] = []
    let parts = tokens(text)
    for (index, part) in parts.enumerated() {
      // A separator stands by itself; a unit follows its number.
      let isEnd = text.contains("/") && part != "/" && part.first != " "
      let moved =
        period(part) ?? date(part) ?? (isNumber(parts, index) ? number(part) : nil)
        ?? (isEnd && isPlain(parts, index) ? ["\(part) - P1D", "\(part) + P1D"] : [])
      for step in moved {
        var changed = parts
        changed[index] = step
        all.append(changed.joined())
      }
    }
    return all
  }

  /// `22:00/07:00` with each end an hour, or where it is no full hour a minute, earlier and later.
  static func hours(_ text: String) -> [String] {
    let ends = text.split(separator: "/").map { String($0) }
    guard ends.count == 2 else { return [] }
    var all: [String] = []
    for (index, end) in ends.enumerated() {
      let parts = end.split(separator: ":").compactMap { Int64(String($0)) }
      guard parts.count == 2 else { continue }
      let minutes = parts[0] * 60 + parts[1]
      for step in parts[1] == 0 ? [-60, 60] : [-1, 1] as [Int64] {
        let moved = (minutes + step + 1440) % 1440
        var changed = ends
        changed[index] = padded(moved / 60) + ":" + padded(moved % 60)
        all.append(changed.joined(separator: "/"))
      }
    }
    return all
  }

  private static func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// Words and the separators between them: spaces and slashes.
  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    for letter in text {
      let isSeparator = letter == " " || letter == "/"
      if !isSeparator, let last = tokens.last, last != " ", last != "/" {
        tokens[tokens.count - 1].append(letter)
      } else {
        tokens.append(String(letter))
      }
    }
    return tokens
  }

  /// Whether a word is the only one of its end of a window, and names a date of a row.
  private static func isPlain(_ tokens: [String], _ index: Int) -> Bool {
    let word = tokens[index]
    guard word != "as-of", word != "..", !word.hasPrefix("$"), !word.hasPrefix("P") else { return false }
    let before = index > 0 ? tokens[index - 1] : "/"
    let after = index + 1 < tokens.count ? tokens[index + 1] : "/"
    return before == "/" && after == "/"
  }

  /// A number stands first, perhaps with a unit after it.
  private static func isNumber(_ tokens: [String], _ index: Int) -> Bool { index == 0 && tokens.count <= 3 }

  private static func date(_ text: String) -> [String]? {
    guard let day = CalendarDate(text) else { return nil }
    return [day.number - 1, day.number + 1].map { "\(CalendarDate(number: $0))" }
  }

  private static func number(_ text: String) -> [String]? {
    guard let number = FixedPoint(text) else { return nil }
    var step = FixedPoint.scale
    for _ in 0..<(text.split(separator: ".").dropFirst().first?.count ?? 0) { step /= 10 }
    return [number.millionths - step, number.millionths + step].map { "\(FixedPoint(millionths: $0))" }
  }

  /// A length of time one of its smallest unit shorter and longer: of years a month, of weeks a day.
  private static func period(_ text: String) -> [String]? {
    guard let period = Period(text), let unit = text.last else { return nil }
    func written(_ amount: Int64) -> String {
      switch period.unit {
      case .months: "P\(amount)M"
      case .days: "P\(amount)D"
      case .seconds: "PT\(amount)S"
      }
    }
    var step: Int64 = 1
    if period.unit == .seconds { step = unit == "H" ? 3600 : unit == "M" ? 60 : 1 }
    return [period.amount - step, period.amount + step].filter { $0 > 0 }.map(written)
  }

  // MARK: Shares

  private static func share(_ text: String) -> FixedPoint? {
    text.hasSuffix("%") ? FixedPoint(String(text.dropLast())) : nil
  }

  /// A share is made of rows, so on the side of the limit that the limit itself is not on, it moves just past the next
  /// share that as few rows can make as the limit needs (at least four); on the other, by one percent.
  private static func shares(_ percent: FixedPoint, _ relation: String) -> [String] {
    let limit = percent.millionths
    let hundred = 100 * FixedPoint.scale
    let rows = (4...20).first(where: { (count: Int64) in count * limit % hundred == 0 }) ?? 20
    var below: Int64 = 0
    var above = hundred
    for count in 1...rows {
      let holds = count * limit / hundred
      let lower = holds * hundred / count
      below = max(below, lower < limit ? lower : (holds - 1) * hundred / count)
      if holds < count { above = min(above, (holds + 1) * hundred / count) }
    }
    // To a tenth of a percent, on the far side of that share.
    let tenth = FixedPoint.scale / 10
    let down = below / tenth * tenth
    let up = (above + tenth - 1) / tenth * tenth
    let ends =
      switch relation {
      case "at-least", "less-than": (down, limit + FixedPoint.scale)
      case "at-most", "more-than": (limit - FixedPoint.scale, up)
      default: (limit - FixedPoint.scale, limit + FixedPoint.scale)
      }
    return [ends.0, ends.1].filter { $0 >= 0 && $0 <= hundred && $0 != limit }.map { "\(FixedPoint(millionths: $0))%" }
  }
}
