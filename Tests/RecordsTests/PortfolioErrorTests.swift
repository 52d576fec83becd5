import Standard
import Testing
import Values

@testable import Records

/// What is wrong in a portfolio is named with its place, everything at once.
@Suite struct PortfolioErrorTests {
  private static let shelters =
    "shelter,code,kind,capacity,serves\nH1,A,ngo,9,women\nH2,B,ngo,9,women\nH3,C,ngo,9,women\n"
  private static let rooms = "shelter,id,kind,within\nH1,R-1,floor,-\nH1,R-2,bedroom,R-1\nH3,R-1,floor,\n"

  private func read(
    _ changes: [String: String], stretches: Int = 1
  ) throws -> PortfolioReading {
    var files = ["shelter": Self.shelters, "space": Self.rooms]
    for (type, text) in changes { files[type] = text }
    let list = files.sorted { $0.key < $1.key }.map { (type: $0.key, bytes: Array($0.value.utf8)) }
    return readPortfolio(list, try Shipped.dictionary(), stretches: stretches)
  }

  @Test func readsWhatIsRight() throws {
    let reading = try read([:])
    #expect(reading.errors == [])
    #expect(reading.labels == ["H1", "H2", "H3"])
    let data = try #require(reading.batches.first?.data)
    let space = data.tables[try Shipped.dictionary().place("space")]
    #expect(space.offsets == [0, 2, 2, 3])
  }

  /// The rooms as they should be, with one line more.
  private static func rooms(_ line: String) -> String { rooms + line + "\n" }

  @Test(arguments: [
    (rooms("H3,R-2,bedrom,"), "space.csv:5:8 record-value"),
    (rooms("H3,R-2,bedroom,-,1"), "space.csv:5 csv"),
    (rooms("H3,R-2,bedroom"), "space.csv:5 csv"),
    (rooms("H3,R-1,bedroom,-"), "space.csv:5:4 record-id"),
    (rooms("H3,,bedroom,-"), "space.csv:5 record-id"),
    (rooms("H3,R-2,,-"), "space.csv:5:8 record-required"),
    (rooms("H3,R-2,bedroom,a@b.example"), "space.csv:5:16 privacy"),
    (rooms("H3,123456789,bedroom,"), "space.csv:5:4 privacy"),
    (rooms("H3,\"R-2,bedroom,"), "space.csv:5:4 csv"),
    (rooms("H4,R-2,bedroom,-"), "space.csv:5:1 record-order"),
    (rooms("H2,R-2,bedroom,-"), "space.csv:5:1 record-order"),
    (rooms("H1,R-3,bedroom,-"), "space.csv:5:1 record-order"),
    (rooms(",R-3,bedroom,-"), "space.csv:5:1 record-order"),
    ("id,kind\nR-1,floor\n", "space.csv:1:1 record-field"),
    ("shelter,kind\nH1,floor\n", "space.csv:1:1 record-id"),
    ("shelter,id\nH1,R-1\n", "space.csv:1:1 record-required"),
    ("shelter,id,kind,colour\nH1,R-1,floor,red\n", "space.csv:1:17 record-field"),
    ("shelter,id,kind,kind\nH1,R-1,floor,floor\n", "space.csv:1:17 record-field"),
    ("", "space.csv:1:1 csv"),
    ("\n", "space.csv:1:1 csv"),
  ]) func oneMistake(_ file: String, _ place: String) throws {
    #expect(try read(["space": file]).errors == [place])
    // The same whoever reads it.
    #expect(try read(["space": file], stretches: 3).errors == [place])
  }

  @Test(arguments: [
    ("", "shelter.csv:1:1 csv"),
    ("shelter,code,kind,capacity,serves\n", "shelter.csv record-required"),
    ("shelter,code,kind,capacity,serves\nH1,A,ngo,9,women\nH1,B,ngo,9,women\n", "shelter.csv:3:1 record-id"),
    ("shelter,code,kind,capacity,serves\n,A,ngo,9,women\n", "shelter.csv:2:1 record-id"),
    ("shelter,code,kind,capacity,serves\n+386 40 123 456,A,ngo,9,women\n", "shelter.csv:2:1 privacy"),
  ]) func mistakesAboutShelters(_ file: String, _ place: String) throws {
    #expect(try read(["shelter": file, "space": "shelter,id,kind\n"]).errors == [place])
  }

