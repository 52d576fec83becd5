public import Standard
public import Values

/// `<document kind="…">`: one document in force that has everything asked.
public struct Document: ConditionWord {
  public static let element = "document"
  public static let attributes = [
    "kind", "clauses", "at-least", "reviewed", "approved-by", "languages", "available-to", "shown",
  ]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    guard let kind = xml["kind"] else {
      reader.error("body", xml.location, "<document> needs “kind”")
      return nil
    }
    guard let record = reader.dictionary.record(named: "document") else {
      reader.error("name-row", xml.location, "the dictionary has no record type “document”")
      return nil
    }
    // The word is short for <exists of="document" at="as-of">, so it is read as that.
    func made(_ name: String, _ attributes: [(String, String, String)]) -> Element {
      Element(
        name: name,
        attributes: attributes.map { Element.Attribute(name: $0.0, value: $0.1, location: xml.location(of: $0.2)) },
        location: xml.location)
    }
    var filters = [made("is", [("value", "kind", "kind"), ("equal", kind, "kind")])]
    var phrases: [String] = []
    if let clauses = xml["clauses"] {
      var attributes = [("field", "clauses", "clauses"), ("codes", clauses, "clauses")]
      if let count = xml["at-least"] { attributes.append(("at-least", count, "at-least")) }
      filters.append(made("covers", attributes))
      phrases.append(
        "\(xml["at-least"].map { "at least \(reader.literalPhrase($0)) of the" } ?? "the") clauses \(clauseLabels(clauses, reader))"
      )
    } else if xml["at-least"] != nil {
      reader.error("count-impossible", xml.location(of: "at-least"), "“at-least” counts clauses; “clauses” is missing")
    }
    if let reviewed = xml["reviewed"] {
      // A document is as good as reviewed on the day it came into force.
      let either = Element(
        name: "any",
        children: [
          made("is", [("value", "reviewed_on", "reviewed"), ("in", reviewed, "reviewed")]),
          made("is", [("value", "in_force_from", "reviewed"), ("in", reviewed, "reviewed")]),
        ], location: xml.location(of: "reviewed"))
      filters.append(either)
      phrases.append("looked through in the last \(reader.literalPhrase(reviewed))")
    }
    for (attribute, field) in [("languages", "languages"), ("available-to", "available_to"), ("shown", "shown")] {
      guard let codes = xml[attribute] else { continue }
      filters.append(made("covers", [("field", field, attribute), ("codes", codes, attribute)]))
      let names = joined(codes.split(separator: " ").map { String($0) }, "and")
      phrases.append("\(field.split(separator: "_").joined(separator: " ")): \(names)")
    }
    if let approved = xml["approved-by"] {
      filters.append(made("is", [("value", "approved_by", "approved-by"), ("equal", approved, "approved-by")]))
      phrases.append("approved by the \(approved)")
    }
    let element = Element(
      name: "exists",
      attributes: [
        Element.Attribute(name: "of", value: "document", location: xml.location),
        Element.Attribute(name: "at", value: "as-of", location: xml.location),
      ], children: [Element(name: "where", children: filters, location: xml.location)], location: xml.location)
    guard let said = Exists.read(element, &reader) else { return nil }
    let label = kindLabel(kind, record, reader)
    let with = phrases.isEmpty ? "" : " with " + joined(phrases, "and")
    return Said(said.formula, "there is a document “\(label)” in force\(with)")
  }

  private static func kindLabel(_ kind: String, _ record: Int, _ reader: TestReader) -> String {
    let type = reader.dictionary.records[record]
    guard let place = type.field(named: "kind"), case .code(let list) = type.fields[place].kind,
      let code = reader.dictionary.lists[list].index(of: kind)
    else { return kind }
    return reader.dictionary.lists[list].codes[code].label
  }

  private static func clauseLabels(_ clauses: String, _ reader: TestReader) -> String {
    let list = reader.dictionary.lists.first { $0.id == "clause" }
    let labels = clauses.split(separator: " ").map { code in
      list?.codes.first { $0.id == code }?.label ?? String(code)
    }
    return joined(labels, "and")
  }
}
