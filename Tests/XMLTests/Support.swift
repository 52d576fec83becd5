import Testing
import Values
import XML

/// Reads text as a file named `f.xml`.
func parse(_ text: String, limits: Limits = Limits()) throws -> Element {
  try Element(parsing: Array(text.utf8), file: "f.xml", limits: limits)
}

/// What is wrong with these bytes; exactly one error in the file, with a line and a column.
func refusal(
  _ bytes: [UInt8], limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) throws -> Diagnostic {
  let thrown = #expect(throws: Diagnostics.self, sourceLocation: sourceLocation) {
    try Element(parsing: bytes, file: "f.xml", limits: limits)
  }
  let diagnostics = try #require(thrown, sourceLocation: sourceLocation)
  #expect(diagnostics.all.count == 1, sourceLocation: sourceLocation)
  let only = try #require(diagnostics.all.first, sourceLocation: sourceLocation)
  #expect(only.severity == .error, sourceLocation: sourceLocation)
  #expect(only.location.file == "f.xml", sourceLocation: sourceLocation)
  #expect(only.location.line >= 1 && only.location.column >= 1, "\(only)", sourceLocation: sourceLocation)
  #expect(!only.message.isEmpty, sourceLocation: sourceLocation)
  return only
}

func refusal(
  _ text: String, limits: Limits = Limits(), sourceLocation: SourceLocation = #_sourceLocation
) throws -> Diagnostic {
  try refusal(Array(text.utf8), limits: limits, sourceLocation: sourceLocation)
}

extension Location {
  /// `3:14`.
  var spot: String { "\(line):\(column)" }
}
