import Standard
import Values
import XML

@testable import Language

/// A small dictionary that has a field of each kind, and what tests need to read a word with it.
enum Small {
  static let dictionary = """
    <dictionary id="small" version="1">
      <list id="language"><code id="sqi"/><code id="srp"/><code id="ara"/></list>
      <list id="licence"><code id="doctor"/><code id="nurse"/><code id="trainee"/><group id="clinical" codes="doctor nurse"/></list>
      <record id="shelter" time="fixed">
        <field id="capacity" type="number" unit="beds"/>
        <field id="serves" type="codes" codes="women men children"/>
        <field id="opened" type="date"/>
      </record>
      <record id="staff" label="worker" time="span" from="started" to="ended">
        <field id="started" label="start" type="date"/>
        <field id="ended" label="end" type="date" none="yes"/>
        <field id="licence" type="code" list="licence" none="yes"/>
        <field id="degree" type="code" codes="school bachelor master" ordered="yes"/>
        <field id="hours_share" label="share of full hours" type="number" unit="percent"/>
        <field id="experience" type="number" unit="years"/>
        <field id="manager" type="ref" to="staff" none="yes"/>
      </record>
      <record id="shift" label="turn of duty" plural="turns of duty" time="span" from="started" to="ended">
        <field id="staff" label="worker" type="ref" to="staff"/>
        <field id="started" label="start" type="instant"/>
        <field id="ended" label="end" type="instant"/>
        <field id="duty" type="code" codes="awake asleep phone"/>
      </record>
      <record id="training" time="dates" dates="held_on">
        <field id="staff" label="worker" type="ref" to="staff"/>
        <field id="held_on" label="day" type="date"/>
        <field id="hours" type="number" unit="h"/>
        <field id="topics" type="codes" codes="crisis rights"/>
      </record>
      <record id="supervision" label="supervision" plural="supervisions" time="dates" dates="held_on">
        <field id="staff" label="worker" type="ref" to="staff"/>
        <field id="supervisor" type="ref" to="staff" none="yes"/>
        <field id="held_on" label="day" type="date"/>
        <field id="minutes" type="number" unit="min"/>
        <field id="group_size" label="group size" type="number" unit="persons"/>
      </record>
      <record id="stay" time="span" from="started" to="ended" also="asked_on">
        <field id="started" label="start" type="instant"/>
        <field id="ended" label="end" type="instant" none="yes"/>
        <field id="asked_on" label="day of asking" type="date" none="yes"/>
        <field id="person" type="label"/>
        <field id="age" type="age"/>
        <field id="languages" type="codes" list="language"/>
        <field id="told_language" label="language it was told in" type="code" list="language"/>
      </record>
      <record id="plan" time="dates" dates="offered_on agreed_on">
        <field id="stay" type="ref" to="stay"/>
        <field id="offered_on" label="day of the offer" type="date" none="yes"/>
        <field id="agreed_on" label="day it was agreed" type="date" none="yes"/>
        <field id="ended_on" label="end" type="date" none="yes"/>
      </record>
      <record id="plan-review" label="review" time="dates" dates="held_on">
        <field id="plan" type="ref" to="plan"/>
        <field id="held_on" label="day" type="date"/>
        <field id="signed" type="checks" codes="resident staff"/>
      </record>
      <record id="session" time="dates" dates="started">
        <field id="stay" type="ref" to="stay"/>
        <field id="interpreter" type="ref" to="interpreter" none="yes"/>
        <field id="started" label="start" type="instant"/>
        <field id="language" type="code" list="language"/>
      </record>
      <record id="interpreter" time="fixed">
        <field id="languages" type="codes" list="language"/>
        <field id="years" label="age" type="age"/>
      </record>
      <record id="complaint" time="span" from="received_on" to="resolved_on">
        <field id="received_on" label="day it came in" type="date"/>
        <field id="resolved_on" label="day it was settled" type="date" none="yes"/>
        <field id="setting" type="code" codes="shelter elsewhere"/>
        <field id="promised" label="promise" type="duration"/>
      </record>
      <record id="space" label="place" time="fixed">
        <field id="kind" type="code" codes="floor toilet bedroom"/>
        <field id="within" label="part of" type="ref" to="space" none="yes"/>
        <field id="beds" type="number" unit="beds"/>
        <field id="area" type="number" unit="m2"/>
        <field id="heat" type="number" unit="degC" signed="yes"/>
        <field id="features" type="checks" codes="alarm light"/>
      </record>
      <record id="answer" time="dates" dates="made_on" answers="question method reply made_on" counted="seen good out_of drawn">
        <field id="question" type="label"/>
        <field id="method" type="code" codes="site interview adjudication"/>
        <field id="reply" type="code" codes="no partly yes" ordered="yes" none="yes"/>
        <field id="made_on" type="date"/>
        <field id="seen" type="number"/>
        <field id="good" type="number"/>
        <field id="out_of" type="number"/>
        <field id="drawn" type="code" codes="all random"/>
      </record>
      <record id="document" time="span" from="in_force_from" to="replaced_on">
        <field id="kind" type="code" codes="grievance psea"/>
        <field id="in_force_from" label="day it came into force" type="date"/>
        <field id="replaced_on" label="day it was replaced" type="date" none="yes"/>
        <field id="reviewed_on" label="day of review" type="date" none="yes"/>
        <field id="clauses" type="checks" codes="appeal time-limits"/>
      </record>
    </dictionary>
    """

