import Records
import Standard
import Values

/// How a random dossier is made.
struct DossierStyle {
  /// One cell in so many is blank or not collected, and one in so many only roughly known.
  var gaps = 12
  /// One record type in so many has no rows at all; 0 = none of them.
  var quiet = 0
  /// How many rows there may be.
  var rows = [0, 1, 1, 2, 2, 3]
  /// Lists may leave something out, and may have been taken early.
  var areListsOpen = true
  var hasSamples = true

  /// Everything is known, and all lists are complete.
  static let complete = DossierStyle(gaps: 0, areListsOpen: false, hasSamples: false)
  /// Few rows and few gaps, so that each way to fill them can be tried.
  static let tiny = DossierStyle(gaps: 14, quiet: 2, rows: [1, 1, 2, 2, 3])
}

/// A random small dossier with gaps.
struct SmallDossier {
  var dossier: Dossier
  let dictionary = SmallWorld.dictionary

  static let days = [
    "2025-06-30", "2026-03-30", "2026-03-31", "2026-04-10", "2026-05-01", "2026-05-31", "2026-06-12", "2026-06-16",
    "2026-06-30", "2026-07-02",
  ].map { CalendarDate($0)!.number }

  /// Days by their dates, read once.
  private static let dates = Dictionary(
    uniqueKeysWithValues: (0..<800).map { number in
      let day = CalendarDate(number: CalendarDate("2025-01-01")!.number + Int64(number))
      return ("\(day)", day.number)
    })

  static func day(_ date: String) -> Int64 { dates[date] ?? 0 }

  /// Days on which turns of duty begin and end.
  static let recent = ["2026-06-28", "2026-06-29", "2026-06-29", "2026-06-30", "2026-06-30", "2026-07-01"].map {
    CalendarDate($0)!.number
  }

  /// Seconds after midnight: some hours, and the last second of a day.
  static let clock = [0, 0, 43_200, 86_399, 64_800, 21_600]

  init(_ dice: inout Dice, _ style: DossierStyle = DossierStyle()) {
    var rows: [[RecordRow]] = []
    var collections: [Collection] = []
    for (place, type) in dictionary.records.enumerated() {
      if place == dictionary.shelter {
        rows.append([Self.row("", type, &dice, style)])
        continue
      }
      // The same few lists are used by many rules, so each dossier leaves some of them empty.
      let isQuiet = style.quiet > 0 && dice.oneIn(style.quiet)
      let count = isQuiet ? 0 : dice.pick(style.rows)
      var mine = (0..<count).map { Self.row("\(type.id)-\($0 + 1)", type, &dice, style) }
      let collection = Self.collection(place, dictionary, count, &dice, style)
      if collection.extent == .absent { mine = [] }
      rows.append(mine)
      collections.append(collection)
    }
    // References name rows that are there, or that may be there.
    for (place, type) in dictionary.records.enumerated() {
      rows[place] = rows[place].compactMap { Self.referring($0, type, rows, collections, &dice) }
    }
    var holidays = Holidays()
    for year: Int64 in [2025, 2026] where style.gaps == 0 || !dice.oneIn(3) {
      let days = ["-06-15", "-06-29", "-04-06"].filter { _ in dice.oneIn(2) }
      holidays.add(year: year, days.map { CalendarDate(number: Self.day("\(year)\($0)")) })
    }
    dossier = Dossier(
      label: "small", asOf: SmallWorld.asOf, collections: collections, exclusions: [], rows: rows, holidays: holidays)
  }

  /// A row whose references name rows; nil where there is none that one of them could name.
  private static func referring(
    _ row: RecordRow, _ type: RecordType, _ rows: [[RecordRow]], _ collections: [Collection], _ dice: inout Dice
  ) -> RecordRow? {
    var row = row
    for (field, kind) in type.fields.enumerated() {
      guard case .reference(let target) = kind.kind, row.cells[field] != .none else { continue }
      let isLabel: Bool = if case .label = row.cells[field] { true } else { false }
      let mayBeUnlisted = mayBeUnlisted(target, collections)
      if rows[target].isEmpty, !mayBeUnlisted {
        guard kind.mayBeNone else { return nil }
        row.cells[field] = .none
      } else if isLabel {
        row.cells[field] =
          rows[target].isEmpty || mayBeUnlisted && dice.oneIn(6) ? .label("nobody") : .label(dice.pick(rows[target]).id)
      }
    }
    return row
  }

  private static func collection(
    _ record: Int, _ dictionary: DataDictionary, _ count: Int, _ dice: inout Dice, _ style: DossierStyle
  ) -> Collection {
    let asOf = SmallWorld.asOf
    guard style.areListsOpen else { return Collection(record: record, extent: .complete, taken: asOf) }
    let parents = dictionary.records[record].fields.compactMap { field -> Int? in
      if case .reference(let target) = field.kind { target } else { nil }
    }
    switch dice.below(style.hasSamples ? 13 : 11) {
    case 0: return Collection(record: record, extent: .partial, taken: asOf, population: Int64(count + dice.below(3)))
    case 1: return Collection(record: record, extent: .partial, taken: asOf)
    case 2:
      return Collection(record: record, extent: .complete, from: CalendarDate(number: day("2026-04-01")), taken: asOf)
    case 3: return Collection(record: record, extent: .complete, taken: CalendarDate(number: day("2026-06-14")))
    case 4: return Collection(record: record, extent: .absent)
    case 5:
      if parents.isEmpty { return Collection(record: record, extent: .partial, taken: asOf) }
      return Collection(record: record, extent: .complete, parent: dice.pick(parents), taken: asOf)
    case 11, 12:
      var sample = Collection(
        record: record, extent: .sample, taken: asOf, drawn: Int64(count),
        population: Int64(count + dice.pick([0, 1, 1, 2, 4])))
      sample.isHandPicked = dice.oneIn(5)
      return sample
    default: return Collection(record: record, extent: .complete, taken: asOf)
    }
  }

