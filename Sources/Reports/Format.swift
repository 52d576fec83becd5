public import Engine
internal import Records
internal import Values

/// A way to write an assessment down: the one list of formats.
public struct Format: Sendable {
  /// As users ask for it.
  public let name: String
  /// The whole report.
  public let assessment: @Sendable (Assessment, _ version: String) -> [UInt8]
  /// The checklist alone.
  public let plan: @Sendable (Assessment, _ version: String) -> [UInt8]

  public static let all = [
    Format(
      name: "text", assessment: { a, _ in Array(text(report(a)).utf8) },
      plan: { a, _ in Array(text(planReport(a)).utf8) }),
    Format(
      name: "html", assessment: { a, _ in Array(html(report(a), title: title(a)).utf8) },
      plan: { a, _ in Array(html(planReport(a), title: title(a)).utf8) }),
    Format(name: "json", assessment: { a, v in json(a, version: v) }, plan: { a, v in json(a, version: v) }),
  ]

  public static func named(_ name: String) -> Format? { all.first { $0.name == name } }
}

private func title(_ assessment: Assessment) -> String { "\(assessment.dossier.label), \(assessment.asOf): assessment" }
