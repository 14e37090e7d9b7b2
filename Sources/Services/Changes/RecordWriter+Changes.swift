// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

// Changes as programs send them, by way of the writes that every door uses.
extension RecordWriter {
    func perform(_ change: RecordChange) throws -> ChangeOutcome {
        switch change {
        case .create(let record): return .created(try add(record))
        case .update(let entity, let id, let values, let version):
            return .changed(try write(entity, id, values, expectedVersion: version))
        case .replace(let entity, let id, let values, let version):
            return .changed(
                try write(entity, id, try whole(values, of: entity), expectedVersion: version))
        case .upsert(let record, let isWhole, let condition): return try upsert(record, isWhole, condition)
        case .delete(let entity, let id, let version):
            try delete(entity, id, expectedVersion: version)
            return .deleted
        case .move(let move): return .changed(try self.move(move))
        case .merge(let merge): return .changed(try self.merge(merge))
        case .claim(let entity, let id, let version):
            return .changed(try claim(entity, id, expectedVersion: version))
        case .release(let entity, let id, let version):
            return .changed(try release(entity, id, expectedVersion: version))
        case .share(let share): return .changed(try self.share(share))
        case .unshare(let entity, let id, let receiver): return .changed(try unshare(entity, id, receiver))
        }
    }

    private func upsert(
        _ record: NewRecord, _ isWhole: Bool, _ condition: RecordChange.Precondition
    ) throws -> ChangeOutcome {
        let isThere = try transaction.record(record.entity, record.id) != nil
        switch (condition, isThere) {
        case (.none, false), (.noneMatch, false): return .created(try add(record))
        case (.match, false): throw ServiceError.notFound(record.entity, record.id)
        case (.none, true), (.noneMatch, true):
            // Nobody learns by a refusal that there is a record that they may not read.
            _ = try writable(record.entity, record.id, \.read, nil)
            throw condition == .none ? ServiceError.preconditionRequired : ServiceError.exists(record.entity, record.id)
        case (.match(let version), true):
            guard record.referenced.isEmpty, record.members.isEmpty, record.adopted.isEmpty else {
                throw ServiceError.unsupported(
                    Label(
                        english: "Related records cannot be written together with a change; write them by themselves.",
                        chinese: "修改记录时不能同时写入相关记录，请分别写入。"))
            }
            let values = isWhole ? try whole(record.values, of: record.entity) : record.values
            return .changed(try write(record.entity, record.id, values, expectedVersion: version))
        }
    }

    /// Writes fields; the value of a stage's field moves the record, by the same rules as any move.
    func write(
        _ entity: EntityName, _ id: RecordID, _ values: [FieldName: Value], expectedVersion: Int64?
    ) throws -> WriteOutcome {
        let plan = try request.plan.entity(entity)
        let staged = plan.pipelines.filter { values[$0.field] != nil }
        guard !staged.isEmpty else { return try update(entity, id, values, expectedVersion: expectedVersion) }
        let before = try writable(entity, id, \.update, expectedVersion)
        var rest = values
        var moves: [(Pipeline, StageName)] = []
        for pipeline in staged {
            guard let value = rest.removeValue(forKey: pipeline.field), value != before[pipeline.field] else {
                continue
            }
            guard case .text(let stage) = value else {
                throw ServiceError.invalid(plan.entity.fields[pipeline.field].map { [.moveInstead($0)] } ?? [])
            }
            moves.append((pipeline, StageName(stage)))
        }
        guard let (first, stage) = moves.first else {
            return try update(entity, id, rest, expectedVersion: expectedVersion)
        }
        var outcome = try move(
            StageMove(
                entity: entity, id: id, pipeline: first.name, to: stage, values: rest, expectedVersion: expectedVersion)
        )
        for (pipeline, stage) in moves.dropFirst() {
            outcome = try move(StageMove(entity: entity, id: id, pipeline: pipeline.name, to: stage))
        }
        return outcome
    }

    /// The values with the default, or null, for every field that the asker may write and did not name.
    private func whole(_ values: [FieldName: Value], of entity: EntityName) throws -> [FieldName: Value] {
        let plan = try request.plan.entity(entity)
        let access = request.permissions[entity]
        var whole = values
        for field in plan.fields where field.isWritable && access.isWritable(field.name) && values[field.name] == nil {
            // A default that reads the record itself has nothing to read here.
            whole[field.name] =
                try field.defaultValue.map { expression in
                    try scope.evaluator(reading: scope).evaluate(constant: expression.root)
                } ?? .null
        }
        return whole
    }

    /// Adds a record with all that it brings along. What is wrong with any of them is told at once.
    private func add(_ record: NewRecord) throws -> WriteOutcome {
        var findings: [Finding] = []
        let outcome = try add(record, place: nil, parent: nil, &findings)
        guard findings.isEmpty, let outcome else { throw ServiceError.invalid(findings) }
        return outcome
    }

    /// - Parameter parent: The field that refers to a record which could not be added itself.
    private func add(
        _ record: NewRecord, place: String?, parent: FieldName?, _ findings: inout [Finding]
    ) throws -> WriteOutcome? {
        var values = record.values
        var missing = Set([parent].compactMap { $0 })
        for companion in record.referenced {
            values[companion.field] = .identifier(companion.record.id)
            let outcome = try add(companion.record, place: path(place, companion.place), parent: nil, &findings)
            if outcome == nil { missing.insert(companion.field) }
        }
        let outcome = try collecting(place, missing, &findings) { try create(record.entity, values, id: record.id) }
        for companion in record.members {
            var member = companion.record
            member.values[companion.field] = .identifier(record.id)
            let own = outcome == nil ? companion.field : nil
            _ = try add(member, place: path(place, companion.place), parent: own, &findings)
        }
        guard outcome != nil else { return nil }
        for (field, entity, id) in record.adopted {
            try collecting(place, [], &findings) {
                try update(entity, id, [field: .identifier(record.id)], expectedVersion: nil)
            }
        }
        return outcome
    }

    private func path(_ outer: String?, _ inner: String) -> String { outer.map { "\($0)/\(inner)" } ?? inner }

    /// Notes what is wrong with a record, but not that a record is missing which could not be added.
    @discardableResult
    private func collecting(
        _ place: String?, _ missing: Set<FieldName>, _ findings: inout [Finding], _ write: () throws -> WriteOutcome
    ) throws -> WriteOutcome? {
        do {
            return try write()
        } catch ServiceError.invalid(let own) {
            findings += own.filter { $0.code != "unknownRecord" || !missing.contains($0.field ?? "") }
                .map { $0.inside(place) }
            return nil
        }
    }
}
