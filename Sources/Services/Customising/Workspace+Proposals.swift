// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import FoundationEssentials
import OrderedCollections
public import Packs
import Schemas
import Storage
public import Values

/// Newer packs that an integrator laid out for the people who run the edition, to be decided and applied by them.
public struct ProposedUpgrade: Sendable {
    /// A pack in the version that is in force and in the proposed one.
    public struct PackChange: Sendable, Hashable {
        public let pack: PackName
        /// Nil for a pack that is new.
        public let before: String?
        /// Nil for a pack that goes.
        public let after: String?
    }

    public let packs: [PackChange]
    /// Every conflict, with what was chosen so far.
    public let conflicts: [UpgradeConflict]
    /// What applying it would do, or what is left to decide or to mend.
    public let preview: CustomisationPreview
}

// A proposal is kept in the database until it is applied or dropped; it is compared with the edition in force whenever it
// is looked at, so that it never grows stale.
extension Workspace {
    private static let setting = "proposal"

    /// Lays newer packs out, in place of what was proposed before.
    public func propose(_ texts: EditionTexts) async throws {
        let text = try StoredTexts.text(texts)
        try await write { transaction in
            try transaction.upsert(into: .settings, [.text(Self.setting), .text(text)])
        }
    }

    /// Whether something is proposed that the person may decide.
    public func hasProposal(_ invocation: Invocation) throws -> Bool {
        guard invocation.may(.customise) else { return false }
        return try proposedTexts() != nil
    }

    /// What is proposed, with the choices made so far; nil if nothing is.
    ///
    /// - Throws: ``ServiceError/forbidden(_:)``, as all of these.
    public func proposal(_ choice: UpgradeChoice, _ invocation: Invocation) throws -> ProposedUpgrade? {
        try permit(invocation)
        guard let texts = try proposedTexts() else { return nil }
        let latest = try PlannedEdition.latest(store, contributions).texts
        let loading = PackLoader(contributions)
            .load(texts.under(CustomerLayer.pack(of: latest)), after: latest, deciding: choice)
        return ProposedUpgrade(
            packs: Self.changes(from: latest, to: loading.texts), conflicts: loading.conflicts,
            preview: try preview(loading))
    }

    /// Applies what is proposed, after a copy of the database was made.
    ///
    /// - Throws: ``CustomisationFault``, after which nothing has changed.
    public func acceptProposal(_ choice: UpgradeChoice, seen edition: Int64, _ invocation: Invocation) async throws {
        guard let proposal = try proposal(choice, invocation) else { throw CustomisationFault.editionChanged }
        try await apply(proposal.preview, backup: .standard, seen: edition)
        try await dropProposal(invocation)
    }

    /// Forgets what is proposed.
    public func dropProposal(_ invocation: Invocation) async throws {
        try permit(invocation)
        try await write { transaction in
            _ = try transaction.delete(from: .settings, where: [.equals("name", .text(Self.setting))])
        }
    }

    private func preview(_ loading: PackLoading) throws -> CustomisationPreview {
        let errors = loading.diagnostics.diagnostics.filter { $0.severity == .error }
        guard loading.model != nil else { return .refused(errors.map(\.label)) }
        let planned = try PlannedEdition(loading.texts, for: store, contributions)
        return planned.plan.errors.isEmpty ? .planned(planned) : .refused(planned.plan.errors.map(\.label))
    }

    private func proposedTexts() throws -> EditionTexts? {
        try store.read(model.current) { transaction -> EditionTexts? in
            let rows = try transaction.engineRows(
                EngineSelection(.settings, where: [.equals("name", .text(Self.setting))]))
            guard let row = rows.first, row.count == 2, case .text(let json) = row[1] else { return nil }
            return try? StoredTexts.texts(json)
        }
    }

    private static func changes(from old: EditionTexts, to new: EditionTexts) -> [ProposedUpgrade.PackChange] {
        func versions(_ texts: EditionTexts) -> OrderedDictionary<PackName, String> {
            texts.packs.reduce(into: [:]) { all, pack in if let name = pack.name { all[name] = pack.version ?? "" } }
        }
        let (before, after) = (versions(old), versions(new))
        return (Array(after.keys) + before.keys.filter { after[$0] == nil }).compactMap { pack in
            before[pack] == after[pack]
                ? nil : ProposedUpgrade.PackChange(pack: pack, before: before[pack], after: after[pack])
        }
    }
}

extension EditionTexts {
    /// The same with the layer that administrators made since.
    fileprivate func under(_ layer: PackTexts?) -> EditionTexts {
        var texts = self
        texts.packs.removeAll { $0.name == CustomerLayer.name }
        if let layer { texts.packs.append(layer) }
        return texts
    }
}
