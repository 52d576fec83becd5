public import Standard
public import Values

/// `<gap of="…" during="…" at-most="P6M">`: the longest stretch of a window without a row.
///
/// It is always compared where it stands, so that months and days keep their own meaning.
public struct Gap: QuantityWord {
  public static let element = "gap"
  public static let attributes = Words.choosing

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    reader.error(
      "type-kind", xml.location, "<gap> is compared with a length of time where it stands", help: "add at-most=\"P6M\"")
    return nil
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let during = xml["during"] else {
      reader.error(
        "time-unbounded", xml.location, "<gap> needs “during”: the window in which rows may not be far apart",
        help: "add during=\"P24M\"")
      return nil
    }
    guard let selection = reader.bodyless(xml),
      let window = reader.windowAround(during, at: xml.location(of: "during"))
    else { return nil }
    var ends: (from: Value, to: Value)?
    switch selection.row.kind {
    case .record(let record):
      guard let found = fill(record, xml, &reader) else { return nil }
      ends = found
    case .moment:
      guard selection.choice.filter != .all([]) else {
        reader.error(
          "body", xml.location, "every moment follows the one before it; <gap> of moments needs <where>",
          help: "say in <where> what must be so at a moment")
        return nil
      }
    case .period:
      reader.error(
        "time-none", xml.location(of: "of"), "calendar rows follow each other without a gap",
        help: "use the records, or of=\"moment\"")
      return nil
    }
    var parts: [Condition] = []
    var phrases: [String] = []
    for name in Words.comparing {
      guard let text = xml[name] else { continue }
      guard let relation = Relation(name: name), relation != .equal else {
        reader.error(
          "type-compare", xml.location(of: name), "a gap is at most or at least so long; “\(name)” cannot be asked",
          help: "use at-most=\"…\"")
        return nil
      }
      guard let limit = reader.period(text, at: xml.location(of: name)) else { return nil }
      parts.append(
        .gap(
          GapTest(
            choice: selection.choice, from: ends?.from, to: ends?.to, window: window.formula, relation: relation,
            limit: limit)))
      phrases.append("\(relation.words) \(limit.words)")
    }
    let rows = selection.row.kind == .moment ? "a \(selection.singular)" : "any of the \(selection.plural)"
    let phrase = "the longest time without \(rows) is \(joined(phrases, "and"))"
    return Said(parts.count == 1 ? parts[0] : .all(parts), phrase)
  }

  /// From when to when a row fills the window.
  private static func fill(_ record: Int, _ xml: Element, _ reader: inout TestReader) -> (from: Value, to: Value)? {
    let type = reader.dictionary.records[record]
    func field(_ place: Int) -> Value {
      .field(Path(row: .open(0), record: record, references: [], target: record, field: place))
    }
    guard let dates = reader.dates(xml, type) else { return nil }
    guard let dates else {
      guard case .span(let from, let to, _) = type.time else { return nil }
      return (field(from), field(to))
    }
    guard dates.count == 1, let date = dates.first else {
      reader.error(
        "time-none", xml.location, "\(type.plural) have several dates; say which of them ends a gap",
        help: "add when=\"…\": \(dates.map { type.fields[$0].id }.joined(separator: ", "))")
      return nil
    }
    return (field(date), field(date))
  }
}
