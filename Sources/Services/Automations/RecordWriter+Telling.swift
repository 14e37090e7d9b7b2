// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Schemas
import Storage
import Values

// Telling people something about a record.
extension RecordWriter {
    /// - Parameter rule: What tells them: the automation, `approval.` with the name of one, or `share`.
    func tell(_ people: [RecordID], about record: RecordReference, because rule: String, _ text: Label) throws {
        for user in people {
            try transaction.insert(
                into: .notices,
                [
                    .identifier(request.workspace.identifiers.next(invocation.now)), .identifier(user),
                    .instant(invocation.now), .text(record.entity.rawValue), .identifier(record.id), .text(rule),
                    .text(text.english), .text(text.chinese), .boolean(false),
                ])
        }
    }
}
