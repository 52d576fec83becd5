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
  public let gaps: [Gap]

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

  /// What may stand behind a number that is no value.
  public struct Gap: Sendable {
    public var low: Int64
    public var high: Int64
    public var flags: UInt8

    public init(low: Int64, high: Int64, flags: UInt8) {
      self.low = low
      self.high = high
      self.flags = flags
    }
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

  /// Some of the rows, still packed.
  public func slice(_ rows: Range<Int>) -> PackedSlice {
    PackedSlice(values: values, start: rows.lowerBound, count: rows.count, factor: factor, gaps: gaps)
  }

  /// The values of some rows as ranges, as if each cell had been read by itself.
  public func widened(_ rows: Range<Int>) -> Scalars { slice(rows).widened }
}

/// Rows of a packed column, or values worked out of such rows.
public struct PackedSlice: Sendable {
  public var values: [Int32]
  /// Where the rows begin among the values.
  public var start: Int
  public var count: Int
  public var factor: Int64
  /// What the four numbers that are no values mean, lowest first.
  public var gaps: [PackedColumn.Gap]

  public init(values: [Int32], start: Int = 0, count: Int, factor: Int64, gaps: [PackedColumn.Gap]) {
    self.values = values
    self.start = start
    self.count = count
    self.factor = factor
    self.gaps = gaps
  }

  /// What is known of every value that is one.
  public static let known = Scalars.mayBeValue | Scalars.recorded | Scalars.collected

  /// What a number that is no value means.
  @inlinable public func gap(_ value: Int32) -> PackedColumn.Gap { gaps[Int(value &- Int32.min)] }

  @inlinable public func low(_ row: Int) -> Int64 {
    let value = values[start + row]
    return value >= PackedColumn.lowest ? Int64(value) &* factor : gap(value).low
  }

  @inlinable public func high(_ row: Int) -> Int64 {
    let value = values[start + row]
    return value >= PackedColumn.lowest ? Int64(value) &* factor : gap(value).high
  }

  @inlinable public func flags(_ row: Int) -> UInt8 {
    let value = values[start + row]
    return value >= PackedColumn.lowest ? Self.known : gap(value).flags
  }

  /// As ranges.
  public var widened: Scalars {
    var result = Scalars()
    func filled<T>(_ value: (Int32) -> T) -> [T] {
      Array(unsafeUninitializedCapacity: count) { cells, filled in
        values.withUnsafeBufferPointer { values in
          for row in 0..<count { cells.initializeElement(at: row, to: value(values[start + row])) }
        }
        filled = count
      }
    }
    result.low = filled { $0 >= PackedColumn.lowest ? Int64($0) &* factor : gap($0).low }
    result.high = filled { $0 >= PackedColumn.lowest ? Int64($0) &* factor : gap($0).high }
    result.flags = filled { $0 >= PackedColumn.lowest ? Self.known : gap($0).flags }
    return result
  }
}
