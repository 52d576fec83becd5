/// How well the examples of a standard watch its rules: what they have seen, and which small changes they notice.
public struct TrialReport: Hashable, Sendable {
  /// A criterion, or a parameter or definition that criteria share.
  public struct Part: Hashable, Sendable {
    /// “ADM-01”, “parameter intake-within”.
    public var name: String
    /// The title of a criterion; of what is shared, the ids of the criteria that use it.
    public var title: String
    public var isCriterion: Bool
    /// The conditions written in it.
    public var conditions: [Condition]
    /// Small changes that give another rule.
    public var changes: [Change]
    /// How many changes only wrote the same rule otherwise.
    public var same: Int

    public init(
      name: String, title: String, isCriterion: Bool, conditions: [Condition], changes: [Change], same: Int
    ) {
      self.name = name
      self.title = title
      self.isCriterion = isCriterion
      self.conditions = conditions
      self.changes = changes
      self.same = same
    }
  }

  /// A condition, and how examples have seen it.
  public struct Condition: Hashable, Sendable {
    /// `file:line:column`.
    public var place: String
    /// In plain words.
    public var words: String
    public var wasSo: Bool
    public var wasNotSo: Bool
    public var wasUnknown: Bool

    public var isCovered: Bool { wasSo && wasNotSo && wasUnknown }

    public init(place: String, words: String, wasSo: Bool, wasNotSo: Bool, wasUnknown: Bool) {
      self.place = place
      self.words = words
      self.wasSo = wasSo
      self.wasNotSo = wasNotSo
      self.wasUnknown = wasUnknown
    }

    /// “never so, never not known”.
    var missing: String {
      let never = [(wasSo, "so"), (wasNotSo, "not so"), (wasUnknown, "not known")].filter { !$0.0 }.map { $0.1 }
      return never.map { "never " + $0 }.joined(separator: ", ")
    }
  }

  /// A small change to a rule.
  public struct Change: Hashable, Sendable {
    public var place: String
    /// `limit`, `condition` and so on.
    public var kind: String
    /// “at-least="90%" moved to 89%”.
    public var words: String
    /// The changed text, the same for all changes of one limit.
    public var written: String
    /// An example that notices; nil where none does.
    public var noticedBy: String?

    public init(place: String, kind: String, words: String, written: String, noticedBy: String?) {
      self.place = place
      self.kind = kind
      self.words = words
      self.written = written
      self.noticedBy = noticedBy
    }
  }

  /// Noticed of all.
  public struct Count: Hashable, Sendable {
    public var noticed: Int
    public var all: Int

    public init(noticed: Int, all: Int) {
      self.noticed = noticed
      self.all = all
    }

    static func + (left: Count, right: Count) -> Count {
      Count(noticed: left.noticed + right.noticed, all: left.all + right.all)
    }

    /// With one decimal, never rounded up: only all of them are 100.0 %.
    public var percent: String {
      let tenths = all == 0 ? 1000 : noticed * 1000 / all
      return "\(tenths / 10).\(tenths % 10) %"
    }
  }

  public var standard: String
  public var parts: [Part]
  /// Whether conditions and limits were asked for, and whether changes were.
  public var hasCoverage: Bool
  public var hasChanges: Bool

  public init(standard: String, parts: [Part], hasCoverage: Bool, hasChanges: Bool) {
    self.standard = standard
    self.parts = parts
    self.hasCoverage = hasCoverage
    self.hasChanges = hasChanges
  }

  public var conditions: Count { parts.reduce(Count(noticed: 0, all: 0)) { $0 + $1.covered } }
  public var limits: Count { parts.reduce(Count(noticed: 0, all: 0)) { $0 + $1.watchedLimits } }
  public var changes: Count { parts.reduce(Count(noticed: 0, all: 0)) { $0 + $1.noticed } }

  /// The changes by their kind, in the order of the kinds' names.
  public var kinds: [(kind: String, count: Count)] {
    var kinds: [String: Count] = [:]
    for change in parts.flatMap({ $0.changes }) {
      let one = Count(noticed: change.noticedBy == nil ? 0 : 1, all: 1)
      kinds[change.kind] = kinds[change.kind].map { $0 + one } ?? one
    }
    return kinds.keys.sorted().compactMap { kind in kinds[kind].map { (kind, $0) } }
  }
}

extension TrialReport.Part {
  public var covered: TrialReport.Count {
    TrialReport.Count(noticed: conditions.count { $0.isCovered }, all: conditions.count)
  }

  public var noticed: TrialReport.Count {
    TrialReport.Count(noticed: changes.count { $0.noticedBy != nil }, all: changes.count)
  }

  /// A limit with its moves, in the order of the files.
  var limits: [(place: String, written: String, moves: [TrialReport.Change])] {
    var limits: [(place: String, written: String, moves: [TrialReport.Change])] = []
    for change in changes where change.kind == "limit" {
      if let last = limits.last, last.place == change.place, last.written == change.written {
        limits[limits.count - 1].moves.append(change)
      } else {
        limits.append((change.place, change.written, [change]))
      }
    }
    return limits
  }