  /// Definitions and parameters that the tests speak of.
  static let names = """
    <domain id="d" title="D">
      <parameter name="limit" type="duration" value="P14D"/>
      <parameter name="most" type="number" value="15"/>
      <parameter name="part" type="share" value="80%"/>
      <parameter name="kinds" type="codes" value="floor toilet"/>
      <parameter name="two" type="number" value="2"/>
      <define set="awake" of="shift"><where><is value="duty" equal="awake"/></where></define>
      <define set="night" of="day" hours="22:00/07:00"/>
      <define set="new-stay" of="stay"><where><is value="stay.started" in="P12M"/></where></define>
      <define field="company" of="shift">
        <lowest of="moment" during="shift"><count of="awake" as="turn" at="moment" distinct="staff"/></lowest>
      </define>
      <define field="first_alone" of="staff" label="first turn alone">
        <lowest of="awake" for="staff" value="shift.started"><where><is value="company" at-most="1"/></where></lowest>
      </define>
      <define field="credit" of="supervision">
        <choose>
          <case><where><is value="group_size" at-most="1"/></where><term value="minutes"/></case>
          <else><divide><term value="minutes"/><term value="group_size"/></divide></else>
        </choose>
      </define>
      <define field="time_allowed" of="complaint">
        <choose>
          <case><where><is value="setting" equal="shelter"/></where><term value="P7D"/></case>
          <else><term value="P14D"/></else>
        </choose>
      </define>
      <define field="place" of="complaint">
        <choose>
          <case><where><is value="promised" at-least="P7D"/></where><term value="setting"/></case>
          <else><term value="elsewhere"/></else>
        </choose>
      </define>
      <define condition="signed" of="plan-review"><covers field="signed" codes="resident"/></define>
      <define quantity="beds"><sum of="space" value="beds"/></define>
      <define quantity="time-between"><gap of="supervision" during="P6M"/></define>
      <criterion id="C-1"><level name="acceptable"><is value="shelter.capacity" at-least="9"/></level></criterion>
    </domain>
    """

  static func element(_ text: String, file: String = "t.xml") throws -> Element {
    try Element(parsing: Array(text.utf8), file: file, limits: Limits())
  }

  static func reader(holidays: Bool = true) throws -> TestReader {
    var diagnostics = Diagnostics()
    guard let dictionary = DictionaryReader.read(try element(dictionary), &diagnostics) else { throw diagnostics }
    var reader = TestReader(dictionary: dictionary)
    reader.calendar.hasHolidays = holidays
    let domain = try element(names, file: "names.xml")
    for child in domain.all("parameter") { declareParameter(child, &reader) }
    for child in domain.all("define") { reader.declare(child) }
    for child in domain.all("criterion") { reader.criteria[child["id"] ?? ""] = child }
    reader.levelNames = ["acceptable", "ideal"]
    guard !reader.diagnostics.hasErrors else { throw reader.diagnostics }
    return reader
  }

  private static func declareParameter(_ xml: Element, _ reader: inout TestReader) {
    guard let parameter = ParameterReader.read(xml, &reader) else { return }
    reader.parameters[parameter.name] = parameter
  }

  /// A condition as read, with nothing to complain of.
  static func said(_ text: String) throws -> Said<Condition> {
    var reader = try reader()
    guard let said = reader.test([try element(text)]), reader.diagnostics.isEmpty else { throw reader.diagnostics }
    return said
  }

  static func condition(_ text: String) throws -> Condition { try said(text).formula }

  /// What is reported of a condition, as it is printed.
  static func complaints(_ text: String, holidays: Bool = true) throws -> [String] {
    var reader = try reader(holidays: holidays)
    _ = reader.test([try element(text)])
    return reader.diagnostics.sorted.map { "\($0)" }
  }
}
