internal import Records
internal import Standard
internal import Values

/// Sets of codes of each row.
extension Evaluation {
  func set(_ node: SetNode) -> Sets {
    switch node {
    case .field(let record, let field):
      guard case .sets(let column) = data.tables[record].columns[field] else { return Sets(codes: 0) }
      let range = range(of: record)
      if range.count == column.flags.count { return column }
      return gathered(column, range.map { Int32($0) })
    case .moved(let id, let map): return gathered(sets[id], maps[map])
    case .walked(let reference, let record, let field):
      guard case .sets(let column) = data.tables[record].columns[field] else { return Sets(codes: 0) }
      return walked(scalars[reference], column)
    }
  }

  private func gathered(_ column: Sets, _ map: [Int32]) -> Sets {
    var result = Sets(codes: column.width * 64)
    for row in map {
      let start = Int(row) * column.width
      for word in start..<start + column.width {
        result.certain.append(column.certain[word])
        result.possible.append(column.possible[word])
      }
      result.flags.append(column.flags[Int(row)])
    }
    return result
  }

  private func walked(_ reference: Scalars, _ column: Sets) -> Sets {
    var result = Sets(codes: column.width * 64)
    for i in 0..<reference.count {
      let flags = reference.flags(i)
      let isListed =
        flags & (Scalars.unlisted | Scalars.mayBeNone) == 0 && reference.low(i) == reference.high(i)
      for word in 0..<column.width {
        if flags & Scalars.mayBeValue == 0 {
          result.certain.append(0)
          result.possible.append(0)
        } else if isListed {
          let place = Int(reference.low(i)) * column.width + word
          result.certain.append(column.certain[place])
          result.possible.append(column.possible[place])
        } else {
          result.certain.append(0)
          result.possible.append(.max)
        }
      }
      result.flags.append(isListed ? column.flags[Int(reference.low(i))] : 0)
    }
    return result
  }
}
