internal import Values

// Texts as they stand in a file, without making strings of them.

/// The bytes of a short text as two words: texts of up to sixteen bytes are equal if and only if their keys are.
struct TextKey: Hashable, Sendable {
  var first: UInt64
  var last: UInt64

  init(first: UInt64, last: UInt64) {
    self.first = first
    self.last = last
  }

  /// Reads up to fifteen bytes beyond the text, which must be there.
  @inline(__always) init(_ text: UnsafePointer<UInt8>, count: Int) {
    if count <= 8 {
      first = word(text) & mask(count)
      last = 0
    } else {
      first = word(text)
      last = word(text + 8) & mask(min(8, count - 8))
    }
  }

  /// A number that stands for a text of more than sixteen bytes; never the key of a text, for those are ASCII.
  init(long number: Int) {
    first = UInt64(number)
    last = .max
  }

  /// “none” in a cell is no label.
  static let none = TextKey(first: 0x656E_6F6E, last: 0)

  /// “-” neither.
  static let hyphen = TextKey(first: 0x2D, last: 0)
  static let yes = TextKey(first: 0x73_6579, last: 0)
  static let no = TextKey(first: 0x6F6E, last: 0)

  @inline(__always) var hash: UInt64 {
    let mixed = (first ^ (last &* 0x9E37_79B9_7F4A_7C15)) &* 0xD6E8_FEB8_6659_FD93
    return mixed ^ (mixed >> 32)
  }
}

@inline(__always) func word(_ text: UnsafePointer<UInt8>) -> UInt64 {
  UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
}

/// The lowest so many bytes, at most eight.
@inline(__always) private func mask(_ count: Int) -> UInt64 { count >= 8 ? .max : (1 &<< UInt64(count &* 8)) &- 1 }

/// The highest bits of the bytes below `-`: the lowest marked byte is one, those above it may be marked in error.
@inline(__always) private func stops(_ bytes: UInt64) -> UInt64 {
  (bytes &- 0x2D2D_2D2D_2D2D_2D2D) & ~bytes & 0x8080_8080_8080_8080
}

/// How many bytes stand before the first that is no plain content: a comma, the end of the line, a quote, white space.
///
/// Plain content is `-` and everything above it, which holds all that labels, codes, dates and numbers are made of.
/// Reads up to seven bytes beyond the text, which must be there.
@inline(__always) func plainLength(_ text: UnsafePointer<UInt8>) -> Int {
  var count = 0
  while true {
    let marks = stops(word(text + count))
    if marks != 0 { return count + marks.trailingZeroBitCount / 8 }
    count += 8
  }
}

@inline(__always) func endsCell(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
}

/// Whether a text is surely a label that the privacy guard accepts; a false answer means that it must be asked.
///
@inline(__always) func isPlainLabel(_ text: UnsafePointer<UInt8>, _ plain: PlainText) -> Bool {
  // A text this short cannot hold a telephone number or a hash.
  if plain.count &- 1 < 8, plain.count > 0 {
    return areLabelBytes(plain.key.first, count: plain.count) && plain.key != .hyphen
  }
  return isLongerLabel(text, count: plain.count)
}

private func isLongerLabel(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
  guard count > 8, count < 16 else { return false }
  var digits = 0
  for i in 0..<count {
    let byte = text[i]
    let isDigit = byte &- UInt8(ascii: "0") < 10
    let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
    digits = isDigit ? digits + 1 : 0
    let isMark = byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    guard isDigit || isLetter || isMark, digits < 9 else { return false }
  }
  return true
}

/// Whether the lowest so many bytes are letters, digits, `-`, `.` or `_`: eight at a time, the highest bit of a byte says
/// whether it is.
@inline(__always) private func areLabelBytes(_ bytes: UInt64, count: Int) -> Bool {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let tops: UInt64 = 0x8080_8080_8080_8080
  guard bytes & tops == 0 else { return false }
  /// Where a byte is at least as large as another; both below 128.
  func atLeast(_ word: UInt64, _ byte: UInt64) -> UInt64 { word &+ (128 &- byte) &* ones }
  let lowered = bytes | (0x20 &* ones)
  let digits = atLeast(bytes, 0x30) & ~atLeast(bytes, 0x3A)
  let letters = atLeast(lowered, 0x61) & ~atLeast(lowered, 0x7B)
  let marks = atLeast(bytes, 0x2D) & ~atLeast(bytes, 0x2F)
  let others = (bytes ^ (0x5F &* ones)) &+ 0x7F &* ones
  return (digits | letters | marks | ~others | ~mask(count)) & tops == tops
}

