public import Standard
public import Values

/// A small change to a rule, such as a slip of the pen would make.  Good examples notice each.
public struct Mutant: Hashable, Sendable {
  /// What is changed.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A number, share, length of time or date moved by a step.
    case limit
    /// At least as more than, a condition turned round.
    case comparison
    /// A condition left out.
    case condition
    /// All as any, any as all.
    case logic
    /// A code left out or exchanged.
    case codes
    /// What it means that there is no row.
    case empty
    /// What ties rows to a time or to another row.
    case rows
  }

  public var kind: Kind
  /// Where the changed attribute or element stands.
  public var location: Location
  /// What is written, such as `at-least="90%"`.
  public var written: String
  /// What is done to it, such as “moved to 89%”.
  public var change: String
  /// The tests as they then read, for each criterion of its part, in the part's order.
  public var tests: [RuleTests]

  /// “at-least="90%" moved to 89%”.
  public var words: String { written + " " + change }
}

/// What a criterion tests: when it applies, and each level with the answer that may settle it.
public struct RuleTests: Hashable, Sendable {
  public var applies: Condition?
  public var levels: [Condition]

  public init(applies: Condition?, levels: [Condition]) {
    self.applies = applies
    self.levels = levels
  }
}

/// A part of the rule files that is written once: a criterion, or a parameter or definition that criteria use.
public struct RulePart: Sendable {
  /// “ADM-01”, “parameter intake-within”, “set new-stay”.
  public var name: String
  public var location: Location
  /// The criteria whose tests it is part of, as places in the standard; for a criterion, itself.
  public var criteria: [Int]
  public var isCriterion: Bool
  /// Every small change that gives a rule which can be read and asks something else.
  public var mutants: [Mutant]
  /// How many changes gave the same test, written otherwise.
  public var same: Int
}

/// A condition as it is written, and what it lowers into where a criterion uses it.
public struct NotedCondition: Hashable, Sendable {
  public var location: Location
  public var formula: Condition
  public var phrase: String
}

/// The rules of a standard, taken apart so that its examples can be tried on them.
public struct RuleParts: Sendable {
  public var parts: [RulePart]
  /// The tests of each criterion as written.
  public var tests: [RuleTests]
  /// For each criterion the conditions that were read for it, wherever they are written.
  public var conditions: [[NotedCondition]]
  /// For each place of a condition, the part it is written in.
  public var partOfPlace: [Location: Int]
}

extension CheckedStandard {
  /// Takes the rules apart; nothing where the standard was read without its examples.
  ///
  /// - Parameter mutants: whether the changes are wanted, or only the conditions.
  public func ruleParts(mutants: Bool) -> RuleParts {
    guard let names else { return RuleParts(parts: [], tests: [], conditions: [], partOfPlace: [:]) }
    return RuleTaker(ids: standard.criteria.map { $0.id }, names: names).taken(mutants)
  }
}

/// Reads the criteria of a standard again, as written and with changes.
private struct RuleTaker {
  let ids: [String]
  /// Knows all names; has read no criterion.
  let names: TestReader

  func taken(_ wantsMutants: Bool) -> RuleParts {
    var result = RuleParts(parts: [], tests: [], conditions: [], partOfPlace: [:])
    var uses: [Set<String>] = []
    for id in ids {
      var reader = names
      reader.noted = []
      reader.used = []
      let read = reader.tests(ofCriterion: id)
      result.tests.append(RuleTests(applies: read?.applies, levels: read?.levels ?? []))
      result.conditions.append(reader.noted ?? [])
      uses.append(reader.used)
    }
    let mutator = ElementMutants(lists: names.dictionary.lists)
    for (index, id) in ids.enumerated() {
      guard let element = names.criteria[id] else { continue }
      add(id, element, [index], isCriterion: true, &result, wantsMutants ? mutator.mutants(ofCriterion: element) : []) {
        $0.criteria[id] = $1
      }
    }
    func users(_ name: String) -> [Int] { ids.indices.filter { uses[$0].contains(name) } }
    for name in names.parameters.keys.sorted() {
      guard let element = names.parameters[name]?.element else { continue }
      let found = users("$" + name)
      let changes = wantsMutants ? mutator.mutants(ofParameter: element) : []
      add("parameter " + name, element, found, isCriterion: false, &result, changes) { reader, changed in
        if let parameter = ParameterReader.read(changed, &reader) { reader.parameters[name] = parameter }
      }
    }
    for definition in names.allDefinitions {
      let found = users("define " + definition.key)
      let changes = wantsMutants ? mutator.mutants(of: definition.element) : []
      let name = definition.kind.rawValue + " " + definition.key
      add(name, definition.element, found, isCriterion: false, &result, changes) { reader, changed in
        reader.replace(definition, changed)
      }
    }
    return result
  }

  private func add(
    _ name: String, _ element: Element, _ criteria: [Int], isCriterion: Bool, _ result: inout RuleParts,
    _ changes: [ElementMutants.Change], _ put: (inout TestReader, Element) -> Void
  ) {
    guard !criteria.isEmpty else { return }
    note(element, result.parts.count, &result.partOfPlace)
    var part = RulePart(
      name: name, location: element.location, criteria: criteria, isCriterion: isCriterion, mutants: [], same: 0)
    let written = criteria.map { result.tests[$0] }
    for change in changes {
      for element in change.elements {
        var reader = names
        put(&reader, element)
        guard let tests = tests(criteria, &reader) else { continue }
        if tests == written {
          part.same += 1
        } else {
          part.mutants.append(
            Mutant(
              kind: change.kind, location: change.location, written: change.written, change: change.change,
              tests: tests))
        }
        break
      }
    }
    result.parts.append(part)
  }

  /// Nil where the changed rule cannot be read.
  private func tests(_ criteria: [Int], _ reader: inout TestReader) -> [RuleTests]? {
    var tests: [RuleTests] = []
    for criterion in criteria {
      guard !reader.diagnostics.hasErrors, let read = reader.tests(ofCriterion: ids[criterion]),
        !reader.diagnostics.hasErrors
      else { return nil }
      tests.append(RuleTests(applies: read.applies, levels: read.levels))
    }
    return tests
  }

  private func note(_ element: Element, _ part: Int, _ places: inout [Location: Int]) {
    places[element.location] = part
    for child in element.children { note(child, part, &places) }
  }
}
