public import Records
internal import Standard
public import Values

/// What would have to change for the next level, counted and named.
public struct Shortfall: Hashable, Sendable {
  /// Kinds need different remedies, so they are kept apart.
  public enum Kind: Int, Hashable, Sendable, CaseIterable {
    /// Something that could be true today is not.
    case missing
    /// The deadline has passed and the deed is still owed.
    case late
    /// The time for it has passed.
    case lapsed
    /// The records do not say.
    case notRecorded
    /// People disagree.
    case conflict

    public var id: String {
      switch self {
      case .missing: "missing"
      case .late: "late"
      case .lapsed: "lapsed"
      case .notRecorded: "not-recorded"
      case .conflict: "conflict"
      }
    }
  }

  public var kind: Kind
  /// What is asked, in words.
  public var what: String
  /// How many of `items` have to change; 0 where nothing can be counted.
  public var count: Int64
  /// How many rows the demand is about.
  public var of: Int64?
  /// The rows it is about, by their labels.
  public var items: [String]
  /// The changes to the records that would mend it; empty where none can.
  public var edits: [Edit]
  /// Fields that are not recorded and matter here.
  public var unknown: [UnknownField]
  /// So many of `items` are enough, whichever.
  public var isAnyOf = false
  /// The first day on which the level can be met: what was missed has left its window, and everything since was done.
  /// Nil where that is not a matter of time, or lies further ahead than was looked.
  public var healsOn: CalendarDate?
  /// No change is listed, although there may be some: they are too many, or they did not reach the level when tried.
  public var isNotWorkedOut = false
  /// How much is missing, in words, until it is known beside which row to say it.
  var note = ""
  /// How much is missing of each item; empty where nothing is measured.
  var amounts: [String] = []

  /// With amounts told where they belong.
  var told: Shortfall {
    var told = self
    if !note.isEmpty { told.what += (what.isEmpty ? "" : " — ") + note }
    for (place, amount) in amounts.enumerated() where place < items.count && !amount.isEmpty {
      told.items[place] += ": " + amount
    }
    told.note = ""
    told.amounts = []
    return told
  }
}

extension Shortfall {
  /// The most changes of one finding that are listed, deepened and judged again.  Nobody works through more of them
  /// as one step, and what follows from each would be worked out for nothing.
  static let mostEdits = 1000

  /// Without their changes, where those are too many.
  static func bounded(_ parts: [Shortfall]) -> [Shortfall] {
    parts.reduce(0, { $0 + $1.edits.count }) > mostEdits ? withoutEdits(parts) : parts
  }

  /// Without their changes: what does not reach the level is no advice.
  static func withoutEdits(_ parts: [Shortfall]) -> [Shortfall] {
    parts.map { part in
      var part = part
      part.isNotWorkedOut = !part.edits.isEmpty
      part.edits = []
      return part
    }
  }
}

/// A field that is not recorded for some rows.
public struct UnknownField: Hashable, Sendable {
  public var record: Int
  /// Nil = the list itself: whether it is complete.
  public var field: Int?
  public var rows: [String]
}

/// What it would take to give a node another truth.
struct Repair: Hashable, Sendable {
  var parts: [Shortfall] = []
  /// No change of the records can do it today.
  var isImpossible = false

  /// Fewer changes are better; what cannot be done comes last.
  var cost: Int {
    parts.reduce(isImpossible ? 100_000 : 0) { sum, part in
      sum + max(1, part.edits.count) + (part.kind == .lapsed || part.kind == .late ? 1000 : 0)
        + (part.kind == .missing ? 10 : 0)
    }
  }

  static let impossible = Repair(isImpossible: true)
  static let nothing = Repair()

  mutating func add(_ other: Repair) {
    parts += other.parts
    isImpossible = isImpossible || other.isImpossible
  }
}

/// A cell of the dossier.
struct CellPlace: Hashable, Sendable {
  var record: Int
  var row: Int
  var field: Int
}