/// A text as far as it is plain content, with its key.
struct PlainText {
  var count: Int
  var key: TextKey

  /// Reads up to fifteen bytes beyond the text, which must be there.
  @inline(__always) init(_ text: UnsafePointer<UInt8>) {
    let bytes = word(text)
    let marks = stops(bytes)
    if marks != 0 {
      // All bits below the lowest marked byte.
      let lowest = marks & (0 &- marks)
      count = lowest.trailingZeroBitCount / 8
      key = TextKey(first: bytes & ((lowest &- 1) &>> 7), last: 0)
    } else {
      count = 8 + plainLength(text + 8)
      key = TextKey(text, count: count)
    }
  }
}

/// Reads days written `2026-03-31`, and remembers the months it has met.
///
/// Whoever makes one frees it.
struct DayTable {
  private struct Month {
    /// `2026-03-`; 0 where nothing is remembered.
    var bytes: UInt64
    /// The day before its first.
    var start: Int32
    var days: Int32
  }

  private let months: UnsafeMutablePointer<Month>
  private static let bits: UInt64 = 10

  init() {
    months = .allocate(capacity: 1 << Self.bits)
    months.initialize(repeating: Month(bytes: 0, start: 0, days: 0), count: 1 << Self.bits)
  }

  func free() { months.deallocate() }

  /// The number of a day; nil if the text is none.  Reads ten bytes, which must be there.
  @inline(__always) func day(_ text: UnsafePointer<UInt8>) -> Int32? {
    let bytes = word(text)
    let month = months + Int(truncatingIfNeeded: (bytes &* 0x9E37_79B9_7F4A_7C15) &>> (64 &- Self.bits))
    if month.pointee.bytes != bytes { learn(bytes, month) }
    let tens = Int32(text[8] &- UInt8(ascii: "0"))
    let ones = Int32(text[9] &- UInt8(ascii: "0"))
    let day = tens &* 10 &+ ones
    guard month.pointee.bytes == bytes, ones < 10, day >= 1, day <= month.pointee.days else { return nil }
    return month.pointee.start &+ day
  }

  private func learn(_ bytes: UInt64, _ month: UnsafeMutablePointer<Month>) {
    func digit(_ place: UInt64) -> Int64? {
      let byte = (bytes >> (place * 8)) & 0xFF
      return byte >= 0x30 && byte < 0x3A ? Int64(byte) - 0x30 : nil
    }
    guard bytes >> 32 & 0xFF == 0x2D, bytes >> 56 == 0x2D, let a = digit(0), let b = digit(1), let c = digit(2),
      let d = digit(3), let e = digit(5), let f = digit(6),
      let first = CalendarDate(year: a * 1000 + b * 100 + c * 10 + d, month: e * 10 + f, day: 1)
    else { return }
    let days = CalendarDate.days(in: e * 10 + f, of: a * 1000 + b * 100 + c * 10 + d)
    month.pointee = Month(
      bytes: bytes, start: Int32(truncatingIfNeeded: first.number - 1), days: Int32(truncatingIfNeeded: days))
  }
}

/// A number such as `12` or `1.5`: its digits, and how many of them stand behind the point.
struct PlainNumber {
  var digits: Int32
  var decimals: Int
  var length: Int

  /// At most eight digits, at most six behind the point; nil for anything else.
  @inline(__always) init?(_ text: UnsafePointer<UInt8>) {
    var value: Int32 = 0
    var at = 0
    var point = -1
    while true {
      let digit = text[at] &- UInt8(ascii: "0")
      if digit < 10 {
        value = value &* 10 &+ Int32(digit)
      } else if text[at] == UInt8(ascii: "."), point < 0, at > 0 {
        point = at
      } else {
        break
      }
      at += 1
      if at > 9 { return nil }
    }
    let count = point < 0 ? at : at - 1
    decimals = point < 0 ? 0 : at - point - 1
    guard count > 0, count <= 8, decimals <= 6, point < 0 || decimals > 0 else { return nil }
    digits = value
    length = at
  }
}

/// Ten to the power of a small number.
func powerOfTen(_ exponent: Int) -> Int64 { (0..<exponent).reduce(1) { power, _ in power * 10 } }
