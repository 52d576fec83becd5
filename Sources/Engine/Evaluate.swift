public import Records
internal import Standard
internal import Values

/// What a program found for a range of shelters: every node's column.
///
/// A truth is a byte (0 no, 1 unknown, 2 yes), so that *and* is the smaller and *or* the larger of two.
public struct Evaluation: Sendable {
  /// The rows of one frame.
  struct Rows: Sendable {
    /// The row of the frame around.
    var parent: [Int32] = []
    /// The row in the table of the record type, or the number of the period.
    var row: [Int32] = []
    /// Whether the row is chosen: 2 surely, 1 perhaps, 0 not.
    var member: [UInt8] = []
    /// First and last day, or second, of calendar periods and moments; empty for others.
    var first: [Int64] = []
    var last: [Int64] = []
    var count: Int { parent.count }
  }

  /// A quantity as the fractions it lies between, and whether it may have no value.
  struct Measures: Sendable {
    var low: [Int64] = []
    var lowDivisor: [Int64] = []
    var high: [Int64] = []
    var highDivisor: [Int64] = []
    /// 0 it has a value, 1 it may have none, 2 it has none.
    var absent: [UInt8] = []
    /// What a comparison means where there is no value.
    var ifAbsent: Truth = .no
    /// One quantity stands for all rows.
    var isConstant = false
    /// All are whole numbers that are there: divided by one, and none absent.
    var isWhole = false
    /// The values that the quantities are, in millionths, where they are values as they stand; the lists are then empty.
    var values: Scalars?

    mutating func append(_ low: Int64, _ lowDivisor: Int64, _ high: Int64, _ highDivisor: Int64, _ absent: UInt8 = 0) {
      self.low.append(low)
      self.lowDivisor.append(lowDivisor)
      self.high.append(high)
      self.highDivisor.append(highDivisor)
      self.absent.append(absent)
    }
  }

  let program: Program
  let data: Dataset
  let shelters: Range<Int>
  var answerColumns: AnswerColumns?
  var frames: [Rows] = []
  var maps: [[Int32]] = []
  var hidden: [[Int64]] = []
  var scalars: [Scalars] = []
  var sets: [Sets] = []
  var quantities: [Measures] = []
  var verdicts: [[UInt8]] = []

  /// The truth of a condition for a shelter, counted from the first of the range.
  func truth(_ verdict: Int, _ row: Int) -> Truth { Truth(rawValue: verdicts[verdict][row]) ?? .unknown }

  /// The truth of the program's conditions, in the order asked, for a shelter of the range.
  public func truths(ofShelter shelter: Int) -> [UInt8] { program.roots.map { verdicts[$0][shelter] } }
}

/// Works out a program over some shelters of a dataset.  Cannot fail: “unknown” is an answer.
public func evaluate(_ program: Program, _ data: Dataset, shelters: Range<Int>) -> Evaluation {
  evaluate(program, data, shelters: shelters, after: nil, changed: .max)
}

/// Works out a program again after some record types have changed: what does not depend on them is taken over.
func evaluate(_ program: Program, _ data: Dataset, after last: Evaluation, changed records: Set<Int>) -> Evaluation {
  let changed = records.reduce(0 as UInt64) { $0 | Dependencies.bit($1) }
  return evaluate(program, data, shelters: last.shelters, after: last, changed: changed)
}

/// The one loop: each node in its order, from the last run where nothing it depends on has changed.
private func evaluate(
  _ program: Program, _ data: Dataset, shelters: Range<Int>, after last: Evaluation?, changed: UInt64
) -> Evaluation {
  var run = Evaluation(program: program, data: data, shelters: shelters)
  if program.asksPeople { run.answerColumns = AnswerColumns(data, program.dictionary, run.range(of:)) }
  run.frames.reserveCapacity(program.frames.count)
  run.verdicts.reserveCapacity(program.verdicts.count)
  run.scalars.reserveCapacity(program.scalars.count)
  for (index, step) in program.order.enumerated() {
    let same = program.dependencies[index] & changed == 0 ? last : nil
    switch step {
    case .frame(let id): run.frames.append(same?.frames[id] ?? run.rows(program.frames[id]))
    case .map(let id): run.maps.append(same?.maps[id] ?? run.map(program.maps[id]))
    case .hidden(let id): run.hidden.append(same?.hidden[id] ?? run.hiddenRows(program.hidden[id]))
    case .scalar(let id):
      run.scalars.append(same?.scalars[id] ?? run.scalar(program.scalars[id], program.scalarFrame[id]))
    case .set(let id): run.sets.append(same?.sets[id] ?? run.set(program.sets[id]))
    case .quantity(let id):
      run.quantities.append(same?.quantities[id] ?? run.measure(program.quantities[id], program.quantityFrame[id]))
    case .verdict(let id):
      run.verdicts.append(same?.verdicts[id] ?? run.verdict(program.verdicts[id], program.verdictFrame[id]))
    }
  }
  return run
}

/// Works out a program over all shelters of a dataset.
public func evaluate(_ program: Program, _ data: Dataset) -> Evaluation {
  evaluate(program, data, shelters: 0..<data.shelters)
}
