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

/// How many bytes stand before the first that is no plain content: a comma, the end of the line, a quote, white space.
///
/// Plain content is `-` and everything above it, which holds all that labels, codes, dates and numbers are made of.
/// Reads up to seven bytes beyond the text, which must be there.
@inline(__always) func plainLength(_ text: UnsafePointer<UInt8>) -> Int {
  var count = 0
  while true {
    let bytes = word(text + count)
    // The lowest marked byte is below `-`; those above it may be marked in error.
    let marks = (bytes &- 0x2D2D_2D2D_2D2D_2D2D) & ~bytes & 0x8080_8080_8080_8080
    if marks != 0 { return count + marks.trailingZeroBitCount / 8 }
    count += 8
  }
}

@inline(__always) func endsCell(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
}

/// Whether a text is surely a label that the privacy guard accepts; a false answer means that it must be asked.
@inline(__always) func isPlainLabel(_ text: UnsafePointer<UInt8>, count: Int) -> Bool {
  guard count > 0, count < 16 else { return false }
  var digits = 0
  for i in 0..<count {
    let byte = text[i]
    let isDigit = byte &- UInt8(ascii: "0") < 10
    let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
    digits = isDigit ? digits + 1 : 0
    let isMark = byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
    guard isDigit || isLetter || isMark, digits < 9 else { return false }
  }
  return count > 1 || text[0] != UInt8(ascii: "-")
}

/// The days on which months begin, to read dates by.
struct MonthStarts: Sendable {
  private static let firstYear: Int64 = 1800
  private static let years: Int64 = 400
  private let starts: [Int32]

  init() {
    var starts: [Int32] = []
    for month in 0...Self.years * 12 {
      let day = CalendarDate(year: Self.firstYear + month / 12, month: month % 12 + 1, day: 1)
      starts.append(Int32(day?.number ?? 0))
    }
    self.starts = starts
  }

  /// The number of a day written `2026-03-31`; nil if it is no day, or one far away.
  ///
  /// Reads ten bytes, which must be there.
  @inline(__always) func day(_ text: UnsafePointer<UInt8>) -> Int32? {
    // Digits become 0…9 and hyphens 0; then one sum shows whether any byte is more.
    let bytes = word(text) ^ 0x2D30_302D_3030_3030
    let tens = text[8] &- UInt8(ascii: "0")
    let ones = text[9] &- UInt8(ascii: "0")
    guard ((bytes &+ 0x7F76_767F_7676_7676) | bytes) & 0x8080_8080_8080_8080 == 0, tens < 10, ones < 10 else {
      return nil
    }
    func digit(_ place: UInt64) -> Int { Int(truncatingIfNeeded: (bytes &>> (place &* 8)) & 0xF) }
    let year = digit(0) &* 1000 &+ digit(1) &* 100 &+ digit(2) &* 10 &+ digit(3)
    let month = digit(5) &* 10 &+ digit(6)
    let day = Int32(tens) &* 10 &+ Int32(ones)
    guard month >= 1, month <= 12 else { return nil }
    let place = (year &- Int(Self.firstYear)) &* 12 &+ month &- 1
    guard place >= 0, place < starts.count - 1 else { return nil }
    let start = starts[place]
    return day >= 1 && day <= starts[place + 1] &- start ? start &+ day &- 1 : nil
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
