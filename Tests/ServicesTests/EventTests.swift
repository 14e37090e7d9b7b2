// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Testing
import Values

@Suite("What outside systems tell")
struct EventTests {
    private let edition: TestEdition
    private let bank: Invocation
    private let ticket: RecordID

    init() async throws {
        edition = try await TestEdition.make(ferry)
        bank = try await edition.user("bank1", "bank")
        ticket = try await edition.workspace.create(
            "Ticket", ["number": .text("T1"), "fare": .integer(20)], edition.engine
        ).id
    }

    private func tell(
        _ key: String, _ values: [FieldName: Value], _ event: EventName = "payment", by asker: Invocation? = nil
    ) async throws -> MessageReceipt {
        try await edition.workspace.receive(
            InboundMessage(event: event, key: key, values: values), asker ?? bank)
    }

    private func payment(
        _ amount: Int64, of ticket: String = "T1", by payer: String = "Ada"
    ) -> [FieldName: Value] {
        ["ticket": .text(ticket), "amount": .integer(amount), "by": .text(payer), "how": .text("card")]
    }

    private func codes(_ body: () async throws -> Void) async throws -> [String] {
        do {
            try await body()
            return []
        } catch ServiceError.invalid(let findings) {
            return findings.map { "\($0.code) \($0.field?.rawValue ?? "")" }
        }
    }

    private func payers() throws -> [String] {
        var request = ListRequest(entity: "Payer", order: "name asc")
        request.fields = ["name", "count"]
        return try edition.workspace.list(request, edition.engine).records
            .map { "\($0["name"].canonicalText) \($0["count"].canonicalText)" }
    }

    @Test("an event finds its record, sets what it tells and moves it, once, however often it is sent")
    func once() async throws {
        #expect(try await tell("a1", payment(20)) == MessageReceipt(records: 2, isRepeated: false))
        #expect(try await tell("a1", payment(20)) == MessageReceipt(records: 2, isRepeated: true))
        try await edition.pass()
        #expect(try await tell("a1", payment(20)).isRepeated)
        try await edition.pass()
        let record = try edition.workspace.record("Ticket", ticket, edition.engine)
        #expect(record["paid"] == .decimal(FixedDecimal(20)))
        #expect(record["how"] == .text("by card"))
        #expect(record["stage"] == .text("paid"))
        #expect(try payers() == ["Ada 1"])
        let firings = try edition.workspace.firings(of: ticket, limit: 10, edition.engine)
        #expect(firings.map { "\($0.automation) \($0.cause) \($0.outcome)" } == ["settle event fired"])
    }

    @Test("the condition of an automation reads what was told, and says why it did nothing")
    func condition() async throws {
        _ = try await tell("a1", payment(19))
        try await edition.pass()
        let firing = try #require(try edition.workspace.firings(of: ticket, limit: 10, edition.engine).first)
        #expect(firing.outcome == .notMet)
        #expect(firing.detail.facts.map { "\($0.path)=\($0.value)" } == ["@event/amount=19", "fare=20"])
    }

    @Test("a record that is not there is added once, also if two messages tell of it before anything was done")
    func creation() async throws {
        for key in ["a1", "a2"] { _ = try await tell(key, payment(1)) }
        try await edition.pass()
        #expect(try payers() == ["Ada 2"])
        _ = try await tell("a3", payment(1, by: "Bo"))
        try await edition.pass()
        #expect(try payers() == ["Ada 2", "Bo 1"])
    }

    @Test("everything that does not fit is told at once, and nothing is done")
    func findings() async throws {
        let found = try await codes {
            _ = try await tell(
                "", ["amount": .integer(-1), "how": .text("cheque"), "colour": .text("red"), "by": .text("Ada")])
        }
        #expect(
            found == ["event.key ", "outOfRange amount", "unknownField colour", "unknownOption how", "required ticket"])
        #expect(try await codes { _ = try await tell("a1", payment(20, of: "T9")) } == ["event.noRecord "])
        try await edition.pass()
        #expect(try payers().isEmpty)
        #expect(try await tell("a1", payment(20)).isRepeated == false)
    }

    @Test("another message under the key of one that was taken is refused")
    func keys() async throws {
        _ = try await tell("a1", payment(20))
        #expect(try await codes { _ = try await tell("a1", payment(21)) } == ["event.otherMessage "])
        #expect(try await tell("a1", [:], "storm").isRepeated == false)
    }

    @Test("an event that somebody may not tell is not there for them")
    func rights() async throws {
        let harbour = try await edition.user("h1", "harbour")
        #expect(edition.workspace.events(harbour).map(\.name) == ["storm"])
        await #expect(throws: ServiceError.self) { try await tell("a1", payment(20), by: harbour) }
        _ = try await tell("a1", [:], "storm", by: harbour)
    }

    @Test("an automation asks for the approval of a move that needs one, once")
    func asking() async throws {
        let harbour = try await edition.user("h1", "harbour")
        _ = try await tell("a1", payment(20))
        for key in ["s1", "s2"] {
            try await edition.pass()
            _ = try await tell(key, [:], "storm")
        }
        try await edition.pass()
        let waiting = try edition.workspace.waitingApprovals(edition.workspace.invocation(harbour.actor, .api))
        #expect(waiting.map(\.record) == [ticket])
        let effects = try edition.workspace.firings(of: ticket, limit: 10, edition.engine).flatMap(\.detail.effects)
        #expect(effects.contains("asked for the approval of the move to refunded"))
        #expect(effects.contains("waits for the approval of the move to refunded"))
        _ = try await edition.workspace.approve(try #require(waiting.first).id, harbour)
        #expect(try edition.workspace.record("Ticket", ticket, edition.engine)["stage"] == .text("refunded"))
    }
}
