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
  /// The last full calendar periods, for each row of the frame around.
  case periods(outer: Int, CalendarUnit, count: Int64)
  /// Rows of a record type that may belong to a row of the frame around: `mask` is a verdict and `key` a reference on
  /// the table, `parent` a reference on the frame around.
  case candidates(outer: Int, record: Int, mask: Int?, key: Int?, parent: Int?)
  /// Those rows of a frame that may satisfy a condition.
  case filtered(Int, condition: Int)
}

/// What kind of row a frame has.
enum RowKind: Hashable, Sendable {
  case shelter
  case record(Int)
  case period(CalendarUnit, count: Int64)
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
  case age(Int, start: Int, at: Int)
  case periodStart(frame: Int)
  case periodEnd(frame: Int)
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
  case term(Int, frame: Int)
  case constant(Int64)
  case moved(Int, map: Int)
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
  case answer(AnswerNode)
  case settled(records: Int, answer: Int)
  case moved(Int, map: Int)
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
