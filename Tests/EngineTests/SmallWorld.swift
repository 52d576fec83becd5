import Language
import Records
import Standard
import Values

/// A small standard and dictionary that use every construct once or more, with short windows.
enum SmallWorld {
  static let asOf = CalendarDate("2026-06-30")!

  static let dictionaryText = """
    <dictionary id="small" version="1">
      <list id="language"><code id="sqi"/><code id="srp"/><code id="ara"/></list>
      <record id="shelter" time="fixed">
        <field id="clinical" type="yes-no"/>
        <field id="serves" type="codes" codes="women men children"/>
        <field id="capacity" type="number" unit="beds"/>
      </record>
      <record id="staff" time="span" from="started" to="ended">
        <field id="started" type="date"/>
        <field id="ended" type="date" none="yes"/>
        <field id="licence" type="code" codes="doctor nurse trainee" none="yes"/>
        <field id="contact" type="yes-no"/>
        <field id="manager" type="ref" to="staff" none="yes"/>
      </record>
      <record id="supervision" time="dates" dates="held_on">
        <field id="held_on" type="date"/>
        <field id="staff" type="ref" to="staff"/>
        <field id="supervisor" type="ref" to="staff" none="yes"/>
        <field id="minutes" type="number" unit="min"/>
        <field id="kind" type="code" codes="clinical peer"/>
      </record>
      <record id="stay" time="span" from="started" to="ended">
        <field id="started" type="instant"/>
        <field id="ended" type="instant" none="yes"/>
        <field id="person" type="label"/>
        <field id="age" type="age"/>
        <field id="intake_on" type="date" none="yes"/>
        <field id="told" type="checks" codes="leave return refuse"/>
        <field id="languages" type="codes" list="language"/>
        <field id="told_language" type="code" list="language"/>
      </record>
      <record id="plan" time="dates" dates="offered_on">
        <field id="offered_on" type="date" none="yes"/>
        <field id="stay" type="ref" to="stay"/>
        <field id="level" type="code" codes="low medium high" ordered="yes"/>
        <field id="signed" type="checks" codes="resident staff"/>
        <field id="answered_at" type="instant" none="yes"/>
        <field id="asked_at" type="instant" none="yes"/>
        <field id="limit" type="duration" none="yes"/>
      </record>
      <record id="review" time="dates" dates="held_on">
        <field id="held_on" type="date"/>
        <field id="plan" type="ref" to="plan"/>
        <field id="signed" type="yes-no"/>
      </record>
      <record id="turn" time="span" from="started" to="ended">
        <field id="started" type="instant"/>
        <field id="ended" type="instant" none="yes"/>
        <field id="staff" type="ref" to="staff" none="yes"/>
        <field id="duty" type="code" codes="awake asleep"/>
      </record>
      <record id="reading" time="dates" dates="read_on">
        <field id="read_on" type="date"/>
        <field id="heat" type="number" unit="degC" signed="yes"/>
        <field id="score" type="number" unit="points" none="yes"/>
      </record>
      <record id="answer" time="dates" dates="made_on" answers="question method reply made_on" counted="looked_at fulfilled out_of drawn">
        <field id="question" type="label" required="yes"/>
        <field id="method" type="code" codes="site interview adjudication" required="yes"/>
        <field id="reply" type="code" codes="no partly yes" ordered="yes" none="yes"/>
        <field id="made_on" type="date" required="yes"/>
        <field id="looked_at" type="number" unit="items"/>
        <field id="fulfilled" type="number" unit="items"/>
        <field id="out_of" type="number" unit="items"/>
        <field id="drawn" type="code" codes="all random picked"/>
      </record>
    </dictionary>
    """

  static let standard: Standard = {
    var criteria = ""
    for (index, rule) in rules.enumerated() {
      criteria += """
        <criterion id="C-\(index)" title="\(rule.name)" severity="minor"><why>Test.</why>
        <level name="met"><statement>Test.</statement>\(rule.test)<cite source="T" basis="good-practice"/>
        <remedy kind="do-now">Do it.</remedy></level></criterion>
        """
    }
    let files: [String: String] = [
      "standard.xml": """
      <standard id="small" version="1" title="Small" dictionary="dictionary.xml" bibliography="bibliography.xml">
      <calendar holidays="dossier"/><level name="met" points="100"/><band id="only"/><domain file="domain.xml"/></standard>
      """,
      "dictionary.xml": dictionaryText,
      "bibliography.xml": #"<bibliography><source key="T" title="Test"/></bibliography>"#,
      "domain.xml": #"<domain id="d" title="D">\#(definitions)\#(criteria)</domain>"#,
    ]
    do throws(Diagnostics) {
      return try readStandard("standard.xml") { files[$0].map { Array($0.utf8) } }.standard
    } catch {
      print(error.sorted.map { "\($0)" }.joined(separator: "\n"))
      preconditionFailure("the small standard has errors")
    }
  }()

  static let dictionary = standard.dictionary

  /// The formal test of each rule.
  static let tests: [Condition] = standard.criteria.map { $0.levels[0].test }
}

/// A small generator that gives the same numbers everywhere (SplitMix64, Steele et al. 2014).
struct Dice {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 up to, not including, a limit.
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  mutating func pick<T>(_ values: [T]) -> T { values[below(values.count)] }

  /// True in one of so many cases.
  mutating func oneIn(_ count: Int) -> Bool { below(count) == 0 }
}
