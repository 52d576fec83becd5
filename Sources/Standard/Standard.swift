public import Values

/// A published set of requirements, encoded: what is asked, how it is judged, what mends it.
public struct Standard: Hashable, Sendable {
  public var id: String
  public var version: String
  public var title: String
  public var about: String
  /// SHA-256 of the canonical text of all its files.
  public var sha256: String
  public var dictionary: DataDictionary
  /// What `finding` means to a gate: a dictionary of its own.
  public var findings: FindingType
  /// Lowest first; the first stands below all tests.
  public var grades: [Grade]
  public var domains: [Domain]
  public var criteria: [Criterion]
  /// Lowest first; the lowest has no gate.
  public var bands: [Band]
  public var limits: DueLimits
  public var sources: [BibliographySource]
  /// What makes a reader look again.
  public var plausibility: [PlausibilityNote] = []
  /// What the sources say, each with the reason why no criterion rests on it; empty unless an author reads.
  public var facts: [Fact] = []
  /// How sure a verdict by sample must be, as a fraction of one.
  public var confidence: FixedPoint
  /// Fewer people than this are never counted in what leaves a shelter.
  public var threshold: Int64
  /// How a country or a funder has tailored it; nil = as published.
  public var profile: Profile?
  /// What each condition asks, in words.
  public var readings: [Condition: String]
  /// Which rows each choice takes, in words.
  public var choices: [Choice: String]

  public init(
    id: String, version: String, title: String, about: String, sha256: String, dictionary: DataDictionary,
    findings: FindingType, grades: [Grade], domains: [Domain], criteria: [Criterion], bands: [Band], limits: DueLimits,
    sources: [BibliographySource], readings: [Condition: String], choices: [Choice: String],
    confidence: FixedPoint = Standard.usualConfidence, threshold: Int64 = Standard.lowestThreshold,
    profile: Profile? = nil
  ) {
    self.id = id
    self.version = version
    self.title = title
    self.about = about
    self.sha256 = sha256
    self.dictionary = dictionary
    self.findings = findings
    self.grades = grades
    self.domains = domains
    self.criteria = criteria
    self.bands = bands
    self.limits = limits
    self.sources = sources
    self.readings = readings
    self.choices = choices
    self.confidence = confidence
    self.threshold = threshold
    self.profile = profile
  }

  /// No standard or profile may go below it.
  public static let lowestThreshold: Int64 = 5
  /// Nineteen times in twenty.
  public static let usualConfidence = FixedPoint(millionths: 950_000)
}

/// A national or a funder's tailoring of a standard.
public struct Profile: Hashable, Sendable {
  public var id: String
  public var title: String
  /// SHA-256 of the canonical text of its file and of those that it extends.
  public var sha256: String
  public var changes: [Tailoring]
  /// The criteria of the published standard that it does not ask, by id.
  public var leftOut: [String]

  public init(id: String, title: String, sha256: String, changes: [Tailoring], leftOut: [String] = []) {
    self.id = id
    self.title = title
    self.sha256 = sha256
    self.changes = changes
    self.leftOut = leftOut
  }
}

/// One change that a profile makes.
public struct Tailoring: Hashable, Sendable {
  /// What it is about: the id of a criterion, or a parameter with its `$`.
  public var subject: String
  /// What changes, to stand after the subject: “left out”, “30 days instead of 14 days”.
  public var change: String
  /// Why, in the words of whoever tailored.
  public var reason: String
  /// Whether it asks less than the standard does, or may.
  public var loosens: Bool
  /// The criteria whose tests it changes, by id.
  public var criteria: [String]

  public init(subject: String, change: String, reason: String, loosens: Bool, criteria: [String]) {
    self.subject = subject
    self.change = change
    self.reason = reason
    self.loosens = loosens
    self.criteria = criteria
  }
}

/// One step of the ladder: its name and the points it earns.
public struct Grade: Hashable, Sendable {
  /// As in rule files and JSON: `below`, `acceptable`, `ideal`.
  public var id: String
  public var label: String
  /// 0 to 100.
  public var points: FixedPoint

  public init(id: String, label: String, points: FixedPoint) {
    self.id = id
    self.label = label
    self.points = points
  }
}

