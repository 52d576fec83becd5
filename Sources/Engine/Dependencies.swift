internal import Standard

/// Which record types the result of each step depends on, so that after a change of the records only what it touches
/// is worked out again.
struct Dependencies {
  private let program: Program
  private var frames: [UInt64] = []
  private var maps: [UInt64] = []
  private var hidden: [UInt64] = []
  private var scalars: [UInt64] = []
  private var sets: [UInt64] = []
  private var quantities: [UInt64] = []
  private var verdicts: [UInt64] = []

  /// Bits of record types, one for each step of the program's order.
  static func of(_ program: Program) -> [UInt64] {
    var own = Dependencies(program: program)
    return program.order.map { own.add($0) }
  }

  private init(program: Program) { self.program = program }

  /// The bit of a record type; those past the 64th share the last.
  static func bit(_ record: Int) -> UInt64 { 1 << UInt64(min(record, 63)) }

  private mutating func add(_ step: Program.Step) -> UInt64 {
    switch step {
    case .frame(let id):
      frames.append(bits(program.frames[id]))
      return frames[id]
    case .map(let id):
      switch program.maps[id] {
      case .ancestor(let frame, _), .table(let frame, _): maps.append(frames[frame])
      }
      return maps[id]
    case .hidden(let id):
      let node = program.hidden[id]
      var bits = frames[node.outer] | Self.bit(node.record) | (node.parent.map { scalars[$0] } ?? 0)
      for window in node.windows { bits |= self.bits(window) }
      hidden.append(bits)
      return bits
    case .scalar(let id):
      scalars.append(bits(program.scalars[id]) | frames[program.scalarFrame[id]])
      return scalars[id]
    case .set(let id):
      sets.append(bits(program.sets[id]) | frames[program.setFrame[id]])
      return sets[id]
    case .quantity(let id):
      quantities.append(bits(program.quantities[id]))
      return quantities[id]
    case .verdict(let id):
      verdicts.append(bits(program.verdicts[id]) | frames[program.verdictFrame[id]])
      return verdicts[id]
    }
  }

  private func bits(_ node: FrameNode) -> UInt64 {
    switch node {
    case .shelters: return 0
    case .table(let record): return Self.bit(record)
    case .calendar(let outer, let node): return frames[outer] | bits(node.window)
    case .moments(let outer, let node):
      let ends = bits(WindowNode(start: node.window.start, end: node.window.end))
      return node.breaks.reduce(frames[outer] | ends) { bits, one in
        bits | scalars[one.scalar] | (one.record.map(Self.bit) ?? 0)
      }
    case .chosen(let table, let mask): return frames[table] | verdicts[mask]
    case .candidates(let outer, let record, let mask, let join):
      return frames[outer] | Self.bit(record) | (mask.map { verdicts[$0] } ?? 0)
        | (join.map { scalars[$0.key] | scalars[$0.parent] | Self.bit($0.target) } ?? 0)
    case .ranged(let node): return bits(node)
    case .filtered(let frame, let condition): return frames[frame] | verdicts[condition]
    }
  }

  private func bits(_ node: RangedNode) -> UInt64 {
    let own = frames[node.outer] | Self.bit(node.record) | (node.mask.map { verdicts[$0] } ?? 0)
    return node.bounds.reduce(own) { $0 | scalars[$1.scalar] }
  }

  private func bits(_ window: WindowNode?) -> UInt64 {
    (window?.start.map { scalars[$0] } ?? 0) | (window?.end.map { scalars[$0] } ?? 0)
  }

  private func bits(_ node: ScalarNode) -> UInt64 {
    switch node {
    case .field(let record, let field):
      // A reference is the place of a row in another table.
      if case .reference(let target) = program.dictionary.records[record].fields[field].kind {
        Self.bit(record) | Self.bit(target)
      } else {
        Self.bit(record)
      }
    case .identity(let record): Self.bit(record)
    case .day, .number, .code, .period: 0
    // The number of a label may only be given when a record bears it.
    case .label: .max
    case .walked(let reference, let record, let field):
      scalars[reference] | bits(ScalarNode.field(record: record, field: field))
    case .moved(let id, let map): scalars[id] | maps[map]
    case .asDay(let id), .asSeconds(let id), .shifted(let id, _, _, _): scalars[id]
    case .shiftedBy(let id, let by, _): scalars[id] | scalars[by]
    case .workdays(let id, _, _, let frame): scalars[id] | frames[frame]
    case .age(let id, let start, let at): scalars[id] | scalars[start] | scalars[at]
    case .edge(let frame, _): frames[frame]
    case .extreme(let group, let value, _): bits(group) | scalars[value]
    case .chosen(let conditions, let values):
      conditions.reduce(0) { $0 | verdicts[$1] } | values.reduce(0) { $0 | scalars[$1] }
    }
  }

  private func bits(_ node: SetNode) -> UInt64 {
    switch node {
    case .field(let record, _): Self.bit(record)
    case .walked(let reference, let record, _): scalars[reference] | Self.bit(record)
    case .moved(let id, let map): sets[id] | maps[map]
    }
  }

  private func bits(_ group: GroupNode) -> UInt64 {
    frames[group.frame] | frames[group.outer] | (group.hidden.map { hidden[$0] } ?? 0)
  }

  private func bits(_ node: QuantityNode) -> UInt64 {
    switch node {
    case .count(let group, let distinct): bits(group) | (distinct.map { scalars[$0] } ?? 0)
    case .share(let group, let body, _): bits(group) | verdicts[body]
    case .sum(let group, let value), .extreme(let group, let value, _, _), .average(let group, let value, _),
      .median(let group, let value, _):
      bits(group) | quantities[value]
    case .elapsed(let from, let to, _): scalars[from] | scalars[to]
    // Looked up by the question's label, whichever records there are.
    case .tally: .max
    case .term(let id, let frame): scalars[id] | frames[frame]
    case .constant: 0
    case .choose(let conditions, let parts):
      conditions.reduce(0) { $0 | verdicts[$1] } | parts.reduce(0) { $0 | quantities[$1] }
    case .plus(let parts): parts.reduce(0) { $0 | quantities[$1] }
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      quantities[left] | quantities[right]
    case .sweep(let node, let hidden): bits(node) | (hidden.map { self.hidden[$0] } ?? 0)
    case .moved(let id, let map): quantities[id] | maps[map]
    }
  }

  private func bits(_ node: VerdictNode) -> UInt64 {
    switch node {
    case .constant: 0
    case .all(let parts), .any(_, let parts): parts.reduce(0) { $0 | verdicts[$1] }
    case .not(let part): verdicts[part]
    case .compare(let left, _, let right, _): scalars[left] | scalars[right]
    case .isNone(let id), .oneOf(let id, _), .recordedScalar(let id): scalars[id]
    case .within(let value, _, _, let parts): parts.reduce(scalars[value]) { $0 | verdicts[$1] }
    case .includes(let id, _, _), .recordedSet(let id): sets[id]
    case .includesField(let left, let right, _): sets[left] | sets[right]
    case .every(let group, let body, _): bits(group) | verdicts[body]
    case .measure(let left, _, let right): quantities[left] | quantities[right]
    case .gap(let node):
      bits(node.group) | bits(WindowNode(start: node.from, end: node.to))
        | bits(WindowNode(start: node.window.start, end: node.window.end))
    // Answers are looked up by the question's label, whichever records there are.
    case .answer: .max
    case .settled(let records, let answer): verdicts[records] | verdicts[answer]
    case .moved(let id, let map): verdicts[id] | maps[map]
    }
  }
}
