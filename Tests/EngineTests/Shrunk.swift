import Records
import Standard
import Values

@testable import Engine

/// A difference made as small as it gets while it stays one.
struct Shrunk: CustomStringConvertible {
  enum Other { case engine, plain }

  var description: String

  init(_ one: AgreementTests.Difference, by other: Other) {
    let dictionary = SmallWorld.dictionary
    func truths(_ rule: Condition, _ dossier: Dossier) -> (Truth, Truth) {
      let slow = AgreementTests.slow(dossier).truth(rule)
      switch other {
      case .engine:
        let run = Engine.evaluate(
          Program([rule], dictionary: dictionary), Dataset([dossier], dictionary, asOf: SmallWorld.asOf))
        return (Truth(rawValue: run.truths(ofShelter: 0)[0]) ?? .unknown, slow)
      case .plain:
        return (
          Oracle(dictionary: dictionary, dossier: dossier, source: dossier, asOf: SmallWorld.asOf).truth(rule), slow
        )
      }
    }
    func differs(_ rule: Condition, _ dossier: Dossier) -> Bool {
      let (a, b) = truths(rule, dossier)
      return a != b && !(other == .plain && b == .unknown && rule.isNeverSure)
    }
    var (rule, dossier) = (one.rule, one.dossier)
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      // Where all is known nothing of a rule is unknown by itself.
      for smaller in rule.smaller
      where differs(smaller, dossier) && (other == .engine || !smaller.text.contains("unknown")) {
        rule = smaller
        isSmaller = true
        break
      }
      if isSmaller { continue }
      for record in dossier.rows.indices where record != dictionary.shelter {
        for row in dossier.rows[record].indices.reversed() {
          var less = dossier
          less.rows[record].remove(at: row)
          if differs(rule, less) {
            dossier = less
            isSmaller = true
          }
        }
        if other == .engine, let place = dossier.collections.firstIndex(where: { $0.record == record }) {
          let whole = Collection(record: record, extent: .complete, taken: SmallWorld.asOf)
          if dossier.collections[place] != whole {
            var less = dossier
            less.collections[place] = whole
            if differs(rule, less) {
              dossier = less
              isSmaller = true
            }
          }
        }
      }
    }
    let (a, b) = truths(rule, dossier)
    description = """
      --- \(other) says \(a), slow says \(b): \(rule.text)
      \(Self.text(dossier))
      """
  }

  /// What is special about a dossier.
  static func text(_ dossier: Dossier) -> String {
    String(decoding: dossier.canonical(SmallWorld.dictionary), as: UTF8.self).split(separator: "\n").filter { line in
      !line.hasPrefix("lintel") && !line.hasPrefix("label") && !line.hasPrefix("as-of")
        && !(line.hasPrefix("collection") && line.hasSuffix("complete taken=2026-06-30"))
    }.joined(separator: "; ")
  }
}
