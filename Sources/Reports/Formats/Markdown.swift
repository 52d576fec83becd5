/// Blocks as Markdown, with no more of it than every reader knows.
public func markdown(_ blocks: [Block]) -> String {
  var lines: [String] = []
  for block in blocks { write(block, &lines) }
  while lines.last?.isEmpty == true { lines.removeLast() }
  return lines.joined(separator: "\n") + "\n"
}

private func write(_ block: Block, _ lines: inout [String]) {
  switch block {
  case .heading(let level, let title):
    lines += [String(repeating: "#", count: max(1, min(6, level))) + " " + escaped(title), ""]
  case .paragraph(let text): lines += [escaped(text), ""]
  case .note(let text): lines += ["*\(escaped(text))*", ""]
  case .list(let items): lines += items.map { "- \(escaped($0))" } + [""]
  case .facts(let facts): lines += facts.map { "- **\(escaped($0.name))**: \(escaped($0.value))" } + [""]
  case .table(let table):
    lines += ["*\(escaped(table.caption))*", ""]
    lines.append(row(table.header))
    lines.append(row(table.header.map { _ in "---" }, isRule: true))
    lines += table.rows.map { row($0) } + [""]
  case .meter(let meter): lines += ["- \(escaped(meter.label)): \(escaped(meter.words))"]
  case .task(let task):
    lines += ["- [ ] **\(task.number). \(escaped(task.title))** \(escaped(task.text))"]
    lines += task.facts.map { "  - \(escaped($0.name)): \(escaped($0.value))" } + [""]
  case .part(let part):
    lines += ["### \(part.mark.sign) \(escaped(part.title)) — \(escaped(part.summary))", ""]
    for block in part.blocks { write(block, &lines) }
  }
}

private func row(_ cells: [String], isRule: Bool = false) -> String {
  "| " + cells.map { isRule ? $0 : escaped($0) }.joined(separator: " | ") + " |"
}

/// What would mean something to Markdown is taken as it stands.
private func escaped(_ text: String) -> String {
  var result = ""
  for character in text {
    switch character {
    case "\\", "`", "*", "_", "<", ">", "[", "]", "|", "#":
      result.append("\\")
      result.append(character)
    case "\n": result.append(" ")
    default: result.append(character)
    }
  }
  return result
}
