/// Looks for values that could identify a person.  It names the kind of trouble and never repeats the value.
public enum PrivacyGuard {
  /// What is wrong with a made-up label or id, if anything.
  public static func objection(toLabel text: String) -> String? {
    if let objection = objection(to: text) { return objection }
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ isLetter($0) || isDigit($0) || labelMarks.contains($0) }) else {
      return "a label may hold only letters A–Z, digits and . _ -; a made-up one such as A-017 is best"
    }
    guard bytes.count <= 32 else { return "a label has at most 32 characters; a made-up one such as A-017 is best" }
    if bytes.count >= 16, bytes.allSatisfy({ isDigit($0) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0 | 0x20) }) {
      return "this looks like a hash of something real; make up a label such as A-017"
    }
    return nil
  }

  /// What kind of private value a text looks like, if any: an e-mail address, a telephone or document number.
  public static func objection(to text: String) -> String? {
    let bytes = Array(text.utf8)
    if let at = bytes.firstIndex(of: UInt8(ascii: "@")), at > 0, at < bytes.count - 1 {
      return "this looks like an e-mail address"
    }
    var digits = 0
    var longestRun = 0
    var run = 0
    var onlyPhoneMarks = true
    for byte in bytes {
      if isDigit(byte) {
        digits += 1
        run += 1
        longestRun = max(longestRun, run)
      } else {
        run = 0
        if !phoneMarks.contains(byte) { onlyPhoneMarks = false }
      }
    }
    if bytes.first == UInt8(ascii: "+"), digits >= 7, onlyPhoneMarks { return "this looks like a telephone number" }
    if longestRun >= 9 { return "this looks like a document or personal number" }
    return nil
  }

  private static let labelMarks: Set<UInt8> = [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")]
  private static let phoneMarks: Set<UInt8> = Set("+ ()/-.".utf8)

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  private static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z")
  }
}
