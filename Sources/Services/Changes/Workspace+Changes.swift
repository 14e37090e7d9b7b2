// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Storage
public import Values

extension Workspace {
    /// Makes changes one after another in one transaction: all of them, or none.
    ///
    /// - Returns: What became of each.
    /// - Throws: ``ChangeRefusal`` with the first that was refused; if there is but one, what refused it.
    public func perform(_ changes: [RecordChange], _ invocation: Invocation) async throws -> [ChangeOutcome] {
        do {
            return try await make(changes, invocation)
        } catch ServiceError.moveRefused(let refusal) {
            if let record = changes.first?.moved { try await setOff(record, refused: refusal, invocation) }
            throw ServiceError.moveRefused(refusal)
        } catch let refused as ChangeRefusal {
            if case ServiceError.moveRefused(let refusal) = refused.error, let record = changes[refused.index].moved {
                try await setOff(record, refused: refusal, invocation)
            }
            throw refused
        }
    }

    private func make(_ changes: [RecordChange], _ invocation: Invocation) async throws -> [ChangeOutcome] {
        try await write(invocation) { request, transaction in
            let writer = try RecordWriter(request, transaction)
            var outcomes: [ChangeOutcome] = []
            for (index, change) in changes.enumerated() {
                do {
                    outcomes.append(try writer.perform(change))
                } catch {
                    throw changes.count == 1 ? error : ChangeRefusal(index: index, error: error)
                }
            }
            return outcomes
        }
    }

    /// A key for a record that is going to be added.
    public func newKey(_ invocation: Invocation) -> RecordID { identifiers.next(invocation.now) }
}

extension RecordChange {
    /// The record that it could move to another stage; nil if it is none that is there.
    fileprivate var moved: RecordReference? {
        switch self {
        case .move(let move): RecordReference(entity: move.entity, id: move.id)
        case .update(let entity, let id, _, _), .replace(let entity, let id, _, _):
            RecordReference(entity: entity, id: id)
        case .upsert(let record, _, _): RecordReference(entity: record.entity, id: record.id)
        case .create, .delete, .merge, .claim, .release, .share, .unshare: nil
        }
    }
}
