/// Looks for values that could identify a person.  It names the kind of trouble and never repeats the value.
public enum PrivacyGuard {
  /// What is wrong with a made-up label or id, if anything.
  public static func objection(toLabel text: String) -> String? {
    if let objection = objection(to: text) { return objection }
    let bytes = text.utf8
    guard bytes.allSatisfy({ isLetter($0) || isDigit($0) || isLabelMark($0) }) else {
      return "a label may hold only letters A–Z, digits and . _ -; a made-up one such as A-017 is best"
    }
    guard bytes.count <= 32 else { return "a label has at most 32 characters; a made-up one such as A-017 is best" }
    if bytes.count >= 16,
      bytes.allSatisfy({ isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20) })
    {
      return "this looks like a hash of something real; make up a label such as A-017"
    }
    return nil
  }

  /// What kind of private value a text looks like, if any: an e-mail address, a telephone or document number.
  public static func objection(to text: String) -> String? {
    var digits = 0
    var longestRun = 0
    var run = 0
    var length = 0
    var onlyPhoneMarks = true
    var at: Int?
    for byte in text.utf8 {
      if isDigit(byte) {
        digits += 1
        run += 1
        longestRun = max(longestRun, run)
      } else {
        run = 0
        if byte == UInt8(ascii: "@"), at == nil { at = length }
        if !isPhoneMark(byte) { onlyPhoneMarks = false }
      }
      length += 1
    }
    if let at, at > 0, at < length - 1 { return "this looks like an e-mail address" }
    if text.utf8.first == UInt8(ascii: "+"), digits >= 7, onlyPhoneMarks { return "this looks like a telephone number" }
    if longestRun >= 9 { return "this looks like a document or personal number" }
    return nil
  }

  private static func isLabelMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }

  private static func isPhoneMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "+"), UInt8(ascii: " "), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "/"),
      UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }
}
