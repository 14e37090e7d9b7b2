// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import OrderedCollections
import Services
import Values

// What the header `Allow` names: of the methods that a resource answers, those that the asker may use.
extension Call {
    /// - Source: RFC 9110 §10.2.1: the methods that the resource has at the time of the request.
    func allowedMethods(_ resource: Resource) throws -> [String] {
        var excluded: Set<String> = []
        switch resource {
        case .records(let set):
            if try !workspace.rights(in: set.entity, invocation).mayCreate { excluded = ["POST"] }
        case .record(let address):
            let rights = try workspace.rights(in: address.entity, of: address.id, invocation)
            // Writing to a key of no record adds one.
            if !rights.mayUpdate, try !isUpsert(address, rights) { excluded = ["PATCH", "PUT"] }
            if !rights.mayDelete { excluded.insert("DELETE") }
        case .property(let address, let field):
            let mayWrite = workspace.access(address.entity, invocation).isWritable(field.name)
            if try !mayWrite || !workspace.rights(in: address.entity, of: address.id, invocation).mayUpdate {
                excluded = ["PUT", "DELETE"]
            }
        // Who approves need not be one of those who change the record.
        case .operation(_, .moves), .operation(_, .approvals), .operation(_, .approve), .operation(_, .reject),
            .operation(_, .withdrawApproval):
            break
        // Who got a record by a share may give it back.
        case .operation(let address, .share), .operation(let address, .unshare):
            if invocation.model.entities[address.entity]?.isShareable != true { excluded = ["POST"] }
        case .operation(let address, .shares):
            if invocation.model.entities[address.entity]?.isShareable != true { excluded = ["GET", "HEAD"] }
        case .operation(let address, .reveal):
            if !workspace.access(address.entity, invocation).reveals { excluded = ["POST"] }
        case .operation(let address, .claim), .operation(let address, .release):
            if invocation.model.pools[address.entity] == nil { excluded = ["POST"] }
        case .operation(let address, let operation):
            let rights = try workspace.rights(in: address.entity, of: address.id, invocation)
            if !rights.mayUpdate { excluded = ["POST"] }
            // One of the two records goes; which of them, the request says.
            if case .merge = operation, workspace.access(address.entity, invocation).delete == .none {
                excluded = ["POST"]
            }
        case .events: if workspace.events(invocation).isEmpty { excluded = ["POST"] }
        default: break
        }
        return resource.methods.filter { !excluded.contains($0) }
    }

    private func isUpsert(_ address: Resource.RecordAddress, _ rights: RecordRights) throws -> Bool {
        guard rights.mayCreate else { return false }
        guard let id = address.id else { return true }
        do {
            _ = try workspace.record(address.entity, id, fields: [], invocation)
            return false
        } catch ServiceError.notFound {
            return true
        }
    }
}
