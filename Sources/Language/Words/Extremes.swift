public import Standard
public import Values

/// `<lowest of="…">`: the lowest number, length of time or date over the chosen rows.
public struct Lowest: QuantityWord {
  public static let element = "lowest"
  public static let attributes = Words.choosing + ["value"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    reader.asQuantity(reader.extreme(xml, highest: false, isField: false), at: xml.location)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    Is.compared(reader.extreme(xml, highest: false, isField: false), xml, &reader)
  }
}

/// `<highest of="…">`: the highest number, length of time or date over the chosen rows.
public struct Highest: QuantityWord {
  public static let element = "highest"
  public static let attributes = Words.choosing + ["value"]

  public static func read(_ xml: Element, _ reader: inout TestReader) -> SaidQuantity? {
    reader.asQuantity(reader.extreme(xml, highest: true, isField: false), at: xml.location)
  }

  public static func condition(_ xml: Element, _ reader: inout TestReader) -> Said<Condition>? {
    Is.compared(reader.extreme(xml, highest: true, isField: false), xml, &reader)
  }
}
