/// The text of one element while it is read, white space collapsed as it comes: a file of nothing but line breaks
/// takes no memory.
struct Text {
  private var bytes: [UInt8] = []
  private var spacePending = false
  /// Unicode scalars so far.
  private(set) var count = 0

  mutating func append(_ some: UnsafeBufferPointer<UInt8>) {
    for byte in some {
      if byte.isSpace {
        spacePending = !bytes.isEmpty
        continue
      }
      if spacePending {
        bytes.append(0x20)
        count += 1
        spacePending = false
      }
      bytes.append(byte)
      if !byte.continuesCharacter { count += 1 }
    }
  }

  /// The text without the white space at its ends.
  var string: String { String(decoding: bytes, as: UTF8.self) }
}

/// The value of an attribute as libxml2 hands it over.
///
/// It leaves each `&` as `&#38;`, for the tree that it would build itself; there is no other `&`, as entities that are
/// not of XML are refused.
func attributeValue(_ raw: UnsafeBufferPointer<UInt8>) -> String {
  guard raw.contains(.ampersand) else { return String(decoding: raw, as: UTF8.self) }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(raw.count)
  var at = 0
  while at < raw.count {
    bytes.append(raw[at])
    at += raw[at] == .ampersand && raw[at...].starts(with: "&#38;".utf8) ? 5 : 1
  }
  return String(decoding: bytes, as: UTF8.self)
}
