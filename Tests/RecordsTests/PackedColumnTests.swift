import Standard
import Testing
import Values

@testable import Records

/// A packed column says what the wide one says.
@Suite struct PackedColumnTests {
  private func wide(_ cells: [(Cell, Int64?)], _ reading: CellReading) -> Scalars {
    var column = Scalars()
    for (cell, number) in cells { column.append(cell, reading, number: number) }
    return column
  }

  private func expectSame(_ packed: PackedColumn, _ wide: Scalars) {
    for lower in 0...packed.values.count {
      for upper in lower...packed.values.count {
        let (left, right) = (packed.widened(lower..<upper), wide[lower..<upper])
        #expect(left.low == right.low)
        #expect(left.high == right.high)
        #expect(left.flags == right.flags)
        #expect(left.detail == right.detail)
      }
    }
  }

  private func reading(_ name: String, takenBefore days: Int64 = 0) throws -> CellReading {
    let dictionary = try Shipped.dictionary()
    return CellReading(try dictionary.field(name), dictionary, taken: 20_000 - days, asOf: 20_000)
  }

  @Test(arguments: [Int64(0), 30]) func dates(takenBefore days: Int64) throws {
    let reading = try reading("staff.ended", takenBefore: days)
    let packed = PackedColumn(
      [19_000, PackedColumn.blank, PackedColumn.none, -3, PackedColumn.notCollected], factor: 1, reading)
    let cells: [Cell] = [.days(19_000, 19_000), .blank, .none, .days(-3, -3), .notCollected]
    expectSame(packed, wide(cells.map { ($0, nil) }, reading))
    // “None” in a list that was taken before the day it is about is not known after it.
    #expect((packed.widened(2..<3).flags[0] & Scalars.mayBeValue != 0) == (days > 0))
  }

  @Test func numbersHaveAFactor() throws {
    let reading = try reading("training.hours")
    #expect(reading.factor == 60)
    let packed = PackedColumn([15, PackedColumn.blank, 0], factor: 100_000 * 60, reading)
    expectSame(packed, wide([(.number(1_500_000, 1_500_000), nil), (.blank, nil), (.number(0, 0), nil)], reading))
  }

  @Test func codes() throws {
    let reading = try reading("incident.kind")
    let packed = PackedColumn([2, PackedColumn.notCollected, 0, PackedColumn.blank], factor: 1, reading)
    expectSame(packed, wide([(.code([2]), nil), (.notCollected, nil), (.code([0]), nil), (.blank, nil)], reading))
  }

  @Test func references() throws {
    let reading = try reading("supervision.supervisor")
    let packed = PackedColumn([7, PackedColumn.unlisted, PackedColumn.none, PackedColumn.blank], factor: 1, reading)
    expectSame(
      packed, wide([(.label("S-7"), 7), (.label("S-99"), nil), (.none, nil), (.blank, nil)], reading))
  }
}
