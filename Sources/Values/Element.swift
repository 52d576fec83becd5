/// An XML element as a value: what was written and where.
public struct Element: Hashable, Sendable {
  /// One attribute of an element.
  public struct Attribute: Hashable, Sendable {
    public var name: String
    public var value: String
    public var location: Location

    public init(name: String, value: String, location: Location) {
      self.name = name
      self.value = value
      self.location = location
    }
  }

  public var name: String
  /// In the order written.
  public var attributes: [Attribute]
  public var children: [Element]
  /// The text directly inside, white space at its ends removed and runs of it made one space.
  public var text: String
  public var location: Location

  public init(
    name: String, attributes: [Attribute] = [], children: [Element] = [], text: String = "", location: Location
  ) {
    self.name = name
    self.attributes = attributes
    self.children = children
    self.text = text
    self.location = location
  }

  /// The value of an attribute, if it was written.
  public subscript(_ name: String) -> String? {
    for attribute in attributes where attribute.name == name { return attribute.value }
    return nil
  }

  /// Where an attribute stands; the element's own place if it was not written.
  public func location(of name: String) -> Location {
    for attribute in attributes where attribute.name == name { return attribute.location }
    return location
  }

  /// The children of this name, in the order written.
  public func all(_ name: String) -> [Element] { children.filter { $0.name == name } }

  /// The first child of this name.
  public func first(_ name: String) -> Element? { children.first { $0.name == name } }
}
