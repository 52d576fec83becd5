internal import Values

extension ErrorCodes {
  /// What stands around tests.
  static let standardErrors: [ErrorCode] = [
    ErrorCode(
      "level-order", [.error, .warning], "levels or bands are missing, too many, or do not climb",
      """
      A level is not one of the standard, or there twice, missing, or out of order; or by its numbers it can never be reached
      together with the one below. A higher level earns fewer points; there is no level or band; the lowest band has a gate; an
      `ask` names no level. As a warning: whoever reaches a level reaches the next one too.
      """,
      [
        .init(
          .criterion,
          """
          <level name="acceptible">
            <statement>Five people sit on the board.</statement>
            <count of="board-member" at="as-of" at-least="5"/>
            <cite source="OK-75:30" basis="good-practice"/>
            <remedy kind="do-now">Find more members.</remedy>
          </level>
          """)
      ],
      says: "the standard has no level “acceptible”; did you mean “acceptable”?",
      mend: "Put levels and bands in order, the lowest first, and let each ask more of the same."),
    ErrorCode(
      "text", "a text or id for people is missing",
      "Something that people read is missing: `why`, `statement`, a title, an id, the text of a question.",
      [.init(.criterion, #"<ask question="Q-1" level="acceptable" settles="undetermined"/>"#)],
      says: "question Q-1 has no text",
      mend: "Write it, in plain words."),
    ErrorCode(
      "fact", [.error, .warning], "a published fact is neither used nor answered for",
      """
      The lists of facts say what the sources ask. No criterion names this one in its `cite`, and nothing says why; or a
      criterion names one that no list has; or a fact or its reason is there twice, or badly written. As a warning: a fact
      is used although a reason says that it is not.
      """,
      [.init(.facts, #"<facts><fact id="R063" source="OK-75:30 75:30-5-3.1(1)(B)"/></facts>"#)],
      says:
        "no criterion rests on R063, and nothing says why; name it in a cite, or add because=\"…\" with a sentence",
      mend: "Let a criterion rest on it, or say in a sentence why none does."),
    ErrorCode(
      "cite", "a level does not say, or wrongly says, what it rests on",
      """
      A level has no `cite`; or its source is not in the bibliography; or `basis` is none of `stated`, `derived`,
      `good-practice`. In a bibliography: a source has no key or title, or its key is there twice.
      """,
      [.init(.level, #"<cite source="CETS-197" clause="art. 12" basis="derived"/>"#)],
      says: "the bibliography has no source “CETS-197”; did you mean “CETS197”?",
      mend: "Correct the key, or add the source. Never cite what was not read; say in `binds` what is your own."),
    ErrorCode(
      "remedy", "a remedy is missing or not right",
      """
      A level has no remedy; or a remedy has no text, no known kind, an id that another has, or refers to or waits for one that
      does not exist.
      """,
      [.init(.level, #"<remedy id="lamps" kind="biuld" role="caretaker" due="P14D">Put up lamps.</remedy>"#)],
      says: "“kind” says what kind of deed it is; did you mean “build”?",
      mend: "Kinds are `write` `train` `build` `decide` `do-now` `prevent` `record`."),
    ErrorCode(
      "example", [.error, .warning], "an example is not right, too few, or finds something else",
      """
      An example does not say what is expected, or names a level that does not exist; or something else is found of it than it
      expects. As a warning: a criterion has fewer than three examples, or a level none that fails it.
      """,
      [.init(.criterion, #"<example name="a lamp" certain="acceptble" possible="ideal"/>"#)],
      says: "there is no level “acceptble”; did you mean “acceptable”?",
      mend: """
        Say `certain` and `possible`, or `applies="no"`. If something else is found, find out whether the test or the example is
        wrong before you change either.
        """),
    ErrorCode(
      "cycle", "something leads back to itself",
      "A definition, a criterion with `met`, a remedy with `after`, or a profile with `extends` leads back to itself.",
      [
        .init(
          .domain,
          """
          <define set="open-case" of="busy-case"/>
          <define set="busy-case" of="open-case"/>
          """),
        .init(.test, #"<exists of="open-case"/>"#),
      ],
      says: "“open-case” is defined by itself",
      mend: "Take one of the steps out."),
    ErrorCode(
      "profile", "a profile is missing, for another standard, or leaves nothing",
      """
      There is no such profile; or it is for another standard; or it is not called as its file; or it leaves no criterion.
      [profiles.md](profiles.md) explains profiles.
      """,
      [
        .init(
          .profile,
          #"<profile id="two-nights" title="Houses for two nights" standard="mhpss-shelter" extends="transti"/>"#)
      ],
      says: "there is no profile “transti”; did you mean “transit”?",
      mend: "Correct the name, or keep at least one criterion."),
  ]

  /// Warnings: what reads well and may still not be what was meant.
  static let doubts: [ErrorCode] = [
    ErrorCode(
      "none-order", [.warning], "an order is asked of what may be none",
      """
      The field may be *none*, and then the comparison is not so, whatever the limit. Where that is what you mean, nobody can see it;
      where it is not, it decides silently. A date that is asked to be *before* another is let be: what was not done was not done in
      time.
      """,
      [
        .init(
          .test,
          """
          <every of="staff" at="as-of" if-empty="unknown">
            <is value="licence_until" at-least="as-of"/>
          </every>
          """)
      ],
      says:
        #"“staff.licence_until” may be none, and then this comparison is never so; say what none means with equal="none""#,
      mend: """
        Say what none means: `<any>` with `<is value="licence_until" equal="none"/>` where it is as good, `<all>` with `<not>` around
        that where it is not.
        """),
    ErrorCode(
      "recorded-world", [.warning], "`recorded` beside a comparison of the same field",
      """
      The level compares this field, so it speaks of the world; `recorded` only asks whether somebody wrote it down, and is *no* where
      the comparison is *not known*.
      """,
      [
        .init(
          .test,
          """
          <every of="incident" during="P12M" when="happened_at" if-empty="true">
            <recorded field="seriousness"/>
            <is value="seriousness" at-most="medium"/>
          </every>
          """)
      ],
      says:
        "“seriousness” is compared at this level too; <recorded> only asks whether somebody wrote it down; take <recorded> out if the level is about the world",
      mend: "Take `recorded` out, or give paperwork a criterion of its own."),
    ErrorCode(
      "sample-every", [.warning], "`every` or `none` over rows that may be sampled",
      """
      The dictionary says of these rows that some may be drawn by lot (`sample="may"`). A sample can refute that all are in order; it
      can never show it.
      """,
      [
        .init(
          .dictionary,
          """
          <record id="talk" time="dates" dates="held_on" sample="may">
            <field id="held_on" type="date"/>
            <field id="calm" type="yes-no"/>
          </record>
          """),
        .init(.test, #"<every of="talk" during="P6M" if-empty="unknown"><is value="calm" equal="yes"/></every>"#),
      ],
      says:
        "<every> over talks, which may be sampled, can never be shown by a sample; use <share>, or tell shelters that this list must be complete",
      mend: "Use `share`, which a sample can show, or tell shelters that this list must be complete."),
    ErrorCode(
      "voluntary", [.warning], "a refusal counts as a failure",
      """
      Rows of residents are asked for something with an outcome *declined* or *refused*, and that outcome counts as a failure. Services
      are voluntary: nobody may be pressed so that a share goes up.
      """,
      [
        .init(
          .test,
          """
          <share of="admission" during="P12M" when="started" if-empty="unknown" at-least="90%">
            <exists of="assessment" for="admission" during="P12M">
              <where><is value="outcome" equal="done"/></where>
            </exists>
          </share>
          """)
      ],
      says:
        "whoever declined counts as a failure here: “outcome” must be something else; count the offer: take “declined” in as well, or ask for the day of the offer",
      mend: "Count the offer: take the refusal in as well, or ask for the day of the offer."),
    ErrorCode(
      "count-persons", [.warning], "who is there twice counts twice",
      """
      Stays or turns of duty over some time are counted against a number of persons. One person may have several of them.
      """,
      [
        .init(
          .test,
          """
          <compare is="at-most">
            <count of="admission" during="P12M"/>
            <times by="6"><count of="staff" at="as-of"/></times>
          </compare>
          """)
      ],
      says:
        #"stays are counted against a number of persons; who is there twice counts twice; add distinct="person" to the <count>"#,
      mend: "Count different persons: `distinct=\"person\"`, or `distinct=\"staff\"` for turns of duty."),
    ErrorCode(
      "unused", [.warning], "nothing uses this",
      """
      Nothing uses this parameter, definition, question, list, group of codes or code of a checklist; often a sign that a test says
      the number itself. In a profile: what it says changes nothing.
      """,
      [.init(.domain, #"<parameter name="quiet-hours" type="duration" value="PT8H">Ours.</parameter>"#)],
      says: "nothing uses the parameter “quiet-hours”",
      mend: "Use it or take it out."),
  ]
}
