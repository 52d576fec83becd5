public import Standard
public import Values

/// The records of many shelters in a few files: one CSV file a record type, the shelter's label in its first column.
///
/// Rows of a shelter stand together, and shelters in the same order in every file.  A list that is said to be complete
/// is complete for all time, and every list was taken on the day of the portfolio.
public struct Portfolio: Sendable {
  public let dictionary: DataDictionary
  /// The day of the portfolio: the lists were taken on it.
  public let taken: CalendarDate
  let files: [PortfolioFile]
  let shelters: ShelterIndex
  /// By record type: the place of its file, and what is read from it.
  let lists: [(file: Int, plan: ListPlan)?]
  /// Record types whose file cannot be read, so that nothing is known of their rows.
  let broken: Set<Int>
  /// The columns of the file that says how complete each list is, and its place.
  let collections: (file: Int, columns: [Int])?
  /// Where the lines of each shelter begin in the shelters' own file.
  let shelterLines: [Int]
  /// Where the rows begin in each file.
  let starts: [Int]

  /// The labels of the shelters, in their order.
  public var labels: [String] { shelters.labels }

  /// The names of the files it is read from.
  public var fileNames: [String] { files.map { $0.name } }

  /// Reads what the files hold and which shelters there are.
  ///
  /// - Parameters:
  ///   - files: their names end in `name.csv`; `collections.csv` says how complete each list is.
  ///   - names: of each file the record type, or `collections`.
  ///   - taken: the day of the portfolio.
  ///   - problems: what is wrong so far; whoever goes on reading finds the rest.
  public init?(
    _ files: [PortfolioFile], names: [String], taken: CalendarDate, _ dictionary: DataDictionary,
    _ diagnostics: inout Diagnostics
  ) {
    self.dictionary = dictionary
    self.taken = taken
    self.files = files
    var lists: [(file: Int, plan: ListPlan)?] = dictionary.records.map { _ in nil }
    var broken: Set<Int> = []
    var collections: (file: Int, columns: [Int])?
    var starts: [Int] = []
    for (index, file) in files.enumerated() {
      guard let (header, start) = Self.header(of: file, &diagnostics) else {
        starts.append(file.size)
        if let record = dictionary.record(named: names[index]) { broken.insert(record) }
        continue
      }
      starts.append(start)
      if names[index] == "collections" {
        collections = Self.collectionColumns(header, &diagnostics).map { (index, $0) }
      } else if let record = dictionary.record(named: names[index]) {
        let columns = Self.columns(header, of: record, dictionary, &diagnostics)
        if let columns {
          lists[record] = (index, ListPlan(record: record, columns: columns, dictionary))
        } else {
          broken.insert(record)
        }
      }
    }
    self.lists = lists
    self.broken = broken
    self.collections = collections
    self.starts = starts
    guard let own = names.firstIndex(of: dictionary.records[dictionary.shelter].id), starts[own] < files[own].size
    else {
      if !broken.contains(dictionary.shelter) {
        diagnostics.error(
          "record-required", at: Location(file: files.first?.name ?? ""),
          "no shelter is listed; expected a row a shelter in \(dictionary.records[dictionary.shelter].id).csv")
      }
      return nil
    }
    var labels: [String] = []
    var places: [Int] = []
    let mistakes = diagnostics.all.count
    Self.readLabels(files[own], from: starts[own], &labels, &places, &diagnostics)
    // Nothing can be said of rows whose shelters are not known.
    guard diagnostics.all.count == mistakes else { return nil }
    shelters = ShelterIndex(labels)
    shelterLines = places + [files[own].size]
  }

  // MARK: Headers