  private static func row(_ id: String, _ type: RecordType, _ dice: inout Dice, _ style: DossierStyle) -> RecordRow {
    var cells = type.fields.map { field -> Cell in
      // When a turn of duty begins is always known roughly: moments without a beginning would be too many to try.
      let isNeeded = type.id == "turn" && field.id == "started" || field.isRequired
      if style.gaps > 0, !isNeeded, dice.oneIn(style.gaps) { return dice.pick([.blank, .notCollected]) }
      if style.gaps > 0, dice.oneIn(style.gaps), let coarse = coarse(field, isNeeded: isNeeded, &dice) { return coarse }
      return value(field, of: type, &dice)
    }
    // What ends does not end before it began.
    if case .span(let from, let to, _) = type.time {
      if case .instant(let start) = cells[from], case .instant(let end) = cells[to], end.wallSeconds < start.wallSeconds
      {
        cells.swapAt(from, to)
      }
      if case .days(let start?, let last?) = cells[from], start == last, case .days(let end?, _) = cells[to],
        end < start
      {
        cells.swapAt(from, to)
      }
    }
    return RecordRow(id: id, cells: cells)
  }

  /// An exact value.
  static func value(_ field: Field, of type: RecordType, _ dice: inout Dice) -> Cell {
    if field.mayBeNone, dice.oneIn(3) { return .none }
    let dictionary = SmallWorld.dictionary
    switch field.kind {
    case .label: return .label(dice.pick(["Q-1", "Q-1", "P-2"]))
    case .reference: return .label("?")
    case .code(let list): return .code([Int32(dice.below(dictionary.lists[list].codes.count))])
    case .codes(let list):
      return .set((0..<Int32(dictionary.lists[list].codes.count)).filter { _ in dice.oneIn(2) })
    case .checks(let list):
      let all = 0..<Int32(dictionary.lists[list].codes.count)
      let yes = all.filter { _ in dice.below(3) > 0 }
      return .checks(yes: yes, no: all.filter { !yes.contains($0) })
    case .number:
      let values: [Int64]
      switch field.id {
      case "looked_at": values = [10, 20]
      case "fulfilled": values = [8, 9, 10]
      case "out_of": values = [20, 25, 40]
      case "heat": values = [-10, 0, 2, 30]
      case "score": values = [1, 2, 30, 60, 90]
      default: values = [0, 1, 2, 10, 30, 60, 90]
      }
      let value = dice.pick(values) * FixedPoint.scale
      return .number(value, value)
    case .date:
      let day = dice.pick(days)
      return .days(day, day)
    case .instant:
      let day = dice.pick(type.id == "turn" ? recent : days)
      // Some clocks were not put forward in spring.
      let offset: Int64 = type.id == "plan" && dice.oneIn(6) ? 60 : 120
      return .instant(Instant(wallSeconds: day * 86_400 + Int64(dice.pick(clock)), offsetMinutes: offset))
    case .duration: return .period(dice.pick([Period(.days, 14), Period(.days, 30), Period(.months, 1)]))
    case .age:
      let years = Int64(dice.pick([4, 17, 18, 30]))
      return .years(years, years)
    }
  }

  private static func coarse(_ field: Field, isNeeded: Bool, _ dice: inout Dice) -> Cell? {
    switch field.kind {
    case .date: return dice.oneIn(3) && !isNeeded ? .days(nil, nil) : .days(days[3], days[dice.pick([4, 5, 6])])
    case .instant:
      let day = dice.pick(isNeeded ? recent : days)
      return .days(day, day)
    case .number:
      func range(_ low: Int64, _ high: Int64?) -> Cell {
        .number(low * FixedPoint.scale, high.map { $0 * FixedPoint.scale })
      }
      switch field.id {
      case "looked_at": return range(10, 20)
      case "fulfilled": return range(8, 9)
      case "out_of": return range(25, 40)
      default: break
      }
      if field.isSigned, dice.oneIn(2) { return .number(nil, 2 * FixedPoint.scale) }
      return .number(30 * FixedPoint.scale, dice.oneIn(2) ? 90 * FixedPoint.scale : nil)
    case .age: return .years(16, 18)
    case .code(let list) where !isNeeded:
      let codes = SmallWorld.dictionary.lists[list].codes.count
      return codes > 2 ? dice.pick([.code([0, 1]), .code([0, 2]), .code([1, 2])]) : nil
    case .checks: return .checks(yes: [0], no: [])
    default: return nil
    }
  }
}
