internal import Standard
internal import Values

/// Single values in four bytes a row, where every cell is exactly known or says nothing at all.
///
/// A value is a whole number of `factor`; the lowest few numbers stand for the ways in which there is no value.
public struct PackedColumn: Sendable {
  /// By row.
  public let values: [Int32]
  /// What one of a value is in the column's own unit, that of `Scalars`.
  public let factor: Int64
  /// What each way of saying nothing means as a range, in the order of their numbers.
  private let gaps: [Gap]

  /// Nobody looked.
  public static let notCollected = Int32.min
  /// Somebody looked and the source is silent.
  public static let blank = Int32.min + 1
  /// It is known that there is none.
  public static let none = Int32.min + 2
  /// A reference to a row that is not listed.
  public static let unlisted = Int32.min + 3
  /// The lowest number that is a value.
  public static let lowest = Int32.min + 4

  private struct Gap: Sendable {
    var low: Int64
    var high: Int64
    var flags: UInt8
  }

  /// - Parameters:
  ///   - values: by row; a number below `lowest` says how there is no value.
  ///   - factor: what one of a value is.
  ///   - reading: what the field's cells mean in these lists; fields with a detail cannot be packed.
  init(_ values: [Int32], factor: Int64, _ reading: CellReading) {
    self.values = values
    self.factor = factor
    var meaning = Scalars()
    for cell in [Cell.notCollected, .blank, .none, .label("")] { meaning.append(cell, reading) }
    gaps = meaning.flags.indices.map { Gap(low: meaning.low[$0], high: meaning.high[$0], flags: meaning.flags[$0]) }
  }

  /// The values of some rows as ranges, as if each cell had been read by itself.
  public func widened(_ rows: Range<Int>) -> Scalars {
    let known = Scalars.mayBeValue | Scalars.recorded | Scalars.collected
    var result = Scalars()
    let count = rows.count
    result.low = Array(unsafeUninitializedCapacity: count) { low, filled in
      values.withUnsafeBufferPointer { values in
        for i in 0..<count {
          let value = values[rows.lowerBound + i]
          low[i] = value >= Self.lowest ? Int64(value) &* factor : gap(value).low
        }
      }
      filled = count
    }
    result.high = Array(unsafeUninitializedCapacity: count) { high, filled in
      values.withUnsafeBufferPointer { values in
        for i in 0..<count {
          let value = values[rows.lowerBound + i]
          high[i] = value >= Self.lowest ? Int64(value) &* factor : gap(value).high
        }
      }
      filled = count
    }
    result.flags = Array(unsafeUninitializedCapacity: count) { flags, filled in
      values.withUnsafeBufferPointer { values in
        for i in 0..<count {
          let value = values[rows.lowerBound + i]
          flags[i] = value >= Self.lowest ? known : gap(value).flags
        }
      }
      filled = count
    }
    return result
  }

  private func gap(_ value: Int32) -> Gap { gaps[Int(value &- Int32.min)] }
}
