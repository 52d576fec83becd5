internal import Standard
internal import Values

/// What a comparison with a fixed limit leaves of the values that something may have.
///
/// Numbers are doubled, so that “more than 5” has a whole number for its lower end: 11.
struct Extent: Hashable {
  /// Both ends included; empty where `low` is above `high`.
  var low: Int64
  var high: Int64
  /// For codes: which of the list; nil for numbers.
  var codes: CodeSet?
  /// Whether *none* is among them.
  var hasNone: Bool

  static let everyNumber = Extent(low: .min, high: .max, codes: nil, hasNone: false)

  init(low: Int64, high: Int64, codes: CodeSet? = nil, hasNone: Bool) {
    self.low = low
    self.high = high
    self.codes = codes
    self.hasNone = hasNone
  }

  init(codes: CodeSet, hasNone: Bool = false) { self.init(low: 0, high: 0, codes: codes, hasNone: hasNone) }

  /// The numbers that stand so to a limit.  Limits are far from the ends of the range: at most fifteen digits are read.
  init(_ relation: Relation, _ limit: Int64) {
    let doubled = limit.multipliedReportingOverflow(by: 2)
    let at = doubled.overflow ? (limit < 0 ? Int64.min + 1 : Int64.max - 1) : doubled.partialValue
    switch relation {
    case .equal: self.init(low: at, high: at, hasNone: false)
    case .atLeast: self.init(low: at, high: .max, hasNone: false)
    case .atMost: self.init(low: .min, high: at, hasNone: false)
    case .moreThan: self.init(low: at + 1, high: .max, hasNone: false)
    case .lessThan: self.init(low: .min, high: at - 1, hasNone: false)
    }
  }

  var isEmpty: Bool { !hasNone && (codes?.isEmpty ?? (low > high)) }

  /// What both leave.
  func meeting(_ other: Extent) -> Extent {
    var both = Extent(low: max(low, other.low), high: min(high, other.high), hasNone: hasNone && other.hasNone)
    if let codes, let others = other.codes { both.codes = codes.intersection(others) }
    return both
  }

  /// Whether everything here is there too.
  func isInside(_ other: Extent) -> Bool {
    if hasNone, !other.hasNone { return false }
    if let codes, let others = other.codes { return codes.isSubset(of: others) }
    return codes == nil && other.codes == nil && (low > high || other.low <= low && high <= other.high)
  }

  /// Whether the two together leave out nothing of a whole.
  func covers(_ whole: Extent, with other: Extent) -> Bool {
    if whole.hasNone, !hasNone, !other.hasNone { return false }
    if let codes, let others = other.codes, let all = whole.codes { return all.isSubset(of: codes.union(others)) }
    guard codes == nil, other.codes == nil, whole.codes == nil else { return false }
    let (first, second) = low <= other.low ? (self, other) : (other, self)
    // Between two neighbours there is nothing: 10 and 11 are “at most 5” and “more than 5”.
    let reachesOn = first.high == .max || second.low <= first.high + 1
    return first.low <= whole.low && (first.high >= whole.high || reachesOn && second.high >= whole.high)
  }
}

/// A comparison of one thing with a fixed limit.
struct Limit {
  /// What is compared; lengths of time in different units are different things, for a month has no fixed length.
  enum Subject: Hashable {
    case value(Value, Period.Unit?)
    case quantity(Quantity)
  }

  var subject: Subject
  /// What the comparison leaves.
  var extent: Extent
  /// What the subject may be at all.
  var whole: Extent

  /// Whether nothing of the whole is left.
  var isImpossible: Bool { whole.meeting(extent).isEmpty }
  /// Whether nothing of the whole is left out.
  var isEmptyDemand: Bool { whole.isInside(extent) }
}

extension Limit {
  /// The comparison with a fixed limit that a condition is; nil if it is none.
  init?(_ condition: Condition, _ dictionary: DataDictionary) {
    switch condition {
    case .compare(let value, let relation, let limit):
      if let fixed = Self.fixed(limit), Self.fixed(value) == nil {
        self.init(value, relation, fixed, dictionary)
      } else if let fixed = Self.fixed(value), Self.fixed(limit) == nil {
        self.init(limit, relation.mirrored, fixed, dictionary)
      } else {
        return nil
      }
    case .oneOf(let value, let codes):
      guard let whole = Self.whole(of: value, dictionary), whole.codes != nil else { return nil }
      self.init(subject: .value(value, nil), extent: Extent(codes: CodeSet(codes)), whole: whole)
    case .isNone(let value):
      guard let whole = Self.whole(of: value, dictionary) else { return nil }
      let nothing = Extent(low: 1, high: 0, codes: whole.codes.map { _ in CodeSet() }, hasNone: true)
      self.init(subject: .value(value, nil), extent: nothing, whole: whole)
    case .measure(let quantity, let relation, .constant(let limit)):
      self.init(
        subject: .quantity(quantity), extent: Extent(relation, limit.millionths),
        whole: Self.whole(of: quantity, dictionary))
    case .measure(.constant(let limit), let relation, let quantity):
      self.init(
        subject: .quantity(quantity), extent: Extent(relation.mirrored, limit.millionths),
        whole: Self.whole(of: quantity, dictionary))
    default: return nil
    }
  }

