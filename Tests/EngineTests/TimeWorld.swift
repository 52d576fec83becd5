import Language
import Records
import Standard
import Testing
import Values

@testable import Engine

/// A small standard about turns of duty, drills and supervision, one rule at a time, for what is missing and when.
enum TimeWorld {
  static let dictionary = """
    <dictionary id="time" version="1">
      <record id="shelter" time="fixed"><field id="capacity" type="number" unit="beds"/></record>
      <record id="staff" time="span" from="started" to="ended">
        <field id="started" type="date"/>
        <field id="ended" type="date" none="yes"/>
      </record>
      <record id="shift" time="span" from="started" to="ended">
        <field id="started" type="instant"/>
        <field id="ended" type="instant"/>
        <field id="duty" type="code" codes="awake asleep"/>
      </record>
      <record id="drill" time="dates" dates="held_on"><field id="held_on" type="date"/></record>
      <record id="supervision" time="dates" dates="held_on">
        <field id="held_on" type="date"/>
        <field id="staff" type="ref" to="staff"/>
        <field id="minutes" type="number" unit="min"/>
      </record>
    </dictionary>
    """

  static func judge(_ test: String) throws -> Judge {
    let files: [String: String] = [
      "standard.xml": """
      <standard id="time" version="1" title="Time" dictionary="dictionary.xml" bibliography="bibliography.xml">
      <level name="met" points="100"/><band id="only"/><domain file="domain.xml"/></standard>
      """,
      "dictionary.xml": dictionary,
      "bibliography.xml": #"<bibliography><source key="T" title="Test"/></bibliography>"#,
      "domain.xml": """
      <domain id="d" title="D"><criterion id="C" title="C" severity="minor"><why>Test.</why>
      <level name="met"><statement>Test.</statement>\(test)<cite source="T" basis="good-practice"/>
      <remedy kind="do-now">Do it.</remedy></level></criterion></domain>
      """,
    ]
    return Judge(try readStandard("standard.xml") { files[$0].map { Array($0.utf8) } }.standard)
  }

  /// A dossier of complete lists, each row its cells in the order of the fields.
  static func dossier(_ judge: Judge, _ rows: [String: [(id: String, cells: [Cell])]], asOf: CalendarDate) -> Dossier {
    let dictionary = judge.standard.dictionary
    let tables = dictionary.records.map { type -> [RecordRow] in
      if type.id == "shelter" { return [RecordRow(id: "", cells: type.fields.map { _ in Cell.notCollected })] }
      return (rows[type.id] ?? []).map { RecordRow(id: $0.id, cells: $0.cells) }
    }
    let lists = dictionary.records.indices.filter { dictionary.records[$0].id != "shelter" }.map {
      Collection(record: $0, extent: .complete, taken: asOf)
    }
    return Dossier(label: "small", asOf: asOf, collections: lists, exclusions: [], rows: tables)
  }

  static func day(_ text: String) -> Cell { .days(CalendarDate(text)?.number, CalendarDate(text)?.number) }
  /// “2026-06-06 22:00”, two hours ahead of UTC.
  static func time(_ text: String) -> Cell {
    Instant(text.replacing(" ", with: "T") + "+02:00").map { .instant($0) } ?? .blank
  }
}
