// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

@Suite("What the roles of the insurance edition see")
struct InsuranceRolesTests {
    @Test("an agent sees the policies of his own customers, and no others")
    func agentRows() async throws {
        let office = try await InsuranceOffice.open()
        let own = try await office.policy("D2026940001", ["status": "inForce"])
        let colleague = try await office.edition.person("agent2", "agent")
        let workspace = office.edition.workspace
        #expect(try workspace.list(ListRequest(entity: "Policy"), office.agent).records.map(\.id) == [own])
        #expect(try workspace.list(ListRequest(entity: "Policy"), colleague).records.isEmpty)
        #expect(throws: ServiceError.self) { try workspace.record("Policy", own, colleague) }
        await #expect(throws: ServiceError.self) {
            try await office.edition.change("Policy", own, ["premium": "1"], by: office.agent)
        }
    }

    @Test("the call centre sees covered numbers, may fill in what the script asks, and cannot change who somebody is")
    func clerk() async throws {
        let office = try await InsuranceOffice.open()
        let contact = try await office.edition.add(
            "Contact",
            ["name": "王思波", "idNo": "990000198409090132", "mobile": "19903919369", "incomeBand": "over300k"],
            by: office.ops)
        let clerk = try await office.edition.person("clerk1", "callCentreClerk")
        let seen = try office.edition.workspace.record("Contact", contact, clerk)
        #expect(seen["idNo"] == .text("990000****0132"))
        #expect(seen.values["incomeBand"] == nil)
        #expect(seen["mobile"] != .text("+8619903919369"))
        try await office.edition.change("Contact", contact, ["maritalStatus": "married"], by: clerk)
        for change: [FieldName: String] in [["name": "王波"], ["idNo": "990000198808140141"], ["tier": "diamond"]] {
            await #expect(throws: ServiceError.self) {
                try await office.edition.change("Contact", contact, change, by: clerk)
            }
        }
    }

    @Test(
        "what is known of somebody's health stays with those who decide",
        arguments: ["agent", "teamLeader", "branchOps", "callCentreClerk", "salesManager", "serviceAgent"] as [RoleName]
    )
    func health(role: RoleName) async throws {
        let office = try await InsuranceOffice.open()
        let person = try await office.edition.person("somebody", role)
        let access = office.edition.workspace.access("Claim", person)
        #expect(!access.isVisible("diagnosis"))
        let assessor = try await office.edition.person("claims1", "claimsAssessor")
        #expect(office.edition.workspace.access("Claim", assessor).isVisible("diagnosis"))
    }

    @Test("compliance reads everything and writes nothing")
    func compliance() async throws {
        let office = try await InsuranceOffice.open()
        let policy = try await office.policy("D2026950001", ["status": "inForce"])
        let officer = try await office.edition.person("compliance1", "compliance")
        #expect(try office.edition.workspace.record("Policy", policy, officer).title == "D2026950001")
        await #expect(throws: ServiceError.self) {
            try await office.edition.change("Policy", policy, ["premium": "1"], by: officer)
        }
        await #expect(throws: ServiceError.self) {
            try await office.edition.add("Contact", ["name": "甲"], by: officer)
        }
    }
}
