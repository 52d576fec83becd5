import Records
import Standard
import Values

extension SlowEvaluator {
  /// One way an answer may have been given.
  struct GivenAnswer: Hashable {
    var method: Int
    var day: Int64
    /// 1 reaches what is asked, -1 stays below, 0 could not tell.
    var outcome: Int
  }

  /// People's answers (LANGUAGE 2.9): tried out for everything that each listed answer may be.
  func answered(_ test: AnswerTest, _ rows: [Bound]) -> Truth {
    guard let fields = dictionary.answers else { return .unknown }
    let places = dossier.rows[fields.record].indices
    var given: [[GivenAnswer?]] = []
    let times = places.map { answerField(fields.record, $0, fields.date).times }
    let window = days(of: test.window)
    var days = times.flatMap { [$0?.low, $0?.high] } + [window.from, window.to]
    days += days.flatMap { [$0.map { $0 - 1 }, $0.map { $0 + 1 }] }
    for place in places {
      let isAsked = compared(
        answerField(fields.record, place, fields.question).content, with: .label(test.question))
      guard isAsked != .no, let range = times[place] else { continue }
      guard case .codes(let methods) = answerField(fields.record, place, fields.method).content else { continue }
      var outcomes: Set<Int> = []
      let reply = answerField(fields.record, place, fields.answer)
      if reply.mayBeNone { outcomes.insert(0) }
      if case .codes(let codes) = reply.content {
        for code in codes { outcomes.insert(code >= test.atLeast ? 1 : -1) }
      }
      var ways: Set<GivenAnswer?> = isAsked == .unknown ? [nil] : []
      for day in Set(days.compactMap { $0 }) where (range.low ?? .min) <= day && day <= (range.high ?? .max) {
        guard (window.from ?? .min) <= day, day <= (window.to ?? .max) else {
          ways.insert(nil)
          continue
        }
        for method in methods {
          for outcome in outcomes { ways.insert(GivenAnswer(method: method, day: day, outcome: outcome)) }
        }
      }
      given.append(Array(ways))
    }
    var seen: Set<Truth> = []
    each(given[...], []) { seen.insert(Self.heard($0, test)) }
    return seen.count == 1 ? seen.first ?? .unknown : .unknown
  }

  private func each(_ given: ArraySlice<[GivenAnswer?]>, _ picked: [GivenAnswer], _ body: ([GivenAnswer]) -> Void) {
    guard let ways = given.first else { return body(picked) }
    for way in ways { each(given.dropFirst(), way.map { picked + [$0] } ?? picked, body) }
  }

  private func answerField(_ record: Int, _ place: Int, _ field: Int) -> Found {
    found(
      .field(Path(row: .open(0), record: record, references: [], target: record, field: field)),
      [.row(record: record, place)])
  }

  private func compared(_ content: Found.Content?, with label: Found.Content) -> Truth {
    guard let content else { return .no }
    return content == .label(nil) ? .unknown : Truth(content == label)
  }

  private func days(of window: Window) -> (from: Int64?, to: Int64?) {
    (window.start.flatMap { found($0, []).times?.days.low }, window.end.flatMap { found($0, []).times?.days.high })
  }

  /// What answers say together; of those given by one method on one day any may be the last.
  static func heard(_ answers: [GivenAnswer], _ test: AnswerTest) -> Truth {
    var last: [Int: Set<Int>] = [:]
    for method in Set(answers.map { $0.method }) {
      let mine = answers.filter { $0.method == method }
      let day = mine.map { $0.day }.max()
      last[method] = Set(mine.filter { $0.day == day }.map { $0.outcome })
    }
    var ways: [[Int: Int]] = [[:]]
    for (method, outcomes) in last {
      ways = ways.flatMap { way in
        outcomes.map { outcome in
          var way = way
          way[method] = outcome
          return way
        }
      }
    }
    let truths = Set(
      ways.map { way -> Truth in
        if let adjudication = test.adjudication, let decided = way[adjudication], decided != 0 {
          return Truth(decided > 0)
        }
        let others = way.filter { $0.key != test.adjudication }.values
        let above = others.count { $0 > 0 }
        let below = others.count { $0 < 0 }
        if above >= test.methods, below == 0 { return .yes }
        return above == 0 && below > 0 ? .no : .unknown
      })
    return truths.count == 1 ? truths.first ?? .unknown : .unknown
  }

