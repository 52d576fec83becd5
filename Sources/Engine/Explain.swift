public import Records
internal import Standard
public import Values

/// Why a condition stands as it does, part by part and row by row: a reading of the columns that decided it.
public struct Explanation: Hashable, Sendable {
  /// What is asked, in words.
  public var text: String
  public var truth: Truth
  /// What was counted or found, in words; empty where the parts say it.
  public var found: String
  public var rows: [ExplainedRow]
  public var parts: [Explanation]
  public var tally: EvidenceTally?
}

/// One row behind a demand.
public struct ExplainedRow: Hashable, Sendable {
  public var label: String
  /// Whether it counts surely.
  public var isSure: Bool
  public var truth: Truth
  /// Why, where it does not hold.
  public var parts: [Explanation]
}

extension Judge {
  /// Why a criterion stands as it does: whether it applies, then each level.
  public func explain(
    _ dossier: Dossier, asOf: CalendarDate, criterion index: Int
  ) -> (applies: Explanation?, levels: [Explanation]) {
    let run = evaluate(program, Dataset([dossier], standard.dictionary, asOf: asOf))
    let explainer = Explainer(run, dossier, standard.dictionary)
    let place = places[index]
    let applies = place.applies.map { explainer.explain(program.roots[$0], 0) }
    return (applies, place.levels.map { explainer.explain(program.roots[$0], 0) })
  }
}

struct Explainer {
  let run: Evaluation
  let dossier: Dossier
  let dictionary: DataDictionary
  private let mender: Mender

  init(_ run: Evaluation, _ dossier: Dossier, _ dictionary: DataDictionary) {
    self.run = run
    self.dossier = dossier
    self.dictionary = dictionary
    mender = Mender(run, dossier, dictionary)
  }

  private var program: Program { run.program }

  /// The demands of a level one below the other: its parts, or itself.
  func evidence(_ id: Int, level: Int) -> [Evidence] {
    let whole = explain(id, 0, depth: 1)
    var parts = [whole]
    if case .all = strip(id), !whole.parts.isEmpty { parts = whole.parts }
    if case .settled(let records, _) = strip(id) { return evidence(records, level: level) }
    return parts.map { part in
      Evidence(
        level: level, text: part.text, truth: part.truth, tally: part.tally,
        against: part.rows.filter { $0.truth == .no && $0.isSure }.map { $0.label },
        open: part.rows.filter { $0.truth == .unknown || ($0.truth == .no && !$0.isSure) }.map { $0.label })
    }
  }

  private func strip(_ id: Int) -> VerdictNode {
    if case .moved(let inner, _) = program.verdicts[id] { return strip(inner) }
    return program.verdicts[id]
  }

  /// Explains a node for a row of its frame; `depth` limits how far rows are opened.
  func explain(_ id: Int, _ row: Int, depth: Int = 4) -> Explanation {
    var result = Explanation(
      text: mender.reading(id), truth: run.truth(id, row), found: "", rows: [], parts: [], tally: nil)
    switch program.verdicts[id] {
    case .moved(let inner, let map):
      let moved = explain(inner, Int(run.maps[map][row]), depth: depth)
      if result.text.isEmpty || result.text == moved.text { return moved }
      result.found = moved.found
      result.rows = moved.rows
      result.parts = moved.parts
      result.tally = moved.tally
    case .all(let parts): result.parts = parts.map { explain($0, row, depth: depth) }
    case .any(_, let parts): result.parts = parts.map { explain($0, row, depth: depth) }
    case .not(let part): result.parts = depth > 0 ? [explain(part, row, depth: depth)].filter { !$0.text.isEmpty } : []
    case .settled(let records, let answer):
      result.parts = [explain(records, row, depth: depth)]
      if run.verdicts[records][row] == 1 { result.parts.append(explain(answer, row, depth: depth)) }
    case .every(let group, let body, _): open(&result, group, body, row, depth)
    case .measure(let left, _, _): measure(&result, left, row, depth)
    case .answer(let node): answers(&result, node, row)
    default: result.found = cellText(id, row)
    }
    return result
  }

