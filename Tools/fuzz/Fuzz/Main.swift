import CLibFuzzer
import Glibc
import Harness

/// `HARNESS=rules|dossier|evaluation fuzz` and what libFuzzer knows: folders, -max_total_time=60, -help=1.  The harness
/// stands in the environment because libFuzzer starts itself again with arguments of its own.
@main
struct Main {
  static func main() {
    let name = getenv("HARNESS").map { String(cString: $0) } ?? ""
    guard Harness.names.contains(name) else {
      print("HARNESS is one of: \(Harness.names.joined(separator: ", "))")
      exit(64)
    }
    let kept = CommandLine.arguments
    var count = Int32(kept.count)
    let texts = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: kept.count + 1)
    for (index, text) in kept.enumerated() { texts[index] = strdup(text) }
    texts[kept.count] = nil
    var list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = texts
    // A callback of C captures nothing, so there is one for each.
    let status =
      switch name {
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
