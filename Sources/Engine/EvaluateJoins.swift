internal import Records
internal import Standard
internal import Values

extension Evaluation {
  /// The rows of a record type that refer to what each row of a frame refers to, or is.
  func joined(_ record: Int, around outer: Int, _ mask: Int?, _ join: JoinNode) -> Rows {
    let children = Children(self, record, mask: mask.map { verdicts[$0] }, key: scalars[join.key], join.target)
    let parents = Parents(self, outer, scalars[join.parent], targets: range(of: join.target))
    var rows = Rows()
    let most = parents.count(children) { self.rows(of: record, shelter: $0).count }
    Rows.writing(&rows, most: most + 1) { writer in
      parents.write(children, &writer) { self.rows(of: record, shelter: $0) }
    }
    return rows
  }

  /// What each row of the frame around refers to.
  private struct Parents {
    /// A row among the targets at hand: the place where its children begin; or one of these.
    private static let nobody: Int32 = -1
    private static let unlisted: Int32 = -2
    private static let anybody: Int32 = -3

    private var places: [Int32]
    /// The rows whose reference may be none, so that their children are theirs only perhaps; nil where there is none.
    private var perhaps: [Bool]?
    private let shelters: [Int32]

    init(_ run: Evaluation, _ outer: Int, _ parent: Scalars, targets: Range<Int>) {
      shelters = run.shelter(of: outer)
      let members = run.frames[outer].member
      places = [Int32](repeating: Self.nobody, count: members.count)
      var perhaps: [Bool]?
      let first = Int64(targets.lowerBound)
      for index in 0..<members.count where members[index] != 0 {
        if let packed = parent.packed {
          let value = packed.values[packed.start + index]
          if value >= PackedColumn.lowest, targets.contains(Int(value)) {
            places[index] = Int32(truncatingIfNeeded: Int64(value) - first)
            continue
          }
        }
        let flags = parent.flags(index)
        if flags & Scalars.mayBeValue == 0 { continue }
        let low = parent.low(index)
        if flags & Scalars.unlisted != 0 {
          places[index] = Self.unlisted
        } else if low == parent.high(index), targets.contains(Int(low)) {
          places[index] = Int32(truncatingIfNeeded: low - first)
          if flags & Scalars.mayBeNone != 0 {
            if perhaps == nil { perhaps = [Bool](repeating: false, count: members.count) }
            perhaps?[index] = true
          }
        } else {
          places[index] = Self.anybody
        }
      }
      self.perhaps = perhaps
    }

    /// How many rows that makes, at most.
    func count(_ children: Children, _ rows: (Int) -> Int) -> Int {
      var count = 0
      for (index, place) in places.enumerated() {
        let shelter = Int(shelters[index])
        switch place {
        case Self.nobody: break
        case Self.unlisted: count += children.elsewhere.range(shelter).count + children.anyone.range(shelter).count
        case Self.anybody: count += rows(shelter)
        default: count += children.range(Int(place)).count + children.anyone.range(shelter).count
        }
      }
      return count
    }

    func write(_ children: Children, _ writer: inout RowsWriter, _ rows: (Int) -> Range<Int>) {
      let hasAnyone = !children.anyone.rows.isEmpty
      for (index, place) in places.enumerated() {
        let parent = Int32(truncatingIfNeeded: index)
        let shelter = Int(shelters[index])
        switch place {
        case Self.nobody: break
        case Self.unlisted:
          writer.merge(
            parent, children.elsewhere.rows, children.elsewhere.range(shelter), nil, children.anyone.rows,
            children.anyone.range(shelter))
        case Self.anybody: children.writeAll(rows(shelter), parent, &writer)
        default:
          let range = children.range(Int(place))
          let members = perhaps?[index] == true ? nil : children.members
          if hasAnyone, !children.anyone.range(shelter).isEmpty {
            writer.merge(
              parent, children.rows, range, members, children.anyone.rows, children.anyone.range(shelter))
          } else {
            for at in range { writer.write(parent, children.rows[at], members?[at] ?? 1) }
          }
        }
      }
    }
  }

  /// Rows of each shelter, in the order of the table.
  private struct OfShelters {
    var rows: [Int32] = []
    /// Where those of each shelter begin; one more than there are shelters, or empty where there are no rows.
    private var starts: [Int32] = []

    func range(_ shelter: Int) -> Range<Int> {
      rows.isEmpty ? 0..<0 : Int(starts[shelter])..<Int(starts[shelter + 1])
    }

    /// Takes rows in, one shelter after the other.
    mutating func append(_ row: Int32) { rows.append(row) }
    mutating func endShelter() {
      if starts.isEmpty { starts.append(0) }
      starts.append(Int32(rows.count))
    }
  }

