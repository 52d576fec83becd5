public import Standard
public import Values

/// Reads typed rows from elements and CSV text into one dossier, collecting every error.
public struct DossierReader {
  private let dictionary: DataDictionary
  private let rowReader: RowReader
  private var label = ""
  private var asOf: CalendarDate?
  private var collections: [Collection] = []
  private var holidays = Holidays()
  private var exclusions: [Exclusion] = []
  private var rows: [[(row: RecordRow, location: Location)]]
  private var rootLocation: Location
  /// The root is no dossier: what is missing in it is not worth a message.
  private var isForeign = false

  public init(_ dictionary: DataDictionary, file: String, isExample: Bool = false) {
    self.dictionary = dictionary
    rowReader = RowReader(dictionary, isExample: isExample)
    rows = Array(repeating: [], count: dictionary.records.count)
    rootLocation = Location(file: file)
  }

  // MARK: Elements

  /// Reads `<dossier label as-of>` with its note, collections, exclusions and rows.
  public mutating func read(_ root: Element, _ diagnostics: inout Diagnostics) {
    rootLocation = root.location
    guard root.name == "dossier" else {
      diagnostics.error("record-type", at: root.location, "this is <\(root.name)>; expected <dossier>")
      isForeign = true
      return
    }
    for attribute in root.attributes {
      switch attribute.name {
      case "label":
        if let objection = PrivacyGuard.objection(toLabel: attribute.value) {
          diagnostics.error("privacy", at: attribute.location, "label: \(objection)")
        } else {
          label = attribute.value
        }
      case "as-of": asOf = date(attribute, &diagnostics)
      case "invented": break
      default:
        diagnostics.error(
          "record-field", at: attribute.location, "<dossier> has no attribute “\(attribute.name)”",
          help: suggestion(for: attribute.name, among: ["label", "as-of", "invented"]))
      }
    }
    if root["label"] == nil {
      diagnostics.error("record-required", at: root.location, "<dossier> needs a label: a made-up name of the shelter")
    }
    for child in root.children {
      if child.name == "note" { continue }
      read(part: child, &diagnostics)
    }
  }

  /// Reads one collection, exclusion or row.
  public mutating func read(part child: Element, _ diagnostics: inout Diagnostics) {
    switch child.name {
    case "collection": readCollection(child, &diagnostics)
    case "exclusion": readExclusion(child, &diagnostics)
    case "holidays": readHolidays(child, &diagnostics)
    default:
      guard let record = dictionary.record(named: child.name) else {
        diagnostics.error(
          "record-type", at: child.location, "there is no record type “\(child.name)”",
          help: suggestion(
            for: child.name, among: ["collection", "exclusion", "holidays", "note"] + dictionary.records.map { $0.id }))
        return
      }
      if let nested = child.children.first {
        diagnostics.error(
          "record-field", at: nested.location,
          "a row holds its fields as attributes; <\(nested.name)> is not expected here")
      }
      if !child.text.isEmpty {
        diagnostics.error(
          "record-field", at: child.location, "a row holds its fields as attributes; text is not expected here")
      }
      var columns: [RowReader.Column] = []
      var texts: [CSVTable.Field] = []
      for attribute in child.attributes {
        guard let column = rowReader.column(attribute.name, of: record, at: attribute.location, &diagnostics) else {
          continue
        }
        columns.append(column)
        texts.append(CSVTable.Field(text: attribute.value, location: attribute.location))
      }
      guard !rowReader.hasBothForms(columns, texts.map { $0.location }, &diagnostics) else { return }
      readRow(of: record, columns, texts, at: child.location, &diagnostics)
    }
  }

  // MARK: CSV

  /// Reads the CSV file of one record type; a checklist is one column, or one a code (`clauses.appeal`).
  public mutating func read(csv bytes: [UInt8], of record: Int, file: String, _ diagnostics: inout Diagnostics) {
    guard let table = CSVTable(bytes, file: file, &diagnostics),
      let columns = rowReader.columns(table.header, of: record, &diagnostics)
    else { return }
    for row in table.rows {
      readRow(of: record, columns, row, at: Location(file: file, line: row[0].location.line), &diagnostics)
    }
  }

