// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
public import Values

/// Two records side by side, for a person to decide which stays and what it takes from the other.
public struct MergeComparison: Sendable {
    /// One field of both records.
    public struct Line: Sendable {
        public let field: FieldName
        /// Of a masked field always: that two covered values look alike does not make them the same.
        public let differs: Bool
        /// The asker may let the record that stays take the other's value. Never of a masked field: what a person does
        /// not see they cannot choose.
        public let isChoosable: Bool
    }

    /// Records that point to one of the two and would belong to the one that stays.
    public struct Referrers: Sendable {
        public let entity: EntityName
        public let first: Int
        public let second: Int
    }

    public let entity: EntityName
    public let first: RecordView
    public let second: RecordView
    /// The fields that the asker may see, without those of the engine and those that neither record has.
    public let lines: [Line]
    public let referrers: [Referrers]
    /// The asker may keep the first record and delete the second.
    public let firstMayStay: Bool
    public let secondMayStay: Bool
    /// The asker may say that the two are not the same.
    public let mayRefuse: Bool
}

extension MergeComparison {
    init(_ first: RecordView, _ second: RecordView, _ request: Request, _ transaction: any ReadTransaction) throws {
        let plan = try request.readable(first.entity)
        let access = request.permissions[first.entity]
        let scope = try TransactionScope(transaction, request)
        func allows(_ rule: RowRule, _ record: RecordView) throws -> Bool {
            try scope.allows(rule, RecordReference(entity: record.entity, id: record.id))
        }
        entity = first.entity
        self.first = first
        self.second = second
        lines = plan.fields.compactMap { field in
            if case .system = field.origin { return nil }
            guard first.values[field.name] != nil, !first[field.name].isNull || !second[field.name].isNull else {
                return nil
            }
            let differs = first[field.name] != second[field.name] || access.isMasked(field.name)
            return Line(
                field: field.name, differs: differs,
                isChoosable: differs && field.isWritable && access.isWritable(field.name))
        }
        var counts: OrderedDictionary<EntityName, (first: Set<RecordID>, second: Set<RecordID>)> = [:]
        for field in plan.referrers where request.permissions[field.entity].read != .none {
            func visible(_ record: RecordView) throws -> [RecordID] {
                try transaction.referrers(field.entity, by: field.name, to: record.id).filter {
                    try scope.allows(
                        request.permissions[field.entity].read, RecordReference(entity: field.entity, id: $0))
                }
            }
            counts[field.entity, default: ([], [])].first.formUnion(try visible(first))
            counts[field.entity, default: ([], [])].second.formUnion(try visible(second))
        }
        referrers = counts.filter { !$0.value.first.isEmpty || !$0.value.second.isEmpty }
            .map { Referrers(entity: $0.key, first: $0.value.first.count, second: $0.value.second.count) }
        let mayUpdate = (try allows(access.update, first), try allows(access.update, second))
        firstMayStay = try mayUpdate.0 && allows(access.delete, second)
        secondMayStay = try mayUpdate.1 && allows(access.delete, first)
        mayRefuse = mayUpdate.0 && mayUpdate.1
    }
}
