internal import Standard
internal import Values

/// Rows that stand for people for a while, counted over some time against a number of persons: who comes twice counts
/// twice.
enum CountPersons: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    let dictionary = standard.dictionary
    for test in standard.tests where test.criterion != nil {
      for (part, context) in TestParts(test).conditions {
        guard case .measure(let left, _, let right) = part else { continue }
        for (one, other) in [(left, right), (right, left)] {
          guard isPersons(other, dictionary), let (type, field) = repeated(one, dictionary) else { continue }
          diagnostics.warning(
            "count-persons", atAll: context.places,
            "\(type.plural) are counted against a number of persons; who is there twice counts twice",
            help: "add distinct=\"\(field)\" to the <count>")
        }
      }
    }
  }

  /// A count of rows that last and that one person may have several of, with the field that says whose they are.
  private static func repeated(_ quantity: Quantity, _ dictionary: DataDictionary) -> (RecordType, field: String)? {
    switch quantity {
    case .count(let choice, nil):
      guard case .records(let record) = choice.source, !isOnOneDay(choice) else { return nil }
      let type = dictionary.records[record]
      guard case .span = type.time, let field = owner(of: type, dictionary) else { return nil }
      return (type, field)
    case .plus(let parts): return parts.lazy.compactMap { repeated($0, dictionary) }.first
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      return repeated(left, dictionary) ?? repeated(right, dictionary)
    default: return nil
    }
  }

  /// The field that says which person a row stands for: a label of that name, or the reference to a worker whose rows
  /// are turns of duty.
  private static func owner(of type: RecordType, _ dictionary: DataDictionary) -> String? {
    if let person = type.fields.first(where: { $0.kind == .label && $0.id == "person" }) { return person.id }
    guard let staff = dictionary.record(named: "staff"), type.id == "shift" else { return nil }
    return type.fields.first { $0.kind == .reference(staff) }?.id
  }

  private static func isOnOneDay(_ choice: Choice) -> Bool {
    choice.time.contains { $0.window.start != nil && $0.window.start == $0.window.end || isMoment($0.window) }
  }

  private static func isMoment(_ window: Window) -> Bool {
    if case .clockStart(let start)? = window.start, case .clockEnd(let end)? = window.end {
      start == end
    } else {
      false
    }
  }

  /// Whether a quantity is a number of persons: by its unit, or because it counts different ones.
  private static func isPersons(_ quantity: Quantity, _ dictionary: DataDictionary) -> Bool {
    switch quantity {
    case .term(.field(let path)):
      if case .number("persons") = dictionary.records[path.target].fields[path.field].kind { return true }
      return false
    case .count(let choice, let distinct):
      guard case .records(let record) = choice.source else { return false }
      if distinct == nil { return dictionary.records[record].id == "staff" }
      return owner(of: dictionary.records[record], dictionary) != nil
    case .plus(let parts): return parts.contains { isPersons($0, dictionary) }
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      return isPersons(left, dictionary) || isPersons(right, dictionary)
    default: return false
    }
  }
}
