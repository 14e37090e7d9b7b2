// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Storage
import Values

/// Cells of a table that a pack brings → values; references stand as keys, unique fields or titles of records.
struct TabledText {
    let model: Model
    let transaction: any ReadTransaction

    /// - Parameter place: The file and line, for the error.
    /// - Throws: ``ServiceError/badRequest(target:_:)`` with the field and what is wrong with its text.
    func value(_ text: String, _ field: Field, at place: String) throws -> Value {
        if let target = field.name == "id" ? field.entity : field.reference?.entity {
            guard !text.isEmpty else { return .null }
            guard let key = try key(of: target, text) else {
                throw ServiceError.badRequest(
                    target: place, "\(field.name): no \(target) is called “\(text)”, or more than one is.")
            }
            return .identifier(key)
        }
        do {
            return try field.value(writtenAs: text)
        } catch {
            throw ServiceError.badRequest(target: place, "\(field.name): \(error.message.english)")
        }
    }

    /// The record that a text names: by a unique field or by its title.
    private func key(of target: EntityName, _ text: String) throws -> RecordID? {
        if let id = RecordID(text) { return id }
        guard let entity = model.entities[target] else { return nil }
        for field in entity.fields.values where field.valueType == .text && names(field, in: entity) {
            if let key = try transaction.key(target, where: field.name, equals: .text(text)) { return key }
        }
        return nil
    }

    private func names(_ field: Field, in entity: Entity) -> Bool {
        if case .numbered = field.origin { return true }
        return (field.isUnique && field.name != "id") || field.name == entity.titleField
    }
}
