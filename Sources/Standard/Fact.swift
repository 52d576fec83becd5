/// Something that a published source says, by the number under which it was noted.
public struct Fact: Hashable, Sendable {
  /// Why no criterion rests on a fact.
  public enum Because: String, Hashable, Sendable, CaseIterable {
    /// A duty of a state or authority.
    case state
    /// Somebody's finding or description; it demands nothing.
    case finding
    /// It works against a survivor's freedom, or is written for custody.
    case freedom
    /// Neither records nor a question could show it fairly.
    case notVerifiable = "not-verifiable"
    /// Another fact says it better, or more strictly.
    case superseded
    /// It makes sense only in another kind of house.
    case otherSetting = "other-setting"
    /// Too little of it could be read.
    case unread
    /// It is about how an assessment is made.
    case program

    /// In words.
    public var label: String {
      switch self {
      case .state: "a duty of a state or authority"
      case .finding: "a finding or description that demands nothing"
      case .freedom: "works against a survivor’s freedom, or is written for custody"
      case .notVerifiable: "neither records nor a question could show it fairly"
      case .superseded: "another fact says it better"
      case .otherSetting: "makes sense only in another kind of house"
      case .unread: "too little of it could be read"
      case .program: "about how an assessment is made"
      }
    }
  }

  /// Such as `R063`, `I02`, `V07`.
  public var id: String
  /// As in the bibliography, with the clause.
  public var source: String
  /// Who sets the bar and how high, and how it was read, in the words of the list.
  public var level: String
  public var confidence: String
  /// Why no criterion rests on it; nil if one does.
  public var because: Because?
  /// The same in a sentence.
  public var reason: String

  public init(id: String, source: String, level: String, confidence: String, because: Because?, reason: String) {
    self.id = id
    self.source = source
    self.level = level
    self.confidence = confidence
    self.because = because
    self.reason = reason
  }
}
