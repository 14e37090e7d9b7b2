// SPDX-License-Identifier: Apache-2.0
import Testing
import Values

@testable import Expressions

@Suite("The table of expressions, computed in memory")
struct ExpressionCaseTests {
    private let functions = FunctionTable(FunctionDefinition.standard)

    @Test("an expression has the value or the error that the table gives", arguments: ExpressionCases.all.cases)
    func evaluates(_ example: ExpressionCases.Case) throws {
        let table = ExpressionCases.all
        let scope = CaseScope(model: table.model, aliasTypes: table.env.aliases.mapValues(\.type))
        let compiler = ExpressionCompiler(functions: functions, limits: .request)
        do {
            let expected = example.type.flatMap { $0 == "bool" ? ValueType.boolean : nil }
            let expression = try compiler.compile(example.expr, as: expected, on: "deal", in: scope)
            if let type = example.type, expression.type != .null {
                #expect(expression.type == valueType(type))
            }
            let source = CaseSource(example)
            let evaluator = Evaluator(
                functions: functions, calendar: CaseSource.calendar, aliases: source.aliases, source: source)
            let value = try evaluator.evaluate(expression, on: source.record)
            let wanted = CaseSource.value(example.expect ?? .null, valueType(example.type ?? "string"))
            #expect(compare(value, wanted) == .same, "\(value) instead of \(wanted)")
        } catch let error as ExpressionError {
            #expect(example.error?.kind == error.kind.rawValue, "\(error)")
            #expect(example.error?.at == error.offset, "\(error)")
            if let length = example.error?.length { #expect(length == error.length, "\(error)") }
            return
        } catch EvaluationError.overflow(let offset) {
            #expect(example.error?.kind == "overflow")
            #expect(example.error?.at == offset)
            return
        }
        #expect(example.error == nil, "expected \(example.error?.kind ?? "") at \(example.error?.at ?? 0)")
    }
}

/// The rows of the table as records.
struct CaseSource: RecordSource {
    static let calendar = CalendarSettings(
        now: Instant(microseconds: 1_715_803_200_000_000), offset: { _ in 8 * 3600 })

    let records: [RecordReference: [String: JSON]]
    let record: RecordReference
    let aliases: [String: AliasValue]

    init(_ example: ExpressionCases.Case) {
        let table = ExpressionCases.all
        var records: [RecordReference: [String: JSON]] = [:]
        var row = table.rows[example.row ?? "A"].map(rowMembers) ?? [:]
        if let overrides = example.set.map(rowMembers) { row.merge(overrides) { _, new in new } }
        record = Self.add("deal", row, to: &records)
        var aliases: [String: AliasValue] = [:]
        for (name, alias) in table.env.aliases {
            if name == "old" {
                let old = example.old.map(rowMembers)
                aliases[name] = .record(old.map { Self.add("deal", $0, key: 1, to: &records) })
            } else if case .members(let values) = alias.value {
                aliases[name] = .properties(
                    Dictionary(
                        uniqueKeysWithValues: values.map { key, value in
                            (
                                FieldName(key),
                                Self.value(value, valueType(table.model.entities["user"]?[key] ?? "string"))
                            )
                        }))
            } else {
                aliases[name] = .value(Self.value(alias.value, valueType(alias.type)))
            }
        }
        self.records = records
        self.aliases = aliases
    }

    private static func add(
        _ entity: EntityName, _ row: [String: JSON], key: UInt64? = nil,
        to records: inout [RecordReference: [String: JSON]]
    ) -> RecordReference {
        guard case .text(let text)? = row["id"], let id = RecordID(text) else { preconditionFailure("a row has an id") }
        let reference = RecordReference(entity: entity, id: key.map { RecordID(high: 0, low: $0) } ?? id)
        records[reference] = row
        let types = ExpressionCases.all.model.entities[entity.rawValue] ?? [:]
        for (name, value) in row {
            switch (valueType(types[name] ?? "string"), value) {
            case (.entity(let other), .members(let row)): _ = add(other, row, to: &records)
            case (.collection(.entity(let other)), .array(let rows)):
                for var row in rows.map(rowMembers) {
                    guard case .text(let memberText)? = row["id"], let memberID = RecordID(memberText) else { continue }
                    row[entity.rawValue] = .text(text)
                    records[RecordReference(entity: other, id: memberID)] = row
                }
            default: break
            }
        }
        return reference
    }

    func value(of property: FieldName, in record: RecordReference) throws -> Value {
        let type = ExpressionCases.all.model.entities[record.entity.rawValue]?[property.rawValue] ?? "string"
        return Self.value(records[record]?[property.rawValue] ?? .null, valueType(type))
    }

    func members(of relationship: FieldName, in record: RecordReference) throws -> [RecordReference] {
        guard case .array(let rows)? = records[record]?[relationship.rawValue] else {
            // A line's way back to the lines of its deal.
            return []
        }
        let type = ExpressionCases.all.model.entities[record.entity.rawValue]?[relationship.rawValue] ?? ""
        guard case .collection(.entity(let other)) = valueType(type) else { return [] }
        return rows.compactMap { row in
            guard case JSON.members(let values) = row, case .text(let text)? = values["id"] else { return nil }
            return RecordID(text).map { RecordReference(entity: other, id: $0) }
        }
    }

    static func value(_ json: JSON, _ type: ValueType) -> Value {
        switch (json, type) {
        case (.null, .collection): .collection([])
        case (.null, _): .null
        case (.boolean(let value), _): .boolean(value)
        case (.number(let number), .integer): Int64("\(number)").map(Value.integer) ?? .null
        case (.number(let number), .double): Double("\(number)").map(Value.double) ?? .null
        case (.number(let number), .flags): UInt64("\(number)").map(Value.flags) ?? .null
        case (.number(let number), _): FixedDecimal("\(number)").map(Value.decimal) ?? .null
        case (.members(let row), _): row["id"].map { value($0, .identifier) } ?? .null
        case (.array(let items), .collection(let element)): .collection(items.map { value($0, element) })
        case (.text(let text), _): Value(canonicalText: text, as: type)
        default: .null
        }
    }
}

private func rowMembers(_ json: JSON) -> [String: JSON] {
    if case .members(let values) = json { values } else { [:] }
}
