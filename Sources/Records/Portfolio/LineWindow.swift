/// A file that is read a stretch at a time.
public struct PortfolioFile: Sendable {
  /// As the user knows it.
  public var name: String
  /// In bytes.
  public var size: Int
  /// Fills a buffer with the bytes from an offset and says how many there were; fewer than asked: the file ends, or
  /// cannot be read.
  public var read: @Sendable (_ offset: Int, _ buffer: UnsafeMutableRawBufferPointer) -> Int

  public init(name: String, size: Int, read: @escaping @Sendable (Int, UnsafeMutableRawBufferPointer) -> Int) {
    self.name = name
    self.size = size
    self.read = read
  }

  /// Some bytes of the file.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    Array(unsafeUninitializedCapacity: range.count) { buffer, count in
      count = max(0, min(range.count, read(range.lowerBound, UnsafeMutableRawBufferPointer(buffer))))
    }
  }
}

/// Some lines of a file, as many at a time as fit.
///
/// Whoever makes one frees it.
struct LineWindow {
  let file: PortfolioFile
  /// The bytes that are left to read from the file.
  private var ahead: Range<Int>
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var filled = 0
  /// Where the next line begins, and the end of the last whole line.
  private(set) var at = 0
  private(set) var limit = 0
  /// The place in the file where the bytes begin.
  private var origin: Int
  /// The file ended early, or holds a line that is far too long.
  private(set) var isCut = false

  /// Zeros behind the bytes, for reading some words at a time.
  private static let slack = 64
  /// No line is longer than this.
  private static let longest = 1 << 24

  init(_ file: PortfolioFile, _ range: Range<Int>, capacity: Int = 1 << 17) {
    self.file = file
    ahead = range
    origin = range.lowerBound
    self.capacity = capacity
    bytes = .allocate(capacity: capacity + Self.slack)
    bytes.initialize(repeating: 0, count: capacity + Self.slack)
  }

  func free() { bytes.deallocate() }

  /// Begins again with other lines of the file.
  mutating func move(to range: Range<Int>) {
    ahead = range
    origin = range.lowerBound
    (filled, at, limit) = (0, 0, 0)
  }

  /// The next line.
  var line: UnsafePointer<UInt8> { UnsafePointer(bytes + at) }

  /// Where a place in the bytes is in the file.
  func offset(of text: UnsafePointer<UInt8>) -> Int { origin + (text - UnsafePointer(bytes)) }

  /// Goes on to a later line.
  @inline(__always) mutating func move(to text: UnsafePointer<UInt8>) { at = text - UnsafePointer(bytes) }

  /// Goes on to the next line.
  mutating func skipLine() {
    while bytes[at] != UInt8(ascii: "\n") { at += 1 }
    at += 1
  }

  /// Whether there is another line; reads on where it must.
  @inline(__always) mutating func hasLine() -> Bool { at < limit || fill() }

  /// The bytes of the next line, without its end.
  func lineBytes() -> [UInt8] {
    var end = at
    while bytes[end] != UInt8(ascii: "\n") { end += 1 }
    if end > at, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Array(UnsafeBufferPointer(start: bytes + at, count: end - at))
  }

  private mutating func fill() -> Bool {
    // What is left of a line comes to the front.
    let rest = filled - at
    for i in 0..<rest { bytes[i] = bytes[at + i] }
    origin += at
    (filled, at, limit) = (rest, 0, 0)
    while true {
      let wanted = min(capacity - filled, ahead.count)
      if wanted > 0 {
        let count = file.read(
          ahead.lowerBound, UnsafeMutableRawBufferPointer(start: bytes + filled, count: wanted))
        let found = max(0, min(wanted, count))
        ahead = ahead.lowerBound + found..<ahead.upperBound
        let scanned = filled
        filled += found
        if found < wanted {
          isCut = true
          ahead = ahead.upperBound..<ahead.upperBound
        }
        limit = lastLineEnd(from: scanned)
      }
      if ahead.isEmpty, filled > limit {
        // The last line of the file needs no end of its own.
        bytes[filled] = UInt8(ascii: "\n")
        limit = filled + 1
        filled += 1
      }
      for i in filled..<filled + Self.slack - 1 { bytes[i] = 0 }
      if limit > 0 { return true }
      if ahead.isEmpty { return false }
      if capacity >= Self.longest {
        isCut = true
        return false
      }
      grow()
    }
  }

  private func lastLineEnd(from start: Int) -> Int {
    var end = filled
    while end > start {
      if bytes[end - 1] == UInt8(ascii: "\n") { return end }
      end -= 1
    }
    return 0
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + Self.slack)
    larger.initialize(repeating: 0, count: capacity * 2 + Self.slack)
    for i in 0..<filled { larger[i] = bytes[i] }
    bytes.deallocate()
    bytes = larger
    capacity *= 2
  }
}
