internal import Values

extension ErrorCodes {
  /// References that lead nowhere, and windows that are none.
  static let timeErrors: [ErrorCode] = [
    ErrorCode(
      "ref-many", "several references lead there",
      "Several references of the chosen rows lead to the row of `for`, and none bears the name of its type.",
      [
        .init(
          .dictionary,
          """
          <record id="handover" time="dates" dates="done_on">
            <field id="done_on" type="date"/>
            <field id="giver" type="ref" to="staff"/>
            <field id="taker" type="ref" to="staff"/>
          </record>
          """),
        .init(
          .test,
          """
          <every of="staff" at="as-of" if-empty="unknown">
            <exists of="handover" for="staff" during="P12M"/>
          </every>
          """),
      ],
      says: #"several references of handover lead to staff; say which with by="…": giver, taker"#,
      mend: "Say which: `by=\"taker\"`."),
    ErrorCode(
      "ref-none", "no reference leads there",
      """
      No reference leads from the chosen rows to the row of `for`; or `by` names none; or `by` stands without `for`; or the
      dictionary has a reference to no record type.
      """,
      [
        .init(
          .test,
          """
          <every of="staff" at="as-of" if-empty="unknown">
            <exists of="supervision" for="staff" by="superviser" during="P6M"/>
          </every>
          """)
      ],
      says: "supervision has no reference “superviser” to staff; did you mean “supervisor”?",
      mend: "Look in the dictionary which references there are. One row between is found by itself, two are not."),
    ErrorCode(
      "time-none", "rows have no such date, or no date at all",
      """
      The rows have no dates, or not this one; or they are points in time and the attribute is for rows that last; or calendar rows
      are chosen by something else than `during`. In a dictionary: a record type does not say which fields are its dates.
      """,
      [.init(.test, #"<exists of="training" at="as-of"/>"#)],
      says: "a row of training is a point in time: “at” needs rows that last; use “during”",
      mend: "Use `during` for points in time, and none of the time attributes for rows of `time=\"fixed\"`."),
    ErrorCode(
      "time-unbounded", "rows are chosen without limit in time",
      """
      Rows with a time are chosen without any limit in time. Then no list could ever be complete enough. Calendar rows always
      need `during`.
      """,
      [
        .init(
          .test,
          """
          <exists of="session">
            <where><is value="kind" equal="legal"/></where>
          </exists>
          """)
      ],
      says: #"sessions are chosen without any limit in time; add during="P12M", at="as-of" or for="…""#,
      mend: "Add `during=\"P12M\"`, `at=\"as-of\"`, or `for`."),
    ErrorCode(
      "time-window", "this is no window, date or length of time",
      """
      This is no window, no date or no length of time where one is needed; or a window ends before it starts; or a deadline has only
      one of `from` and `within`; or `hours` and `anchor` stand with rows they are not for.
      """,
      [.init(.test, #"<exists of="training" during="as-of - P3M/as-of - P6M"/>"#)],
      says: "this window ends before it starts; write as-of - P6M/as-of - P3M",
      mend: "Write lengths of time as `P12M`, `P14D` or `PT72H`; [language.md](language.md#windows) lists the windows."),
    ErrorCode(
      "time-mixed", "months are compared with days or hours",
      """
      A number of months is compared with days, hours or minutes. A month has no fixed length, so that this has no answer; only dates
      can be moved by months.
      """,
      [
        .init(
          .test,
          """
          <every of="complaint" during="P12M" if-empty="unknown">
            <compare is="at-most">
              <elapsed from="received_on" to="resolved_on"/>
              <term value="P1M"/>
            </compare>
          </every>
          """)
      ],
      says: "months have no fixed length: 1 month cannot be compared with minutes; write days, such as P30D",
      mend: "Write days, or compare with `at-most` on `elapsed` itself, which counts months from the date."),
    ErrorCode(
      "time-holidays", "business days without holidays",
      """
      Business days are counted, and nothing says who knows the public holidays; or `holidays` is not `dossier`.
      """,
      [
        .init(
          .test,
          """
          <every of="complaint" during="P12M" when="received_on" from="received_on" within="5 business-days" if-empty="true">
            <is value="resolved_on" in="complaint.deadline"/>
          </every>
          """)
      ],
      says:
        #"business days need to know the public holidays; say in the standard who knows them: <calendar holidays="dossier"/>"#,
      mend: "Add `<calendar holidays=\"dossier\"/>` to the standard; a dossier then lists its holidays."),
    ErrorCode(
      "deadline-exit", [.warning], "a row that ends before its deadline counts as a failure",
      """
      Rows of this type can end before they are due, and then the deed can no longer be done. As it stands, that counts as a failure.
      """,
      [
        .init(
          .test,
          """
          <every of="admission" during="P12M" when="started" from="started" within="P14D" if-empty="unknown">
            <is value="intake_on" in="admission.deadline"/>
          </every>
          """)
      ],
      says:
        #"a stay that ends before its deadline counts as a failure; add throughout="admission.deadline" to leave it out"#,
      mend: """
        Add `throughout="admission.deadline"` to let those rows go. If they should count, say something about the end of the row.
        """),
  ]
}
