import Engine
import Foundation
import Records
import Standard
import Testing
import Values
import XML

@testable import Language

/// The trial of the rule language: every requirement fact that it was tried on, as a criterion of one standard whose
/// examples were thought out by hand.
@Suite struct TrialTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Trial")

  /// One entry a row of the trial's table, in its order.
  static let rows: [(section: String, criteria: [String])] = [
    (
      "rosters, ratios, caseloads",
      [
        "R133", "R302", "R135", "R136", "R137", "R138", "R139", "R108", "R066", "R147", "R145", "R145-day", "R140",
        "R144", "R154", "PLAN-nights", "R299", "R071", "R305",
      ]
    ),
    (
      "deadlines",
      [
        "R063", "R094", "R213", "R092", "R286", "R287", "R223", "R220", "R238", "R312", "R076", "R077", "R318", "R005",
        "R020", "R159", "R160", "R163", "R156", "R338", "R075",
      ]
    ),
    (
      "how often",
      [
        "R171", "R172", "R095", "R270", "R272", "R273", "R269", "R150", "R153", "R162", "R301", "R207", "R311", "R334",
        "R188", "R332", "R124", "R112",
      ]
    ),
    (
      "shares, counts, clauses, premises",
      [
        "R007", "R046", "R151", "R146", "R130", "R116", "R168", "R176", "R099", "R089", "R097", "R098", "R042", "R107",
        "R295", "R201", "R200", "R304", "R307", "R002", "R237", "R289", "R230", "R048", "R057", "R271", "R253", "R254",
        "R242", "R225", "R028", "R027", "R034", "R017", "R211", "R310", "R194", "PLAN-few", "R065",
      ]
    ),
  ]

  /// The last row has no test: its facts bind a state, so no shelter is judged by them.
  static let withoutTest = ["R212", "R259", "R322", "R264"]

  static func bytes(_ name: String) -> [UInt8]? {
    (try? Data(contentsOf: folder.appendingPathComponent(name))).map { Array($0) }
  }

  private static let read = Result<CheckedStandard, any Error> { try readStandard("standard.xml") { bytes($0) } }

  @Test func loads() throws {
    let standard = try Self.read.get().standard
    let ids = standard.criteria.map { $0.id }
    let wanted = Self.rows.flatMap { $0.criteria }
    #expect(wanted.count == 97)
    #expect(Set(wanted).count == wanted.count)
    #expect(Set(ids) == Set(wanted))
    #expect(ids.count == wanted.count)
    #expect(Set(ids).isDisjoint(with: Self.withoutTest))
    for criterion in standard.criteria {
      #expect(!criterion.levels[0].reading.isEmpty, "\(criterion.id) can be read aloud")
    }
  }

  /// The checker asks the author about every stay, paper or complaint that ends before its deadline, about services that
  /// count as failures where somebody declines them, about a rating that may be none, and about checklists that hold
  /// more than is asked.
  @Test func doubts() throws {
    let warnings = try Self.read.get().warnings.sorted
    let codes = Dictionary(grouping: warnings.filter { $0.location.file != "dictionary.xml" }) { $0.code }
    #expect(codes.mapValues { $0.count } == ["deadline-exit": 9, "voluntary": 4, "none-order": 1], "\(warnings)")
    #expect(warnings.filter { $0.location.file == "dictionary.xml" }.allSatisfy { $0.code == "unused" })
  }

  /// Editors that know the schema have nothing to object to either.
  @Test func schema() throws {
    let standards = Self.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Standards")
    let schema = Array(try Data(contentsOf: standards.appendingPathComponent("lintel.xsd")))
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted()
    #expect(names.count >= 15)
    for name in names {
      let found = try validate(try #require(Self.bytes(name)), file: name, againstSchema: schema, named: "lintel.xsd")
      #expect(found.isEmpty, "\(found.map { "\($0)" })")
    }
  }

  /// The dictionary of the trial is the whole one.
  @Test func dictionary() throws {
    let dictionary = try Self.read.get().standard.dictionary
    #expect(dictionary.records.count == 35)
    // Every type but the shelter also has an id.
    #expect(dictionary.records.map { $0.fields.count }.reduce(0, +) + 34 == 319)
  }

  @Test func examples() throws {
    let checked = try Self.read.get()
    // A judge of one criterion at a time: an example is about no other.
    for (index, criterion) in checked.standard.criteria.enumerated() {
      var standard = checked.standard
      standard.criteria = [criterion]
      let judge = Judge(standard)
      for example in checked.examples where example.criterion == index {
        let name = "\(example.element.location): \(criterion.id), “\(example.name)”"
        var diagnostics = Diagnostics()
        guard let (dossier, asOf) = example.dossier(standard.dictionary, &diagnostics) else {
          Issue.record("\(name): \(diagnostics.sorted.map { "\($0)" })")
          continue
        }
        let found = judge.outcomes(dossier, asOf: asOf)[0]
        #expect(found.applies == example.applies, "\(name): whether it applies")
        guard example.applies != .no else { continue }
        #expect([found.certain, found.possible] == [example.certain, example.possible], "\(name)")
      }
    }
  }

  /// How many rows are met, failed and left open by some example each.
  @Test func kinds() throws {
    let checked = try Self.read.get()
    var kinds: [Int: Set<[Int?]>] = [:]
    for example in checked.examples where example.applies == .yes {
      kinds[example.criterion, default: []].insert([example.certain, example.possible])
    }
    let complete = kinds.values.filter { $0.isSuperset(of: [[1, 1], [0, 0], [0, 1]]) }.count
    print("\(complete) of \(Self.rows.flatMap { $0.criteria }.count) rows have examples that meet, fail and stay open")
    #expect(complete >= 60)
    #expect(complete == 97)
  }

  /// A set cannot be in a list: the form that the trial gets wrong on purpose.
  @Test func aSetIsNotInAList() throws {
    let right = "<covers field=\"shelter.serves\" codes=\"boys children-of-residents\" at-least=\"1\"/>"
    let wrong = "<is value=\"shelter.serves\" in=\"women boys children-of-residents\"/>"
    var place: (file: String, line: Int, column: Int)?
    var errors: [Diagnostic] = []
    do throws(Diagnostics) {
      _ = try readStandard("standard.xml") { name in
        guard let bytes = Self.bytes(name) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        guard let range = text.range(of: right) else { return bytes }
        let before = text[..<range.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        place = (name, before.count, (before.last?.count ?? 0) + 1)
        return Array(text.replacing(right, with: wrong).utf8)
      }
    } catch {
      errors = error.all.filter { $0.severity == .error }
    }
    let there = try #require(place)
    #expect(errors.count == 1)
    let error = try #require(errors.first)
    #expect(error.code == "type-compare")
    #expect(error.location.file == there.file)
    #expect(error.location.line == there.line)
    // The attribute that is wrong, not only its element.
    let attribute = try #require(wrong.range(of: "in="))
    let column = there.column + wrong.distance(from: wrong.startIndex, to: attribute.lowerBound)
    #expect(error.location.column == column)
    #expect(error.help?.contains("<covers") == true)
  }

  // MARK: What an outcome alone does not show

  /// A criterion of the trial with one of its examples, judged by itself.
  private static func judged(
    _ id: String, _ name: String
  ) throws -> (judge: Judge, dossier: Dossier, asOf: CalendarDate) {
    let checked = try read.get()
    let index = try #require(checked.standard.criteria.firstIndex { $0.id == id })
    let example = try #require(checked.examples.first { $0.criterion == index && $0.name == name })
    var diagnostics = Diagnostics()
    let (dossier, asOf) = try #require(example.dossier(checked.standard.dictionary, &diagnostics))
    var standard = checked.standard
    standard.criteria = [standard.criteria[index]]
    return (Judge(standard), dossier, asOf)
  }

  /// What has not passed its day is no failure, and is said.
  @Test func comingDue() throws {
    for name in ["of 15 June, open", "of 15 June, settled the next day"] {
      let (judge, dossier, asOf) = try Self.judged("R238", name)
      let due = judge.assess(dossier, asOf: asOf).comingDue
      #expect(due.map { $0.row } == ["C1"])
      #expect(due.map { $0.due } == [CalendarDate("2026-06-22")])
    }
  }

  /// A verdict that rests on files drawn at random says so: it is the one that the files not drawn could contradict.
  @Test func samplesAreNamed() throws {
    for (id, name) in [
      ("R097", "ten of twelve drawn at random, all in order"), ("R028", "ten of twelve drawn at random, all told"),
    ] {
      let (judge, dossier, asOf) = try Self.judged(id, name)
      let found = judge.outcomes(dossier, asOf: asOf)[0]
      #expect(found.certain == 1 && found.possible == 1, "\(id)")
      #expect(found.basis == .sample, "\(id)")
    }
    let (judge, dossier, asOf) = try Self.judged("R097", "nine of ten, all listed")
    #expect(judge.outcomes(dossier, asOf: asOf)[0].basis == .records)
  }

  /// Where residents say otherwise than papers and staff, that is shown.
  @Test func answersThatDisagreeAreNamed() throws {
    let (judge, dossier, asOf) = try Self.judged("R027", "residents say no")
    #expect(judge.outcomes(dossier, asOf: asOf)[0].conflict)
    let (second, settled, day) = try Self.judged("R027", "papers, staff and residents")
    #expect(!second.outcomes(settled, asOf: day)[0].conflict)
  }

  /// The same night without an end, as a share: from 27 to 28 of 28 nights.
  @Test func aNightWithoutAnEnd() throws {
    let name = "one turn of the night of 6 June has no end, 27 other nights are covered"
    let (_, dossier, asOf) = try Self.judged("R138", name)
    for (limit, outcome) in [("96%", [1, 1]), ("97%", [0, 1]), ("100%", [0, 1])] {
      let standard = try Self.standard(
        """
        <share of="day" as="night" hours="22:00/07:00" during="P28D" at-least="\(limit)">
          <every of="moment" during="night"><exists of="awake" at="moment"/></every>
        </share>
        """)
      let found = Judge(standard).outcomes(dossier, asOf: asOf)[0]
      #expect([found.certain, found.possible] == outcome, "at least \(limit)")
    }
  }

  /// The trial's dictionary and definitions with one criterion that asks this.
  private static func standard(_ test: String) throws -> Standard {
    let domain = """
      <domain id="own" title="Own">
        <intro>One criterion.</intro>
        <criterion id="OWN" title="Own" severity="minor">
          <why>To see.</why>
          <level name="acceptable">
            <statement>It is so.</statement>
            \(test)
            <cite source="TRIAL" clause="" basis="derived"/>
            <remedy kind="decide" role="manager">Make it so.</remedy>
          </level>
        </criterion>
      </domain>
      """
    return try readStandard("standard.xml", examples: false) { name in
      guard name == "standard.xml", let bytes = bytes(name) else {
        return name == "own.xml" ? Array(domain.utf8) : bytes(name)
      }
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      let kept = lines.filter { !$0.contains("<domain ") && $0 != "</standard>" }
      return Array((kept + ["<domain file=\"own.xml\"/>", "</standard>"]).joined(separator: "\n").utf8)
    }.standard
  }
}
