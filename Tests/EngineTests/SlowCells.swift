import Records
import Standard
import Values

/// What cells and paths say.
extension SlowEvaluator {
  // MARK: Cells

  /// Everything a field may hold.
  func anything(_ field: Field) -> Found.Content {
    switch field.kind {
    case .label: .label(nil)
    case .reference: .reference(.unknown)
    case .code(let list): .codes(Array(dictionary.lists[list].codes.indices))
    case .codes, .checks: .codes([])
    case .number: .number(field.isSigned ? .below : .zero, .above)
    case .date: .times(Times(low: nil, high: nil, isClock: false))
    case .instant: .times(Times(low: nil, high: nil, isClock: true))
    case .duration: .lengths(nil)
    case .age: .number(.zero, .whole(130))
    }
  }

  /// The day a list was last taken; the as-of date if nobody said.
  func taken(_ record: Int) -> Int64 {
    dossier.collections.filter { $0.record == record }.compactMap { $0.taken?.number }.max() ?? asOf.number
  }

  private func found(_ cell: Cell, _ field: Field, _ record: Int) -> Found {
    let isInstant = field.kind == .instant
    func times(_ low: Int64?, _ high: Int64?) -> Found.Content {
      let days = Times(low: low, high: high, isClock: false)
      return .times(isInstant ? days.seconds : days)
    }
    func fraction(_ millionths: Int64) -> Fraction { Fraction(FixedPoint(millionths: millionths)) }
    switch cell {
    case .notCollected, .blank: return Found(anything(field), mayBeNone: field.mayBeNone)
    case .none:
      // It was so on the day the list was taken; until the as-of date and after it the thing may have come.
      let last = taken(record)
      if field.kind == .date || isInstant, last < asOf.number { return Found(times(last + 1, nil), mayBeNone: true) }
      return .none
    case .days(nil, nil): return Found(times(nil, taken(record)))
    case .days(let from, let to): return Found(times(from, to))
    case .instant(let instant):
      return Found(
        .times(
          Times(low: instant.wallSeconds, high: instant.wallSeconds, isClock: true, ahead: instant.offsetMinutes)))
    case .number(let low, let high):
      var factor = Fraction.one
      if case .number(let unit) = field.kind { factor = Fraction(Int128(Dimension(unit: unit).factor)) }
      return Found(
        .number(
          low.map { .at(fraction($0) * factor) } ?? (field.isSigned ? .below : .zero),
          high.map { .at(fraction($0) * factor) } ?? .above))
    case .code(let codes): return Found(.codes(codes.map { Int($0) }))
    case .label(let label):
      guard case .reference(let target) = field.kind else { return Found(.label(label)) }
      let place = dossier.rows[target].firstIndex { $0.id == label }
      return Found(.reference(place.map { .row($0) } ?? .unlisted))
    case .period(let period): return Found(.lengths([period]))
    case .years(let low, let high): return Found(.number(.whole(Int(low)), .whole(Int(high))))
    case .set, .checks: return Found(anything(field))
    }
  }

  // MARK: Paths

  enum Reached {
    case row(record: Int, Int)
    /// A reference on the way is none.
    case nowhere
    /// A row that is not known, or not listed; a reference on the way may be none.
    case somewhere(perhapsNowhere: Bool)
  }

  func reached(_ path: Path, _ rows: [Bound]) -> Reached {
    var at: Reached
    switch path.row {
    case .shelter: at = .row(record: dictionary.shelter, 0)
    case .open(let index):
      if case .row(let record, let place) = rows[index] {
        at = .row(record: record, place)
      } else {
        at = .somewhere(perhapsNowhere: false)
      }
    }
    var holder = path.record
    for reference in path.references {
      let field = dictionary.records[holder].fields[reference]
      guard case .reference(let target) = field.kind else { return .nowhere }
      switch at {
      case .nowhere: return .nowhere
      case .somewhere(let perhaps): at = .somewhere(perhapsNowhere: perhaps || field.mayBeNone)
      case .row(let record, let place):
        let found = found(dossier.rows[record][place].cells[reference], field, record)
        switch found.content {
        case .reference(.row(let next)): at = .row(record: target, next)
        case .reference: at = .somewhere(perhapsNowhere: found.mayBeNone)
        default: return .nowhere
        }
      }
      holder = target
    }
    return at
  }

  /// The codes that are surely, and those that may be, in a set or checklist.
  func codesHeld(_ path: Path, _ rows: [Bound]) -> (sure: Set<Int>, perhaps: Set<Int>) {
    var all: Set<Int> = []
    switch dictionary.records[path.target].fields[path.field].kind {
    case .codes(let list), .checks(let list): all = Set(dictionary.lists[list].codes.indices)
    default: break
    }
    switch reached(path, rows) {
    case .nowhere: return ([], [])
    case .somewhere: return ([], all)
    case .row(let record, let place):
      switch dossier.rows[record][place].cells[path.field] {
      case .set(let codes): return (Set(codes.map { Int($0) }), Set(codes.map { Int($0) }))
      case .checks(let yes, let no): return (Set(yes.map { Int($0) }), all.subtracting(no.map { Int($0) }))
      case .none: return ([], [])
      default: return ([], all)
      }
    }
  }

  func found(_ path: Path, _ rows: [Bound]) -> Found {
    let field = dictionary.records[path.target].fields[path.field]
    switch reached(path, rows) {
    case .nowhere: return .none
    case .somewhere(let perhaps): return Found(anything(field), mayBeNone: perhaps || field.mayBeNone)
    case .row(let record, let place): return found(dossier.rows[record][place].cells[path.field], field, record)
    }
  }
}