/// A part of a standard, with its own score.
public struct Domain: Hashable, Sendable {
  public var id: String
  public var title: String
  public var intro: String
  public var weight: FixedPoint
  /// The title of the part of the standard that it stands in; empty where there are no parts.
  public var part: String

  public init(id: String, title: String, intro: String, weight: FixedPoint, part: String = "") {
    self.part = part
    self.id = id
    self.title = title
    self.intro = intro
    self.weight = weight
  }
}

/// How much harm the failure of a criterion can do.
public enum Severity: UInt8, Hashable, Sendable, CaseIterable {
  case minor, major, critical

  /// As in rule files and JSON.
  public var id: String {
    switch self {
    case .minor: "minor"
    case .major: "major"
    case .critical: "critical"
    }
  }
}

/// One requirement that can be judged.
public struct Criterion: Hashable, Sendable {
  public var id: String
  public var title: String
  /// Why it matters to a survivor.
  public var why: String
  public var severity: Severity
  /// The word of a scheme, such as *mandatory*; may be empty.
  public var scheme: String
  public var weight: FixedPoint
  /// A place in the standard's domains.
  public var domain: Int
  /// When it applies; nil = always.
  public var applies: Condition?
  /// One test a grade above the lowest, in the same order.
  public var levels: [Level]
  public var location: Location

  public init(
    id: String, title: String, why: String, severity: Severity, scheme: String, weight: FixedPoint, domain: Int,
    applies: Condition?, levels: [Level], location: Location
  ) {
    self.id = id
    self.title = title
    self.why = why
    self.severity = severity
    self.scheme = scheme
    self.weight = weight
    self.domain = domain
    self.applies = applies
    self.levels = levels
    self.location = location
  }
}

/// The test of one level of a criterion.
public struct Level: Hashable, Sendable {
  public var statement: String
  /// What the records must show.
  public var test: Condition
  /// The question that people answer, if there is one.
  public var ask: Ask?
  public var cites: [Cite]
  public var remedies: [Remedy]
  /// The formal test, in words.
  public var reading: String

  public init(statement: String, test: Condition, ask: Ask?, cites: [Cite], remedies: [Remedy], reading: String) {
    self.statement = statement
    self.test = test
    self.ask = ask
    self.cites = cites
    self.remedies = remedies
    self.reading = reading
  }

  /// The test with the answer in it, where an answer may settle what records leave open.
  public var effective: Condition {
    guard let ask, ask.settles else { return test }
    return .settled(records: test, answer: .answer(ask.test))
  }
}

/// A question to people about one level.
public struct Ask: Hashable, Sendable {
  public var question: String
  public var text: String
  public var test: AnswerTest
  /// Whether an answer decides a level that records leave open.
  public var settles: Bool

  public init(question: String, text: String, test: AnswerTest, settles: Bool) {
    self.question = question
    self.text = text
    self.test = test
    self.settles = settles
  }
}

/// What a level rests on.
public struct Cite: Hashable, Sendable {
  /// How a level follows from its source.
  public enum Basis: String, Hashable, Sendable, CaseIterable {
    case stated
    case derived
    case goodPractice = "good-practice"
  }

  public var source: String
  public var clause: String
  public var basis: Basis
  public var binds: String
  /// The research notes it was taken from, such as `R063`.
  public var facts: String

  public init(source: String, clause: String, basis: Basis, binds: String, facts: String) {
    self.source = source
    self.clause = clause
    self.basis = basis
    self.binds = binds
    self.facts = facts
  }
}

/// What mends a shortfall.
public struct Remedy: Hashable, Sendable {
  /// What kind of deed it is; it decides which shortfalls it answers.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case write, train, build, decide
    case doNow = "do-now"
    case prevent, record
  }

  public var id: String
  public var kind: Kind
  public var role: String
  /// Seconds of work whatever the number of rows, and for each row.
  public var effort: Int64
  public var each: Int64
  public var due: Period
  /// Remedies that must come before, by id.
  public var after: [String]
  public var text: String

  public init(
    id: String, kind: Kind, role: String, effort: Int64, each: Int64, due: Period, after: [String], text: String
  ) {
    self.id = id
    self.kind = kind
    self.role = role
    self.effort = effort
    self.each = each
    self.due = due
    self.after = after
    self.text = text
  }
}

