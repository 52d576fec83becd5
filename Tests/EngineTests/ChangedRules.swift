import Standard

// Formulas with some of their conditions changed.

extension Condition {
  /// The same with each condition in it put through a change, from the inside out.
  func changed(_ change: (Condition) -> Condition) -> Condition {
    func more(_ condition: Condition) -> Condition { condition.changed(change) }
    let inner: Condition =
      switch self {
      case .all(let parts): .all(parts.map(more))
      case .any(let count, let parts): .any(count, parts.map(more))
      case .not(let part): .not(more(part))
      case .every(let choice, let body, let ifEmpty): .every(choice.changed(change), more(body), ifEmpty: ifEmpty)
      case .measure(let left, let relation, let right): .measure(left.changed(change), relation, right.changed(change))
      case .gap(var test):
        {
          test.choice = test.choice.changed(change)
          return .gap(test)
        }()
      case .settled(let records, let answer): .settled(records: more(records), answer: more(answer))
      default: self
      }
    return change(inner)
  }

  /// Without what people answered where records leave something open.
  var recordsOnly: Condition {
    changed { condition in
      if case .settled(let records, _) = condition { return records }
      return condition
    }
  }
}

extension Choice {
  func changed(_ change: (Condition) -> Condition) -> Choice {
    var choice = self
    choice.filter = filter.changed(change)
    return choice
  }
}

extension Quantity {
  func changed(_ change: (Condition) -> Condition) -> Quantity {
    func more(_ quantity: Quantity) -> Quantity { quantity.changed(change) }
    switch self {
    case .count(let choice, let distinct): return .count(choice.changed(change), distinct: distinct)
    case .share(let choice, let body, let ifEmpty):
      return .share(choice.changed(change), body.changed(change), ifEmpty: ifEmpty)
    case .sum(let choice, let body): return .sum(choice.changed(change), more(body))
    case .extreme(let choice, let body, let highest, let ifEmpty):
      return .extreme(choice.changed(change), more(body), highest: highest, ifEmpty: ifEmpty)
    case .average(let choice, let body, let ifEmpty):
      return .average(choice.changed(change), more(body), ifEmpty: ifEmpty)
    case .median(let choice, let body, let ifEmpty):
      return .median(choice.changed(change), more(body), ifEmpty: ifEmpty)
    case .elapsed, .tally, .term, .constant: return self
    case .choose(let cases, let otherwise):
      return .choose(
        cases.map { QuantityCase($0.condition.changed(change), more($0.quantity)) }, otherwise: more(otherwise))
    case .plus(let parts): return .plus(parts.map(more))
    case .minus(let left, let right): return .minus(more(left), more(right))
    case .times(let left, let right): return .times(more(left), more(right))
    case .divide(let left, let right): return .divide(more(left), more(right))
    }
  }
}
