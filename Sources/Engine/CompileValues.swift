internal import Standard
internal import Values

/// Values as scalars.
extension Compiler {
  /// What a value is, for choosing how to compare it.
  enum Kind: Hashable { case day, instant, number, code, label, reference(Int), period, age }

  func kind(of value: Value) -> Kind {
    switch value {
    case .field(let path):
      switch dictionary.records[path.target].fields[path.field].kind {
      case .label: .label
      case .reference(let record): .reference(record)
      case .code: .code
      case .codes, .checks: .code
      case .number: .number
      case .date: .day
      case .instant: .instant
      case .duration: .period
      case .age: .age
      }
    case .row(_, let record): .reference(record)
    case .asOf, .date, .periodStart, .periodEnd: .day
    case .number: .number
    case .code: .code
    case .label: .label
    case .period: .period
    case .shifted(_, let period, _): period.unit == .seconds ? .instant : .day
    case .shiftedBy, .workdays: .day
    case .clockStart, .clockEnd: .instant
    case .extreme(_, let value, _): kind(of: value)
    case .chosen(let cases, let otherwise):
      // Days and clock times together are days.
      cases.contains { kind(of: $0.value) == .day } ? .day : kind(of: otherwise)
    case .age: .age
    }
  }

  mutating func scalar(_ value: Value, in frame: Int) -> Int {
    let (home, steps, map) = home(value.rows, in: frame)
    let id = homeScalar(steps == 0 ? value : value.outward(steps), in: home)
    guard let map else { return id }
    return scalar(.moved(id, map: map), in: frame)
  }

  mutating func homeScalar(_ value: Value, in frame: Int) -> Int {
    switch value {
    case .field(let path): return field(path, in: frame)
    case .row(.shelter, _): return scalar(.identity(record: dictionary.shelter), in: 0)
    case .row(.open, let record): return scalar(.identity(record: record), in: frame)
    case .asOf: return scalar(.day(.max), in: 0)
    case .date(let date): return scalar(.day(date.number), in: 0)
    case .number(let number): return scalar(.number(number.millionths), in: 0)
    case .code(let code, _): return scalar(.code(Int64(code)), in: 0)
    case .label(let text): return scalar(ScalarNode.label(text), in: 0)
    case .period(let period): return scalar(ScalarNode.period(period), in: 0)
    case .shifted(let base, let period, let back):
      let isInstant = period.unit == .seconds
      var id = scalar(base, in: frame)
      let kind = kind(of: base)
      if isInstant, kind == .day { id = scalar(.asSeconds(id), in: frame) }
      if !isInstant, kind == .instant { id = scalar(.asDay(id), in: frame) }
      return scalar(.shifted(id, period, back: back, isInstant: isInstant), in: frame)
    case .age(let path, let start, let at):
      return scalar(
        .age(scalar(.field(path), in: frame), start: day(start, in: frame), at: day(at, in: frame)), in: frame)
    case .shiftedBy(let base, let by, let back):
      return scalar(.shiftedBy(day(base, in: frame), by: scalar(by, in: frame), back: back), in: frame)
    case .workdays(let base, let days, let week):
      return scalar(.workdays(day(base, in: frame), days, week, frame: frame), in: frame)
    case .periodStart: return edge(isFirst: true, asClock: false, in: frame)
    case .periodEnd: return edge(isFirst: false, asClock: false, in: frame)
    case .clockStart: return edge(isFirst: true, asClock: true, in: frame)
    case .clockEnd: return edge(isFirst: false, asClock: true, in: frame)
    case .extreme(let choice, let value, let highest):
      let group = group(choice, in: frame, [.value(value)])
      return scalar(.extreme(group, value: scalar(value, in: group.frame), highest: highest), in: frame)
    case .chosen(let cases, let otherwise):
      let asDay = kind(of: value) == .day
      func part(_ value: Value, _ own: inout Compiler) -> Int {
        asDay ? own.day(value, in: frame) : own.scalar(value, in: frame)
      }
      let conditions = cases.map { verdict($0.condition, in: frame) }
      let values = (cases.map { $0.value } + [otherwise]).map { part($0, &self) }
      return scalar(ScalarNode.chosen(conditions: conditions, values: values), in: frame)
    }
  }

  private mutating func edge(isFirst: Bool, asClock: Bool, in frame: Int) -> Int {
    let id = scalar(.edge(frame: frame, isFirst: isFirst), in: frame)
    let isClock = program.frameKind[frame].isClock
    if isClock == asClock { return id }
    return scalar(isClock ? .asDay(id) : .asSeconds(id), in: frame)
  }

  func target(_ record: Int, _ field: Int) -> Int {
    if case .reference(let target) = dictionary.records[record].fields[field].kind { return target }
    return record
  }

  mutating func field(_ path: Path, in frame: Int) -> Int {
    var record = path.record
    guard let first = path.references.first else {
      return scalar(.field(record: record, field: path.field), in: frame)
    }
    var id = scalar(.field(record: record, field: first), in: frame)
    record = target(record, first)
    for next in path.references.dropFirst() {
      id = scalar(.walked(reference: id, record: record, field: next), in: frame)
      record = target(record, next)
    }
    return scalar(.walked(reference: id, record: record, field: path.field), in: frame)
  }

  mutating func set(_ path: Path, in frame: Int) -> Int {
    let (home, _, map) = home(Value.field(path).rows, in: frame)
    var record = path.record
    var id: Int
    if let first = path.references.first {
      var reference = scalar(.field(record: record, field: first), in: home)
      record = target(record, first)
      for next in path.references.dropFirst() {
        reference = scalar(.walked(reference: reference, record: record, field: next), in: home)
        record = target(record, next)
      }
      id = set(.walked(reference: reference, record: record, field: path.field), in: home)
    } else {
      id = set(.field(record: record, field: path.field), in: home)
    }
    if let map { id = set(.moved(id, map: map), in: frame) }
    return id
  }

  /// A value as a day.
  mutating func day(_ value: Value, in frame: Int) -> Int {
    let id = scalar(value, in: frame)
    return kind(of: value) == .instant ? scalar(.asDay(id), in: frame) : id
  }
}
