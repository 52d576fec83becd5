internal import Standard
internal import Values

/// Something done to or with residents that counts a refusal as a failure: services are voluntary, so the offer counts.
///
/// Looked for: a demand on each row of one type, by the rows of another that have an outcome *declined* or *refused* and
/// must have some other one.
enum Voluntary: StandardCheck {
  /// The codes by which a dictionary says that somebody did not want it.
  private static let refusals = ["declined", "refused"]

  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for test in standard.tests where test.level != nil {
      for (part, context) in TestParts(test).conditions {
        // In the filter of the outermost choice refusals are let go, not counted.
        guard let first = context.choices.first, isOfResidents(first, standard.dictionary),
          !(context.isFilter && context.choices.count == 1), !context.isNegated,
          let refusal = refusal(in: part, standard.dictionary)
        else { continue }
        diagnostics.warning(
          "voluntary", atAll: context.places,
          "whoever \(refusal.code) counts as a failure here: “\(refusal.field)” must be something else",
          help: "count the offer: take “\(refusal.code)” in as well, or ask for the day of the offer")
      }
    }
  }

  /// Whether the rows are stays of people, or something of such a stay.
  private static func isOfResidents(_ choice: Choice, _ dictionary: DataDictionary) -> Bool {
    func isStay(_ record: Int) -> Bool { dictionary.records[record].fields.contains { $0.kind == .age } }
    guard case .records(let record) = choice.source else { return false }
    return isStay(record)
      || dictionary.records[record].fields.contains {
        if case .reference(let target) = $0.kind { isStay(target) } else { false }
      }
  }

  /// The code that a condition leaves out though the field knows it.
  private static func refusal(in part: Condition, _ dictionary: DataDictionary) -> (field: String, code: String)? {
    guard case .oneOf(.field(let path), let codes) = part,
      case .code(let list) = dictionary.records[path.target].fields[path.field].kind
    else { return nil }
    for code in refusals {
      if let index = dictionary.lists[list].index(of: code), !codes.contains(index) {
        return (dictionary.records[path.target].fields[path.field].id, code)
      }
    }
    return nil
  }
}
