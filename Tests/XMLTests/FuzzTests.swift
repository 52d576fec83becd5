import Testing
import Values
import XML

@Suite("Files changed at random")
struct FuzzTests {
  static let sample = Array(
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- a sample -->
    <s:shelter xmlns:s="urn:example:s" xmlns="urn:example:d" id="harbour" name='Strehimi "Liria"'>
      <staff id="s1" role="coordinator"\r\n\t since="2024-05-01">Ndihmë &amp; mbështetje &#x2014; natën</staff>
      <note><![CDATA[a < b && c > d]]> текст 𝄞</note><?app go?>
      <s:empty s:a="&lt;&quot;&#38;" b=''/><deep><deep><deep>1</deep></deep></deep>
    </s:shelter>

    """.utf8)

  /// What is put in: the beginnings and ends of everything in XML, and bytes that are no text.
  static let pieces: [[UInt8]] =
    [
      "<", ">", "/", "</", "/>", "&", ";", "&amp;", "&#", "&#x", "'", "\"", "=", "<!--", "-->", "--", "<![CDATA[",
      "]]>",
      "<?", "?>", "<?xml ", "<!DOCTYPE a [", "]>", "<!ENTITY % x SYSTEM 'y'>", "xmlns:", "xmlns=''", ":", "s:",
      " a=''",
      "\r", "\n", "\t", "ж", "𝄞", "\u{FEFF}", "\u{0}", "\u{1}", "encoding='UTF-16'", "<deep>", "</deep>",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xF0, 0x9D]]

  @Test func theSampleItselfIsRead() throws {
    let root = try Element(parsing: Self.sample, file: "f.xml")
    #expect(root.children.map { $0.name } == ["staff", "note", "empty", "deep"])
    #expect(root.children[1].text == "a < b && c > d текст 𝄞")
    check(root, Self.sample)
  }

  @Test(.timeLimit(.minutes(1))) func twoThousandChanges() {
    var random = SeededGenerator(state: 20_260_331)
    var read = 0
    for _ in 0..<2000 {
      var bytes = Self.sample
      for _ in 0..<Int.random(in: 1...3, using: &random) { change(&bytes, &random) }
      if outcome(bytes) { read += 1 }
    }
    // Both happen, so both are tested.
    #expect(read > 50 && read < 1950)
  }

  @Test func cutAnywhere() {
    for count in 0..<Self.sample.count { _ = outcome(Array(Self.sample.prefix(count))) }
    for count in 0..<Self.sample.count { _ = outcome(Array(Self.sample.suffix(count))) }
  }

  // MARK: Helpers

  private func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let at = Int.random(in: 0...bytes.count, using: &random)
    let end = min(bytes.count, at + Int.random(in: 0...20, using: &random))
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes.removeSubrange(at..<end)
    case 1: bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &random))
    case 2: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
    case 3: bytes = Array(bytes[..<at])
    default: bytes.insert(contentsOf: Self.pieces.randomElement(using: &random) ?? [], at: at)
    }
  }

  /// Whether the file is read; if not, it must be for one reason, at a place in the file.
  private func outcome(_ bytes: [UInt8]) -> Bool {
    do throws(Diagnostics) {
      check(try Element(parsing: bytes, file: "f.xml"), bytes)
      return true
    } catch {
      #expect(error.all.count == 1)
      for one in error.all {
        #expect(["xml", "xml-doctype", "xml-limit"].contains(one.code) && !one.message.isEmpty)
        #expect(offset(of: one.location, in: bytes) != nil, "\(one) in \(String(decoding: bytes, as: UTF8.self))")
      }
    }
    return false
  }

  /// At each place there is what is said to be there.
  private func check(_ element: Element, _ bytes: [UInt8]) {
    for (place, name, isElement) in [(element.location, element.name, true)]
      + element.attributes.map({ ($0.location, $0.name, false) })
    {
      guard let offset = offset(of: place, in: bytes) else {
        Issue.record("\(place) is not in the file")
        continue
      }
      let written = bytes[(isElement ? offset + 1 : offset)...].prefix { !Array(" \t\r\n=/>".utf8).contains($0) }
      let local = String(decoding: written, as: UTF8.self).split(separator: ":").last ?? ""
      #expect(!isElement || bytes[offset] == UInt8(ascii: "<"))
      #expect(local == name)
    }
    for child in element.children { check(child, bytes) }
  }

  /// Found in another way than the reader finds it: line by line, by characters; the byte after the last counts too.
  private func offset(of place: Location, in bytes: [UInt8]) -> Int? {
    var line = 1
    var column = 1
    for (offset, byte) in bytes.enumerated() {
      if offset < 3, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { continue }
      if byte & 0xC0 != 0x80 || column == 1 {
        if (line, column) == (place.line, place.column) { return offset }
        column += 1
      }
      let next = offset + 1 < bytes.count ? bytes[offset + 1] : 0
      if byte == 0x0A || byte == 0x0D && next != 0x0A { (line, column) = (line + 1, 1) }
    }
    return (line, column) == (place.line, place.column) ? bytes.count : nil
  }
}
