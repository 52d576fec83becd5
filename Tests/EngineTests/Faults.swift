import Records
import Standard
import Values

@testable import Engine

/// What an engine with an error in it would do.  The property tests must catch each of these.
enum Fault: CaseIterable {
  /// Rows that nobody listed are forgotten.
  case hiddenIgnored
  /// Rows that perhaps count are left out, or taken in.
  case perhapsDropped, perhapsTakenIn
  /// A reference that is not known is taken as one to somebody else.
  case blankReferenceElsewhere
  /// A range is taken for its lower end.
  case rangesTakenLow
  /// What is not known is taken as not so.
  case unknownTakenAsNo
  /// No row finds its parent.
  case joinsEmpty
  /// Pending rows are judged.
  case pendingJudged
  /// A code that was not looked at is taken as missing.
  case checksTakenAsMissing
  /// “May be none” is forgotten.
  case noneForgotten
  /// An empty choice always holds.
  case emptyAlwaysHolds
  /// A span still holds the moment at which it ends.
  case momentEndsIncluded
  /// A night ends at midnight.
  case nightCutAtMidnight
  /// Years start in January, whatever was said.
  case anchorIgnored
  /// Hours of the day are not looked at.
  case hoursIgnored
  /// The time from the last row to the end of the window is no gap.
  case gapWithoutLastStretch
  /// Of two in the middle the higher one.
  case medianUpperMiddle
  /// A mean is that of the listed rows.
  case averageWithoutHidden
  /// The first business day is the day itself.
  case workdaysFromDayZero
  /// A sample shows what is only likely.
  case sampleShownTooSoon
  /// Of moments, stretches are counted and not how long they are.
  case momentsUnweighted
  /// What is divided by something that may be nothing is at least nothing.
  case divisionByNothing
  /// The lowest is the lowest of those that are surely there.
  case lowestOfSureRows
  /// Calendar periods that are not over yet.
  case runningPeriodCounted

  /// The rule as an engine with the error reads it.
  func changing(_ rule: Condition) -> Condition {
    switch self {
    case .gapWithoutLastStretch:
      rule.changed { condition in
        guard case .gap(var test) = condition, let to = test.to else { return condition }
        test.window.end = .extreme(test.choice, to, highest: true)
        return .gap(test)
      }
    case .medianUpperMiddle:
      rule.changed { condition in
        guard case .measure(.median(let choice, let body, let ifEmpty), let relation, .constant(let limit)) = condition
        else { return condition }
        let zero = Quantity.constant(FixedPoint(millionths: 0))
        return .measure(
          .median(choice, .minus(zero, body), ifEmpty: ifEmpty), relation.turned,
          .constant(FixedPoint(millionths: -limit.millionths)))
      }
    default: rule
    }
  }

  /// The program as an engine with the error makes it ready.
  func change(_ program: inout Program) {
    switch self {
    case .emptyAlwaysHolds:
      program.verdicts = program.verdicts.map { node in
        if case .every(let group, let body, _) = node { return .every(group, body: body, ifEmpty: .yes) }
        return node
      }
    case .momentEndsIncluded:
      program.verdicts = program.verdicts.map { node in
        if case .compare(let left, .atMost, let right, .instants) = node {
          return .compare(left, .lessThan, right, .instants)
        }
        return node
      }
      program.frames = program.frames.map { node in
        guard case .ranged(var ranged) = node else { return node }
        for place in ranged.bounds.indices where ranged.bounds[place].relation == .atMost {
          ranged.bounds[place].relation = .lessThan
        }
        return .ranged(ranged)
      }
    case .nightCutAtMidnight, .anchorIgnored, .hoursIgnored:
      program.frames = program.frames.map { node in
        switch node {
        case .calendar(let outer, var calendar):
          if self == .anchorIgnored { calendar.anchor = .january }
          if self == .nightCutAtMidnight, let hours = calendar.hours, hours.isOverMidnight {
            calendar.hours = ClockHours(from: hours.from, to: 1440)
          }
          return .calendar(outer: outer, calendar)
        case .moments(let outer, var moments):
          if self == .hoursIgnored { moments.hours = nil }
          return .moments(outer: outer, moments)
        default: return node
        }
      }
    case .averageWithoutHidden:
      program.quantities = program.quantities.map { node in
        if case .average(var group, let value, let ifEmpty) = node {
          group.hidden = nil
          return .average(group, value: value, ifEmpty: ifEmpty)
        }
        return node
      }
    case .workdaysFromDayZero:
      program.scalars = program.scalars.map { node in
        if case .workdays(let base, let count, let week, let frame) = node {
          return .workdays(base, count - 1, week, frame: frame)
        }
        return node
      }
    default: break
    }
  }
}

