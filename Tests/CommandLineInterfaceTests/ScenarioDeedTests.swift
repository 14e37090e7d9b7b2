// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite("What people do in scenarios besides writing and moving")
struct ScenarioDeedTests {
    private let desk = ScenarioDesk(pack: pianoHall)

    private static func story(_ steps: String) -> String {
        """
        <scenarios xmlns="urn:trellis:pack:1">
          <scenario id="story" at="2026-03-02T09:00:00+08:00"><label>Story</label><label xml:lang="zh-Hans">故事</label>
            <person id="ann" roles="agent"/><person id="bea" roles="agent"/><person id="gus" roles="guest"/>
            <person id="max" roles="manager"/><person id="mia" roles="manager"/><person id="ova" roles="owner"/>
            <given record="grand" entity="Piano"><set field="name" value="'Grand'"/></given>
            \(steps)
          </scenario>
        </scenarios>
        """
    }

    private static func hire(
        _ name: String, _ by: String, fee: String = "50", held: String = "2026-03-02T18:00:00+08:00"
    )
        -> String
    {
        """
        <create as="\(by)" record="\(name)" entity="Hire"><set field="player" value="'\(name.capitalized)'"/>
          <set field="fee" value="\(fee)"/><set field="day" value="2026-03-05"/><set field="piano" value="@grand"/>
          <set field="held" value="\(held)"/></create>
        """
    }

