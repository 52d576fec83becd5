public import Standard
internal import Values

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

  init(dictionary: DataDictionary) { self.dictionary = dictionary }

  /// Compiles conditions about a shelter; their verdicts are `roots`, in order.
  public init(
    _ conditions: [Condition], dictionary: DataDictionary, readings: [Condition: String] = [:],
    choices: [Choice: String] = [:]
  ) {
    var compiler = Compiler(dictionary: dictionary, readings: readings, choices: choices)
    let roots = conditions.indices.map { index in
      compiler.asked = index
      return compiler.verdict(conditions[index], in: 0)
    }
    self = compiler.program
    self.roots = roots
    dependencies = Dependencies.of(self)
  }
}
