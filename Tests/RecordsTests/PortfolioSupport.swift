import Standard
import Testing
import Values
import XML

@testable import Records

extension PortfolioFile {
  /// A file in memory.
  init(_ name: String, _ bytes: [UInt8]) {
    self.init(name: name, size: bytes.count) { offset, buffer in
      let count = max(0, min(buffer.count, bytes.count - offset))
      for i in 0..<count { buffer[i] = bytes[offset + i] }
      return count
    }
  }
}

/// What came of reading a portfolio.
struct PortfolioReading {
  /// Batches with the shelters they hold, in order.
  var batches: [(shelters: Range<Int>, data: Dataset)] = []
  var labels: [String] = []
  var diagnostics: [Diagnostic] = []

  /// `staff.csv:3:4 record-id`, in the order of their places.
  var errors: [String] { diagnostics.map { "\($0.location) \($0.code)" } }
}

/// Reads a portfolio of files in memory.
///
/// - Parameters:
///   - files: by record type, or `collections`.
///   - stretches: in how many parts it is read, and how many shelters at once.
func readPortfolio(
  _ files: [(type: String, bytes: [UInt8])], _ dictionary: DataDictionary, taken: Int64 = 20_500, asOf: Int64 = 20_500,
  stretches: Int = 1, batch: Int = 3, window: Int = 1 << 17
) -> PortfolioReading {
  var result = PortfolioReading()
  var diagnostics = Diagnostics()
  let portfolio = Portfolio(
    files.map { PortfolioFile($0.type + ".csv", $0.bytes) }, names: files.map { $0.type },
    taken: CalendarDate(number: taken), dictionary, &diagnostics)
  if let portfolio {
    result.labels = portfolio.labels
    var isRight = true
    var reader = PortfolioReader(portfolio, asOf: CalendarDate(number: asOf), window: window)
    for stretch in portfolio.stretches(stretches) {
      var next = stretch.shelters.lowerBound
      reader.begin(stretch)
      while let data = reader.next(batch) {
        result.batches.append((next..<next + data.shelters, data))
        next += data.shelters
      }
      if !reader.takeProblems().isEmpty { isRight = false }
    }
    let mistakes = portfolio.mistakes().diagnostics
    diagnostics.append(mistakes)
    #expect(isRight == mistakes.isEmpty)
  }
  result.diagnostics = diagnostics.sorted
  return result
}

/// A random portfolio with everything that may stand in a cell, and the same as dossiers.
struct RandomPortfolio {
  var files: [(type: String, bytes: [UInt8])] = []
  var dossiers: [(xml: String, lists: [(type: String, bytes: [UInt8])])] = []
  /// What stands in fields of labels.
  static let labels = ["L-1", "L-2", "L-3", "a-label-that-goes-on-and-on-7"]
  private var random: SmallRandom
  private let dictionary: DataDictionary