  // MARK: Counted answers

  /// What one answer may have counted: how many were looked at, in order, and there.
  struct Counted {
    var lookedAt: Found
    var fulfilled: Found
    var outOf: Found
    var isRandom: Truth
  }

  /// The counts that may be the latest within the window; `isSure`: there surely is one.
  private func counts(_ test: TallyTest, _ rows: [Bound]) -> (counts: [Counted], isSure: Bool) {
    guard let fields = dictionary.answers, let places = fields.counted else { return ([], false) }
    let window = days(of: test.window)
    var found: [(count: Counted, days: Times, isSure: Bool)] = []
    for place in dossier.rows[fields.record].indices {
      func field(_ field: Int) -> Found { answerField(fields.record, place, field) }
      let isAsked = compared(field(fields.question).content, with: .label(test.question))
      let lookedAt = field(places.lookedAt)
      guard isAsked != .no, lookedAt.content != nil, let days = field(fields.date).times else { continue }
      let (from, to) = (window.from ?? .min, window.to ?? .max)
      if (days.high ?? .max) < from || (days.low ?? .min) > to { continue }
      var isRandom = Truth.no
      if case .codes(let codes) = field(places.chosen).content, codes.contains(places.atRandom) {
        isRandom = codes.count == 1 && !field(places.chosen).mayBeNone ? .yes : .unknown
      }
      let isIn = (days.low ?? .min) >= from && (days.high ?? .max) <= to
      found.append(
        (
          Counted(
            lookedAt: lookedAt, fulfilled: field(places.fulfilled), outOf: field(places.outOf), isRandom: isRandom),
          days, isAsked == .yes && isIn && !lookedAt.mayBeNone
        ))
    }
    let latest = found.filter { $0.isSure }.map { $0.days.low ?? .min }.max()
    let last = found.filter { ($0.days.high ?? .max) >= latest ?? .min }
    return (last.map { $0.count }, latest != nil)
  }

  /// The share that people counted: what they found in order is in order, and what they found wanting is not.
  func tallied(_ test: TallyTest, _ rows: [Bound]) -> Amount {
    let (counts, isSure) = counts(test, rows)
    let anything = Amount(low: .zero, high: .at(.one))
    let shares = counts.map { count -> Amount in
      guard case .number(let least, let most) = count.fulfilled.content,
        case .number(let looked, _) = count.lookedAt.content, case .number(let few, let many) = count.outOf.content,
        few > .zero, !count.fulfilled.mayBeNone, !count.outOf.mayBeNone, !count.lookedAt.mayBeNone
      else { return anything }
      let wanting = max(.zero, looked + -most)
      // Of more and more things what was found wanting is less and less.
      guard case .at(let whole) = many else {
        return Amount(low: least * .at(.one / Fraction(Int128(Self.unlimited))), high: .at(.one))
      }
      let part = End.at(.one / whole)
      return Amount(low: min(.at(.one), least * part), high: max(.zero, .at(.one) + -(wanting * part)))
    }
    // Where perhaps nobody counted, the share may be any.
    return (shares + (isSure ? [] : [anything])).reduce(nil as Amount?) { $0?.hull($1) ?? $1 } ?? anything
  }

  /// A count of things drawn at random, all known.
  func countedAtRandom(_ test: TallyTest, _ rows: [Bound]) -> Draw? {
    let (counts, isSure) = counts(test, rows)
    guard isSure, counts.count == 1, let count = counts.first, count.isRandom == .yes else { return nil }
    func whole(_ found: Found) -> Int? {
      guard case .number(.at(let number), let high) = found.content, high == .at(number), !found.mayBeNone else {
        return nil
      }
      return number.denominator == 1 ? Int(number.numerator) : nil
    }
    guard let drawn = whole(count.lookedAt), let good = whole(count.fulfilled), let all = whole(count.outOf),
      good <= drawn, drawn < all
    else { return nil }
    return Draw(good: good, of: drawn, unseen: all - drawn, isWhole: true)
  }
}
