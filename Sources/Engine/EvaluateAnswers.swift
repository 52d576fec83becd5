internal import Records
internal import Standard
internal import Values

/// How people answered one question.
struct AnswerTally: Hashable, Sendable {
  /// Methods whose latest answer reaches what is asked: surely, and perhaps.
  var above = 0
  var perhapsAbove = 0
  var below = 0
  var perhapsBelow = 0
  /// What an adjudication may have said: 1 yes, -1 no, 0 nothing; empty = there is none.
  var decisions: Set<Int> = []
  /// What answers say of which it is not known whether they belong here, or by which method they were given.
  var stray: Set<Int> = []
  /// Rows of the answers that were heard.
  var rows: [Int] = []

  func truth(methods: Int) -> Truth {
    let asked = Truth(certain: above >= methods && perhapsBelow == 0, possible: !(perhapsAbove == 0 && below > 0))
    let decided = decisions.sorted().map { $0 == 0 ? asked : Truth($0 > 0) }
    let heard = decided.dropFirst().reduce(decided.first ?? asked) { $0.joined($1) }
    // A stray answer may stand in for any other: it leaves a truth only where it says the same.
    if stray.isEmpty || (heard == .yes && stray == [1]) || (heard == .no && stray == [-1]) { return heard }
    return .unknown
  }

  /// Some say yes and some say no, and nobody has decided.
  var isConflict: Bool { decisions.isEmpty && above > 0 && below > 0 }
}

extension Evaluation {
  func answers(_ node: AnswerNode) -> [UInt8] {
    (0..<shelters.count).map { answers(node, shelter: $0).truth(methods: node.methods).rawValue }
  }

  /// Per method the latest answer counts; answers given outside the window are not heard.
  func answers(_ node: AnswerNode, shelter: Int) -> AnswerTally {
    var tally = AnswerTally()
    guard let fields = program.dictionary.answers, let question = data.labels[node.question] else { return tally }
    let table = data.tables[fields.record]
    let all = 0..<table.count
    guard let questions = table.columns[fields.question].scalars(all),
      let methods = table.columns[fields.method].scalars(all),
      let answers = table.columns[fields.answer].scalars(all), let dates = table.columns[fields.date].scalars(all)
    else { return tally }
    let start = node.start.map { scalars[$0].low[shelter] } ?? -Coverage.unlimited
    let end = node.end.map { scalars[$0].high[shelter] } ?? Coverage.unlimited
    let place = shelters.lowerBound + shelter
    var byMethod: [(method: Int64, rows: [Int])] = []
    for row in Int(table.offsets[place])..<Int(table.offsets[place + 1]) {
      guard questions.flags[row] & Scalars.mayBeValue != 0, dates.flags[row] & Scalars.mayBeValue != 0,
        questions.low[row] <= question, question <= questions.high[row], dates.high[row] >= start, dates.low[row] <= end
      else { continue }
      let method = methods.codes(row)
      if method.low != method.high || questions.low[row] != questions.high[row] {
        tally.stray.formUnion(outcomes(node, answers, row))
        tally.rows.append(row)
      } else if let known = byMethod.firstIndex(where: { $0.method == method.low }) {
        byMethod[known].rows.append(row)
      } else {
        byMethod.append((method.low, [row]))
      }
    }
    for (method, rows) in byMethod {
      // The latest: any row that may be as late as the one that is surely latest.
      let latest = rows.map { dates.low[$0] }.max() ?? 0
      var outcomes: Set<Int> = []
      for row in rows where dates.high[row] >= latest {
        let isSure = dates.low[row] >= start && dates.high[row] <= end
        if !isSure { outcomes.insert(0) }
        outcomes.formUnion(self.outcomes(node, answers, row))
        tally.rows.append(row)
      }
      if let adjudication = node.adjudication, method == Int64(adjudication) {
        tally.decisions = outcomes
        continue
      }
      if outcomes == [1] { tally.above += 1 }
      if outcomes == [-1] { tally.below += 1 }
      if outcomes.contains(1) { tally.perhapsAbove += 1 }
      if outcomes.contains(-1) { tally.perhapsBelow += 1 }
    }
    tally.rows.sort()
    return tally
  }

  /// What an answer may say: 1 reaches what is asked, -1 stays below, 0 could not tell.
  private func outcomes(_ node: AnswerNode, _ answers: Scalars, _ row: Int) -> Set<Int> {
    var outcomes: Set<Int> = []
    let flags = answers.flags[row]
    if flags & Scalars.mayBeNone != 0 { outcomes.insert(0) }
    guard flags & Scalars.mayBeValue != 0 else { return outcomes }
    let range = answers.codes(row)
    if range.high >= Int64(node.atLeast) { outcomes.insert(1) }
    if range.low < Int64(node.atLeast) { outcomes.insert(-1) }
    return outcomes
  }
}