  private mutating func readRow(
    of record: Int, _ columns: [RowReader.Column], _ texts: [CSVTable.Field], at location: Location,
    _ diagnostics: inout Diagnostics
  ) {
    let place = rows[record].count
    guard let row = rowReader.row(of: record, columns, texts, at: location, number: place + 1, &diagnostics) else {
      return
    }
    rows[record].append((row, location))
  }

  // MARK: Collections and exclusions

  private static let collectionAttributes = [
    "of", "how", "from", "to", "for", "taken", "drawn", "population", "chosen", "said-by", "checked-by",
  ]

  private mutating func readCollection(_ element: Element, _ diagnostics: inout Diagnostics) {
    for attribute in element.attributes where !Self.collectionAttributes.contains(attribute.name) {
      diagnostics.error(
        "record-field", at: attribute.location, "<collection> has no attribute “\(attribute.name)”",
        help: suggestion(for: attribute.name, among: Self.collectionAttributes))
    }
    func record(_ name: String) -> Int? {
      guard let value = element[name] else { return nil }
      if let record = dictionary.record(named: value) { return record }
      diagnostics.error(
        "record-type", at: element.location(of: name), "there is no record type “\(value)”",
        help: suggestion(for: value, among: dictionary.records.map { $0.id }))
      return nil
    }
    func day(_ name: String) -> CalendarDate? {
      element.attributes.first { $0.name == name }.flatMap { date($0, &diagnostics) }
    }
    func count(_ name: String) -> Int64? {
      guard let value = element[name] else { return nil }
      guard let number = Int64(value), number >= 0 else {
        diagnostics.error("record-value", at: element.location(of: name), "“\(name)”: expected a whole number")
        return nil
      }
      return number
    }
    guard element["of"] != nil else {
      diagnostics.error("record-required", at: element.location, "<collection> needs “of”: the record type it is about")
      return
    }
    guard let of = record("of") else { return }
    guard let how = element["how"], let extent = Collection.Extent(rawValue: how) else {
      diagnostics.error(
        "record-value", at: element.location(of: "how"), "“how” says how much of the list is there",
        help: suggestion(for: element["how"] ?? "", among: Collection.Extent.allCases.map { $0.rawValue }))
      return
    }
    var collection = Collection(record: of, extent: extent)
    collection.from = day("from")
    collection.to = day("to")
    collection.parent = record("for")
    collection.taken = day("taken")
    collection.drawn = count("drawn")
    collection.population = count("population")
    func role(_ name: String) -> String {
      guard let value = element[name] else { return "" }
      guard let objection = PrivacyGuard.objection(toLabel: value) else { return value }
      diagnostics.error(
        "privacy", at: element.location(of: name), "“\(name)”: \(objection)", help: "name a role, such as manager")
      return ""
    }
    collection.saidBy = role("said-by")
    collection.checkedBy = role("checked-by")
    if let from = collection.from, let to = collection.to, from > to {
      diagnostics.error("record-value", at: element.location(of: "to"), "the period ends before it starts")
    }
    if extent == .sample { checkSample(element, &collection, &diagnostics) }
    collections.append(collection)
  }

  private func checkSample(
    _ element: Element, _ collection: inout Collection, _ diagnostics: inout Diagnostics
  ) {
    switch element["chosen"] {
    case "at-random", nil: break
    case "by-hand": collection.isHandPicked = true
    case let chosen?:
      diagnostics.error(
        "record-value", at: element.location(of: "chosen"), "“chosen” says how the rows were drawn",
        help: suggestion(for: chosen, among: ["at-random", "by-hand"]))
    }
    guard let population = collection.population else {
      diagnostics.error(
        "record-required", at: element.location, "a sample needs “population”: how many there are in all")
      return
    }
    if let drawn = collection.drawn, drawn > population {
      diagnostics.error(
        "record-value", at: element.location(of: "drawn"), "more were drawn than there are: \(drawn) of \(population)")
    }
  }

