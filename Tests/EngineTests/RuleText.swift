import Standard
import Values

// Formulas as short text, for reading a difference.

extension Condition {
  var text: String {
    switch self {
    case .constant(let truth): "\(truth)"
    case .all(let parts): "all(" + parts.map { $0.text }.joined(separator: ", ") + ")"
    case .any(let count, let parts): "any\(count)(" + parts.map { $0.text }.joined(separator: ", ") + ")"
    case .not(let part): "not(\(part.text))"
    case .compare(let left, let relation, let right): "[\(left.text) \(relation) \(right.text)]"
    case .isNone(let value): "[\(value.text) is none]"
    case .oneOf(let value, let codes): "[\(value.text) one of \(codes)]"
    case .within(let value, let window): "[\(value.text) in \(window.text)]"
    case .overlaps(let from, let to, let window): "[\(from.text)–\(to.text) meets \(window.text)]"
    case .spans(let from, let to, let window): "[\(from.text)–\(to.text) covers \(window.text)]"
    case .includes(let path, .codes(let codes), let count): "[\(path.text) has \(count ?? codes.count) of \(codes)]"
    case .includes(let path, .field(let other), let count):
      "[\(path.text) has \(count.map { "\($0)" } ?? "all") of \(other.text)]"
    case .recorded(let path): "[\(path.text) recorded]"
    case .every(let choice, let body, let ifEmpty): "every(\(choice.text): \(body.text); empty \(ifEmpty))"
    case .measure(let left, let relation, let right): "{\(left.text) \(relation) \(right.text)}"
    case .gap(let test):
      "gap(\(test.choice.text); \(test.from?.text ?? "")–\(test.to?.text ?? "") in \(test.window.text) "
        + "\(test.relation) \(test.limit))"
    case .answer(let test):
      "answer(\(test.atLeast) by \(test.methods) in \(test.window.text), \(test.adjudication ?? -1))"
    case .settled(let records, let answer): "settled(\(records.text), \(answer.text))"
    }
  }

  /// Ages are not known to the day, nor the hour of a date, nor what nobody looked at, however much else is.
  var isNeverSure: Bool {
    let text = text
    return ["age at", "+ PT", "- PT", "tally("].contains { text.contains($0) }
  }

  /// People's answers decide what records leave open.
  var isSettled: Bool { text.contains("settled(") }
}

extension Quantity {
  var text: String {
    switch self {
    case .count(let choice, let distinct): "count(\(choice.text)\(distinct.map { "; different \($0.text)" } ?? ""))"
    case .share(let choice, let body, let ifEmpty): "share(\(choice.text): \(body.text); empty \(ifEmpty))"
    case .sum(let choice, let body): "sum(\(choice.text): \(body.text))"
    case .extreme(let choice, let body, let highest, let ifEmpty):
      "\(highest ? "highest" : "lowest")(\(choice.text): \(body.text); empty \(ifEmpty))"
    case .average(let choice, let body, let ifEmpty): "average(\(choice.text): \(body.text); empty \(ifEmpty))"
    case .median(let choice, let body, let ifEmpty): "median(\(choice.text): \(body.text); empty \(ifEmpty))"
    case .elapsed(let from, let to): "elapsed(\(from.text), \(to.text))"
    case .tally(let test): "tally(\(test.window.text))"
    case .term(let value): value.text
    case .constant(let number): "\(number)"
    case .choose(let cases, let otherwise):
      "choose(" + cases.map { "\($0.condition.text): \($0.quantity.text), " }.joined() + "else \(otherwise.text))"
    case .plus(let parts): "(" + parts.map { $0.text }.joined(separator: " + ") + ")"
    case .minus(let left, let right): "(\(left.text) - \(right.text))"
    case .times(let left, let right): "(\(left.text) * \(right.text))"
    case .divide(let left, let right): "(\(left.text) / \(right.text))"
    }
  }
}

extension Value {
  var text: String {
    switch self {
    case .field(let path): path.text
    case .row(let row, _): "row\(row.text)"
    case .asOf: "as-of"
    case .date(let date): "\(date)"
    case .number(let number): "\(number)"
    case .code(let code, _): "code \(code)"
    case .label(let label): "“\(label)”"
    case .period(let period): "\(period)"
    case .shifted(let base, let period, let back): "(\(base.text) \(back ? "-" : "+") \(period))"
    case .age(let path, let start, let at): "(\(path.text) age at \(at.text) from \(start.text))"
    case .shiftedBy(let base, let by, let back): "(\(base.text) \(back ? "-" : "+") \(by.text))"
    case .workdays(let base, let count, let week): "(\(base.text) + \(count) workdays \(week.restDays))"
    case .periodStart(let index): "start#\(index)"
    case .periodEnd(let index): "end#\(index)"
    case .clockStart(let index): "clock-start#\(index)"
    case .clockEnd(let index): "clock-end#\(index)"
    case .extreme(let choice, let value, let highest):
      "\(highest ? "highest" : "lowest")-value(\(choice.text): \(value.text))"
    case .chosen(let cases, let otherwise):
      "chosen(" + cases.map { "\($0.condition.text): \($0.value.text), " }.joined() + "else \(otherwise.text))"
    }
  }
}

extension Row {
  var text: String { if case .open(let index) = self { "#\(index)" } else { "#shelter" } }
}

extension Path {
  var text: String {
    let records = SmallWorld.dictionary.records
    var names = [records[record].id + row.text]
    var holder = record
    for reference in references {
      names.append(records[holder].fields[reference].id)
      if case .reference(let next) = records[holder].fields[reference].kind { holder = next }
    }
    return (names + [records[target].fields[field].id]).joined(separator: ".")
  }
}

extension Window {
  var text: String { "\(start?.text ?? "")..\(end?.text ?? "")" }
}

extension Choice {
  var text: String {
    var parts: [String] = []
    switch source {
    case .records(let record): parts.append(SmallWorld.dictionary.records[record].id)
    case .moments(let rows): parts.append("moment in \(rows.window.text)\(rows.hours?.text ?? "")")
    case .calendar(let rows):
      let anchor = rows.anchor == .january ? "" : " from \(rows.anchor.month)/\(rows.anchor.day)"
      switch rows.extent {
      case .last(let count): parts.append("\(rows.unit)\(anchor)\(rows.hours?.text ?? "") last \(count)")
      case .within(let window): parts.append("\(rows.unit)\(anchor)\(rows.hours?.text ?? "") in \(window.text)")
      }
    }
    if let join { parts.append("for \(join.key.text) = \(join.parent.text)") }
    for limit in time { parts.append("time \(limit.window.text) \(limit.condition.text)") }
    if let due { parts.append("due \(due.text)") }
    if filter != .all([]) { parts.append("where \(filter.text)") }
    return parts.joined(separator: " ")
  }
}

extension ClockHours {
  var text: String { " \(from / 60)–\(to / 60) h" }
}