  /// Rows by the row they refer to; rows whose reference is not known may belong to any of their shelter's.
  private struct Children {
    private let mask: [UInt8]?
    private let key: Scalars
    /// Where the children of each row begin among `rows`; one more than there are rows.
    private let starts: [Int32]
    /// The children of each row, and whether each surely belongs to it: 2, or 1 perhaps.
    let rows: [Int32]
    let members: [UInt8]
    /// Rows with an unknown reference, and those that refer to a row that is not listed.
    private(set) var anyone = OfShelters()
    private(set) var elsewhere = OfShelters()

    func range(_ place: Int) -> Range<Int> { Int(starts[place])..<Int(starts[place + 1]) }

    init(_ run: Evaluation, _ record: Int, mask: [UInt8]?, key: Scalars, _ target: Int) {
      let targets = run.range(of: target)
      let count = run.range(of: record).count
      self.mask = mask
      self.key = key
      var starts = [Int32](repeating: 0, count: targets.count + 1)
      var places = [Int32](repeating: -1, count: count)
      var isOpen = key.packed == nil
      let first = Int64(targets.lowerBound)
      if let packed = key.packed {
        packed.values.withUnsafeBufferPointer { values in
          for row in 0..<count where mask?[row] != 0 {
            let value = values[packed.start + row]
            if value >= PackedColumn.lowest {
              let place = Int(Int64(value) - first)
              places[row] = Int32(place)
              starts[place + 1] += 1
            } else {
              isOpen = true
            }
          }
        }
      }
      if isOpen {
        for shelter in 0..<run.shelters.count {
          for row in run.rows(of: record, shelter: shelter) where mask?[row] != 0 && places[row] < 0 {
            let flags = key.flags(row)
            if flags & Scalars.mayBeValue == 0 { continue }
            if flags & Scalars.unlisted != 0 {
              elsewhere.append(Int32(row))
            } else if key.low(row) == key.high(row), targets.contains(Int(key.low(row))) {
              let place = Int(key.low(row) - first)
              places[row] = Int32(place)
              starts[place + 1] += 1
            } else {
              anyone.append(Int32(row))
            }
          }
          anyone.endShelter()
          elsewhere.endShelter()
        }
      }
      for place in 1..<max(1, starts.count) { starts[place] += starts[place - 1] }
      var next = starts
      let total = Int(starts.last ?? 0)
      var rows = [Int32](repeating: 0, count: total)
      var members = [UInt8](repeating: 2, count: total)
      for row in 0..<count where places[row] >= 0 {
        let place = Int(places[row])
        let at = Int(next[place])
        rows[at] = Int32(row)
        let isPerhaps = key.packed == nil && key.flags(row) & Scalars.mayBeNone != 0
        members[at] = isPerhaps ? 1 : mask?[row] ?? 2
        next[place] += 1
      }
      self.starts = starts
      self.rows = rows
      self.members = members
    }

    func writeAll(_ all: Range<Int>, _ parent: Int32, _ writer: inout RowsWriter) {
      for row in all where mask?[row] != 0 && key.flags(row) & Scalars.mayBeValue != 0 {
        writer.write(parent, Int32(row), 1)
      }
    }
  }

  /// Writes rows one after the other into room that was made before; a row that is no member leaves no trace.
  struct RowsWriter {
    fileprivate let parent: UnsafeMutableBufferPointer<Int32>
    fileprivate let row: UnsafeMutableBufferPointer<Int32>
    fileprivate let member: UnsafeMutableBufferPointer<UInt8>
    fileprivate var count = 0

    @inline(__always)
    mutating func write(_ parent: Int32, _ row: Int32, _ member: UInt8) {
      self.parent[count] = parent
      self.row[count] = row
      self.member[count] = member
      count += member == 0 ? 0 : 1
    }

    /// Two lists of rows in the order of the table; those of the second belong to the parent only perhaps.
    mutating func merge(
      _ parent: Int32, _ rows: [Int32], _ range: Range<Int>, _ members: [UInt8]?, _ others: [Int32], _ other: Range<Int>
    ) {
      var (left, right) = (range.lowerBound, other.lowerBound)
      while left < range.upperBound || right < other.upperBound {
        if right == other.upperBound || left < range.upperBound && rows[left] < others[right] {
          write(parent, rows[left], members?[left] ?? 1)
          left += 1
        } else {
          write(parent, others[right], 1)
          right += 1
        }
      }
    }
  }
}

extension Evaluation.Rows {
  /// Fills rows by a writer that may write as many as `most`, the last of which must be no member.
  static func writing(_ rows: inout Evaluation.Rows, most: Int, _ write: (inout Evaluation.RowsWriter) -> Void) {
    var parents: [Int32] = []
    var members: [UInt8] = []
    let places = [Int32](unsafeUninitializedCapacity: most) { place, placed in
      parents = [Int32](unsafeUninitializedCapacity: most) { parent, filled in
        members = [UInt8](unsafeUninitializedCapacity: most) { member, ended in
          var writer = Evaluation.RowsWriter(parent: parent, row: place, member: member)
          write(&writer)
          (placed, filled, ended) = (writer.count, writer.count, writer.count)
        }
      }
    }
    rows.row = places
    rows.parent = parents
    rows.member = members
  }
}
