// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Testing
import Values

/// An edition with a product to sell and the people who sell, assess and administer it.
struct InsuranceOffice: Sendable {
    let edition: InsuranceEdition
    let agent: Invocation
    let underwriter: Invocation
    let ops: Invocation
    let agentRecord: RecordID
    let product: RecordID

    static func open() async throws -> InsuranceOffice {
        let edition = try await InsuranceEdition.make()
        let agent = try await edition.person("agent1", "agent")
        let ops = try await edition.person("ops1", "branchOps")
        let user = try #require(agent.actor.user)
        let agentRecord = try await edition.add(
            "Agent", ["code": "A001", "name": "陈晓", "licenceExpiry": "2028-09-29"], ["user": user], by: ops)
        let product = try await edition.add(
            "Product",
            ["code": "CI88", "name": "重大疾病险", "productClass": "criticalIllness", "entryAgeTo": "60"], by: ops)
        return InsuranceOffice(
            edition: edition, agent: agent, underwriter: try await edition.person("underwriter1", "underwriter"),
            ops: ops, agentRecord: agentRecord, product: product)
    }

    func journey(_ entity: EntityName, _ pipeline: PipelineName, _ id: RecordID) -> Journey {
        Journey(edition: edition, entity: entity, pipeline: pipeline, id: id)
    }

    /// A policy of the old system, with the stage it has there.
    func policy(_ number: String, _ fields: [FieldName: String], holder: RecordID? = nil) async throws -> RecordID {
        var person = holder
        if person == nil { person = try await edition.add("Contact", ["name": "投保人\(number)"], by: ops) }
        let texts = fields.merging(["policyNo": number]) { $1 }
        return try await edition.add(
            "Policy", texts, ["holder": try #require(person), "product": product, "agent": agentRecord],
            by: edition.oldSystem)
    }
}
