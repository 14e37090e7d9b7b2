// SPDX-License-Identifier: Apache-2.0
public import DomainModel
public import Values

/// What a plugin does for automations, named by packs in `<call action="…">`.
///
/// It is called once the record that set the automation off is written, outside of any transaction, and again with a pause
/// if it throws. A process that dies while it works calls it again as well: what reaches outside tells repetitions by
/// ``ActionCall/key``.
public struct ActionDefinition: Sendable {
    /// How far its effects go.
    public enum Reach: Sendable {
        /// It reads and writes records and nothing else, so that scenarios do it as well.
        case records
        /// It reaches other systems; scenarios only note that it would be done.
        case outside
    }

    public let form: ActionForm
    public let reach: Reach
    /// Does it; gives a sentence for the trace of what was done.
    let perform: @Sendable (ActionCall) async throws -> String

    /// - Parameters:
    ///   - name: With the plugin's name before a point, such as `sms.send`.
    ///   - perform: Gives a sentence for the trace, without values of records; throws a ``ActionFault`` or a
    ///     ``ServiceError`` if it could not be done.
    public init(
        _ name: ActionName, _ label: Label, parameters: [ActionForm.Parameter], reach: Reach,
        perform: @escaping @Sendable (ActionCall) async throws -> String
    ) {
        form = ActionForm(name: name, label: label, parameters: parameters)
        self.reach = reach
        self.perform = perform
    }
}

/// Why a plugin's action could not be done, as an administrator reads it.
public struct ActionFault: Error {
    public let label: Label

    public init(_ label: Label) { self.label = label }
}
