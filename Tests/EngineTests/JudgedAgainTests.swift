import Records
import Standard
import Testing
import Values

@testable import Engine

/// A dossier that is judged again after an edit is judged as if it had been so from the start.
struct JudgedAgainTests {
  private static func edit(_ dossier: Dossier, _ dice: inout Dice) -> Edit? {
    let dictionary = SmallWorld.dictionary
    let record = dice.pick(dictionary.records.indices.filter { $0 != dictionary.shelter })
    let type = dictionary.records[record]
    switch dice.below(4) {
    case 0: return .complete(record: record)
    case 1:
      guard let row = SmallDossier(&dice).dossier.rows[record].first else { return nil }
      return .append(record: record, RecordRow(id: "\(type.id)-\(dice.below(9))", cells: row.cells))
    default:
      guard let row = dossier.rows[record].first else { return nil }
      let field = dice.below(type.fields.count)
      if case .reference = type.fields[field].kind { return nil }
      return .set(
        record: record, row: row.id, field: field, SmallDossier.value(type.fields[field], of: type, &dice))
    }
  }

  @Test func whatChangesIsJudgedAgain() {
    let dictionary = SmallWorld.dictionary
    var dice = Dice(state: seed())
    var changed = 0
    for _ in 0..<15 {
      var maker = RuleMaker(Dice(state: dice.next()))
      let rules = (0..<60).map { _ in maker.rule() }
      let program = Program(rules + SmallWorld.tests, dictionary: dictionary)
      for _ in 0..<8 {
        let dossier = SmallDossier(&dice).dossier
        let edits = (0..<2).compactMap { _ in Self.edit(dossier, &dice) }
        let edited = dossier.applying(edits, asOf: SmallWorld.asOf)
        let before = Dataset([dossier], dictionary, asOf: SmallWorld.asOf)
        let last = Engine.evaluate(program, before)
        let again = Engine.evaluate(
          program, Dataset(before, edits, edited, dictionary), after: last, changed: Set(edits.map { $0.record }))
        let fresh = Engine.evaluate(program, Dataset([edited], dictionary, asOf: SmallWorld.asOf))
        let (now, anew) = (again.truths(ofShelter: 0), fresh.truths(ofShelter: 0))
        for (rule, (one, other)) in zip(rules + SmallWorld.tests, zip(now, anew)) where one != other {
          Issue.record("\(rule.text): \(one) after \(edits), \(other) anew\n\(Shrunk.text(dossier))")
        }
        if now != last.truths(ofShelter: 0) { changed += 1 }
      }
    }
    #expect(changed > 40)
  }
}

/// What asks nothing is still asked of the rows of one list, and lists have different numbers of rows.
struct NothingAskedTests {
  @Test func windowsWithoutEndsKeepListsApart() throws {
    let dictionary = SmallWorld.dictionary
    let (staff, turn) = (
      try #require(dictionary.record(named: "staff")), try #require(dictionary.record(named: "turn"))
    )
    func choice(_ record: Int) throws -> Choice {
      let field = try #require(dictionary.records[record].field(named: "started"))
      let path = Path(row: .open(0), record: record, references: [], target: record, field: field)
      let open = Window(start: nil, end: nil)
      return Choice(
        source: .records(record), time: [TimeLimit(window: open, condition: .within(.field(path), open))])
    }
    let rule = Condition.every(
      try choice(staff),
      .measure(
        .count(try choice(turn), distinct: nil), .atLeast, .constant(FixedPoint(millionths: 2 * FixedPoint.scale))),
      ifEmpty: .no)
    var dossier = Dossier(
      label: "A", asOf: SmallWorld.asOf,
      collections: [staff, turn].map { Collection(record: $0, extent: .complete, taken: SmallWorld.asOf) },
      exclusions: [], rows: dictionary.records.map { _ in [] })
    for (record, ids) in [(staff, ["S-1"]), (turn, ["T-1", "T-2", "T-3"])] {
      dossier.rows[record] = ids.map {
        RecordRow(id: $0, cells: dictionary.records[record].fields.map { _ in Cell.blank })
      }
    }
    let run = Engine.evaluate(
      Program([rule], dictionary: dictionary), Dataset([dossier], dictionary, asOf: SmallWorld.asOf))
    #expect(run.truths(ofShelter: 0) == [2])
  }
}
