internal import Standard
internal import Values

// The nodes of a program.  Each kind lives in a list of its own; a number is a place in the list of its kind, and a
// node speaks only of nodes that come before it.  Equal subexpressions are one node.

/// Where rows come from.  A frame's rows point to rows of the frame around it.
enum FrameNode: Hashable, Sendable {
  /// One row a shelter.
  case shelters
  /// All rows of a record type; around it: the shelters.
  case table(Int)
  /// Calendar periods, for each row of the frame around.
  case calendar(outer: Int, CalendarNode)
  /// Moments, for each row of the frame around: stretches of time over which nothing changes.
  case moments(outer: Int, MomentsNode)
  /// All rows of a table, chosen by a verdict on it; around it: the shelters.
  case chosen(table: Int, mask: Int)
  /// Rows of a record type that may belong to a row of the frame around, chosen by a verdict on its table.
  case candidates(outer: Int, record: Int, mask: Int?, JoinNode?)
  /// Rows of a record type for each calendar period or moment that they may lie in.
  case ranged(RangedNode)
  /// Those rows of a frame that may satisfy a condition.
  case filtered(Int, condition: Int)
}

/// Rows that refer to the same row: `key` is a reference on the table, `parent` one on the frame around, and `target`
/// the record type that both refer to.
struct JoinNode: Hashable, Sendable {
  var key: Int
  var parent: Int
  var target: Int
}

/// Calendar periods; a window's ends are days on the frame around, nil = open.
struct CalendarNode: Hashable, Sendable {
  var unit: CalendarUnit
  var hours: ClockHours?
  var anchor: YearStart
  /// The last so many; nil = those wholly in the window.
  var last: Int64?
  var window: WindowNode?
}

/// Moments of a window; its ends are scalars on the frame around, days or clock times.
struct MomentsNode: Hashable, Sendable {
  var window: ClockWindow
  var hours: ClockHours?
  /// Clock times or days on a table at which something may change.
  var breaks: [BreakNode]
  /// Something may change with each day.
  var isDaily: Bool
}

/// Where the times stand at which something changes.
struct BreakNode: Hashable, Sendable {
  var scalar: Int
  /// The record type whose table the scalar is on; nil = it is on the frame around the moments.
  var record: Int?
  var isClock: Bool
  /// Only the time itself matters, not the second after it.
  var isSpan: Bool
}

/// Rows of a table by the periods around them, which are in order and apart.
struct RangedNode: Hashable, Sendable {
  var outer: Int
  var record: Int
  var mask: Int?
  var bounds: [RangeBound]
}

/// A comparison of a row's own time with the first or last of a period.
struct RangeBound: Hashable, Sendable {
  var scalar: Int
  var relation: Relation
  /// With the period's first time, or its last.
  var isFirst: Bool
  var isNegated: Bool
}

/// What kind of row a frame has.
enum RowKind: Hashable, Sendable {
  case shelter
  case record(Int)
  case calendar(CalendarUnit, hasHours: Bool)
  case moment

  /// A calendar period or a moment.
  var isTime: Bool {
    switch self {
    case .calendar, .moment: true
    case .shelter, .record: false
    }
  }

  /// Its first and last are clock times.
  var isClock: Bool {
    switch self {
    case .moment, .calendar(_, hasHours: true): true
    default: false
    }
  }
}

/// For each row of a frame, a row of another.
enum MapNode: Hashable, Sendable {
  /// The row so many frames out.
  case ancestor(frame: Int, steps: Int)
  /// The row in the table of its record type, of the frame so many steps out.
  case table(frame: Int, steps: Int)
}

/// How many rows a choice may have that nobody listed, for each row of the frame around.
struct HiddenNode: Hashable, Sendable {
  var outer: Int
  var record: Int
  /// The record type and the row that the choice is `for`.
  var parentRecord: Int?
  var parent: Int?
  /// Windows that the rows must touch: start and end as days on the frame around; nil = open.
  var windows: [WindowNode]
}

struct WindowNode: Hashable, Sendable {
  var start: Int?
  var end: Int?
}

