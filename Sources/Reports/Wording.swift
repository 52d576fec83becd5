internal import Engine
internal import Records
internal import Standard
internal import Values

/// The words of a report, for one assessment.
struct Wording {
  let assessment: Assessment

  var standard: Standard { assessment.standard }

  // MARK: Levels

  func mark(_ finding: Finding) -> Block.Mark {
    let outcome = finding.outcome
    if outcome.isOut { return .notApplicable }
    if outcome.certain != outcome.possible || outcome.applies != .yes { return .open }
    return outcome.certain == 0 ? .below : outcome.certain == standard.grades.count - 1 ? .ideal : .acceptable
  }

  /// “below acceptable”, “undetermined: below acceptable to ideal”, “does not apply”.
  func level(_ outcome: Outcome) -> String {
    if let exclusion = outcome.exclusion { return "left out: \(exclusion.reason)" }
    if outcome.applies == .no { return "does not apply" }
    let certain = standard.grades[outcome.certain].label
    let possible = standard.grades[outcome.possible].label
    let range = certain == possible ? certain : "undetermined: \(certain) to \(possible)"
    return outcome.applies == .unknown ? "\(range), if it applies" : range
  }

  var band: String {
    let certain = standard.bands[assessment.bands.certain].label
    let possible = standard.bands[assessment.bands.possible].label
    return certain == possible ? certain : "\(certain) for sure; \(possible) is possible"
  }

  // MARK: Numbers

  func range(_ range: ScoreRange?) -> String {
    guard let range else { return "nothing applies" }
    let low = range.low.tenths(up: false)
    let high = range.high.tenths(up: true)
    return low == high ? low : "\(low) to \(high)"
  }

  func permille(_ fraction: Fraction, up: Bool) -> Int {
    let text = fraction.tenths(up: up)
    let digits = text.filter { $0 != "." }
    return min(1000, Int(digits) ?? 0)
  }

  func meter(_ label: String, _ range: ScoreRange?) -> Block.Meter {
    guard let range else { return Block.Meter(label: label, low: 0, high: 0, words: "nothing applies") }
    return Block.Meter(
      label: label, low: permille(range.low, up: false), high: permille(range.high, up: true), words: self.range(range))
  }

  /// “1 h 30 min”, “2 days”.
  func effort(_ seconds: Int64) -> String {
    if seconds == 0 { return "little" }
    let day: Int64 = 8 * 3600
    if seconds >= 3 * day { return "\((seconds + day - 1) / day) days of work" }
    let hours = seconds / 3600
    let minutes = seconds % 3600 / 60
    if hours == 0 { return "\(minutes) min" }
    return minutes == 0 ? "\(hours) h" : "\(hours) h \(minutes) min"
  }

  /// “S-02, S-05 and 3 more”.
  func list(_ items: [String], most: Int = 12) -> String {
    // Items with commas of their own are kept apart by more than commas.
    let separator = items.contains { $0.contains(",") } ? "; " : ", "
    guard items.count > most else { return items.joined(separator: separator) }
    return items.prefix(most).joined(separator: separator) + " and \(items.count - most) more"
  }

  func count(_ number: Int, _ one: String, _ many: String) -> String { "\(number) \(number == 1 ? one : many)" }

  func sentence(_ text: String) -> String {
    guard let first = text.first else { return text }
    let start = first.uppercased() + text.dropFirst()
    guard let last = start.last, !".!?".contains(last) else { return start }
    return start + "."
  }

  // MARK: Shortfalls

  func kind(_ kind: Shortfall.Kind) -> String {
    switch kind {
    case .missing: "missing"
    case .late: "late"
    case .lapsed: "time has passed"
    case .notRecorded: "not recorded"
    case .conflict: "answers disagree"
    }
  }

  /// A shortfall as a sentence: how many, what, which.
  func sentence(_ shortfall: Shortfall) -> String {
    var start = kind(shortfall.kind)
    if shortfall.count > 0 {
      if let of = shortfall.of, of > 0 {
        start +=
          shortfall.isAnyOf
          ? ": any \(shortfall.count) of these \(shortfall.items.count)" : ": \(shortfall.count) of \(of)"
      } else if shortfall.items.isEmpty {
        start += ": \(shortfall.count)"
      }
    }
    var text = "\(start) — \(shortfall.what)"
    if !shortfall.items.isEmpty { text += " (\(list(shortfall.items)))" }
    guard let heals = shortfall.healsOn else { return sentence(text) }
    return sentence(text) + " Heals on \(date(heals)), if nothing is missed from now on."
  }

