import Standard
import Values

// Smaller formulas made of one, for finding what a difference hangs on.

extension Condition {
  /// The same with one part left out or made simpler.
  var smaller: [Condition] {
    switch self {
    case .constant: return []
    case .all(let parts): return shorter(parts) { .all($0) } + plain
    case .any(let count, let parts): return shorter(parts) { .any(count, $0) } + plain
    case .not(let part): return [part] + part.smaller.map { .not($0) }
    case .compare(let left, let relation, let right):
      return plain + left.smaller.map { .compare($0, relation, right) }
        + right.smaller.map { .compare(left, relation, $0) }
    case .isNone(let value): return plain + value.smaller.map { .isNone($0) }
    case .oneOf(let value, let codes): return plain + value.smaller.map { .oneOf($0, codes) }
    case .within(let value, let window):
      return plain + value.smaller.map { .within($0, window) } + window.smaller.map { .within(value, $0) }
    case .overlaps(let from, let to, let window):
      return plain + window.smaller.map { .overlaps(from: from, to: to, $0) }
    case .spans(let from, let to, let window): return plain + window.smaller.map { .spans(from: from, to: to, $0) }
    case .includes, .recorded, .answer: return plain
    case .every(let choice, let body, let ifEmpty):
      return plain + choice.smaller.map { .every($0, body, ifEmpty: ifEmpty) }
        + body.smaller.map { .every(choice, $0, ifEmpty: ifEmpty) }
    case .measure(let left, let relation, let right):
      return plain + left.smaller.map { .measure($0, relation, right) }
        + right.smaller.map { .measure(left, relation, $0) }
    case .gap(let test):
      return plain
        + test.choice.smaller.map { choice in
          var test = test
          test.choice = choice
          return .gap(test)
        }
        + test.window.smaller.map { window in
          var test = test
          test.window = window
          return .gap(test)
        }
    case .settled(let records, let answer):
      return [records, answer] + records.smaller.map { .settled(records: $0, answer: answer) }
    }
  }

  private var plain: [Condition] { [.constant(.yes), .constant(.no), .constant(.unknown)] }
}

/// Lists with one part left out or made simpler, and each part alone.
private func shorter(_ parts: [Condition], _ whole: ([Condition]) -> Condition) -> [Condition] {
  parts
    + parts.indices.map { place in
      var rest = parts
      rest.remove(at: place)
      return whole(rest)
    }
    + parts.indices.flatMap { place in
      parts[place].smaller.map { part in
        var changed = parts
        changed[place] = part
        return whole(changed)
      }
    }
}

extension Quantity {
  var smaller: [Quantity] {
    switch self {
    case .count(let choice, let distinct): return choice.smaller.map { .count($0, distinct: distinct) }
    case .share(let choice, let body, let ifEmpty):
      return choice.smaller.map { .share($0, body, ifEmpty: ifEmpty) }
        + body.smaller.map { .share(choice, $0, ifEmpty: ifEmpty) }
    case .sum(let choice, let body):
      return choice.smaller.map { .sum($0, body) } + body.smaller.map { .sum(choice, $0) }
    case .extreme(let choice, let body, let highest, let ifEmpty):
      return choice.smaller.map { .extreme($0, body, highest: highest, ifEmpty: ifEmpty) }
        + body.smaller.map { .extreme(choice, $0, highest: highest, ifEmpty: ifEmpty) }
    case .average(let choice, let body, let ifEmpty):
      return choice.smaller.map { .average($0, body, ifEmpty: ifEmpty) }
        + body.smaller.map { .average(choice, $0, ifEmpty: ifEmpty) }
    case .median(let choice, let body, let ifEmpty):
      return choice.smaller.map { .median($0, body, ifEmpty: ifEmpty) }
        + body.smaller.map { .median(choice, $0, ifEmpty: ifEmpty) }
    case .elapsed(let from, let to):
      return from.smaller.map { .elapsed(from: $0, to: to) } + to.smaller.map { .elapsed(from: from, to: $0) }
    case .tally, .constant: return []
    case .term(let value): return value.smaller.map { .term($0) }
    case .choose(let cases, let otherwise):
      return [otherwise] + cases.map { $0.quantity }
        + cases[0].condition.smaller.map { .choose([QuantityCase($0, cases[0].quantity)], otherwise: otherwise) }
        + cases[0].quantity.smaller.map { .choose([QuantityCase(cases[0].condition, $0)], otherwise: otherwise) }
        + otherwise.smaller.map { .choose(cases, otherwise: $0) }
    case .plus(let parts):
      return parts
        + parts.indices.flatMap { place in
          parts[place].smaller.map { part in
            var changed = parts
            changed[place] = part
            return .plus(changed)
          }
        }
    case .minus(let left, let right):
      return [left, right] + left.smaller.map { .minus($0, right) } + right.smaller.map { .minus(left, $0) }
    case .times(let left, let right):
      return [left, right] + left.smaller.map { .times($0, right) } + right.smaller.map { .times(left, $0) }
    case .divide(let left, let right):
      return [left, right] + left.smaller.map { .divide($0, right) } + right.smaller.map { .divide(left, $0) }
    }
  }
}

extension Value {
  var smaller: [Value] {
    switch self {
    case .chosen(let cases, let otherwise):
      [otherwise] + cases.map { $0.value }
        + cases[0].condition.smaller.map { .chosen([ValueCase($0, cases[0].value)], otherwise: otherwise) }
    case .extreme(let choice, let value, let highest):
      choice.smaller.map { .extreme($0, value, highest: highest) }
        + value.smaller.map { .extreme(choice, $0, highest: highest) }
    case .shifted(let base, let period, let back): base.smaller.map { .shifted($0, period, back: back) }
    case .shiftedBy(let base, let by, let back):
      base.smaller.map { .shiftedBy($0, by: by, back: back) } + by.smaller.map { .shiftedBy(base, by: $0, back: back) }
    case .workdays(let base, let count, let week): base.smaller.map { .workdays($0, count, week) }
    default: []
    }
  }
}

extension Window {
  var smaller: [Window] {
    (start == nil ? [] : [Window(start: nil, end: end)]) + (end == nil ? [] : [Window(start: start, end: nil)])
      + (start?.smaller ?? []).map { Window(start: $0, end: end) }
      + (end?.smaller ?? []).map { Window(start: start, end: $0) }
  }
}

extension Choice {
  var smaller: [Choice] {
    var result: [Choice] = []
    func add(_ change: (inout Choice) -> Void) {
      var choice = self
      change(&choice)
      result.append(choice)
    }
    if join != nil { add { $0.join = nil } }
    if due != nil { add { $0.due = nil } }
    for place in time.indices {
      add { $0.time.remove(at: place) }
      for part in time[place].condition.smaller { add { $0.time[place].condition = part } }
    }
    if filter != .all([]) {
      add { $0.filter = .all([]) }
      for part in filter.smaller { add { $0.filter = part } }
    }
    switch source {
    case .moments(var rows) where rows.hours != nil:
      rows.hours = nil
      add { $0.source = .moments(rows) }
    case .calendar(var rows):
      if rows.anchor != .january {
        rows.anchor = .january
        add { $0.source = .calendar(rows) }
      }
      if case .last(let count) = rows.extent, count > 1 {
        rows.extent = .last(count - 1)
        add { $0.source = .calendar(rows) }
      }
    default: break
    }
    return result
  }
}
