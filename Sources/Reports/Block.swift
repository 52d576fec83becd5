/// A piece of a report, told once for all formats.  A format that forgets a kind does not build.
public indirect enum Block: Hashable, Sendable {
  case heading(Int, String)
  case paragraph(String)
  /// Said in small: what a reader may skip.
  case note(String)
  case list([String])
  /// Names and what they are.
  case facts([Fact])
  case table(Table)
  /// A range from 0 to 100 as a bar, with the same in words.
  case meter(Meter)
  /// Something to do: a box to tick, and what belongs to it.
  case task(Task)
  /// A part that a reader may fold away.
  case part(Part)

  /// A name and what it is.
  public struct Fact: Hashable, Sendable {
    public var name: String
    public var value: String
  }

  public struct Table: Hashable, Sendable {
    public var caption: String
    public var header: [String]
    public var rows: [[String]]
  }

  /// Certain up to `low`, possible up to `high`, in thousandths.
  public struct Meter: Hashable, Sendable {
    public var label: String
    public var low: Int
    public var high: Int
    public var words: String
  }

  public struct Task: Hashable, Sendable {
    public var number: Int
    public var title: String
    public var text: String
    public var facts: [Fact]
  }

  public struct Part: Hashable, Sendable {
    /// A word that names the outcome and a sign that shows it without colour.
    public var mark: Mark
    public var title: String
    public var summary: String
    public var blocks: [Block]
    /// An id that links and scripts may rely on.
    public var anchor: String
  }

  /// How something stands, as a word and as a shape.
  public enum Mark: Hashable, Sendable {
    case ideal, acceptable, below, open, notApplicable

    /// A shape that survives black and white.
    public var sign: String {
      switch self {
      case .ideal: "●"
      case .acceptable: "◐"
      case .below: "✗"
      case .open: "?"
      case .notApplicable: "–"
      }
    }

    /// A class for a style sheet.
    var name: String {
      switch self {
      case .ideal: "ideal"
      case .acceptable: "acceptable"
      case .below: "below"
      case .open: "open"
      case .notApplicable: "out"
      }
    }
  }
}
