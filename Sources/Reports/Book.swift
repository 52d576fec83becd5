internal import Engine
public import Standard
public import Values

/// An example of a criterion as a small story: what the records show, and what is found.
public struct Story: Hashable, Sendable {
  /// As its author named it: “nine of ten on the fourteenth day”.
  public var name: String
  /// The lowest and the highest grade that it may be; nil where the criterion does not apply.
  public var grades: ClosedRange<Int>?
  public var applies: Truth

  public init(name: String, grades: ClosedRange<Int>?, applies: Truth) {
    self.name = name
    self.grades = grades
    self.applies = applies
  }
}

/// A chapter of the handbook.
public struct Chapter: Hashable, Sendable {
  /// For a file name: the id of its domain, `tools`, `sources`.
  public var id: String
  public var title: String
  /// The title of the part that it stands in; empty where it stands in none.
  public var part: String
  public var blocks: [Block]
}

/// A standard for people to read from start to end: a chapter for each domain, then tools and methods, then sources.
///
/// - Parameter stories: the examples of each criterion, in the order of the criteria; may be empty.
public func handbook(_ standard: Standard, stories: [[Story]]) -> [Chapter] {
  var chapters = standard.domains.indices.map { domain in
    Chapter(
      id: standard.domains[domain].id, title: standard.domains[domain].title, part: standard.domains[domain].part,
      blocks: BookPages(standard: standard, stories: stories).domain(domain))
  }
  let tools = tools(standard)
  if !tools.isEmpty { chapters.append(Chapter(id: "tools", title: "Tools and methods", part: "", blocks: tools)) }
  chapters.append(Chapter(id: "sources", title: "Sources", part: "", blocks: sources(standard)))
  return chapters
}

/// What stands before the chapters.
public func handbookFront(_ standard: Standard) -> [Block] {
  let levels = standard.grades.dropFirst()
  return [
    .heading(1, standard.title), .paragraph(standard.about),
    .facts([
      Block.Fact(name: "Version", value: standard.version),
      Block.Fact(name: "Criteria", value: "\(standard.criteria.count)"),
      Block.Fact(
        name: "Of them",
        value: [Severity.critical, .major, .minor].map { severity in
          "\(standard.criteria.count { $0.severity == severity }) \(severity.id)"
        }.joined(separator: ", ")),
      Block.Fact(name: "Levels", value: levels.map { $0.label }.joined(separator: ", ")),
    ]),
    .paragraph(
      "Each criterion says what is asked at each level, why it matters, how it is judged, what to keep as proof, what to do where it is not met, and what it rests on. Stories from invented shelters show where the lines run."
    ),
    .list([
      "Critical: a gap can cost life, liberty, bodily or sexual integrity, or uncover who and where somebody is.",
      "Major: a gap is likely to harm recovery or to take a right.", "Minor: quality and good order.",
    ]),
    .paragraph(
      "What is not written down is never counted as done, and never as failed: it is not known, and the report says so."
    ),
  ]
}

private struct BookPages {
  let standard: Standard
  let stories: [[Story]]

  func domain(_ domain: Int) -> [Block] {
    var blocks: [Block] = [.heading(2, standard.domains[domain].title)]
    if !standard.domains[domain].intro.isEmpty { blocks.append(.paragraph(standard.domains[domain].intro)) }
    for (place, criterion) in standard.criteria.enumerated() where criterion.domain == domain {
      blocks += self.criterion(criterion, place)
    }
    return blocks
  }

