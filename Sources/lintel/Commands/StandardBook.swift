internal import ArgumentParser
internal import Language
internal import Reports
internal import Standard
internal import Values

struct StandardBook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "The whole standard for people to read: what is asked, why, how it is judged, what to do, with stories.",
    discussion: """
      A folder gets one page a chapter and a README.md with the contents; else everything is one page.
      """)

  enum PageFormat: String, ExpressibleByArgument, CaseIterable {
    case html, markdown, text
  }

  @Argument(help: "The standard: its id, or the path of its folder.")
  var standard = "mhpss-shelter"

  @Option(help: "How to write it: html, markdown or text.")
  var format = PageFormat.html

  @Option(help: "Write Markdown pages into this folder, one a chapter.")
  var into: String?

  @OptionGroup var tailoring: ProfileOption
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if into != nil, output.output != nil { throw ValidationError("Give --into or --output, not both.") }
  }

  func run() throws {
    let checked = try Load.standard(standard, examples: true, profile: tailoring.profile)
    let standard = checked.standard
    let stories = standard.criteria.indices.map { place in
      checked.examples.filter { $0.criterion == place }.map { example in
        let low = example.certain ?? 0
        return Story(
          name: example.name, grades: example.possible.map { min(low, $0)...$0 }, applies: example.applies)
      }
    }
    let chapters = handbook(standard, stories: stories)
    if let into {
      for chapter in chapters {
        try Files.write(Array(markdown(chapter.blocks).utf8), to: "\(into)/\(chapter.id).md")
      }
      try Files.write(
        Array((markdown(handbookFront(standard)) + contents(chapters, standard)).utf8), to: "\(into)/README.md")
      return
    }
    var blocks = handbookFront(standard)
    var (part, number) = ("", 0)
    for chapter in chapters {
      if chapter.part != part, !chapter.part.isEmpty {
        number += 1
        blocks.append(.heading(2, "Part \(number): \(chapter.part)"))
      }
      part = chapter.part
      blocks += chapter.blocks
    }
    switch format {
    case .html: try output.write(Array(html(blocks, title: standard.title).utf8))
    case .markdown: try output.write(Array(markdown(blocks).utf8))
    case .text: try output.write(Array(text(blocks, width: 100).utf8))
    }
  }

  private func contents(_ chapters: [Chapter], _ standard: Standard) -> String {
    var lines = ["", "## Contents", ""]
    var part = ""
    for chapter in chapters {
      if chapter.part != part, !chapter.part.isEmpty { lines += ["", "**\(chapter.part)**", ""] }
      part = chapter.part
      let domain = standard.domains.firstIndex { $0.id == chapter.id }
      let count = standard.criteria.count { $0.domain == domain }
      lines.append("- [\(chapter.title)](\(chapter.id).md)" + (count > 0 ? " (\(count) criteria)" : ""))
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
