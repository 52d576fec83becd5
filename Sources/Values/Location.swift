/// A place in a file that a person can go to.
public struct Location: Hashable, Sendable {
  /// The file as the user named it.
  public var file: String
  /// Counted from 1; 0 where the whole file is meant.
  public var line: Int
  /// Counted in characters from 1; 0 where the whole line is meant.
  public var column: Int

  public init(file: String, line: Int = 0, column: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension Location: Comparable {
  public static func < (left: Location, right: Location) -> Bool {
    if left.file != right.file { return left.file < right.file }
    return (left.line, left.column) < (right.line, right.column)
  }
}

extension Location: CustomStringConvertible {
  /// `file:line:column`, without the parts that are not known.
  public var description: String {
    line == 0 ? file : column == 0 ? "\(file):\(line)" : "\(file):\(line):\(column)"
  }
}
