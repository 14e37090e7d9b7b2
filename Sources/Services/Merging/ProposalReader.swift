// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

/// The open proposals as one asker may see them.
struct ProposalReader {
    /// Rows that are read at once.
    private static let portion = 200

    let request: Request
    let scope: TransactionScope

    init(_ request: Request, _ transaction: any ReadTransaction) throws {
        self.request = request
        scope = try TransactionScope(transaction, request)
    }

    /// The proposals behind a key, both of whose records the asker may read; the key to go on from.
    func page(of entity: EntityName?, after start: RecordID?, limit: Int) throws -> (
        found: [MergeProposal], next: RecordID?
    ) {
        var found: [MergeProposal] = []
        var last = start
        while true {
            let rows = try rows(of: entity, after: last)
            for row in rows {
                last = row.id
                guard let proposal = try visible(row) else { continue }
                if found.count == limit { return (found, found.last?.id) }
                found.append(proposal)
            }
            if rows.count < Self.portion { return (found, nil) }
        }
    }

    /// Whether one of the oldest open proposals is the asker's to decide; asked for every page's navigation, and
    /// therefore looks no further than one portion.
    func hasDecidable() throws -> Bool {
        let decidable = request.model.entities.values.filter { entity in
            let access = request.permissions[entity.name]
            return entity.isMergeable && access.read != .none && access.update != .none && access.delete != .none
        }
        return try decidable.contains { entity in
            try rows(of: entity.name, after: nil).contains { row in
                try visible(row) != nil && mayDecide(row)
            }
        }
    }

    private func rows(of entity: EntityName?, after last: RecordID?) throws -> [StoredProposal] {
        var conditions: [EngineCondition] = [.equals("status", .text(StoredProposal.Status.open.rawValue))]
        if let entity { conditions.append(.equals("entity", .text(entity.rawValue))) }
        if let last { conditions.append(.greater("id", .identifier(last))) }
        return try scope.transaction.engineRows(
            EngineSelection(.mergeProposals, where: conditions, order: "id", limit: Self.portion)
        ).compactMap(StoredProposal.init)
    }

    private func visible(_ row: StoredProposal) throws -> MergeProposal? {
        guard let entity = request.model.entities[row.entity], entity.isMergeable,
            let record = try side(row.record, entity), let duplicate = try side(row.duplicate, entity)
        else { return nil }
        let resemblance = row.resemblance.flatMap { resemblance in
            let access = request.permissions[entity.name]
            return access.isVisible(resemblance.same) && access.isVisible(resemblance.alike) ? resemblance : nil
        }
        return MergeProposal(
            id: row.id, entity: row.entity, record: record, duplicate: duplicate, resemblance: resemblance)
    }

    private func side(_ id: RecordID, _ entity: Entity) throws -> MergeProposal.Side? {
        let reference = RecordReference(entity: entity.name, id: id)
        guard let record = try scope.record(reference), record.deletedAt == nil,
            try scope.allows(request.permissions[entity.name].read, reference)
        else { return nil }
        return MergeProposal.Side(id: id, title: try request.title(of: reference, scope))
    }

    private func mayDecide(_ row: StoredProposal) throws -> Bool {
        let access = request.permissions[row.entity]
        let references = [row.record, row.duplicate].map { RecordReference(entity: row.entity, id: $0) }
        return try references.allSatisfy { try scope.allows(access.update, $0) }
            && references.contains { try scope.allows(access.delete, $0) }
    }
}

extension Entity {
    /// People and teams of the engine itself stand in audits, sessions and roles, and are never merged.
    public var isMergeable: Bool { pack != "system" }
}
