internal import Values

extension ErrorCodes {
  /// Names that stand for nothing.
  static let nameErrors: [ErrorCode] = [
    ErrorCode(
      "name-attribute", "a word has no such attribute",
      """
      The word does not know this attribute. In rule files a misspelt attribute would otherwise be a demand that nobody hears.
      """,
      [.init(.test, #"<exists of="staff" att="as-of" during="P12M"/>"#)],
      says: "<exists> has no attribute “att”; did you mean “at”?",
      mend: "Correct the spelling; [language.md](language.md) lists the attributes of each word."),
    ErrorCode(
      "name-code", "a list has no such code, or something has it twice",
      """
      The list of the field has no such code; or one code, list or question is there twice, or a code is called `none`. Severities,
      answers, and words such as `may` or `higher` of which an attribute knows only a few, are codes too.
      """,
      [
        .init(
          .test,
          """
          <exists of="staff" at="as-of">
            <where><is value="licence" equal="psycologist"/></where>
          </exists>
          """)
      ],
      says: "“licence” has no code “psycologist”; did you mean “psychologist”?",
      mend: "Take a code of the list, or add it to the dictionary."),
    ErrorCode(
      "name-criterion", [.error, .warning], "no such criterion, or two of them",
      """
      No criterion or domain has this id, or two have the same; or a profile leaves out a criterion that another asks for with
      `met`. As a warning: a profile leaves out a criterion that a gate speaks of.
      """,
      [.init(.test, #"<met criterion="ORG-1" level="acceptable"/>"#)],
      says: "there is no criterion “ORG-1”; did you mean “ORG-01”?",
      mend: "Correct the id; give each criterion its own. In a profile, leave both out or keep both."),
    ErrorCode(
      "name-define", [.error, .warning], "no such definition or question, or two of one name",
      """
      No condition, quantity or band is called so; or a name is given twice, or is taken already; or `define` does not say which of
      `set`, `field`, `condition` and `quantity` it names. As a warning: a test waits for answers to a question that no `ask` puts into words.
      """,
      [
        .init(
          .domain,
          """
          <define condition="has-clinical-work"><is value="shelter.clinical_on_site" equal="yes"/></define>
          """),
        .init(.test, #"<use condition="has-clinical-wrok"/>"#),
      ],
      says: "no condition “has-clinical-wrok” is defined; did you mean “has-clinical-work”?",
      mend: "Correct the name. A set is used with `of`, and a field by its name, not with `use`."),
    ErrorCode(
      "name-field", "no such field, or two of them",
      """
      The record type has no such field; or a step goes over a field that is no reference; or two fields have one name.
      """,
      [
        .init(
          .test,
          """
          <exists of="staff" at="as-of">
            <where><is value="licenze" equal="psychologist"/></where>
          </exists>
          """)
      ],
      says: "staff has no field “licenze”; did you mean “licence”?",
      mend: """
        Correct the name. A path without a row's name speaks of the innermost open row: write `admission.age` for one further out.
        """),
    ErrorCode(
      "name-file", "no such file", "`standard.xml` names a file that is not beside it.",
      [.init(.standard, #"<domain file="domains/rigths.xml"/>"#)],
      says: "there is no file “domains/rigths.xml” beside it",
      mend: "Correct the name; it is given from the folder of `standard.xml`."),
    ErrorCode(
      "name-parameter", "no such parameter, or two of them",
      "No parameter is called so, two are, or one has no name or value.",
      [
        .init(.domain, #"<parameter name="board-size" type="number" value="5" min="3" max="15">Ours.</parameter>"#),
        .init(.test, #"<count of="board-member" at="as-of" at-least="$bord-size"/>"#),
      ],
      says: "there is no parameter “bord-size”; did you mean “board-size”?",
      mend: "Correct the name, or declare the parameter in any domain."),
    ErrorCode(
      "name-row", [.error, .warning], "no such rows, or two open rows of one name",
      """
      There are no rows of this name; or `of` is missing; or no row of this name is open here; or a second row of the same name
      would hide the first. In a dictionary: two record types of one name, or none called `shelter`. As a warning: a name could mean
      the row around or a reference of the innermost row.
      """,
      [
        .init(
          .test,
          """
          <every of="space" if-empty="unknown">
            <exists of="space" for="space" by="within"/>
          </every>
          """)
      ],
      says: #"a row named “space” is open already; a second one would hide it; name this one with as="…""#,
      mend: "Correct the name; give one of two rows of the same name another with `as`."),
    ErrorCode(
      "name-word", "no such word, or not here", "There is no such word, or it does not belong here.",
      [.init(.test, #"<exist of="staff" at="as-of"/>"#)],
      says: "there is no word <exist>; did you mean “exists”?",
      mend: """
        Correct the spelling. In a level, `statement`, `cite` and `remedy` stand beside the conditions; nothing else does.
        """),
  ]
}
