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
      <record id="answer" time="dates" dates="made_on" answers="question method reply made_on">
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

  /// The tests, by name.
  static let rules: [(name: String, test: String)] = [
    ("exists", #"<exists of="staff" at="as-of"><where><is value="licence" in="doctor nurse"/></where></exists>"#),
    ("none", #"<none of="supervision" during="P3M"><where><is value="kind" equal="peer"/></where></none>"#),
    ("count", #"<count of="supervision" during="P3M" at-least="2"/>"#),
    ("count-most", #"<count of="stay" at="as-of" at-most="1"/>"#),
    ("distinct", #"<count of="stay" during="P12M" distinct="person" at-least="2"/>"#),
    ("every", #"<every of="staff" at="as-of" if-empty="false"><is value="contact" equal="yes"/></every>"#),
    (
      "every-true",
      #"<every of="staff" throughout="P1M" if-empty="true"><not><is value="licence" equal="none"/></not></every>"#
    ),
    (
      "share",
      #"<share of="stay" during="P12M" if-empty="unknown" at-least="50%"><covers field="told" codes="leave refuse"/></share>"#
    ),
    (
      "share-deadline",
      #"<share of="stay" during="P12M" when="started" from="started" within="P14D" throughout="stay.deadline" if-empty="true" at-least="50%"><is value="intake_on" in="stay.deadline"/></share>"#
    ),
    (
      "every-deadline",
      #"<every of="stay" during="P12M" when="started" from="started" within="P14D" if-empty="true"><is value="intake_on" in="stay.deadline"/></every>"#
    ),
    (
      "join",
      #"<every of="staff" at="as-of" if-empty="true"><exists of="supervision" for="staff" during="P3M"/></every>"#
    ),
    (
      "join-by",
      #"<exists of="staff" at="as-of"><where><exists of="supervision" for="staff" by="supervisor" during="P3M"/></where></exists>"#
    ),
    (
      "join-share",
      #"<share of="stay" during="P12M" if-empty="false" at-least="50%"><exists of="plan" for="stay" during="stay.started/P30D"/></share>"#
    ),
    ("month", #"<every of="month" during="P2M"><exists of="supervision" during="month"/></every>"#),
    (
      "month-staff",
      #"<every of="month" during="P2M"><every of="staff" throughout="month" if-empty="true"><sum of="supervision" for="staff" during="month" value="minutes" at-least="60 min"/></every></every>"#
    ),
    ("quarter", #"<every of="quarter" during="P6M"><count of="plan" during="quarter" at-most="1"/></every>"#),
    ("sum", #"<sum of="supervision" during="P3M" value="minutes" at-least="PT90M"/>"#),
    (
      "sum-most",
      #"<sum of="supervision" during="P3M" value="minutes" at-most="90 min"><where><is value="kind" equal="clinical"/></where></sum>"#
    ),
    (
      "walk",
      #"<every of="supervision" during="P3M" if-empty="true"><is value="supervisor.licence" in="doctor nurse"/></every>"#
    ),
    (
      "same",
      #"<every of="supervision" during="P3M" if-empty="true"><not><is value="supervisor" equal="supervision.staff"/></not></every>"#
    ),
    (
      "self",
      #"<every of="staff" at="as-of" if-empty="true"><count of="staff" as="report" for="staff" by="manager" at="as-of" at-most="1"/></every>"#
    ),
    (
      "covers-joined",
      #"<every of="stay" during="P12M" if-empty="true"><covers of="plan" for="stay" field="signed" codes="resident staff"/></every>"#
    ),
    (
      "set-in-set",
      #"<share of="stay" during="P12M" if-empty="unknown" more-than="50%"><is value="told_language" in="languages"/></share>"#
    ),
    ("age", #"<none of="stay" at="as-of"><where><is value="age" at="as-of" less-than="18"/></where></none>"#),
    (
      "age-start",
      #"<count of="stay" during="P12M" when="started" at-least="1"><where><is value="age" at-least="18"/></where></count>"#
    ),
    ("order", #"<every of="plan" during="P6M" if-empty="false"><is value="level" at-least="medium"/></every>"#),
    (
      "if",
      #"<every of="plan" during="P6M" if-empty="true"><if><where><is value="level" equal="high"/></where><covers field="signed" codes="resident"/></if></every>"#
    ),
    (
      "any",
      #"<any at-least="2"><is value="shelter.clinical" equal="yes"/><covers field="shelter.serves" codes="children"/><is value="shelter.capacity" at-least="10"/></any>"#
    ),
    ("compare", #"<compare is="at-most"><count of="stay" at="as-of"/><count of="staff" at="as-of"/></compare>"#),
    ("capacity", #"<compare is="at-most"><count of="stay" at="as-of"/><term value="shelter.capacity"/></compare>"#),
    (
      "hours",
      #"<every of="plan" during="P6M" from="asked_at" within="PT48H" if-empty="true"><is value="answered_at" in="plan.deadline"/></every>"#
    ),
    (
      "elapsed",
      #"<every of="plan" during="P6M" if-empty="true"><elapsed from="asked_at" to="answered_at" at-most="PT24H"/></every>"#
    ),
    ("recorded", #"<every of="plan" during="P6M" if-empty="true"><recorded field="level offered_on"/></every>"#),
    ("answer", #"<answer question="Q-1" at-least="partly" methods="1" within="P6M"/>"#),
    ("answers", #"<answer question="Q-1" at-least="yes" methods="2" within="P6M"/>"#),
  ]

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
      <level name="met" points="100"/><band id="only"/><domain file="domain.xml"/></standard>
      """,
      "dictionary.xml": dictionaryText,
      "bibliography.xml": #"<bibliography><source key="T" title="Test"/></bibliography>"#,
      "domain.xml": #"<domain id="d" title="D">\#(criteria)</domain>"#,
    ]
    do throws(Diagnostics) {
      return try readStandard("standard.xml") { files[$0].map { Array($0.utf8) } }.standard
    } catch {
      preconditionFailure(error.sorted.map { "\($0)" }.joined(separator: "\n"))
    }
  }()

  /// The dictionary, with the fields of counted answers.
  static let dictionary: DataDictionary = {
    var dictionary = standard.dictionary
    guard let record = dictionary.answers?.record else { return dictionary }
    let type = dictionary.records[record]
    let places = ["looked_at", "fulfilled", "out_of", "drawn"].compactMap { type.field(named: $0) }
    dictionary.answers?.counted = CountedFields(
      lookedAt: places[0], fulfilled: places[1], outOf: places[2], chosen: places[3], atRandom: 1)
    return dictionary
  }()

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
