import Language
import Standard
import Testing
import Values

/// Profiles: what they change, what they must give a reason for, and what they may not do.
struct ProfileTests {
  let rules = RuleFiles()

  @Test func replacesParametersBeforeTestsAreRead() throws {
    let published = try rules.read().standard
    let tailored = try rules.read(#"<set parameter="hours" value="10 h"/>"#).standard
    #expect(published.criteria[0].levels[0].reading.contains("8 h"))
    #expect(tailored.criteria[0].levels[0].reading.contains("10 h"))
    #expect(tailored.criteria[0].levels[0].test != published.criteria[0].levels[0].test)
    #expect(tailored.criteria[1] == published.criteria[1])
    #expect(tailored.sha256 == published.sha256)
    #expect(published.profile == nil)
    #expect(
      tailored.profile?.changes == [
        Tailoring(
          subject: "$hours", change: "10 h instead of 8 h", reason: "", loosens: false, criteria: ["A-1", "B-1"])
      ])
  }

  /// By what the parameter says is stricter; where it says nothing, any change may ask less.
  @Test(
    arguments: [
      ("hours", "9 h", false), ("hours", "7 h", true), ("within", "P6M", false), ("within", "P13M", true),
      ("within", "P366D", true), ("any-way", "3", true), ("any-way", "1", true),
    ])
  func knowsWhatAsksLess(_ parameter: String, _ value: String, _ loosens: Bool) throws {
    let set = "<set parameter=\"\(parameter)\" value=\"\(value)\""
    let reasoned = try rules.read(set + " reason=\"So.\"/>").standard
    #expect(reasoned.profile?.changes.map { $0.loosens } == [loosens])
    #expect(reasoned.profile?.changes.map { $0.reason } == ["So."])
    let messages = rules.messages(set + "/>")
    #expect(messages.contains { $0.hasSuffix("no reason is given; add reason=\"…\" [constant]") } == loosens)
    if loosens {
      let column = "<set parameter=\"\(parameter)\" ".count + 1
      #expect(messages.contains { $0.hasPrefix("profiles/p.xml:2:\(column): error: $\(parameter) would be ") })
    }
  }

