import Glibc
import Testing
import Values
import XML

/// SplitMix64 (S. Vigna 2015): the same numbers for the same seed on every machine.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@Suite struct MutationTests {
  static let sample = """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- Invented. -->
    <dossier label="sample" as-of="2026-09-30">
      <note>Çfarë &amp; kush <![CDATA[<x>]]></note>
      <staff id="S-1" roles="director nurse" started='2024-01-01' ended="-"/>
      <staff id="S-2"
        roles="cook" started="2025-03" ended="&#45;"/>
    </dossier>

    """
  static let pieces = [
    "<", ">", "</", "/>", "\"", "'", "&", "&x;", "&#", ";", "<!DOCTYPE", "<!ENTITY", "<![CDATA[", "]]>", "<!--", "-->",
    "<?", "?>", "=", "\0", "\u{FEFF}", "xmlns:a=\"\"", "\r", "\n", "é", "a:b", "xsi:", "encoding=\"UTF-7\"",
  ].map { Array($0.utf8) }

  static func mutated(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes = Array(sample.utf8)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      let end = min(bytes.count, at + Int.random(in: 1...20, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
      case 2: bytes.removeSubrange(at..<end)
      case 3: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &random))
      case 4: bytes.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: at)
      default: bytes.removeSubrange(at...)
      }
      if bytes.isEmpty { break }
    }
    return bytes
  }

  /// Whatever happens to a file, there is an element with a place, or one error with a place; never a crash.
  @Test func survivesTwoThousandMutations() {
    let seed = getenv("LINTEL_SEED").flatMap { UInt64(String(cString: $0)) } ?? UInt64.random(in: 0 ... .max)
    print("LINTEL_SEED=\(seed)")
    var random = SeededGenerator(state: seed)
    var read = 0
    for round in 1...2000 {
      let bytes = Self.mutated(&random)
      let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
      do throws(Diagnostics) {
        let root = try Element(parsing: bytes, file: "f.xml")
        read += 1
        #expect(!root.name.isEmpty, "seed \(seed), round \(round)")
        #expect((1...lines).contains(root.location.line), "seed \(seed), round \(round)")
      } catch {
        #expect(error.all.count == 1, "seed \(seed), round \(round)")
        let places = error.all.map { $0.location }
        #expect(
          places.allSatisfy { (1...lines).contains($0.line) && $0.column >= 1 },
          "seed \(seed), round \(round): \(places)")
      }
    }
    // The mutations are neither all harmless nor all fatal.
    #expect((1..<2000).contains(read), "seed \(seed)")
  }

  /// A file that stops anywhere before its root is closed is refused.
  @Test func refusesEveryBeginning() throws {
    let bytes = Array(Self.sample.utf8)
    #expect(try Element(parsing: bytes, file: "f.xml").children.count == 3)
    for count in 0..<bytes.count - 1 {
      #expect(throws: Diagnostics.self, "the first \(count) bytes") {
        try Element(parsing: Array(bytes[..<count]), file: "f.xml")
      }
    }
  }
}
