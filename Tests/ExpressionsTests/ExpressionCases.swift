// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing
import Values

@testable import Expressions

/// The table of expressions with rows and results that every back end has to agree with.
struct ExpressionCases: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        struct Fault: Decodable {
            let kind: String
            let at: Int
            let length: Int?
        }

        let id: String
        let expr: String
        let type: String?
        let row: String?
        let set: JSON?
        let old: JSON?
        let expect: JSON?
        let error: Fault?
        /// False where memory alone computes it.
        let sql: Bool?

        var testDescription: String { "\(id): \(expr.prefix(80))" }
    }

    struct Entities: Decodable {
        let entities: [String: [String: String]]
        let enums: [String: [String: UInt64]]
    }

    struct Environment: Decodable {
        struct Alias: Decodable {
            let type: String
            let value: JSON
        }

        let aliases: [String: Alias]
    }

    let model: Entities
    let rows: [String: JSON]
    let env: Environment
    let cases: [Case]

    static let all: ExpressionCases = {
        guard let url = Bundle.module.url(forResource: "Fixtures/expression-cases", withExtension: "json"),
            let data = try? Data(contentsOf: url),
            let cases = try? JSONDecoder().decode(ExpressionCases.self, from: data)
        else { preconditionFailure("the fixture expression-cases.json cannot be read") }
        return cases
    }()
}

/// JSON of any shape, numbers kept as decimals.
indirect enum JSON: Decodable, Sendable, Equatable {
    case null, boolean(Bool), number(Decimal), text(String), array([JSON]), members([String: JSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Decimal.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSON].self) {
            self = .array(value)
        } else {
            self = .members(try container.decode([String: JSON].self))
        }
    }
}

/// The scope of the table's model.
struct CaseScope: TypeScope {
    let model: ExpressionCases.Entities
    let aliasTypes: [String: String]

    func type(of property: FieldName, in entity: EntityName) -> ValueType? {
        model.entities[entity.rawValue]?[property.rawValue].map(valueType)
    }

    func properties(of entity: EntityName) -> [FieldName] {
        (model.entities[entity.rawValue] ?? [:]).keys.sorted().map { FieldName($0) }
    }

    func options(of choice: ChoiceName) -> [ChoiceOption]? {
        model.enums[choice.rawValue]?.map { ChoiceOption(name: $0.key, number: $0.value) }
            .sorted { $0.number < $1.number }
    }

    func type(ofAlias alias: String) -> ValueType? { aliasTypes[alias].map(valueType) }
    var aliases: [String] { aliasTypes.keys.sorted() }
}

/// A type as the table writes it.
func valueType(_ name: String) -> ValueType {
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
    case "coll": return .collection(valueType(parts[1]))
    default: return .text
    }
}
