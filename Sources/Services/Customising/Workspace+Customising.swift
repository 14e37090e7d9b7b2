// SPDX-License-Identifier: Apache-2.0
import Diagnostics
public import DomainModel
import OrderedCollections
public import Packs
import Schemas
import Storage
import Values

/// What an administrator's change would make of the edition, or everything that keeps it from being made.
public enum CustomisationPreview: Sendable {
    case planned(PlannedEdition)
    /// What is wrong, in both languages.
    case refused([Label])
}

/// Why a change of the edition was not made.
public enum CustomisationFault: Error, Sendable {
    /// Somebody else changed the edition since the person looked at it.
    case editionChanged
    case refused([Label])
}

// Changing the edition while it is in use. Only people with the capability may, whichever page they come from.
extension Workspace {
    /// The number of the edition in force, which a form brings back to tell that nobody changed it meanwhile.
    public var editionNumber: Int64 { model.current.edition ?? 0 }

    /// What administrators changed, in the order in which they did.
    ///
    /// - Throws: ``ServiceError/forbidden(_:)``, as all of these.
    public func customisations(_ invocation: Invocation) throws -> [CustomerLayer.Part] {
        try permit(invocation)
        return CustomerLayer(try PlannedEdition.latest(store, contributions).texts).parts
    }

    /// What a change would do, without doing it.
    public func preview(_ change: Customisation, _ invocation: Invocation) throws -> CustomisationPreview {
        try permit(invocation)
        let texts = try PlannedEdition.latest(store, contributions).texts
        return try preview(
            CustomerLayer(texts).adding(
                change, at: invocation.now.description, person: invocation.actor.userName))
    }

    /// What taking a change back would do.
    ///
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if it is not there any more.
    public func preview(takingBack path: String, _ invocation: Invocation) throws -> CustomisationPreview {
        try permit(invocation)
        guard let texts = CustomerLayer(try PlannedEdition.latest(store, contributions).texts).removing(path) else {
            throw ServiceError.unknownName(kind: "customisation", name: path)
        }
        return try preview(texts)
    }

    /// Makes a change, in one transaction, and takes the edition that comes of it.
    ///
    /// - Parameter edition: The one that the person has seen.
    /// - Throws: ``CustomisationFault``, after which nothing has changed.
    public func customise(_ change: Customisation, seen edition: Int64, _ invocation: Invocation) async throws {
        try await apply(preview(change, invocation), seen: edition)
    }

    /// Takes a change back; values that were entered into what goes away are kept with it.
    public func takeBack(_ path: String, seen edition: Int64, _ invocation: Invocation) async throws {
        try await apply(preview(takingBack: path, invocation), seen: edition)
    }

    /// - Throws: ``ServiceError/forbidden(_:)`` unless the person may change the edition.
    func permit(_ invocation: Invocation) throws {
        guard invocation.may(.customise) else { throw ServiceError.forbidden("customise") }
    }

    private func preview(_ texts: EditionTexts) throws -> CustomisationPreview {
        let loading = PackLoader(contributions).load(texts)
        guard loading.model != nil else {
            return .refused(
                loading.diagnostics.diagnostics.filter { $0.severity == .error }.map(\.label))
        }
        let planned = try PlannedEdition(texts, for: store, contributions)
        guard planned.plan.errors.isEmpty else {
            return .refused(planned.plan.errors.map(\.label))
        }
        return .planned(planned)
    }

    /// Makes what was previewed, unless the edition is not the one that the person saw.
    func apply(_ preview: CustomisationPreview, backup: Backup = .none, seen edition: Int64) async throws {
        switch preview {
        case .refused(let reasons): throw CustomisationFault.refused(reasons)
        case .planned(let planned):
            guard try store.edition() == edition else { throw CustomisationFault.editionChanged }
            do {
                _ = try await Workspace.apply(
                    planned, to: store, contributions: contributions, clock: clock, backup: backup)
            } catch StoreError.stalePlan(_) {
                throw CustomisationFault.editionChanged
            }
            try follow()
        }
    }
}
