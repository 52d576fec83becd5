public import Records
public import Standard
public import Values

/// All findings of one dossier against one standard on one day, with scores, and what to do next.
public struct Assessment: Hashable, Sendable {
  public var standard: Standard
  public var dossier: Dossier
  /// SHA-256 of the dossier's canonical form.
  public var dossierHash: String
  public var asOf: CalendarDate
  /// One a criterion, in the standard's order.
  public var findings: [Finding]
  public var scores: Scores
  public var bands: BandRange
  /// The gates of the band above the certain one that are not open, in words.
  public var shutGates: [String]
  /// In the order in which to do them.
  public var actions: [Action]
  public var comingDue: [ComingDue]
  public var collect: [CollectItem]
  /// What in these records a reader should look at again; it changes no finding.
  public var plausibility: [PlausibilityNote]

  /// The same with each finding's outlook, in the order of the findings.
  public func with(_ outlook: [Outlook]) -> Assessment {
    var copy = self
    for (index, one) in outlook.enumerated() where index < findings.count { copy.findings[index].outlook = one }
    return copy
  }
}

/// A criterion's outcome with the evidence that decides it.
public struct Finding: Hashable, Sendable {
  /// A place among the standard's criteria.
  public var criterion: Int
  public var outcome: Outcome
  /// What each level's records say, in order.
  public var levels: [Truth]
  public var evidence: [Evidence]
  /// What is missing for the next level; empty where the highest is met or the criterion is out.
  public var shortfalls: [Shortfall]
  /// Lists that were taken before the as-of date and leave this finding open for that reason alone.
  public var takenEarly: [TakenEarly]
  /// Answers that contradict definite records.
  public var contradictions: [String]
  /// How far it carries into the days to come; nil where nobody asked.
  public var outlook: Outlook?
}

/// A list that is older than the day an assessment is about.
public struct TakenEarly: Hashable, Sendable {
  public var record: Int
  public var taken: CalendarDate
}

/// One demand of a level's test, how it stands, and the rows that say so.
public struct Evidence: Hashable, Sendable {
  /// A place among the criterion's levels.
  public var level: Int
  public var text: String
  public var truth: Truth
  /// Rows for which it holds, is not known, and does not hold; nil where nothing is counted.
  public var tally: EvidenceTally?
  /// The rows that speak against, then those that are not known.
  public var against: [String]
  public var open: [String]
}

/// Counts of the rows a demand is about.
public struct EvidenceTally: Hashable, Sendable {
  public var holds: Int
  public var open: Int
  public var fails: Int
  /// More rows may exist that nobody listed.
  public var mayBeMore: Bool
}

/// One line of a remediation checklist.
public struct Action: Hashable, Sendable {
  /// The same in the next assessment.
  public var id: String
  /// Places among the standard's criteria; the first is the one it is told under.
  public var criteria: [Int]
  /// The grade it aims at.
  public var level: Int
  public var kind: Remedy.Kind
  public var shortfall: Shortfall.Kind
  public var text: String
  /// What is missing, in words.
  public var what: [String]
  public var role: String
  /// Seconds of work.
  public var effort: Int64
  public var due: CalendarDate
  public var items: [String]
  /// Actions that must come before, by id.
  public var after: [String]
  public var edits: [Edit]
  /// The same criterion and level may take several actions.
  public var step: Int
  public var steps: Int
  /// Less time is left than the work takes.
  public var isFeasible: Bool
  public var tier: Int
  /// The total and bands after this and all above are done; nil where no records change.
  public var scoreAfter: ScoreRange?
  public var bandsAfter: BandRange?
  /// The certain grade of its first criterion after this and all above are done.
  public var reaches: Int
  /// Which changes would do it is not worked out; the score after it leaves it out.
  public var isNotWorkedOut: Bool
  /// Where what was missed cannot be made up for: the first day on which all of it has left its window.
  public var healsOn: CalendarDate?
}

/// A deadline ahead.
public struct ComingDue: Hashable, Sendable {
  public var record: Int
  public var row: String
  public var due: CalendarDate
  public var criteria: [Int]
}

/// A field to record next.
public struct CollectItem: Hashable, Sendable {
  public var record: Int
  /// Nil = the list itself.
  public var field: Int?
  public var rows: [String]
  public var criteria: [Int]
}
