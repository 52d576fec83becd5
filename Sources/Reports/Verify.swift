public import Engine
internal import Records
internal import Standard
public import Values

/// An assessment as it was written down in JSON, to be held against a new one.
public struct RecordedAssessment: Sendable {
  private let bytes: [UInt8]
  private let value: JSONValue

  /// What it says of itself; nothing of it is trusted.
  public let version: String
  public let standard: String
  public let standardVersion: String
  public let standardHash: String
  /// Nil where the standard was not tailored.
  public let profile: String?
  public let profileHash: String?
  public let dossier: String
  public let dossierHash: String
  public let asOf: CalendarDate

  /// - Parameter file: as messages should name it.
  /// - Throws: what is wrong, when it is no assessment written by `lintel assess --format json`.
  public init(_ bytes: [UInt8], file: String) throws(Diagnostics) {
    let value = try JSONReader.read(bytes, file: file)
    func text(_ path: String...) throws(Diagnostics) -> String {
      var found: JSONValue? = value
      for name in path { found = found?[name] }
      if case .string(let text) = found { return text }
      throw Diagnostics(
        Diagnostic(
          .error, "json", at: Location(file: file),
          "this is no assessment: “\(path.joined(separator: "."))” is missing",
          help: "expected a file written with --format json"))
    }
    version = try text("lintel")
    standard = try text("standard", "id")
    standardVersion = try text("standard", "version")
    standardHash = try text("standard", "sha256")
    if case .object = value["profile"] {
      profile = try text("profile", "id")
      profileHash = try text("profile", "sha256")
    } else {
      profile = nil
      profileHash = nil
    }
    dossier = try text("dossier", "label")
    dossierHash = try text("dossier", "sha256")
    let day = try text("asOf")
    guard let asOf = CalendarDate(day) else {
      throw Diagnostics(
        Diagnostic(.error, "json", at: Location(file: file), "“asOf” is no date; expected one such as 2026-03-31"))
    }
    guard case .array = value["findings"] else {
      throw Diagnostics(Diagnostic(.error, "json", at: Location(file: file), "this assessment has no findings"))
    }
    self.asOf = asOf
    self.bytes = bytes
    self.value = value
  }

  /// How it differs from an assessment made now, in plain words; empty where the two are the same byte for byte.
  public func differences(from assessment: Assessment, version now: String) -> [String] {
    let fresh = json(assessment, version: now)
    if fresh == bytes { return [] }
    let standard = assessment.standard
    var lines: [String] = []
    if version != now { lines.append("It was made by Lintel \(version); this is \(now).") }
    if self.standard != standard.id {
      lines.append("It was judged by the standard \(self.standard); this is \(standard.id).")
    } else if standardVersion != standard.version {
      lines.append("The standard has changed: version \(standardVersion) then, \(standard.version) now.")
    } else if standardHash != standard.sha256 {
      lines.append("The standard has changed, though its version is still \(standard.version).")
    }
    lines += profileDifference(standard.profile.map { ($0.id, $0.sha256) })
    if dossier != assessment.dossier.label {
      lines.append("It is about the dossier \(dossier); this is \(assessment.dossier.label).")
    }
    if dossierHash != assessment.dossierHash { lines.append("The dossier has changed.") }
    let inputs = lines.count
    if asOf != assessment.asOf { lines.append("It is about \(asOf); this is about \(assessment.asOf).") }
    guard let now = try? JSONReader.read(fresh, file: "") else { return lines }
    let found = findings(now)
    lines += found
    let parts = changedParts(now)
    if !parts.isEmpty { lines.append("Other parts differ: \(parts.joined(separator: ", ")).") }
    if found.isEmpty, parts.isEmpty, inputs == 0 { lines.append("Only the layout of the file differs.") }
    if inputs == 0 {
      lines.append("Version, standard, profile and dossier are the same: the file was changed after it was written.")
    }
    return lines
  }

  private func profileDifference(_ now: (id: String, hash: String)?) -> [String] {
    switch (profile, now) {
    case (nil, nil): return []
    case (let then?, nil): return ["It was tailored by the profile \(then); now by none."]
    case (nil, let now?): return ["It was not tailored; now it is, by the profile \(now.id)."]
    case (let then?, let now?):
      if then != now.id { return ["It was tailored by the profile \(then); now by \(now.id)."] }
      return profileHash == now.hash ? [] : ["The profile \(now.id) has changed."]
    }
  }

  // MARK: Findings

  /// The findings by criterion, in their order.
  private static func findings(_ value: JSONValue) -> [(criterion: String, finding: JSONValue)] {
    guard case .array(let findings) = value["findings"] else { return [] }
    return findings.map { finding in
      if case .string(let id) = finding["criterion"] { return (id, finding) }
      return ("", finding)
    }
  }

  private func findings(_ now: JSONValue) -> [String] {
    let then = Self.findings(value)
    let now = Self.findings(now)
    var lines: [String] = []
    for (id, finding) in now {
      guard let before = then.first(where: { $0.criterion == id }) else {
        lines.append("\(id): not there then; now \(Self.words(finding)).")
        continue
      }
      guard before.finding != finding else { continue }
      let (said, says) = (Self.words(before.finding), Self.words(finding))
      if said != says {
        lines.append("\(id): was \(said), now \(says).")
      } else {
        lines.append("\(id): still \(says), but \(Self.names(before.finding, finding).joined(separator: ", ")) differ.")
      }
    }
    for (id, finding) in then where !now.contains(where: { $0.criterion == id }) {
      lines.append("\(id.isEmpty ? "A finding without a criterion" : id): was \(Self.words(finding)), now not there.")
    }
    if lines.isEmpty, then.map({ $0.criterion }) != now.map({ $0.criterion }) {
      lines.append("The findings are in another order, or some are there twice.")
    }
    return lines
  }

  /// “acceptable”, “below to ideal”, “does not apply”, “acceptable, if it applies”.
  private static func words(_ finding: JSONValue) -> String {
    func text(_ name: String) -> String {
      if case .string(let text) = finding[name] { return text }
      return "?"
    }
    if text("applies") == "no" { return "does not apply" }
    let (certain, possible) = (text("certain"), text("possible"))
    return (certain == possible ? certain : "\(certain) to \(possible)")
      + (text("applies") == "unknown" ? ", if it applies" : "")
  }

  /// The members in which two objects differ.
  private static func names(_ left: JSONValue, _ right: JSONValue) -> [String] {
    guard case .object(let before) = left, case .object(let after) = right else { return ["other things"] }
    var names = before.map { $0.name }
    for member in after where !names.contains(member.name) { names.append(member.name) }
    let changed = names.filter { left[$0] != right[$0] }
    return changed.isEmpty ? ["the order of its members"] : changed
  }

  /// The parts of the whole that differ and were not spoken of.
  private func changedParts(_ now: JSONValue) -> [String] {
    let known = ["lintel", "standard", "profile", "dossier", "asOf", "findings"]
    var parts = Self.names(value, now).filter { !known.contains($0) }
    if value == now { return [] }
    // Of what was compared by its hash alone, the rest may be written otherwise.
    for (name, hashed) in [
      ("standard", ["id", "version", "sha256"]), ("profile", ["id", "sha256"]), ("dossier", ["label", "sha256"]),
    ] {
      guard let then = value[name], let today = now[name], then != today, case .object = then, case .object = today
      else {
        continue
      }
      parts += Self.names(then, today).filter { !hashed.contains($0) }.map { "\(name).\($0)" }
    }
    return parts
  }
}
