// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import HTTPTypes
import OrderedCollections
import Services
import Values

/// What a JSON object gives for a record: its fields, the records that come with it, and those it is bound to.
struct RecordInput {
    private(set) var values: [FieldName: Value] = [:]
    /// A key that the client chose; for new records only.
    private(set) var id: RecordID?
    private(set) var referenced: [NewRecord.Companion] = []
    private(set) var members: [NewRecord.Companion] = []
    private(set) var adopted: [(field: FieldName, entity: EntityName, id: RecordID)] = []
    private var findings: [Finding] = []
    private let entity: Entity
    private let access: EntityAccess
    private let call: Call

    /// How deep records may lie inside one another.
    private static let deepest = 3

    /// - Throws: ``ServiceError/invalid(_:)`` with everything that cannot be read.
    init(_ members: [JSONMember], _ entity: Entity, _ access: EntityAccess, _ call: Call) throws {
        var budget = 1000
        self = try RecordInput(members, entity, access, call, depth: 1, &budget)
        guard findings.isEmpty else { throw ServiceError.invalid(findings) }
    }

    /// - Parameter budget: Records that may still come.
    private init(
        _ members: [JSONMember], _ entity: Entity, _ access: EntityAccess, _ call: Call, depth: Int,
        _ budget: inout Int
    ) throws {
        (self.entity, self.access, self.call) = (entity, access, call)
        budget -= 1
        guard budget >= 0 else {
            throw APIError(.badRequest, "tooCostly", "One body holds at most 1,000 records.", "一个请求正文最多包含 1,000 条记录。")
        }
        for member in members { try take(member, depth, &budget) }
    }

    /// The record to be added, under the client's key or a new one.
    func record() -> NewRecord { record(id: id ?? call.workspace.newKey(call.invocation)) }

    func record(id: RecordID) -> NewRecord {
        var record = NewRecord(entity: entity.name, id: id, values: values)
        (record.referenced, record.members, record.adopted) = (referenced, members, adopted)
        return record
    }

    /// The fields alone, for a record that is there.
    ///
    /// - Throws: 501 if records come with them.
    func fields() throws -> [FieldName: Value] {
        guard referenced.isEmpty, members.isEmpty, adopted.isEmpty else {
            let first = (referenced + members).first?.place ?? adopted.first?.entity.rawValue
            throw APIError(
                .notImplemented, "unsupported",
                "Related records cannot be written together with a change; write them by their own addresses.",
                "修改记录时不能同时写入相关记录，请分别写入。", target: first)
        }
        return values
    }

    private mutating func take(_ member: JSONMember, _ depth: Int, _ budget: inout Int) throws {
        if member.name.hasSuffix("@odata.bind") { return try bind(member) }
        // Control information is for the reader of an answer; clients send it back as they got it.
        if member.name.contains("@") { return }
        let name = FieldName(member.name)
        guard let field = entity.fields[name], access.isVisible(name) else {
            return try takeRelated(member, depth, &budget)
        }
        switch field.origin {
        case .system(.id):
            guard case .text(let text) = member.value, let key = RecordID(text) else {
                return findings.append(.unreadable(field))
            }
            id = key
        // Clients send back whole records: what the engine keeps or computes is passed over.
        case .system, .computed, .volatile, .numbered: return
        case .entered, .stage:
            // Some clients name every field of a new record; nothing is no wish to write what the asker may not.
            if member.value == .null, !access.isGivable(name) { return }
            guard let value = field.value(of: member.value) else { return findings.append(.unreadable(field)) }
            values[name] = value
        }
    }

