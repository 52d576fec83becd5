internal import CMalloc
internal import Glibc
internal import Synchronization

/// Work on several threads.
enum Threads {
  /// How many there may be; as many as processors are left to this program.
  static var usual: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// What is freed after one batch is taken again for the next: it is not given back to the system between them.
  static func keepMemory() {
    mallopt(M_TRIM_THRESHOLD, 256 << 20)
    mallopt(M_MMAP_THRESHOLD, 64 << 20)
  }

  /// Does the same on so many threads, and waits for all of them.
  static func run(_ count: Int, _ body: @escaping @Sendable () -> Void) {
    var threads: [pthread_t] = []
    for _ in 1..<max(1, count) {
      let work = Unmanaged.passRetained(Work(body))
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().body() }
          return nil
        }, work.toOpaque())
      // Where there is no further thread, those that there are do it all.
      if status == 0 { threads.append(thread) } else { work.release() }
    }
    body()
    for thread in threads { pthread_join(thread, nil) }
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}

/// Hands out the parts of some work, each once, and keeps what came of them in the order of the parts.
final class Parts<Result: Sendable>: Sendable {
  private struct State {
    var next = 0
    var results: [Result?]
  }

  private let count: Int
  private let state: Mutex<State>

  init(_ count: Int) {
    self.count = count
    state = Mutex(State(results: Array(repeating: nil, count: count)))
  }

  /// The next part that nobody has taken.
  func take() -> Int? {
    state.withLock { state in
      guard state.next < count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }

  func put(_ result: Result, for part: Int) { state.withLock { $0.results[part] = result } }

  var results: [Result] { state.withLock { $0.results.compactMap { $0 } } }
}
