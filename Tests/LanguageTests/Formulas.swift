import Standard
import Values

@testable import Language

// Short ways to write the formula that a word should lower into, with the names of the small dictionary.

/// A field of an open row, `0` being the innermost; `by` are references walked from there.
func path(_ record: String, _ field: String, _ row: Int = 0, by references: String...) throws -> Path {
  let dictionary = try Small.reader().dictionary
  guard let start = dictionary.record(named: record) else { throw Missing(name: record) }
  var target = start
  var places: [Int] = []
  for name in references {
    guard let place = dictionary.records[target].field(named: name),
      case .reference(let next) = dictionary.records[target].fields[place].kind
    else { throw Missing(name: name) }
    places.append(place)
    target = next
  }
  guard let place = dictionary.records[target].field(named: field) else { throw Missing(name: field) }
  let isShelter = record == "shelter"
  return Path(
    row: isShelter ? .shelter : .open(row), record: start, references: places, target: target, field: place)
}

struct Missing: Error { var name: String }

func field(_ record: String, _ name: String, _ row: Int = 0) throws -> Value { .field(try path(record, name, row)) }

func records(_ name: String) throws -> Source {
  guard let record = try Small.reader().dictionary.record(named: name) else { throw Missing(name: name) }
  return .records(record)
}

func number(_ text: String) -> FixedPoint { FixedPoint(text) ?? FixedPoint(millionths: 0) }

func constant(_ text: String) -> Quantity { .constant(number(text)) }

/// So long up to the as-of date.
func last(_ unit: Period.Unit, _ amount: Int64) -> Window {
  Window(start: .shifted(.shifted(.asOf, Period(unit, amount), back: true), Period(.days, 1), back: false), end: .asOf)
}

func moments(_ window: Window, hours: ClockHours? = nil) -> Source {
  .moments(MomentRows(window: window, hours: hours))
}

func periods(
  _ unit: CalendarUnit, _ extent: CalendarRows.Extent, hours: ClockHours? = nil, anchor: YearStart = .january
) -> Source {
  .calendar(CalendarRows(unit: unit, hours: hours, anchor: anchor, extent: extent))
}

/// The time of an open moment or of a calendar row with hours.
func clock(_ row: Int) -> Window { Window(start: .clockStart(row), end: .clockEnd(row)) }

/// The days of an open calendar row.
func days(_ row: Int) -> Window { Window(start: .periodStart(row), end: .periodEnd(row)) }

/// Rows that last, open in a window.
func open(_ record: String, _ window: Window, _ filter: [Condition] = []) throws -> Choice {
  let from = try field(record, "started")
  let to = try field(record, "ended")
  return Choice(
    source: try records(record), time: [TimeLimit(window: window, condition: .overlaps(from: from, to: to, window))],
    filter: .all(filter))
}

/// Rows of which one date lies in a window.
func dated(_ record: String, _ name: String, _ window: Window, _ filter: [Condition] = []) throws -> Choice {
  Choice(
    source: try records(record), time: [TimeLimit(window: window, condition: .within(try field(record, name), window))],
    filter: .all(filter))
}

func exists(_ choice: Choice) -> Condition { .measure(.count(choice, distinct: nil), .atLeast, constant("1")) }

func isAwake(_ row: Int = 0) throws -> Condition { .oneOf(try field("shift", "duty", row), [0]) }

let night = ClockHours(from: 22 * 60, to: 7 * 60)
