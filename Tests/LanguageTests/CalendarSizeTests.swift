import Testing

@testable import Language

/// More calendar rows than anybody waits for are refused, as far as rules alone say how many there are.
struct CalendarSizeTests {
  private func day(_ during: String, _ inside: String = "<exists of=\"shift\" throughout=\"a\"/>") -> String {
    "<every of=\"day\" as=\"a\" during=\"\(during)\">\(inside)</every>"
  }

  @Test(
    arguments: ["P13Y", "P4W", "2024-01-01/2026-01-01", "as-of - P10Y/as-of", "2020-01-01/as-of", "P10Y/as-of"])
  func reads(_ during: String) throws { #expect(try Small.complaints(day(during)).isEmpty) }

  @Test(
    arguments: [
      "P14Y", "P100Y", "0001-01-01/2026-01-01", "as-of - P999999999Y/as-of", "P99Y/as-of", "../as-of", "../..",
    ])
  func refuses(_ during: String) throws {
    let complaints = try Small.complaints(day(during))
    #expect(complaints.contains { $0.contains("expected at most 5000") && $0.contains("[cost]") }, "\(complaints)")
  }

  @Test func countsWhatLiesInside() throws {
    let exists = #"<exists of="shift" throughout="b"/>"#
    func nested(_ outer: String, _ inner: String) throws -> [String] {
      try Small.complaints(
        "<every of=\"month\" during=\"\(outer)\"><every of=\"day\" as=\"b\" during=\"\(inner)\">\(exists)</every></every>"
      )
    }
    #expect(try nested("P5Y", "month").isEmpty)
    #expect(try nested("P12M", "P1Y").isEmpty)
    let refused = try nested("P2Y", "P1Y")
    #expect(
      refused.contains { $0.contains("one inside the other, are about 8760 rows") || $0.contains("about 8784") },
      "\(refused)")
    let months = #"<every of="month" during="../as-of"><exists of="shift" throughout="month"/></every>"#
    #expect(try Small.complaints(months).isEmpty)
    // Hours make moments as many as days.
    let hours = #"during="P100Y" hours="22:00/07:00" at-least="90%""#
    let share = try Small.complaints("<share of=\"moment\" as=\"m\" \(hours)><exists of=\"shift\" at=\"m\"/></share>")
    #expect(share.contains { $0.contains("[cost]") })
  }
}
