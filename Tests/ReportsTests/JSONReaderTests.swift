import Testing
import Values

@testable import Reports

/// JSON as it is read back: what RFC 8259 allows, and nothing else.
struct JSONReaderTests {
  private func read(_ text: String) -> JSONValue? {
    do throws(Diagnostics) { return try JSONReader.read(Array(text.utf8), file: "r.json") } catch { return nil }
  }

  private func complaint(_ bytes: [UInt8]) -> String? {
    do throws(Diagnostics) {
      _ = try JSONReader.read(bytes, file: "r.json")
      return nil
    } catch { return error.all.map { "\($0)" }.joined(separator: "\n") }
  }

  @Test(
    arguments: [
      ("null", JSONValue.null), (" true\r\n", .bool(true)), ("false", .bool(false)), ("0", .number(0)),
      ("-12", .number(-12)), ("9223372036854775807", .number(.max)),
      ("9223372036854775808", .string("9223372036854775808")),
      ("1.50", .string("1.50")), ("1e3", .string("1e3")), ("\"\"", .string("")), ("[]", .array([])),
      ("{}", .object([])),
      (#""a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00ж""#, .string("a\"\\/\u{8}\u{C}\n\r\té😀ж")),
      (#"[1, [2], {"a": null}]"#, .array([.number(1), .array([.number(2)]), .members([("a", .null)])])),
    ])
  func reads(_ text: String, _ value: JSONValue) { #expect(read(text) == value) }

  @Test(
    arguments: [
      "", " ", "nul", "01", "-", "1.", ".5", "+1", "1e", "\"", "\"\u{1}\"", #""\x""#, #""\u12""#, #""\ud800""#,
      #""\ud800\u0041""#, #""\udc00""#, "[1,]", "[1 2]", "{,}", "{\"a\"}", "{\"a\":1,}", "{a:1}", "1 2", "[", "{\"a\":",
      "'a'", "NaN", "{\"a\":1,\"a\":1}", "// x\n1",
    ])
  func refuses(_ text: String) { #expect(read(text) == nil) }

  @Test func namesThePlace() {
    #expect(complaint(Array("{\n  \"жa\": tru".utf8)) == "r.json:2:9: error: expected a JSON value [json]")
    #expect(complaint([0x22, 0xFF, 0x22])?.contains("no text in UTF-8") == true)
  }

  @Test func isNotToppledByDepth() {
    let deep = String(repeating: "[", count: 200_000)
    #expect(complaint(Array(deep.utf8))?.contains("more than 64 deep") == true)
    let fine = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    #expect(read(fine) != nil)
  }

  @Test func readsWhatIsWritten() {
    let value = JSONValue.members([
      ("text", "a “b” \\ \" \n\t\u{1} 😀"), ("list", .array([.null, .bool(true), .number(.min)])), ("none", .object([])),
    ])
    #expect(read(String(decoding: value.bytes, as: UTF8.self)) == value)
  }
}
