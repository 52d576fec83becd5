import Standard
import Testing
import Values

@testable import Records

/// A portfolio of a few files says what its shelters’ dossiers say.
@Suite struct PortfolioTests {
  @Test(arguments: 1...16) func saysWhatTheDossiersSay(_ seed: Int) throws {
    let dictionary = try Shipped.dictionary()
    let world = RandomPortfolio(seed: UInt64(seed), shelters: 1 + seed % 9, dictionary)
    let later: Int64 = seed % 3 == 0 ? 20_530 : 20_500
    let read = readPortfolio(
      world.files, dictionary, asOf: later, stretches: 1 + seed % 4, batch: 1 + seed % 3,
      window: seed % 2 == 0 ? 1 << 17 : 64)
    #expect(read.errors == [])
    #expect(read.batches.map { $0.shelters.count }.reduce(0, +) == world.dossiers.count)
    for (shelters, data) in read.batches {
      var dossiers: [Dossier] = []
      for shelter in shelters {
        let reading = try reading(world.dossiers[shelter])
        #expect(reading.dossier?.label == read.labels[shelter])
        dossiers.append(try #require(reading.dossier, "\(reading.diagnostics)"))
      }
      expectSame(data, Dataset(dossiers, dictionary, asOf: CalendarDate(number: later)), dictionary)
    }
  }

  private func reading(_ dossier: (xml: String, lists: [(type: String, bytes: [UInt8])])) throws -> Reading {
    try read(dossier.xml, dossier.lists)
  }

  private func expectSame(_ left: Dataset, _ right: Dataset, _ dictionary: DataDictionary) {
    #expect(left.shelters == right.shelters)
    for (record, type) in dictionary.records.enumerated() {
      let (a, b) = (left.tables[record], right.tables[record])
      #expect(a.offsets == b.offsets, "\(type.id)")
      #expect(a.coverage == b.coverage, "\(type.id)")
      for (field, kind) in type.fields.enumerated() {
        let name = Comment(rawValue: "\(type.id).\(kind.id)")
        switch (a.columns[field], b.columns[field]) {
        case (.sets(let x), .sets(let y)):
          #expect(x.certain == y.certain, name)
          #expect(x.possible == y.possible, name)
          #expect(x.flags == y.flags, name)
        case (let x, let y):
          var x = x.scalars(0..<a.count)
          var y = y.scalars(0..<b.count)
          if kind.kind == .label {
            named(&x, left)
            named(&y, right)
          }
          #expect(x.low == y.low, name)
          #expect(x.high == y.high, name)
          #expect(x.flags == y.flags, name)
          #expect(x.detail == y.detail, name)
          #expect(x.alternatives == y.alternatives, name)
        }
      }
    }
  }

  /// Labels have other numbers in other datasets: here they are numbered by their order.
  private func named(_ column: inout Scalars, _ data: Dataset) {
    let names = Dictionary(uniqueKeysWithValues: data.labels.map { ($0.value, $0.key) })
    for row in column.low.indices where column.low[row] == column.high[row] {
      guard let name = names[column.low[row]], let place = RandomPortfolio.labels.firstIndex(of: name) else { continue }
      column.low[row] = Int64(1000 + place)
      column.high[row] = column.low[row]
    }
  }
}
