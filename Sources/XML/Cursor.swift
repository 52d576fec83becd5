internal import Values

/// Turns offsets into lines and columns on the way through a file.
///
/// It only walks on from the last offset asked for, so a whole file costs one walk, even if it is all one line.
struct Cursor {
  private let start: Int
  private var offset: Int
  private(set) var line = 1
  private(set) var column = 1

  /// - Parameter start: where the characters start, after any byte-order mark.
  init(at start: Int) {
    self.start = start
    offset = start
  }

  /// Columns count Unicode scalars; `\n`, `\r\n` and `\r` end a line, as XML has it.
  mutating func move(to target: Int, in bytes: [UInt8]) {
    if target < offset { self = Cursor(at: start) }
    let target = min(target, bytes.count)
    while offset < target {
      let byte = bytes[offset]
      offset += 1
      if byte == 0x0A || byte == 0x0D && !(offset < bytes.count && bytes[offset] == 0x0A) {
        line += 1
        column = 1
      } else if !byte.continuesCharacter {
        column += 1
      }
    }
  }

  func location(in file: String) -> Location { Location(file: file, line: line, column: column) }
}
