// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("Automations that set each other off")
struct AutomationCircleTests {
    private static func pack(_ automations: String) -> String {
        """
        <pack xmlns="urn:trellis:pack:1" id="circle" version="1.0.0">
          <label>Circle</label><label xml:lang="zh-Hans">循环</label>
          <entity id="Ball" title="name">
            <label>Ball</label><label xml:lang="zh-Hans">球</label><plural>Balls</plural><plural xml:lang="zh-Hans">球</plural>
            <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="a" type="integer"><label>A</label><label xml:lang="zh-Hans">甲</label></field>
            <field id="b" type="integer"><label>B</label><label xml:lang="zh-Hans">乙</label></field>
            <field id="other" type="reference" to="Ball"><label>Other</label><label xml:lang="zh-Hans">其他</label></field>
          </entity>
          \(automations)
        </pack>
        """
    }

    private static func automation(_ id: String, _ attributes: String, _ actions: String) -> String {
        "<automation id=\"\(id)\" entity=\"Ball\" \(attributes)><label>\(id)</label>"
            + "<label xml:lang=\"zh-Hans\">\(id)</label>\(actions)</automation>"
    }

    @Test("a circle without any condition is an error of the pack, at the first of its automations")
    func endless() async throws {
        let pack = Self.pack(
            Self.automation("ping", "on=\"change\" field=\"a\"", "<set field=\"b\" value=\"a\"/>")
                + Self.automation("pong", "on=\"change\" field=\"b\"", "<set field=\"a\" value=\"b add 1\"/>"))
        let fault = await #expect(throws: PackFault.self) { try await TestEdition.make(pack) }
        #expect(fault?.findings.contains("ping → pong → ping") == true)
        #expect(fault?.findings.contains("pack.E078") == true)
    }

    @Test("in a circle with conditions each fires once for a change of a record")
    func once() async throws {
        let pack = Self.pack(
            Self.automation(
                "ping", "on=\"change\" field=\"a\" when=\"a lt 100\"", "<set field=\"b\" value=\"a add 1\"/>")
                + Self.automation("pong", "on=\"change\" field=\"b\"", "<set field=\"a\" value=\"b add 1\"/>"))
        let edition = try await TestEdition.make(pack)
        let id = try await edition.workspace.create("Ball", ["name": .text("x")], edition.engine).id
        _ = try await edition.workspace.update("Ball", id, ["a": .integer(1)], expectedVersion: nil, edition.engine)
        try await edition.pass()
        let record = try edition.workspace.record("Ball", id, edition.engine)
        #expect(record["a"] == .integer(3))
        #expect(record["b"] == .integer(2))
        let outcomes = try edition.workspace.firings(of: id, limit: 10, edition.engine).map {
            "\($0.automation) \($0.outcome.rawValue)"
        }
        #expect(outcomes == ["pong fired", "ping repeated", "ping fired"])
    }

    @Test("a chain over ever new records ends after eight automations")
    func deep() async throws {
        let pack = Self.pack(
            Self.automation(
                "again", "on=\"create\" when=\"name eq 'x'\"",
                "<create entity=\"Ball\"><set field=\"name\" value=\"name\"/></create>"))
        let edition = try await TestEdition.make(pack)
        _ = try await edition.workspace.create("Ball", ["name": .text("x")], edition.engine)
        try await edition.pass()
        #expect(try edition.workspace.list(ListRequest(entity: "Ball"), edition.engine).records.count == 9)
    }
}