    @Test("approvals are asked for, given, refused, taken back and answered by a substitute")
    func approvals() async throws {
        let steps =
            Self.hire("bach", "ann", fee: "2000") + """
                <move as="ann" record="bach" to="held"/>
                <expect-approval record="bach" status="none" asked=""/>
                <move as="ann" record="bach" to="hired" refused="approval.fee"/>
                <ask as="ann" record="bach" to="hired" reason="A concert"/>
                <expect-approval record="bach" status="waiting" asked="max mia"/>
                <approve as="ann" record="bach" refused="approval.own"/>
                <approve as="ova" record="bach" approval="fee" refused="approval.roles"/>
                <reject as="max" record="bach" refused="approval.comment"/>
                <withdraw as="max" record="bach" refused="approval.requester"/>
                <withdraw as="ann" record="bach"/>
                <expect-approval record="bach" status="withdrawn"/>
                <ask as="ann" record="bach" to="hired"/>
                <reject as="max" record="bach" note="Too dear"/>
                <expect-approval record="bach" pipeline="hire" status="rejected" asked=""/>
                <approve as="mia" record="bach" refused="approval.decided"/>
                <ask as="ann" record="bach" to="hired"/>
                <substitute as="max" person="bea" from="2026-03-02" until="2026-03-03"/>
                <substitute as="max" person="bea" from="2026-03-02" until="2026-03-03"/>
                <expect-approval record="bach" asked="bea max mia"/>
                <approve as="bea" record="bach" note="For Max"/>
                <expect-approval record="bach" status="waiting" asked="ova"/>
                <reject as="ova" record="bach" note="No"/>
                <ask as="ann" record="bach" to="hired"/>
                <approve as="mia" record="bach"/>
                <approve as="ova" record="bach"/>
                <expect-approval record="bach" status="moved"/>
                <expect record="bach" test="stage eq 'hired'"/>
                """
        let run = try await desk.trellis(Self.story(steps), "test", ["--coverage"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("100%     4  4   Approvals given and refused"))
    }

    @Test("a loser is told who holds a piano and until when, as far as they may know, and it ends by itself")
    func reservations() async throws {
        let steps =
            Self.hire("bach", "ann") + Self.hire("haydn", "bea") + Self.hire("satie", "gus") + """
                <move as="ann" record="bach" to="held"/>
                <move as="bea" record="haydn" to="held" refused="reserved.piano"><refusal code="reserved.piano">
                  <fact id="holder" value="'Bach'"/><fact id="until" value="2026-03-02T18:00:00+08:00"/></refusal></move>
                <move as="gus" record="satie" to="held" refused="reserved.piano"><refusal code="reserved.piano">
                  <fact id="holder" value="null"/><fact id="until" value="@bach/held"/></refusal></move>
                <advance by="PT9H"/>
                <expect record="bach" test="stage eq 'wished'"/>
                """
        let run = try await desk.trellis(Self.story(steps), "test", ["--coverage"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("100%     2  2   Reservations seen refusing and ending"))
    }

    @Test("records of a pool are claimed and released, and who comes late is told who has them")
    func pools() async throws {
        let friend = """
            <given record="\("eve")" entity="Friend"><set field="name" value="'Eve'"/></given>
            <given record="fay" entity="Friend"><set field="name" value="'Fay'"/></given>
            """
        let steps =
            friend + """
                <claim as="ann" record="eve"/>
                <expect record="eve" test="agent eq @ann and until eq 2026-04-01"/>
                <claim as="bea" record="eve" refused="pool.protected"><refusal code="pool.protected">
                  <fact id="owner" value="@ann/displayName"/><fact id="until" value="2026-04-01"/></refusal></claim>
                <claim as="ann" record="fay" refused="pool.limit"><refusal code="pool.limit">
                  <fact id="limit" value="1"/></refusal></claim>
                <release as="bea" record="eve" refused="forbidden"/>
                <release as="ann" record="eve"/>
                <claim as="bea" record="eve"/>
                <expect record="eve" test="agent eq @bea"/>
                """
        let run = try await desk.trellis(Self.story(steps), "test", ["--coverage"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("100%     4  4   Pools claimed from"))
    }

    @Test("an outside system tells something, once for each key, and is told what does not fit")
    func events() async throws {
        let steps =
            Self.hire("bach", "ann") + """
                <event as="ann" event="paid" key="k1"><set field="player" value="'Bach'"/><set field="fee" value="99"/></event>
                <event as="ann" event="paid" key="k1"><set field="player" value="'Bach'"/><set field="fee" value="99"/></event>
                <expect record="bach" test="fee eq 99"/>
                <expect-fired automation="paid" record="bach" count="1"/>
                <event as="ann" event="paid" refused="required.player outOfRange.fee"><set field="fee" value="-1"/></event>
                <event as="ann" event="paid" refused="event.noRecord"><set field="player" value="'Nobody'"/></event>
                <advance to="2026-04-05T08:00:00+08:00"/>
                <expect-notice person="max" automation="monthly" count="2"/>
                """
        let run = try await desk.trellis(Self.story(steps), "test", ["--coverage"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("66%      2  3   Automations fired"))
    }

    private static let hires = """
        <given record="h1" entity="Hire" stage="held"><set field="hall" value="'North'"/><set field="fee" value="70"/>
          <set field="day" value="2026-01-10"/><set field="calledAt" value="2026-01-05T09:40:00+08:00"/></given>
        <given record="h2" entity="Hire"><set field="hall" value="'North'"/><set field="fee" value="20"/>
          <set field="day" value="2026-02-10"/><set field="endedOn" value="2026-02-20"/></given>
        <given record="h3" entity="Hire"><set field="hall" value="'South'"/><set field="fee" value="10"/>
          <set field="day" value="2026-02-25"/><set field="calledAt" value="2026-02-24T10:10:00+08:00"/></given>
        """

    @Test(
        "figures of every kind of report can be expected",
        arguments: [
            """
            <expect-report report="table" measures="count last">
              <row group="North | held" values="1 | 2026-01-10"/><row group="North | wished" values="1 | 2026-02-10"/>
              <row group="South | wished" values="1 | 2026-02-25"/>
              <subtotal group="North" values="2 | 2026-02-10"/><total values="3 | 2026-02-25"/></expect-report>
            """,
            """
            <expect-report report="funnel" measures="records ofPrevious ofFirst stay">
              <row group="wished" values="3 | | 100% | P0D"/><row group="held" values="1 | ~33.3% | ~33.3% | P0D"/>
            </expect-report>
            """,
            """
            <expect-report report="cohort" measures="count count_m1">
              <row group="2026-01" values="1 | 100%"/><row group="2026-02" values="2 |"/></expect-report>
            """,
            """
            <expect-report report="pareto" measures="fees share cumulative class">
              <row group="North" values="90 | 90% | 90% | 'A'"/><row group="South" values="10 | 10% | 100% | 'B'"/>
              <total values="100 | | |"/></expect-report>
            """,
            """
            <expect-report report="deciles" measures="fees share cumulative">
              <row group="1" values="90 | 90% | 90%"/><row group="2" values="10 | 10% | 100%"/></expect-report>
            """,
            """
            <expect-report report="rfm" measures="count" partial="true"><total values="3"/></expect-report>
            """,
            """
            <expect-report report="ageing" measures="count">
              <row group="..0" values="0"/><row group="0..30" values="2"/><row group="30.." values="1"/></expect-report>
            """,
            """
            <expect-report report="trend" measures="fees fees_before fees_change fees_moving">
              <row group="2026-01" values="70 | | |"/><row group="2026-02" values="30 | 70 | ~-57.1% | 100"/></expect-report>
            """,
            """
            <expect-report report="interval" measures="count" partial="true">
              <row group="Monday | 09:30" values="1"/><row group="2 | 20" values="1"/></expect-report>
            """,
        ])
    func reports(_ expectation: String) async throws {
        let run = try await desk.trellis(Self.story(Self.hires + expectation), "test", ["--coverage"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("     1  9   Reports expected"))
    }

    @Test("a metric is expected for everybody, for a time and for a person, and whoever may not see it does not")
    func metrics() async throws {
        let steps =
            Self.hires + Self.hire("bach", "ann") + """
                <expect-metric metric="takings" value="150"/>
                <expect-metric metric="takings" value="30" from="2026-02-01" to="2026-02-28"/>
                <expect-metric metric="takings" as="max" value="50.00" owner="ann"/>
                <expect-metric metric="perHire" value="~37.5"/>
                """
        let run = try await desk.trellis(Self.story(steps), "test", ["--coverage"])
        #expect(run.code == 0, "\(run.output)")
        #expect(run.output.contains("66%      2  3   Metrics expected"))
    }

    @Test(
        "what is not as expected is told with what is there instead",
        arguments: [
            (
                "<expect-metric metric=\"perHire\" value=\"2\"/>",
                ["expected  the metric perHire to be 2", "takings = –", "hires = 0"]
            ),
            (
                hire("bach", "ann") + hire("haydn", "bea")
                    + """
                    <move as="ann" record="bach" to="held"/>
                    <move as="bea" record="haydn" to="held" refused="reserved.piano"><refusal code="reserved.piano">
                    <fact id="holder" value="'Haydn'"/><fact id="until" value="null"/></refusal></move>
                    """,
                [
                    "expected  reserved.piano to tell holder 'Haydn', no until",
                    "found     holder 'Bach', until 2026-03-02 18:00:00: “Grand” is reserved by Bach",
                ]
            ),
            (
                hire("bach", "ann", fee: "500")
                    + """
                    <move as="ann" record="bach" to="held"/><ask as="ann" record="bach" to="hired"/>
                    <expect-approval record="bach" status="moved" asked="max"/>
                    """,
                [
                    "expected  the approval fee of bach to be moved and to wait for max", "found     it is waiting",
                    "not expected: mia",
                ]
            ),
            (
                hire("bach", "ann") + "<approve as=\"max\" record=\"bach\"/>",
                ["expected  max approves fee of bach", "found     Nobody asked for the approval fee of bach."]
            ),
        ])
    func failures(_ steps: String, _ lines: [String]) async throws {
        let run = try await desk.trellis(Self.story(steps))
        #expect(run.code == 1)
        for line in lines { #expect(run.output.contains(line), "\(run.output)") }
    }

    @Test(
        "what cannot be is said when the scenario is read",
        arguments: [
            ("<claim as=\"ann\" record=\"grand\"/>", "Records of Piano are not claimed"),
            ("<event as=\"ann\" event=\"payed\"/>", "Did you mean “paid”?"),
            ("<event as=\"ann\" event=\"paid\"><set field=\"no\" value=\"1\"/></event>", "The event tells no “no”."),
            ("<expect-called action=\"sms.send\" count=\"1\"/>", "No automation calls an action “sms.send”."),
            ("<approve as=\"ann\" record=\"grand\"/>", "Piano has no approval."),
            ("<substitute as=\"max\" person=\"zoe\" from=\"2026\" until=\"2026-01-01\"/>", "“2026” is no day."),
            ("<expect-metric metric=\"taking\" value=\"many\"/>", "Did you mean “takings”?"),
            ("<expect-metric metric=\"takings\" value=\"many\"/>", "“many” is no figure."),
            (
                "<delete as=\"ann\" record=\"grand\"><refusal code=\"forbidden\"/></delete>",
                "The step is to succeed, so that nothing refuses it."
            ),
            (
                "<delete as=\"ann\" record=\"grand\" refused=\"forbidden\"><refusal code=\"forbidden\"/></delete>",
                "“forbidden” tells nothing but its sentence."
            ),
            (
                "<update as=\"ann\" record=\"grand\" refused=\"reserved.x\"><refusal code=\"reserved.x\"><fact id=\"who\" value=\"1\"/></refusal></update>",
                "“reserved.x” tells no “who”."
            ),
        ])
    func findings(_ step: String, _ sentence: String) async throws {
        let run = try await desk.trellis(Self.story(step + "<expect entity=\"Hire\" count=\"0\"/>"))
        #expect(run.code == 1)
        #expect(run.output.contains(sentence), "\(run.output)")
    }
}