/// The engine's loop, with a fault in it.
func evaluate(_ rules: [Condition], _ data: Dataset, _ dictionary: DataDictionary, fault: Fault?) -> Evaluation {
  guard let fault else { return Engine.evaluate(Program(rules, dictionary: dictionary), data) }
  let confidence = fault == .sampleShownTooSoon ? FixedPoint(millionths: 600_000) : Standard.usualConfidence
  var program = Program(rules.map(fault.changing), dictionary: dictionary, confidence: confidence)
  fault.change(&program)
  var run = Evaluation(program: program, data: data, shelters: 0..<data.shelters)
  run.answerColumns = AnswerColumns(data, dictionary, run.range(of:))
  for step in program.order {
    switch step {
    case .frame(let id): run.frames.append(run.rows(program.frames[id], program.frameKind[id], fault))
    case .map(let id): run.maps.append(run.map(program.maps[id]))
    case .hidden(let id):
      let hidden = run.hiddenRows(program.hidden[id])
      run.hidden.append(fault == .hiddenIgnored ? hidden.map { _ in 0 } : hidden)
    case .scalar(let id):
      run.scalars.append(run.scalar(program.scalars[id], program.scalarFrame[id], program.dictionary, fault))
    case .set(let id):
      var column = run.set(program.sets[id])
      if fault == .checksTakenAsMissing { column.possible = column.certain }
      run.sets.append(column)
    case .quantity(let id):
      var column = run.measure(program.quantities[id], program.quantityFrame[id])
      if fault == .divisionByNothing, case .divide = program.quantities[id] {
        column.low = column.low.map { max(0, $0) }
      }
      if fault == .lowestOfSureRows,
        case .extreme(let group, let value, let highest, let ifEmpty) = program.quantities[id]
      {
        var sure = run
        sure.frames[group.frame].member = run.frames[group.frame].member.map { $0 == 2 ? 2 : 0 }
        column = sure.measure(
          .extreme(group, value: value, highest: highest, ifEmpty: ifEmpty), program.quantityFrame[id])
      }
      run.quantities.append(column)
    case .verdict(let id):
      let column = run.verdict(program.verdicts[id], program.verdictFrame[id])
      run.verdicts.append(fault == .unknownTakenAsNo ? column.map { $0 == 1 ? 0 : $0 } : column)
    }
  }
  return run
}

extension Evaluation {
  fileprivate func rows(_ node: FrameNode, _ kind: RowKind, _ fault: Fault) -> Rows {
    var rows = rows(node)
    switch (fault, node) {
    case (.joinsEmpty, .candidates(_, _, _, .some)): rows = Rows()
    case (.perhapsDropped, _): rows.member = rows.member.map { $0 == 2 ? 2 : 0 }
    case (.perhapsTakenIn, _): rows.member = rows.member.map { $0 == 0 ? 0 : 2 }
    case (.pendingJudged, .filtered(let inner, _)) where program.deadlines.contains { $0.frame == inner }:
      rows = frames[inner]
    case (.momentsUnweighted, .moments): rows.last = rows.first
    case (.runningPeriodCounted, .calendar(_, let calendar)) where calendar.last != nil:
      // The last of the periods is the one that runs.
      for row in rows.last.indices {
        let length = rows.last[row] - rows.first[row] + 1
        rows.first[row] += length
        rows.last[row] += length
      }
    default: break
    }
    return rows
  }

  fileprivate func scalar(_ node: ScalarNode, _ frame: Int, _ dictionary: DataDictionary, _ fault: Fault) -> Scalars {
    var column = scalar(node, frame)
    guard case .field(let record, let field) = node else { return column }
    if fault == .blankReferenceElsewhere, case .reference = dictionary.records[record].fields[field].kind {
      for i in column.flags.indices where column.low[i] != column.high[i] {
        (column.low[i], column.high[i]) = (-1, -1)
        column.flags[i] |= Scalars.unlisted
      }
    }
    if fault == .rangesTakenLow {
      for i in column.low.indices where abs(column.low[i]) < Coverage.unlimited { column.high[i] = column.low[i] }
    }
    if fault == .noneForgotten {
      column.flags = column.flags.map { $0 & Scalars.mayBeValue == 0 ? $0 : $0 & ~Scalars.mayBeNone }
    }
    return column
  }
}
