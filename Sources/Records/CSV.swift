public import Values

/// A table as text: a header and rows, each cell with its place.
public struct CSVTable: Hashable, Sendable {
  public struct Field: Hashable, Sendable {
    public var text: String
    public var location: Location
  }

  public var header: [Field]
  public var rows: [[Field]]

  /// Reads RFC 4180: comma, `"` quotes doubled inside, `\n` or `\r\n`, UTF-8 with or without a byte-order mark.
  /// Empty lines are skipped; white space at the ends of a cell is not part of it.
  public init?(_ bytes: [UInt8], file: String, _ diagnostics: inout Diagnostics) {
    var scanner = Scanner(bytes: bytes, file: file)
    guard let records = scanner.records(&diagnostics) else { return nil }
    guard let first = records.first else {
      diagnostics.error(
        "csv", at: Location(file: file, line: 1, column: 1), "the file is empty; expected a line of column names")
      return nil
    }
    header = first
    rows = []
    rows.reserveCapacity(records.count)
    for row in records.dropFirst() {
      guard row.count == first.count else {
        diagnostics.error(
          "csv", at: Location(file: file, line: row[0].location.line),
          "this row has \(row.count) cell\(row.count == 1 ? "" : "s"); expected \(first.count), as in the header",
          help: "put quotes around a cell that holds a comma")
        continue
      }
      rows.append(row)
    }
  }
}

extension CSVTable {
  /// The cells of one line; nil if it cannot be read as such, or is empty.  Places are counted from the line's beginning.
  static func cells(_ line: [UInt8], file: String, _ diagnostics: inout Diagnostics) -> [Field]? {
    var scanner = Scanner(bytes: line, file: file)
    return scanner.records(&diagnostics)?.first
  }
}

private struct Scanner {
  let bytes: [UInt8]
  let file: String
  var at = 0
  var line = 1
  var column = 1

  init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { at = 3 }
  }

  mutating func records(_ diagnostics: inout Diagnostics) -> [[CSVTable.Field]]? {
    guard isUTF8(bytes) else {
      diagnostics.error(
        "csv", at: Location(file: file), "the file is not UTF-8 text; expected UTF-8",
        help: "save it again as “CSV UTF-8”")
      return nil
    }
    var all: [[CSVTable.Field]] = []
    while at < bytes.count {
      var fields: [CSVTable.Field] = []
      var isLast = false
      while !isLast {
        guard let (field, last) = cell(&diagnostics) else { return nil }
        fields.append(field)
        isLast = last
      }
      if fields.count > 1 || !fields[0].text.isEmpty { all.append(fields) }
    }
    return all
  }

  /// One cell, and whether it ends its row.
  private mutating func cell(_ diagnostics: inout Diagnostics) -> (CSVTable.Field, Bool)? {
    let place = Location(file: file, line: line, column: column)
    var text: [UInt8] = []
    if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
      step()
      while true {
        guard at < bytes.count else {
          diagnostics.error("csv", at: place, "a quoted cell has no closing quote", help: "close it with \"")
          return nil
        }
        let byte = bytes[at]
        step()
        if byte != UInt8(ascii: "\"") {
          text.append(byte)
        } else if at < bytes.count, bytes[at] == UInt8(ascii: "\"") {
          text.append(byte)
          step()
        } else {
          break
        }
      }
    }
    // Outside quotes a cell is a stretch of the file: no need to copy it byte by byte.
    let start = at
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
      at += 1
      if byte & 0xC0 != 0x80 { column += 1 }
    }
    let cell = text.isEmpty ? trimmed(bytes[start..<at]) : trimmed((text + bytes[start..<at])[...])
    let field = CSVTable.Field(text: cell, location: place)
    guard at < bytes.count else { return (field, true) }
    if bytes[at] == UInt8(ascii: ",") {
      step()
      return (field, false)
    }
    if bytes[at] == UInt8(ascii: "\r") { step() }
    if at < bytes.count, bytes[at] == UInt8(ascii: "\n") { step() }
    return (field, true)
  }

  private mutating func step() {
    let byte = bytes[at]
    at += 1
    if byte == UInt8(ascii: "\n") {
      line += 1
      column = 1
    } else if byte & 0xC0 != 0x80 {
      column += 1
    }
  }

  private func trimmed(_ text: ArraySlice<UInt8>) -> String {
    var slice = text
    while let first = slice.first, first == 0x20 || first == 0x09 { slice = slice.dropFirst() }
    while let last = slice.last, last == 0x20 || last == 0x09 { slice = slice.dropLast() }
    return String(decoding: slice, as: UTF8.self)
  }
}

/// Whether the bytes are well-formed UTF-8 without NUL.
private func isUTF8(_ bytes: [UInt8]) -> Bool {
  guard !bytes.contains(0) else { return false }
  return String(validating: bytes, as: UTF8.self) != nil
}
