internal import Standard
internal import Values

/// Where a part of a test stands.
struct PartContext {
  /// The file's places of the innermost written condition around it, itself included.
  var places: [Location]
  /// The choices whose rows are open, outermost first.
  var choices: [Choice] = []
  /// Whether it stands under an odd number of `not`.
  var isNegated = false
  /// Whether it says which rows are chosen, by the innermost choice.
  var isFilter = false
}

/// All parts of a test with where they stand, from the outside in.
struct TestParts {
  private(set) var conditions: [(Condition, PartContext)] = []
  private(set) var choices: [(Choice, PartContext)] = []
  private let places: [Condition: [Location]]

  init(_ test: ReadTest) {
    places = test.places
    visit(test.condition, PartContext(places: [test.element.location]))
  }

  private mutating func visit(_ part: Condition, _ around: PartContext) {
    var context = around
    if let places = places[part] { context.places = places }
    conditions.append((part, context))
    switch part {
    case .constant, .answer: break
    case .all(let parts), .any(_, let parts): for part in parts { visit(part, context) }
    case .not(let part):
      context.isNegated.toggle()
      visit(part, context)
    case .compare(let left, _, let right):
      visit(left, context)
      visit(right, context)
    case .isNone(let value), .oneOf(let value, _): visit(value, context)
    case .within(let value, let window):
      visit(value, context)
      visit(window, context)
    case .overlaps(let from, let to, let window), .spans(let from, let to, let window):
      visit(from, context)
      visit(to, context)
      visit(window, context)
    case .includes(let path, let codes, _):
      visit(.field(path), context)
      if case .field(let other) = codes { visit(.field(other), context) }
    case .recorded(let path): visit(.field(path), context)
    case .every(let choice, let body, _): visit(body, inside(choice, context))
    case .measure(let left, _, let right):
      visit(left, context)
      visit(right, context)
    case .gap(let test):
      let inner = inside(test.choice, context)
      if let from = test.from { visit(from, inner) }
      if let to = test.to { visit(to, inner) }
      visit(test.window, context)
    case .settled(let records, let answer):
      visit(records, context)
      visit(answer, context)
    }
  }

  private mutating func visit(_ part: Quantity, _ context: PartContext) {
    switch part {
    case .count(let choice, let distinct):
      let inner = inside(choice, context)
      if let distinct { visit(distinct, inner) }
    case .share(let choice, let body, _): visit(body, inside(choice, context))
    case .sum(let choice, let body), .extreme(let choice, let body, _, _), .average(let choice, let body, _),
      .median(let choice, let body, _):
      visit(body, inside(choice, context))
    case .elapsed(let from, let to):
      visit(from, context)
      visit(to, context)
    case .tally(let test): visit(test.window, context)
    case .term(let value): visit(value, context)
    case .constant: break
    case .choose(let cases, let otherwise):
      for one in cases {
        visit(one.condition, context)
        visit(one.quantity, context)
      }
      visit(otherwise, context)
    case .plus(let parts): for part in parts { visit(part, context) }
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      visit(left, context)
      visit(right, context)
    }
  }

  private mutating func visit(_ part: Value, _ context: PartContext) {
    switch part {
    case .field, .row, .asOf, .date, .number, .code, .label, .period, .periodStart, .periodEnd, .clockStart, .clockEnd:
      break
    case .shifted(let base, _, _), .workdays(let base, _, _): visit(base, context)
    case .age(let path, let start, let at):
      visit(.field(path), context)
      visit(start, context)
      visit(at, context)
    case .shiftedBy(let base, let by, _):
      visit(base, context)
      visit(by, context)
    case .extreme(let choice, let body, _): visit(body, inside(choice, context))
    case .chosen(let cases, let otherwise):
      for one in cases {
        visit(one.condition, context)
        visit(one.value, context)
      }
      visit(otherwise, context)
    }
  }

  private mutating func visit(_ window: Window, _ context: PartContext) {
    if let start = window.start { visit(start, context) }
    if let end = window.end { visit(end, context) }
  }

  /// Visits what a choice says of its rows; returns where its body stands.
  private mutating func inside(_ choice: Choice, _ context: PartContext) -> PartContext {
    choices.append((choice, context))
    switch choice.source {
    case .records: break
    case .calendar(let rows): if case .within(let window) = rows.extent { visit(window, context) }
    case .moments(let rows): visit(rows.window, context)
    }
    var inner = context
    inner.choices.append(choice)
    inner.isFilter = true
    if let join = choice.join {
      visit(join.key, inner)
      visit(join.parent, inner)
    }
    for limit in choice.time { visit(limit.condition, inner) }
    if let due = choice.due { visit(due, inner) }
    visit(choice.filter, inner)
    inner.isFilter = false
    return inner
  }
}
