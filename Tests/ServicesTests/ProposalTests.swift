// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Packs
import Services
import Storage
import Testing
import Values

@Suite("Newer packs that are proposed to administrators")
struct ProposalTests {
    private static let renamed = bicycleRepair2.replacing("<label>Name</label>", with: "<label>Rider's name</label>")

    private func proposed() async throws -> (LivingEdition, Workspace) {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(bicycleRepair)
        try await workspace.customise(
            .changeField(
                entity: "Rider", "name",
                Customisation.FieldChange(label: Label(english: "Full name", chinese: "全名"))),
            seen: workspace.editionNumber, workspace.engine)
        try await workspace.propose(edition.load([Self.renamed]).texts)
        return (edition, workspace)
    }

    @Test("are shown with every conflict, and cannot be applied before it is decided")
    func asked() async throws {
        let (_, workspace) = try await proposed()
        let proposal = try #require(try workspace.proposal(UpgradeChoice(), workspace.engine))
        #expect(proposal.packs.map(\.after) == ["2.0.0"])
        #expect(proposal.conflicts.map(\.layerValue) == ["Full name"])
        #expect(proposal.conflicts.map(\.vendorValue) == ["Rider's name"])
        await #expect(throws: CustomisationFault.self) {
            try await workspace.acceptProposal(
                UpgradeChoice(), seen: workspace.editionNumber, workspace.engine)
        }
        #expect(workspace.model.current.model.entities["Rider"]?.fields["colour"] == nil)
    }

    @Test(
        "are applied as was chosen, and are no proposal any more",
        arguments: [(UpgradeConflict.Take.layer, "Full name"), (.vendor, "Rider's name")])
    func accepted(_ take: UpgradeConflict.Take, _ label: String) async throws {
        let (edition, workspace) = try await proposed()
        let asked = try #require(try workspace.proposal(UpgradeChoice(), workspace.engine)?.conflicts)
        let choice = UpgradeChoice(decided: asked.map { UpgradeDecision($0, take: take) })
        try await workspace.acceptProposal(choice, seen: workspace.editionNumber, workspace.engine)
        #expect(try !workspace.hasProposal(workspace.engine))
        for rider in [workspace, try edition.open()].map({ $0.model.current.model.entities["Rider"] }) {
            #expect(rider?.fields["name"]?.label.english == label)
            #expect(rider?.fields["colour"] != nil)
        }
    }

    @Test("can be dropped, and change nothing then")
    func dropped() async throws {
        let (_, workspace) = try await proposed()
        let number = workspace.editionNumber
        try await workspace.dropProposal(workspace.engine)
        #expect(try workspace.proposal(UpgradeChoice(), workspace.engine) == nil)
        #expect(workspace.editionNumber == number)
    }

    @Test("keep what administrators changed after they were laid out")
    func later() async throws {
        let (_, workspace) = try await proposed()
        try await workspace.customise(
            .changeField(
                entity: "Rider", "mobile",
                Customisation.FieldChange(label: Label(english: "Phone", chinese: "电话"))),
            seen: workspace.editionNumber, workspace.engine)
        let choice = UpgradeChoice(otherwise: .layer)
        try await workspace.acceptProposal(choice, seen: workspace.editionNumber, workspace.engine)
        #expect(workspace.model.current.model.entities["Rider"]?.fields["mobile"]?.label.english == "Phone")
        #expect(try workspace.customisations(workspace.engine).count == 2)
    }
}
