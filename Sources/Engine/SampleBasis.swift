internal import Records
internal import Standard
internal import Values

/// What a verdict by chance rests on.
public struct SampleBasis: Hashable, Sendable {
  /// How many were drawn, of how many.
  public var drawn: Int64
  public var population: Int64
}

extension Evaluation {
  /// A record type of the shelter is a random sample, or people counted a draw.
  func hasSample(_ shelter: Int) -> Bool {
    program.asksPeople || data.tables.contains { $0.coverage[shelters.lowerBound + shelter].sample != nil }
  }

  /// The sample by which a condition is decided where what is listed would leave it open; nil where it would not.
  func sample(deciding id: Int, _ row: Int) -> SampleBasis? {
    guard verdicts[id][row] != 1 else { return nil }
    var basis: SampleBasis?
    return hard(id, row, &basis) == verdicts[id][row] ? nil : basis
  }

  /// The truth of a condition by what is listed alone.
  private func hard(_ id: Int, _ row: Int, _ basis: inout SampleBasis?) -> UInt8 {
    switch program.verdicts[id] {
    case .moved(let inner, let map): return hard(inner, Int(maps[map][row]), &basis)
    case .not(let part): return 2 - hard(part, row, &basis)
    case .all(let parts):
      var least: UInt8 = 2
      for part in parts { least = min(least, hard(part, row, &basis)) }
      return least
    case .any(let count, let parts):
      let truths = parts.map { hard($0, row, &basis) }
      return truths.count { $0 == 2 } >= count ? 2 : truths.count { $0 != 0 } >= count ? 1 : 0
    case .settled(let records, let answer):
      let truth = hard(records, row, &basis)
      return truth == 1 ? hard(answer, row, &basis) : truth
    case .measure(let left, let relation, let right):
      let place = moved(left, row)
      guard let drawn = draw(place.quantity, place.row) else { return verdicts[id][row] }
      let (mine, other) = (quantities[left].bounds(row), quantities[right].bounds(row))
      var truth = mine.truth(relation, other)
      if mine.absent == 1 { truth = truth.joined(quantities[left].ifAbsent) }
      if mine.absent == 2 { truth = quantities[left].ifAbsent }
      if truth.rawValue != verdicts[id][row] { basis = basis ?? drawn }
      return truth.rawValue
    default: return verdicts[id][row]
    }
  }

  private func moved(_ quantity: Int, _ row: Int) -> (quantity: Int, row: Int) {
    if case .moved(let inner, let map) = program.quantities[quantity] { return moved(inner, Int(maps[map][row])) }
    return (quantity, row)
  }

  private func draw(_ quantity: Int, _ row: Int) -> SampleBasis? {
    switch program.quantities[quantity] {
    case .share(let group, _, _):
      guard case .record(let record) = program.frameKind[group.frame], group.hidden != nil else { return nil }
      let shelter = Int(self.shelter(of: group.outer)[row])
      guard let sample = data.tables[record].coverage[shelters.lowerBound + shelter].sample else { return nil }
      return SampleBasis(drawn: sample.drawn, population: sample.population)
    case .tally(let node):
      return countedDraw(node, shelter: row).map { SampleBasis(drawn: $0.drawn, population: $0.population) }
    default: return nil
    }
  }
}