  private func criterion(_ criterion: Criterion, _ place: Int) -> [Block] {
    var blocks: [Block] = [.heading(3, "\(criterion.id) · \(criterion.title)"), .paragraph(criterion.why)]
    var facts = [
      Block.Fact(name: "Severity", value: "\(criterion.severity.id); weight \(criterion.weight)")
    ]
    if let applies = criterion.applies {
      facts.append(Block.Fact(name: "Asked where", value: sentence(standard.readings[applies] ?? "")))
    }
    for (grade, level) in zip(standard.grades.dropFirst(), criterion.levels) {
      facts.append(Block.Fact(name: capital(grade.label), value: level.statement))
      facts.append(Block.Fact(name: "How it is judged", value: sentence(level.reading)))
      if let ask = level.ask { facts.append(Block.Fact(name: "Question \(ask.question)", value: ask.text)) }
    }
    let evidence = criterion.recordTypes.sorted().filter { $0 != standard.dictionary.shelter }.map {
      let type = standard.dictionary.records[$0]
      return type.source.isEmpty ? type.plural : "\(type.plural) (\(type.source))"
    }
    if !evidence.isEmpty {
      facts.append(Block.Fact(name: "Proof to keep", value: sentence(evidence.joined(separator: "; "))))
    }
    blocks.append(.facts(facts))
    let remedies = unique(
      criterion.levels.flatMap { $0.remedies.map { "\(capital($0.kind.words)) (\($0.role)): \($0.text)" } })
    if !remedies.isEmpty { blocks += [.paragraph("Where it is not met:"), .list(remedies)] }
    blocks += [.paragraph("It rests on:"), .list(unique(criterion.levels.flatMap { $0.cites.map(cite) }))]
    if stories.indices.contains(place), !stories[place].isEmpty {
      blocks += [.paragraph("Stories:"), .list(stories[place].map(told))]
    }
    return blocks
  }

  private func cite(_ cite: Cite) -> String {
    let source = standard.sources.first { $0.key == cite.source }
    let clause = cite.clause.isEmpty ? "" : ", \(cite.clause)"
    let binds = cite.binds.isEmpty ? "" : "; \(cite.binds)"
    let basis =
      switch cite.basis {
      case .stated: "stated there"
      case .derived: "derived from it"
      case .goodPractice: "our own demand, in its spirit"
      }
    return "\(source?.title ?? cite.source)\(clause) (\(basis)\(binds))"
  }

  private func told(_ story: Story) -> String {
    let name = capital(story.name)
    guard story.applies != .no, let grades = story.grades else { return "\(name): this is not asked." }
    let low = standard.grades[grades.lowerBound].label
    let found =
      grades.lowerBound == grades.upperBound
      ? low : "not known, from \(low) to \(standard.grades[grades.upperBound].label)"
    return "\(name): \(found)\(story.applies == .unknown ? ", if it is asked at all" : "")."
  }
}

/// Codes that carry facts: what a shelter may use, and what is known of it.
private func tools(_ standard: Standard) -> [Block] {
  let lists = standard.dictionary.lists.filter { list in list.codes.contains { !$0.about.isEmpty } }
  guard !lists.isEmpty else { return [] }
  var blocks: [Block] = [
    .heading(2, "Tools and methods"),
    .paragraph(
      "A result of a screening tool is never a diagnosis. Most limits were set in other populations and languages; where none could be read, the text says so."
    ),
  ]
  for list in lists {
    blocks += [
      .heading(3, capital(list.title)),
      .facts(list.codes.filter { !$0.about.isEmpty }.map { Block.Fact(name: $0.label, value: $0.about) }),
    ]
  }
  return blocks
}

private func sources(_ standard: Standard) -> [Block] {
  let coverage = FactCoverage(standard)
  return [
    .heading(2, "Sources"),
    .paragraph(
      "Only what could be read is said to be read. Rules of other countries bind nobody here; they show what is possible."
    ),
    .list(
      standard.sources.filter { !coverage.criteria(bySource: $0.key).isEmpty }.map { source in
        let publisher = source.publisher.isEmpty ? "" : ", \(source.publisher)"
        return "\(source.key): \(source.title)\(publisher). \(capital(source.access)). \(source.place)"
      }),
  ]
}

extension Remedy.Kind {
  /// As a heading.
  fileprivate var words: String {
    switch self {
    case .write: "write"
    case .train: "train"
    case .build: "put in place"
    case .decide: "decide"
    case .doNow: "do now"
    case .prevent: "prevent"
    case .record: "record"
    }
  }
}

/// With its first letter as a capital.
private func capital(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

private func sentence(_ text: String) -> String {
  let text = capital(text)
  return text.isEmpty || text.hasSuffix(".") ? text : text + "."
}
