// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Packs
import Storage
import Values

extension Workspace {
    /// Adds the users and records that packs bring to show themselves with, and lets the users ask for approvals, unless
    /// there are demo users already.
    ///
    /// - Parameter password: Of all the users; nil if nobody is to sign in.
    /// - Returns: How many records were added.
    /// - Throws: ``ServiceError/badRequest(target:_:)`` naming file, line and column of what cannot be read.
    public func loadDemoData(password: String?) async throws -> Int {
        let model = self.model.current.model
        guard let first = model.demoUsers.first, try actor(userName: first.name) == nil else { return 0 }
        for user in model.demoUsers {
            try await setUser(
                userName: user.name, displayName: user.label.chinese, password: password, roles: user.roles)
        }
        var count = 0
        for file in model.demoFiles { count += try await loadDemoFile(file) }
        try await DemoApprovals(workspace: self).make(model.demoRequests)
        return count
    }

    private func loadDemoFile(_ file: DemoFile) async throws -> Int {
        guard let entity = model.current.model.entities[file.entity] else {
            throw ServiceError.unknownName(kind: "entity", name: file.entity.rawValue)
        }
        let source = try TextFile(file.path, .utf8)
        var reader = try CSVReader(delimiter: ",") { try source.next() }
        let headings = try reader.nextRow()?.cells ?? []
        var count = 0
        while let row = try reader.nextRow() {
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
        let environment = model.current
        return try store.read(environment) { transaction in
            try TabledText(model: environment.model, transaction: transaction).value(text, field, at: place)
        }
    }
}
