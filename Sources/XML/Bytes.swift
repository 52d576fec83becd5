/// The bytes that the markup of XML is made of.
extension UInt8 {
  static let lessThan = UInt8(ascii: "<")
  static let greaterThan = UInt8(ascii: ">")
  static let equals = UInt8(ascii: "=")
  static let slash = UInt8(ascii: "/")
  static let ampersand = UInt8(ascii: "&")
  static let colon = UInt8(ascii: ":")

  var isSpace: Bool { self == 0x20 || self == 0x0A || self == 0x09 || self == 0x0D }
  var isQuote: Bool { self == UInt8(ascii: "\"") || self == UInt8(ascii: "'") }
  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }
  /// Whether a name may start so; libxml2 looks closer at what is not ASCII.
  var startsName: Bool { isLetter || self == UInt8(ascii: "_") || self == .colon || self >= 0x80 }
  /// Whether it goes on with a character that has begun.
  var continuesCharacter: Bool { self & 0xC0 == 0x80 }
}

extension [UInt8] {
  /// Whether this text stands here.
  func has(_ text: StaticString, at offset: Int) -> Bool {
    guard offset >= 0, offset + text.utf8CodeUnitCount <= count else { return false }
    return text.withUTF8Buffer { wanted in
      for index in wanted.indices where self[offset + index] != wanted[index] { return false }
      return true
    }
  }

  /// Where this text first stands, from here on.
  func first(_ text: StaticString, from offset: Int) -> Int? {
    let first = text.withUTF8Buffer { $0[0] }
    var at = offset
    while at + text.utf8CodeUnitCount <= count {
      if self[at] == first, has(text, at: at) { return at }
      at += 1
    }
    return nil
  }

  /// Where this text last starts before here.
  func last(_ text: StaticString, before offset: Int) -> Int? {
    var at = Swift.min(offset, count) - 1
    while at >= 0 {
      if has(text, at: at) { return at }
      at -= 1
    }
    return nil
  }
}
