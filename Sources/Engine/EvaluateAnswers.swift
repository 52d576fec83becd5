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

/// The columns of people's answers, for the shelters at hand.
struct AnswerColumns: Sendable {
  var questions: Scalars
  var methods: Scalars
  var answers: Scalars
  var dates: Scalars
  var counts: Counts?

  struct Counts: Sendable {
    var lookedAt: Scalars
    var fulfilled: Scalars
    var outOf: Scalars
    var chosen: Scalars
    var atRandom: Int64
  }

  init?(_ data: Dataset, _ dictionary: DataDictionary, _ range: (_ record: Int) -> Range<Int>) {
    guard let fields = dictionary.answers else { return nil }
    let range = range(fields.record)
    func column(_ field: Int) -> Scalars { data.tables[fields.record].columns[field].scalars(range) }
    questions = column(fields.question)
    methods = column(fields.method)
    answers = column(fields.answer)
    dates = column(fields.date)
    counts = fields.counted.map { counted in
      Counts(
        lookedAt: column(counted.lookedAt), fulfilled: column(counted.fulfilled), outOf: column(counted.outOf),
        chosen: column(counted.chosen), atRandom: Int64(counted.atRandom))
    }
  }
}

extension Evaluation {
  func answers(_ node: AnswerNode) -> [UInt8] {
    (0..<shelters.count).map { answers(node, shelter: $0).truth(methods: node.methods).rawValue }
  }

  /// The days between which answers are heard.
  private func window(_ start: Int?, _ end: Int?, _ shelter: Int) -> (start: Int64, end: Int64) {
    (
      start.map { scalars[$0].low(shelter) } ?? -Coverage.unlimited,
      end.map { scalars[$0].high(shelter) } ?? Coverage.unlimited
    )
  }

