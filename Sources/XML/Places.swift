/// Lines and columns of a file: lines end with `\n` or `\r\n`, columns count characters from 1.
struct Places {
  private let bytes: [UInt8]
  /// Where each line starts.
  private var starts: [Int] = [0]

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(offset + 1) }
  }

  /// The place of a byte.
  func lineAndColumn(of offset: Int) -> (line: Int, column: Int) {
    var low = 0
    var high = starts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if starts[middle] <= offset { low = middle } else { high = middle }
    }
    var start = starts[low]
    // A byte-order mark is no character.
    if low == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    var column = 1
    var at = start
    while at < offset, at < bytes.count {
      if bytes[at] & 0xC0 != 0x80 { column += 1 }
      at += 1
    }
    return (low + 1, column)
  }
}
