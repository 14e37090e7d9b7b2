// SPDX-License-Identifier: Apache-2.0
import Crypto
import DomainModel
import FoundationEssentials
import Synchronization
import Values

/// A written schema with the version that its content has.
struct SchemaDocument: Sendable {
    let text: String
    /// A digest of the text.
    let version: String
    /// Kept as long as the document is, so that no other model can take its identity.
    private let model: Model

    init(_ text: String, _ model: Model) {
        self.text = text
        self.model = model
        version = SHA256.hash(data: Data(text.utf8)).prefix(8).map { String($0, radix: 16) }.joined()
    }
}

/// The documents that were asked for lately.
final class SchemaDocuments: Sendable {
    struct Key: Hashable {
        let model: ObjectIdentifier
        let roles: [RoleName]
        let isEngine: Bool
        let language: Language
        let kind: String
    }

    private static let capacity = 100
    private let known = Mutex<[Key: SchemaDocument]>([:])

    func document(_ key: Key, _ model: Model, _ make: () -> String) -> SchemaDocument {
        if let document = known.withLock({ $0[key] }) { return document }
        let document = SchemaDocument(make(), model)
        known.withLock { known in
            if known.count >= Self.capacity { known.removeAll() }
            known[key] = document
        }
        return document
    }
}
