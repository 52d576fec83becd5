internal import Records
internal import Standard
internal import Values

// What is worked out on packed values as they are, four bytes a row and without a branch a row; the few rows without a
// value are seen to afterwards.

extension PackedSlice {
  /// The rows that a map names.
  func gathered(_ map: [Int32]) -> PackedSlice {
    let values = [Int32](unsafeUninitializedCapacity: map.count) { cells, filled in
      self.values.withUnsafeBufferPointer { values in
        for (row, place) in map.enumerated() { cells[row] = values[start + Int(place)] }
      }
      filled = map.count
    }
    return PackedSlice(values: values, count: map.count, factor: factor, gaps: gaps)
  }

  /// The same days so much later; nothing where that does not fit.
  func moved(by days: Int64) -> PackedSlice? {
    guard abs(days) < 1 << 20, factor == 1 else { return nil }
    let step = Int32(days)
    var fits = true
    let values = [Int32](unsafeUninitializedCapacity: count) { cells, filled in
      self.values.withUnsafeBufferPointer { values in
        for row in 0..<count {
          let value = values[start + row]
          // Days lie far from the ends of what four bytes hold.
          fits = fits && (value < PackedColumn.lowest || abs(value) < 1 << 30)
          cells[row] = value < PackedColumn.lowest ? value : value &+ step
        }
      }
      filled = count
    }
    guard fits else { return nil }
    func moved(_ value: Int64) -> Int64 {
      value <= -Coverage.unlimited || value >= Coverage.unlimited ? value : value + days
    }
    return PackedSlice(
      values: values, count: count, factor: 1,
      gaps: gaps.map { PackedColumn.Gap(low: moved($0.low), high: moved($0.high), flags: $0.flags) })
  }

  /// Of the rows that references name, this column's values; `anything` is what a row may hold that nobody knows.
  func walked(by reference: PackedSlice, first: Int64, _ anything: PackedColumn.Gap) -> PackedSlice {
    // A row that is not known may be any, or none where there may be none: told apart by two of the four numbers.
    var gaps = self.gaps
    let isOpen = (reference.gaps[0].flags | reference.gaps[1].flags) & Scalars.mayBeNone
    gaps[0] = PackedColumn.Gap(low: anything.low, high: anything.high, flags: anything.flags | isOpen)
    gaps[3] = anything
    let values = [Int32](unsafeUninitializedCapacity: reference.count) { cells, filled in
      self.values.withUnsafeBufferPointer { values in
        reference.values.withUnsafeBufferPointer { references in
          for row in 0..<reference.count {
            let place = references[reference.start + row]
            if place >= PackedColumn.lowest {
              let value = values[start + Int(Int64(place) - first)]
              cells[row] = value
            } else if place == PackedColumn.none {
              cells[row] = PackedColumn.none
            } else {
              cells[row] = place == PackedColumn.unlisted ? PackedColumn.unlisted : PackedColumn.notCollected
            }
          }
        }
      }
      filled = reference.count
    }
    gaps[2] = PackedColumn.Gap(
      low: 0, high: 0, flags: Scalars.mayBeNone | Scalars.recorded | Scalars.collected)
    return PackedSlice(values: values, count: reference.count, factor: factor, gaps: gaps)
  }

  /// A truth for each row: that of its value, or of what a number that is no value means.
  @inline(__always)
  func truths(_ value: (Int32) -> UInt8, _ gap: (PackedColumn.Gap) -> UInt8) -> [UInt8] {
    let gaps = self.gaps.map(gap)
    return [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
      values.withUnsafeBufferPointer { values in
        let cells = UnsafeBufferPointer(rebasing: values[start..<start + count])
        var lowest = Int32.max
        for row in 0..<count {
          lowest = min(lowest, cells[row])
          bytes[row] = value(cells[row])
        }
        if lowest < PackedColumn.lowest {
          for row in 0..<count where cells[row] < PackedColumn.lowest {
            bytes[row] = gaps[Int(cells[row] &- Int32.min)]
          }
        }
      }
      filled = count
    }
  }

