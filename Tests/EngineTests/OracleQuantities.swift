import Records
import Standard
import Values

extension Oracle {
  /// What a quantity is.
  enum Amount {
    case value(Fraction)
    /// There is none; what a comparison then means.
    case none(Truth)
    /// Something was divided by nothing.
    case undefined
  }

  func measure(_ left: Quantity, _ relation: Relation, _ right: Quantity, _ rows: [Bound]) -> Truth {
    switch (amount(left, rows), amount(right, rows)) {
    case (.none(let truth), _), (_, .none(let truth)): truth
    case (.undefined, _), (_, .undefined): .unknown
    case (.value(let a), .value(let b)): Truth(compare(a, relation, b))
    }
  }

  func amount(_ quantity: Quantity, _ rows: [Bound]) -> Amount {
    switch quantity {
    case .count(let choice, nil):
      let chosen = chosen(choice, rows)
      let count = Fraction(Int128(chosen.reduce(0) { $0 + weight($1) }))
      if case .moments = choice.source { return .value(count / Fraction(60)) }
      return .value(count)
    case .count(let choice, let distinct?):
      let values = chosen(choice, rows).map { value(distinct, [$0] + rows) }.filter { $0 != .none }
      return .value(Fraction(Int128(Set(values).count)))
    case .share(let choice, let body, let ifEmpty):
      let chosen = chosen(choice, rows)
      if chosen.isEmpty { return .none(ifEmpty) }
      let good = chosen.filter { truth(body, [$0] + rows) == .yes }
      return .value(
        Fraction(Int128(good.reduce(0) { $0 + weight($1) }), Int128(chosen.reduce(0) { $0 + weight($1) })))
    case .sum(let choice, let body):
      let values = values(choice, body, rows)
      return values.map { .value($0.reduce(.zero, +)) } ?? .undefined
    case .extreme(let choice, let body, let highest, let ifEmpty):
      guard let values = values(choice, body, rows) else { return .undefined }
      return (highest ? values.max() : values.min()).map { .value($0) } ?? .none(ifEmpty)
    case .average(let choice, let body, let ifEmpty):
      guard let values = values(choice, body, rows) else { return .undefined }
      return values.isEmpty ? .none(ifEmpty) : .value(values.reduce(.zero, +) / Fraction(Int128(values.count)))
    case .median(let choice, let body, let ifEmpty):
      guard let values = values(choice, body, rows) else { return .undefined }
      return values.isEmpty ? .none(ifEmpty) : .value(values.sorted()[(values.count - 1) / 2])
    case .elapsed(let from, let to): return elapsed(value(from, rows), value(to, rows))
    case .tally(let test): return tallied(test)
    case .term(let term):
      if case .number(let number) = value(term, rows) { return .value(number) }
      return .none(.no)
    case .constant(let number): return .value(Fraction(number))
    case .choose(let cases, let otherwise):
      for one in cases where truth(one.condition, rows) == .yes { return amount(one.quantity, rows) }
      return amount(otherwise, rows)
    case .plus(let parts):
      return parts.reduce(.value(.zero)) { combined($0, amount($1, rows)) { $0 + $1 } }
    case .minus(let left, let right): return combined(amount(left, rows), amount(right, rows)) { $0 - $1 }
    case .times(let left, let right): return combined(amount(left, rows), amount(right, rows)) { $0 * $1 }
    case .divide(let left, let right):
      return combined(amount(left, rows), amount(right, rows)) { $1 == .zero ? nil : $0 / $1 }
    }
  }

  private func combined(_ a: Amount, _ b: Amount, _ work: (Fraction, Fraction) -> Fraction?) -> Amount {
    switch (a, b) {
    case (.none, _): a
    case (_, .none): b
    case (.undefined, _), (_, .undefined): .undefined
    case (.value(let a), .value(let b)): work(a, b).map { .value($0) } ?? .undefined
    }
  }

  /// The values of rows that have one; nil where one of them is a division by nothing.
  private func values(_ choice: Choice, _ body: Quantity, _ rows: [Bound]) -> [Fraction]? {
    var values: [Fraction] = []
    for row in chosen(choice, rows) {
      switch amount(body, [row] + rows) {
      case .value(let value): values.append(value)
      case .none: continue
      case .undefined: return nil
      }
    }
    return values
  }

  private func elapsed(_ from: Found, _ to: Found) -> Amount {
    if case .instant(let a, let ahead) = from, case .instant(let b, let other) = to {
      let shift = ahead != nil && other != nil ? 60 * ((ahead ?? 0) - (other ?? 0)) : 0
      return .value(Fraction(Int128(b - a + shift), 60))
    }
    guard let a = day(from), let b = day(to) else { return .none(.no) }
    return .value(Fraction(Int128((b - a) * 1440)))
  }

  // MARK: People

  /// The answers to a question within a window, of rows that are there.
  private func heardRows(_ question: String, _ window: Window) -> [(place: Int, day: Int64)] {
    guard let fields = dictionary.answers else { return [] }
    let start = window.start.flatMap { day(value($0, [])) } ?? .min
    let end = window.end.flatMap { day(value($0, [])) } ?? .max
    return dossier.rows[fields.record].enumerated().compactMap { place, row in
      guard case .label(question) = row.cells[fields.question], case .days(let day?, _) = row.cells[fields.date],
        start <= day, day <= end
      else { return nil }
      return (place, day)
    }
  }

  func answered(_ test: AnswerTest) -> Truth {
    guard let fields = dictionary.answers else { return .unknown }
    var answers: [SlowEvaluator.GivenAnswer] = []
    for (place, day) in heardRows(test.question, test.window) {
      let cells = dossier.rows[fields.record][place].cells
      guard case .code(let method) = cells[fields.method] else { continue }
      var outcome = 0
      if case .code(let code) = cells[fields.answer] { outcome = Int(code[0]) >= test.atLeast ? 1 : -1 }
      answers.append(.init(method: Int(method[0]), day: day, outcome: outcome))
    }
    return SlowEvaluator.heard(answers, test)
  }

  /// The share in order of all there are: what was found so, and of what nobody looked at none, all or half.
  private func tallied(_ test: TallyTest) -> Amount {
    let luck = [Fraction.zero, .one, Fraction(1, 2)][chance % 3]
    guard let record = dictionary.answers?.record, let counted = dictionary.answers?.counted else {
      return .value(luck)
    }
    func number(_ place: Int, _ field: Int) -> Fraction? {
      guard case .number(let number?, _) = dossier.rows[record][place].cells[field] else { return nil }
      return Fraction(FixedPoint(millionths: number))
    }
    let heard = heardRows(test.question, test.window).filter { number($0.place, counted.lookedAt) != nil }
    guard let last = heard.map({ $0.day }).max() else { return .value(luck) }
    // Of several on one day any may be the last.
    let places = heard.filter { $0.day == last }.map { $0.place }
    let place = places[chance % places.count]
    guard let lookedAt = number(place, counted.lookedAt), let fulfilled = number(place, counted.fulfilled),
      let outOf = number(place, counted.outOf), outOf > .zero
    else { return .value(luck) }
    return .value((fulfilled + max(.zero, outOf - lookedAt) * luck) / outOf)
  }
}