  func record(_ place: Int) -> RecordType { standard.dictionary.records[place] }

  func collect(_ item: CollectItem) -> String {
    let type = record(item.record)
    let criteria = item.criteria.map { standard.criteria[$0].id }.joined(separator: ", ")
    if item.record == standard.dictionary.answers?.record, item.field != nil {
      return "ask people: question \(list(item.rows, most: 8)) (\(criteria))"
    }
    guard let field = item.field else {
      return "the list of \(type.plural): is it complete, and is anything missing from it? (\(criteria))"
    }
    let rows = item.rows.isEmpty ? "" : ": \(list(item.rows, most: 8))"
    return "\(type.fields[field].label) of \(type.plural)\(rows) (\(criteria))"
  }

  func takenEarly(_ early: [TakenEarly]) -> String {
    let lists = early.map { "the list of \(record($0.record).plural) was taken on \(date($0.taken))" }
    return sentence(
      "this is open only because " + lists.joined(separator: " and ") + ", before \(date(assessment.asOf))")
  }

  /// “Falls to below acceptable on 12 March 2027.”; nothing where nobody looked ahead or nothing changes.
  func outlook(_ finding: Finding) -> [String] {
    guard let outlook = finding.outlook, finding.outcome.exclusion == nil else { return [] }
    var lines: [String] = []
    if let change = outlook.ifNothingHappens {
      lines.append("If nothing new happens, this \(becomes(change, finding.outcome)) on \(date(change.date)).")
    }
    if let change = outlook.asTaken, change != outlook.ifNothingHappens {
      lines.append(
        "With the lists only as far as they were taken, it \(becomes(change, finding.outcome)) on \(date(change.date)).")
    }
    return lines.isEmpty ? ["Time alone changes nothing here until \(date(outlook.until))."] : lines
  }

  private func becomes(_ change: Horizon, _ now: Outcome) -> String {
    if change.applies == .no { return "no longer applies" }
    let low = standard.grades[change.certain].label
    let high = standard.grades[change.possible].label
    let end = change.applies == .unknown ? ", if it applies" : ""
    guard change.certain == change.possible else { return "becomes undetermined (\(low) to \(high)\(end))" }
    if now.applies == .no { return "applies and is \(low)" }
    if change.possible < now.certain || (change.possible < now.possible && change.certain <= now.certain) {
      return "falls to \(low)\(end)"
    }
    if change.certain > now.possible || (change.certain > now.certain && change.possible >= now.possible) {
      return "rises to \(low)\(end)"
    }
    return "becomes \(low)\(end)"
  }

  /// “12 June 2026”.
  func date(_ day: CalendarDate) -> String {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    let parts = day.parts
    return "\(parts.day) \(months[Int(parts.month - 1)]) \(parts.year)"
  }

  func basis(_ finding: Finding) -> String {
    var text: String
    switch finding.outcome.basis {
    case .records: text = "rests on records"
    case .sample: text = "rests on a sample"
    case .judged: text = "rests on what people answered"
    case .mixed: text = "rests on records and on what people answered"
    }
    if finding.outcome.conflict { text += "; answers are in conflict" }
    return text
  }

  /// “, by the profile “…””; nothing where there is none.
  var byProfile: String { standard.profile.map { ", by the profile “\($0.title)”" } ?? "" }

  func cite(_ cite: Cite) -> String {
    let title = standard.sources.first { $0.key == cite.source }?.title ?? cite.source
    let clause = cite.clause.isEmpty ? "" : ", \(cite.clause)"
    let basis: String =
      switch cite.basis {
      case .stated: "the source states it"
      case .derived: "derived from the source"
      case .goodPractice: "good practice; the source does not ask for it in this form"
      }
    let binds = cite.binds.isEmpty ? "" : " Binds: \(cite.binds)."
    return "\(title)\(clause) [\(cite.source)] — \(basis).\(binds)"
  }
}
