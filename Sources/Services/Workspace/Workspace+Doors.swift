// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Storage
public import Values

// What adapters call. Each function is the whole of one request.
extension Workspace {
    /// Reads one record with the fields the asker may see.
    public func record(
        _ entity: EntityName, _ id: RecordID, fields: [FieldName]? = nil, _ invocation: Invocation
    ) throws -> RecordView { preconditionFailure("contract") }

    /// Reads a page of records.
    public func list(_ request: ListRequest, _ invocation: Invocation) throws -> RecordList {
        preconditionFailure("contract")
    }

    /// Calls the body for every record that matches, in the list's order, without holding them in memory; for exports.
    public func forEachRecord(
        _ request: ListRequest, _ invocation: Invocation, _ body: @escaping @Sendable (RecordView) throws -> Void
    ) async throws { preconditionFailure("contract") }

    public func create(
        _ entity: EntityName, _ values: [FieldName: Value], id: RecordID? = nil, _ invocation: Invocation
    ) async throws -> WriteOutcome { preconditionFailure("contract") }

    public func update(
        _ entity: EntityName, _ id: RecordID, _ changes: [FieldName: Value], expectedVersion: Int64?,
        _ invocation: Invocation
    ) async throws -> WriteOutcome { preconditionFailure("contract") }

    /// Puts a record into the recycle bin.
    public func delete(
        _ entity: EntityName, _ id: RecordID, expectedVersion: Int64?, _ invocation: Invocation
    ) async throws { preconditionFailure("contract") }

    /// Takes a record out of the recycle bin.
    public func restore(_ entity: EntityName, _ id: RecordID, _ invocation: Invocation) async throws {
        preconditionFailure("contract")
    }

    public func move(_ move: StageMove, _ invocation: Invocation) async throws -> WriteOutcome {
        preconditionFailure("contract")
    }

    /// The ways out of the record's stage, with what stands in each for the asker.
    public func availableMoves(
        _ entity: EntityName, _ id: RecordID, _ pipeline: PipelineName, _ invocation: Invocation
    ) throws -> [AvailableMove] { preconditionFailure("contract") }

    /// What happened to a record, newest first.
    public func timeline(
        _ entity: EntityName, _ id: RecordID, limit: Int, _ invocation: Invocation
    ) throws -> [TimelineEntry] { preconditionFailure("contract") }

    /// A pipeline's columns with totals and the first cards of each.
    public func board(
        _ pipeline: PipelineName, cards: Int = 20, filter: String? = nil, _ invocation: Invocation
    ) throws -> Board { preconditionFailure("contract") }

    /// More cards of one column.
    public func boardColumn(
        _ pipeline: PipelineName, _ stage: StageName, page: String?, cards: Int, filter: String? = nil,
        _ invocation: Invocation
    ) throws -> Board.Column { preconditionFailure("contract") }

    public func report(_ name: ReportName, filter: String? = nil, _ invocation: Invocation) async throws -> ReportResult {
        preconditionFailure("contract")
    }

    /// Reads a text that a person wrote into the value of a field.
    public func parse(_ text: String, for field: Field) throws(FieldFault) -> Value { preconditionFailure("contract") }

    /// What the asker may do with an entity and its fields.
    public func access(_ entity: EntityName, _ invocation: Invocation) -> EntityAccess {
        preconditionFailure("contract")
    }
}

/// What one person may do with the records of an entity, taken together over all their roles.
public struct EntityAccess: Sendable {
    public let read: RowRule
    public let create: RowRule
    public let update: RowRule
    public let delete: RowRule
    public let fields: [FieldName: FieldRule]

    public init(read: RowRule, create: RowRule, update: RowRule, delete: RowRule, fields: [FieldName: FieldRule]) {
        self.read = read
        self.create = create
        self.update = update
        self.delete = delete
        self.fields = fields
    }

    public func isVisible(_ field: FieldName) -> Bool { fields[field] != .hidden }
    public func isWritable(_ field: FieldName) -> Bool { fields[field] == nil }
}
