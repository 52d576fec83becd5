internal import Values

/// Reads JSON as RFC 8259 has it, with two limits: values lie at most 64 deep, and no object names a member twice.
///
/// A number that is no whole one of 64 bits is kept as the text it was written as: none of ours is.
struct JSONReader {
  private let bytes: [UInt8]
  private let file: String
  private var at = 0

  /// How deep values may lie inside each other.
  static let deepest = 64

  private init(_ bytes: [UInt8], _ file: String) {
    self.bytes = bytes
    self.file = file
  }

  /// - Parameter file: as messages should name it.
  static func read(_ bytes: [UInt8], file: String) throws(Diagnostics) -> JSONValue {
    var reader = JSONReader(bytes, file)
    guard isUTF8(bytes) else { throw reader.complaint("this file is no text in UTF-8") }
    let value = try reader.value(0)
    reader.skipSpace()
    if reader.at < bytes.count { throw reader.complaint("there is something after the end of the JSON value") }
    return value
  }

  private static func isUTF8(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// What is wrong, at the place that was reached.
  private func complaint(_ message: String) -> Diagnostics {
    var line = 1
    var column = 1
    for byte in bytes.prefix(at) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return Diagnostics(Diagnostic(.error, "json", at: Location(file: file, line: line, column: column), message))
  }

  private mutating func skipSpace() {
    while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let isNext = text.withUTF8Buffer { bytes[at...].starts(with: $0) }
    if isNext { at += text.utf8CodeUnitCount }
    return isNext
  }

  private mutating func value(_ depth: Int) throws(Diagnostics) -> JSONValue {
    guard depth < Self.deepest else { throw complaint("values lie inside each other more than \(Self.deepest) deep") }
    skipSpace()
    guard at < bytes.count else { throw complaint("this JSON file ends too early") }
    switch bytes[at] {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      if take("null") { return .null }
      if take("true") { return .bool(true) }
      if take("false") { return .bool(false) }
      throw complaint("expected a JSON value")
    }
  }

  private mutating func object(_ depth: Int) throws(Diagnostics) -> JSONValue {
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    at += 1
    skipSpace()
    if take("}") { return .object([]) }
    while true {
      skipSpace()
      guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { throw complaint("expected a name in quotes") }
      let start = at
      let name = try string()
      guard names.insert(name).inserted else {
        at = start
        throw complaint("“\(name)” is there twice")
      }
      skipSpace()
      guard take(":") else { throw complaint("expected “:” after a name") }
      members.append(JSONValue.Member(name: name, value: try value(depth + 1)))
      skipSpace()
      if take("}") { return .object(members) }
      guard take(",") else { throw complaint("expected “,” or “}”") }
    }
  }

  private mutating func array(_ depth: Int) throws(Diagnostics) -> JSONValue {
    var values: [JSONValue] = []
    at += 1
    skipSpace()
    if take("]") { return .array([]) }
    while true {
      values.append(try value(depth + 1))
      skipSpace()
      if take("]") { return .array(values) }
      guard take(",") else { throw complaint("expected “,” or “]”") }
    }
  }

  private mutating func number() throws(Diagnostics) -> JSONValue {
    let start = at
    func isDigit(_ place: Int) -> Bool { place < bytes.count && bytes[place] >= 48 && bytes[place] <= 57 }
    _ = take("-")
    guard isDigit(at) else { throw complaint("expected a digit") }
    if !take("0") { while isDigit(at) { at += 1 } }
    var isWhole = true
    if take(".") {
      isWhole = false
      guard isDigit(at) else { throw complaint("expected a digit") }
      while isDigit(at) { at += 1 }
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      guard isDigit(at) else { throw complaint("expected a digit") }
      while isDigit(at) { at += 1 }
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if isWhole, let number = Int64(text) { return .number(number) }
    return .string(text)
  }

  private mutating func string() throws(Diagnostics) -> String {
    var text: [UInt8] = []
    at += 1
    while true {
      guard at < bytes.count else { throw complaint("this text has no end") }
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "\""):
        at += 1
        return String(decoding: text, as: UTF8.self)
      case 0..<0x20: throw complaint("a text holds a control character; expected it written as \\u00XX")
      case UInt8(ascii: "\\"):
        at += 1
        text += Array(String(Character(try escaped())).utf8)
      default:
        text.append(byte)
        at += 1
      }
    }
  }

  /// What follows a backslash.
  private mutating func escaped() throws(Diagnostics) -> Unicode.Scalar {
    guard at < bytes.count else { throw complaint("this text has no end") }
    at += 1
    switch bytes[at - 1] {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if code >= 0xD800, code < 0xDC00, take("\\u") {
        let low = try hexadecimal()
        guard low >= 0xDC00, low < 0xE000 else { throw complaint("this is half a character") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw complaint("this is half a character") }
      return scalar
    default:
      at -= 1
      throw complaint("after “\\” expected one of: \" \\ / b f n r t u")
    }
  }

  private mutating func hexadecimal() throws(Diagnostics) -> UInt32 {
    guard at + 4 <= bytes.count else { throw complaint("expected four hexadecimal digits") }
    var code: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      switch byte {
      case 48...57: code = code << 4 + UInt32(byte - 48)
      case 65...70: code = code << 4 + UInt32(byte - 55)
      case 97...102: code = code << 4 + UInt32(byte - 87)
      default: throw complaint("expected four hexadecimal digits")
      }
    }
    at += 4
    return code
  }
}
