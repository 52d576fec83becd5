/// Some codes of a list, one bit each; the first 64 need no storage of their own.
struct CodeSet: Hashable {
  private var first: UInt64 = 0
  /// The codes after those, 64 a word; never ends with an empty word.
  private var more: [UInt64] = []

  init() {}

  init(_ codes: some Sequence<Int>) { for code in codes { insert(code) } }

  /// The codes from the first on, so many.
  init(count: Int) {
    first = count >= 64 ? .max : (1 << UInt64(count)) - 1
    if count > 64 { for code in 64..<count { insert(code) } }
  }

  var isEmpty: Bool { first == 0 && more.isEmpty }

  func contains(_ code: Int) -> Bool {
    if code < 64 { return first >> UInt64(code) & 1 == 1 }
    let word = code / 64 - 1
    return more.indices.contains(word) && more[word] >> UInt64(code % 64) & 1 == 1
  }

  mutating func insert(_ code: Int) {
    guard code >= 64 else {
      first |= 1 << UInt64(code)
      return
    }
    let word = code / 64 - 1
    while more.count <= word { more.append(0) }
    more[word] |= 1 << UInt64(code % 64)
  }

  func filter(_ isWanted: (Int) -> Bool) -> CodeSet {
    CodeSet((0..<64 * (more.count + 1)).filter { contains($0) && isWanted($0) })
  }

  func intersection(_ other: CodeSet) -> CodeSet {
    var both = CodeSet()
    both.first = first & other.first
    both.more = zip(more, other.more).map { $0 & $1 }
    while both.more.last == 0 { both.more.removeLast() }
    return both
  }

  func union(_ other: CodeSet) -> CodeSet {
    var either = more.count >= other.more.count ? self : other
    let fewer = more.count >= other.more.count ? other : self
    either.first |= fewer.first
    for (word, bits) in fewer.more.enumerated() { either.more[word] |= bits }
    return either
  }

  func isSubset(of other: CodeSet) -> Bool { intersection(other) == self }
}