/// A rating of the whole, and the gates that lead to it.
public struct Band: Hashable, Sendable {
  public var id: String
  public var label: String
  public var gates: [Gate]

  public init(id: String, label: String, gates: [Gate]) {
    self.id = id
    self.label = label
    self.gates = gates
  }
}

/// One demand of a band, over findings.
public struct Gate: Hashable, Sendable {
  public var condition: Condition
  public var reading: String

  public init(condition: Condition, reading: String) {
    self.condition = condition
    self.reading = reading
  }
}

/// How late an action may be, by severity.
public struct DueLimits: Hashable, Sendable {
  public var critical: Period
  public var major: Period
  public var minor: Period

  public init(critical: Period, major: Period, minor: Period) {
    self.critical = critical
    self.major = major
    self.minor = minor
  }

  public func limit(for severity: Severity) -> Period {
    switch severity {
    case .critical: critical
    case .major: major
    case .minor: minor
    }
  }
}

/// A published source.
public struct BibliographySource: Hashable, Sendable {
  public var key: String
  public var title: String
  public var publisher: String
  public var year: String
  public var place: String
  /// Whether it was read, read in part, or known from others.
  public var access: String

  public init(key: String, title: String, publisher: String, year: String, place: String, access: String) {
    self.key = key
    self.title = title
    self.publisher = publisher
    self.year = year
    self.place = place
    self.access = access
  }
}

/// The built-in record type of gates: a finding as a row.
public struct FindingType: Hashable, Sendable {
  /// A dictionary with one record type beside the shelter.
  public var dictionary: DataDictionary
  /// Its place in that dictionary.
  public var record: Int

  /// The fields, in order.  Their numbers are their places in the record type.
  public enum Column: Int, CaseIterable, Sendable {
    case criterion, domain, severity, scheme, weight, level, determined, basis, repeated, conflict, applies

    /// As gates write it.
    public var id: String {
      switch self {
      case .criterion: "criterion"
      case .domain: "domain"
      case .severity: "severity"
      case .scheme: "class"
      case .weight: "weight"
      case .level: "level"
      case .determined: "determined"
      case .basis: "basis"
      case .repeated: "repeated"
      case .conflict: "conflict"
      case .applies: "applies"
      }
    }
  }

  /// For these grades and domains.
  public init(grades: [Grade], domains: [Domain]) {
    func list(_ id: String, _ codes: [String], ordered: Bool) -> CodeList {
      CodeList(
        id: id, title: id, codes: codes.map { Code(id: $0, label: $0) }, groups: [], isOrdered: ordered)
    }
    let lists = [
      DataDictionary.yesNo,
      list("severity", Severity.allCases.map { $0.id }, ordered: true),
      CodeList(
        id: "level", title: "level", codes: grades.map { Code(id: $0.id, label: $0.label) }, groups: [],
        isOrdered: true),
      list("basis", ["records", "sample", "judged", "mixed"], ordered: false),
      CodeList(
        id: "domain", title: "domain", codes: domains.map { Code(id: $0.id, label: $0.title) }, groups: [],
        isOrdered: false),
    ]
    let fields = Column.allCases.map { field in
      let kind: Field.Kind =
        switch field {
        case .criterion, .scheme: .label
        case .domain: .code(list: 4)
        case .severity: .code(list: 1)
        case .weight: .number(unit: "")
        case .level: .code(list: 2)
        case .basis: .code(list: 3)
        case .determined, .repeated, .conflict, .applies: .code(list: 0)
        }
      return Field(
        id: field.id, label: field.id, kind: kind, isRequired: false, isCore: false, mayBeNone: false)
    }
    dictionary = DataDictionary(
      id: "findings", version: "1", lists: lists,
      records: [
        RecordType(id: "shelter", label: "shelter", plural: "shelters", about: "", time: .fixed, fields: []),
        RecordType(
          id: "finding", label: "finding", plural: "findings", about: "One criterion's outcome.", time: .fixed,
          fields: fields),
      ], shelter: 0)
    record = 1
  }
}
