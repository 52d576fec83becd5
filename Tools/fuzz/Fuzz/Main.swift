import CLibFuzzer
import Glibc
import Harness

/// `fuzz rules|dossier|evaluation` and what libFuzzer knows: folders, -max_total_time=60, -help=1.
@main
struct Main {
  static func main() {
    guard CommandLine.arguments.count > 1, Harness.names.contains(CommandLine.arguments[1]) else {
      print("expected one of: \(Harness.names.joined(separator: ", "))")
      exit(64)
    }
    let kept = [CommandLine.arguments[0]] + CommandLine.arguments.dropFirst(2)
    var count = Int32(kept.count)
    let texts = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: kept.count + 1)
    for (index, text) in kept.enumerated() { texts[index] = strdup(text) }
    texts[kept.count] = nil
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = texts
    // A callback of C captures nothing, so there is one for each.
    let status =
      switch CommandLine.arguments[1] {
      case "rules":
        LLVMFuzzerRunDriver(&count, &list) { data, size in
          Harness.rules(Array(UnsafeBufferPointer(start: data, count: size)))
          return 0
        }
      case "dossier":
        LLVMFuzzerRunDriver(&count, &list) { data, size in
          Harness.dossier(Array(UnsafeBufferPointer(start: data, count: size)))
          return 0
        }
      default:
        LLVMFuzzerRunDriver(&count, &list) { data, size in
          Harness.evaluation(Array(UnsafeBufferPointer(start: data, count: size)))
          return 0
        }
      }
    exit(status)
  }
}
