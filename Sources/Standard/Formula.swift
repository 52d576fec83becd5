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
  /// A date so much later, or earlier, as a field of lengths of time says.
  case shiftedBy(Value, by: Value, back: Bool)
  /// So many business days after a date; the day after it is the first.
  case workdays(Value, Int64, WorkWeek)
  /// First and last day of an open calendar row.
  case periodStart(Int)
  case periodEnd(Int)
  /// The first and the last second of an open calendar row with clock hours; both are the moment itself for a moment.
  case clockStart(Int)
  case clockEnd(Int)
  /// The lowest or the highest value over some rows; none where there is no row.
  case extreme(Choice, Value, highest: Bool)
  /// The value of the first case that holds.
  case chosen([ValueCase], otherwise: Value)
}

/// One way a value may be worked out, and when.
public struct ValueCase: Hashable, Sendable {
  public var condition: Condition
  public var value: Value

  public init(_ condition: Condition, _ value: Value) {
    self.condition = condition
    self.value = value
  }
}

/// The days of the week on which no business is done, as bits: bit 0 is Monday.
public struct WorkWeek: Hashable, Sendable {
  public var restDays: UInt8

  public init(restDays: UInt8) { self.restDays = restDays }

  /// Saturday and Sunday.
  public static let mondayToFriday = WorkWeek(restDays: 0b110_0000)
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
  /// How long a window goes without a row.
  case gap(GapTest)
  case answer(AnswerTest)
  /// What records say, or, where they leave it open, what people answered.
  case settled(records: Condition, answer: Condition)
}

/// Something that can be counted or measured.
///
/// Lengths of time are in minutes; over moments, counts are lengths of time and shares are parts of the time.
public indirect enum Quantity: Hashable, Sendable {
  /// How many rows; or how many different values of one of their fields.
  case count(Choice, distinct: Value?)
  /// The part of the rows that satisfy the body.
  case share(Choice, Condition, ifEmpty: Truth)
  /// The total over the rows.
  case sum(Choice, Quantity)
  /// The lowest or the highest over the rows; `ifEmpty`: what a comparison means where there is no row.
  case extreme(Choice, Quantity, highest: Bool, ifEmpty: Truth)
  /// The mean over the rows.
  case average(Choice, Quantity, ifEmpty: Truth)
  /// The middle one over the rows; of an even number the lower of the two in the middle.
  case median(Choice, Quantity, ifEmpty: Truth)
  /// The time from one date to another: whole days for dates, exact for clock times.
  case elapsed(from: Value, to: Value)
  /// The share that people counted where files may not be opened.
  case tally(TallyTest)
  case term(Value)
  /// A number, or a share as a fraction of one.
  case constant(FixedPoint)
  /// The first case that holds.
  case choose([QuantityCase], otherwise: Quantity)
  case plus([Quantity])
  case minus(Quantity, Quantity)
  case times(Quantity, Quantity)
  case divide(Quantity, Quantity)
}

/// One way a quantity may be worked out, and when.
public struct QuantityCase: Hashable, Sendable {
  public var condition: Condition
  public var quantity: Quantity

  public init(_ condition: Condition, _ quantity: Quantity) {
    self.condition = condition
    self.quantity = quantity
  }
}

/// The longest stretch of a window without a row, compared with a limit.
public struct GapTest: Hashable, Sendable {
  public var choice: Choice
  /// From when to when a row fills the window, seen from inside the choice; the same twice for rows without a span.
  /// Nil for moments, which fill what they are.
  public var from: Value?
  public var to: Value?
  /// Seen from outside the choice.
  public var window: Window
  public var relation: Relation
  /// A stretch from one row to the next is at most so long when the next comes no later than so much after the one.
  public var limit: Period

  public init(choice: Choice, from: Value?, to: Value?, window: Window, relation: Relation, limit: Period) {
    self.choice = choice
    self.from = from
    self.to = to
    self.window = window
    self.relation = relation
    self.limit = limit
  }
}

/// What people counted for a question: how many they looked at, and how many were in order.
public struct TallyTest: Hashable, Sendable {
  public var question: String
  public var window: Window

  public init(question: String, window: Window) {
    self.question = question
    self.window = window
  }
}

/// Where rows come from.
public enum Source: Hashable, Sendable {
  case records(Int)
  case calendar(CalendarRows)
  case moments(MomentRows)
}

/// Calendar periods as rows.
public struct CalendarRows: Hashable, Sendable {
  public enum Extent: Hashable, Sendable {
    /// The last so many full periods that ended on or before the as-of date.
    case last(Int64)
    /// The periods that lie wholly in a window, seen from outside the choice, and ended on or before the as-of date.
    case within(Window)
  }

  public var unit: CalendarUnit
  /// For days: only these hours; with hours that run over midnight a day is a night, and ends on the next.
  public var hours: ClockHours?
  /// For quarters, half-years and years: where the year starts.
  public var anchor: YearStart
  public var extent: Extent

  public init(unit: CalendarUnit, hours: ClockHours? = nil, anchor: YearStart = .january, extent: Extent) {
    self.unit = unit
    self.hours = hours
    self.anchor = anchor
    self.extent = extent
  }
}

/// The moments of a window, up to and not including its end, none after the as-of date.
public struct MomentRows: Hashable, Sendable {
  /// Seen from outside the choice.
  public var window: Window
  public var hours: ClockHours?

  public init(window: Window, hours: ClockHours? = nil) {
    self.window = window
    self.hours = hours
  }
}

/// Hours of the clock, in minutes after midnight; an end not after the start lies on the next day.
public struct ClockHours: Hashable, Sendable {
  public var from: Int64
  public var to: Int64

  public init(from: Int64, to: Int64) {
    self.from = from
    self.to = to
  }

  public var isOverMidnight: Bool { to <= from }
}

/// The month and day on which a year starts.
public struct YearStart: Hashable, Sendable {
  public var month: Int64
  public var day: Int64

  public init(month: Int64, day: Int64) {
    self.month = month
    self.day = day
  }

  public static let january = YearStart(month: 1, day: 1)
}

/// A kind of calendar period.
public enum CalendarUnit: UInt8, Hashable, Sendable, CaseIterable {
  case day, week, month, quarter, halfYear, year

  /// How many months it has; 0 for days and weeks.
  public var months: Int64 {
    switch self {
    case .day, .week: 0
    case .month: 1
    case .quarter: 3
    case .halfYear: 6
    case .year: 12
    }
  }

  /// How many days it has; 0 for months and longer.
  public var days: Int64 { self == .day ? 1 : self == .week ? 7 : 0 }
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