  /// Compared with one value or range; nothing where the two do not fit.
  func compared(_ relation: Relation, low: Int64, high: Int64, open: Bool) -> [UInt8]? {
    // Values hold surely from one number on and possibly from another.
    func limit(_ value: Int64, up: Bool) -> Int32 {
      let quotient = up ? -floorDivided(-value, factor) : floorDivided(value, factor)
      return Int32(clamping: max(Int64(PackedColumn.lowest), quotient))
    }
    let most: UInt8 = open ? 1 : 2
    func gap(_ gap: PackedColumn.Gap) -> UInt8 {
      guard gap.flags & Scalars.mayBeValue != 0 else { return 0 }
      var truth = Bounds(
        low: Ratio(top: gap.low, bottom: 1), high: Ratio(top: gap.high, bottom: 1), absent: 0
      ).truth(relation, Bounds(low: Ratio(top: low, bottom: 1), high: Ratio(top: high, bottom: 1), absent: 0))
      if truth == .yes, open || gap.flags & Scalars.mayBeNone != 0 { truth = .unknown }
      return truth.rawValue
    }
    let sure: UInt8 = most &- 1
    switch relation {
    case .atLeast:
      let (a, b) = (limit(high, up: true), limit(low, up: true))
      return truths({ ($0 >= b ? 1 : 0) &+ ($0 >= a ? sure : 0) }, gap)
    case .moreThan:
      let (a, b) = (limit(high, up: false), limit(low, up: false))
      return truths({ ($0 > b ? 1 : 0) &+ ($0 > a ? sure : 0) }, gap)
    case .atMost:
      let (a, b) = (limit(low, up: false), limit(high, up: false))
      return truths({ ($0 <= b ? 1 : 0) &+ ($0 <= a ? sure : 0) }, gap)
    case .lessThan:
      let (a, b) = (limit(low, up: true), limit(high, up: true))
      return truths({ ($0 < b ? 1 : 0) &+ ($0 < a ? sure : 0) }, gap)
    case .equal:
      guard low == high else { return nil }
      let value = limit(low, up: false)
      guard low % factor == 0, Int64(value) * factor == low else { return truths({ _ in 0 }, gap) }
      return truths({ $0 == value ? most : 0 }, gap)
    }
  }

  /// Compared row by row with other packed values of the same unit; nothing where they do not fit.
  func compared(_ relation: Relation, _ other: PackedSlice) -> [UInt8]? {
    guard factor == other.factor, count == other.count else { return nil }
    return switch relation {
    case .equal: compared(other, relation) { $0 == $1 }
    case .atLeast: compared(other, relation) { $0 >= $1 }
    case .atMost: compared(other, relation) { $0 <= $1 }
    case .moreThan: compared(other, relation) { $0 > $1 }
    case .lessThan: compared(other, relation) { $0 < $1 }
    }
  }

  @inline(__always)
  private func compared(_ other: PackedSlice, _ relation: Relation, _ holds: (Int32, Int32) -> Bool) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { bytes, filled in
      values.withUnsafeBufferPointer { left in
        other.values.withUnsafeBufferPointer { right in
          var lowest = Int32.max
          for row in 0..<count {
            let (a, b) = (left[start + row], right[other.start + row])
            lowest = min(lowest, min(a, b))
            bytes[row] = holds(a, b) ? 2 : 0
          }
          guard lowest < PackedColumn.lowest else { return }
          for row in 0..<count
          where left[start + row] < PackedColumn.lowest || right[other.start + row] < PackedColumn.lowest {
            bytes[row] = open(row, relation, other)
          }
        }
      }
      filled = count
    }
  }

  private func open(_ row: Int, _ relation: Relation, _ other: PackedSlice) -> UInt8 {
    let flags = (flags(row), other.flags(row))
    guard flags.0 & flags.1 & Scalars.mayBeValue != 0 else { return 0 }
    func bounds(_ slice: PackedSlice) -> Bounds {
      Bounds(low: Ratio(top: slice.low(row), bottom: 1), high: Ratio(top: slice.high(row), bottom: 1), absent: 0)
    }
    let truth = bounds(self).truth(relation, bounds(other))
    return truth == .yes && (flags.0 | flags.1) & Scalars.mayBeNone != 0 ? 1 : truth.rawValue
  }
}
