// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import FoundationEssentials
import OrderedCollections
import Queries
import Schemas
import Storage
import Values

/// The changes of a record, and the related records that its page puts beside them.
struct Timeline {
    let request: Request
    let transaction: any ReadTransaction

    init(_ request: Request, _ transaction: any ReadTransaction) {
        self.request = request
        self.transaction = transaction
    }

    func entries(of id: RecordID, _ plan: EntityPlan, limit: Int) throws -> [TimelineEntry] {
        let all =
            try changes(of: id, plan, limit) + related(to: id, plan, limit) + firings(of: id, plan, limit)
            + approvals(of: id, plan)
        return Array(all.sorted { $0.at > $1.at }.prefix(limit))
    }

    private func changes(of id: RecordID, _ plan: EntityPlan, _ limit: Int) throws -> [TimelineEntry] {
        let rows = try transaction.engineRows(
            EngineSelection(
                .changes, where: [.equals("record", .identifier(id))], order: "id", isDescending: true, limit: limit))
        let backMoves = try backMoves(of: id, limit)
        var names: [RecordID: String] = [:]
        return try rows.compactMap { row in
            guard case .instant(let at) = row[4], case .text(let door) = row[6], case .text(let kind) = row[7],
                case .text(let fields) = row[8]
            else { return nil }
            var who: String?
            if case .identifier(let user) = row[5] {
                who = try names[user] ?? displayName(of: user)
                names[user] = who
            }
            var reason: String?
            if case .text(let text) = row[9] { reason = text }
            let changes = shown(fields, plan)
            if kind == ChangeKind.moved.rawValue {
                let isBack = if case .identifier(let change) = row[0] { backMoves.contains(change) } else { false }
                return TimelineEntry(
                    at: at, who: who,
                    kind: .change(
                        isBack ? "movedBack" : kind, changes, door: door,
                        reason: reason.map { label(ofReason: $0, fields, plan) }))
            }
            if let mark = reason, [.shared, .unshared].contains(ChangeKind(rawValue: kind)) {
                reason = try sentence(ofShare: mark)
            }
            guard kind == ChangeKind.merged.rawValue else {
                return TimelineEntry(at: at, who: who, kind: .change(kind, changes, door: door, reason: reason))
            }
            let other = try reason.flatMap(MergeMark.init).flatMap { try mergedRecord($0, plan) }
            return TimelineEntry(
                at: at, who: who, kind: .change(kind, changes, door: door, reason: nil), other: other)
        }
    }

    /// The changes that led the record back to an earlier stage.
    private func backMoves(of id: RecordID, _ limit: Int) throws -> Set<RecordID> {
        let rows = try transaction.engineRows(
            EngineSelection(
                .backMoves, where: [.equals("record", .identifier(id))], order: "id", isDescending: true, limit: limit))
        return Set(rows.compactMap { if case .identifier(let change) = $0[0] { change } else { nil } })
    }

    /// What a person reads for a reason: the label of the option where the way has a list of them.
    private func label(ofReason reason: String, _ json: String, _ plan: EntityPlan) -> String {
        let changes = (try? JSONDecoder().decode([AuditedChange].self, from: Data(json.utf8))) ?? []
        for pipeline in plan.pipelines {
            guard let change = changes.first(where: { $0.field == pipeline.field }), let to = change.new,
                let from = change.old ?? pipeline.stages.first?.name.rawValue,
                case .oneOf(_, let options, _)? = pipeline.transition(from: StageName(from), to: StageName(to))?.reason,
                let option = options.first(where: { $0.name == reason })
            else { continue }
            return option.label[request.invocation.language]
        }
        return reason
    }

    /// What happened by itself; why something did not is for administrators.
    private func firings(of id: RecordID, _ plan: EntityPlan, _ limit: Int) throws -> [TimelineEntry] {
        guard plan.timing != nil || plan.structures != nil else { return [] }
        return try [Firing.Outcome.fired, .failed].flatMap { outcome in
            try transaction.engineRows(
                EngineSelection(
                    .firings, where: [.equals("record", .identifier(id)), .equals("outcome", .text(outcome.rawValue))],
                    order: "id", isDescending: true, limit: limit))
        }.compactMap(Firing.init).map { firing in
            return TimelineEntry(
                at: firing.at, who: nil,
                kind: .firing(
                    firing.label(in: request.model), firing.outcome,
                    event: firing.isEvent ? firing.detail.effects.first : nil)
            )
        }
    }

    /// The other record of a merge, which the audit entry names by its key; nil if the asker may not read it.
    private func mergedRecord(_ mark: MergeMark, _ plan: EntityPlan) throws -> MergedRecord? {
        let (id, isSurvivor) =
            switch mark {
            case .took(let id): (id, false)
            case .into(let id): (id, true)
            }
        let reference = RecordReference(entity: plan.entity.name, id: id)
        let scope = try TransactionScope(transaction, request)
        guard let record = try scope.record(reference),
            try scope.allows(request.permissions[reference.entity].read, reference)
        else { return nil }
        return MergedRecord(
            id: id, title: try request.title(of: reference, scope), isSurvivor: isSurvivor,
            isDeleted: record.deletedAt != nil)
    }

    func displayName(of user: RecordID) throws -> String? {
        try transaction.record("User", user)?["displayName"].canonicalText
    }

    /// The changes as the asker may see them: hidden fields are left out, masked ones covered.
    private func shown(_ json: String, _ plan: EntityPlan) -> [TimelineEntry.Change] {
        let access = request.permissions[plan.entity.name]
        let audited = (try? JSONDecoder().decode([AuditedChange].self, from: Data(json.utf8))) ?? []
        return audited.compactMap { change in
            // Entries keep the name that a field had when it was written.
            let field =
                plan.entity.fields[change.field]
                ?? plan.entity.fields.values.first { $0.formerNames.contains(change.field) }
            guard let field, access.isVisible(field.name) else { return nil }
            func value(_ text: String?) -> Value {
                guard let text else { return .null }
                if let mask = access.mask(of: field.name) { return .text(mask.covering(text)) }
                return Value(canonicalText: text, as: field.valueType)
            }
            return TimelineEntry.Change(field: field.name, old: value(change.old), new: value(change.new))
        }
    }

    private func related(to id: RecordID, _ plan: EntityPlan, _ limit: Int) throws -> [TimelineEntry] {
        guard let source = plan.entity.page.timeline, let relationship = plan.entity.relationships[source.relationship],
            request.permissions[relationship.entity].read != .none,
            request.permissions.isPlain(source.at, of: relationship.entity)
        else { return [] }
        let member = try request.plan.entity(relationship.entity)
        guard let reference = member.entity.fields[relationship.field], let at = member.entity.fields[source.at] else {
            return []
        }
        let order = [OrderTerm(expression: TypedExpression(at.path), direction: .descending)]
        let columns = try ViewColumns(member, member.entity.list.columns, order, request)
        let query = RecordQuery(
            entity: relationship.entity, columns: columns.columns,
            condition: .equality(reference.path, .identifier(id)), order: order, limit: limit,
            access: request.permissions.read)
        var entries: [TimelineEntry] = []
        try transaction.forEachRow(query, request.context(transaction)) { row in
            guard let view = columns.view(row), case .instant(let at) = row.value(columns.orderStart) else { return }
            entries.append(TimelineEntry(at: at, who: nil, kind: .related(view)))
        }
        return entries
    }
}
