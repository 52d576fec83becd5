import Standard

/// Makes rules and records out of choices.  Most can be read; a few are left wrong on purpose.
struct Maker {
  private var choices: Choices
  private let dictionary: DataDictionary
  /// The record types of open rows, the innermost last; -1 for a calendar row.
  private var open: [(name: String, record: Int)] = []
  private var names = 0

  init(_ choices: Choices, _ dictionary: DataDictionary) {
    self.choices = choices
    self.dictionary = dictionary
  }

  // MARK: Rules

  mutating func domain() -> [UInt8] {
    var tests: [(applies: String, test: String)] = []
    for _ in 0..<(1 + choices.below(3)) {
      let applies = choices.once(in: 3) ? condition(2) : ""
      tests.append((applies, condition(4)))
    }
    return World.domain("", tests)
  }

  private mutating func condition(_ depth: Int) -> String {
    if depth <= 0 || choices.isOver { return comparison() }
    switch choices.below(14) {
    case 0: return "<all>\(condition(depth - 1))\(condition(depth - 1))</all>"
    case 1: return "<any at-least=\"\(1 + choices.below(2))\">\(condition(depth - 1))\(condition(depth - 1))</any>"
    case 2: return "<not>\(condition(depth - 1))</not>"
    case 3: return "<if><where>\(condition(depth - 1))</where>\(condition(depth - 1))</if>"
    case 4, 5:
      return choosing(depth, choices.one(["exists", "none"]), emptiness: false) { _ in "" }
    case 6, 7:
      return choosing(depth, "every", emptiness: true) { $0.condition(depth - 1) }
    case 8:
      let unit = unit()
      return "<compare is=\"\(relation())\">\(quantity(depth - 1, unit))\(quantity(depth - 1, unit))</compare>"
    case 9, 10: return quantity(depth - 1, unit(), compared: true)
    case 11:
      return choosing(depth, "gap", emptiness: false, extra: " \(relation())=\"\(period())\"") { _ in "" }
    case 12:
      return "<answer question=\"Q-\(choices.below(2))\" methods=\"\(1 + choices.below(2))\" within=\"\(period())\"/>"
    default: return comparison()
    }
  }

  private mutating func relation() -> String {
    choices.one(["at-least", "at-most", "more-than", "less-than", "equal"])
  }

