internal import Records
internal import Standard
internal import Values

/// How rows that belong together stand: membership (surely, perhaps) by body (yes, unknown, no); moments count by how
/// long they last.
struct Tally: Hashable, Sendable {
  var yesYes: Int64 = 0
  var yesUnknown: Int64 = 0
  var yesNo: Int64 = 0
  var perhapsYes: Int64 = 0
  var perhapsUnknown: Int64 = 0
  var perhapsNo: Int64 = 0
  var hidden: Int64 = 0

  init(
    yesYes: Int64 = 0, yesUnknown: Int64 = 0, yesNo: Int64 = 0, perhapsYes: Int64 = 0, perhapsUnknown: Int64 = 0,
    perhapsNo: Int64 = 0, hidden: Int64 = 0
  ) {
    self.yesYes = yesYes
    self.yesUnknown = yesUnknown
    self.yesNo = yesNo
    self.perhapsYes = perhapsYes
    self.perhapsUnknown = perhapsUnknown
    self.perhapsNo = perhapsNo
    self.hidden = hidden
  }

  mutating func add(member: UInt8, body: UInt8, weight: Int64 = 1) {
    switch (member, body) {
    case (0, _): break
    case (2, 2): yesYes += weight
    case (2, 1): yesUnknown += weight
    case (2, _): yesNo += weight
    case (_, 2): perhapsYes += weight
    case (_, 1): perhapsUnknown += weight
    default: perhapsNo += weight
    }
  }

  /// Rows counted by whether they are members, and whether they satisfy a body where there is one.
  ///
  /// A truth's byte has one bit for *yes* and one for *unknown*, so that eight rows are counted in one word; a byte of a
  /// word counts up to 255.
  init(members: UnsafeRawBufferPointer, bodies: UnsafeRawBufferPointer?, _ range: Range<Int>) {
    let ones: UInt64 = 0x0101_0101_0101_0101
    var at = range.lowerBound
    while at + 8 <= range.upperBound {
      let stop = min(range.upperBound, at + 8 * 255)
      var (sure, perhaps): (UInt64, UInt64) = (0, 0)
      var (sureYes, sureOpen, perhapsYes, perhapsOpen): (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
      while at + 8 <= stop {
        let member = members.loadUnaligned(fromByteOffset: at, as: UInt64.self)
        sure &+= member &>> 1 & ones
        perhaps &+= member & ones
        if let bodies {
          let body = bodies.loadUnaligned(fromByteOffset: at, as: UInt64.self)
          sureYes &+= (member & body) &>> 1 & ones
          sureOpen &+= member &>> 1 & body & ones
          perhapsYes &+= member & body &>> 1 & ones
          perhapsOpen &+= member & body & ones
        }
        at += 8
      }
      let (all, open) = (Tally.sum(sure), Tally.sum(perhaps))
      let found =
        bodies == nil
        ? (all, 0, open, 0)
        : (Tally.sum(sureYes), Tally.sum(sureOpen), Tally.sum(perhapsYes), Tally.sum(perhapsOpen))
      yesYes += found.0
      yesUnknown += found.1
      yesNo += all - found.0 - found.1
      self.perhapsYes += found.2
      perhapsUnknown += found.3
      perhapsNo += open - found.2 - found.3
    }
    while at < range.upperBound {
      add(member: members[at], body: bodies?[at] ?? 2)
      at += 1
    }
  }

  /// The bytes of a word added up.
  private static func sum(_ word: UInt64) -> Int64 {
    let pairs = (word & 0x00FF_00FF_00FF_00FF) &+ (word &>> 8 & 0x00FF_00FF_00FF_00FF)
    return Int64(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) &>> 48)
  }

  var surely: Int64 { yesYes + yesUnknown + yesNo }
  var perhaps: Int64 { perhapsYes + perhapsUnknown + perhapsNo }
  /// 0 there is a row, 1 there may be none, 2 there is none.
  var empty: UInt8 { surely > 0 ? 0 : perhaps + hidden > 0 ? 1 : 2 }

  /// The exact ends of the share of rows that satisfy the body, given that there is a row (LANGUAGE 2.4).
  var share: (low: Int64, lowOf: Int64, high: Int64, highOf: Int64) {
    // Without limit is as good as very many.
    let hidden = min(hidden, 1 << 56)
    let lowOf = yesYes + yesUnknown + yesNo + perhapsUnknown + perhapsNo + hidden
    let highOf = yesYes + yesUnknown + yesNo + perhapsYes + perhapsUnknown + hidden
    let low = lowOf > 0 ? (yesYes, lowOf) : (1, 1)
    let high = highOf > 0 ? (yesYes + yesUnknown + perhapsYes + perhapsUnknown + hidden, highOf) : (0, 1)
    return (low.0, low.1, high.0, high.1)
  }

