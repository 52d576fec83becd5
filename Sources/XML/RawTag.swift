/// A start tag as it is written: libxml2 tells where none of its attributes stands.
struct RawTag {
  private let name: Range<Int>
  private var at: Int

  /// - Parameter open: where its `<` is.
  init(at open: Int, in bytes: [UInt8]) {
    at = open + 1
    while at < bytes.count, !bytes[at].endsName { at += 1 }
    name = min(open + 1, at)..<at
  }

  /// Its name, prefix and all.
  func name(in bytes: [UInt8]) -> String { bytes.text(name) }

  /// Where the next attribute's name is.  Values are passed over with their quotes: they may hold anything but a `<`.
  mutating func next(in bytes: [UInt8]) -> Range<Int>? {
    skipSpace(bytes)
    let start = at
    while at < bytes.count, !bytes[at].endsName { at += 1 }
    let end = at
    guard end > start else { return nil }
    skipSpace(bytes)
    guard at < bytes.count, bytes[at] == .equals else { return start..<end }
    at += 1
    skipSpace(bytes)
    guard at < bytes.count, bytes[at].isQuote else { return start..<end }
    let quote = bytes[at]
    at += 1
    while at < bytes.count, bytes[at] != quote { at += 1 }
    at = min(at + 1, bytes.count)
    return start..<end
  }

  /// The same, without the declarations of namespaces, which libxml2 tells apart from attributes.
  mutating func nextAttribute(in bytes: [UInt8]) -> Range<Int>? {
    while let name = next(in: bytes) {
      let declares =
        bytes.has("xmlns", at: name.lowerBound)
        && (name.count == 5 || bytes[name.lowerBound + 5] == .colon)
      if !declares { return name }
    }
    return nil
  }

  private mutating func skipSpace(_ bytes: [UInt8]) {
    while at < bytes.count, bytes[at].isSpace { at += 1 }
  }
}

extension UInt8 {
  /// Whether a name is over here.
  fileprivate var endsName: Bool {
    isSpace || self == .equals || self == .greaterThan || self == .slash || self == .lessThan || isQuote
  }
}

extension [UInt8] {
  /// A name for a message; a hostile one is cut.
  func text(_ range: Range<Int>) -> String {
    let text = String(decoding: self[range.prefix(200)], as: UTF8.self)
    return text.count > 40 ? text.prefix(40) + "…" : text
  }
}
