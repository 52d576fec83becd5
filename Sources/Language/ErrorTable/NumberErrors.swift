internal import Values

extension ErrorCodes {
  /// What no row means, and numbers that cannot be right.
  static let numberErrors: [ErrorCode] = [
    ErrorCode(
      "empty-missing", "it is not said what no row means",
      """
      The word must say what it means if nothing was chosen; or `if-empty` is none of `true`, `false`, `unknown`.
      """,
      [.init(.test, #"<every of="staff" at="as-of"><is value="contact" equal="yes"/></every>"#)],
      says:
        #"<every> does not say what it means when there are no workers on the as-of date; add if-empty="true", "false" or "unknown""#,
      mend: """
        Add `if-empty`: `true` where no case means no failure, `unknown` where nothing can be said without one, `false` where there
        must be some.
        """),
    ErrorCode(
      "empty-needless", "`if-empty` where it says nothing",
      """
      The word has an answer when nothing is chosen, so `if-empty` says nothing: no row is a count and a sum of 0, and there is
      always a month.
      """,
      [.init(.test, #"<count of="board-member" at="as-of" if-empty="false" at-least="5"/>"#)],
      says: "<count> of no row has an answer: “if-empty” says nothing here",
      mend: "Take it out."),
    ErrorCode(
      "count-impossible", "so many of them are not there",
      """
      More are asked for than there are, or fewer than one, or the number is no whole number; or a limit lies above the `max` of its
      field, the number of periods, the length of the window, or the number of different codes.
      """,
      [.init(.test, #"<count of="month" during="P12M" at-least="13"/>"#)],
      says: "the number of periods can never come to so much; the most is 12",
      mend: "Take a number that can be reached."),
    ErrorCode(
      "constant", [.error, .warning], "a value lies outside its own bounds, or a test cannot vary",
      """
      The value of a parameter lies outside its own `min` and `max`; or a test, or a part of one, has the same answer for every
      dossier by its numbers; or a profile asks less than the standard and gives no reason. As a warning: a part is so for every value, and only open without one.
      """,
      [
        .init(
          .test,
          """
          <exists of="staff" at="as-of">
            <where><is value="experience" at-least="5 years"/><is value="experience" at-most="2 years"/></where>
          </exists>
          """)
      ],
      says: "by its numbers this lets no row through, so it chooses nothing; look at the limits, or take it out",
      mend: """
        Look at the limits, or take the part out. A parameter may be changed within its bounds; a profile gives a `reason` for what
        asks less.
        """),
    ErrorCode(
      "cost", [.error, .warning], "judging this would take very long",
      """
      As a warning: moments within moments within rows, with an estimate of the steps. As an error: rows inside rows, or definitions
      inside definitions, so deep that no test needs it; or calendar rows, alone or one inside the other, more than 5000 of them.
      """,
      [
        .init(
          .test,
          """
          <every of="staff" at="as-of" if-empty="unknown">
            <every of="moment" as="now" during="P7D">
              <count of="moment" as="before" during="P7D/now" at-least="PT1H">
                <where><exists of="shift" for="staff" at="before"/></where>
              </count>
            </every>
          </every>
          """)
      ],
      says:
        "moments within moments within rows: about 4 thousand million steps for lists of 1000 rows; define the inner part as a field of its rows, or choose fewer rows first",
      mend: "Say the inner part once, as a field of its rows, or choose fewer rows first."),
  ]

  /// What does not go together.
  static let kindErrors: [ErrorCode] = [
    ErrorCode(
      "body", "something inside a word is missing or too much",
      """
      A word lacks what it is about, or holds what it has no place for: `where` or a body is empty, `compare` has not two parts,
      `exists` has a body, `is` has no `value`, `choose` no `else`.
      """,
      [.init(.test, #"<exists of="staff" at="as-of"><is value="contact" equal="yes"/></exists>"#)],
      says: "<exists> takes no body; expected only <where>; put <is> inside <where>",
      mend: "The message says what is expected. Conditions that choose rows go into `where`."),
    ErrorCode(
      "type-age", "an age is taken at no date",
      """
      `at` of [is](language.md#is) says when an age is taken; here it stands with something else, or with no date; or the rows have no
      start at which an age could be so old.
      """,
      [
        .init(
          .test,
          """
          <exists of="admission" at="as-of">
            <where><is value="unaccompanied" at="as-of" equal="yes"/></where>
          </exists>
          """)
      ],
      says: "“at” says when an age is taken; “unaccompanied” is no age",
      mend: "Take it out, or compare an age."),
    ErrorCode(
      "type-compare", "two things cannot be compared like this",
      """
      The two sides are of different kinds, or this kind cannot be compared like this: codes without order are not more or less,
      sets are asked with `covers`, `none` only goes with `equal`, `in` is for codes and dates. Also: a number is needed here.
      """,
      [.init(.test, #"<is value="shelter.serves" in="women boys"/>"#)],
      says:
        #"“the shelter's groups served” holds several codes and cannot be in a list; use <covers field="shelter.serves" codes="women boys" at-least="1"/>"#,
      mend: "Use `equal` or `in` for codes and `covers` for sets and checklists."),
    ErrorCode(
      "type-kind", "a quantity where a condition is needed, or the other way round; an unknown kind",
      """
      A quantity stands where a condition is needed, or the other way round; two limits exclude each other; `is` compares nothing;
      or the type of a field or parameter is not known.
      """,
      [.init(.test, #"<count of="board-member" at="as-of"/>"#)],
      says: #"<count> is a quantity; expected a condition; compare it, for instance with at-least="…""#,
      mend: "Give the quantity a limit, such as `at-least=\"5\"`; inside `compare` and `define` leave it out."),
    ErrorCode(
      "type-unit", "units do not go together",
      "A length of time has no unit, or the units of two sides do not go together.",
      [.init(.test, #"<sum of="training" during="P12M" value="hours" at-least="4"/>"#)],
      says: "4 of what? expected a unit; write “4 h” or “4 min”",
      mend: "Write the unit: `4 h`, `90 min`. Shares are written `90%`."),
  ]
}
