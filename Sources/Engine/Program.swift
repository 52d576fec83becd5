public import Standard
public import Values

/// A standard made ready to judge with: one typed graph in which equal parts are one node.
public struct Program: Sendable {
  let dictionary: DataDictionary
  var frames: [FrameNode] = []
  var frameOuter: [Int?] = []
  var frameKind: [RowKind] = []
  var maps: [MapNode] = []
  var hidden: [HiddenNode] = []
  var scalars: [ScalarNode] = []
  var sets: [SetNode] = []
  var quantities: [QuantityNode] = []
  var verdicts: [VerdictNode] = []
  /// The frame each verdict, quantity, scalar and set has its rows in.
  var verdictFrame: [Int] = []
  var quantityFrame: [Int] = []
  var scalarFrame: [Int] = []
  var setFrame: [Int] = []
  /// The order in which nodes are worked out.
  var order: [Step] = []
  /// What each verdict asks and which rows each group takes, in the author's words.
  var readings: [Int: String] = [:]
  var groupReadings: [GroupNode: String] = [:]
  /// Whether each frame has the rows of its table in their places.
  var isAligned: [Bool] = []
  /// Whether verdicts alone are asked for: rows need then not be listed, nor what is the same for all be spread out.
  var isForVerdictsOnly = false
  /// Whether anything rests on what people answered.
  var asksPeople = false
  /// Deadlines of groups: the due day of each candidate, on the frame before pending rows are dropped.
  var deadlines: [Deadline] = []
  /// The verdict of each condition asked for, in the order asked.
  public private(set) var roots: [Int] = []

  /// For each step of `order`, the record types its result depends on, as bits.
  var dependencies: [UInt64] = []

  enum Step: Hashable, Sendable {
    case frame(Int), map(Int), hidden(Int), scalar(Int), set(Int), quantity(Int), verdict(Int)
  }

  struct Deadline: Hashable, Sendable {
    /// The rows with all conditions but the deadline.
    var frame: Int
    /// The due day of each of them.
    var due: Int
    var record: Int
    /// The conditions asked for that have this deadline, as places among the roots.
    var roots: [Int]
  }

  /// How sure a verdict by sample must be, as a fraction of one.
  let confidence: FixedPoint

  init(dictionary: DataDictionary, confidence: FixedPoint) {
    self.dictionary = dictionary
    self.confidence = confidence
  }

  /// Compiles conditions about a shelter; their verdicts are `roots`, in order.
  ///
  /// - Parameter isForVerdictsOnly: rows are then counted without being listed where that is quicker; such a program
  ///   gives the same verdicts, and no evidence.
  public init(
    _ conditions: [Condition], dictionary: DataDictionary, confidence: FixedPoint = Standard.usualConfidence,
    readings: [Condition: String] = [:], choices: [Choice: String] = [:], isForVerdictsOnly: Bool = false
  ) {
    var compiler = Compiler(
      Program(dictionary: dictionary, confidence: confidence), readings: readings, choices: choices,
      isForVerdictsOnly: isForVerdictsOnly)
    let roots = conditions.indices.map { index in
      compiler.asked = index
      return compiler.verdict(conditions[index], in: 0)
    }
    self = compiler.program
    self.roots = roots
    self.isForVerdictsOnly = isForVerdictsOnly
    isAligned = frames.indices.map { compiler.isAligned($0) }
    asksPeople =
      verdicts.contains { if case .answer = $0 { true } else { false } }
      || quantities.contains { if case .tally = $0 { true } else { false } }
    dependencies = Dependencies.of(self)
  }
}
