import Glibc
import Language
import Records
import Standard
import Testing
import Values
import XML

/// The dictionary of the standard that ships, read once.
enum Shipped {
  static let folder: String = {
    // This file is Tests/RecordsTests/Support.swift.
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(root)/Standards/mhpss-shelter/"
  }()

  private static let read = Result<DataDictionary, any Error> {
    try readStandard(folder + "standard.xml") { bytes(of: folder + $0) }.standard.dictionary
  }

  static func dictionary() throws -> DataDictionary { try read.get() }

  private static func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "rb") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&chunk, 1, chunk.count, file)
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }
}

extension DataDictionary {
  /// The place of a record type that must exist.
  func place(_ type: String) throws -> Int { try #require(record(named: type)) }

  /// The field that `staff.roles` names.
  func field(_ name: String) throws -> Field {
    let parts = name.split(separator: ".").map { String($0) }
    let type = records[try place(parts[0])]
    return type.fields[try #require(type.field(named: parts[1]))]
  }
}

/// What the cell of a field such as `staff.roles` says.
func cell(_ text: String, of name: String) throws -> Cell {
  let dictionary = try Shipped.dictionary()
  return try Cell(text, of: try dictionary.field(name), in: dictionary)
}

/// A dossier as it was read, if it was, and all that was said of it.
struct Reading {
  var dossier: Dossier?
  var diagnostics: [Diagnostic]

  /// `record-ref 3:1`, in the order of their places.
  var errors: [String] { diagnostics.map { "\($0.code) \($0.location.line):\($0.location.column)" } }

  /// The canonical form, if nothing was wrong.
  func canonical(_ sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
    let dossier = try #require(dossier, "\(diagnostics)", sourceLocation: sourceLocation)
    return String(decoding: dossier.canonical(try Shipped.dictionary()), as: UTF8.self)
  }

  /// The cell of a row, as in `staff`, `S-1`, `roles`.
  func cell(_ type: String, _ id: String, _ field: String) throws -> Cell {
    let dictionary = try Shipped.dictionary()
    let record = try dictionary.place(type)
    let dossier = try #require(dossier, "\(diagnostics)")
    let row = try #require(dossier.rows[record].first { $0.id == id })
    return row.cells[try #require(dictionary.records[record].field(named: field))]
  }
}

/// Reads a whole dossier, and CSV lists beside it in files such as `staff.csv`.
func read(_ xml: String, _ lists: KeyValuePairs<String, String> = [:]) throws -> Reading {
  try read(xml, lists.map { (type: $0.key, bytes: Array($0.value.utf8)) })
}

func read(_ xml: String, _ lists: [(type: String, bytes: [UInt8])]) throws -> Reading {
  let dictionary = try Shipped.dictionary()
  var diagnostics = Diagnostics()
  var reader = DossierReader(dictionary, file: "dossier.xml")
  reader.read(try Element(parsing: Array(xml.utf8), file: "dossier.xml"), &diagnostics)
  for list in lists {
    reader.read(csv: list.bytes, of: try dictionary.place(list.type), file: list.type + ".csv", &diagnostics)
  }
  let dossier = reader.finish(&diagnostics)
  return Reading(dossier: dossier, diagnostics: diagnostics.sorted)
}

/// A dossier whose own rows begin in line 3.
func house(_ rows: String = "") -> String {
  """
  <dossier label="sample" as-of="2026-09-30">
  <shelter code="HOUSE" kind="ngo" capacity="12" serves="women girls"/>
  \(rows)
  </dossier>
  """
}
