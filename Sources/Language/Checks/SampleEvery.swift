internal import Standard
internal import Values

/// `every` or `none` over rows that a dossier may sample: a sample can refute it, never show it.
enum SampleEvery: StandardCheck {
  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    let sampled = Set(
      standard.dictionaryFile.all("record").filter { $0["sample"] == "may" }.compactMap { element in
        standard.dictionary.records.firstIndex { $0.id == element["id"] }
      })
    guard !sampled.isEmpty else { return }
    for test in standard.tests where test.level != nil {
      for (part, context) in TestParts(test).conditions {
        guard let (word, choice) = whole(part), case .records(let record) = choice.source, choice.join == nil,
          sampled.contains(record)
        else { continue }
        diagnostics.warning(
          "sample-every", atAll: context.places,
          "<\(word)> over \(standard.dictionary.records[record].plural), which may be sampled, can never be shown by a sample",
          help: "use <share>, or tell shelters that this list must be complete")
      }
    }
  }

  /// A statement about all rows of a choice.
  private static func whole(_ part: Condition) -> (word: String, Choice)? {
    switch part {
    case .every(let choice, _, _): ("every", choice)
    case .measure(.count(let choice, nil), .atMost, .constant(FixedPoint(millionths: 0))): ("none", choice)
    default: nil
    }
  }
}
