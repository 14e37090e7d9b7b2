// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Storage
import Values

extension Workspace {
    func recompute(_ entity: EntityName, _ field: FieldName, in transaction: any WriteTransaction, _ invocation: Invocation) throws { preconditionFailure("contract") }
    func computeStanding(_ name: String, in transaction: any WriteTransaction, _ invocation: Invocation) throws { preconditionFailure("contract") }
}