  /// Limits of which examples notice every move: one lies at the limit, one a step beyond.
  public var watchedLimits: TrialReport.Count {
    let all = limits
    return TrialReport.Count(noticed: all.count { $0.moves.allSatisfy { $0.noticedBy != nil } }, all: all.count)
  }

  /// Of the moved limits and of the left-out conditions, whether there are any and none is noticed.
  public var isBlindToLimits: Bool { isBlind("limit") }
  public var isBlindToConditions: Bool { isBlind("condition") }

  private func isBlind(_ kind: String) -> Bool {
    let own = changes.filter { $0.kind == kind }
    return !own.isEmpty && own.allSatisfy { $0.noticedBy == nil }
  }
}

// MARK: Text

/// The report for people.
public func text(_ report: TrialReport) -> String {
  var lines: [String] = []
  for part in report.parts { lines += text(part, report) }
  lines.append("\(report.standard), in all:")
  if report.hasCoverage {
    lines.append("  conditions seen to be so, not so and not known: \(text(report.conditions))")
    lines.append("  limits watched on both sides: \(text(report.limits))")
  }
  if report.hasChanges {
    let same = report.parts.reduce(0) { $0 + $1.same }
    lines.append("  small changes noticed: \(text(report.changes)); \(same) more only wrote the same otherwise")
    lines += report.kinds.map { "    \($0.kind): \(text($0.count))" }
  }
  return lines.map { $0 + "\n" }.joined()
}

private func text(_ count: TrialReport.Count) -> String { "\(count.noticed) of \(count.all) (\(count.percent))" }

private func text(_ part: TrialReport.Part, _ report: TrialReport) -> [String] {
  var lines = [part.isCriterion ? "\(part.name)  \(part.title)" : "\(part.name)  (used by \(part.title))"]
  if report.hasCoverage {
    if !part.conditions.isEmpty {
      lines.append("  conditions seen to be so, not so and not known: \(text(part.covered))")
    }
    for condition in part.conditions where !condition.isCovered {
      lines.append("    \(condition.place): \(condition.missing): \(condition.words)")
    }
    let limits = part.limits
    if !limits.isEmpty { lines.append("  limits watched on both sides: \(text(part.watchedLimits))") }
    if !report.hasChanges {
      for limit in limits {
        let open = limit.moves.filter { $0.noticedBy == nil }.map { $0.words.dropFirst(limit.written.count + 1) }
        guard !open.isEmpty else { continue }
        lines.append("    \(limit.place): \(limit.written): no example notices it \(open.joined(separator: ", nor "))")
      }
    }
  }
  if report.hasChanges {
    if !part.changes.isEmpty { lines.append("  small changes noticed: \(text(part.noticed))") }
    for change in part.changes where change.noticedBy == nil {
      lines.append("    \(change.place): \(change.words): no example notices")
    }
  }
  return lines
}

// MARK: JSON

/// Reports of some standards for programs; `docs/testing-rules.md` says what is in it.
public func json(_ reports: [TrialReport], version: String) -> [UInt8] {
  JSONValue.members([("lintel", .string(version)), ("standards", .array(reports.map(value)))]).bytes
}

private func value(_ report: TrialReport) -> JSONValue {
  var members: [(String, JSONValue)] = [("standard", .string(report.standard))]
  if report.hasCoverage { members += [("conditions", value(report.conditions)), ("limits", value(report.limits))] }
  if report.hasChanges {
    members += [
      ("changes", value(report.changes)), ("same", .number(Int64(report.parts.reduce(0) { $0 + $1.same }))),
    ]
  }
  members.append(("parts", .array(report.parts.map { value($0, report) })))
  return .members(members)
}

private func value(_ count: TrialReport.Count) -> JSONValue {
  .members([("noticed", .number(Int64(count.noticed))), ("of", .number(Int64(count.all)))])
}

private func value(_ part: TrialReport.Part, _ report: TrialReport) -> JSONValue {
  var members: [(String, JSONValue)] = [
    ("name", .string(part.name)), ("criterion", .bool(part.isCriterion)), ("title", .string(part.title)),
  ]
  if report.hasCoverage {
    members.append(
      (
        "conditions",
        .array(
          part.conditions.map {
            .members([
              ("place", .string($0.place)), ("words", .string($0.words)), ("so", .bool($0.wasSo)),
              ("notSo", .bool($0.wasNotSo)), ("unknown", .bool($0.wasUnknown)),
            ])
          })
      ))
    members.append(("limits", value(part.watchedLimits)))
  }
  if report.hasChanges {
    members.append(
      (
        "changes",
        .array(
          part.changes.map {
            .members([
              ("place", .string($0.place)), ("kind", .string($0.kind)), ("words", .string($0.words)),
              ("noticedBy", JSONValue($0.noticedBy)),
            ])
          })
      ))
    members.append(("same", .number(Int64(part.same))))
  }
  return .members(members)
}
