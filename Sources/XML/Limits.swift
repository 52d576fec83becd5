/// How large an XML file may be.  A dossier of a shelter stays far below all of these.
public struct Limits: Hashable, Sendable {
  /// Bytes of the whole file.
  public var bytes = 64 << 20
  /// Elements inside each other; libxml2 allows no more than 256, whatever stands here.
  public var depth = 64
  /// Attributes of one element, namespace declarations among them.
  public var attributes = 256
  /// Elements in all.
  public var elements = 2_000_000
  /// Characters of the text of one element (white space collapsed), or of one attribute.
  public var text = 1 << 20

  /// Elements that are checked for being well-formed but not kept, nor anything inside them.
  public var skipped: Set<String> = []

  public init() {}
}
