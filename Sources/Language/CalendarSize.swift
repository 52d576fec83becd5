internal import Standard
internal import Values

// Each period is a row, and each row inside another is one more: some windows would make more than anybody waits for.

extension TestReader {
  /// How many periods may be looked at, one inside the other.
  static let mostPeriods: Int64 = 5_000

  /// Reports a choice of calendar rows that has too many; takes down how many it has, as far as that can be known.
  mutating func isBearable(_ selection: inout Selection, at location: Location) -> Bool {
    guard let own = periods(of: selection.choice.source) else { return true }
    selection.row.periods = max(1, own)
    let all = rows.reduce(max(1, own)) { total, row in
      let (product, isTooMuch) = total.multipliedReportingOverflow(by: row.periods)
      return isTooMuch ? .max : product
    }
    guard all > Self.mostPeriods else { return true }
    let inside = own < all ? ", one inside the other," : ""
    error(
      "cost", location,
      "\(selection.plural)\(inside) are \(all == .max ? "no end of" : "about \(all)") rows; expected at most \(Self.mostPeriods)",
      help: "choose a shorter window, or a longer unit")
    return false
  }

  /// Nil where it depends on records.
  private func periods(of source: Source) -> Int64? {
    switch source {
    case .records: return nil
    case .calendar(let calendar):
      switch calendar.extent {
      case .last(let count): return count
      case .within(let window):
        return days(of: window).map { $0 / (calendar.unit.days > 0 ? calendar.unit.days : calendar.unit.months * 28) }
      }
    case .moments(let moments): return moments.hours == nil ? nil : days(of: moments.window)
    }
  }

  /// About how many days a window has, whatever the records say; nil where it depends on them.
  private func days(of window: Window) -> Int64? {
    // The engine looks back a hundred years at most.
    guard let start = window.start else { return 36_525 }
    guard let end = window.end else { return nil }
    switch (start, end) {
    case (.periodStart(let index), .periodEnd(let last)) where index == last: return days(ofPeriod: index)
    case (.clockStart(let index), .clockEnd(let last)) where index == last: return days(ofPeriod: index)
    case (.date(let first), .date(let last)): return last.number - first.number + 1
    default:
      let (first, last) = (moved(start), moved(end))
      return first.base == last.base ? last.days - first.days + 1 : nil
    }
  }

  private func days(ofPeriod index: Int) -> Int64? {
    guard index < rows.count, case .period(let unit, _) = rows[rows.count - 1 - index].kind else { return nil }
    return unit.days > 0 ? unit.days : unit.months * 31
  }

  /// A date as another one so many days earlier or later, counting months long.
  private func moved(_ value: Value) -> (base: Value, days: Int64) {
    guard case .shifted(let inner, let period, let back) = value else { return (value, 0) }
    let days = period.secondsRange.upperBound / 86_400
    let (base, before) = moved(inner)
    return (base, back ? before - days : before + days)
  }
}
