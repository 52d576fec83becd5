internal import Standard
internal import Values
internal import XML

extension TestReader {
  /// Reads `<plausibility id="…" title="…"><note>…</note>…</plausibility>`; nil where it has an error.
  mutating func plausibility(_ element: Element, among known: [PlausibilityNote]) -> PlausibilityNote? {
    checkAttributes(element, ["id", "title"])
    guard let id = element["id"], !id.isEmpty, let title = element["title"], !title.isEmpty else {
      error("text", element.location, "a note on plausibility needs “id” and “title”")
      return nil
    }
    if known.contains(where: { $0.id == id }) {
      error("name-define", element.location, "there are two notes “\(id)”")
      return nil
    }
    let note = element.first("note")?.text ?? ""
    if note.isEmpty {
      error("text", element.location, "\(id) does not say what to look at", help: "add <note>…</note>")
    }
    let test = element.children.filter { $0.name != "note" }
    places = [:]
    guard needsBody(element, test), let said = all(test) else { return nil }
    return PlausibilityNote(id: id, title: title, note: note, condition: said.formula, reading: said.phrase)
  }
}