  init(seed: UInt64, shelters: Int, _ dictionary: DataDictionary) {
    random = SmallRandom(seed)
    self.dictionary = dictionary
    let labels = (0..<shelters).map { $0 % 5 == 4 ? "a-house-with-a-long-label-\($0)" : "H\($0)" }
    let types = dictionary.records.indices.filter { $0 == dictionary.shelter || random.below(4) > 0 }
    var ids = labels.map { _ in dictionary.records.map { _ in [String]() } }
    for shelter in labels.indices {
      for record in types where record != dictionary.shelter {
        ids[shelter][record] = (0..<random.below(7)).map { $0 == 6 ? "one-with-a-long-name-\($0)" : "R-\($0)" }.sorted()
      }
    }
    var collections = "shelter,type,status,drawn,population\n"
    var parts = labels.map { _ in "" }
    var complete: Set<Int> = []
    // A list that rows must refer to may be empty, so it is never said to be complete.
    var needed: Set<Int> = []
    for field in dictionary.records.flatMap({ $0.fields }) where field.isRequired {
      if case .reference(let target) = field.kind { needed.insert(target) }
    }
    for record in types where record != dictionary.shelter && !needed.contains(record) && random.below(3) == 0 {
      complete.insert(record)
    }
    for (shelter, label) in labels.enumerated() {
      for record in types where record != dictionary.shelter {
        let type = dictionary.records[record].id
        let listed = ids[shelter][record].count
        switch complete.contains(record) ? 0 : 1 + random.below(4) {
        case 0:
          collections += "\(label),\(type),complete,,\n"
          parts[shelter] += "<collection of=\"\(type)\" how=\"complete\"/>"
        case 1:
          collections += "\(label),\(type),partial,,\(listed + 2)\n"
          parts[shelter] += "<collection of=\"\(type)\" how=\"partial\" population=\"\(listed + 2)\"/>"
        case 2:
          collections += "\(label),\"\(type)\",sample,\(listed),\(listed * 2)\n"
          parts[shelter] +=
            "<collection of=\"\(type)\" how=\"sample\" drawn=\"\(listed)\" population=\"\(listed * 2)\"/>"
        case 3:
          collections += "\(label),\(type),partial,,\n"
          parts[shelter] += "<collection of=\"\(type)\" how=\"partial\"/>"
        default: break
        }
      }
    }
    files.append(("collections", Array(collections.utf8)))
    var lists = labels.map { _ in [(type: String, bytes: [UInt8])]() }
    for record in types {
      let columns = columns(of: record)
      let lineEnd = random.below(3) == 0 ? "\r\n" : "\n"
      let isOwn = record == dictionary.shelter
      let header = (isOwn ? [] : ["id"]) + columns.map { $0.name }
      var text = (random.below(4) == 0 ? "\u{FEFF}" : "") + (["shelter"] + header).joined(separator: ",") + lineEnd
      for (shelter, label) in labels.enumerated() {
        var own = ""
        for row in isOwn ? [""] : ids[shelter][record] {
          let cells = columns.map { cell($0, ids[shelter], complete) }
          let line = ((isOwn ? [] : [written(row)]) + cells).joined(separator: ",")
          text += "\(random.below(9) == 0 ? "\"\(label)\"" : label),\(line)" + lineEnd
          if random.below(12) == 0 { text += lineEnd }
          own += line + "\n"
        }
        if isOwn {
          parts[shelter] += "<shelter \(attributes(columns, own))/>"
        } else {
          lists[shelter].append(
            (dictionary.records[record].id, Array((header.joined(separator: ",") + "\n" + own).utf8)))
        }
      }
      if random.below(2) == 0, text.hasSuffix(lineEnd) { text.removeLast() }
      files.append((dictionary.records[record].id, Array(text.utf8)))
    }
    for (shelter, label) in labels.enumerated() {
      dossiers.append(
        (
          "<dossier label=\"\(label)\" as-of=\"\(CalendarDate(number: 20_500))\">\(parts[shelter])</dossier>",
          lists[shelter]
        ))
    }
  }

  private struct Column {
    var name: String
    var field: Field
    var isCode: Bool
  }

  private mutating func columns(of record: Int) -> [Column] {
    var columns: [Column] = []
    for field in dictionary.records[record].fields where field.isRequired || random.below(5) > 0 {
      if case .checks(let list) = field.kind, random.below(2) == 0, record != dictionary.shelter {
        for code in dictionary.lists[list].codes where random.below(4) > 0 {
          columns.append(Column(name: field.id + "." + code.id, field: field, isCode: true))
        }
        if !columns.contains(where: { $0.field == field }), field.isRequired {
          columns.append(Column(name: field.id, field: field, isCode: false))
        }
      } else {
        columns.append(Column(name: field.id, field: field, isCode: false))
      }
    }
    return columns
  }

  private mutating func cell(_ column: Column, _ ids: [[String]], _ complete: Set<Int>) -> String {
    let field = column.field
    func codes(_ list: Int) -> [String] { dictionary.lists[list].codes.map { $0.id } }
    if column.isCode { return written(pick(["yes", "no", "yes", field.isRequired ? "no" : "", "?"])) }
    if random.below(6) == 0, !field.isRequired {
      return pick(field.mayBeNone ? ["", "-", "none", "?"] : ["", "?"])
    }
    switch field.kind {
    case .label: return written(pick(Self.labels))
    case .reference(let target):
      let known = ids[target] + (complete.contains(target) ? [] : ["elsewhere", "somewhere-else-altogether"])
      return known.isEmpty ? (field.isRequired ? "nobody" : "") : written(pick(known))
    case .code(let list):
      let codes = codes(list)
      return written(random.below(8) == 0 ? "\(pick(codes))/\(pick(codes))" : pick(codes))
    case .codes(let list):
      let codes = codes(list)
      return written(pick([pick(codes), "\(pick(codes)) \(pick(codes))", field.isRequired ? pick(codes) : "-"]))
    case .checks(let list):
      let codes = codes(list)
      return written(pick([codes[0], "!\(codes[0])", "\(codes[0]) !\(codes[codes.count - 1])"]))
    case .number:
      return written(pick(["12", "1.5", "0", "2.25", "3", "99999999", "0.000001", "3..7", "<5", ">=2", "7", "8"]))
    case .date:
      return written(
        pick(["2026-01-31", "2025-02-28", "2024-02-29", "2026-03", "2026-01-01..2026-02-01", "1700-05-05", "yes"]))
    case .instant: return written(pick(["2026-01-31T14:30+02:00", "2026-01-31", "2025-12-01T00:00Z"]))
    case .duration: return written(pick(["P9M", "P14D"]))
    case .age: return written(pick(["17", "3", "12..15"]))
    }
  }

  /// A cell as it is written: sometimes in quotes, sometimes with white space around it.
  private mutating func written(_ text: String) -> String {
    switch random.below(20) {
    case 0: "\"\(text)\""
    case 1: " \(text)"
    default: text
    }
  }

  /// A line of CSV as attributes.
  private func attributes(_ columns: [Column], _ line: String) -> String {
    var diagnostics = Diagnostics()
    let cells = CSVTable.cells(Array(line.utf8), file: "", &diagnostics) ?? []
    return zip(columns, cells).map { "\($0.name)=\"\($1.text.replacing("<", with: "&lt;"))\"" }.joined(separator: " ")
  }

  private mutating func pick(_ choices: [String]) -> String { choices[random.below(choices.count)] }
}

/// Numbers that look random and are the same every time.
struct SmallRandom {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func below(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(max(1, limit)))
  }
}