/// A value for each row of a frame.
enum ScalarNode: Hashable, Sendable {
  /// A field of a record type, on its table.
  case field(record: Int, field: Int)
  /// The rows of a table themselves.
  case identity(record: Int)
  /// The same value for every shelter.
  case day(Int64)
  case number(Int64)
  case code(Int64)
  case label(String)
  case period(Period)
  /// The field of the row that a reference names.
  case walked(reference: Int, record: Int, field: Int)
  case moved(Int, map: Int)
  /// Instants as days, days as stretches of seconds.
  case asDay(Int)
  case asSeconds(Int)
  case shifted(Int, Period, back: Bool, isInstant: Bool)
  case shiftedBy(Int, by: Int, back: Bool)
  case workdays(Int, Int64, WorkWeek, frame: Int)
  case age(Int, start: Int, at: Int)
  /// The first or last day, or clock time, of a period.
  case edge(frame: Int, isFirst: Bool)
  case extreme(GroupNode, value: Int, highest: Bool)
  /// The value of the first condition that holds, one of so many, or the last value.
  case chosen(conditions: [Int], values: [Int])
}

/// A set of codes for each row of a frame.
enum SetNode: Hashable, Sendable {
  case field(record: Int, field: Int)
  case walked(reference: Int, record: Int, field: Int)
  case moved(Int, map: Int)
}

/// How two scalars are compared.
enum Comparison: UInt8, Hashable, Sendable {
  case numbers, instants, references, codes, periods
}

/// Sums of rows that belong together: the rows, those around them, and how many may be hidden.
struct GroupNode: Hashable, Sendable {
  var frame: Int
  var outer: Int
  var hidden: Int?
}

/// A quantity for each row of a frame.
enum QuantityNode: Hashable, Sendable {
  case count(GroupNode, distinct: Int?)
  case share(GroupNode, body: Int, ifEmpty: Truth)
  case sum(GroupNode, value: Int)
  case extreme(GroupNode, value: Int, highest: Bool, ifEmpty: Truth)
  case average(GroupNode, value: Int, ifEmpty: Truth)
  case median(GroupNode, value: Int, ifEmpty: Truth)
  /// Seconds if `isClock`, else days.
  case elapsed(from: Int, to: Int, isClock: Bool)
  case tally(TallyNode)
  case term(Int, frame: Int)
  case constant(Int64)
  /// The quantity of the first condition that holds, one of so many, or the last quantity.
  case choose(conditions: [Int], quantities: [Int])
  case plus([Int])
  case minus(Int, Int)
  case times(Int, Int)
  case divide(Int, Int)
  /// How many rows of a table lie in each period, without listing them.
  case sweep(RangedNode, hidden: Int?)
  case moved(Int, map: Int)
}

/// Counted answers to a question; window ends as scalars on the shelters.
struct TallyNode: Hashable, Sendable {
  var question: String
  var start: Int?
  var end: Int?
}

/// A truth for each row of a frame.
enum VerdictNode: Hashable, Sendable {
  case constant(Truth, frame: Int)
  case all([Int])
  case any(Int, [Int])
  case not(Int)
  case compare(Int, Relation, Int, Comparison)
  case isNone(Int)
  case oneOf(Int, [Int])
  /// Not before the start and not after the end: verdicts of the two ends, with the value and the ends they compare.
  case within(value: Int, start: Int?, end: Int?, parts: [Int])
  case includes(Int, [Int], atLeast: Int)
  case includesField(Int, Int, atLeast: Int?)
  case recordedScalar(Int)
  case recordedSet(Int)
  case every(GroupNode, body: Int, ifEmpty: Truth)
  case measure(Int, Relation, Int)
  case gap(GapNode)
  case answer(AnswerNode)
  case settled(records: Int, answer: Int)
  case moved(Int, map: Int)
}

/// Stretches without a row: when each row begins and ends to fill the window, on the rows; the window on the frame around.
struct GapNode: Hashable, Sendable {
  var group: GroupNode
  /// Nil for moments.
  var from: Int?
  var to: Int?
  var window: ClockWindow
  var relation: Relation
  var limit: Period
  /// All is by the clock; else by the day.
  var isClock: Bool
}

/// A window's ends as scalars, days or clock times.
struct ClockWindow: Hashable, Sendable {
  var start: Int?
  var end: Int?
  var isStartClock: Bool
  var isEndClock: Bool
  /// The end is the last second that counts, not the first that does not.
  var isEndInside: Bool
}

/// An answer test with its window as scalars on the shelters.
struct AnswerNode: Hashable, Sendable {
  var question: String
  var atLeast: Int
  var methods: Int
  var start: Int?
  var end: Int?
  var adjudication: Int?
}
