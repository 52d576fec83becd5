/// Says on standard error how long things take, if it is asked to.
struct Clock: Sendable {
  let isOn: Bool

  func measured<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
    guard isOn else { return try body() }
    let start = ContinuousClock.now
    let result = try body()
    Console.error("\(name) \(Self.seconds(ContinuousClock.now - start))")
    return result
  }

  /// The shortest of some runs.
  static func least(of runs: Int, _ body: () -> Void) -> Duration {
    (0..<max(1, runs)).map { _ in ContinuousClock().measure(body) }.min() ?? .zero
  }

  /// Seconds with four decimals.
  static func seconds(_ duration: Duration) -> String {
    let taken = duration.components
    let tenths = String(taken.attoseconds / 100_000_000_000_000)
    return "\(taken.seconds).\(String(repeating: "0", count: 4 - tenths.utf8.count))\(tenths)"
  }
}
