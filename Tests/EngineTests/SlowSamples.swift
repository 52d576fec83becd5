import Records
import Standard
import Values

extension SlowEvaluator {
  /// A share over rows drawn at random, or counted so, compared with one number (LANGUAGE 2.8); nil where it is no such
  /// share.
  func bySample(_ quantity: Quantity, _ relation: Relation, _ other: Quantity, _ rows: [Bound]) -> Truth? {
    guard relation != .equal else { return nil }
    switch quantity {
    case .share(let choice, let body, let ifEmpty):
      guard isSample(choice), let limit = fixed(other, rows) else { return nil }
      return judged(standing(choice, body, rows), relation, limit, ifEmpty)
    case .tally(let test):
      guard let limit = fixed(other, rows), let draw = countedAtRandom(test, rows) else { return nil }
      tested?.touch(Construct.countedSample)
      return judged(relation, limit, fewest: draw, most: draw)
    default: return nil
    }
  }

  /// By chance where something was not drawn; nil where nothing was left.
  func judged(_ r: Standing, _ relation: Relation, _ limit: Fraction, _ ifEmpty: Truth) -> Truth? {
    guard r.hidden > 0, r.hidden < Self.unlimited else { return nil }
    tested?.touch(Construct.sample)
    let (tt, tu, tf) = (r[.yes, .yes], r[.yes, .unknown], r[.yes, .no])
    let (ut, uu, uf) = (r[.unknown, .yes], r[.unknown, .unknown], r[.unknown, .no])
    // Against: bad if it may be, else not counted if it may be; in favour: good if it may be, else not counted.
    let against = Draw(good: tt, of: tt + tu + tf + uu + uf, unseen: r.hidden)
    let inFavour = Draw(good: tt + tu + ut + uu, of: tt + tu + tf + ut + uu, unseen: r.hidden)
    let truth = judged(relation, limit, fewest: against, most: inFavour)
    return r.sure > 0 ? truth : truth.joined(ifEmpty)
  }

  /// A median is at most so much where at least half of the values are (LANGUAGE 2.4); nil where no median of a value as
  /// it stands, or of the time between two, is compared with a number.
  func byHalves(_ quantity: Quantity, _ relation: Relation, _ other: Quantity, _ rows: [Bound]) -> Truth? {
    guard case .median(let choice, let body, let ifEmpty) = quantity, case .constant(let limit) = other,
      relation != .equal
    else { return nil }
    switch body {
    case .term, .elapsed: break
    default: return nil
    }
    tested?.touch(quantity)
    let isBelow = relation == .lessThan || relation == .atLeast
    var standing = Standing(hidden: hiddenRows(choice, rows))
    for member in members(choice, rows) {
      // That there perhaps is none counts twice: for whether the row is one, and for what it is (LANGUAGE 2.10).
      let amount = amount(body, [member.bound] + rows)
      let isThere = member.truth && !amount.isMissing
      standing[isThere, amount.compared(isBelow ? .lessThan : .atMost, .exactly(Fraction(limit)))] += member.weight
    }
    let half = Fraction(1, 2)
    let needed: Relation = relation == .atMost || relation == .lessThan ? .atLeast : .lessThan
    if isSample(choice), let judged = judged(standing, needed, half, ifEmpty) { return judged }
    return share(standing, ifEmpty).compared(needed, .exactly(half))
  }

  private func fixed(_ quantity: Quantity, _ rows: [Bound]) -> Fraction? {
    let limit = amount(quantity, rows)
    guard case .at(let number) = limit.low, limit.low == limit.high, limit.isMissing == .no else { return nil }
    return number
  }

  /// Rows that were seen, those that are good, and how many more may belong to them.
  struct Draw {
    var good: Int
    var of: Int
    var unseen: Int
    /// All of them do.
    var isWhole = false

    var sizes: ClosedRange<Int> { (isWhole ? of + unseen : of)...of + unseen }
  }

  func judged(_ relation: Relation, _ limit: Fraction, fewest: Draw, most: Draw) -> Truth {
    switch relation {
    case .atLeast, .moreThan:
      if isShown(above: limit, fewest, strictly: relation == .moreThan) { return .yes }
      if isShown(below: limit, most, strictly: relation == .atLeast) { return .no }
    case .atMost, .lessThan:
      if isShown(below: limit, most, strictly: relation == .lessThan) { return .yes }
      if isShown(above: limit, fewest, strictly: relation == .atMost) { return .no }
    case .equal: break
    }
    return .unknown
  }

  /// So many good ones would be drawn too seldom if the share in the whole were not (strictly) above a limit.
  private func isShown(above limit: Fraction, _ draw: Draw, strictly: Bool) -> Bool {
    draw.sizes.allSatisfy { size in
      // The largest number of good ones that does not reach the limit.
      let good = (0...size).last { strictly ? !isMore($0, size, than: limit) : isLess($0, size, than: limit) }
      guard let good else { return true }
      return isRare(draw.good...max(draw.good, draw.of), draw.of, good: good, of: size)
    }
  }

  /// So few good ones would be drawn too seldom if the share in the whole were not (strictly) below a limit.
  private func isShown(below limit: Fraction, _ draw: Draw, strictly: Bool) -> Bool {
    draw.sizes.allSatisfy { size in
      let good = (0...size).first { strictly ? !isLess($0, size, than: limit) : isMore($0, size, than: limit) }
      guard let good else { return true }
      return isRare(0...draw.good, draw.of, good: good, of: size)
    }
  }

  private func isMore(_ good: Int, _ size: Int, than limit: Fraction) -> Bool {
    Fraction(Int128(good)) > limit * Fraction(Int128(size))
  }

  private func isLess(_ good: Int, _ size: Int, than limit: Fraction) -> Bool {
    Fraction(Int128(good)) < limit * Fraction(Int128(size))
  }

  /// Whether the chance to draw one of some numbers of good ones is below what may be risked; a tie is not below.
  private func isRare(_ counts: ClosedRange<Int>, _ drawn: Int, good: Int, of size: Int) -> Bool {
    let favourable = counts.reduce(Natural(0)) {
      $0 + Natural.ways(picking: $1, from: good) * Natural.ways(picking: drawn - $1, from: size - good)
    }
    let risk = Fraction.one - confidence
    return favourable * Natural(UInt32(risk.denominator))
      < Natural.ways(picking: drawn, from: size) * Natural(UInt32(risk.numerator))
  }
}
