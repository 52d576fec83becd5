import Foundation

/// What the tests take from outside.
enum ProcessEnvironment {
  /// `LINTEL_SEED`, to run random tests with other numbers.
  static var seed: UInt64? { ProcessInfo.processInfo.environment["LINTEL_SEED"].flatMap { UInt64($0) } }
}
