import Testing
import Values

@Suite struct FixedPointTests {
  @Test(
    arguments: [
      ("0", 0, "0"), ("12", 12_000_000, "12"), ("-3", -3_000_000, "-3"), ("4.75", 4_750_000, "4.75"),
      ("-0.5", -500_000, "-0.5"), ("0.000001", 1, "0.000001"), ("1.000010", 1_000_010, "1.00001"),
      ("007", 7_000_000, "7"),
      ("4.50", 4_500_000, "4.5"), ("-0", 0, "0"), ("3.0", 3_000_000, "3"),
      ("999999999.999999", 999_999_999_999_999, "999999999.999999"),
      ("-999999999.999999", -999_999_999_999_999, "-999999999.999999"),
    ] as [(String, Int64, String)])
  func reads(_ text: String, millionths: Int64, printed: String) throws {
    let number = try #require(FixedPoint(text))
    #expect(number.millionths == millionths)
    #expect(number.description == printed)
    #expect(FixedPoint(printed) == number)
  }

  @Test(arguments: [
    "", "-", ".", "-.", ".5", "5.", "-5.", "+5", "--5", "5-", "1.2.3", "1e3", "1,5", " 1", "1 ", "0x10", "1.0000000",
    "0.1234567", "1000000000", "12345678901234567890", "½", "٣", "nan", "inf", "1_000",
  ])
  func refuses(_ text: String) { #expect(FixedPoint(text) == nil) }

  @Test func isOrdered() {
    let ascending = ["-10", "-9.5", "-0.000001", "0", "0.1", "9", "10"].compactMap { FixedPoint($0) }
    #expect(ascending.count == 7)
    #expect(ascending.reversed().sorted() == ascending)
  }

  /// Even the lowest number that a machine word holds is printed.
  @Test func printsTheLimits() {
    #expect(FixedPoint(millionths: .min).description == "-9223372036854.775808")
    #expect(FixedPoint(millionths: .max).description == "9223372036854.775807")
  }
}