  @Test(arguments: [
    ("H1,space,complet,,", "collections.csv:2:10 record-value"),
    ("H1,spaces,complete,,", "collections.csv:2:4 record-type"),
    ("H1,space,complete", "collections.csv:2 csv"),
    ("H1,space,partial,,1", "collections.csv:2 record-value"),
    ("H1,space,absent,,", "collections.csv:2 record-value"),
    ("H1,space,sample,2,", "collections.csv:2 record-required"),
    ("H1,space,sample,3,9", "collections.csv:2 record-value"),
    ("H1,space,sample,2,many", "collections.csv:2:19 record-value"),
    ("H1,shelter,complete,,", "collections.csv:2 record-type"),
    ("H1,space,complete,,\nH1,space,complete,,", "collections.csv:3 record-value"),
    ("H9,space,complete,,", "collections.csv:2:1 record-order"),
  ]) func mistakesAboutCollections(_ line: String, _ place: String) throws {
    #expect(try read(["collections": "shelter,type,status,drawn,population\n\(line)\n"]).errors == [place])
  }

  @Test func danglingReferencesAreRefusedWhereTheListIsComplete() throws {
    let rooms = Self.rooms("H3,R-2,bedroom,R-7")
    #expect(try read(["space": rooms]).errors == [])
    let complete = "shelter,type,status,drawn,population\nH3,space,complete,,\n"
    #expect(try read(["space": rooms, "collections": complete]).errors == ["space.csv:5:16 record-ref"])
    // A row of another shelter is not one of this one’s.
    let other = Self.rooms("H3,R-3,bedroom,R-2")
    #expect(try read(["space": other, "collections": complete]).errors == ["space.csv:5:16 record-ref"])
  }

  @Test func allMistakesAtOnceInTheirOrder() throws {
    let reading = try read([
      "space": "shelter,id,kind,within\nH1,R-1,flor,-\nH2,R-1,floor,R-1\nH3,R-1,floor,2026-02-30\nH3,R-1,floor,\n",
      "board-member": "shelter,id,nothing\n",
      "collections": "shelter,type,status,drawn,population\nH1,space,complete,,\nH2,space,whole,,\n",
    ])
    #expect(
      reading.errors == [
        "board-member.csv:1:12 record-field", "collections.csv:3:10 record-value", "space.csv:2:8 record-value",
        "space.csv:5:4 record-id",
      ])
  }

  @Test func noMoreThanAHundredMistakes() throws {
    let rows = (0..<500).map { "H1,R-\($0),nowhere,\n" }.joined()
    let reading = try read(["space": "shelter,id,kind,within\n" + rows], stretches: 3)
    #expect(reading.errors.count == PortfolioProblems.most)
    #expect(reading.errors.first == "space.csv:2:8 record-value")
    #expect(reading.errors.last == "space.csv:101:9 record-value")
  }

  /// Whatever stands in the files, reading them ends with columns or with places of mistakes.
  @Test(arguments: 1...24) func survivesAnything(_ seed: Int) throws {
    let dictionary = try Shipped.dictionary()
    var random = SmallRandom(UInt64(seed) &+ 7_000)
    var files = RandomPortfolio(seed: UInt64(seed), shelters: 1 + seed % 4, dictionary).files
    let marks = Array("\n\r\",-?;x0 \u{0}\u{FF}".utf8) + [0x80, 0xFF]
    for _ in 0..<(1 + random.below(6)) {
      let file = random.below(files.count)
      guard !files[file].bytes.isEmpty else { continue }
      let place = random.below(files[file].bytes.count)
      switch random.below(4) {
      case 0: files[file].bytes[place] = marks[random.below(marks.count)]
      case 1: files[file].bytes.insert(marks[random.below(marks.count)], at: place)
      case 2: files[file].bytes.remove(at: place)
      default: files[file].bytes.removeSubrange(place..<min(files[file].bytes.count, place + random.below(400)))
      }
    }
    let whole = readPortfolio(files, dictionary)
    let parts = readPortfolio(files, dictionary, stretches: 3, batch: 1, window: 32)
    #expect(whole.errors.isEmpty == parts.errors.isEmpty)
    if whole.errors.isEmpty {
      #expect(whole.batches.map { $0.data.shelters }.reduce(0, +) == whole.labels.count)
      #expect(parts.batches.map { $0.data.shelters }.reduce(0, +) == whole.labels.count)
    }
  }
}
