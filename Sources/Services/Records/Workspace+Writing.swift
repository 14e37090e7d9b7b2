// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
public import Values

// Doors that write. Each function is the whole of one request.
extension Workspace {
    /// Adds a record.
    public func create(
        _ entity: EntityName, _ values: [FieldName: Value], id: RecordID? = nil, _ invocation: Invocation
    ) async throws -> WriteOutcome {
        try await write(invocation) { try $0.create(entity, values, id: id) }
    }

    /// Changes fields of a record.
    public func update(
        _ entity: EntityName, _ id: RecordID, _ changes: [FieldName: Value], expectedVersion: Int64?,
        _ invocation: Invocation
    ) async throws -> WriteOutcome {
        try await write(invocation) { try $0.update(entity, id, changes, expectedVersion: expectedVersion) }
    }

    /// Puts a record into the recycle bin.
    public func delete(
        _ entity: EntityName, _ id: RecordID, expectedVersion: Int64?, _ invocation: Invocation
    ) async throws {
        try await write(invocation) { try $0.delete(entity, id, expectedVersion: expectedVersion) }
    }

    /// Takes a record out of the recycle bin.
    public func restore(_ entity: EntityName, _ id: RecordID, _ invocation: Invocation) async throws {
        try await write(invocation) { try $0.restore(entity, id) }
    }

    /// Moves a record to another stage.
    ///
    /// - Throws: ``ServiceError/moveRefused(_:)`` with everything that stands in between.
    public func move(_ move: StageMove, _ invocation: Invocation) async throws -> WriteOutcome {
        do {
            return try await write(invocation) { try $0.move(move) }
        } catch ServiceError.moveRefused(let refusal) {
            try await setOff(RecordReference(entity: move.entity, id: move.id), refused: refusal, invocation)
            throw ServiceError.moveRefused(refusal)
        }
    }

    /// The ways out of the record's stage, with what stands in each for the asker.
    public func availableMoves(
        _ entity: EntityName, _ id: RecordID, _ pipeline: PipelineName, _ invocation: Invocation
    ) throws -> [AvailableMove] {
        let request = Request(self, invocation)
        guard let pipeline = request.model.pipelines[pipeline], pipeline.entity == entity else {
            throw ServiceError.unknownName(kind: "pipeline", name: pipeline.rawValue)
        }
        return try store.read(invocation.environment) { try StageChoices(request, $0).moves(of: id, in: pipeline) }
    }

    private func write<Result: Sendable>(
        _ invocation: Invocation, _ body: @escaping @Sendable (RecordWriter) throws -> Result
    ) async throws -> Result {
        try await write(invocation) { request, transaction in try body(RecordWriter(request, transaction)) }
    }

    /// Reads a text that a person wrote into the value of a field.
    public func parse(_ text: String, for field: Field) throws(FieldFault) -> Value {
        try field.value(writtenAs: text)
    }

    /// What the asker may do with an entity and its fields.
    public func access(_ entity: EntityName, _ invocation: Invocation) -> EntityAccess {
        Request(self, invocation).permissions[entity]
    }
}

extension Field {
    /// The value of a text that a person wrote; null if there is nothing but white space.
    func value(writtenAs text: String) throws(FieldFault) -> Value {
        let trimmed = trimmingWhitespace(text)
        return trimmed.isEmpty ? .null : try type.parse(trimmed, self)
    }
}

private func trimmingWhitespace(_ text: String) -> String {
    let tail = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
    return String(tail.reversed())
}
