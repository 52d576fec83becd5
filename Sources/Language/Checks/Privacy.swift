internal import Standard
internal import Values

/// A dictionary that could hold who somebody is: what is not asked for cannot be lost.
enum Privacy: StandardCheck {
  /// Words that in the name of a field or list stand for what identifies a person.
  private static let telling: Set<String> = [
    "name", "names", "surname", "firstname", "lastname", "forename", "birth", "birthday", "birthdate", "dob", "phone",
    "telephone", "mobile", "email", "mail", "address", "street", "passport", "ssn", "iban", "photo", "fingerprint",
    "signature", "gps", "coordinates", "username", "whatsapp", "facebook",
  ]
  /// Words that stand for text about which nothing is known.
  private static let free: Set<String> = [
    "text", "note", "notes", "comment", "comments", "remark", "remarks", "story", "narrative", "description", "diary",
  ]

  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for list in standard.dictionaryFile.all("list") {
      for word in words(list["id"]) where telling.contains(word) {
        diagnostics.error(
          "privacy", at: list.location(of: "id"), "a list called “\(list["id"] ?? "")” could hold who somebody is",
          help: "leave it out, or call it what its codes are")
      }
    }
    for record in standard.dictionaryFile.all("record") {
      for field in record.all("field") { look(at: field, of: record, &diagnostics) }
      look(atSurvey: record, &diagnostics)
    }
  }

  private static func look(at field: Element, of record: Element, _ diagnostics: inout Diagnostics) {
    let id = field["id"] ?? ""
    let name = "“\(id)” of \(record["id"] ?? "")"
    // A yes or no, or a number, about a name is no name.
    let holdsText = ["label", "date", "instant", "code", "codes"].contains(field["type"] ?? "")
    guard holdsText else { return }
    if words(id).contains(where: telling.contains) {
      diagnostics.error(
        "privacy", at: field.location(of: "id"), "\(name) could hold who somebody is",
        help: "leave it out; rows are told apart by made-up ids such as A-017")
    } else if field["type"] == "label", words(id).contains(where: free.contains) {
      diagnostics.error(
        "privacy", at: field.location(of: "id"), "\(name) is free text, which could hold anything about anybody",
        help: "give it a list of codes")
    }
  }

  /// What people answered in confidence may not lead to one of them.
  private static func look(atSurvey record: Element, _ diagnostics: inout Diagnostics) {
    guard words(record["id"]).contains(where: { $0 == "survey" || $0 == "questionnaire" }) else { return }
    for field in record.all("field") where field["type"] == "ref" {
      diagnostics.error(
        "privacy", at: field.location(of: "id"),
        "“\(field["id"] ?? "")” ties a row of \(record["id"] ?? "") to \(field["to"] ?? "another row"); answers given in confidence stay untied",
        help: "take the reference out; keep totals")
    }
  }

  /// The words of a name: `birth_date` and `birth-date` are two.
  private static func words(_ name: String?) -> [String] {
    (name ?? "").lowercased().split { $0 == "_" || $0 == "-" || $0 == "." }.map { String($0) }
  }
}