  /// Per method the latest answer counts; answers given outside the window are not heard.
  func answers(_ node: AnswerNode, shelter: Int) -> AnswerTally {
    var tally = AnswerTally()
    guard let fields = program.dictionary.answers, let columns = answerColumns,
      let question = data.labels[node.question]
    else { return tally }
    let (questions, methods, dates) = (columns.questions, columns.methods, columns.dates)
    let (start, end) = window(node.start, node.end, shelter)
    var byMethod: [(method: Int64, rows: [Int])] = []
    let first = Int(data.tables[fields.record].offsets[shelters.lowerBound])
    for row in rows(of: fields.record, shelter: shelter) {
      guard questions.flags(row) & dates.flags(row) & Scalars.mayBeValue != 0, questions.low(row) <= question,
        question <= questions.high(row), dates.high(row) >= start, dates.low(row) <= end
      else { continue }
      let method = methods.codes(row)
      if method.low != method.high || questions.low(row) != questions.high(row) {
        tally.stray.formUnion(outcomes(node, columns.answers, row))
        tally.rows.append(row + first)
      } else if let known = byMethod.firstIndex(where: { $0.method == method.low }) {
        byMethod[known].rows.append(row)
      } else {
        byMethod.append((method.low, [row]))
      }
    }
    for (method, rows) in byMethod {
      // The latest: any row that may be as late as the one that is surely latest.
      let latest = rows.map { dates.low($0) }.max() ?? 0
      var outcomes: Set<Int> = []
      // Where it is not known of any whether it is heard, perhaps none is.
      let isHeard = rows.contains { dates.low($0) >= start && dates.high($0) <= end }
      if !isHeard { outcomes.insert(0) }
      for row in rows where dates.high(row) >= latest {
        outcomes.formUnion(self.outcomes(node, columns.answers, row))
        tally.rows.append(row + first)
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
    let flags = answers.flags(row)
    if flags & Scalars.mayBeNone != 0 { outcomes.insert(0) }
    guard flags & Scalars.mayBeValue != 0 else { return outcomes }
    let range = answers.codes(row)
    if range.high >= Int64(node.atLeast) { outcomes.insert(1) }
    if range.low < Int64(node.atLeast) { outcomes.insert(-1) }
    return outcomes
  }

  // MARK: Counts

  /// The latest count that people gave to a question, as the exact ends of the share that was in order: what was not
  /// looked at may be in order or not.
  func counted(_ node: TallyNode, shelter: Int) -> Bounds {
    let (rows, isSure) = countedRows(node, shelter: shelter)
    // Perhaps nobody counted.
    var found = isSure ? nil : Bounds(low: .zero, high: Ratio(top: 1, bottom: 1), absent: 0)
    for row in rows {
      let bounds = countedShare(row)
      found = found.map { $0.joined(bounds) } ?? bounds
    }
    return found ?? Bounds(low: .zero, high: Ratio(top: 1, bottom: 1), absent: 0)
  }

  /// The rows, counted from the first at hand, that may hold the latest count of a question, and whether one surely does.
  func countedRows(_ node: TallyNode, shelter: Int) -> (rows: [Int], isSure: Bool) {
    guard let fields = program.dictionary.answers, let columns = answerColumns, let counts = columns.counts,
      let question = data.labels[node.question]
    else { return ([], false) }
    let (questions, dates) = (columns.questions, columns.dates)
    let (start, end) = window(node.start, node.end, shelter)
    let rows = rows(of: fields.record, shelter: shelter).filter { row in
      let flags = questions.flags(row) & dates.flags(row) & counts.lookedAt.flags(row)
      return flags & Scalars.mayBeValue != 0 && questions.low(row) <= question && question <= questions.high(row)
        && dates.high(row) >= start && dates.low(row) <= end
    }
    var latest: Int64?
    for row in rows {
      let isSure =
        questions.low(row) == questions.high(row) && dates.low(row) >= start && dates.high(row) <= end
        && counts.lookedAt.flags(row) & Scalars.mayBeNone == 0
      if isSure { latest = max(latest ?? dates.low(row), dates.low(row)) }
    }
    guard let latest else { return (rows, false) }
    return (rows.filter { dates.high($0) >= latest }, true)
  }

  private func countedShare(_ row: Int) -> Bounds {
    let anything = Bounds(low: .zero, high: Ratio(top: 1, bottom: 1), absent: 0)
    guard let counts = answerColumns?.counts else { return anything }
    let columns = [counts.lookedAt, counts.fulfilled, counts.outOf]
    guard columns.allSatisfy({ $0.flags(row) & Scalars.mayBeNone == 0 }), counts.outOf.low(row) > 0 else {
      return anything
    }
    let one = Ratio(top: 1, bottom: 1)
    let low = Ratio(
      Int128(max(0, counts.fulfilled.low(row))), Int128(counts.outOf.high(row)), roundingUp: false)
    // All that was found wanting is out of reach.
    let wanting = max(0, counts.lookedAt.low(row) - counts.fulfilled.high(row))
    let of = counts.outOf.high(row)
    let high = of >= Coverage.unlimited ? one : Ratio(Int128(of - wanting), Int128(of), roundingUp: true)
    return Bounds(low: min(low, one), high: max(.zero, min(high, one)), absent: 0)
  }

  /// The latest count, where it was drawn at random and everything is known: drawn, good and population.
  func countedDraw(_ node: TallyNode, shelter: Int) -> (drawn: Int64, good: Int64, population: Int64)? {
    let (rows, isSure) = countedRows(node, shelter: shelter)
    guard isSure, rows.count == 1, let row = rows.first, let counts = answerColumns?.counts else { return nil }
    func whole(_ column: Scalars) -> Int64? {
      guard column.flags(row) & (Scalars.mayBeValue | Scalars.mayBeNone) == Scalars.mayBeValue,
        column.low(row) == column.high(row), column.low(row) % FixedPoint.scale == 0
      else { return nil }
      return column.low(row) / FixedPoint.scale
    }
    let chosen = counts.chosen.codes(row)
    guard counts.chosen.flags(row) & Scalars.mayBeNone == 0, chosen.low == counts.atRandom, chosen.low == chosen.high,
      let drawn = whole(counts.lookedAt), let good = whole(counts.fulfilled), let population = whole(counts.outOf),
      good <= drawn, drawn < population, population < 1 << 31
    else { return nil }
    return (drawn, good, population)
  }
}
