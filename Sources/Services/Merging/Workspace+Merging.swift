// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Queries
import Storage
public import Values

// Doors about records that are the same. Each function is the whole of one request.
extension Workspace {
    /// The open proposals whose records the asker may both read, oldest first.
    ///
    /// - Parameters:
    ///   - entity: Nil for those of every entity.
    ///   - page: The token of a page; nil for the first.
    public func mergeProposals(
        of entity: EntityName?, page: String? = nil, limit: Int = 50, _ invocation: Invocation
    ) throws -> MergeProposals {
        let request = Request(self, invocation)
        if let entity { _ = try request.readable(entity) }
        let start = page.map { RecordID($0) }
        if let start, start == nil {
            throw ServiceError.badRequest(target: "page", "The page token does not belong to this list.")
        }
        guard (1...1000).contains(limit) else {
            throw ServiceError.badRequest(target: "limit", "A page has 1 to 1,000 proposals.")
        }
        return try store.read(invocation.environment) { transaction in
            let (found, next) = try ProposalReader(request, transaction).page(
                of: entity, after: start ?? nil, limit: limit)
            return MergeProposals(proposals: found, next: next?.description)
        }
    }

    /// Whether there are proposals that wait for the asker.
    public func hasMergeProposals(_ invocation: Invocation) throws -> Bool {
        let request = Request(self, invocation)
        return try store.read(invocation.environment) { try ProposalReader(request, $0).hasDecidable() }
    }

    /// Puts two records side by side, values as the asker may see them.
    public func compare(
        _ entity: EntityName, _ first: RecordID, _ second: RecordID, _ invocation: Invocation
    ) throws -> MergeComparison {
        let request = Request(self, invocation)
        guard try request.readable(entity).entity.isMergeable, first != second else {
            throw ServiceError.badRequest(target: "id", "These cannot be merged.")
        }
        let records = (try record(entity, first, invocation), try record(entity, second, invocation))
        return try store.read(invocation.environment) { transaction in
            try MergeComparison(records.0, records.1, request, transaction)
        }
    }

    /// Makes two records one.
    ///
    /// - Throws: ``ServiceError/invalid(_:)`` with every missing right, or everything that is wrong with what would
    ///   come of it; ``ServiceError/conflict(current:)`` if one of the two was changed since it was read.
    public func merge(_ merge: RecordMerge, _ invocation: Invocation) async throws -> WriteOutcome {
        try await write(invocation) { try RecordWriter($0, $1).merge(merge) }
    }

    /// Remembers that two records are not the same, so that they are not proposed again.
    public func refuseMerge(
        _ entity: EntityName, _ first: RecordID, _ second: RecordID, _ invocation: Invocation
    ) async throws {
        try await write(invocation) { try RecordWriter($0, $1).refuseMerge(entity, first, second) }
    }
}
