/// One field of all rows of a record type.
public enum FieldColumn: Sendable {
  case scalars(Scalars)
  case packed(PackedColumn)
  case sets(Sets)

  /// The single values of some rows; none for sets of codes.
  public func scalars(_ rows: Range<Int>) -> Scalars {
    switch self {
    case .scalars(let column): column[rows]
    case .packed(let column): column.widened(rows)
    case .sets: Scalars()
    }
  }
}

/// Single values as ranges: everything a cell may hold lies between `low` and `high`, or it is none.
///
/// Days are day numbers; instants are seconds on the house's clock with `detail` the minutes ahead of UTC (or
/// `Scalars.noDetail`); numbers are millionths of the base unit, ages of a year; codes are places in the list; labels and references
/// are numbers given by the dataset; lengths of time are amounts with `detail` their unit.
public struct Scalars: Sendable {
  public var low: [Int64] = []
  public var high: [Int64] = []
  public var flags: [UInt8] = []
  /// Empty where the kind of field needs none.
  public var detail: [Int64] = []
  /// What `coarse` cells may be; `low` is a place here.
  public var alternatives: [[Int32]] = []
  /// One value stands for all rows.
  public var isConstant = false
  /// The values in four bytes a row; `low`, `high` and `flags` are then empty.
  public var packed: PackedSlice?

  public static let mayBeValue: UInt8 = 1
  public static let mayBeNone: UInt8 = 2
  /// The source says something: a value or none.
  public static let recorded: UInt8 = 4
  /// Somebody looked.
  public static let collected: UInt8 = 8
  /// One of a few codes.
  public static let coarse: UInt8 = 16
  /// A reference to a row that is not listed.
  public static let unlisted: UInt8 = 32
  /// The value at hand is exactly `low`.
  public static let noDetail = Int64.min

  public init() {}

  public init(packed: PackedSlice) { self.packed = packed }

  /// How many rows it has, or 1 where one value stands for all.
  public var count: Int { packed?.count ?? flags.count }

  /// The lowest value of a row.
  @inlinable public func low(_ row: Int) -> Int64 { packed?.low(row) ?? low[isConstant ? 0 : row] }
  /// The highest value of a row.
  @inlinable public func high(_ row: Int) -> Int64 { packed?.high(row) ?? high[isConstant ? 0 : row] }
  /// What is known of a row.
  @inlinable public func flags(_ row: Int) -> UInt8 { packed?.flags(row) ?? flags[isConstant ? 0 : row] }
  /// The detail of a row, if its kind has any.
  @inlinable public func detail(_ row: Int) -> Int64 { detail.isEmpty ? .min : detail[isConstant ? 0 : row] }

  /// The same values, not packed.
  public var wide: Scalars { packed?.widened ?? self }

  /// The values of some rows.
  public subscript(rows: Range<Int>) -> Scalars {
    if rows.count == flags.count { return self }
    var slice = Scalars()
    slice.low = Array(low[rows])
    slice.high = Array(high[rows])
    slice.flags = Array(flags[rows])
    if !detail.isEmpty { slice.detail = Array(detail[rows]) }
    slice.alternatives = alternatives
    return slice
  }

  public mutating func append(_ low: Int64, _ high: Int64, _ flags: UInt8) {
    self.low.append(low)
    self.high.append(high)
    self.flags.append(flags)
  }
}

/// Sets of codes: for each row the codes that are surely in, and those that may be, as bits.
public struct Sets: Sendable {
  /// Words of 64 codes a row.
  public var width: Int
  public var certain: [UInt64] = []
  public var possible: [UInt64] = []
  public var flags: [UInt8] = []

  public init(codes: Int) { width = (codes + 63) / 64 }

  mutating func append(certain: [Int32], possible: [Int32]?, flags: UInt8, codes: Int) {
    let start = self.certain.count
    self.certain += Array(repeating: 0, count: width)
    for code in certain { self.certain[start + Int(code) / 64] |= 1 << UInt64(code % 64) }
    if let possible {
      self.possible += Array(repeating: 0, count: width)
      for code in possible { self.possible[start + Int(code) / 64] |= 1 << UInt64(code % 64) }
    } else {
      for word in 0..<width {
        let bits = min(64, codes - word * 64)
        self.possible.append(bits == 64 ? .max : (1 << UInt64(bits)) - 1)
      }
    }
    self.flags.append(flags)
  }
}