  /// Reads `<holidays year="2026" days="01-01 05-01"/>`: all public holidays of a year.
  private mutating func readHolidays(_ element: Element, _ diagnostics: inout Diagnostics) {
    for attribute in element.attributes where attribute.name != "year" && attribute.name != "days" {
      diagnostics.error(
        "record-field", at: attribute.location, "<holidays> has no attribute “\(attribute.name)”",
        help: suggestion(for: attribute.name, among: ["year", "days"]))
    }
    guard let year = element["year"], Int64(year) != nil, year.utf8.count == 4, let days = element["days"] else {
      diagnostics.error(
        "record-required", at: element.location,
        "<holidays> needs “year”, such as 2026, and “days”, such as 01-01 05-01")
      return
    }
    var dates: [CalendarDate] = []
    for day in days.split(separator: " ") {
      guard day.utf8.count == 5, let date = CalendarDate("\(year)-\(day)") else {
        diagnostics.error(
          "record-value", at: element.location(of: "days"), "“days”: expected month and day, such as 05-01")
        return
      }
      dates.append(date)
    }
    holidays.add(year: Int64(year) ?? 0, dates)
  }

  private mutating func readExclusion(_ element: Element, _ diagnostics: inout Diagnostics) {
    guard let criterion = element["criterion"], let reason = element["reason"], !reason.isEmpty,
      let acceptedBy = element["accepted-by"], !acceptedBy.isEmpty
    else {
      diagnostics.error(
        "record-required", at: element.location, "<exclusion> needs “criterion”, “reason” and “accepted-by”")
      return
    }
    let hasControls = reason.unicodeScalars.contains { $0.value < 0x20 }
    if hasControls {
      diagnostics.error("record-value", at: element.location(of: "reason"), "“reason” is one line of text")
      return
    }
    if let objection = PrivacyGuard.objection(to: reason) ?? PrivacyGuard.objection(toLabel: acceptedBy)
      ?? PrivacyGuard.objection(toLabel: criterion)
    {
      diagnostics.error("privacy", at: element.location, "exclusion: \(objection)")
      return
    }
    exclusions.append(Exclusion(criterion: criterion, reason: reason, acceptedBy: acceptedBy))
  }

  private func date(_ attribute: Element.Attribute, _ diagnostics: inout Diagnostics) -> CalendarDate? {
    if let date = CalendarDate(attribute.value) { return date }
    diagnostics.error("record-value", at: attribute.location, "“\(attribute.name)”: expected a date such as 2026-03-31")
    return nil
  }

  // MARK: The whole

  /// The dossier, once everything is read; checks what rows say of each other.
  public mutating func finish(_ diagnostics: inout Diagnostics) -> Dossier? {
    let shelter = dictionary.shelter
    if rows[shelter].isEmpty {
      if rowReader.isExample {
        let fields = dictionary.records[shelter].fields.count
        rows[shelter].append((RecordRow(id: "", cells: Array(repeating: .notCollected, count: fields)), rootLocation))
      } else if !isForeign {
        diagnostics.error("record-required", at: rootLocation, "the dossier has no <shelter> row")
      }
    }
    for extra in rows[shelter].dropFirst() {
      diagnostics.error("record-id", at: extra.location, "the dossier has two <shelter> rows; expected one")
    }
    checkCollections(&diagnostics)
    checkRows(&diagnostics)
    guard !diagnostics.hasErrors else { return nil }
    let sorted = rows.map { list -> [RecordRow] in
      let rows = list.map { $0.row }
      let isSorted = zip(rows, rows.dropFirst()).allSatisfy { !idOrder($1.id, $0.id) }
      return isSorted ? rows : rows.sorted { idOrder($0.id, $1.id) }
    }
    return Dossier(
      label: label, asOf: asOf, collections: collections, exclusions: exclusions, rows: sorted,
      holidays: holidays)
  }

