// SPDX-License-Identifier: Apache-2.0
import DomainModel
public import Expressions
public import Values

/// One call of a plugin's action: what it is about, and the doors by which it reads and writes records.
///
/// Everything it writes is written as the automation writes, through the one way by which records change.
public struct ActionCall: Sendable {
    /// The same at every attempt, and no other call's.
    public let key: RecordID
    /// The record that the automation acted on.
    public let record: RecordReference
    /// By the names of the parameters; null for those that have no value.
    public let arguments: [String: Value]
    private let workspace: Workspace
    private let invocation: Invocation

    init(
        key: RecordID, record: RecordReference, arguments: [String: Value], _ workspace: Workspace,
        _ invocation: Invocation
    ) {
        self.key = key
        self.record = record
        self.arguments = arguments
        self.workspace = workspace
        self.invocation = invocation
    }

    /// The moment at which it is done.
    public var moment: Instant { invocation.now }

    /// A text argument; nil if it has no value or is no text.
    public func text(_ name: String) -> String? { if case .text(let text)? = arguments[name] { text } else { nil } }

    /// A record as it is now; the one the call is about unless another is named.
    ///
    /// - Throws: ``ServiceError/notFound(_:_:)`` if it was deleted meanwhile.
    public func read(_ other: RecordReference? = nil) throws -> RecordView {
        let reference = other ?? record
        return try workspace.record(reference.entity, reference.id, invocation)
    }

    /// Records that meet a condition, as ``Workspace/list(_:_:)`` gives them.
    public func list(_ request: ListRequest) throws -> RecordList { try workspace.list(request, invocation) }

    /// Adds a record; gives its key.
    public func create(_ entity: EntityName, _ values: [FieldName: Value]) async throws -> RecordID {
        try await workspace.create(entity, values, invocation).id
    }

    /// Changes fields of a record; of the one the call is about unless another is named.
    public func update(_ changes: [FieldName: Value], of other: RecordReference? = nil) async throws {
        let reference = other ?? record
        _ = try await workspace.update(reference.entity, reference.id, changes, expectedVersion: nil, invocation)
    }

    /// Moves a record to another stage; its contract holds.
    public func move(_ move: StageMove) async throws { _ = try await workspace.move(move, invocation) }
}
