internal import Values

/// How many rows of one record type a shelter may have without listing them.
public struct Coverage: Hashable, Sendable {
  /// Periods over which the list is complete, merged and ascending (day numbers, both ends included).
  public private(set) var complete: [ClosedRange<Int64>] = []
  /// Record types for each of whose listed rows the list is complete.
  public private(set) var parents: [Int] = []
  /// Stated population less the listed rows, where a population is stated.
  public private(set) var rest: Int64?
  /// How many rows were drawn at random, of how many, where the list is such a sample.
  public private(set) var sample: Sample?
  /// The day the list was last taken.
  public private(set) var taken: Int64?
  /// Somebody said that the list is complete, whatever the period.
  public private(set) var isComplete = false

  /// Rows drawn at random of a stated population.
  public struct Sample: Hashable, Sendable {
    public var drawn: Int64
    public var population: Int64
  }

  /// The last day up to which everything there ever was is listed; the least number where no such day is known.
  public private(set) var completeThrough = Int64.min

  /// Larger than any count, and any day, that matters.
  public static let unlimited: Int64 = 1 << 60

  /// From the collections of one record type and the number of its listed rows.
  public init(_ collections: [Collection], listed: Int) {
    var periods: [ClosedRange<Int64>] = []
    for collection in collections {
      if let day = collection.taken?.number { taken = max(taken ?? day, day) }
      if let population = collection.population { rest = max(0, population - Int64(listed)) }
      if collection.extent == .sample, !collection.isHandPicked, let population = collection.population {
        sample = Sample(drawn: Int64(listed), population: max(population, Int64(listed)))
      }
      guard collection.extent == .complete else { continue }
      if let parent = collection.parent {
        parents.append(parent)
        continue
      }
      isComplete = true
      let from = collection.from?.number ?? -Self.unlimited
      let to = min(collection.to?.number ?? Self.unlimited, collection.taken?.number ?? Self.unlimited)
      if from <= to { periods.append(from...to) }
    }
    for period in periods.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = complete.last, period.lowerBound <= last.upperBound + 1 {
        complete[complete.count - 1] = last.lowerBound...max(last.upperBound, period.upperBound)
      } else {
        complete.append(period)
      }
    }
    if let first = complete.first, first.lowerBound <= -Self.unlimited { completeThrough = first.upperBound }
  }

  /// For the shelter's own row: nothing is hidden.
  public static let whole = Coverage(wholeOf: ())

  private init(wholeOf: Void) {
    complete = [-Self.unlimited...Self.unlimited]
    completeThrough = Self.unlimited
    isComplete = true
  }

  /// Whether the list holds everything of these days.
  public func covers(from: Int64, to: Int64) -> Bool {
    if from > to { return true }
    return complete.contains { $0.lowerBound <= from && to <= $0.upperBound }
  }
}
