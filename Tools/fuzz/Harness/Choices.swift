/// Bytes as choices, so that what a fuzzer learns about bytes it learns about choices.
struct Choices {
  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether there is something left to choose with.
  var isOver: Bool { at >= bytes.count }

  /// A number below another; 0 when the bytes are over.
  mutating func below(_ count: Int) -> Int {
    guard count > 1, at < bytes.count else { return 0 }
    at += 1
    guard count > 256, at < bytes.count else { return Int(bytes[at - 1]) % count }
    at += 1
    return (Int(bytes[at - 2]) << 8 | Int(bytes[at - 1])) % count
  }

  mutating func one<T>(_ values: [T]) -> T { values[below(values.count)] }

  /// True once in so many.
  mutating func once(in count: Int) -> Bool { below(count) == count - 1 }
}
