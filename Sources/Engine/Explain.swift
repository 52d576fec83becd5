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
  /// What was found is an amount: it belongs to the evidence.
  var isMeasured = false
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
      let text = part.isMeasured && part.truth != .yes ? "\(part.text) — \(part.found)" : part.text
      return Evidence(
        level: level, text: text, truth: part.truth, tally: part.tally,
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
    case .measure(let left, let relation, let right): measure(&result, left, relation, right, row, depth)
    case .gap(let node): gap(&result, node, row)
    case .answer(let node): answers(&result, node, row)
    default: result.found = cellText(id, row)
    }
    return result
  }

  /// So many rows are listed in full; of more, only those that do not hold, and so many of them.
  private static let mostRows = 200
  /// Of so many rows it is said why they do not hold.
  private static let mostReasons = 40

  private func open(_ result: inout Explanation, _ group: GroupNode, _ body: Int?, _ row: Int, _ depth: Int) {
    let members = mender.members(group, row, body)
    if mender.isMoments(group) { return moments(&result, group, body, members, depth) }
    let hidden = group.hidden.map { run.hidden[$0][row] } ?? 0
    var listed = members
    if members.count > Self.mostRows {
      if body != nil { listed = members.filter { $0.body != 2 || !$0.isSure } }
      listed = Array(listed.prefix(Self.mostRows))
    }
    var reasons = 0
    result.rows = listed.map { member in
      let truth = Truth(rawValue: member.body) ?? .unknown
      var parts: [Explanation] = []
      if let body, truth != .yes, depth > 1, reasons < Self.mostReasons {
        parts = unmet(body, member.index, depth - 1)
        reasons += 1
      }
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
    if listed.count < members.count { result.found += "; \(members.count - listed.count) of them are not listed here" }
    if hidden > 0 { result.found += "; there may be more that are not listed" }
  }

  /// Moments as stretches of time; why is said of the longest of each kind.
  private func moments(
    _ result: inout Explanation, _ group: GroupNode, _ body: Int?, _ members: [Mender.Member], _ depth: Int
  ) {
    result.isMeasured = true
    let all = mender.stretches(group.frame, members) { _ in true }
    let open = all.filter { body == nil || $0.body != 2 || !$0.isSure }
    func time(_ picks: (Mender.MomentStretch) -> Bool) -> Int64 { all.reduce(0) { picks($1) ? $0 + $1.seconds : $0 } }
    let holds = mender.clockLength(time { $0.body == 2 && $0.isSure })
    result.found = body == nil ? holds : "\(holds) of \(mender.clockLength(time { _ in true }))"
    let fails = open.filter { $0.body == 0 && $0.isSure }
    let unknown = open.filter { $0.body == 1 || !$0.isSure }
    if body != nil, !fails.isEmpty { result.found += "; not so: " + mender.words(fails) }
    if !unknown.isEmpty { result.found += "; not known: " + mender.words(unknown) }
    let spoken = [fails, unknown].compactMap { $0.max { $0.seconds < $1.seconds }?.row }
    let listed = open.prefix(Self.mostRows)
    result.rows = listed.map { stretch in
      let truth = Truth(rawValue: stretch.body) ?? .unknown
      let parts =
        body != nil && truth != .yes && depth > 1 && spoken.contains(stretch.row)
        ? body.map { unmet($0, stretch.row, depth - 1) } ?? [] : []
      return ExplainedRow(label: mender.words(stretch), isSure: stretch.isSure, truth: truth, parts: parts)
    }
    if listed.count < open.count { result.found += "; \(open.count - listed.count) stretches are not listed here" }
  }

  private func gap(_ result: inout Explanation, _ node: GapNode, _ row: Int) {
    result.isMeasured = true
    let (sure, perhaps) = mender.longGaps(node, row)
    let isShort = node.relation == .atMost || node.relation == .lessThan
    func rows(_ stretches: [Evaluation.Stretch], isSure: Bool) -> [ExplainedRow] {
      stretches.prefix(Self.mostRows).map {
        ExplainedRow(
          label: mender.words($0, node), isSure: isSure, truth: isSure ? Truth(!isShort) : .unknown, parts: [])
      }
    }
    result.rows = rows(sure, isSure: true) + rows(perhaps, isSure: false)
    result.found =
      sure.isEmpty && perhaps.isEmpty
      ? "no stretch is longer"
      : "\(sure.count) stretch\(sure.count == 1 ? " is" : "es are") longer"
        + (perhaps.isEmpty ? "" : ", perhaps \(perhaps.count) more")
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

  private func measure(
    _ result: inout Explanation, _ left: Int, _ relation: Relation, _ right: Int, _ row: Int, _ depth: Int
  ) {
    let (mine, other) = (mender.operand(left, row), mender.operand(right, row))
    switch (program.quantities[mine.quantity], program.quantities[other.quantity]) {
    case (.share(let group, let body, _), .constant): open(&result, group, body, mine.row, depth)
    case (.count(let group, nil), .constant): open(&result, group, nil, mine.row, depth)
    case (.constant, _): quantity(&result, other, depth)
    default:
      quantity(&result, mine, depth)
      let rows = result.rows
      quantity(&result, other, depth)
      result.rows = rows + result.rows
      if result.rows.isEmpty || rows.isEmpty || rows.count == result.rows.count {} else { result.tally = nil }
      result.found = mender.comparison(mine, relation, other)
      if case .count = program.quantities[mine.quantity] {} else { result.isMeasured = true }
    }
  }

  /// The rows behind a quantity, each with what it adds.
  private func quantity(_ result: inout Explanation, _ operand: Mender.Operand, _ depth: Int) {
    let place = operand.row
    result.rows = []
    switch program.quantities[operand.quantity] {
    case .share(let group, let body, _): open(&result, group, body, place, depth)
    case .count(let group, _): open(&result, group, nil, place, depth)
    case .sum(let group, let value), .average(let group, let value, _), .median(let group, let value, _),
      .extreme(let group, let value, _, _):
      open(&result, group, nil, place, depth)
      guard !mender.isMoments(group) else { return }
      let members = mender.members(group, place, nil)
      for (index, member) in members.prefix(result.rows.count).enumerated() {
        result.rows[index].label += ": " + mender.words(run.quantities[value].bounds(member.index), of: value)
      }
    case .plus(let parts): quantities(&result, parts, place, depth)
    case .minus(let left, let right), .times(let left, let right), .divide(let left, let right):
      quantities(&result, [left, right], place, depth)
    default: break
    }
    if result.found.isEmpty {
      result.found = mender.words(run.quantities[operand.quantity].bounds(place), of: operand.quantity)
    }
  }

  private func quantities(_ result: inout Explanation, _ parts: [Int], _ row: Int, _ depth: Int) {
    var rows: [ExplainedRow] = []
    for part in parts {
      var one = result
      one.found = ""
      quantity(&one, mender.operand(part, row), depth)
      rows += one.rows
    }
    result.rows = rows
    result.tally = nil
    result.found = ""
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
