// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import Services
import Testing
import Values

@Suite("Ledgers")
struct LedgerTests {
    private func bin(_ edition: TestEdition, _ more: [FieldName: Value] = [:]) async throws -> RecordID {
        try await edition.workspace.create("Bin", ["name": .text("B1")].merging(more) { $1 }, edition.engine).id
    }

    @discardableResult
    private func slip(
        _ edition: TestEdition, _ bin: RecordID?, _ kind: String, _ sacks: Int64, _ invocation: Invocation? = nil
    ) async throws -> RecordID {
        try await edition.workspace.create(
            "Slip",
            ["bin": bin.map(Value.identifier) ?? .null, "kind": .text(kind), "sacks": .integer(sacks)],
            invocation ?? edition.engine
        ).id
    }

    private func findings(_ body: () async throws -> Void) async throws -> [Finding] {
        do {
            try await body()
            return []
        } catch ServiceError.invalid(let findings) {
            return findings
        }
    }

    private func value(_ edition: TestEdition, _ bin: RecordID, _ field: FieldName) throws -> Value {
        try edition.workspace.record("Bin", bin, edition.engine)[field]
    }

    @Test("of a hundred who take one of ten, exactly ten get it")
    func race() async throws {
        let edition = try await TestEdition.make(granary)
        let bin = try await bin(edition)
        try await slip(edition, bin, "receipt", 10)
        let refusals = try await withThrowingTaskGroup(of: [Finding].self) { group in
            for _ in 0..<100 {
                group.addTask { try await findings { try await slip(edition, bin, "issue", 1) } }
            }
            return try await group.reduce(into: [[Finding]]()) { $0.append($1) }
        }
        #expect(refusals.count(where: \.isEmpty) == 10)
        #expect(
            Set(refusals.flatMap(\.self).map(\.message.english)) == [
                "“B1” has a balance of 0; 1 more would be needed."
            ])
        #expect(try value(edition, bin, "stock") == .integer(0))
        #expect(try value(edition, bin, "slips") == .integer(11))
    }

    @Test("a posting that takes too much is refused with the balance and what is missing")
    func shortage() async throws {
        let edition = try await TestEdition.make(granary)
        let bin = try await bin(edition, ["overdraft": .integer(2)])
        #expect(try value(edition, bin, "stock") == .integer(0))
        try await slip(edition, bin, "receipt", 3)
        let refused = try await findings { try await slip(edition, bin, "issue", 9) }
        #expect(refused.map(\.code) == ["insufficient"])
        #expect(refused.map(\.field) == ["moved"])
        #expect(refused.map(\.message.chinese) == ["“B1”的余额为3，还差4。"])
        try await slip(edition, bin, "issue", 5)
        #expect(try value(edition, bin, "stock") == .integer(-2))
        #expect(try value(edition, bin, "low") == .boolean(true))
    }

    @Test("whoever may not see the balance is not told it")
    func discretion() async throws {
        let edition = try await TestEdition.make(granary)
        let (bin, carter) = (try await bin(edition), try await edition.user("c1", "carter"))
        let refused = try await findings { try await slip(edition, bin, "issue", 1, carter) }
        #expect(refused.map(\.message.english) == ["The balance of “Stock” does not suffice."])
    }

    @Test("what was posted stays: it is neither changed nor deleted, and nothing is posted to nowhere")
    func appendOnly() async throws {
        let edition = try await TestEdition.make(granary)
        let bin = try await bin(edition)
        let other = try await edition.workspace.create("Bin", ["name": .text("B2")], edition.engine).id
        let slip = try await slip(edition, bin, "receipt", 3)
        func change(_ values: [FieldName: Value]) async throws -> [Finding] {
            try await findings {
                _ = try await edition.workspace.update("Slip", slip, values, expectedVersion: nil, edition.engine)
            }
        }
        #expect(try await change(["sacks": .integer(4)]).map(\.field) == ["moved"])
        #expect(try await change(["kind": .text("issue")]).map(\.code) == ["posted"])
        #expect(try await change(["bin": .identifier(other)]).map(\.field) == ["bin"])
        #expect(try await change(["note": .text("wet")]).isEmpty)
        let deletion = try await findings {
            try await edition.workspace.delete("Slip", slip, expectedVersion: nil, edition.engine)
        }
        #expect(deletion.map(\.code) == ["posted"])
        let account = try await findings {
            try await edition.workspace.delete("Bin", bin, expectedVersion: nil, edition.engine)
        }
        #expect(account.map(\.code) == ["referred"])
        #expect(try await findings { try await self.slip(edition, nil, "receipt", 1) }.map(\.code) == ["required"])
        #expect(try value(edition, bin, "stock") == .integer(3))
    }

    @Test("nobody writes the balance")
    func balanceIsComputed() async throws {
        let edition = try await TestEdition.make(granary)
        let bin = try await bin(edition)
        let refused = try await findings {
            _ = try await edition.workspace.update(
                "Bin", bin, ["stock": .integer(99)], expectedVersion: nil, edition.engine)
        }
        #expect(refused.map(\.code) == ["readOnly"])
    }

    @Test("accounts that become one have the sum of both")
    func merging() async throws {
        let edition = try await TestEdition.make(granary)
        let (one, two) = (try await bin(edition), try await bin(edition))
        try await slip(edition, one, "receipt", 3)
        try await slip(edition, two, "receipt", 4)
        _ = try await edition.workspace.merge(
            RecordMerge(
                entity: "Bin", survivor: one, loser: two, taken: [], survivorVersion: nil, loserVersion: nil),
            edition.engine)
        #expect(try value(edition, one, "stock") == .integer(7))
    }

    @Test("a ledger that is new adds up the postings that are there")
    func deployment() async throws {
        let edition = try LivingEdition()
        let bare = granary.replacing(/<ledger(.|\n)*?<\/ledger>/, with: "")
        let before = try await edition.apply(bare)
        let engine = before.invocation(.engine, .api)
        let bin = try await before.create("Bin", ["name": .text("B1"), "stock": .integer(99)], engine).id
        let empty = try await before.create("Bin", ["name": .text("B2")], engine).id
        _ = try await before.create(
            "Slip", ["bin": .identifier(bin), "kind": .text("receipt"), "sacks": .integer(5)], engine)
        let after = try await edition.apply(granary)
        #expect(try after.record("Bin", bin, after.invocation(.engine, .api))["stock"] == .integer(5))
        #expect(try after.record("Bin", empty, after.invocation(.engine, .api))["stock"] == .integer(0))
        let again = try await edition.apply(bare)
        #expect(try again.record("Bin", bin, again.invocation(.engine, .api))["stock"] == .integer(5))
    }
}

