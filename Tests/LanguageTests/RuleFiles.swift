import Language
import Standard
import Values

/// A small standard in memory, part of which a test writes itself.
struct RuleFiles {
  /// Bytes by name, as they lie beside `standard.xml`.
  var files: [String: String] = [
    "bibliography.xml": #"<bibliography><source key="OWN" title="Invented"/></bibliography>"#,
    "dictionary.xml": """
    <dictionary id="small" version="0">
      <record id="shelter" time="fixed"><field id="capacity" type="number" unit="persons"/></record>
      <record id="staff" time="span" from="started" to="ended">
        <field id="started" type="date"/>
        <field id="ended" type="date" none="yes"/>
      </record>
      <record id="training" time="dates" dates="held_on">
        <field id="held_on" type="date"/>
        <field id="hours" type="number" unit="h"/>
      </record>
    </dictionary>
    """,
    "standard.xml": """
    <standard id="small" version="0" title="Small" dictionary="dictionary.xml" bibliography="bibliography.xml">
      <level name="acceptable" points="75"/>
      <band id="low"/>
      <domain file="one.xml"/>
      <domain file="two.xml"/>
    </standard>
    """,
    "one.xml": """
    <domain id="one" title="One">
      <parameter name="hours" type="number" value="8 h" min="4 h" max="40 h" stricter="higher">Ours.</parameter>
      <parameter name="within" type="duration" value="P12M" min="P6M" max="P24M" stricter="lower">Ours.</parameter>
      <parameter name="any-way" type="number" value="2" min="1" max="9">Ours.</parameter>
      <criterion id="A-1" title="Trained" severity="major" weight="2">
        <why>Why.</why>
        <level name="acceptable">
          <statement>Eight hours.</statement>
          <sum of="training" during="$within" value="hours" at-least="$hours"/>
          <count of="training" during="P12M" at-least="$any-way"/>
          <cite source="OWN" basis="good-practice"/>
          <remedy id="train" kind="train">Train.</remedy>
        </level>
      </criterion>
      <criterion id="A-2" title="Somebody" severity="minor">
        <why>Why.</why>
        <level name="acceptable">
          <statement>Somebody.</statement>
          <exists of="staff" at="as-of"/>
          <cite source="OWN" basis="good-practice"/>
          <remedy kind="do-now" after="train">Find somebody.</remedy>
        </level>
      </criterion>
    </domain>
    """,
    "two.xml": """
    <domain id="two" title="Two">
      <define condition="trained"><met criterion="A-1" level="acceptable"/></define>
      <criterion id="B-1" title="Trained staff" severity="critical">
        <why>Why.</why>
        <level name="acceptable">
          <statement>Trained, and somebody.</statement>
          <exists of="staff" at="as-of"/>
          <use condition="trained"/>
          <cite source="OWN" basis="good-practice"/>
          <remedy ref="train"/>
        </level>
      </criterion>
    </domain>
    """,
  ]

  /// Reads it, tailored by the profile whose inside is given.
  func read(_ profile: String? = nil, extends: String? = nil) throws(Diagnostics) -> CheckedStandard {
    var files = files
    if let profile {
      let parent = extends.map { " extends=\"\($0)\"" } ?? ""
      files["profiles/p.xml"] = "<profile id=\"p\" title=\"P\" standard=\"small\"\(parent)>\n\(profile)\n</profile>"
    }
    return try readStandard(
      "standard.xml", profile: profile.map { _ in "p" }, profiles: ["p", "base"]
    ) { files[$0].map { Array($0.utf8) } }
  }

  /// What is reported, as a user sees it.
  func messages(_ profile: String? = nil, extends: String? = nil) -> [String] {
    do throws(Diagnostics) {
      return try read(profile, extends: extends).warnings.sorted.map { "\($0)" }
    } catch {
      return error.sorted.map { "\($0)" }
    }
  }
}
