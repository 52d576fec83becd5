/// A JSON value whose members keep their order.
indirect enum JSONValue: Hashable, Sendable, ExpressibleByStringLiteral {
  case null
  case bool(Bool)
  case number(Int64)
  case string(String)
  case array([JSONValue])
  case object([Member])

  struct Member: Hashable, Sendable {
    var name: String
    var value: JSONValue
  }

  init(stringLiteral value: String) { self = .string(value) }

  init(_ text: String?) { self = text.map { .string($0) } ?? .null }

  static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

  /// An object from pairs, in their order.
  static func members(_ pairs: [(String, JSONValue)]) -> JSONValue {
    .object(pairs.map { Member(name: $0.0, value: $0.1) })
  }

  /// The member of this name; nil where there is none.
  subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The bytes, indented by two spaces, short lists of strings on one line; ends with a line end.
  var bytes: [UInt8] {
    var output: [UInt8] = []
    write(to: &output, indent: 0)
    output.append(UInt8(ascii: "\n"))
    return output
  }

  private func write(to output: inout [UInt8], indent: Int) {
    switch self {
    case .null: output += Array("null".utf8)
    case .bool(let value): output += Array((value ? "true" : "false").utf8)
    case .number(let value): output += Array(String(value).utf8)
    case .string(let value): quoted(value, to: &output)
    case .array(let values): list(values.map { (nil, $0) }, "[", "]", to: &output, indent)
    case .object(let members): list(members.map { ($0.name, $0.value) }, "{", "}", to: &output, indent)
    }
  }

  private func list(
    _ values: [(String?, JSONValue)], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to output: inout [UInt8],
    _ indent: Int
  ) {
    output.append(UInt8(ascii: open))
    for (index, (name, value)) in values.enumerated() {
      if index > 0 { output.append(UInt8(ascii: ",")) }
      output.append(UInt8(ascii: "\n"))
      output += Array(repeating: UInt8(ascii: " "), count: (indent + 1) * 2)
      if let name {
        quoted(name, to: &output)
        output += Array(": ".utf8)
      }
      value.write(to: &output, indent: indent + 1)
    }
    if !values.isEmpty {
      output.append(UInt8(ascii: "\n"))
      output += Array(repeating: UInt8(ascii: " "), count: indent * 2)
    }
    output.append(UInt8(ascii: close))
  }

  /// A string as RFC 8259 asks; control characters as `\u00XX`.
  private func quoted(_ text: String, to output: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    output.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
      case UInt8(ascii: "\n"): output += Array("\\n".utf8)
      case UInt8(ascii: "\t"): output += Array("\\t".utf8)
      case 0..<0x20: output += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: output.append(byte)
      }
    }
    output.append(UInt8(ascii: "\""))
  }
}
