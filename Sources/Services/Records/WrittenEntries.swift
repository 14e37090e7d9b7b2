// SPDX-License-Identifier: Apache-2.0
import Expressions
import Storage
import Values

/// The newest audit entry of each record that a transaction has written.
///
/// Roll-ups follow from their members, often many of them in one transaction: what they become belongs to the entry that
/// is there, which otherwise would tell of sums before the lines came in.
final class WrittenEntries {
    struct Entry {
        let id: RecordID
        var changes: [AuditedChange]

        /// Takes later changes of the same transaction in: a field keeps what it was before, and gets what it became.
        mutating func take(_ later: [AuditedChange]) {
            for change in later {
                if let index = changes.firstIndex(where: { $0.field == change.field }) {
                    changes[index] = AuditedChange(change.field, old: changes[index].old, new: change.new)
                } else {
                    changes.append(change)
                }
            }
            changes.removeAll { $0.old == $0.new }
        }
    }

    private var entries: [RecordReference: Entry] = [:]

    subscript(record: RecordReference) -> Entry? {
        get { entries[record] }
        set { entries[record] = newValue }
    }
}
