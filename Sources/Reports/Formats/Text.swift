/// Blocks as plain text, for a terminal of a given width.
public func text(_ blocks: [Block], width: Int = 80) -> String {
  var lines: [String] = []
  for block in blocks { write(block, &lines, width, indent: "") }
  while lines.last?.isEmpty == true { lines.removeLast() }
  return lines.joined(separator: "\n") + "\n"
}

private func write(_ block: Block, _ lines: inout [String], _ width: Int, indent: String) {
  switch block {
  case .heading(let level, let title):
    if !lines.isEmpty, lines.last?.isEmpty == false { lines.append("") }
    lines += wrapped(title, width, indent, indent)
    if level < 3 {
      lines.append(indent + String(repeating: level == 1 ? "=" : "-", count: min(width - indent.count, title.count)))
    }
  case .paragraph(let text):
    lines += wrapped(text, width, indent, indent)
    lines.append("")
  case .note(let text):
    lines += wrapped("(\(text))", width, indent, indent + " ")
    lines.append("")
  case .list(let items):
    for item in items { lines += wrapped(item, width, indent + "- ", indent + "  ") }
    lines.append("")
  case .facts(let facts):
    let longest = facts.map { $0.name.count }.max() ?? 0
    for fact in facts {
      let name = fact.name + ":" + String(repeating: " ", count: longest - fact.name.count + 1)
      lines += wrapped(fact.value, width, indent + name, indent + String(repeating: " ", count: longest + 2))
    }
    lines.append("")
  case .table(let table): lines += rows(table, width, indent) + [""]
  case .meter(let meter):
    let bar = bar(meter, cells: 30)
    lines += wrapped("\(bar) \(meter.words)  \(meter.label)", width, indent, indent + "  ")
  case .task(let task):
    lines += wrapped("\(task.title)", width, indent + "[ ] \(task.number). ", indent + "    ")
    lines += wrapped(task.text, width, indent + "    ", indent + "    ")
    for fact in task.facts {
      lines += wrapped("\(fact.name): \(fact.value)", width, indent + "    ", indent + "      ")
    }
    lines.append("")
  case .part(let part):
    lines += wrapped("\(part.title) — \(part.summary)", width, indent + part.mark.sign + " ", indent + "  ")
    for block in part.blocks { write(block, &lines, width, indent: indent + "  ") }
  }
}

/// Certain as `█`, possible as `░`, the rest as dots.
private func bar(_ meter: Block.Meter, cells: Int) -> String {
  let solid = meter.low * cells / 1000
  let hatched = max(solid, (meter.high * cells + 999) / 1000)
  return String(repeating: "█", count: solid) + String(repeating: "░", count: hatched - solid)
    + String(repeating: "·", count: cells - hatched)
}

private func rows(_ table: Block.Table, _ width: Int, _ indent: String) -> [String] {
  let all = [table.header] + table.rows
  let widths = table.header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
  guard widths.reduce(0, +) + 2 * (widths.count - 1) + indent.count <= width else {
    // Too wide for the screen: a few lines a row.
    return table.rows.flatMap { row in
      wrapped(row[0], width, indent, indent + "  ")
        + wrapped(
          zip(table.header, row).dropFirst().filter { !$0.1.isEmpty }.map { "\($0.0): \($0.1)" }.joined(
            separator: "; "), width,
          indent + "  ", indent + "  ")
    }
  }
  return all.map { row in
    var line = indent
    for (column, cell) in row.enumerated() {
      line += cell
      if column < row.count - 1 { line += String(repeating: " ", count: widths[column] - cell.count + 2) }
    }
    return line
  }
}

/// Words broken over lines of at most a width.
func wrapped(_ text: String, _ width: Int, _ first: String, _ rest: String) -> [String] {
  var lines: [String] = []
  var line = first
  var isEmpty = true
  for word in text.split(separator: " ") {
    if !isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = rest
      isEmpty = true
    }
    line += (isEmpty ? "" : " ") + word
    isEmpty = false
  }
  lines.append(line)
  return lines
}
