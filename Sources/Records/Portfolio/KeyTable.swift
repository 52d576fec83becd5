/// Finds a small number by a key: rows by their ids, labels by their texts.
///
/// Whoever makes one frees it.
struct KeyTable {
  private struct Slot {
    var key: TextKey
    var value: Int32
    /// Only slots of the present generation are filled, so that emptying the table costs nothing.
    var generation: UInt32
  }

  private var slots: UnsafeMutablePointer<Slot>
  private var capacity: Int
  private var generation: UInt32 = 1
  private var count = 0

  init() {
    capacity = 64
    slots = Self.empty(capacity)
  }

  private static func empty(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
    slots.initialize(repeating: Slot(key: TextKey(first: 0, last: 0), value: -1, generation: 0), count: capacity)
    return slots
  }

  func free() { slots.deallocate() }

  mutating func removeAll() {
    count = 0
    generation &+= 1
    if generation == 0 {
      for i in 0..<capacity { slots[i].generation = 0 }
      generation = 1
    }
  }

  /// The slot that holds a key, or the empty one where it belongs.
  @inline(__always) private func place(_ key: TextKey) -> Int {
    var at = Int(truncatingIfNeeded: key.hash) & (capacity &- 1)
    while slots[at].generation == generation, slots[at].key != key { at = (at &+ 1) & (capacity &- 1) }
    return at
  }

  /// The number of a key; nil if it is not here.
  @inline(__always) func value(of key: TextKey) -> Int32? {
    let at = place(key)
    return slots[at].generation == generation ? slots[at].value : nil
  }

  /// Adds a key that is not here yet; if it is, says so and changes nothing.
  @inline(__always) mutating func insert(_ key: TextKey, _ value: Int32) -> Bool {
    if (count &+ 1) &* 2 > capacity { grow() }
    let at = place(key)
    if slots[at].generation == generation { return false }
    slots[at] = Slot(key: key, value: value, generation: generation)
    count &+= 1
    return true
  }

  private mutating func grow() {
    let (old, oldCapacity) = (slots, capacity)
    capacity *= 2
    slots = Self.empty(capacity)
    for i in 0..<oldCapacity where old[i].generation == generation { slots[place(old[i].key)] = old[i] }
    old.deallocate()
  }
}

/// Finds a word of a closed list by its bytes.
///
/// Whoever makes one frees it.
struct WordTable {
  private struct Entry {
    var key: TextKey
    var count: Int
    /// The place in the list; -1 where the entry is empty.
    var place: Int32
  }

  private let entries: UnsafeMutablePointer<Entry>
  private let capacity: Int
  private let words: [[UInt8]]

  /// - Parameter words: an empty one is never found.
  init(_ words: [String]) {
    self.words = words.map { Array($0.utf8) }
    var capacity = 4
    while capacity < words.count * 4 { capacity *= 2 }
    self.capacity = capacity
    entries = .allocate(capacity: capacity)
    entries.initialize(
      repeating: Entry(key: TextKey(first: 0, last: 0), count: 0, place: -1), count: capacity)
    for (index, word) in self.words.enumerated() where !word.isEmpty {
      let key = Self.key(word)
      var at = Int(truncatingIfNeeded: key.hash) & (capacity - 1)
      while entries[at].place >= 0 { at = (at + 1) & (capacity - 1) }
      entries[at] = Entry(key: key, count: word.count, place: Int32(index))
    }
  }

  func free() { entries.deallocate() }

  private static func key(_ word: [UInt8]) -> TextKey {
    (word + Array(repeating: 0, count: 16)).withUnsafeBufferPointer { bytes in
      bytes.baseAddress.map { TextKey($0, count: word.count) } ?? TextKey(first: 0, last: 0)
    }
  }

  /// The place of a text among the words; nil if it is none of them.
  @inline(__always) func place(_ text: UnsafePointer<UInt8>, _ plain: PlainText) -> Int32? {
    var at = Int(truncatingIfNeeded: plain.key.hash) & (capacity &- 1)
    while true {
      let entry = entries + at
      if entry.pointee.place < 0 { return nil }
      if entry.pointee.key == plain.key, entry.pointee.count == plain.count,
        plain.count <= 16 || isRest(text, plain.count, entry.pointee.place)
      {
        return entry.pointee.place
      }
      at = (at &+ 1) & (capacity &- 1)
    }
  }

  /// Whether what the key does not hold is the same too.
  private func isRest(_ text: UnsafePointer<UInt8>, _ count: Int, _ place: Int32) -> Bool {
    let word = words[Int(place)]
    for i in 16..<count where text[i] != word[i] { return false }
    return true
  }
}
