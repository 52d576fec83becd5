internal import Standard
internal import Values
internal import XML

/// One profile as written: its own file, not what it extends.
struct ProfileFile {
  var id: String
  var title: String
  var root: Element

  static let parts = ["about", "include", "exclude", "set", "weight", "severity", "privacy"]

  /// Reads a profile and, before it, those that it extends.
  ///
  /// - Parameters:
  ///   - id: its id; its file is `profiles/<id>.xml` beside the standard.
  ///   - location: who names it.
  ///   - known: the ids that exist, for suggestions.
  /// - Returns: the one that extends nothing first; nil when something was reported that hides the rest.
  static func chain(
    _ id: String, at location: Location, of standard: Element, known: [String], path: (String) -> String,
    load: (String) -> [UInt8]?, _ diagnostics: inout Diagnostics
  ) -> [ProfileFile]? {
    var chain: [ProfileFile] = []
    var next: (id: String, location: Location)? = (id, location)
    while let (id, location) = next {
      if let again = chain.firstIndex(where: { $0.id == id }) {
        let way = (chain[again...].map { $0.id } + [id]).map { "“\($0)”" }.joined(separator: ", then ")
        diagnostics.error("cycle", at: location, "a profile extends itself: \(way)")
        return nil
      }
      let name = "profiles/\(id).xml"
      guard !id.contains("/"), let bytes = load(name) else {
        diagnostics.error(
          "profile", at: location, "there is no profile “\(id)”", help: suggestion(for: id, among: known))
        return nil
      }
      let root: Element
      do throws(Diagnostics) {
        root = try Element(parsing: bytes, file: path(name))
      } catch {
        diagnostics.append(error)
        return nil
      }
      guard let file = ProfileFile(root, id: id, of: standard, &diagnostics) else { return nil }
      chain.append(file)
      next = root["extends"].map { ($0, root.location(of: "extends")) }
    }
    return chain.reversed()
  }

  private init?(_ root: Element, id: String, of standard: Element, _ diagnostics: inout Diagnostics) {
    guard root.name == "profile" else {
      diagnostics.error("name-word", at: root.location, "this is <\(root.name)>; expected <profile>")
      return nil
    }
    self.id = id
    self.root = root
    title = root["title"] ?? ""
    Self.check(root, ["id", "title", "standard", "extends"], &diagnostics)
    if root["id"] != id {
      diagnostics.error(
        "profile", at: root.location(of: "id"), "a profile is called as its file: “\(id)”", help: "write id=\"\(id)\"")
    }
    if title.isEmpty {
      diagnostics.error("text", at: root.location, "a profile needs “title”: what it is called in reports")
    }
    let wanted = standard["id"] ?? ""
    if root["standard"] != wanted {
      diagnostics.error(
        "profile", at: root.location(of: "standard"),
        "a profile says which standard it tailors, and this one stands beside “\(wanted)”",
        help: "write standard=\"\(wanted)\"")
    }
    let attributes = [
      "include": ["criteria", "domain", "reason"], "exclude": ["criteria", "reason"],
      "set": ["parameter", "value", "reason"], "weight": ["criterion", "value", "reason"],
      "severity": ["criterion", "value", "reason"], "about": [],
      "privacy": ["threshold", "reason"],
    ]
    for child in root.children {
      guard let known = attributes[child.name] else {
        diagnostics.error(
          "name-word", at: child.location, "<\(child.name)> is not expected in a profile",
          help: suggestion(for: child.name, among: Self.parts))
        continue
      }
      Self.check(child, known, &diagnostics)
      if let inner = child.children.first {
        diagnostics.error("body", at: inner.location, "<\(child.name)> holds nothing; expected only attributes")
      }
    }
  }

  private static func check(_ element: Element, _ known: [String], _ diagnostics: inout Diagnostics) {
    for attribute in element.attributes where !known.contains(attribute.name) {
      diagnostics.error(
        "name-attribute", at: attribute.location, "<\(element.name)> has no attribute “\(attribute.name)”",
        help: suggestion(for: attribute.name, among: known))
    }
  }
}

extension Element {
  /// What it says, whatever its layout: names, attributes in alphabetical order, text, children; one line each.
  var canonicalText: String {
    var lines: [String] = []
    write(to: &lines, indent: "")
    return lines.joined(separator: "\n") + "\n"
  }

  private func write(to lines: inout [String], indent: String) {
    func quoted(_ text: String) -> String { "\(text.utf8.count):\(text)" }
    let written = attributes.sorted { $0.name < $1.name }.map { " \($0.name)=\(quoted($0.value))" }.joined()
    lines.append(indent + name + written + (text.isEmpty ? "" : " \(quoted(text))"))
    for child in children { child.write(to: &lines, indent: indent + " ") }
  }
}
