/// Something that honest records seldom show: a reader should look again.  It changes no verdict and no score.
public struct PlausibilityNote: Hashable, Sendable {
  public var id: String
  public var title: String
  /// What to think of it, and what to look at; kind, for there may be a good reason.
  public var note: String
  /// When it is shown: only where the records surely say so.
  public var condition: Condition
  /// The condition in words.
  public var reading: String

  public init(id: String, title: String, note: String, condition: Condition, reading: String) {
    self.id = id
    self.title = title
    self.note = note
    self.condition = condition
    self.reading = reading
  }
}
