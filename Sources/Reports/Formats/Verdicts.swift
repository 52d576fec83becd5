public import Engine
public import Standard
public import Values

/// The verdicts of many shelters as a table: CSV, or JSON as `docs/portfolio.schema.json` describes it.
public struct VerdictTable: Sendable {
  public enum Format: String, Hashable, Sendable, CaseIterable {
    case csv, json
  }

  /// A file that the verdicts rest on.
  public struct Input: Hashable, Sendable {
    public var name: String
    public var sha256: String

    public init(name: String, sha256: String) {
      self.name = name
      self.sha256 = sha256
    }
  }

  private let standard: Standard
  private let format: Format
  private let criteria: [[UInt8]]
  private let grades: [[UInt8]]

  public init(_ standard: Standard, _ format: Format) {
    self.standard = standard
    self.format = format
    criteria = standard.criteria.map { Array($0.id.utf8) }
    grades = standard.grades.map { Array($0.id.utf8) }
  }

  /// What stands before the verdicts.
  ///
  /// - Parameters:
  ///   - version: the engine's, which every result names.
  ///   - asOf: the day that all shelters are judged on; nil if each has its own.
  public func beginning(version: String, asOf: CalendarDate?, inputs: [Input], shelters: Int) -> [UInt8] {
    guard format == .json else { return Array("shelter,criterion,certain,possible,applicable\n".utf8) }
    let header = JSONValue.members([
      ("lintel", .string(version)),
      (
        "standard",
        .members([
          ("id", .string(standard.id)), ("version", .string(standard.version)), ("sha256", .string(standard.sha256)),
        ])
      ),
      (
        "profile",
        standard.profile.map { .members([("id", .string($0.id)), ("sha256", .string($0.sha256))]) } ?? .null
      ),
      ("asOf", JSONValue(asOf.map { "\($0)" })),
      (
        "inputs",
        .array(inputs.map { .members([("name", .string($0.name)), ("sha256", .string($0.sha256))]) })
      ),
      ("shelters", .number(Int64(shelters))),
      ("verdicts", .array([])),
    ])
    // The list at the end stays open.
    return header.bytes.dropLast("]\n}\n".utf8.count)
  }

  /// The verdicts of some shelters.
  ///
  /// - Parameters:
  ///   - verdicts: shelter by shelter, the criteria in the standard's order.
  ///   - isFirst: nothing was written yet.
  public func rows(_ labels: ArraySlice<String>, _ verdicts: [Verdict], isFirst: Bool) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(verdicts.count * (format == .csv ? 40 : 100))
    for (shelter, label) in labels.enumerated() {
      for criterion in criteria.indices {
        let verdict = verdicts[shelter * criteria.count + criterion]
        let isOut = verdict.applies == .no
        let certain = isOut ? nil : grades[verdict.certain]
        let possible = isOut ? nil : grades[verdict.possible]
        let applies: StaticString = isOut ? "no" : verdict.applies == .yes ? "yes" : "unknown"
        if format == .csv {
          bytes.append(contentsOf: label.utf8)
          bytes.append(UInt8(ascii: ","))
          bytes.append(contentsOf: criteria[criterion])
          bytes.append(UInt8(ascii: ","))
          if let certain { bytes.append(contentsOf: certain) }
          bytes.append(UInt8(ascii: ","))
          if let possible { bytes.append(contentsOf: possible) }
          bytes.append(UInt8(ascii: ","))
          append(applies, to: &bytes)
          bytes.append(UInt8(ascii: "\n"))
        } else {
          append(
            isFirst && shelter == 0 && criterion == 0 ? "\n    {\"shelter\": \"" : ",\n    {\"shelter\": \"", to: &bytes
          )
          bytes.append(contentsOf: label.utf8)
          append("\", \"criterion\": \"", to: &bytes)
          bytes.append(contentsOf: criteria[criterion])
          append("\", \"applies\": \"", to: &bytes)
          append(applies, to: &bytes)
          append("\", \"certain\": ", to: &bytes)
          quoted(certain, to: &bytes)
          append(", \"possible\": ", to: &bytes)
          quoted(possible, to: &bytes)
          bytes.append(UInt8(ascii: "}"))
        }
      }
    }
    return bytes
  }

  /// What stands behind the verdicts.
  public var end: [UInt8] { format == .json ? Array("\n  ]\n}\n".utf8) : [] }

  private func append(_ text: StaticString, to bytes: inout [UInt8]) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  private func quoted(_ name: [UInt8]?, to bytes: inout [UInt8]) {
    guard let name else { return append("null", to: &bytes) }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: name)
    bytes.append(UInt8(ascii: "\""))
  }
}