  private func open(_ result: inout Explanation, _ group: GroupNode, _ body: Int?, _ row: Int, _ depth: Int) {
    let members = mender.members(group, row, body)
    let hidden = group.hidden.map { run.hidden[$0][row] } ?? 0
    result.rows = members.map { member in
      let truth = Truth(rawValue: member.body) ?? .unknown
      let parts = body != nil && truth != .yes && depth > 1 ? body.map { unmet($0, member.index, depth - 1) } ?? [] : []
      return ExplainedRow(
        label: mender.name(group.frame, member.index), isSure: member.isSure, truth: truth, parts: parts)
    }
    let tally = EvidenceTally(
      holds: members.count { $0.body == 2 && $0.isSure },
      open: members.count { $0.body == 1 || ($0.body != 0 && !$0.isSure) }
        + members.count { $0.body == 0 && !$0.isSure }, fails: members.count { $0.body == 0 && $0.isSure },
      mayBeMore: hidden > 0)
    result.tally = tally
    if body != nil {
      result.found = "\(tally.holds) of \(members.count)"
    } else {
      let perhaps = members.count { !$0.isSure }
      result.found = "counted \(members.count - perhaps)"
      if perhaps > 0 { result.found += ", perhaps \(perhaps) more" }
    }
    if hidden > 0 { result.found += "; there may be more that are not listed" }
  }

  /// The parts of a body that do not hold for a row.
  private func unmet(_ id: Int, _ row: Int, _ depth: Int) -> [Explanation] {
    let whole = explain(id, row, depth: depth)
    if whole.found.isEmpty, whole.rows.isEmpty, !whole.parts.isEmpty {
      let parts = whole.parts.filter { $0.truth != .yes && !$0.text.isEmpty }
      if !parts.isEmpty { return parts }
    }
    return whole.text.isEmpty ? [] : [whole]
  }

  private func measure(_ result: inout Explanation, _ quantity: Int, _ row: Int, _ depth: Int) {
    switch program.quantities[quantity] {
    case .moved(let inner, let map): measure(&result, inner, Int(run.maps[map][row]), depth)
    case .share(let group, let body, _): open(&result, group, body, row, depth)
    case .count(let group, _): open(&result, group, nil, row, depth)
    case .sum(let group, _):
      open(&result, group, nil, row, depth)
      result.found = amount(run.quantities[quantity].bounds(row)) + " in all"
    default: break
    }
  }

  /// Between what an amount lies, in its base unit.
  private func amount(_ bounds: Bounds) -> String {
    let low = FixedPoint(millionths: bounds.low.millionths(roundingUp: false))
    if bounds.high.isUnlimited { return "at least \(low)" }
    let high = FixedPoint(millionths: bounds.high.millionths(roundingUp: true))
    return low == high ? "\(low)" : "\(low) to \(high)"
  }

  private func answers(_ result: inout Explanation, _ node: AnswerNode, _ row: Int) {
    guard let fields = dictionary.answers else { return }
    let tally = run.answers(node, shelter: row)
    result.rows = tally.rows.map { place in
      let cells = dossier.rows[fields.record][place].cells
      var truth = Truth.unknown
      if case .code(let answer) = cells[fields.answer], answer.count == 1 {
        truth = Truth(Int(answer[0]) >= node.atLeast)
      }
      return ExplainedRow(label: mender.label(fields.record, place), isSure: true, truth: truth, parts: [])
    }
    result.found =
      tally.rows.isEmpty ? "nobody has answered yet" : "\(tally.rows.count) answer\(tally.rows.count == 1 ? "" : "s")"
  }

  /// What the cell behind a simple comparison says.
  private func cellText(_ id: Int, _ row: Int) -> String {
    let place: CellPlace?
    switch program.verdicts[id] {
    case .compare(let left, _, let right, _): place = mender.cell(left, row) ?? mender.cell(right, row)
    case .isNone(let scalar), .oneOf(let scalar, _), .recordedScalar(let scalar): place = mender.cell(scalar, row)
    case .within(let value, _, _, _): place = mender.cell(value, row)
    case .includes(let set, _, _), .recordedSet(let set), .includesField(let set, _, _):
      place = mender.setCell(set, row)
    default: place = nil
    }
    guard let place else { return "" }
    let field = mender.field(place)
    switch mender.content(place) {
    case .notCollected: return "\(field.id): not recorded"
    case .blank: return "\(field.id): blank"
    case .none: return "\(field.id): none"
    case let cell: return "\(field.id): \(cell.text(of: field, in: dictionary) ?? "")"
    }
  }
}
