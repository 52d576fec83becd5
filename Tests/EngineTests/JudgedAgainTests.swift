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