@Suite("Numbered documents")
struct NumberingTests {
    private func slips(_ edition: TestEdition) throws -> [String] {
        try edition.workspace.list(ListRequest(entity: "Slip", order: "number asc", limit: 1000), edition.engine)
            .records.map { $0["number"].canonicalText }
    }

    private func sequence(_ count: Int) -> [String] {
        (1...count).map { "S" + String(repeating: "0", count: 5 - "\($0)".count) + "\($0)" }
    }

    @Test("two hundred written at once, with refused ones among them, have neither gaps nor doubles")
    func race() async throws {
        let edition = try await TestEdition.make(granary)
        let bin = try await edition.workspace.create("Bin", ["name": .text("B1")], edition.engine).id
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<300 {
                group.addTask {
                    // Every third is refused: it has no sacks.
                    let sacks = number % 3 == 0 ? 0 : 1
                    do {
                        _ = try await edition.workspace.create(
                            "Slip",
                            ["bin": .identifier(bin), "kind": .text("receipt"), "sacks": .integer(Int64(sacks))],
                            edition.engine)
                    } catch ServiceError.invalid {}
                }
            }
            try await group.waitForAll()
        }
        #expect(try slips(edition) == sequence(200))
    }

    @Test("rows of a file that are rejected leave no gaps either")
    func importing() async throws {
        let edition = try await TestEdition.make(granary)
        _ = try await edition.workspace.create("Bin", ["name": .text("B1")], edition.engine)
        let file = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).csv"
        let rows = (0..<30).map { "B1,\($0 % 3),receipt,N\($0)" }
        try (["Bin,Sacks,Kind,Note"] + rows).joined(separator: "\n").write(
            toFile: file, atomically: true, encoding: .utf8)
        let run = try await edition.workspace.runImport(
            "slips", file: file, rejects: file + ".rejects", progress: { _ in },
            edition.workspace.invocation(.engine, .importing))
        #expect((run.summary.rejected, run.summary.created) == (10, 20))
        #expect(try slips(edition) == sequence(20))
    }
}

@Suite("Roll-ups under concurrency")
struct ConcurrentRollUpTests {
    @Test("are what counting anew gives, after many added, moved and deleted at once")
    func concurrency() async throws {
        let edition = try await TestEdition.make(marina)
        let (workspace, engine) = (edition.workspace, edition.engine)
        var boats: [RecordID] = []
        for name in ["Gull", "Tern", "Skua"] {
            boats.append(try await workspace.create("Boat", ["name": .text(name)], engine).id)
        }
        let fleet = boats
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<150 {
                group.addTask {
                    let id = try await workspace.create(
                        "Hire",
                        ["boat": .identifier(fleet[number % 3]), "price": .integer(Int64(number % 7))], engine
                    ).id
                    let other = Value.identifier(fleet[(number + 1) % 3])
                    if number % 2 == 0 {
                        _ = try await workspace.update(
                            "Hire", id, ["boat": other, "price": .integer(3)], expectedVersion: nil, engine)
                    }
                    if number % 5 == 0 { try await workspace.delete("Hire", id, expectedVersion: nil, engine) }
                    if number % 10 == 0 { try await workspace.restore("Hire", id, engine) }
                }
            }
            try await group.waitForAll()
        }
        for boat in fleet {
            let hires = try workspace.list(
                ListRequest(
                    entity: "Hire", fields: ["price"], filter: "boat/id eq \(boat)", limit: 1000), engine
            ).records
            let kept = try workspace.record("Boat", boat, engine)
            let earned = hires.reduce(into: Int64(0)) { if case .integer(let price) = $1["price"] { $0 += price } }
            #expect(kept["hireCount"] == .integer(Int64(hires.count)))
            #expect(kept["earned"] == .integer(earned))
        }
    }
}
