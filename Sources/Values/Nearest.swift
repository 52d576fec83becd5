/// “did you mean “…”?” for a name that does not exist; else the list of what exists, if that is short.
public func suggestion(for name: String, among names: [String]) -> String? {
  if let near = nearest(to: name, among: names) { return "did you mean “\(near)”?" }
  guard !names.isEmpty, names.count <= 8 else { return nil }
  return "expected one of: \(names.sorted().joined(separator: ", "))"
}

/// The name that was probably meant: the same but for case first, then the fewest edits up to a third of the
/// longer name; ties go to the first in alphabetical order.
public func nearest(to name: String, among names: [String]) -> String? {
  let wanted = Array(name.utf8)
  let lowered = name.lowercased()
  var best: (distance: Int, name: String)?
  for candidate in names.sorted() {
    if candidate.lowercased() == lowered { return candidate }
    let letters = Array(candidate.utf8)
    let limit = max(1, max(wanted.count, letters.count) / 3)
    let distance = editDistance(wanted, letters)
    if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
  }
  return best?.name
}

/// Insertions, deletions, changes and swaps of neighbours that turn one into the other.
///
/// Source: optimal string alignment (F. J. Damerau 1964; V. I. Levenshtein 1966).
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for (row, a) in left.enumerated() {
    var current = [row + 1]
    current.reserveCapacity(right.count + 1)
    for (column, b) in right.enumerated() {
      var cost = min(last[column + 1] + 1, current[column] + 1, last[column] + (a == b ? 0 : 1))
      if row > 0, column > 0, a == right[column - 1], left[row - 1] == b {
        cost = min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    beforeLast = last
    last = current
  }
  return last[right.count]
}
