/// Blocks as one self-contained HTML file: no script, no request to anywhere, readable in black and white.
public func html(_ blocks: [Block], title: String) -> String {
  let body = blocks.map(markup)
  let contents = blocks.compactMap { block -> Markup? in
    guard case .heading(2, let text) = block else { return nil }
    return "<li><a href=\"#\(anchor(text))\">\(text)</a></li>\n"
  }
  let page: Markup = """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="generator" content="Lintel">
    <title>\(title)</title>
    <style>\(style)</style>
    </head>
    <body>
    <main>
    \(body.prefix(1).map { $0 })<nav aria-label="Contents"><ul>
    \(contents)</ul></nav>
    \(body.dropFirst().map { $0 })</main>
    <footer><p>Made with Lintel. No name, address or other private data of a resident is in this report.</p></footer>
    </body>
    </html>

    """
  return page.text
}

private func anchor(_ text: String) -> String {
  String(text.lowercased().map { $0.isASCII && $0.isLetter ? $0 : "-" })
}

private func markup(_ block: Block) -> Markup {
  switch block {
  case .heading(1, let title): return "<h1>\(title)</h1>\n"
  case .heading(2, let title): return "<h2 id=\"\(anchor(title))\">\(title)</h2>\n"
  case .heading(3, let title): return "<h3>\(title)</h3>\n"
  case .heading(_, let title): return "<h4>\(title)</h4>\n"
  case .paragraph(let text): return "<p>\(text)</p>\n"
  case .note(let text): return "<p class=\"note\">\(text)</p>\n"
  case .list(let items): return "<ul>\n\(items.map { "<li>\($0)</li>\n" as Markup })</ul>\n"
  case .facts(let facts): return "<dl>\n\(facts.map(fact))</dl>\n"
  case .table(let table): return markup(table)
  case .meter(let meter): return markup(meter)
  case .task(let task):
    return """
      <section class="task"><h4><span class="box" aria-hidden="true"></span>\(task.number). \(task.title)</h4>
      <p>\(task.text)</p>
      <dl>
      \(task.facts.map(fact))</dl></section>

      """
  case .part(let part):
    return """
      <details class="\(part.mark.name)" id="\(part.anchor)"\(isOpen(part.mark) ? " open" : "")><summary><span class="sign" aria-hidden="true">\(part.mark.sign)</span> <b>\(part.title)</b> <span class="level">\(part.summary)</span></summary>
      \(part.blocks.map(markup))</details>

      """
  }
}

/// What needs attention is unfolded, on screen and on paper.
private func isOpen(_ mark: Block.Mark) -> Bool { mark == .below || mark == .open }

private func fact(_ fact: Block.Fact) -> Markup { "<div><dt>\(fact.name)</dt><dd>\(fact.value)</dd></div>\n" }

private func markup(_ table: Block.Table) -> Markup {
  let header = table.header.map { "<th scope=\"col\">\($0)</th>" as Markup }
  let rows = table.rows.map { row -> Markup in
    let cells = row.dropFirst().map { "<td>\($0)</td>" as Markup }
    return "<tr><th scope=\"row\">\(row.first ?? "")</th>\(cells)</tr>\n"
  }
  return """
    <div class="wide"><table>
    <caption>\(table.caption)</caption>
    <thead><tr>\(header)</tr></thead>
    <tbody>
    \(rows)</tbody>
    </table></div>

    """
}

/// Certain solid, possible hatched, the words beside it.
private func markup(_ meter: Block.Meter) -> Markup {
  let low = meter.low * 300 / 1000
  let high = (meter.high * 300 + 999) / 1000
  return """
    <figure class="meter"><figcaption>\(meter.label)</figcaption>
    <svg viewBox="0 0 302 16" width="302" height="16" role="img" aria-label="\(meter.label): \(meter.words)">
    <defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="6" stroke="#1f3a4d" stroke-width="2.5"/></pattern></defs>
    <rect x="1" y="1" width="300" height="14" fill="#fff" stroke="#1f3a4d"/>
    <rect x="\(1 + low)" y="1" width="\(max(0, high - low))" height="14" fill="url(#hatch)"/>
    <rect x="1" y="1" width="\(low)" height="14" fill="#1f3a4d"/>
    </svg> <span class="words">\(meter.words)</span></figure>

    """
}
