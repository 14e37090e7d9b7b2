// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Synchronization
import Values

/// What the answers to one kind of question look like: the members chosen, and how they are written.
final class AnswerForm: Sendable {
    let selection: Selection
    let form: RecordForm
    /// Kept as long as the form is, so that no other model can take its identity.
    private let model: Model
    /// Bytes that a record took lately, so that room is made once.
    private let size = Atomic(512)

    init(_ selection: Selection, _ form: RecordForm, _ model: Model) {
        self.selection = selection
        self.form = form
        self.model = model
    }

    func lastSize(of records: Int) -> Int { (size.load(ordering: .relaxed) + 16) * records }

    func note(_ bytes: Int, of records: Int) {
        if records > 0 { size.store(bytes / records, ordering: .relaxed) }
    }
}

/// The forms of the questions asked lately.
final class AnswerForms: Sendable {
    struct Key: Hashable {
        /// The model's fingerprint.
        let model: String
        let entity: EntityName
        let roles: [RoleName]
        let isEngine: Bool
        let select: String?
        let expand: String?
        let compute: String?
        let apply: String?
        let format: AnswerFormat
    }

    let documents = SchemaDocuments()
    private static let capacity = 500
    private let known = Mutex<[Key: AnswerForm]>([:])

    func form(_ key: Key, _ make: () throws -> AnswerForm) throws -> AnswerForm {
        if let form = known.withLock({ $0[key] }) { return form }
        let form = try make()
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[key] = form
        }
        return form
    }
}
