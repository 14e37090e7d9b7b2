// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Storage
import Values

// What a plan has computed anew while it is applied.
extension Workspace {
    /// Computes a stored computed field of every record.
    func recompute(
        _ entity: EntityName, _ field: FieldName, in transaction: any WriteTransaction, _ invocation: Invocation
    ) throws {
        try RecordWriter(Request(self, invocation), transaction).recompute(entity, field)
    }

    /// Adds up a board or standing report from nothing.
    func computeStanding(_ name: String, in transaction: any WriteTransaction, _ invocation: Invocation) throws {
        try RecordWriter(Request(self, invocation), transaction).rebuildStanding(name)
    }
}