  /// The same rows by what they lack.
  var turnedOver: Tally {
    Tally(
      yesYes: yesNo, yesUnknown: yesUnknown, yesNo: yesYes, perhapsYes: perhapsNo, perhapsUnknown: perhapsUnknown,
      perhapsNo: perhapsYes, hidden: hidden)
  }
}

extension Evaluation {
  /// The tallies of a group, one for each row of the frame around.
  func tallies(_ group: GroupNode, body: Int?) -> [Tally] {
    var tallies = [Tally](repeating: Tally(), count: frames[group.outer].count)
    let rows = frames[group.frame]
    let truth = body.map { verdicts[$0] }
    if program.frameKind[group.frame] == .moment {
      for i in 0..<rows.count {
        tallies[Int(rows.parent[i])].add(
          member: rows.member[i], body: truth?[i] ?? 2, weight: rows.last[i] - rows.first[i] + 1)
      }
    } else {
      add(rows, truth, &tallies)
    }
    if let hidden = group.hidden {
      for i in tallies.indices { tallies[i].hidden = self.hidden[hidden][i] }
    }
    return tallies
  }

  /// Rows of one parent stand side by side: each run is counted by itself, eight rows at a time.
  private func add(_ rows: Rows, _ truth: [UInt8]?, _ tallies: inout [Tally]) {
    rows.parent.withUnsafeBufferPointer { parents in
      rows.member.withUnsafeBytes { members in
        (truth ?? rows.member).withUnsafeBytes { bodies in
          var start = 0
          while start < parents.count {
            let parent = parents[start]
            var end = start + 1
            // Runs are long where a table is one shelter's: look ahead in leaps.
            var leap = 64
            while leap > 0 {
              while end + leap <= parents.count, parents[end + leap - 1] == parent { end += leap }
              leap /= 2
            }
            tallies[Int(parent)] = Tally(members: members, bodies: truth == nil ? nil : bodies, start..<end)
            start = end
          }
        }
      }
    }
  }

  func every(_ group: GroupNode, _ body: Int, _ ifEmpty: Truth) -> [UInt8] {
    tallies(group, body: body).map { tally in
      if tally.empty == 2 { return ifEmpty.rawValue }
      let share = tally.share
      let truth = Truth(certain: share.low == share.lowOf, possible: share.high == share.highOf)
      return (tally.empty == 0 ? truth : truth.joined(ifEmpty)).rawValue
    }
  }

  // MARK: Samples

  /// A share over rows drawn at random, or over what people drew and counted, compared with a limit: judged by chance
  /// where something was left undrawn (LANGUAGE 2.8).  Nothing where no shelter at hand has such a sample.
  func sampled(_ left: Int, _ relation: Relation, _ right: Int, _ frame: Int) -> [UInt8]? {
    guard relation != .equal else { return nil }
    switch program.quantities[left] {
    case .share(let group, let body, let ifEmpty):
      return sampled(group, body, ifEmpty, left, relation, right, frame)
    case .tally(let node):
      var result = measured(quantities[left], relation, quantities[right], shelters.count)
      for shelter in 0..<shelters.count {
        guard let draw = countedDraw(node, shelter: shelter), let limit = fixed(right, shelter) else { continue }
        let tally = Tally(yesYes: draw.good, yesNo: draw.drawn - draw.good, hidden: draw.population - draw.drawn)
        let test = SampleTest(tally, confidence: program.confidence, isWhole: true)
        result[shelter] = test.truth(relation, limit).rawValue
      }
      return result
    default: return nil
    }
  }

  /// A limit that is one number.
  private func fixed(_ quantity: Int, _ row: Int) -> Ratio? {
    let limit = quantities[quantity].bounds(row)
    return limit.low == limit.high && limit.absent == 0 && !limit.low.isUnlimited ? limit.low : nil
  }

  private func sampled(
    _ group: GroupNode, _ body: Int, _ ifEmpty: Truth, _ left: Int, _ relation: Relation, _ right: Int, _ frame: Int
  ) -> [UInt8]? {
    guard case .record(let record) = program.frameKind[group.frame], group.hidden != nil else { return nil }
    let coverage = data.tables[record].coverage
    guard shelters.contains(where: { coverage[$0].sample != nil }) else { return nil }
    var result = measured(quantities[left], relation, quantities[right], frames[frame].count)
    let tallies = tallies(group, body: body)
    for (i, shelter) in shelter(of: group.outer).enumerated() {
      let tally = tallies[i]
      guard coverage[shelters.lowerBound + Int(shelter)].sample != nil, tally.hidden > 0, tally.empty < 2,
        let limit = fixed(right, i)
      else { continue }
      let truth = SampleTest(tally, confidence: program.confidence).truth(relation, limit)
      result[i] = (tally.empty == 0 ? truth : truth.joined(ifEmpty)).rawValue
    }
    return result
  }
}

