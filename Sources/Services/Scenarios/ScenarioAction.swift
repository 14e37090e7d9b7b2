// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Packs
import Values

/// Something that people do to a record besides changing and moving it, as scenarios name it in `<do action="…">`.
struct ScenarioAction: Sendable {
    let form: ScenarioActionForm
    let perform: @Sendable (ScenarioActionRequest) async throws -> Void

    var name: String { form.name }

    /// - Parameter arguments: What `<with id="…">` may name, each with its type; nil for any.
    init(
        _ name: String, _ arguments: [String: ValueType?] = [:],
        perform: @escaping @Sendable (ScenarioActionRequest) async throws -> Void
    ) {
        form = ScenarioActionForm(name: name, arguments: arguments)
        self.perform = perform
    }

    /// Every action; one line for each.
    static let all: [ScenarioAction] = [merge]
}

/// A wish to do something to a record.
struct ScenarioActionRequest: Sendable {
    let workspace: Workspace
    let invocation: Invocation
    let record: RecordReference
    let reason: String?
    let arguments: [String: Value]

    /// The key of the record that an argument names.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` if the scenario does not say which.
    func key(_ argument: String) throws(ServiceError) -> RecordID {
        guard case .identifier(let id)? = arguments[argument] else {
            throw .badRequest(target: argument, "It needs <with id=\"\(argument)\" value=\"@…\"/>.")
        }
        return id
    }
}

extension ScenarioAction {
    /// The record stays, and `other` becomes part of it.
    private static let merge = ScenarioAction("merge", ["other": nil]) { request in
        _ = try await request.workspace.merge(
            RecordMerge(
                entity: request.record.entity, survivor: request.record.id, loser: try request.key("other"),
                taken: [], survivorVersion: nil, loserVersion: nil), request.invocation)
    }
}
