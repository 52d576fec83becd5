/// One thing that is wrong (or doubtful) in a file, where it is, and what would be right.
public struct Diagnostic: Hashable, Sendable {
  /// An error stops the work; a warning does not.
  public enum Severity: Hashable, Sendable {
    case error, warning
  }

  public var severity: Severity
  /// The kind of mistake, such as `name-field`; `docs/errors.md` explains each.
  public var code: String
  public var location: Location
  /// What is wrong; what was expected.
  public var message: String
  /// What to do, often the nearest right spelling.
  public var help: String?

  public init(
    _ severity: Severity = .error, _ code: String, at location: Location, _ message: String, help: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.location = location
    self.message = message
    self.help = help
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `file:line:column: error: what is wrong; did you mean “…”? [code]`.
  public var description: String {
    let kind = severity == .error ? "error" : "warning"
    return "\(location): \(kind): \(message)\(help.map { "; \($0)" } ?? "") [\(code)]"
  }
}

/// All that is wrong in the files of one run, in the order of their places.
public struct Diagnostics: Error, Hashable, Sendable {
  public private(set) var all: [Diagnostic] = []

  public init() {}

  public init(_ one: Diagnostic) { all = [one] }

  public mutating func report(_ diagnostic: Diagnostic) { all.append(diagnostic) }

  /// Reports an error.
  public mutating func error(_ code: String, at location: Location, _ message: String, help: String? = nil) {
    report(Diagnostic(.error, code, at: location, message, help: help))
  }

  /// Reports a warning.
  public mutating func warning(_ code: String, at location: Location, _ message: String, help: String? = nil) {
    report(Diagnostic(.warning, code, at: location, message, help: help))
  }

  public mutating func append(_ others: Diagnostics) { all += others.all }

  public var hasErrors: Bool { all.contains { $0.severity == .error } }

  public var isEmpty: Bool { all.isEmpty }

  /// Each once, by place, errors of one place in the order they were found.
  public var sorted: [Diagnostic] {
    var seen: Set<Diagnostic> = []
    let unique = all.filter { seen.insert($0).inserted }
    return unique.enumerated().sorted { left, right in
      left.element.location == right.element.location
        ? left.offset < right.offset : left.element.location < right.element.location
    }.map { $0.element }
  }
}