  /// The first line of a file, and where the second begins.
  private static func header(
    of file: PortfolioFile, _ diagnostics: inout Diagnostics
  ) -> (cells: [CSVTable.Field], start: Int)? {
    let bytes = file.bytes(0..<min(file.size, 1 << 16))
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    guard !bytes.isEmpty else {
      diagnostics.error(
        "csv", at: Location(file: file.name, line: 1, column: 1),
        file.size == 0 ? "the file is empty; expected a line of column names" : "the file cannot be read")
      return nil
    }
    let line = bytes[..<end].last == UInt8(ascii: "\r") ? bytes[..<(end - 1)] : bytes[..<end]
    guard let cells = CSVTable.cells(Array(line), file: file.name, &diagnostics) else {
      if !diagnostics.all.contains(where: { $0.location.file == file.name }) {
        diagnostics.error(
          "csv", at: Location(file: file.name, line: 1, column: 1), "the first line is empty; expected column names")
      }
      return nil
    }
    guard cells[0].text == "shelter" else {
      diagnostics.error(
        "record-field", at: cells[0].location,
        "the first column is not “shelter”; expected the label of each row’s shelter")
      return nil
    }
    return (cells, min(end + 1, file.size))
  }

  private static func columns(
    _ header: [CSVTable.Field], of record: Int, _ dictionary: DataDictionary, _ diagnostics: inout Diagnostics
  ) -> [RowReader.Column]? {
    guard let columns = RowReader(dictionary).columns(Array(header.dropFirst()), of: record, &diagnostics) else {
      return nil
    }
    let type = dictionary.records[record]
    var isWhole = true
    if record != dictionary.shelter, !columns.contains(where: { $0.kind == .id }) {
      isWhole = false
      diagnostics.error("record-id", at: header[0].location, "\(type.id) needs a column “id”")
    }
    for (index, field) in type.fields.enumerated() where field.isRequired {
      let isThere = columns.contains { column in
        switch column.kind {
        case .id: false
        case .field(let other), .check(let other, _): other == index
        }
      }
      if isThere { continue }
      isWhole = false
      diagnostics.error("record-required", at: header[0].location, "\(type.id) needs “\(field.id)”")
    }
    return isWhole ? columns : nil
  }

  /// For each of `CollectionLines.names` the column it is in.
  private static func collectionColumns(
    _ header: [CSVTable.Field], _ diagnostics: inout Diagnostics
  ) -> [Int]? {
    let names = CollectionLines.names
    var places: [Int] = []
    for field in header.dropFirst() where !names.contains(field.text) {
      diagnostics.error(
        "record-field", at: field.location, "a list of collections has no column of this name",
        help: nearest(to: field.text, among: names).map { "did you mean “\($0)”?" }
          ?? "expected one of: \(names.joined(separator: ", "))")
      return nil
    }
    for name in names {
      let found = header.indices.filter { header[$0].text == name }
      guard found.count == 1 else {
        diagnostics.error(
          found.isEmpty ? "record-required" : "record-field", at: header[0].location,
          found.isEmpty ? "a list of collections needs a column “\(name)”" : "there are two columns of the same name")
        return nil
      }
      places.append(found[0])
    }
    return places
  }

  private static func readLabels(
    _ file: PortfolioFile, from start: Int, _ labels: inout [String], _ places: inout [Int],
    _ diagnostics: inout Diagnostics
  ) {
    var window = LineWindow(file, start..<file.size)
    defer { window.free() }
    var known: Set<String> = []
    var number = 1
    while window.hasLine() {
      number += 1
      let line = window.line
      let plain = PlainText(line)
      let place = Location(file: file.name, line: number, column: 1)
      let label: String
      if line[plain.count] == UInt8(ascii: ","), isPlainLabel(line, plain) {
        label = String(decoding: UnsafeBufferPointer(start: line, count: plain.count), as: UTF8.self)
      } else {
        var quiet = Diagnostics()
        label = CSVTable.cells(window.lineBytes(), file: file.name, &quiet)?.first?.text ?? ""
        if label.isEmpty, quiet.isEmpty, window.lineBytes().isEmpty {
          window.skipLine()
          continue
        }
        if label.isEmpty || label == "-" || label == "?" {
          if diagnostics.all.count < PortfolioProblems.most {
            diagnostics.error("record-id", at: place, "this row has no label of a shelter")
          }
        } else if let objection = PrivacyGuard.objection(toLabel: label),
          diagnostics.all.count < PortfolioProblems.most
        {
          diagnostics.error("privacy", at: place, "column “shelter”: \(objection)", help: "nothing of it was kept")
        }
      }
      if known.insert(label).inserted {
        labels.append(label)
        places.append(window.offset(of: line))
      } else if !label.isEmpty, diagnostics.all.count < PortfolioProblems.most {
        diagnostics.error("record-id", at: place, "two rows are about the same shelter; expected one a shelter")
      }
      window.skipLine()
    }
    if window.isCut {
      diagnostics.error("record-file", at: Location(file: file.name), "the file could not be read to its end")
    }
  }

