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
  /// What an adjudication said: nil = there is none.
  var decided: Truth?
  /// Rows of the answers that were heard.
  var rows: [Int] = []

  func truth(methods: Int) -> Truth {
    if let decided { return decided }
    return Truth(
      certain: above >= methods && perhapsBelow == 0, possible: !(perhapsAbove == 0 && below > 0))
  }

  /// Some say yes and some say no, and nobody has decided.
  var isConflict: Bool { decided == nil && above > 0 && below > 0 }
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
    guard case .scalars(let questions) = table.columns[fields.question],
      case .scalars(let methods) = table.columns[fields.method],
      case .scalars(let answers) = table.columns[fields.answer], case .scalars(let dates) = table.columns[fields.date]
    else { return tally }
    let start = node.start.map { scalars[$0].low[shelter] } ?? -Coverage.unlimited
    let end = node.end.map { scalars[$0].high[shelter] } ?? Coverage.unlimited
    let place = shelters.lowerBound + shelter
    var byMethod: [(method: Int64, rows: [Int])] = []
    for row in Int(table.offsets[place])..<Int(table.offsets[place + 1]) {
      guard questions.flags[row] & Scalars.mayBeValue != 0, questions.low[row] == question,
        dates.flags[row] & Scalars.mayBeValue != 0, dates.high[row] >= start, dates.low[row] <= end
      else { continue }
      // An answer of an unknown method is a method of its own: it may speak against, but never twice for.
      let method = methods.low[row] == methods.high[row] ? methods.low[row] : -1
      if let known = byMethod.firstIndex(where: { $0.method == method }) {
        byMethod[known].rows.append(row)
      } else {
        byMethod.append((method, [row]))
      }
    }
    for (method, rows) in byMethod {
      // The latest: any row that may be as late as the one that is surely latest.
      let latest = rows.map { dates.low[$0] }.max() ?? 0
      var outcomes: Set<Int> = []
      for row in rows where dates.high[row] >= latest {
        let isSure = dates.low[row] >= start && dates.high[row] <= end
        let flags = answers.flags[row]
        if !isSure { outcomes.insert(0) }
        if flags & Scalars.mayBeNone != 0 { outcomes.insert(0) }
        guard flags & Scalars.mayBeValue != 0 else { continue }
        if answers.high[row] >= Int64(node.atLeast) { outcomes.insert(1) }
        if answers.low[row] < Int64(node.atLeast) { outcomes.insert(-1) }
        tally.rows.append(row)
      }
      if let adjudication = node.adjudication, method == Int64(adjudication) {
        if outcomes == [1] { tally.decided = .yes }
        if outcomes == [-1] { tally.decided = .no }
        if outcomes == [1, -1] { tally.decided = .unknown }
        continue
      }
      let isCounted = method >= 0
      if outcomes == [1], isCounted { tally.above += 1 }
      if outcomes == [-1] { tally.below += 1 }
      if outcomes.contains(1) { tally.perhapsAbove += 1 }
      if outcomes.contains(-1) { tally.perhapsBelow += 1 }
    }
    tally.rows.sort()
    return tally
  }
}
