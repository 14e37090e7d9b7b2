// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Schemas
import Storage
import Values

/// A pair of records as the database remembers it.
struct StoredProposal {
    enum Status: String {
        case open, merged, refused
    }

    let id: RecordID
    let entity: EntityName
    let record: RecordID
    let duplicate: RecordID
    let resemblance: Resemblance?

    init?(_ row: [Value]) {
        guard case .identifier(let id) = row[0], case .text(let entity) = row[1], case .identifier(let record) = row[2],
            case .identifier(let duplicate) = row[3], case .text(let why) = row[4]
        else { return nil }
        self.id = id
        self.entity = EntityName(entity)
        self.record = record
        self.duplicate = duplicate
        resemblance = Resemblance(why)
    }

    /// The record of the pair that is not the given one.
    func other(than id: RecordID) -> RecordID { record == id ? duplicate : record }
}

/// The pairs that were proposed for merging, and what was decided about each.
struct ProposalBook {
    /// More pairs than any record has.
    private static let limit = 10_000

    let entity: EntityName
    let transaction: any WriteTransaction

    /// Proposes a pair, unless it is known already: what a person has decided stays decided.
    ///
    /// - Returns: Whether the pair is new.
    func propose(_ proposal: RecordID, _ record: RecordID, _ duplicate: RecordID, _ why: Resemblance, _ batch: RecordID)
        throws -> Bool
    {
        guard try pairs(of: record).allSatisfy({ $0.other(than: record) != duplicate }) else { return false }
        try add(proposal, record, duplicate, why.text, batch, .open)
        return true
    }

    /// Remembers that two records are not the same, or that they were merged.
    func decide(_ record: RecordID, _ other: RecordID, _ status: StoredProposal.Status, newID: RecordID) throws {
        let known = try pairs(of: record).filter { $0.other(than: record) == other }
        for pair in known { try set(["status": .text(status.rawValue)], of: pair) }
        if known.isEmpty { try add(newID, record, other, "", nil, status) }
    }

    /// The records that a person said are not the same as this one.
    func refused(with record: RecordID) throws -> [RecordID] {
        try pairs(of: record, .refused).map { $0.other(than: record) }
    }

    /// What was proposed or refused about a record that was merged away is about the survivor from now on.
    func pass(from loser: RecordID, to survivor: RecordID) throws {
        var known = Set(try pairs(of: survivor).map { $0.other(than: survivor) })
        for status in [StoredProposal.Status.refused, .open] {
            for pair in try pairs(of: loser, status) {
                let other = pair.other(than: loser)
                if other == survivor || !known.insert(other).inserted {
                    try set(["status": .text(StoredProposal.Status.merged.rawValue)], of: pair)
                } else {
                    let side = pair.record == loser ? "record" : "duplicate"
                    try set([side: .identifier(survivor)], of: pair)
                }
            }
        }
    }

    private func pairs(of record: RecordID, _ status: StoredProposal.Status? = nil) throws -> [StoredProposal] {
        try ["record", "duplicate"].flatMap { side in
            var conditions: [EngineCondition] = [.equals("entity", .text(entity.rawValue))]
            if let status { conditions.append(.equals("status", .text(status.rawValue))) }
            conditions.append(.equals(side, .identifier(record)))
            return try transaction.engineRows(
                EngineSelection(.mergeProposals, where: conditions, limit: Self.limit)
            ).compactMap(StoredProposal.init)
        }
    }

    private func set(_ values: [String: Value], of pair: StoredProposal) throws {
        try transaction.update(.mergeProposals, set: values, where: [.equals("id", .identifier(pair.id))])
    }

    private func add(
        _ id: RecordID, _ record: RecordID, _ duplicate: RecordID, _ why: String, _ batch: RecordID?,
        _ status: StoredProposal.Status
    ) throws {
        try transaction.insert(
            into: .mergeProposals,
            [
                .identifier(id), .text(entity.rawValue), .identifier(record), .identifier(duplicate), .text(why),
                batch.map(Value.identifier) ?? .null, .text(status.rawValue),
            ])
    }
}
