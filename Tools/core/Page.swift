import Engine
import Records
import Reports
import Standard
import Values

// What a page in the browser would call: judge a dossier, render it.  Linking this shows that the core needs nothing
// but itself.

@_expose(wasm, "lintel_core")
@_cdecl("lintel_core")
public func lintelCore(_ seed: Int32) -> Int32 {
  let list = DataDictionary.yesNo
  let field = Field(id: "open", label: "open", kind: .code(list: 0), isRequired: false, isCore: false, mayBeNone: false)
  let shelter = RecordType(
    id: "shelter", label: "shelter", plural: "shelters", about: "", time: .fixed, fields: [field])
  let dictionary = DataDictionary(id: "core", version: "1", lists: [list], records: [shelter], shelter: 0)
  let grades = [
    Grade(id: "below", label: "below", points: FixedPoint(millionths: 0)),
    Grade(id: "met", label: "met", points: FixedPoint(millionths: 100 * FixedPoint.scale)),
  ]
  let domains = [Domain(id: "d", title: "Domain", intro: "", weight: FixedPoint(millionths: FixedPoint.scale))]
  let path = Path(row: .shelter, record: 0, references: [], target: 0, field: 0)
  let level = Level(
    statement: "", test: .oneOf(.field(path), [1]), ask: nil, cites: [], remedies: [], reading: "it is open")
  let criterion = Criterion(
    id: "C-1", title: "Open", why: "", severity: .minor, scheme: "", weight: FixedPoint(millionths: FixedPoint.scale),
    domain: 0, applies: nil, levels: [level], location: Location(file: ""))
  let days = Period(.days, 30)
  let standard = Standard(
    id: "core", version: "1", title: "Core", about: "", sha256: "", dictionary: dictionary,
    findings: FindingType(grades: grades, domains: domains), grades: grades, domains: domains, criteria: [criterion],
    bands: [Band(id: "only", label: "only", gates: [])], limits: DueLimits(critical: days, major: days, minor: days),
    sources: [], readings: [:], choices: [:])
  var diagnostics = Diagnostics()
  var reader = DossierReader(dictionary, file: "page")
  let place = Location(file: "page", line: 1, column: 1)
  reader.read(
    Element(
      name: "dossier",
      attributes: [
        Element.Attribute(name: "label", value: "page", location: place),
        Element.Attribute(name: "as-of", value: "2026-09-30", location: place),
      ],
      children: [
        Element(
          name: "shelter", attributes: [Element.Attribute(name: "open", value: seed > 0 ? "yes" : "no", location: place)],
          location: place)
      ], location: place), &diagnostics)
  guard let dossier = reader.finish(&diagnostics), let asOf = dossier.asOf else { return -1 }
  let assessment = Judge(standard).assess(dossier, asOf: asOf)
  var size: Int32 = 0
  for format in Format.all { size += Int32(format.assessment(assessment, "core").count) }
  return size
}