  @Test func weighsAndGrades() throws {
    let standard = try rules.read(
      #"""
      <weight criterion="A-2" value="3"/><severity criterion="A-2" value="critical"/>
      <weight criterion="A-1" value="1.5" reason="Light."/><severity criterion="B-1" value="major" reason="Mild."/>
      """#
    ).standard
    #expect(standard.criteria.map { "\($0.weight)" } == ["1.5", "3", "1"])
    #expect(standard.criteria.map { $0.severity } == [.major, .critical, .major])
    #expect(standard.profile?.changes.map { $0.subject } == ["A-1", "A-2", "A-2", "B-1"])
    #expect(standard.profile?.changes.map { $0.loosens } == [true, false, false, true])
    #expect(
      standard.profile?.changes.map { $0.change } == [
        "weight 1.5 instead of 2", "weight 3 instead of 1", "severity critical instead of minor",
        "severity major instead of critical",
      ])
  }

  @Test func leavesOutAndDropsWhatIsEmpty() throws {
    let standard = try rules.read(#"<include domain="one" reason="A small grant."/>"#).standard
    #expect(standard.criteria.map { $0.id } == ["A-1", "A-2"])
    #expect(standard.domains.map { $0.id } == ["one"])
    #expect(standard.profile?.leftOut == ["B-1"])
    #expect(
      standard.profile?.changes == [
        Tailoring(subject: "B-1", change: "left out", reason: "A small grant.", loosens: true, criteria: ["B-1"])
      ])
  }

  /// A gate may still name a domain that a profile leaves empty, and places stay right.
  @Test func domainsOfGatesStayInPlace() throws {
    var rules = rules
    rules.files["standard.xml"] = rules.files["standard.xml"]?.replacing(
      #"<band id="low"/>"#,
      with: #"""
        <band id="low"/><band id="high"><every of="finding" if-empty="true">
        <where><is value="domain" equal="one"/></where><is value="level" at-least="acceptable"/></every></band>
        """#)
    rules.files["two.xml"] = rules.files["two.xml"]?.replacing(#"<use condition="trained"/>"#, with: "")
    let standard = try rules.read(#"<exclude criteria="A-1 A-2" reason="So."/>"#).standard
    #expect(standard.domains.map { $0.id } == ["two"])
    #expect(standard.criteria.map { $0.domain } == [0])
    let list = standard.findings.dictionary.lists.first { $0.id == "domain" }
    #expect(list?.codes.map { $0.id } == ["two", "one"])
  }

  @Test func nothingWaitsForARemedyThatIsLeftOut() throws {
    var rules = rules
    rules.files["two.xml"] = #"<domain id="two" title="Two"/>"#
    #expect(try rules.read().standard.criteria[1].levels[0].remedies[0].after == ["train"])
    let standard = try rules.read(#"<exclude criteria="A-1" reason="So."/>"#).standard
    #expect(standard.criteria[0].levels[0].remedies[0].after == [])
  }

  /// A remedy declared in a criterion that is left out is still there for others.
  @Test func sharedRemediesStay() throws {
    var rules = rules
    rules.files["two.xml"] = rules.files["two.xml"]?.replacing(#"<use condition="trained"/>"#, with: "")
    let standard = try rules.read(#"<exclude criteria="A-1" reason="So."/>"#).standard
    #expect(standard.criteria[1].levels[0].remedies.map { $0.id } == ["train"])
    #expect(standard.criteria[0].levels[0].remedies[0].after == ["train"])
  }

  @Test func metOfWhatIsLeftOutIsRefused() {
    #expect(
      rules.messages(#"<exclude criteria="A-1" reason="So."/>"#) == [
        "profiles/p.xml:2:10: error: A-1 is left out, but B-1 asks whether it is met; leave both out or keep both "
          + "[name-criterion]"
      ])
    #expect(rules.messages(#"<exclude criteria="A-1 B-1" reason="So."/>"#).allSatisfy { !$0.contains(": error: ") })
  }

  @Test func extendsAnother() throws {
    var rules = rules
    rules.files["profiles/base.xml"] = """
      <profile id="base" title="Base" standard="small">
        <exclude criteria="A-2" reason="Base."/>
        <set parameter="hours" value="10 h"/>
        <set parameter="within" value="P6M"/>
      </profile>
      """
    let own = try rules.read(
      #"<include criteria="A-2"/><set parameter="hours" value="6 h" reason="Own."/>"#, extends: "base"
    ).standard
    #expect(own.criteria.map { $0.id } == ["A-1", "A-2", "B-1"])
    #expect(
      own.profile?.changes.map { "\($0.subject) \($0.change) \($0.reason)" } == [
        "$hours 6 h instead of 8 h Own.", "$within 6 months instead of 12 months ",
      ])
    // What it rests on is part of its hash.
    rules.files["profiles/base.xml"] = rules.files["profiles/base.xml"]?.replacing("10 h", with: "11 h")
    let changed = try rules.read(
      #"<include criteria="A-2"/><set parameter="hours" value="6 h" reason="Own."/>"#, extends: "base"
    ).standard
    #expect(changed.profile?.sha256 != own.profile?.sha256)
    #expect(changed.criteria == own.criteria)
  }

  @Test func theHashIsOfWhatItSays() throws {
    let one = try rules.read(#"<set parameter="hours" value="10 h" reason="So."/>"#).standard.profile?.sha256
    let laidOut = try rules.read("<!-- a -->\n<set  reason=\"So.\"\n value=\"10 h\" parameter=\"hours\"></set>")
      .standard
    #expect(laidOut.profile?.sha256 == one)
    let other = try rules.read(#"<set parameter="hours" value="10 h" reason="So!"/>"#).standard.profile?.sha256
    #expect(other != one)
  }

  @Test(
    arguments: [
      (
        #"<set parameter="hour" value="9 h"/>"#, "2:6", "there is no parameter “hour”; did you mean “hours”?",
        "name-parameter"
      ),
      (#"<set parameter="hours" value="50 h"/>"#, "2:24", "“hours” is 50 h, outside max 40 h", "constant"),
      (#"<set parameter="within" value="P5X"/>"#, "2:25", "“P5X” is no length of time", "time-window"),
      (#"<exclude criteria="A-3" reason="So."/>"#, "2:10", "there is no criterion “A-3”", "name-criterion"),
      (#"<include domain="tow"/>"#, "2:10", "there is no domain “tow”; did you mean “two”?", "name-criterion"),
      (#"<exclude criteria="A-2"/>"#, "2:1", "what is left out is not asked any more, and no reason", "constant"),
      (
        #"<severity criterion="A-1" value="minor"/>"#, "2:27", "A-1 would be severity minor instead of major",
        "constant"
      ),
      (#"<weight criterion="A-1" value="0" reason="So."/>"#, "2:25", "“weight” is a number above 0", "type-compare"),
      (#"<exclude criteria="A-1 A-2 B-1" reason="So."/>"#, "1:1", "this profile leaves no criterion", "profile"),
      (
        #"<sett parameter="hours" value="9 h"/>"#, "2:1", "<sett> is not expected in a profile; did you mean “set”?",
        "name-word"
      ),
      (#"<set parameter="hours" value="8 h"/>"#, "2:24", "$hours is 8 h already", "unused"),
    ])
  func mistakesHaveTheirPlace(_ inside: String, _ place: String, _ message: String, _ code: String) {
    let messages = rules.messages(inside)
    #expect(
      messages.contains {
        $0.hasPrefix("profiles/p.xml:\(place): ") && $0.contains(message) && $0.hasSuffix("[\(code)]")
      }, "\(messages)")
  }

  @Test func aCircleIsFound() {
    var rules = rules
    rules.files["profiles/base.xml"] = #"<profile id="base" title="Base" standard="small" extends="p"/>"#
    #expect(
      rules.messages("", extends: "base") == [
        "profiles/base.xml:1:50: error: a profile extends itself: “p”, then “base”, then “p” [cycle]"
      ])
    #expect(rules.messages("", extends: "bse").first?.contains("no profile “bse”; did you mean “base”?") == true)
  }
}
