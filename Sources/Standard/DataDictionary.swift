public import Values

/// The record types and typed fields that tests may speak of, and nothing else.
public struct DataDictionary: Hashable, Sendable {
  public var id: String
  public var version: String
  public var lists: [CodeList]
  public var records: [RecordType]
  /// The record type that holds the shelter's own row.
  public var shelter: Int
  /// The record type that holds people's answers, if the dictionary has one.
  public var answers: AnswerFields?

  public init(
    id: String, version: String, lists: [CodeList], records: [RecordType], shelter: Int, answers: AnswerFields? = nil
  ) {
    self.id = id
    self.version = version
    self.lists = lists
    self.records = records
    self.shelter = shelter
    self.answers = answers
  }

  /// The list of every `yes-no` field: `no` before `yes`.
  public static let yesNo = CodeList(
    id: "yes-no", title: "yes or no", codes: [Code(id: "no", label: "no"), Code(id: "yes", label: "yes")],
    groups: [], isOrdered: true)

  /// The place of a record type among `records`.
  public func record(named name: String) -> Int? { records.firstIndex { $0.id == name } }
}

/// A closed list of codes.
public struct CodeList: Hashable, Sendable {
  public var id: String
  public var title: String
  /// Lowest first where the list is ordered.
  public var codes: [Code]
  public var groups: [CodeGroup]
  public var isOrdered: Bool

  public init(id: String, title: String, codes: [Code], groups: [CodeGroup], isOrdered: Bool) {
    self.id = id
    self.title = title
    self.codes = codes
    self.groups = groups
    self.isOrdered = isOrdered
  }

  /// The place of a code in the list.
  public func index(of code: String) -> Int? { codes.firstIndex { $0.id == code } }

  /// The codes that a code or a group stands for.
  public func members(of name: String) -> [Int]? {
    if let index = index(of: name) { return [index] }
    return groups.first { $0.id == name }?.codes
  }

  /// All names that may be written: codes, then groups.
  public var names: [String] { codes.map { $0.id } + groups.map { $0.id } }
}

/// One code with its name for readers.
public struct Code: Hashable, Sendable {
  public var id: String
  public var label: String
  /// What people should know of it; empty for most.
  public var about: String
  /// The facts that say so, by id.
  public var facts: [String]

  public init(id: String, label: String, about: String = "", facts: [String] = []) {
    self.id = id
    self.label = label
    self.about = about
    self.facts = facts
  }
}

/// A name for several codes of a list.
public struct CodeGroup: Hashable, Sendable {
  public var id: String
  /// Places in the list, ascending.
  public var codes: [Int]

  public init(id: String, codes: [Int]) {
    self.id = id
    self.codes = codes
  }
}

/// A kind of record: what one row is, when it counts, and what it holds.
public struct RecordType: Hashable, Sendable {
  /// How rows stand in time; numbers are places in `fields`.
  public enum Time: Hashable, Sendable {
    /// No time of its own: how things are on the day they were looked at.
    case fixed
    /// From one date to another (none = still open); `also`: further dates by which a period may be asked.
    case span(from: Int, to: Int, also: [Int])
    /// In a period when one of these dates is.
    case dates([Int])
  }

  public var id: String
  /// One of them, for sentences: “worker”.
  public var label: String
  /// Several: “workers”.
  public var plural: String
  public var about: String
  public var time: Time
  public var fields: [Field]
  /// Where a shelter keeps it: “admission book”; may be empty.
  public var source: String

  public init(
    id: String, label: String, plural: String, about: String, time: Time, fields: [Field], source: String = ""
  ) {
    self.source = source
    self.id = id
    self.label = label
    self.plural = plural
    self.about = about
    self.time = time
    self.fields = fields
  }

  /// The place of a field.
  public func field(named name: String) -> Int? { fields.firstIndex { $0.id == name } }

  /// The fields that place a row in time.
  public var dates: [Int] {
    switch time {
    case .fixed: []
    case .span(let from, let to, let also): [from, to] + also
    case .dates(let dates): dates
    }
  }
}

/// One typed field of a record type.
public struct Field: Hashable, Sendable {
  /// What a field holds; numbers are places in the dictionary.
  public enum Kind: Hashable, Sendable {
    case label
    case reference(Int)
    case code(list: Int)
    case codes(list: Int)
    case checks(list: Int)
    case number(unit: String)
    case date
    case instant
    case duration
    case age
  }

  public var id: String
  public var label: String
  public var kind: Kind
  /// A row without it is refused.
  public var isRequired: Bool
  /// Part of what a small shelter can fill in one day.
  public var isCore: Bool
  /// The answer “there is none” may be given.
  public var mayBeNone: Bool
  /// A number that may be below zero, such as a temperature; all others start at zero.
  public var isSigned: Bool
  /// The most that a number can be, in its own unit; nil = no end.
  public var maximum: FixedPoint?

  public init(
    id: String, label: String, kind: Kind, isRequired: Bool, isCore: Bool, mayBeNone: Bool, isSigned: Bool = false,
    maximum: FixedPoint? = nil
  ) {
    self.id = id
    self.label = label
    self.kind = kind
    self.isRequired = isRequired
    self.isCore = isCore
    self.mayBeNone = mayBeNone
    self.isSigned = isSigned
    self.maximum = maximum
  }
}

/// Where people's answers stand: the record type and its fields for question, method, answer and date, and, where it
/// has them, for what people counted.
public struct AnswerFields: Hashable, Sendable {
  public var record: Int
  public var question: Int
  public var method: Int
  public var answer: Int
  public var date: Int
  public var counted: CountedFields?

  public init(record: Int, question: Int, method: Int, answer: Int, date: Int, counted: CountedFields? = nil) {
    self.record = record
    self.question = question
    self.method = method
    self.answer = answer
    self.date = date
    self.counted = counted
  }
}

/// The fields of a counted answer: how many were looked at, how many of them were in order, of how many there are, and
/// how those looked at were chosen.
public struct CountedFields: Hashable, Sendable {
  public var lookedAt: Int
  public var fulfilled: Int
  public var outOf: Int
  public var chosen: Int
  /// The code of `chosen` that says “drawn at random”.
  public var atRandom: Int

  public init(lookedAt: Int, fulfilled: Int, outOf: Int, chosen: Int, atRandom: Int) {
    self.lookedAt = lookedAt
    self.fulfilled = fulfilled
    self.outOf = outOf
    self.chosen = chosen
    self.atRandom = atRandom
  }
}

/// What a unit measures, and how many of the base unit of that dimension it is.
///
/// Lengths of time are counted in minutes; `y` and `years` are one; every other unit is a dimension of its own.
public struct Dimension: Hashable, Sendable {
  public var name: String
  public var factor: Int64

  public init(unit: String) {
    switch unit {
    case "min": (name, factor) = ("time", 1)
    case "h": (name, factor) = ("time", 60)
    case "d": (name, factor) = ("time", 1440)
    case "y": (name, factor) = ("years", 1)
    default: (name, factor) = (unit, 1)
    }
  }
}
