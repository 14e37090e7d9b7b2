// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import Values

/// The table of expression cases: its entities as a scope, a pack and a row, and its texts to begin with.
struct CaseTable {
    private struct File: Decodable {
        struct Model: Decodable {
            let entities: [String: [String: String]]
            let enums: [String: [String: UInt64]]
        }

        struct Case: Decodable { let expr: String }

        let model: Model
        let cases: [Case]
    }

    let texts: [String]
    let entities: [String: [String: ValueType]]
    let options: [String: [ChoiceOption]]

    init(path: String) throws {
        let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
        texts = file.cases.map(\.expr)
        entities = file.model.entities.mapValues { $0.mapValues(Self.type) }
        options = file.model.enums.mapValues { members in
            members.map { ChoiceOption(name: $0.key, number: $0.value) }.sorted { $0.number < $1.number }
        }
    }

    /// A type as the table writes it.
    private static func type(_ name: String) -> ValueType {
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        switch parts[0] {
        case "int": return .integer
        case "decimal": return .decimal
        case "double": return .double
        case "bool": return .boolean
        case "date": return .date
        case "dto": return .instant
        case "time": return .time
        case "duration": return .duration
        case "guid": return .identifier
        case "enum": return .choice(ChoiceName(parts[1]))
        case "flags": return .flags(ChoiceName(parts[1]))
        case "entity": return .entity(EntityName(parts[1]))
        case "coll": return .collection(type(parts[1]))
        default: return .text
        }
    }

    /// What of the table a pack can hold, as a pack.
    var pack: String {
        let label = "<label>X</label><label xml:lang=\"zh-Hans\">某</label>"
        var text = "<pack xmlns=\"urn:trellis:pack:1\" id=\"cases\" version=\"1.0.0\">\(label)"
        for (entity, fields) in entities.sorted(by: { $0.key < $1.key }) {
            text += "<entity id=\"\(entity)\" title=\"id\">\(label)"
            text += "<plural>Xs</plural><plural xml:lang=\"zh-Hans\">某</plural>"
            for (name, type) in fields.sorted(by: { $0.key < $1.key }) where !["id", "createdAt"].contains(name) {
                guard let attributes = attributes(type, of: entity) else { continue }
                text += "<field id=\"\(name)\" \(attributes)>\(label)\(options(type, label))</field>"
            }
            text += "</entity>"
        }
        return text + "</pack>"
    }

    private func attributes(_ type: ValueType, of entity: String) -> String? {
        switch type {
        case .text: return "type=\"text\""
        case .decimal: return "type=\"decimal\" scale=\"6\""
        case .integer: return "type=\"integer\""
        case .boolean: return "type=\"boolean\""
        case .date: return "type=\"date\""
        case .time: return "type=\"time\""
        case .instant: return "type=\"dateTime\""
        case .duration: return "type=\"duration\""
        case .choice: return "type=\"choice\""
        case .flags: return "type=\"choices\""
        case .entity(let other):
            // The relationship back, where the table has one.
            let back = entities[other.rawValue]?.first { $0.value == .collection(.entity(EntityName(entity))) }
            return "type=\"reference\" to=\"\(other)\"" + (back.map { " inverse=\"\($0.key)\"" } ?? "")
        case .double, .identifier, .collection, .null: return nil
        }
    }

    private func options(_ type: ValueType, _ label: String) -> String {
        switch type {
        case .choice(let name):
            (options[name.rawValue] ?? []).map { "<option id=\"\($0.name)\">\(label)</option>" }.joined()
        case .flags(let name):
            (options[name.rawValue] ?? []).enumerated().map {
                "<option id=\"\($1.name)\" flag=\"\($0)\">\(label)</option>"
            }.joined()
        default: ""
        }
    }
}

extension CaseTable: TypeScope {
    func type(of property: FieldName, in entity: EntityName) -> ValueType? {
        entities[entity.rawValue]?[property.rawValue]
    }

    func properties(of entity: EntityName) -> [FieldName] {
        (entities[entity.rawValue] ?? [:]).keys.map { FieldName($0) }
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? { options[choice.rawValue] }

    func type(ofAlias alias: String) -> ValueType? {
        switch alias {
        case "me": .entity("user")
        case "old": .entity("deal")
        case "limit": .decimal
        case "word": .text
        case "since": .date
        default: nil
        }
    }

    var aliases: [String] { ["me", "old", "limit", "word", "since"] }
}

/// A few records that refer to one another, with a value in every second field.
struct CaseRecords: RecordSource {
    let table: CaseTable
    static let keys = (0..<3).map { RecordID(high: 0, low: $0) }

    func value(of property: FieldName, in record: RecordReference) throws -> Value {
        guard let type = table.type(of: property, in: record.entity), record.id != Self.keys[2] else { return .null }
        return switch type {
        case .text: .text("Acme 续费")
        case .integer: .integer(record.id == Self.keys[0] ? 7 : .max)
        case .decimal: .decimal(FixedDecimal(12_000))
        case .double: .double(2.5)
        case .boolean: .boolean(true)
        case .date: CalendarDate("2024-02-29").map(Value.date) ?? .null
        case .instant: .instant(Instant(microseconds: 1_709_220_645_123_456))
        case .time: TimeOfDay(hour: 9, minute: 5, second: 7).map(Value.time) ?? .null
        case .duration: .duration(TimeSpan(microseconds: 95_400_000_000))
        case .identifier, .entity: .identifier(Self.keys[1])
        case .choice(let name): .text(table.options(of: name)?.first?.name ?? "")
        case .flags: .flags(3)
        case .collection: .collection([.text("13900000000"), .null])
        case .null: .null
        }
    }

    func members(of relationship: FieldName, in record: RecordReference) throws -> [RecordReference] {
        guard case .collection(.entity(let other))? = table.type(of: relationship, in: record.entity) else { return [] }
        return Self.keys.dropFirst().map { RecordReference(entity: other, id: $0) }
    }
}
