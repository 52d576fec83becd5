public import Standard
public import Values

/// What a part of a test means, and how it is said.
public struct Said<Formula: Hashable & Sendable>: Hashable, Sendable {
  public var formula: Formula
  /// In plain words, to stand inside a sentence.
  public var phrase: String

  public init(_ formula: Formula, _ phrase: String) {
    self.formula = formula
    self.phrase = phrase
  }
}

/// A word of the rule language that is a condition: met or not.
///
/// No requirement has a default, so a new word cannot forget any.
public protocol ConditionWord: Sendable {
  /// The element's name.
  static var element: String { get }
  /// The attributes it knows.
  static var attributes: [String] { get }
  /// Reads it, checks it against the dictionary, and lowers it; nil when something was reported.
  static func read(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>?
}

/// A word of the rule language that is a quantity; with a comparison attribute it is a condition.
public protocol QuantityWord: Sendable {
  static var element: String { get }
  static var attributes: [String] { get }
  static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity?
  /// The quantity with its comparison attributes, as a condition.
  static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>?
}

/// A quantity with what it is measured in.
public struct SaidQuantity: Hashable, Sendable {
  public var formula: Quantity
  public var phrase: String
  public var type: QuantityType

  public init(_ formula: Quantity, _ phrase: String, _ type: QuantityType) {
    self.formula = formula
    self.phrase = phrase
    self.type = type
  }
}

/// The words of the rule language: the one list.
public enum Words {
  public static let conditions: [any ConditionWord.Type] = [
    All.self, AnyOf.self, Not.self, If.self, Is.self, Covers.self, Recorded.self, Every.self, Exists.self, NoneOf.self,
    Compare.self, Document.self, Answer.self, Met.self, Use.self,
  ]

  public static let quantities: [any QuantityWord.Type] = [
    Count.self, Share.self, Sum.self, Lowest.self, Highest.self, Average.self, Median.self, Gap.self, Elapsed.self,
    Tally.self, Term.self, Plus.self, Minus.self, Times.self, Divide.self, Choose.self,
  ]

  /// All names, for suggestions.
  public static var names: [String] { conditions.map { $0.element } + quantities.map { $0.element } }

  /// Words that hold nothing.
  static let bodyless = ["is", "recorded", "document", "answer", "met", "use", "elapsed", "term", "tally"]

  /// The attributes that choose rows, shared by every word that speaks of them.
  public static let choosing = [
    "of", "as", "for", "by", "during", "throughout", "at", "when", "from", "within", "hours", "anchor",
    "if-empty",
  ]

  /// The attributes that compare.
  public static let comparing = ["equal", "in", "at-least", "at-most", "more-than", "less-than"]
}