/// Whether a share of all rows can be told from those drawn, were chance against it.
struct SampleTest: Hashable, Sendable {
  let tally: Tally
  /// The largest chance of an error, in millionths.
  let risk: Int64
  /// Everything in the population counts; else any number of what was not drawn may.
  let isWhole: Bool

  init(_ tally: Tally, confidence: FixedPoint, isWhole: Bool = false) {
    self.tally = tally
    self.isWhole = isWhole
    risk = FixedPoint.scale - confidence.millionths
  }

  func truth(_ relation: Relation, _ limit: Ratio) -> Truth {
    switch relation {
    case .atLeast, .moreThan: return reaches(limit, isStrict: relation == .moreThan)
    case .atMost, .lessThan:
      // At most so many good ones are at least so many others.
      let rest = Ratio(top: limit.bottom - limit.top, bottom: limit.bottom)
      return SampleTest(turnedOver: self).reaches(rest, isStrict: relation == .lessThan)
    case .equal: return .unknown
    }
  }

  private init(turnedOver test: SampleTest) {
    tally = test.tally.turnedOver
    risk = test.risk
    isWhole = test.isWhole
  }

  private func reaches(_ limit: Ratio, isStrict: Bool) -> Truth {
    // Each row against the verdict: bad if it may be, else not counted if it may be, else good; and the mirror of it.
    let good = tally.yesYes
    let counted = tally.surely + tally.perhapsUnknown + tally.perhapsNo
    if isShown(counted, limit, isStrict, atLeast: good) { return .yes }
    let best = tally.yesYes + tally.yesUnknown + tally.perhapsYes + tally.perhapsUnknown
    if isRefuted(best + tally.yesNo, limit, isStrict, atMost: best) { return .no }
    return .unknown
  }

  /// How many good ones a population has that reaches the limit with the fewest.
  private func fewest(_ population: Int64, _ limit: Ratio, _ isStrict: Bool) -> Int64 {
    let product = Int128(population) * Int128(limit.top)
    let quotient = product / Int128(limit.bottom)
    let isWhole = product % Int128(limit.bottom) == 0
    return Int64(isWhole && !isStrict ? quotient : quotient + 1)
  }

  /// Below the limit, so many good ones are rare, however many of the rows not drawn count.
  private func isShown(_ drawn: Int64, _ limit: Ratio, _ isStrict: Bool, atLeast good: Int64) -> Bool {
    guard tally.hidden < Coverage.unlimited else { return false }
    if isFar(good, drawn, limit, above: true) { return true }
    var population = drawn + tally.hidden
    let smallest = isWhole ? population : drawn
    while population >= smallest {
      let reaching = fewest(population, limit, isStrict)
      if reaching > 0 {
        let draw = Draw(population: population, good: min(reaching - 1, population), drawn: drawn)
        if !draw.isRare(atLeast: good, below: risk) { return false }
      }
      population -= 1
    }
    return true
  }

  /// At the limit, so few good ones are rare.
  private func isRefuted(_ drawn: Int64, _ limit: Ratio, _ isStrict: Bool, atMost good: Int64) -> Bool {
    guard tally.hidden < Coverage.unlimited else { return false }
    if isFar(good, drawn, limit, above: false) { return true }
    var population = drawn + tally.hidden
    let smallest = isWhole ? population : drawn
    while population >= smallest {
      let reaching = fewest(population, limit, isStrict)
      // A population that cannot reach the limit at all does not.
      if reaching <= population {
        let draw = Draw(population: population, good: max(0, reaching), drawn: drawn)
        if !draw.isRare(atMost: good, below: risk) { return false }
      }
      population -= 1
    }
    return true
  }

  /// So far from the limit that no population makes it likely.
  ///
  /// Source: W. Hoeffding, *Probability Inequalities for Sums of Bounded Random Variables*, JASA 58 (1963), theorem 1
  /// and section 6: without replacement too, the mean of n draws lies t or more above what is expected with a chance
  /// of at most exp(−2nt²).
  private func isFar(_ good: Int64, _ drawn: Int64, _ limit: Ratio, above: Bool) -> Bool {
    guard drawn > 0, drawn < 1 << 20, limit.bottom < 1 << 30, risk > 0 else { return false }
    // t = good / drawn − limit, over the common divisor drawn · bottom.
    let distance = Int128(good) * Int128(limit.bottom) - Int128(limit.top) * Int128(drawn)
    guard above ? distance > 0 : distance < 0 else { return false }
    var needed: Int128 = 0
    // The least whole power of e, which is above 2.718, whose inverse is no larger than the risk.
    var chance = Int128(FixedPoint.scale) * 1_000_000
    while chance > Int128(risk) * 1_000_000 {
      chance = (chance * 1_000 + 2_717) / 2_718
      needed += 1
      if needed > 64 { return false }
    }
    return 2 * distance * distance >= needed * Int128(drawn) * Int128(limit.bottom) * Int128(limit.bottom)
  }
}
