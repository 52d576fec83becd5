internal import Standard
internal import Values

/// Turns formulas into nodes.  A part is worked out in the smallest frame that knows all the rows it speaks of, then
/// carried to where it is used; a part that speaks of one row only is worked out once, on that row's table.
struct Compiler {
  var program: Program
  /// Which of the conditions asked for is being compiled.
  var asked = 0
  let readings: [Condition: String]
  let choices: [Choice: String]
  let isForVerdictsOnly: Bool
  private var frameIDs: [FrameNode: Int] = [:]
  private var mapIDs: [MapNode: Int] = [:]
  private var hiddenIDs: [HiddenNode: Int] = [:]
  private var scalarIDs: [ScalarNode: Int] = [:]
  private var setIDs: [SetNode: Int] = [:]
  private var quantityIDs: [QuantityNode: Int] = [:]
  private var verdictIDs: [VerdictNode: Int] = [:]

  init(_ program: Program, readings: [Condition: String], choices: [Choice: String], isForVerdictsOnly: Bool) {
    self.program = program
    self.readings = readings
    self.choices = choices
    self.isForVerdictsOnly = isForVerdictsOnly
    _ = frame(.shelters, outer: nil, kind: .shelter)
  }

  var dictionary: DataDictionary { program.dictionary }

  // MARK: Adding nodes

  mutating func frame(_ node: FrameNode, outer: Int?, kind: RowKind) -> Int {
    if let id = frameIDs[node] { return id }
    let id = program.frames.count
    program.frames.append(node)
    program.frameOuter.append(outer)
    program.frameKind.append(kind)
    program.order.append(.frame(id))
    frameIDs[node] = id
    return id
  }

  mutating func map(_ node: MapNode) -> Int {
    if let id = mapIDs[node] { return id }
    let id = program.maps.count
    program.maps.append(node)
    program.order.append(.map(id))
    mapIDs[node] = id
    return id
  }

  mutating func scalar(_ node: ScalarNode, in frame: Int) -> Int {
    if let id = scalarIDs[node] { return id }
    let id = program.scalars.count
    program.scalars.append(node)
    program.scalarFrame.append(frame)
    program.order.append(.scalar(id))
    scalarIDs[node] = id
    return id
  }

  mutating func set(_ node: SetNode, in frame: Int) -> Int {
    if let id = setIDs[node] { return id }
    let id = program.sets.count
    program.sets.append(node)
    program.setFrame.append(frame)
    program.order.append(.set(id))
    setIDs[node] = id
    return id
  }

  mutating func quantity(_ node: QuantityNode, in frame: Int) -> Int {
    if let id = quantityIDs[node] { return id }
    let id = program.quantities.count
    program.quantities.append(node)
    program.quantityFrame.append(frame)
    program.order.append(.quantity(id))
    quantityIDs[node] = id
    return id
  }

  mutating func verdict(_ node: VerdictNode, in frame: Int) -> Int {
    // A node of no parts would be the same for all frames, which have different numbers of rows.
    switch node {
    case .all(let parts) where parts.isEmpty: return verdict(.constant(.yes, frame: frame), in: frame)
    case .any(let count, let parts) where parts.isEmpty:
      return verdict(.constant(count > 0 ? .no : .yes, frame: frame), in: frame)
    default: break
    }
    if let id = verdictIDs[node] { return id }
    let id = program.verdicts.count
    program.verdicts.append(node)
    program.verdictFrame.append(frame)
    program.order.append(.verdict(id))
    verdictIDs[node] = id
    return id
  }

  /// How many rows a choice may have that nobody listed.
  mutating func hidden(_ node: HiddenNode) -> Int {
    if let id = hiddenIDs[node] { return id }
    let id = program.hidden.count
    program.hidden.append(node)
    program.order.append(.hidden(id))
    hiddenIDs[node] = id
    return id
  }

  // MARK: Where a part is worked out

  func ancestor(of frame: Int, steps: Int) -> Int {
    var at = frame
    for _ in 0..<steps { at = program.frameOuter[at] ?? 0 }
    return at
  }

  /// The frame for a part that speaks of these rows, seen from `frame`, and how far out it lies.
  mutating func home(_ rows: OpenRows, in frame: Int) -> (frame: Int, steps: Int, map: Int?) {
    guard let nearest = rows.innermost else {
      guard frame != 0 else { return (0, 0, nil) }
      var steps = 0
      var at = frame
      while let outer = program.frameOuter[at] {
        at = outer
        steps += 1
      }
      return (0, 0, map(.ancestor(frame: frame, steps: steps)))
    }
    let target = ancestor(of: frame, steps: nearest)
    if rows.only != nil, case .record(let record) = program.frameKind[target] {
      let table = self.frame(.table(record), outer: 0, kind: .record(record))
      guard isAligned(target) else { return (table, nearest, map(.table(frame: frame, steps: nearest))) }
      return (table, nearest, nearest == 0 ? nil : map(.ancestor(frame: frame, steps: nearest)))
    }
    return (target, nearest, nearest == 0 ? nil : map(.ancestor(frame: frame, steps: nearest)))
  }

  /// Whether a frame has the rows of its table, all of them in their order.
  func isAligned(_ frame: Int) -> Bool {
    switch program.frames[frame] {
    case .table, .chosen: true
    case .filtered(let inner, _): isAligned(inner)
    case .shelters, .calendar, .moments, .candidates, .ranged: false
    }
  }
}
