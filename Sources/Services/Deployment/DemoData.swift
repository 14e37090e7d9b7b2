// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Storage
import Values

extension Workspace {
    /// Adds the users and records that packs bring to show themselves with, unless there are demo users already.
    ///
    /// - Returns: How many records were added.
    /// - Throws: ``ServiceError/badRequest(target:_:)`` naming file, line and column of what cannot be read.
    public func loadDemoData(password: String) async throws -> Int {
        let model = self.model.current.model
        guard let first = model.demoUsers.first, try actor(userName: first.name) == nil else { return 0 }
        for user in model.demoUsers {
            try await setUser(
                userName: user.name, displayName: user.label.chinese, password: password, roles: user.roles)
        }
        var count = 0
        for file in model.demoFiles { count += try await loadDemoFile(file) }
        return count
    }

    private func loadDemoFile(_ file: DemoFile) async throws -> Int {
        guard let entity = model.current.model.entities[file.entity] else {
            throw ServiceError.unknownName(kind: "entity", name: file.entity.rawValue)
        }
        let source = try TextFile(file.path, .utf8)
        var reader = try CSVReader(delimiter: ",") { try source.next() }
        let headings = try reader.next()?.cells ?? []
        var count = 0
        while let row = try reader.next() {
            var values: [FieldName: Value] = [:]
            for (heading, text) in zip(headings, row.cells) where !text.isEmpty {
                guard let field = entity.fields[FieldName(heading)] else {
                    throw ServiceError.badRequest(
                        target: "\(file.path):1", "\(entity.name) has no field “\(heading)”.")
                }
                values[field.name] = try demoValue(text, field, "\(file.path):\(row.line)")
            }
            do {
                try await writeDemoRow(values, of: entity)
            } catch ServiceError.invalid(let findings) {
                let sentences = findings.map { "\($0.field.map { "\($0): " } ?? "")\($0.message.english)" }
                throw ServiceError.badRequest(
                    target: "\(file.path):\(row.line)", sentences.joined(separator: " "))
            }
            count += 1
        }
        return count
    }

    /// Creates a record; a row whose heading `id` names one that is there already adds to it, so that two records may
    /// refer to each other.
    private func writeDemoRow(_ values: [FieldName: Value], of entity: Entity) async throws {
        var changes = values
        guard case .identifier(let id)? = changes.removeValue(forKey: "id") else {
            _ = try await create(entity.name, values, invocation(.engine, .demo))
            return
        }
        _ = try await update(entity.name, id, changes, expectedVersion: nil, invocation(.engine, .demo))
    }

    private func demoValue(_ text: String, _ field: Field, _ place: String) throws -> Value {
        if let target = field.name == "id" ? field.entity : field.reference?.entity {
            guard let key = try referencedKey(target, text) else {
                throw ServiceError.badRequest(
                    target: place, "\(field.name): no \(target) is called “\(text)”, or more than one is.")
            }
            return .identifier(key)
        }
        do {
            return try parse(text, for: field)
        } catch {
            throw ServiceError.badRequest(target: place, "\(field.name): \(error.message.english)")
        }
    }

    /// The record that a text names: by a unique field or by its title.
    private func referencedKey(_ target: EntityName, _ text: String) throws -> RecordID? {
        if let id = RecordID(text) { return id }
        guard let entity = model.current.model.entities[target] else { return nil }
        let named = entity.fields.values.filter { field in
            (field.isUnique && field.name != "id") || field.name == entity.titleField || isNumbered(field)
        }
        return try store.read(model.current) { transaction in
            for field in named where field.valueType == .text {
                if let key = try transaction.key(target, where: field.name, equals: .text(text)) { return key }
            }
            return nil
        }
    }

    private func isNumbered(_ field: Field) -> Bool {
        if case .numbered = field.origin { true } else { false }
    }
}