  private mutating func checkCollections(_ diagnostics: inout Diagnostics) {
    for index in collections.indices where collections[index].taken == nil && collections[index].extent != .absent {
      guard let asOf else {
        diagnostics.error(
          "record-required", at: rootLocation,
          "the list of \(dictionary.records[collections[index].record].id) does not say when it was taken; expected “taken”, or “as-of” on the dossier"
        )
        continue
      }
      collections[index].taken = asOf
    }
    for record in dictionary.records.indices where record != dictionary.shelter {
      let mine = collections.filter { $0.record == record }
      if mine.contains(where: { $0.extent == .absent }), let first = rows[record].first {
        diagnostics.error(
          "record-value", at: first.location,
          "the collection of \(dictionary.records[record].id) is said to be absent, and here is a row of it")
      }
      if mine.isEmpty, !rows[record].isEmpty {
        collections.append(Collection(record: record, extent: .partial, taken: asOf))
        if asOf == nil {
          diagnostics.error(
            "record-required", at: rootLocation,
            "nothing says when the list of \(dictionary.records[record].id) was taken; expected a <collection> for it")
        }
      }
      for collection in mine where collection.extent == .sample {
        guard let drawn = collection.drawn, drawn != Int64(rows[record].count) else { continue }
        diagnostics.error(
          "record-value", at: rootLocation,
          "\(drawn) rows of \(dictionary.records[record].id) were drawn, but \(rows[record].count) are listed")
      }
      for collection in mine where collection.population != nil && collection.population! < Int64(rows[record].count) {
        diagnostics.error(
          "record-value", at: rootLocation,
          "the population of \(dictionary.records[record].id) is smaller than its list")
      }
    }
  }

  private func checkRows(_ diagnostics: inout Diagnostics) {
    let ids = rows.map { list in Set(list.map { $0.row.id }) }
    for (record, list) in rows.enumerated() where record != dictionary.shelter {
      var seen: [String: Location] = [:]
      for (row, location) in list {
        if let first = seen[row.id] {
          diagnostics.error(
            "record-id", at: location,
            "two rows of \(dictionary.records[record].id) have the id “\(row.id)”; the first is at line \(first.line)")
        }
        seen[row.id] = location
      }
    }
    for (record, list) in rows.enumerated() {
      let type = dictionary.records[record]
      for (row, location) in list {
        for (field, cell) in zip(type.fields, row.cells) {
          guard case .reference(let target) = field.kind, case .label(let id) = cell, !ids[target].contains(id) else {
            continue
          }
          let name = dictionary.records[target].id
          if isCompleteForAllTime(target) {
            diagnostics.error(
              "record-ref", at: location,
              "“\(field.id)” names a row that is not in the list of \(name), and that list is complete",
              help: nearest(to: id, among: Array(ids[target])).map { "did you mean “\($0)”?" })
          } else {
            diagnostics.warning(
              "record-ref", at: location, "“\(field.id)” names a row that is not in the list of \(name)")
          }
        }
      }
    }
  }

  private func isCompleteForAllTime(_ record: Int) -> Bool {
    collections.contains {
      $0.record == record && $0.extent == .complete && $0.from == nil && $0.to == nil && $0.parent == nil
    }
  }
}

/// Ids in the order people expect: by their bytes, but numbers inside them by size (`S-9` before `S-10`).
public func idOrder(_ left: String, _ right: String) -> Bool {
  var a = left.utf8.makeIterator()
  var b = right.utf8.makeIterator()
  var x = a.next()
  var y = b.next()
  func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
  while let i = x, let j = y {
    guard isDigit(i), isDigit(j) else {
      if i != j { return i < j }
      x = a.next()
      y = b.next()
      continue
    }
    var first: UInt64 = 0
    var second: UInt64 = 0
    while let digit = x, isDigit(digit) {
      first = first &* 10 &+ UInt64(digit - 48)
      x = a.next()
    }
    while let digit = y, isDigit(digit) {
      second = second &* 10 &+ UInt64(digit - 48)
      y = b.next()
    }
    if first != second { return first < second }
  }
  if (x == nil) != (y == nil) { return x == nil }
  return left < right
}
