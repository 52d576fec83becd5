internal import Standard
internal import Values

extension TestReader {
  /// Which reference of the chosen row leads to the row of `for`.
  mutating func join(_ record: Int, _ parent: String, _ xml: Element) -> Said<Join>? {
    let location = xml.location(of: "for")
    let inner = rows.removeLast()
    let outside = parentRow(parent, at: location)
    rows.append(inner)
    guard let (value, target, phrase) = outside else { return nil }
    let type = dictionary.records[record]
    var keys: [[Int]] = []
    for (place, field) in type.fields.enumerated() {
      guard case .reference(let to) = field.kind else { continue }
      if to == target { keys.append([place]) }
    }
    if let by = xml["by"] {
      keys = keys.filter { type.fields[$0[0]].id == by }
      if keys.isEmpty {
        let names = type.fields.filter { $0.kind == .reference(target) }.map { $0.id }
        error(
          "ref-none", xml.location(of: "by"), "\(type.id) has no reference “\(by)” to \(dictionary.records[target].id)",
          help: suggestion(for: by, among: names))
        return nil
      }
    } else if keys.count > 1 {
      // The field that bears the type's name wins.
      if let named = keys.first(where: { type.fields[$0[0]].id == dictionary.records[target].id }) {
        keys = [named]
      } else {
        error(
          "ref-many", location, "several references of \(type.id) lead to \(dictionary.records[target].id)",
          help: "say which with by=\"…\": \(keys.map { type.fields[$0[0]].id }.joined(separator: ", "))")
        return nil
      }
    } else if keys.isEmpty {
      keys = indirectKeys(record, target)
    }
    guard let key = keys.first else {
      error("ref-none", location, "no reference leads from \(type.id) to \(dictionary.records[target].id)")
      return nil
    }
    guard keys.count == 1 else {
      error("ref-many", location, "several ways lead from \(type.id) to \(dictionary.records[target].id)")
      return nil
    }
    var holder = record
    for place in key.dropLast() {
      if case .reference(let to) = dictionary.records[holder].fields[place].kind { holder = to }
    }
    let path = Path(
      row: .open(0), record: record, references: Array(key.dropLast()), target: holder, field: key.last ?? 0)
    return Said(
      Join(key: .field(path), parent: value.inward(1)),
      xml["by"] == nil
        ? "of the \(phrase)" : "whose \(dictionary.records[holder].fields[path.field].label) is that \(phrase)")
  }

  /// Ways over one reference between.
  private func indirectKeys(_ record: Int, _ target: Int) -> [[Int]] {
    var keys: [[Int]] = []
    for (place, field) in dictionary.records[record].fields.enumerated() {
      guard case .reference(let middle) = field.kind, middle != record else { continue }
      for (next, second) in dictionary.records[middle].fields.enumerated() where second.kind == .reference(target) {
        keys.append([place, next])
      }
    }
    return keys
  }

  /// The row that `for` names, seen from outside the choice.
  private mutating func parentRow(_ text: String, at location: Location) -> (Value, record: Int, phrase: String)? {
    if let (index, row) = openRow(named: text) {
      guard case .record(let record) = row.kind else {
        error(
          "ref-none", location, "no record refers to a \(text)", help: "choose by time: during=\"\(text)\" or at=\"…\"")
        return nil
      }
      return (.row(.open(index), record: record), record, dictionary.records[record].label)
    }
    guard text.contains(".") else {
      error(
        "name-row", location, "“\(text)” is no open row",
        help: suggestion(for: text, among: rowNames))
      return nil
    }
    guard let value = path(text, at: location) else { return nil }
    guard case .reference(let record) = value.type else {
      error("ref-none", location, "“\(text)” is no reference to a row")
      return nil
    }
    return (value.formula, record, dictionary.records[record].label)
  }
}
