// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("A demonstration of any size")
struct DemonstrationTests {
    private static let pack = bicycleRepair.replacing(
        "</pack>",
        with: """
              <words id="names">王 李 张</words>
              <generate entity="Rider" count="@size">
                <draw id="name" words="names"/>
                <draw id="tail" digits="8"/>
                <set field="name" value="concat(@name,cast(@index,Edm.String))"/>
                <set field="mobile" value="concat('199',@tail)"/>
              </generate>
              <generate entity="Repair" for-each="Rider" count="1" most="3" at="now() sub duration'P1D' mul @days" when="parts ge 10">
                <draw id="days" from="5" to="30"/>
                <draw id="luck" from="0" to="99"/>
                <set field="rider" value="@each/id"/>
                <draw field="parts" from="0.00" to="90.00" step="10.00" shape="low"/>
                <draw field="isExpress"><pick value="true" weight="1"/><pick value="false" weight="9"/></draw>
                <move to="repairing" at="createdAt add duration'P1D'"><set field="diagnosis" value="concat('chain of ',rider/name)"/></move>
                <move to="givenUp" at="createdAt add duration'P2D'" when="@luck lt 30" reason="too dear"/>
                <move to="done" at="createdAt add duration'P40D'" when="@luck ge 30"><set field="labour" value="5"/></move>
              </generate>
            </pack>
            """)

    private func company(_ size: Int, seed: UInt64) async throws -> (TestEdition, [[Value]]) {
        let edition = try await TestEdition.make(Self.pack)
        let count = try await edition.workspace.generateDemonstration(size: size, seed: seed) { _, _ in }
        let repairs = try edition.workspace.list(
            ListRequest(entity: "Repair", order: "createdAt asc,parts asc", limit: 500), edition.engine
        ).records
        #expect(count == size + repairs.count)
        return (edition, repairs.map { [$0["parts"], $0["stage"], $0["diagnosis"], $0["createdAt"]] })
    }

    @Test("the same seed makes the same company, another seed another one")
    func seeds() async throws {
        let (_, first) = try await company(40, seed: 7)
        let (_, again) = try await company(40, seed: 7)
        let (_, other) = try await company(40, seed: 8)
        #expect(first == again)
        #expect(first != other)
    }

    @Test("records come with their past: they were added then, and went to their stages when they did")
    func past() async throws {
        let (edition, repairs) = try await company(40, seed: 7)
        let now = edition.workspace.clock.now()
        #expect(repairs.count > 20)
        for repair in repairs {
            guard case .instant(let created) = repair[3] else { continue }
            #expect(created < now)
            #expect(repair[1] == .text("repairing") || repair[1] == .text("givenUp"))
        }
        let record = try #require(
            try edition.workspace.list(ListRequest(entity: "Repair", filter: "stage eq 'givenUp'"), edition.engine)
                .records.first)
        let moves = try edition.workspace.timeline("Repair", record.id, limit: 10, edition.engine).filter { entry in
            if case .change("moved", _, _, _) = entry.kind { true } else { false }
        }
        #expect(moves.count == 2)
        #expect(moves.allSatisfy { $0.at < now })
    }

    @Test("records that do not meet their condition are not made, and amounts lie on their steps")
    func conditions() async throws {
        let (_, repairs) = try await company(40, seed: 7)
        for repair in repairs {
            guard case .decimal(let parts) = repair[0] else { continue }
            #expect(parts >= FixedDecimal(10))
            #expect(parts.units % 1000 == 0)
        }
    }

    @Test("a record that a rule refuses says which element asked for it")
    func refused() async throws {
        let edition = try await TestEdition.make(
            Self.pack.replacing("from=\"0.00\" to=\"90.00\"", with: "from=\"-20.00\" to=\"-10.00\"")
                .replacing(" when=\"parts ge 10\"", with: ""))
        let error = await #expect(throws: ServiceError.self) {
            try await edition.workspace.generateDemonstration(size: 2, seed: 1) { _, _ in }
        }
        guard case .badRequest(let target, let sentence) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(target.hasPrefix("pack.xml:"))
        #expect(sentence.contains("Parts cost nothing less than nothing."))
    }
}
