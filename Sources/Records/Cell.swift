public import Standard
public import Values

/// What one cell of a record says.
public enum Cell: Hashable, Sendable {
  /// Nobody looked.
  case notCollected
  /// Somebody looked and the source is silent.
  case blank
  /// It is known that there is none.
  case none
  /// A day, or a range of days; an end that is not known is nil.
  case days(Int64?, Int64?)
  case instant(Instant)
  /// A number in millionths, or a range; an end that is not known is nil.
  case number(Int64?, Int64?)
  /// One of these codes (places in the list): exactly known when there is one.
  case code([Int32])
  /// A closed set of codes, ascending.
  case set([Int32])
  /// A checklist: codes answered yes and no; the others were not looked at.
  case checks(yes: [Int32], no: [Int32])
  /// A made-up label, or a reference to a row by its id.
  case label(String)
  case period(Period)
  /// Whole years, or a range of them.
  case years(Int64, Int64)

  /// A value or `none` was written.
  public var isRecorded: Bool {
    switch self {
    case .notCollected, .blank: false
    case .checks(let yes, let no): !yes.isEmpty || !no.isEmpty
    default: true
    }
  }
}

/// Why a text is no value of a field.  Never holds the text itself: it might be private.
public struct CellError: Error, Hashable, Sendable {
  public var expected: String
  public var help: String?

  public init(_ expected: String, help: String? = nil) {
    self.expected = expected
    self.help = help
  }
}

extension Cell {
  /// Reads the text of a cell: `-` or `none` is none, empty is blank, `?` is not collected, else a value of the field.
  public init(_ text: String, of field: Field, in dictionary: DataDictionary) throws(CellError) {
    switch text {
    case "":
      self = .blank
      return
    case "?":
      self = .notCollected
      return
    case "-", "none":
      if case .codes = field.kind {
        self = .set([])
        return
      }
      if case .checks(let list) = field.kind {
        self = .checks(yes: [], no: Array(0..<Int32(dictionary.lists[list].codes.count)))
        return
      }
      guard field.mayBeNone else {
        throw CellError("it cannot be none", help: "leave the cell empty if the source is silent")
      }
      self = .none
      return
    default: break
    }
    switch field.kind {
    case .label, .reference:
      self = .label(text)
    case .code(let list):
      if let code = dictionary.lists[list].index(of: text) {
        self = .code([Int32(code)])
      } else {
        self = .code(try readCodes(text.split(separator: "/"), dictionary.lists[list]))
      }
    case .codes(let list):
      self = .set(try readCodes(text.split(separator: " "), dictionary.lists[list]))
    case .checks(let list):
      self = try readChecks(text, dictionary.lists[list])
    case .number(let unit):
      self = try readNumber(text, whole: wholeUnits.contains(unit), signed: field.isSigned)
      if let maximum = field.maximum, case .number(let low, let high) = self,
        max(low ?? 0, high ?? 0) > maximum.millionths
      {
        throw CellError("expected a number that is at most \(maximum)")
      }
    case .date:
      guard let days = dayRange(text) else {
        throw CellError("expected a date such as 2026-03-31, or 2026-03 where the day is not known")
      }
      self = .days(days.0, days.1)
    case .instant:
      if let instant = Instant(text) {
        self = .instant(instant)
      } else if let days = dayRange(text) {
        self = .days(days.0, days.1)
      } else {
        throw CellError("expected a date, or a time such as 2026-03-31T14:30+02:00")
      }
    case .duration:
      guard let period = Period(text) else { throw CellError("expected a length of time such as P9M or P14D") }
      self = .period(period)
    case .age:
      guard let (low, high) = range(text), let from = wholeNumber(low), let to = wholeNumber(high), from <= to,
        to <= 130
      else { throw CellError("expected whole years, such as 17 or 12..15") }
      self = .years(from, to)
    }
  }

  /// The one way to write it in the canonical form; nothing where nobody looked.
  public func text(of field: Field, in dictionary: DataDictionary) -> String? {
    func names(_ codes: [Int32], _ list: Int) -> [String] { codes.map { dictionary.lists[list].codes[Int($0)].id } }
    switch self {
    case .notCollected: return nil
    case .blank: return ""
    case .none: return "-"
    case .days(nil, nil): return "yes"
    case .days(let from, let to):
      let start = from.map { CalendarDate(number: $0).description } ?? ""
      let end = to.map { CalendarDate(number: $0).description } ?? ""
      return from == to ? start : start + ".." + end
    case .instant(let instant): return instant.description
    case .number(let low, let high):
      let from = low.map { FixedPoint(millionths: $0).description } ?? ""
      let to = high.map { FixedPoint(millionths: $0).description } ?? ""
      return low == high ? from : from + ".." + to
    case .code(let codes):
      guard case .code(let list) = field.kind else { return nil }
      return names(codes, list).joined(separator: "/")
    case .set(let codes):
      guard case .codes(let list) = field.kind else { return nil }
      return codes.isEmpty ? "-" : names(codes, list).joined(separator: " ")
    case .checks(let yes, let no):
      guard case .checks(let list) = field.kind else { return nil }
      return (names(yes, list) + names(no, list).map { "!" + $0 }).joined(separator: " ")
    case .label(let label): return label
    case .period(let period): return period.description
    case .years(let from, let to): return from == to ? "\(from)" : "\(from)..\(to)"
    }
  }
}