  // MARK: Stretches

  /// Some shelters that stand together, and where their lines are in each file.
  public struct Stretch: Sendable {
    public let shelters: Range<Int>
    /// By file.
    let ranges: [Range<Int>]
  }

  /// The shelters in so many parts of about the same size, or fewer.
  public func stretches(_ count: Int) -> [Stretch] {
    let total = labels.count
    let parts = max(1, min(count, total))
    var bounds: [Int] = []
    for part in 0...parts { bounds.append(total * part / parts) }
    let own = lists[dictionary.shelter]?.file
    var offsets: [[Int]] = []
    for (place, bound) in bounds.enumerated() {
      offsets.append(
        files.indices.map { file in
          if place == 0 { return starts[file] }
          if place == parts { return files[file].size }
          if file == own { return shelterLines[bound] }
          return offset(of: bound, in: file, after: offsets[place - 1][file])
        })
    }
    return (0..<parts).map { part in
      Stretch(
        shelters: bounds[part]..<bounds[part + 1],
        ranges: files.indices.map { offsets[part][$0]..<max(offsets[part][$0], offsets[part + 1][$0]) })
    }
  }

  /// Where in a file the lines of a shelter, or of those after it, begin.  If the file is out of order any place does:
  /// whoever reads the lines notices.
  private func offset(of shelter: Int, in file: Int, after start: Int) -> Int {
    var low = start
    var high = files[file].size
    // Lines before `low` belong to earlier shelters, lines from `high` on do not.
    while low < high {
      let middle = low + (high - low) / 2
      let (begin, end, label) = line(after: middle, from: low, before: high, in: file)
      guard let label else {
        // No line begins between: the one at `low` decides.
        let (begin, end, label) = line(after: low, from: low, before: high, in: file)
        guard begin < high, let label, (shelters.place(of: label) ?? -1) < shelter else { return low }
        low = max(end, low + 1)
        continue
      }
      if (shelters.place(of: label) ?? -1) < shelter { low = end } else { high = begin }
    }
    return min(low, files[file].size)
  }

  /// The first line that begins at a place or after it and is not empty: its place, the next line's, and its first cell; no cell if no
  /// line begins before the end.
  private func line(
    after place: Int, from start: Int, before end: Int, in file: Int
  ) -> (begin: Int, end: Int, label: String?) {
    var begin = place
    if place > start {
      guard let newline = newline(from: place - 1, in: file), newline + 1 < end else { return (end, end, nil) }
      begin = newline + 1
    }
    while begin < end {
      let next = newline(from: begin, in: file).map { $0 + 1 } ?? files[file].size
      let bytes = files[file].bytes(begin..<min(next, begin + 128))
      guard let first = bytes.first else { break }
      if first == UInt8(ascii: "\n") || first == UInt8(ascii: "\r") {
        // An empty line belongs to nobody.
        begin = next
        continue
      }
      let comma = bytes.firstIndex(of: UInt8(ascii: ",")) ?? bytes.count
      let cell = bytes[..<comma].filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: " ") }
      return (begin, next, String(decoding: cell, as: UTF8.self))
    }
    return (end, end, nil)
  }

  private func newline(from place: Int, in file: Int) -> Int? {
    var at = place
    var length = 128
    while at < files[file].size {
      let bytes = files[file].bytes(at..<min(files[file].size, at + length))
      if bytes.isEmpty { return nil }
      if let found = bytes.firstIndex(of: UInt8(ascii: "\n")) { return at + found }
      at += bytes.count
      length = min(length * 2, 1 << 16)
    }
    return nil
  }
}