  /// A value as a number on its own scale.
  private static func fixed(_ value: Value) -> (number: Int64, unit: Period.Unit?, code: Bool)? {
    switch value {
    case .number(let number): (number.millionths, nil, false)
    case .date(let date): (date.number, nil, false)
    case .period(let period): (period.amount, period.unit, false)
    case .code(let code, _): (Int64(code), nil, true)
    default: nil
    }
  }

  private init?(
    _ value: Value, _ relation: Relation, _ limit: (number: Int64, unit: Period.Unit?, code: Bool),
    _ dictionary: DataDictionary
  ) {
    guard let whole = Self.whole(of: value, dictionary) else { return nil }
    var extent = Extent(relation, limit.number)
    if let codes = whole.codes {
      guard limit.code else { return nil }
      let numbers = extent
      extent = Extent(codes: codes.filter { numbers.low <= 2 * Int64($0) && 2 * Int64($0) <= numbers.high })
    }
    self.init(subject: .value(value, limit.unit), extent: extent, whole: whole)
  }

  /// What a value may be by its field; nil where nothing can be said.
  private static func whole(of value: Value, _ dictionary: DataDictionary) -> Extent? {
    switch value {
    case .field(let path):
      let field = dictionary.records[path.target].fields[path.field]
      // A reference that leads nowhere gives no value either.
      let hasNone = field.mayBeNone || !path.references.isEmpty
      switch field.kind {
      case .number(let unit):
        let low: Int64 = field.isSigned ? .min : 0
        let most = field.maximum?.millionths.multipliedReportingOverflow(by: Dimension(unit: unit).factor)
        let high = most.map { $0.overflow ? .max : Extent(.atMost, $0.partialValue).high } ?? .max
        return Extent(low: low, high: high, hasNone: hasNone)
      case .age, .duration: return Extent(low: 0, high: .max, hasNone: hasNone)
      case .date, .instant: return Extent(low: .min, high: .max, hasNone: hasNone)
      case .code(let list): return Extent(codes: CodeSet(count: dictionary.lists[list].codes.count), hasNone: hasNone)
      default: return nil
      }
    case .age: return Extent(low: .min, high: .max, hasNone: true)
    default: return nil
    }
  }

  private static func whole(of quantity: Quantity, _ dictionary: DataDictionary) -> Extent {
    var whole = Extent.everyNumber
    switch quantity {
    case .count(let choice, let distinct):
      whole.low = 0
      if let most = most(choice, distinct, dictionary) { whole.high = Extent(.atMost, most).high }
    case .share, .tally: (whole.low, whole.high) = (0, 2 * FixedPoint.scale)
    case .sum(_, let body): if Self.whole(of: body, dictionary).low == 0 { whole.low = 0 }
    case .extreme(_, let body, _, _), .average(_, let body, _), .median(_, let body, _):
      whole = Self.whole(of: body, dictionary)
      // Over no row it is nothing.
      whole.hasNone = true
    case .term(let value): whole = Self.whole(of: value, dictionary) ?? whole
    default: break
    }
    return whole
  }

  /// The most that a count can come to, in millionths: so many periods, so many minutes, so many codes.
  private static func most(_ choice: Choice, _ distinct: Value?, _ dictionary: DataDictionary) -> Int64? {
    var most: Int64?
    switch choice.source {
    case .records: break
    case .calendar(let rows): if case .last(let count) = rows.extent { most = count }
    case .moments(let rows):
      most = rows.window.mostDays.map { $0 * (rows.hours?.length ?? 1440) }
    }
    if case .field(let path)? = distinct,
      case .code(let list) = dictionary.records[path.target].fields[path.field].kind
    {
      let codes = Int64(dictionary.lists[list].codes.count)
      most = min(most ?? codes, codes)
    }
    guard let (millionths, isTooMuch) = most.map({ $0.multipliedReportingOverflow(by: FixedPoint.scale) }) else {
      return nil
    }
    return isTooMuch ? nil : millionths
  }
}

extension Window {
  /// The most days it can have, where it runs from some time before a day up to that day.
  fileprivate var mostDays: Int64? {
    guard let start, let end else { return nil }
    if start == end { return 1 }
    guard case .shifted(.shifted(let base, let period, true), Period(.days, 1), false) = start, base == end else {
      return nil
    }
    return period.unit == .seconds ? nil : period.secondsRange.upperBound / 86_400
  }
}

extension ClockHours {
  /// Minutes.
  fileprivate var length: Int64 { to > from ? to - from : to + 1440 - from }
}

extension Relation {
  /// The same seen from the other side.
  var mirrored: Relation {
    switch self {
    case .equal: .equal
    case .atLeast: .atMost
    case .atMost: .atLeast
    case .moreThan: .lessThan
    case .lessThan: .moreThan
    }
  }
}