/// Units that are counted in whole things, so that `<5` means at most 4.
private let wholeUnits: Set<String> = ["persons", "beds", "files", "items"]

private func readCodes(_ names: [Substring], _ list: CodeList) throws(CellError) -> [Int32] {
  var found: [Int32] = []
  for name in names {
    guard let index = list.codes.firstIndex(where: { $0.id == name }) else {
      throw CellError(
        "not a code of the list “\(list.id)”", help: suggestion(for: String(name), among: list.codes.map { $0.id }))
    }
    if !found.contains(Int32(index)) { found.append(Int32(index)) }
  }
  guard !found.isEmpty else { throw CellError("expected a code of the list “\(list.id)”") }
  return found.count > 1 ? found.sorted() : found
}

private func readChecks(_ text: String, _ list: CodeList) throws(CellError) -> Cell {
  var yes: [Substring] = []
  var no: [Substring] = []
  let names = text.split(separator: " ")
  if names.isEmpty { return .blank }
  for name in names {
    if name.first == "!" { no.append(name.dropFirst()) } else { yes.append(name) }
  }
  let present = yes.isEmpty ? [] : try readCodes(yes, list)
  let missing = no.isEmpty ? [] : try readCodes(no, list)
  guard Set(present).isDisjoint(with: missing) else { throw CellError("one code is answered both yes and no") }
  return .checks(yes: present, no: missing)
}

private func readNumber(_ text: String, whole: Bool, signed: Bool) throws(CellError) -> Cell {
  let step: Int64 = whole ? FixedPoint.scale : 1
  let floor: Int64? = signed ? nil : 0
  func read(_ digits: some StringProtocol) throws(CellError) -> Int64 {
    guard let value = FixedPoint(String(digits)) else {
      throw CellError("expected a number such as 12 or 4.5, or a range such as 3..7, <5, >=2")
    }
    guard signed || value.millionths >= 0 else { throw CellError("expected a number that is not below zero") }
    return value.millionths
  }
  // Things that are whole: at least 2.5 of them are at least 3.
  func up(_ value: Int64) -> Int64 { (value + step - 1) / step * step }
  func down(_ value: Int64) -> Int64 { value / step * step }
  if text.hasPrefix("<=") { return .number(floor, down(try read(text.dropFirst(2)))) }
  if text.hasPrefix(">=") { return .number(up(try read(text.dropFirst(2))), nil) }
  if text.hasPrefix("<") {
    let limit = try read(text.dropFirst())
    guard signed || limit > 0 else { throw CellError("expected a number that is not below zero") }
    return .number(floor, up(limit) - step)
  }
  if text.hasPrefix(">") { return .number(down(try read(text.dropFirst())) + step, nil) }
  guard let (low, high) = range(text) else { throw CellError("expected a number or a range such as 3..7") }
  if low.isEmpty, high.isEmpty { throw CellError("expected a number or a range such as 3..7") }
  let from = low.isEmpty ? floor : try read(low)
  let to = high.isEmpty ? nil : try read(high)
  if let from, let to, from > to { throw CellError("the range ends before it starts") }
  return .number(from, to)
}

/// `a..b`, or a alone as `a..a`.
private func range(_ text: String) -> (Substring, Substring)? {
  let bytes = Array(text.utf8)
  for i in bytes.indices.dropLast() where bytes[i] == UInt8(ascii: ".") && bytes[i + 1] == UInt8(ascii: ".") {
    return (
      Substring(String(decoding: bytes[..<i], as: UTF8.self)),
      Substring(String(decoding: bytes[(i + 2)...], as: UTF8.self))
    )
  }
  return (Substring(text), Substring(text))
}

private func wholeNumber(_ text: Substring) -> Int64? {
  guard let value = FixedPoint(String(text)), value.millionths >= 0, value.millionths % FixedPoint.scale == 0 else {
    return nil
  }
  return value.millionths / FixedPoint.scale
}

/// A day, a month, a year, `a..b`, or `yes` (done, date unknown).
private func dayRange(_ text: String) -> (Int64?, Int64?)? {
  if text == "yes" { return (nil, nil) }
  guard let (low, high) = range(text) else { return nil }
  if low.isEmpty && high.isEmpty { return nil }
  var from: Int64?
  var to: Int64?
  if !low.isEmpty {
    guard let days = wholePeriod(low) else { return nil }
    from = days.0
  }
  if !high.isEmpty {
    guard let days = wholePeriod(high) else { return nil }
    to = days.1
  }
  if let from, let to, from > to { return nil }
  return (from, to)
}

/// First and last day of `2026-03-31`, `2026-03` or `2026`.
private func wholePeriod(_ text: Substring) -> (Int64, Int64)? {
  switch text.utf8.count {
  case 10:
    guard let day = CalendarDate(String(text)) else { return nil }
    return (day.number, day.number)
  case 7:
    guard let first = CalendarDate(String(text) + "-01") else { return nil }
    return (first.number, first.adding(months: 1).number - 1)
  case 4:
    guard let first = CalendarDate(String(text) + "-01-01") else { return nil }
    return (first.number, first.adding(months: 12).number - 1)
  default: return nil
  }
}
