import Standard
import Testing
import Values

@testable import Language

/// Definitions: what they stand for, and that they mean the same wherever they are used.
@Suite struct DefinitionTests {
  static let today = Window(start: .asOf, end: .asOf)

  /// How many different workers are awake during the turn of duty so many choices out, at the fewest.
  static func company(_ row: Int) throws -> Quantity {
    let turn = Window(start: try field("shift", "started", row), end: try field("shift", "ended", row))
    return .extreme(
      Choice(source: moments(turn)),
      .count(try open("shift", clock(1), [isAwake()]), distinct: try field("shift", "staff")), highest: false,
      ifEmpty: .unknown)
  }

  /// The start of the first turn that the worker so many choices out was alone in.
  static func firstAlone(_ row: Int) throws -> Value {
    let staff = try #require(try Small.reader().dictionary.record(named: "staff"))
    let turns = Choice(
      source: try records("shift"),
      join: Join(key: try field("shift", "staff"), parent: .row(.open(row + 1), record: staff)),
      filter: .all([try isAwake(), .measure(try company(0), .atMost, constant("1"))]))
    return .extreme(turns, try field("shift", "started"), highest: false)
  }

  @Test func quantitiesAsFields() throws {
    let text =
      "<exists of=\"shift\" during=\"P7D\"><where><is value=\"shift.company\" at-least=\"2\"/></where></exists>"
    #expect(
      try Small.condition(text)
        == exists(try open("shift", last(.days, 7), [.measure(try Self.company(0), .atLeast, constant("2"))])))
  }

  /// Seen from two choices further in, the row of the field is two steps out.
  @Test func datesAsFields() throws {
    let text = """
      <every of="staff" at="as-of" if-empty="true">
        <is value="first_alone" at-most="as-of"/>
        <exists of="training" for="staff" during="../staff.first_alone"/>
        <exists of="training" for="staff" during="../first_alone"/>
        <is value="first_alone" equal="none"/>
      </every>
      """
    let staff = try #require(try Small.reader().dictionary.record(named: "staff"))
    var training = try dated("training", "held_on", Window(start: nil, end: try Self.firstAlone(1)))
    training.join = Join(key: try field("training", "staff"), parent: .row(.open(1), record: staff))
    #expect(
      try Small.condition(text)
        == .every(
          try open("staff", Self.today),
          .all([
            .compare(try Self.firstAlone(0), .atMost, .asOf), exists(training), exists(training),
            .isNone(try Self.firstAlone(0)),
          ]), ifEmpty: .yes))
  }

  @Test func arithmeticAsAField() throws {
    let minutes = Quantity.term(try field("supervision", "minutes"))
    let size = try field("supervision", "group_size")
    let credit = Quantity.choose(
      [QuantityCase(.compare(size, .atMost, .number(number("1"))), minutes)], otherwise: .divide(minutes, .term(size)))
    #expect(
      try Small.condition("<sum of=\"supervision\" during=\"P1M\" value=\"credit\" at-least=\"PT90M\"/>")
        == .measure(
          .sum(try dated("supervision", "held_on", last(.months, 1)), credit), .atLeast, constant("90")))
  }

  /// A bare code is one of the list that the other branches are of.
  @Test func codesAsAField() throws {
    let text =
      "<every of=\"complaint\" during=\"P1M\" if-empty=\"true\"><is value=\"place\" equal=\"shelter\"/></every>"
    guard case .every(_, let body, _) = try Small.condition(text) else {
      Issue.record("no every")
      return
    }
    guard
      case .code(let list) = try #require(try Small.reader().dictionary.records.first { $0.id == "complaint" })
        .fields[2].kind
    else {
      Issue.record("not the shape that was expected")
      return
    }
    let place = Value.chosen(
      [
        ValueCase(
          .compare(try field("complaint", "promised"), .atLeast, .period(Period(.days, 7))),
          try field("complaint", "setting"))
      ], otherwise: .code(1, list: list))
    #expect(body == .oneOf(place, [0]))
  }

  /// Lengths of time as a field may be compared too.
  @Test func durationsAsAField() throws {
    let text = """
      <every of="complaint" during="P1M" if-empty="true"><is value="promised" at-most="time_allowed"/></every>
      """
    guard case .every(_, let body, _) = try Small.condition(text) else {
      Issue.record("not the shape that was expected")
      return
    }
    let allowed = Value.chosen(
      [ValueCase(.oneOf(try field("complaint", "setting"), [0]), .period(Period(.days, 7)))],
      otherwise: .period(Period(.days, 14)))
    #expect(body == .compare(try field("complaint", "promised"), .atMost, allowed))
  }

  /// A set is the same inside rows that bear the names it uses itself.
  @Test func setsAreClosed() throws {
    let plain = "<exists of=\"awake\" as=\"turn\" during=\"P1D\"/>"
    guard
      case .every(_, let inside, _) = try Small.condition(
        "<every of=\"staff\" at=\"as-of\" if-empty=\"true\"><exists of=\"awake\" during=\"P1D\"/></every>")
    else {
      Issue.record("not the shape that was expected")
      return
    }
    #expect(inside == (try Small.condition(plain)))
    #expect(inside == exists(try open("shift", last(.days, 1), [isAwake()])))
  }

  /// A condition speaks of the innermost row of its type, under the name of the type.
  @Test func conditionsOfARow() throws {
    let text = """
      <every of="plan-review" as="look" during="P1M" if-empty="true"><use condition="signed"/></every>
      """
    #expect(
      try Small.condition(text)
        == .every(
          try dated("plan-review", "held_on", last(.months, 1)),
          .includes(try path("plan-review", "signed"), .codes([0]), atLeast: nil), ifEmpty: .yes))
  }

  @Test func quantitiesByName() throws {
    let beds = Quantity.sum(Choice(source: try records("space")), .term(try field("space", "beds")))
    #expect(
      try Small.condition("<use quantity=\"beds\" at-least=\"9\"/>") == .measure(beds, .atLeast, constant("9")))
    #expect(
      try Small.condition("<compare is=\"equal\"><use quantity=\"beds\"/><term value=\"shelter.capacity\"/></compare>")
        == .measure(beds, .equal, .term(.field(try path("shelter", "capacity")))))
    // A gap is compared where its name stands.
    #expect(
      try Small.condition("<use quantity=\"time-between\" at-most=\"P1M\"/>")
        == (try Small.condition("<gap of=\"supervision\" during=\"P6M\" at-most=\"P1M\"/>")))
  }

  /// What nothing uses is read all the same, so that a mistake in it is not found too late.
  @Test func unusedDefinitionsAreRead() throws {
    var reader = try Small.reader()
    reader.checkUnusedDefinitions()
    #expect(reader.diagnostics.sorted.map { "\($0)" } == [])
    reader.declare(try Small.element("<define field=\"late\" of=\"stay\"><term value=\"ende\"/></define>"))
    reader.checkUnusedDefinitions()
    #expect(
      reader.diagnostics.sorted.map { "\($0)" } == [
        "t.xml:1:38: error: stay has no field “ende”; did you mean “ended”? [name-field]"
      ])
  }
}
