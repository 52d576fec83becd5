/// Rules as they stand in rule files, at least one for each word.
extension SmallWorld {
  /// The tests, by name.
  static let rules = recordRules + timeRules + measureRules

  static let definitions = """
    <define field="first_duty" of="staff"><lowest of="turn" for="staff" value="turn.started"/></define>
    <define field="company" of="turn">
      <lowest of="moment" during="turn"><count of="turn" as="other" at="moment" distinct="staff"/></lowest>
    </define>
    <define field="credit" of="supervision">
      <choose>
        <case><where><is value="kind" equal="clinical"/></where><term value="minutes"/></case>
        <else><times by="50%"><term value="minutes"/></times></else>
      </choose>
    </define>
    <define field="time_left" of="stay">
      <choose><case><where><is value="age" less-than="18"/></where><term value="P7D"/></case><else><term value="P14D"/></else>
      </choose>
    </define>
    """

  private static let recordRules: [(name: String, test: String)] = [
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

  private static let timeRules: [(name: String, test: String)] = [
    ("day", #"<exists of="day" during="P2D"><where><exists of="plan" during="day"/></where></exists>"#),
    (
      "week",
      #"<count of="week" during="P4W" at-least="2"><where><exists of="supervision" during="week"/></where></count>"#
    ),
    (
      "half-year",
      #"<every of="half-year" anchor="04-06" during="P1Y"><exists of="supervision" during="half-year"/></every>"#
    ),
    (
      "year-deadline",
      #"<every of="year" anchor="03-28" during="P1Y" from="year.end" within="P1M"><exists of="plan" during="year.deadline"/></every>"#
    ),
    (
      "days-within",
      #"<every of="turn" during="P2D" if-empty="true"><count of="day" during="turn" at-least="1"><where><exists of="turn" as="other" during="day"><where><is value="duty" equal="awake"/></where></exists></where></count></every>"#
    ),
    (
      "night",
      #"<every of="day" as="night" hours="18:00/06:00" during="P2D"><exists of="turn" during="night"/></every>"#
    ),
    (
      "night-through",
      #"<any><every of="day" as="night" hours="18:00/06:00" during="P2D"><every of="moment" during="night"><exists of="turn" at="moment"/></every></every><is value="shelter.capacity" at-most="1"/></any>"#
    ),
    (
      "night-span",
      #"<exists of="day" as="night" hours="18:00/00:00" during="P2D"><where><exists of="turn" throughout="night"/></where></exists>"#
    ),
    (
      "moment",
      #"<every of="moment" during="P1D"><any><none of="turn" at="moment"><where><is value="duty" equal="asleep"/></where></none><exists of="turn" at="moment"><where><is value="duty" equal="awake"/></where></exists></any></every>"#
    ),
    (
      "moment-share",
      #"<share of="moment" during="P2D" at-least="50%"><exists of="turn" at="moment"/></share>"#
    ),
    (
      "moment-hours",
      #"<count of="moment" during="P2D" hours="06:00/18:00" at-least="PT12H"><where><exists of="turn" at="moment"/></where></count>"#
    ),
    (
      "moment-hours-most",
      #"<count of="moment" during="P2D" hours="18:00/06:00" at-most="PT6H"><where><exists of="turn" at="moment"/></where></count>"#
    ),
    (
      "moment-peak",
      #"<highest of="moment" during="P2D" at-most="1"><count of="turn" at="moment" distinct="staff"/></highest>"#
    ),
    (
      "moment-ratio",
      #"<every of="moment" during="P2D"><compare is="at-most"><count of="turn" at="moment"/><times by="2"><count of="turn" as="awake" at="moment"><where><is value="duty" equal="awake"/></where></count></times></compare></every>"#
    ),
    (
      "moment-gap",
      #"<gap of="moment" during="P2D" at-most="PT18H"><where><exists of="turn" at="moment"/></where></gap>"#
    ),
    (
      "moment-before",
      #"<every of="moment" during="P1D"><none of="turn" at="moment"><where><none of="supervision" for="turn.staff" during="../moment"/></where></none></every>"#
    ),
    (
      "first-duty",
      #"<every of="staff" at="as-of" if-empty="true"><exists of="supervision" for="staff" during="../staff.first_duty"/></every>"#
    ),
    ("company", #"<none of="turn" during="P2D"><where><is value="company" at-most="1"/></where></none>"#),
    (
      "business-days",
      #"<share of="stay" during="P12M" when="started" from="started" within="5 business-days" if-empty="unknown" at-least="50%"><is value="intake_on" in="stay.deadline"/></share>"#
    ),
    (
      "limit-field",
      #"<every of="plan" during="P12M" from="offered_on" within="limit" if-empty="true"><exists of="review" for="plan" during="plan.deadline"/></every>"#
    ),
    (
      "limit-chosen",
      #"<every of="stay" during="P12M" when="started" from="started" within="time_left" if-empty="true"><is value="intake_on" in="stay.deadline"/></every>"#
    ),
    ("gap", #"<gap of="plan" during="P6M" at-most="P3M"/>"#),
    (
      "gap-joined",
      #"<every of="plan" during="P12M" if-empty="true"><gap of="review" for="plan" during="plan.offered_on/as-of" at-most="P1M"><where><is value="signed" equal="yes"/></where></gap></every>"#
    ),
    ("gap-span", #"<gap of="stay" during="P6M" at-most="P1M"/>"#),
    ("gap-least", #"<gap of="supervision" during="P3M" at-least="P2M"/>"#),
  ]

  private static let measureRules: [(name: String, test: String)] = [
    ("average", #"<average of="reading" during="P12M" value="score" if-empty="unknown" at-least="30"/>"#),
    ("average-signed", #"<average of="reading" during="P12M" value="heat" if-empty="true" at-least="0 degC"/>"#),
    ("median", #"<median of="reading" during="P12M" value="score" if-empty="false" at-most="30"/>"#),
    (
      "median-elapsed",
      #"<median of="stay" during="P12M" when="started" if-empty="unknown" at-most="P14D"><elapsed from="started" to="intake_on"/></median>"#
    ),
    ("lowest", #"<lowest of="reading" during="P12M" value="heat" if-empty="true" at-least="0 degC"/>"#),
    ("highest", #"<highest of="supervision" during="P12M" value="minutes" if-empty="false" at-least="60 min"/>"#),
    ("tally", #"<tally question="Q-1" within="P12M" at-least="45%"/>"#),
    ("tally-most", #"<tally question="Q-1" within="P3M" at-most="45%"/>"#),
    ("choose", #"<sum of="supervision" during="P3M" value="credit" at-least="PT60M"/>"#),
    (
      "divide",
      #"<divide at-least="50%"><count of="staff" at="as-of"><where><is value="contact" equal="yes"/></where></count><count of="staff" at="as-of"/></divide>"#
    ),
    ("minus", #"<minus at-least="1"><count of="staff" at="as-of"/><count of="stay" at="as-of"/></minus>"#),
    (
      "plus",
      #"<compare is="at-most"><count of="stay" at="as-of"/><plus><times by="2"><count of="staff" at="as-of"/></times><term value="1"/></plus></compare>"#
    ),
    (
      "indirect",
      #"<every of="stay" during="P12M" if-empty="true"><exists of="review" for="stay" during="P12M"/></every>"#
    ),
    (
      "share-of-shares",
      #"<compare is="at-least"><share of="staff" at="as-of" if-empty="false"><is value="contact" equal="yes"/></share><term value="50%"/></compare>"#
    ),
  ]
}
