public import Records
public import Standard
public import Values

extension Example {
  /// The day an example is about where it names none.
  static let usualDay = "2026-06-30"

  /// The tiny dossier of an example, and the day it is about.  `complete="staff training"` says that those lists are
  /// complete for all time; a type that is not named has no list.
  public func dossier(_ dictionary: DataDictionary, _ diagnostics: inout Diagnostics) -> (Dossier, asOf: CalendarDate)?
  {
    guard let asOf = CalendarDate(element["as-of"] ?? Self.usualDay) else {
      diagnostics.error("example", at: element.location(of: "as-of"), "“as-of” is a date such as 2026-06-30")
      return nil
    }
    var own = Diagnostics()
    var reader = DossierReader(dictionary, file: element.location.file, isExample: true)
    let dossier = Element(
      name: "dossier",
      attributes: [
        Element.Attribute(name: "label", value: "example", location: element.location),
        Element.Attribute(name: "as-of", value: "\(asOf)", location: element.location),
      ], children: completeLists + element.children, location: element.location)
    reader.read(dossier, &own)
    let read = reader.finish(&own)
    for diagnostic in own.all where diagnostic.severity == .error { diagnostics.report(diagnostic) }
    return read.map { ($0, asOf) }
  }

  private var completeLists: [Element] {
    (element["complete"] ?? "").split(separator: " ").map { record in
      Element(
        name: "collection",
        attributes: [
          Element.Attribute(name: "of", value: String(record), location: element.location(of: "complete")),
          Element.Attribute(name: "how", value: "complete", location: element.location(of: "complete")),
        ], location: element.location(of: "complete"))
    }
  }
}
