import Standard
import Values

/// How often each construct of the formula came out yes, no or unknown: a construct that never gave one of them has
/// not been tested.
///
/// A condition counts by itself; a quantity, a value or a source of rows counts where a condition made of it comes out.
final class Tested {
  private(set) var counts: [[Int]] = Array(repeating: [0, 0, 0], count: Construct.allCases.count)
  private var touched: UInt128 = 0

  func open() -> UInt128 {
    defer { touched = 0 }
    return touched
  }

  func close(_ around: UInt128, _ condition: Condition, _ truth: Truth) {
    touch(Construct(condition))
    var bits = touched
    while bits != 0 {
      counts[bits.trailingZeroBitCount][Int(truth.rawValue)] += 1
      bits &= bits - 1
    }
    touched = around
  }

  func touch(_ construct: Construct) { touched |= 1 << UInt128(construct.rawValue) }

  func touch(_ value: Value) { touch(Construct(value)) }

  func touch(_ quantity: Quantity) { touch(Construct(quantity)) }

  func touch(_ source: Source) {
    switch source {
    case .records: touch(Construct.records)
    case .moments(let rows):
      touch(Construct.moments)
      if rows.hours != nil { touch(Construct.momentHours) }
    case .calendar(let rows):
      if case .within = rows.extent { touch(Construct.periodsWithin) } else { touch(Construct.lastPeriods) }
      if rows.anchor != .january { touch(Construct.anchor) }
      if let hours = rows.hours { touch(hours.isOverMidnight ? Construct.night : Construct.dayHours) }
      switch rows.unit {
      case .day: touch(Construct.day)
      case .week: touch(Construct.week)
      case .month: touch(Construct.month)
      case .quarter: touch(Construct.quarter)
      case .halfYear: touch(Construct.halfYear)
      case .year: touch(Construct.year)
      }
    }
  }

  func add(_ other: Tested) {
    for (place, counts) in other.counts.enumerated() {
      for truth in 0..<3 { self.counts[place][truth] += counts[truth] }
    }
  }

  /// Constructs that never came out in one of the three ways, though they can.
  var untested: [String] {
    Construct.allCases.filter { construct in
      construct.outcomes.contains { counts[construct.rawValue][Int($0.rawValue)] == 0 }
    }.map { "\($0) \(counts[$0.rawValue])" }
  }

  var report: String {
    Construct.allCases.map { construct in
      let count = counts[construct.rawValue]
      return "  \(construct): yes \(count[2]), no \(count[0]), unknown \(count[1])"
    }.joined(separator: "\n")
  }
}

/// Everything the formula is made of.
enum Construct: Int, CaseIterable {
  case constant, all, any, not, compare, isNone, oneOf, within, overlaps, spans, includesCodes, includesField, recorded
  case every, measure, gap, answer, settled
  case count, distinct, share, sum, extreme, average, median, elapsed, tally, term, number, choose, plus, minus, times
  case divide
  case field, walk, row, asOf, date, numberValue, code, label, period, shifted, shiftedClock, age, shiftedBy, workdays
  case periodStart, periodEnd, clockStart, clockEnd, extremeValue, chosen
  case records, lastPeriods, periodsWithin, day, week, month, quarter, halfYear, year, anchor, night, dayHours
  case moments, momentHours
  case sample, countedSample

  /// The ways in which it can come out.
  var outcomes: [Truth] { [.no, .unknown, .yes] }

  init(_ condition: Condition) {
    self =
      switch condition {
      case .constant: .constant
      case .all: .all
      case .any: .any
      case .not: .not
      case .compare: .compare
      case .isNone: .isNone
      case .oneOf: .oneOf
      case .within: .within
      case .overlaps: .overlaps
      case .spans: .spans
      case .includes(_, .codes, _): .includesCodes
      case .includes(_, .field, _): .includesField
      case .recorded: .recorded
      case .every: .every
      case .measure: .measure
      case .gap: .gap
      case .answer: .answer
      case .settled: .settled
      }
  }

  init(_ value: Value) {
    self =
      switch value {
      case .field(let path): path.references.isEmpty ? .field : .walk
      case .row: .row
      case .asOf: .asOf
      case .date: .date
      case .number: .numberValue
      case .code: .code
      case .label: .label
      case .period: .period
      case .shifted(_, let period, _): period.unit == .seconds ? .shiftedClock : .shifted
      case .age: .age
      case .shiftedBy: .shiftedBy
      case .workdays: .workdays
      case .periodStart: .periodStart
      case .periodEnd: .periodEnd
      case .clockStart: .clockStart
      case .clockEnd: .clockEnd
      case .extreme: .extremeValue
      case .chosen: .chosen
      }
  }

  init(_ quantity: Quantity) {
    self =
      switch quantity {
      case .count(_, nil): .count
      case .count: .distinct
      case .share: .share
      case .sum: .sum
      case .extreme: .extreme
      case .average: .average
      case .median: .median
      case .elapsed: .elapsed
      case .tally: .tally
      case .term: .term
      case .constant: .number
      case .choose: .choose
      case .plus: .plus
      case .minus: .minus
      case .times: .times
      case .divide: .divide
      }
  }
}
