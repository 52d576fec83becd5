public import Values

/// One kind of message: what it means and how to mend it.  `docs/errors.md` is printed from these.
public struct ErrorCode: Hashable, Sendable {
  /// As it ends a message: `name-field`.
  public var code: String
  public var severities: [Diagnostic.Severity]
  /// In a few words, for the table.
  public var title: String
  /// When it is said.
  public var meaning: String
  /// Files that are wrong like this, shortened to what matters.
  public var examples: [Sample]
  /// What is said of the example, without its place and code; nil where that is not one message.
  public var message: String?
  /// What to do.
  public var mend: String

  /// A part of a file, and what kind of file it is a part of.
  public struct Sample: Hashable, Sendable {
    public var frame: Frame
    public var text: String

    public init(_ frame: Frame, _ text: String) {
      self.frame = frame
      self.text = text
    }
  }

  /// Where a sample stands.
  public enum Frame: Hashable, Sendable {
    /// In a level, as its test, or beside it.
    case test, level
    /// In a criterion, a domain, a standard; a whole bibliography; a whole list of facts.
    case criterion, domain, standard, bibliography, facts
    /// In a dictionary: instead of the one that ships, or beside what that has.
    case dictionary
    /// A whole profile; a whole dossier; the list of staff as CSV.
    case profile, dossier, staffCSV
    /// Anything that is no part of a file: a listing, or what is too long to show.
    case other

    /// As a Markdown block is marked.
    var language: String {
      switch self {
      case .staffCSV: "csv"
      case .other: "text"
      default: "xml"
      }
    }
  }

  init(
    _ code: String, _ title: String, _ meaning: String, _ examples: [Sample], says message: String? = nil, mend: String
  ) {
    self.init(code, [.error], title, meaning, examples, says: message, mend: mend)
  }

  init(
    _ code: String, _ severities: [Diagnostic.Severity], _ title: String, _ meaning: String,
    _ examples: [Sample], says message: String? = nil, mend: String
  ) {
    self.code = code
    self.severities = severities
    self.title = title
    self.meaning = meaning
    self.examples = examples
    self.message = message
    self.mend = mend
  }
}

/// All codes, by what they are about: the one list.
public enum ErrorCodes {
  public static let groups: [(title: String, codes: [ErrorCode])] = [
    ("Names", nameErrors),
    ("References and time", timeErrors),
    ("Emptiness and numbers", numberErrors),
    ("Kinds and comparisons", kindErrors),
    ("Standards", standardErrors),
    ("Doubts", doubts),
    ("XML", xmlErrors),
    ("Dossiers", recordErrors),
  ]

  public static var all: [ErrorCode] { groups.flatMap { $0.codes } }

  /// The page that explains them, as Markdown.
  public static var page: String {
    var lines = [introduction, "", "| code | | means |", "| --- | --- | --- |"]
    for one in all.sorted(by: { $0.code < $1.code }) {
      lines.append("| [\(one.code)](#\(one.code)) | \(kinds(one)) | \(one.title) |")
    }
    for group in groups {
      lines += ["", "## \(group.title)"]
      for one in group.codes { lines += ["", section(one)] }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func kinds(_ one: ErrorCode) -> String {
    one.severities.map { $0 == .error ? "error" : "warning" }.joined(separator: ", ")
  }

  private static func section(_ one: ErrorCode) -> String {
    let warning = one.severities == [.warning] ? "A warning. " : ""
    var parts = ["### \(one.code)", warning + one.meaning]
    parts += one.examples.map { "```\($0.frame.language)\n\($0.text)\n```" }
    if let message = one.message { parts.append("> `\(message)`") }
    parts.append(one.mend)
    return parts.joined(separator: "\n\n")
  }

  private static let introduction = """
    # What messages mean

    Each message names a place, says what is wrong, often what was probably meant, and ends with a code:

    ```text
    domains/rights.xml:14:26: error: space has no field “knd”; did you mean “kind”? [name-field]
    ```

    This page explains the codes. It is printed from the table that the program itself holds (`lintel standard errors`), and
    every example is read and gives the message shown. An *error* stops the work; a *warning* is a doubt that an author should
    look at. All errors of a run are shown at once, in the order of their places, as far as one does not hide another: a file that
    is no XML has no fields to look at. Texts of a dossier that might identify a person are never repeated.

    [language.md](language.md) explains the words of rule files, [profiles.md](profiles.md) profiles, [dossier.md](dossier.md)
    dossiers.
    """
}
