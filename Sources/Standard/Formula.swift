public import Values

// The small closed language into which every word of the rule language lowers.  Engine, slow evaluator and whatever
// comes later see nothing else.  Open rows are counted from the inside: 0 is the row chosen last, 1 the one around it.

/// A row that an expression may speak of.
public enum Row: Hashable, Sendable {
  /// The shelter's own row.
  case shelter
  /// The open row so many choices out, 0 being the innermost.
  case open(Int)
}

/// A field of an open row, or of a row that its references lead to.
public struct Path: Hashable, Sendable {
  public var row: Row
  /// The record type of `row`.
  public var record: Int
  /// The reference fields walked from `row`, in order.
  public var references: [Int]
  /// The record type that holds `field`.
  public var target: Int
  public var field: Int

  public init(row: Row, record: Int, references: [Int], target: Int, field: Int) {
    self.row = row
    self.record = record
    self.references = references
    self.target = target
    self.field = field
  }
}

/// A value of one row.
public indirect enum Value: Hashable, Sendable {
  case field(Path)
  /// The row itself, as what a reference refers to; its record type.
  case row(Row, record: Int)
  case asOf
  case date(CalendarDate)
  /// A number in the base unit of its dimension (minutes for lengths of time).
  case number(FixedPoint)
  case code(Int, list: Int)
  case label(String)
  case period(Period)
  /// A date so much later, or earlier.
  case shifted(Value, Period, back: Bool)
  /// An age field, taken at another date than the start of its row.
  case age(Path, start: Value, at: Value)
  /// First and last day of an open calendar row.
  case periodStart(Int)
  case periodEnd(Int)
}

/// How two things are compared.
public enum Relation: UInt8, Hashable, Sendable, CaseIterable {
  case equal, atLeast, atMost, moreThan, lessThan

  /// The relation that holds exactly when this one does not; `equal` has none.
  public var opposite: Relation? {
    switch self {
    case .equal: nil
    case .atLeast: .lessThan
    case .atMost: .moreThan
    case .moreThan: .atMost
    case .lessThan: .atLeast
    }
  }
}

/// Days from a start to an end, both included; an end that is left out is open.
public struct Window: Hashable, Sendable {
  public var start: Value?
  public var end: Value?

  public init(start: Value?, end: Value?) {
    self.start = start
    self.end = end
  }
}

/// The codes that a checklist or set is asked for.
public enum CodeSet: Hashable, Sendable {
  /// These codes of the field's list.
  case codes([Int])
  /// Those of another set field over the same list.
  case field(Path)
}

/// A question put to people, and what settles it.
public struct AnswerTest: Hashable, Sendable {
  public var question: String
  /// The lowest answer that counts as yes: a place in the list of answers.
  public var atLeast: Int
  /// How many different methods must say so.
  public var methods: Int
  public var window: Window
  /// The method that decides where others disagree.
  public var adjudication: Int?

  public init(question: String, atLeast: Int, methods: Int, window: Window, adjudication: Int?) {
    self.question = question
    self.atLeast = atLeast
    self.methods = methods
    self.window = window
    self.adjudication = adjudication
  }
}

/// Something that is so, not so, or not known, of the rows that are open.
public indirect enum Condition: Hashable, Sendable {
  case constant(Truth)
  case all([Condition])
  /// At least so many of these.
  case any(Int, [Condition])
  case not(Condition)
  case compare(Value, Relation, Value)
  /// It is known that there is none.
  case isNone(Value)
  /// A code is one of these.
  case oneOf(Value, [Int])
  /// A date lies in a window.
  case within(Value, Window)
  /// A span meets a window.
  case overlaps(from: Value, to: Value, Window)
  /// A span covers a whole window.
  case spans(from: Value, to: Value, Window)
  /// A checklist or set has at least so many of these codes; nil = all of them.
  case includes(Path, CodeSet, atLeast: Int?)
  /// The source says something here.
  case recorded(Path)
  /// Each chosen row satisfies the body.
  case every(Choice, Condition, ifEmpty: Truth)
  case measure(Quantity, Relation, Quantity)
  case answer(AnswerTest)
  /// What records say, or, where they leave it open, what people answered.
  case settled(records: Condition, answer: Condition)
}

/// Something that can be counted or measured.
public indirect enum Quantity: Hashable, Sendable {
  /// How many rows; or how many different values of one of their fields.
  case count(Choice, distinct: Value?)
  /// The part of the rows that satisfy the body.
  case share(Choice, Condition, ifEmpty: Truth)
  /// The total of a number over the rows.
  case sum(Choice, Value)
  case term(Value)
  /// A number, or a share as a fraction of one.
  case constant(FixedPoint)
}

/// Where rows come from.
public enum Source: Hashable, Sendable {
  case records(Int)
  /// The last so many full calendar periods that ended on or before the as-of date.
  case calendar(CalendarUnit, count: Int64)
}

/// A kind of calendar period.
public enum CalendarUnit: UInt8, Hashable, Sendable, CaseIterable {
  case month, quarter, halfYear, year

  /// How many months it has.
  public var months: Int64 {
    switch self {
    case .month: 1
    case .quarter: 3
    case .halfYear: 6
    case .year: 12
    }
  }
}

/// A choice of rows; inside it, row 0 is the chosen one.
public struct Choice: Hashable, Sendable {
  public var source: Source
  public var join: Join?
  /// What ties the rows to a time; each also holds as a condition.
  public var time: [TimeLimit]
  /// The deadline of each row: rows whose due day lies after the as-of date are left out.
  public var due: Value?
  /// More conditions that a row must satisfy.
  public var filter: Condition

  public init(
    source: Source, join: Join? = nil, time: [TimeLimit] = [], due: Value? = nil, filter: Condition = .all([])
  ) {
    self.source = source
    self.join = join
    self.time = time
    self.due = due
    self.filter = filter
  }
}

/// The chosen row must refer to the same row as something outside the choice.
public struct Join: Hashable, Sendable {
  /// A reference of the chosen row.
  public var key: Value
  /// A row or reference outside, seen from inside the choice (so its open rows count from 1).
  public var parent: Value

  public init(key: Value, parent: Value) {
    self.key = key
    self.parent = parent
  }
}

/// A window that rows must touch, and the condition that says how.
public struct TimeLimit: Hashable, Sendable {
  public var window: Window
  public var condition: Condition

  public init(window: Window, condition: Condition) {
    self.window = window
    self.condition = condition
  }
}
