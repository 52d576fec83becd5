import Testing
import Values

/// Kleene's tables, written out.
@Suite struct TruthTests {
  static let tables: [(left: Truth, right: Truth, both: Truth, either: Truth)] = [
    (.yes, .yes, .yes, .yes),
    (.yes, .unknown, .unknown, .yes),
    (.yes, .no, .no, .yes),
    (.unknown, .yes, .unknown, .yes),
    (.unknown, .unknown, .unknown, .unknown),
    (.unknown, .no, .no, .unknown),
    (.no, .yes, .no, .yes),
    (.no, .unknown, .no, .unknown),
    (.no, .no, .no, .no),
  ]

  @Test(arguments: tables)
  func joins(_ row: (left: Truth, right: Truth, both: Truth, either: Truth)) {
    #expect((row.left && row.right) == row.both)
    #expect((row.left || row.right) == row.either)
  }

  @Test func negates() {
    #expect(!Truth.yes == .no)
    #expect(!Truth.no == .yes)
    #expect(!Truth.unknown == .unknown)
  }

  @Test func isMadeFromBits() {
    #expect(Truth(true) == .yes)
    #expect(Truth(false) == .no)
    #expect(Truth(certain: true, possible: true) == .yes)
    #expect(Truth(certain: false, possible: true) == .unknown)
    #expect(Truth(certain: false, possible: false) == .no)
  }

  @Test(arguments: [(Truth.yes, true, true), (.unknown, false, true), (.no, false, false)])
  func hasBits(_ truth: Truth, isCertain: Bool, isPossible: Bool) {
    #expect(truth.isCertain == isCertain)
    #expect(truth.isPossible == isPossible)
  }

  /// What is so in both cases is so; all else is not known.
  @Test func joinsTwoCases() {
    #expect(Truth.yes.joined(.yes) == .yes)
    #expect(Truth.no.joined(.no) == .no)
    #expect(Truth.unknown.joined(.unknown) == .unknown)
    #expect(Truth.yes.joined(.no) == .unknown)
    #expect(Truth.no.joined(.yes) == .unknown)
    #expect(Truth.yes.joined(.unknown) == .unknown)
    #expect(Truth.unknown.joined(.no) == .unknown)
  }
}
