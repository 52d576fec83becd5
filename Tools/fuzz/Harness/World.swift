import Language
import Standard
import Values
import XML

/// A dictionary with a field of each kind, and a standard around one domain file.
enum World {
  static let dictionary = """
    <dictionary id="small" version="1">
      <list id="language"><code id="sqi"/><code id="srp"/><code id="ara"/></list>
      <list id="licence"><code id="doctor"/><code id="nurse"/><code id="aide"/><group id="clinical" codes="doctor nurse"/></list>
      <record id="shelter" time="fixed">
        <field id="capacity" type="number" unit="beds"/>
        <field id="serves" type="codes" codes="women men children"/>
        <field id="opened" type="date"/>
      </record>
      <record id="staff" time="span" from="started" to="ended">
        <field id="started" type="date"/>
        <field id="ended" type="date" none="yes"/>
        <field id="licence" type="code" list="licence" none="yes"/>
        <field id="degree" type="code" codes="school bachelor master" ordered="yes"/>
        <field id="part" type="number" unit="percent"/>
        <field id="manager" type="ref" to="staff" none="yes"/>
      </record>
      <record id="shift" time="span" from="started" to="ended">
        <field id="staff" type="ref" to="staff"/>
        <field id="started" type="instant"/>
        <field id="ended" type="instant" none="yes"/>
        <field id="duty" type="code" codes="awake asleep"/>
      </record>
      <record id="training" time="dates" dates="held_on asked_on">
        <field id="staff" type="ref" to="staff"/>
        <field id="held_on" type="date"/>
        <field id="asked_on" type="date" none="yes"/>
        <field id="hours" type="number" unit="h"/>
        <field id="topics" type="codes" codes="crisis rights"/>
      </record>
      <record id="stay" time="span" from="started" to="ended" also="asked_on">
        <field id="started" type="instant"/>
        <field id="ended" type="instant" none="yes"/>
        <field id="asked_on" type="date" none="yes"/>
        <field id="age" type="age"/>
        <field id="promised" type="duration"/>
        <field id="languages" type="codes" list="language"/>
        <field id="language" type="code" list="language"/>
        <field id="person" type="label"/>
      </record>
      <record id="space" time="fixed">
        <field id="within" type="ref" to="space" none="yes"/>
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
      <record id="document" time="span" from="valid_from" to="replaced_on">
        <field id="kind" type="code" codes="rules safety"/>
        <field id="valid_from" type="date"/>
        <field id="replaced_on" type="date" none="yes"/>
        <field id="reviewed_on" type="date" none="yes"/>
        <field id="clauses" type="checks" codes="appeal limits"/>
      </record>
    </dictionary>
    """

  static let standard = """
    <standard id="small" version="1" title="Small" dictionary="dictionary.xml" bibliography="bibliography.xml">
      <calendar holidays="dossier"/>
      <level name="acceptable" points="75"/>
      <band id="low"/>
      <band id="high"><none of="finding"><where><is value="level" less-than="acceptable"/></where></none></band>
      <domain file="domain.xml"/>
    </standard>
    """

  /// A standard with this domain file; nil where it is refused.
  static func read(domain: [UInt8], dictionary: [UInt8]? = nil, standard: [UInt8]? = nil) -> CheckedStandard? {
    do throws(Diagnostics) {
      return try readStandard("standard.xml") { name in
        switch name {
        case "standard.xml": standard ?? Array(Self.standard.utf8)
        case "dictionary.xml": dictionary ?? Array(Self.dictionary.utf8)
        case "bibliography.xml": Array(#"<bibliography><source key="OWN" title="Invented"/></bibliography>"#.utf8)
        case "domain.xml": domain
        default: nil
        }
      }
    } catch {
      // A refusal says why, and where.
      precondition(error.hasErrors && error.sorted.allSatisfy { !"\($0)".isEmpty })
      return nil
    }
  }

  /// A domain file around the tests of criteria.
  static func domain(_ names: String, _ tests: [(applies: String, test: String)]) -> [UInt8] {
    var text = "<domain id=\"d\" title=\"D\">\n\(names)\n"
    for (index, one) in tests.enumerated() {
      text += "<criterion id=\"C-\(index)\" title=\"C\" severity=\"major\"><why>Why.</why>\n"
      if !one.applies.isEmpty { text += "<applies>\(one.applies)</applies>\n" }
      text += """
        <level name="acceptable"><statement>So.</statement>
        \(one.test)
        <cite source="OWN" basis="good-practice"/><remedy kind="do-now" each="PT1H" due="P14D">Do.</remedy></level></criterion>

        """
    }
    return Array((text + "</domain>\n").utf8)
  }

  /// The standard that dossiers are read and judged by.
  static let usual = read(
    domain: domain(
      """
      <define set="trained" of="training" during="P12M"/>
      """,
      [
        (
          "<exists of=\"staff\" at=\"as-of\"/>",
          "<every of=\"staff\" at=\"as-of\" if-empty=\"unknown\"><exists of=\"trained\"/></every>"
        ),
        ("", "<sum of=\"training\" during=\"P24M\" when=\"held_on\" value=\"hours\" at-least=\"8 h\"/>"),
        ("", "<share of=\"night\" as=\"n\" at-least=\"90%\"><exists of=\"shift\" throughout=\"n\"/></share>"),
        ("", "<gap of=\"training\" during=\"P24M\" when=\"held_on\" at-most=\"P6M\"/>"),
        (
          "",
          "<every of=\"stay\" during=\"P12M\" from=\"started\" within=\"5 business-days\" if-empty=\"true\"><is value=\"asked_on\" in=\"stay.deadline\"/><is value=\"age\" at=\"as-of\" at-least=\"18\"/></every>"
        ),
        (
          "",
          "<sum of=\"space\" value=\"area\" at-least=\"20 m2\"/><covers of=\"document\" at=\"as-of\" field=\"clauses\" codes=\"appeal limits\"/>"
        ),
        ("", "<answer question=\"Q-1\" methods=\"2\" within=\"P12M\"/>"),
      ].map { ($0.0, $0.1.replacing("\"night\"", "\"day\" hours=\"22:00/07:00\" during=\"P7D\"")) }))
}

extension String {
  /// Every occurrence of a text replaced.
  func replacing(_ text: String, _ other: String) -> String {
    var result = ""
    var rest = self[...]
    while let range = rest.range(ofText: text) {
      result += rest[..<range.lowerBound] + other
      rest = rest[range.upperBound...]
    }
    return result + rest
  }
}

extension Substring {
  fileprivate func range(ofText text: String) -> Range<Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(text) { return at..<index(at, offsetBy: text.count) }
      at = index(after: at)
    }
    return nil
  }
}
