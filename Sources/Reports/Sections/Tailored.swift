public import Standard

/// What a profile changes of the published standard, as blocks; none where there is no profile.
public func profileReport(_ standard: Standard) -> [Block] { tailoring(standard) }

/// Each change with its reason; loosening is said in words.
func tailoring(_ standard: Standard) -> [Block] {
  guard let profile = standard.profile else { return [] }
  let loosened = profile.changes.count { $0.loosens }
  var blocks: [Block] = [
    .heading(2, "How the profile “\(profile.title)” changes the standard"),
    .paragraph(
      profile.changes.isEmpty
        ? "It changes nothing."
        : loosened == 0
          ? "Nowhere does it ask less than the published standard."
          : "In \(loosened) of \(profile.changes.count) changes it asks less than the published standard."),
  ]
  if !profile.changes.isEmpty {
    blocks += [
      .list(lines(profile.changes)),
      .note("Statements in plain words are those of the published standard; the tests use the values above."),
    ]
  }
  return blocks
}

/// What a profile changes of one criterion.
func tailoring(_ standard: Standard, of criterion: String) -> [Block] {
  let changes = standard.profile?.changes.filter { $0.criteria.contains(criterion) } ?? []
  return changes.isEmpty ? [] : [.paragraph("The profile changes this:"), .list(lines(changes))]
}

/// One line a change; criteria that are left out for the same reason share one.
private func lines(_ changes: [Tailoring]) -> [String] {
  var groups: [(subjects: [String], change: Tailoring)] = []
  for change in changes {
    let place = groups.firstIndex {
      $0.change.change == change.change && $0.change.reason == change.reason && $0.change.loosens == change.loosens
    }
    if let place { groups[place].subjects.append(change.subject) } else { groups.append(([change.subject], change)) }
  }
  return groups.map { group in
    let less = group.change.loosens ? " (asks less)" : ""
    let why = group.change.reason.isEmpty ? "No reason is given." : group.change.reason
    let concerned = group.change.criteria.filter { !group.subjects.contains($0) }
    let tests = concerned.isEmpty ? "" : ", in \(concerned.joined(separator: ", "))"
    return "\(group.subjects.joined(separator: ", ")): \(group.change.change)\(tests)\(less). \(why)"
  }
}