    /// Records under the name of a relation.
    private mutating func takeRelated(_ member: JSONMember, _ depth: Int, _ budget: inout Int) throws {
        guard let (way, target) = Expansion.way(member.name, entity, access, call) else {
            return findings.append(.unknown(FieldName(member.name)))
        }
        guard depth < Self.deepest else {
            throw APIError(
                .badRequest, "tooDeep", "Records lie at most \(Self.deepest) deep inside one another.",
                "记录最多嵌套 \(Self.deepest) 层。", target: member.name)
        }
        switch (way, member.value) {
        case (_, .null): return
        case (.reference(let field), .object(let inner)):
            if let address = Self.address(inner) { return bind(field, to: address) }
            guard let companion = try companion(field.name, inner, target, member.name, depth, &budget) else { return }
            referenced.append(companion)
        case (.collection(let relationship), .array(let items)):
            for (index, item) in items.enumerated() {
                guard case .object(let inner) = item else {
                    findings.append(.unreadable(member.name))
                    continue
                }
                let place = "\(member.name)[\(index)]"
                if let address = Self.address(inner) {
                    adopt(relationship, address, place)
                } else if let companion = try companion(relationship.field, inner, target, place, depth, &budget) {
                    members.append(companion)
                }
            }
        default: findings.append(.unreadable(member.name))
        }
    }

    private mutating func companion(
        _ field: FieldName, _ members: [JSONMember], _ target: Entity, _ place: String, _ depth: Int,
        _ budget: inout Int
    ) throws -> NewRecord.Companion? {
        let access = try call.readable(target.name).access
        let input = try RecordInput(members, target, access, call, depth: depth + 1, &budget)
        findings += input.findings.map { $0.inside(place) }
        return input.findings.isEmpty ? NewRecord.Companion(field: field, record: input.record(), place: place) : nil
    }

    /// The address of a record that is there already, in an object that holds nothing else.
    private static func address(_ members: [JSONMember]) -> String? {
        guard members.count == 1, let only = members.first, ["@odata.id", "@id"].contains(only.name),
            case .text(let address) = only.value
        else { return nil }
        return address
    }

    /// `"account@odata.bind": "Account(key)"`, by the name of the reference, of its navigation or of a collection.
    private mutating func bind(_ member: JSONMember) throws {
        let name = String(member.name.dropLast("@odata.bind".count))
        guard let (way, _) = Expansion.way(name, entity, access, call) else {
            return findings.append(.unknown(FieldName(name)))
        }
        switch (way, member.value) {
        case (.reference(let field), .text(let address)): bind(field, to: address)
        case (.reference(let field), .null): values[field.name] = .null
        case (.collection(let relationship), .array(let items)):
            for (index, item) in items.enumerated() {
                guard case .text(let address) = item else {
                    findings.append(.unreadable(name))
                    continue
                }
                adopt(relationship, address, "\(name)[\(index)]")
            }
        default: findings.append(.unreadable(name))
        }
    }

    private mutating func bind(_ field: Field, to address: String) {
        guard case .entity(let target) = field.valueType else { return findings.append(.unreadable(field)) }
        guard let id = key(address, of: target) else { return findings.append(.noAddress(field, of: target)) }
        values[field.name] = .identifier(id)
    }

    private mutating func adopt(_ relationship: Relationship, _ address: String, _ place: String) {
        guard let id = key(address, of: relationship.entity) else { return findings.append(.unreadable(place)) }
        adopted.append((relationship.field, relationship.entity, id))
    }

    private func key(_ address: String, of target: EntityName) -> RecordID? {
        guard let record = ResourcePath.record(address), record.entity == target,
            let entity = call.invocation.model.entities[target]
        else { return nil }
        return (try? call.address(record.key, of: entity))?.id
    }
}

extension Finding {
    fileprivate static func unknown(_ name: FieldName) -> Finding {
        Finding(
            code: "unknownField", field: name,
            message: Label(english: "There is no field “\(name)”.", chinese: "没有字段“\(name)”。"))
    }

    fileprivate static func noAddress(_ field: Field, of target: EntityName) -> Finding {
        Finding(
            code: "invalid", field: field.name,
            message: Label(
                english: "“\(field.label.english)” needs the address of a record, such as \(target)(key).",
                chinese: "“\(field.label.chinese)”应为记录地址，例如 \(target)(键)。"))
    }

    fileprivate static func unreadable(_ name: String) -> Finding {
        Finding(
            code: "invalid", field: FieldName(name),
            message: Label(
                english: "“\(name)” needs records, or addresses of records.", chinese: "“\(name)”应为记录或记录地址。"))
    }
}
