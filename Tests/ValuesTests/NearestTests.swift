import Testing
import Values

@Suite struct NearestTests {
  @Test(
    arguments: [
      // A letter changed, left out, added; two neighbours swapped.
      ("admision", ["admission", "session", "staff"], "admission"),
      ("stuff", ["admission", "session", "staff"], "staff"),
      ("staaff", ["admission", "session", "staff"], "staff"),
      ("satff", ["admission", "session", "staff"], "staff"),
      // Six letters allow two edits, five only one.
      ("abcdXY", ["abcdef"], "abcdef"),
      ("abcXY", ["abcde"], nil),
      ("abXYZf", ["abcdef"], nil),
      // The longer of the two names counts.
      ("abcd", ["abcdef"], "abcdef"),
      ("abc", ["abcdef"], nil),
      // Two swaps in six letters.
      ("bacdfe", ["abcdef"], "abcdef"),
      ("anything", [], nil),
    ] as [(String, [String], String?)])
  func finds(_ name: String, among names: [String], near: String?) {
    #expect(nearest(to: name, among: names) == near)
  }

  /// The same but for case wins over anything, whatever its place in the alphabet.
  @Test func takesCaseFirst() {
    #expect(nearest(to: "STAFF", among: ["STAFG", "staff"]) == "staff")
    #expect(nearest(to: "Staff", among: ["staff", "Stuff", "Staf"]) == "staff")
  }

  @Test func takesTheFewestEdits() {
    #expect(nearest(to: "abcdefghi", among: ["abcdefXYi", "abcdefghZ"]) == "abcdefghZ")
  }

  /// Of equally near names the first by name, in whatever order they come.
  @Test func breaksTiesByName() {
    #expect(nearest(to: "hat", among: ["rat", "cat", "bat"]) == "bat")
    #expect(nearest(to: "hat", among: ["bat", "cat", "rat"]) == "bat")
  }

  @Test func suggests() {
    #expect(suggestion(for: "stuff", among: ["session", "staff"]) == "did you mean “staff”?")
    #expect(suggestion(for: "weather", among: ["staff", "exit", "plan"]) == "expected one of: exit, plan, staff")
    #expect(suggestion(for: "weather", among: []) == nil)
  }

  /// Eight names are a list one can read, nine are not.
  @Test func keepsListsShort() {
    let eight = ["aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh"]
    #expect(suggestion(for: "weather", among: eight) == "expected one of: aa, bb, cc, dd, ee, ff, gg, hh")
    #expect(suggestion(for: "weather", among: eight + ["ii"]) == nil)
  }
}
