internal import Standard
internal import Values

/// A test that waits for answers to a question that nobody is asked.
enum AskedQuestions: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    let asked = Set(
      standard.domains.flatMap { $0.all("criterion") }.flatMap { $0.all("ask") }.compactMap { $0["question"] })
    for file in standard.files { look(in: file, asked, &diagnostics) }
  }

  private static func look(in element: Element, _ asked: Set<String>, _ diagnostics: inout Diagnostics) {
    if element.name == "answer" || element.name == "tally", let question = element["question"],
      !asked.contains(question)
    {
      diagnostics.warning(
        "name-define", at: element.location(of: "question"), "no <ask> says what question “\(question)” is",
        help: suggestion(for: question, among: Array(asked)))
    }
    for child in element.children where child.name != "example" { look(in: child, asked, &diagnostics) }
  }
}
