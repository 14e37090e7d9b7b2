// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Schemas
import Storage
import Values

// What leaves as a file leaves an entry: begun before the first row goes, ended with their number.
extension Workspace {
    /// Lets records out, and writes down who took them and how many went.
    ///
    /// - Parameter body: Takes what counts the rows that left.
    /// - Throws: What the body throws, once it is written down that the export was broken off.
    func logging<Result>(
        _ wish: ExportWish, of entity: EntityName, report: ReportName? = nil, _ invocation: Invocation,
        _ body: (inout Int64) async throws -> Result
    ) async throws -> Result {
        let entry = AccessEntry(
            id: identifiers.next(invocation.now), at: clock.now(), kind: .export, actor: invocation.actor.user,
            door: invocation.door.rawValue, entity: entity, report: report, wish: wish)
        // Whatever edition comes meanwhile, and also where the records of a detached pack are read: the log is the engine's.
        let log = StoreEnvironment(
            model: invocation.model, layout: invocation.environment.layout,
            collations: invocation.environment.collations)
        let row = try entry.row
        try await store.write(log) { transaction in try transaction.insert(into: .accessEntries, row) }
        var records: Int64 = 0
        do {
            let result = try await body(&records)
            try await end(entry.id, records, .finished, log)
            return result
        } catch {
            // What stopped the export is told, also if the log cannot be written any more: its entry then has no end.
            try? await end(entry.id, records, .brokenOff, log)
            throw error
        }
    }

    private func end(
        _ entry: RecordID, _ records: Int64, _ outcome: AccessEntry.End.Outcome, _ log: StoreEnvironment
    ) async throws {
        let row: [Value] = [
            .identifier(entry), .instant(clock.now()), .integer(records), .text(outcome.rawValue),
        ]
        try await store.write(log) { transaction in try transaction.insert(into: .accessEnds, row) }
    }
}