  /// One value of an open row compared.
  private mutating func comparison() -> String {
    let (path, kind, mayBeNone) = path()
    if mayBeNone, choices.once(in: 4) { return "<is value=\"\(path)\" equal=\"none\"/>" }
    if choices.once(in: 8) { return "<recorded field=\"\(path)\"/>" }
    switch kind {
    case .code(let list):
      let codes = dictionary.lists[list]
      if codes.isOrdered, choices.once(in: 2) {
        return "<is value=\"\(path)\" \(relation())=\"\(choices.one(codes.codes).id)\"/>"
      }
      return "<is value=\"\(path)\" in=\"\(someCodes(list))\"/>"
    case .codes(let list), .checks(let list):
      let count = choices.once(in: 2) ? " at-least=\"1\"" : ""
      return "<covers field=\"\(path)\" codes=\"\(someCodes(list))\"\(count)/>"
    case .number(let unit): return "<is value=\"\(path)\" \(relation())=\"\(number(unit))\"/>"
    case .age:
      return
        "<is value=\"\(path)\"\(choices.once(in: 2) ? " at=\"\(day())\"" : "") \(relation())=\"\(choices.below(140))\"/>"
    case .duration: return "<is value=\"\(path)\" \(relation())=\"\(period())\"/>"
    case .date, .instant:
      if choices.once(in: 2) { return "<is value=\"\(path)\" in=\"\(window())\"/>" }
      return "<is value=\"\(path)\" \(relation())=\"\(day())\"/>"
    case .label: return "<is value=\"\(path)\" equal=\"P-\(choices.below(3))\"/>"
    case .reference: return "<is value=\"\(path)\" equal=\"\(self.path().0)\"/>"
    }
  }

  private mutating func someCodes(_ list: Int) -> String {
    let codes = dictionary.lists[list].codes.map { $0.id }
    return codes.filter { _ in choices.once(in: 2) }.joined(separator: " ").orElse(codes[0])
  }

  /// A field of an open row, or of the shelter.
  private mutating func path() -> (String, Field.Kind, Bool) {
    let rows = open.filter { $0.record >= 0 }
    let row =
      rows.isEmpty || choices.once(in: 6)
      ? ("shelter", dictionary.shelter) : rows[rows.count - 1 - choices.below(rows.count)]
    let field = choices.one(dictionary.records[row.1].fields)
    if case .reference(let target) = field.kind, choices.once(in: 2) {
      let next = choices.one(dictionary.records[target].fields)
      return ("\(row.0).\(field.id).\(next.id)", next.kind, next.mayBeNone)
    }
    return ("\(row.0).\(field.id)", field.kind, field.mayBeNone)
  }

  private mutating func choosing(
    _ depth: Int, _ word: String, emptiness: Bool, extra: String = "", _ body: (inout Maker) -> String
  ) -> String {
    names += 1
    let name = "r\(names)"
    let units = ["day", "week", "month", "quarter", "half-year", "year", "moment"]
    let isCalendar = word != "gap" && choices.once(in: 4)
    // The shelter comes first in the dictionary, and is no row to choose.
    let record = isCalendar ? -1 : 1 + choices.below(dictionary.records.count - 1)
    let of = isCalendar ? choices.one(units) : dictionary.records[record].id
    var text = "<\(word) of=\"\(of)\" as=\"\(name)\"\(extra)"
    if isCalendar {
      text += " during=\"\(choices.once(in: 3) ? window() : period())\""
      if of == "day" || of == "moment", choices.once(in: 2) {
        text += " hours=\"\(choices.one(["22:00/07:00", "00:00/24:00", "09:00/17:00", "12:00/12:00", "23:59/00:00"]))\""
      }
      if ["quarter", "half-year", "year"].contains(of), choices.once(in: 3) { text += " anchor=\"07-01\"" }
    } else {
      let type = dictionary.records[record]
      if let parent = open.last, parent.record >= 0, choices.once(in: 3) { text += " for=\"\(parent.name)\"" }
      switch type.time {
      case .fixed: break
      case .span:
        if word == "gap" {
          text += " during=\"\(window())\""
        } else if choices.below(3) > 0 {
          text += " \(choices.one(["during", "throughout"]))=\"\(window())\""
        } else {
          text += " at=\"\(choices.once(in: 2) ? day() : "as-of")\""
        }
      case .dates(let dates):
        text += " during=\"\(window())\""
        if word == "gap" || choices.once(in: 2) { text += " when=\"\(type.fields[choices.one(dates)].id)\"" }
      }
      if choices.once(in: 5), let date = type.dates.first {
        let within = choices.once(in: 4) ? "\(1 + choices.below(999)) business-days" : period()
        text += " from=\"\(type.fields[date].id)\" within=\"\(within)\""
      }
    }
    if emptiness { text += " if-empty=\"\(choices.one(["true", "false", "unknown"]))\"" }
    text += ">"
    open.append((name, record))
    let inside = (choices.once(in: 3) ? "<where>\(condition(depth - 2))</where>" : "") + body(&self)
    open.removeLast()
    return text + inside + "</\(word)>"
  }

  private mutating func unit() -> String { choices.one(["", "h", "m2", ""]) }

  /// A quantity of one unit, so that most of it goes together.
  private mutating func quantity(_ depth: Int, _ unit: String, compared: Bool = false) -> String {
    let limit = compared ? " \(relation())=\"\(number(unit))\"" : ""
    if depth <= 0 || choices.isOver { return term(unit, limit) }
    func two(_ maker: inout Maker, _ word: String, _ other: String) -> String {
      "<\(word)\(limit)>\(maker.quantity(depth - 1, unit))\(maker.quantity(depth - 1, other))</\(word)>"
    }
    switch choices.below(12) {
    case 0 where unit.isEmpty: return choosing(depth, "count", emptiness: false, extra: limit) { _ in "" }
    case 1 where compared:
      return choosing(depth, "share", emptiness: true, extra: " \(relation())=\"\(choices.below(101))%\"") {
        $0.condition(depth - 1)
      }
    case 2: return choosing(depth, "sum", emptiness: false, extra: limit) { $0.quantity(depth - 1, unit) }
    case 3:
      return choosing(depth, choices.one(["lowest", "highest"]), emptiness: true, extra: limit) {
        $0.quantity(depth - 1, unit)
      }
    case 4:
      return choosing(depth, choices.one(["average", "median"]), emptiness: true, extra: limit) {
        $0.quantity(depth - 1, unit)
      }
    case 5: return two(&self, "plus", unit)
    case 6: return two(&self, "minus", unit)
    case 7: return two(&self, "times", "")
    case 8: return two(&self, "divide", "")
    case 9 where unit == "h":
      return "<elapsed from=\"\(day())\" to=\"\(day())\"\(compared ? " \(relation())=\"\(period())\"" : "")/>"
    case 10:
      let premise = condition(depth - 1)
      let first = quantity(depth - 1, unit)
      return
        "<choose\(limit)><case><where>\(premise)</where>\(first)</case><else>\(quantity(depth - 1, unit))</else></choose>"
    default: return term(unit, limit)
    }
  }

  private mutating func term(_ unit: String, _ limit: String) -> String {
    // A field of an open row with this unit, where there is one.
    for row in open.reversed() where row.record >= 0 {
      for field in dictionary.records[row.record].fields {
        if case .number(unit: let own) = field.kind, own == unit, choices.once(in: 2) {
          return "<term value=\"\(row.name).\(field.id)\"\(limit)/>"
        }
      }
    }
    return "<term value=\"\(number(unit))\"\(limit)/>"
  }

  // MARK: Values

  private mutating func number(_ unit: String) -> String {
    let number = choices.one([
      "0", "1", "2", "3", "7", "10", "0.5", "0.000001", "40", "100", "999999999", "123456789.123456",
      "999999999.999999",
      "-1", "-999999999.999999",
    ])
    return unit.isEmpty || unit == "percent" ? number : "\(number) \(unit)"
  }

  private mutating func period() -> String {
    choices.one([
      "P1D", "P14D", "P2W", "P1M", "P3M", "P12M", "P1Y", "P2Y", "PT1H", "PT72H", "PT30M", "P0D", "PT1S", "P100Y",
      "P999999999D", "P999999999M", "P999999999Y", "PT999999999H", "P999999999W", "PT36H", "P7D", "P28D", "P90D",
    ])
  }

  private mutating func day() -> String {
    let rows = open.filter { $0.record >= 0 }
    var base = choices.one([
      "as-of", "2026-06-30", "2026-01-01", "2024-02-29", "0001-01-01", "9999-12-31", "2026-03-31", "as-of",
    ])
    if let row = rows.last, choices.once(in: 2), let date = dictionary.records[row.record].dates.first {
      base = "\(row.name).\(dictionary.records[row.record].fields[date].id)"
    } else if let row = open.last, row.record < 0, choices.once(in: 2) {
      base = "\(row.name).\(choices.one(["start", "end"]))"
    }
    if choices.once(in: 3) { base += " \(choices.one(["-", "+"])) \(period())" }
    return base
  }

  private mutating func window() -> String {
    switch choices.below(6) {
    case 0: return period()
    case 1: return "\(day())/\(day())"
    case 2: return "\(period())/\(day())"
    case 3: return "\(day())/\(period())"
    case 4: return choices.once(in: 2) ? "../\(day())" : "\(day())/.."
    default: return open.last?.name ?? "P12M"
    }
  }

  // MARK: Records

  mutating func dossier() -> String {
    var text = "<dossier label=\"d\" as-of=\"2026-06-30\">\n"
    for type in dictionary.records where type.id != "shelter" {
      switch choices.below(6) {
      case 0: break
      case 1:
        text +=
          "<collection of=\"\(type.id)\" how=\"partial\" population=\"\(choices.one(["3", "10", "1000000", "999999999"]))\"/>\n"
      case 2:
        text +=
          "<collection of=\"\(type.id)\" how=\"sample\" population=\"\(choices.one(["3", "10", "1000", "100000"]))\" drawn=\"2\" chosen=\"at-random\"/>\n"
      case 3:
        text +=
          "<collection of=\"\(type.id)\" how=\"complete\" taken=\"\(choices.one(["2026-06-30", "2026-05-01", "0001-01-01"]))\"/>\n"
      default: text += "<collection of=\"\(type.id)\" how=\"complete\"/>\n"
      }
    }
    if choices.once(in: 2) { text += "<holidays year=\"2026\" dates=\"2026-01-01 2026-05-01\"/>\n" }
    for type in dictionary.records {
      for number in 0..<(type.id == "shelter" ? 1 : choices.below(4)) {
        text += "<\(type.id)"
        if type.id != "shelter" { text += " id=\"\(type.id.prefix(2))-\(number)\"" }
        for field in type.fields where !choices.once(in: 5) { text += " \(field.id)=\"\(cell(field))\"" }
        text += "/>\n"
      }
    }
    return text + "</dossier>"
  }

  private mutating func cell(_ field: Field) -> String {
    if choices.once(in: 12) { return "" }
    if choices.once(in: 12) { return "?" }
    if field.mayBeNone, choices.once(in: 3) { return "-" }
    switch field.kind {
    case .label: return "P-\(choices.below(3))"
    case .reference(let target): return "\(dictionary.records[target].id.prefix(2))-\(choices.below(4))"
    case .code(let list):
      let codes = dictionary.lists[list].codes.map { $0.id }
      return choices.once(in: 5) ? codes.prefix(2).joined(separator: "/") : choices.one(codes)
    case .codes(let list): return someCodes(list)
    case .checks(let list):
      return dictionary.lists[list].codes.map { choices.one(["", "!", "?"]) + $0.id }.joined(separator: " ")
    case .number:
      return choices.one([
        "0", "1", "2", "5", "12", "3..7", "<5", ">=2", "100", "999999999", "0.000001", "4.6", "1..999999999",
        "999999999.999999",
      ])
    case .date: return choices.one(days)
    case .instant:
      return choices.one(
        days + [
          "2026-06-29T22:00+02:00", "2026-06-30T07:00+02:00", "2026-06-01T00:00Z", "0001-01-01T00:00+14:00",
          "9999-12-31T23:59:59-14:00", "2026-03-29T02:30+02:00", "2026-06-15T23:00+02:00", "2026-06-16T08:30+02:00",
        ])
    case .duration:
      return choices.one(["P14D", "P9M", "PT72H", "P0D", "P999999999D", "P999999999M", "PT999999999H", "P1Y"])
    case .age: return choices.one(["0", "17", "18", "12..15", "130", "0..130"])
    }
  }

  private let days = [
    "2026-06-30", "2026-06-29", "2026-01-01", "2025-06-30", "2025-07-01", "2026-03", "2024", "yes", "2026-03-31",
    "2024-02-29", "0001-01-01", "9999-12-31", "9999", "2026-07-01", "2027-01-01",
  ]
}

extension String {
  func orElse(_ other: String) -> String { isEmpty ? other : self }
}
