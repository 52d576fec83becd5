internal import Standard
internal import Values

/// Remedies that wait for one that does not exist, or in a circle for themselves.
enum RemedyOrder: StandardCheck {
  private struct Wait {
    var remedy: Remedy
    var place: Location
  }

  static func look(at standard: ReadStandard, _ diagnostics: inout Diagnostics) {
    var waits: [String: Wait] = [:]
    for criterion in standard.criteria {
      for remedy in criterion.levels.flatMap({ $0.remedies }) where waits[remedy.id] == nil {
        // Where it is written matters only where it waits for something.
        let place = remedy.after.isEmpty ? criterion.location : place(of: remedy, criterion, standard)
        waits[remedy.id] = Wait(remedy: remedy, place: place)
      }
    }
    for (id, wait) in waits.sorted(by: { $0.value.place < $1.value.place }) {
      for before in wait.remedy.after where waits[before] == nil && !isElsewhere(before, standard) {
        diagnostics.error(
          "remedy", at: wait.place, "remedy “\(id)” waits for “\(before)”, which no criterion has",
          help: nearest(to: before, among: Array(waits.keys)).map { "did you mean “\($0)”?" })
      }
      if let way = way(from: id, waits) {
        diagnostics.error("cycle", at: wait.place, "remedy “\(id)” waits for itself\(way)")
      }
    }
  }

  /// Where `after` is written; of several, the first.
  private static func place(of remedy: Remedy, _ criterion: Criterion, _ standard: ReadStandard) -> Location {
    for file in standard.files {
      let own = file.all("criterion").flatMap { $0.all("level") }.flatMap { $0.all("remedy") }
      for element in file.all("remedy") + own where element["id"] == remedy.id { return element.location(of: "after") }
    }
    let element = standard.files.flatMap { $0.all("criterion") }.first { $0["id"] == criterion.id }
    let own = element?.all("level").flatMap { $0.all("remedy") } ?? []
    return own.first { $0["after"] != nil && $0.text == remedy.text }?.location(of: "after") ?? criterion.location
  }

  /// Whether a remedy is written somewhere that could not be read.
  private static func isElsewhere(_ id: String, _ standard: ReadStandard) -> Bool {
    guard standard.isPartial else { return false }
    return standard.files.flatMap { $0.all("criterion") }.contains { criterion in
      guard !standard.criteria.contains(where: { $0.id == criterion["id"] }) else { return false }
      return criterion.all("level").contains { level in
        level.all("remedy").contains {
          $0["id"] == id || "\(criterion["id"] ?? "").\(level["name"] ?? "").\($0["kind"] ?? "")" == id
        }
      }
    }
  }

  /// The way on which a remedy waits for itself; nil if it does not.
  private static func way(from id: String, _ waits: [String: Wait]) -> String? {
    var ways: [[String]] = (waits[id]?.remedy.after ?? []).map { [$0] }
    var seen: Set<String> = []
    while let way = ways.popLast() {
      guard let last = way.last else { continue }
      if last == id {
        let between = way.dropLast().map { "“\($0)”" }
        return between.isEmpty ? "" : ", by way of \(between.joined(separator: ", then "))"
      }
      if seen.insert(last).inserted { ways += (waits[last]?.remedy.after ?? []).map { way + [$0] } }
    }
    return nil
  }
}
