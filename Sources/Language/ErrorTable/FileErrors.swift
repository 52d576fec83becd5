internal import Values

extension ErrorCodes {
  /// Files that are no XML, or more of it than any should be.
  static let xmlErrors: [ErrorCode] = [
    ErrorCode(
      "xml", "the file is no well-formed XML",
      """
      The file is not well-formed: a tag is not closed, an attribute has no quotes, a `&` or `<` stands alone, or it is not
      UTF-8. Only the first such mistake of a file is shown.
      """,
      [.init(.dossier, #"<dossier label="light & dark"/>"#)],
      says: "this & begins no entity; write &amp; for &",
      mend: "Write `&amp;` for `&` and `&lt;` for `<`; save the file as UTF-8."),
    ErrorCode(
      "xml-doctype", "document types are not allowed",
      """
      The file has a document type. Those can make a reader open other files or fill the memory, so they are refused.
      """,
      [
        .init(
          .dossier,
          """
          <!DOCTYPE dossier [<!ENTITY us "the shelter">]>
          <dossier label="night"/>
          """)
      ],
      says: "document type declarations are not allowed; take out the <!DOCTYPE …> and everything that belongs to it",
      mend: "Take it out, and write out what its entities stand for."),
    ErrorCode(
      "xml-limit", "the file is larger than any should be",
      """
      The file is larger, deeper or fuller than any should be: more than 64 MiB, 64 elements inside each other, 256 attributes
      in one element, two million elements, or a million characters in one text.
      """,
      [.init(.other, "<all><all><all> … sixty-five of them … </all></all></all>")],
      mend: "It is most likely not the file that was meant. A dossier so large can be split into files by record type."),
    ErrorCode(
      "xml-schema", "a file does not follow its schema",
      """
      A file was held against a schema and does not follow it; or the schema itself is not right, or wants to read other files.
      """,
      [.init(.other, #"<standard id="small" version="1" title="Small"><levle name="acceptable"/></standard>"#)],
      mend: "Look up the word in [language.md](language.md)."),
  ]

  /// What is wrong with the records of a shelter.
  static let recordErrors: [ErrorCode] = [
    ErrorCode(
      "record-type", "no such record type",
      """
      There is no record type of this name, or the root of the file is not `dossier`. CSV files are named after their record
      type.
      """,
      [
        .init(
          .dossier,
          """
          <dossier label="birch" as-of="2026-06-30">
            <shelter code="BIRCH" kind="ngo" capacity="8" serves="women"/>
            <staf id="S-1" contract="employee" roles="cook" started="2024-01-01" ended="-"/>
          </dossier>
          """)
      ],
      says: "there is no record type “staf”; did you mean “staff”?",
      mend: "Use the names of the dictionary: here `staff`."),
    ErrorCode(
      "record-field", "a record type has no such field",
      """
      The record type has no such field; or a column is there twice; or a row has text or elements inside; or `dossier` or
      `collection` has no such attribute.
      """,
      [
        .init(
          .dossier,
          """
          <dossier label="birch" as-of="2026-06-30">
            <shelter code="BIRCH" kind="ngo" capacity="8" serves="women" beds="8"/>
          </dossier>
          """)
      ],
      says:
        "shelter has no field of this name; expected one of: code, kind, capacity, serves, clinical_on_site, emergency_intake, restraint_use, group_sleeping, stay_limit, reserve, opened",
      mend: "Correct the name, or leave the column out: what the dictionary does not know cannot be kept."),
    ErrorCode(
      "record-value", "a value does not fit its field",
      """
      The value does not fit its field: no date, not a code of the list, a number below zero or above its most, a range the wrong way
      round, a `-` where there is always one. Or what is said of a list does not fit the list.
      """,
      [
        .init(
          .dossier,
          """
          <dossier label="birch" as-of="2026-06-30">
            <shelter code="BIRCH" kind="ngo" capacity="eight" serves="women"/>
          </dossier>
          """)
      ],
      says: "“capacity”: expected a number such as 12 or 4.5, or a range such as 3..7, <5, >=2",
      mend: "Correct it; leave the cell empty if the source is silent, and write `?` if nobody looked."),
    ErrorCode(
      "record-required", "something needed was left out",
      """
      A field that each row must have is empty; or there is no `shelter` row; or it is not said when a list was taken; or
      `dossier`, `collection` or `exclusion` lacks what it needs.
      """,
      [
        .init(
          .dossier,
          """
          <dossier label="birch" as-of="2026-06-30">
            <shelter code="BIRCH" kind="ngo" serves="women"/>
          </dossier>
          """)
      ],
      says: "shelter needs “capacity”",
      mend: "Find it out and fill it in. `as-of` on the dossier is the day of all lists that do not say their own."),
    ErrorCode(
      "record-id", "an id is missing or there twice",
      "A row has no id, or another row of its type has the same; or there are two `shelter` rows.",
      [
        .init(
          .dossier,
          """
          <dossier label="birch" as-of="2026-06-30">
            <shelter code="BIRCH" kind="ngo" capacity="8" serves="women"/>
            <staff id="S-1" contract="employee" roles="cook" started="2024-01-01" ended="-"/>
            <staff id="S-1" contract="employee" roles="nurse" started="2025-01-01" ended="-"/>
          </dossier>
          """)
      ],
      says: "two rows of staff have the id “S-1”; the first is at line 3",
      mend: "Make up a label for each row, such as S-2; never a name or a number from real papers."),
    ErrorCode(
      "record-ref", [.error, .warning], "a reference leads to a row that is not listed",
      """
      A reference names a row that is not listed. That is an error if the list it leads to is complete for all time, and a warning
      otherwise.
      """,
      [
        .init(
          .dossier,
          """
          <dossier label="birch" as-of="2026-06-30">
            <shelter code="BIRCH" kind="ngo" capacity="8" serves="women"/>
            <collection of="staff" how="complete"/>
            <staff id="S-1" contract="employee" roles="cook" started="2024-01-01" ended="-"/>
            <training id="T-1" staff="S-7" held_on="2026-03-01" hours="4" topics="rights"/>
          </dossier>
          """)
      ],
      says: "“staff” names a row that is not in the list of staff, and that list is complete; did you mean “S-1”?",
      mend: "Correct the id, list the row, or say that the list is not complete."),
    ErrorCode(
      "record-file", "a file of a dossier cannot be used",
      "The folder has no `dossier.xml`, or a file in it is neither `.csv` nor `.xml`, or cannot be read.",
      [
        .init(
          .other,
          """
          birch/dossier.xml
          birch/staff.xlsx
          """)
      ],
      mend: "Save tables as CSV, and keep other files elsewhere."),
    ErrorCode(
      "record-order", "rows of a portfolio are out of order",
      """
      In a file of a [portfolio](portfolio.md) a row's label is not in the list of shelters, or the rows of its shelter stand elsewhere.
      """,
      [
        .init(
          .other,
          """
          shelter,id,contract,roles,started
          lake,S-1,employee,cook,2024-01-01
          birch,S-1,employee,cook,2024-01-01
          lake,S-2,employee,nurse,2024-01-01
          """)
      ],
      mend: "Sort every file by the shelters, in the order of `shelter.csv`."),
    ErrorCode(
      "json", "a result is no assessment in JSON",
      """
      `lintel verify` was given a file that is no JSON, or no assessment. Values may lie at most 64 deep, and no name may be
      twice in one object.
      """,
      [.init(.other, #"{"lintel": "0.1.0", "lintel": "0.2.0"}"#)],
      mend: "Give it a file that `lintel assess --format json` wrote, unchanged."),
    ErrorCode(
      "csv", "a CSV file is no table",
      """
      The file is no table: it is empty, not UTF-8, a row has more or fewer cells than the header, or a quote is not closed.
      """,
      [
        .init(
          .staffCSV,
          """
          id,contract,roles,started,ended
          S-1,employee,cook,2024-01-01
          """)
      ],
      says: "this row has 4 cells; expected 5, as in the header; put quotes around a cell that holds a comma",
      mend: "Save it as CSV in UTF-8, with commas, and with quotes around a cell that holds one."),
    ErrorCode(
      "privacy", "a value or field might identify a person",
      """
      In a dossier: a value looks as if it could lead to a person: an e-mail address, a telephone number, a long number, a hash; or a
      label holds more than letters A–Z, digits and `.` `_` `-`. Nothing of it is kept or repeated. In a dictionary: a field or list is
      called as if it could hold who somebody is, or free text; or a survey leads to one of those who answered. In a standard or
      profile: fewer people than allowed would be counted in what leaves a shelter.
      """,
      [
        .init(
          .dossier,
          """
          <dossier label="birch" as-of="2026-06-30">
            <shelter code="BIRCH" kind="ngo" capacity="8" serves="women"/>
            <staff id="Jane Smith" contract="employee" roles="cook" started="2024-01-01" ended="-"/>
          </dossier>
          """)
      ],
      says:
        "column “id”: a label may hold only letters A–Z, digits and . _ -; a made-up one such as A-017 is best; nothing of it was kept",
      mend: "Make up a label such as S-1, and keep the list that says who it is elsewhere, locked."),
  ]
}
