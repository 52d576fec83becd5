internal import Standard
internal import Values

/// Something that is looked for in a standard as a whole, once its words were read.
///
/// A check finds what no single word can see.  It may not stop the others: it reports and goes on.
protocol StandardCheck: Sendable {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics)
}

/// The one list of checks, in alphabetical order; each is a file beside this one.
enum Checks {
  /// Those that find errors: no standard with one of them may judge.
  static let errors: [any StandardCheck.Type] = [
    Constant.self, CountImpossible.self, LevelNumbers.self, MovingPeriods.self, Privacy.self, RemedyOrder.self,
  ]
  /// Those that matter only to whoever writes the standard.
  static let advice: [any StandardCheck.Type] = [
    AskedQuestions.self, Cost.self, CountPersons.self, ExampleCoverage.self, FactsAnswered.self, NoneOrder.self,
    RecordedWorld.self,
    SampleEvery.self, Unused.self, Voluntary.self,
  ]

  /// Advice is for those who read the examples too; whoever only judges does not wait for it.
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    for check in errors { check.look(at: standard, &diagnostics) }
    guard standard.hasExamples else { return }
    for check in advice { check.look(at: standard, &diagnostics) }
  }
}

/// A standard as it was read, also where something in it is wrong: what a check may look at.
struct ReadStandard {
  var dictionary: DataDictionary
  /// The files, as a profile has them.
  var root: Element
  var domains: [Element]
  var dictionaryFile: Element
  /// Those that could be read.
  var criteria: [Criterion]
  /// All tests that could be read.
  var tests: [ReadTest]
  var examples: [Example]
  /// Whether examples were read.
  var hasExamples: Bool
  /// Whether a profile has tailored it: then it need not use all that the published standard does.
  var isTailored: Bool
  /// What was used: `$parameter`, `define name`, `question id`.
  var used: Set<String>
  var parameters: [TestReader.Parameter]
  var definitions: [TestReader.Definition]
  /// What the sources say; empty unless examples were read.
  var facts: [ReadFact]
  /// Whether an error was found, so that not all that is written was read.
  var isPartial: Bool

  var files: [Element] { [root] + domains }
}

/// A test as it was read.
struct ReadTest {
  /// The id of its criterion; nil for a gate.
  var criterion: String?
  /// The name of its level; nil for `applies` and for gates.
  var level: String?
  var element: Element
  var condition: Condition
  /// Where each condition in it was written; a definition is written where it is declared.
  var places: [Condition: [Location]]
}

extension Diagnostics {
  /// Reports an error at each place.
  mutating func error(_ code: String, atAll places: [Location], _ message: String, help: String? = nil) {
    for place in places { report(Diagnostic(.error, code, at: place, message, help: help)) }
  }

  /// Reports a warning at each place.
  mutating func warning(_ code: String, atAll places: [Location], _ message: String, help: String? = nil) {
    for place in places { report(Diagnostic(.warning, code, at: place, message, help: help)) }
  }
}
