// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Storage
public import Values

extension Workspace {
    /// Makes changes one after another in one transaction: all of them, or none.
    ///
    /// - Returns: What became of each.
    /// - Throws: ``ChangeRefusal`` with the first that was refused; if there is but one, what refused it.
    public func perform(_ changes: [RecordChange], _ invocation: Invocation) async throws -> [ChangeOutcome] {
        try await write(invocation) { request, transaction in
            let writer = try RecordWriter(request, transaction)
            var outcomes: [ChangeOutcome] = []
            for (index, change) in changes.enumerated() {
                do {
                    outcomes.append(try writer.perform(change))
                } catch {
                    throw changes.count == 1 ? error : ChangeRefusal(index: index, error: error)
                }
            }
            return outcomes
        }
    }

    /// A key for a record that is going to be added.
    public func newKey(_ invocation: Invocation) -> RecordID { identifiers.next(invocation.now) }
}
