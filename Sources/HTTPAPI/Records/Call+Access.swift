// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import OrderedCollections
import Services
import Values

// Who has which record: operations that say so.
extension Call {
    /// An operation that takes no arguments.
    func refuseArguments(of action: String) throws {
        guard let stranger = try request.members().first(where: { !$0.name.contains("@") }) else { return }
        throw Self.wrongArgument(stranger.name, of: action)
    }

    /// The version that the caller has seen, if the caller says so: of several who claim a record one gets it anyway.
    func claimedVersion() throws -> Int64? { try headers[.ifMatch].flatMap { try version(inTag: $0) } }
}
