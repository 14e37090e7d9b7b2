// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Services
import Values

/// The values that a JSON object gives for fields of an entity.
struct RecordInput {
    private(set) var values: [FieldName: Value] = [:]
    /// A key that the client chose; for new records only.
    private(set) var id: RecordID?
    private var findings: [Finding] = []

    /// - Throws: ``ServiceError/invalid(_:)`` with everything that cannot be read.
    init(_ members: [JSONMember], _ entity: Entity, _ access: EntityAccess) throws(ServiceError) {
        for member in members { take(member, entity, access) }
        guard findings.isEmpty else { throw .invalid(findings) }
    }

    private mutating func take(_ member: JSONMember, _ entity: Entity, _ access: EntityAccess) {
        if member.name.hasSuffix("@odata.bind") { return bind(member, entity, access) }
        // Control information is for the reader of an answer; clients send it back as they got it.
        if member.name.contains("@") { return }
        let name = FieldName(member.name)
        guard let field = entity.fields[name], access.isVisible(name) else { return findings.append(.unknown(name)) }
        switch field.origin {
        case .system(.id):
            guard case .text(let text) = member.value, let key = RecordID(text) else {
                return findings.append(.unreadable(field))
            }
            id = key
        // Clients send back whole records: what the engine keeps or computes is passed over.
        case .system, .computed, .volatile: return
        case .entered, .numbered, .stage:
            guard let value = field.value(of: member.value) else { return findings.append(.unreadable(field)) }
            values[name] = value
        }
    }

    /// `"account@odata.bind": "Account(key)"`, by the reference field's name or that of its navigation.
    private mutating func bind(_ member: JSONMember, _ entity: Entity, _ access: EntityAccess) {
        let name = String(member.name.dropLast("@odata.bind".count))
        let named = entity.fields.values.first { $0.name.rawValue == name || navigationName($0.name) == name }
        guard let field = named, case .entity(let target) = field.valueType, access.isVisible(field.name) else {
            return findings.append(.unknown(FieldName(name)))
        }
        guard case .text(let url) = member.value, let last = url.split(separator: "/").last,
            case (let entity, let key?)? = ResourcePath.key(String(last)), entity == target
        else { return findings.append(.unreadable(field)) }
        values[field.name] = .identifier(key)
    }
}

extension Finding {
    fileprivate static func unknown(_ name: FieldName) -> Finding {
        Finding(
            code: "unknownField", field: name,
            message: Label(english: "There is no field “\(name)”.", chinese: "没有字段“\(name)”。"))
    }

    fileprivate static func unreadable(_ field: Field) -> Finding {
        Finding(
            code: "invalid", field: field.name,
            message: Label(
                english: "“\(field.label.english)” cannot hold this JSON value.",
                chinese: "“\(field.label.chinese)”不能使用这个 JSON 值。"))
    }
}

extension Field {
    /// The value that JSON gives for the field; nil if it is of another type. Numbers may come as texts, too
    /// (IEEE754Compatible); a point never passes through binary floating point unless the field is of that kind.
    func value(of input: JSONInput) -> Value? {
        switch (input, valueType) {
        case (.null, _): return .null
        case (.boolean(let value), .boolean): return .boolean(value)
        case (.number(let digits), .integer), (.text(let digits), .integer):
            return FixedDecimal(digits)?.exactInteger.map(Value.integer)
        case (.number(let digits), .decimal), (.text(let digits), .decimal):
            return FixedDecimal(digits).map(Value.decimal)
        case (.number(let digits), .double): return Double(digits).flatMap { $0.isFinite ? .double($0) : nil }
        case (.text(let text), .flags): return bits(text.split(separator: ",").map(String.init))
        case (.array(let items), .flags):
            let names = items.map { if case .text(let name) = $0 { name } else { "" } }
            return bits(names)
        case (.text(let text), .text), (.text(let text), .choice): return .text(text)
        case (.text(let text), _):
            let value = Value(canonicalText: text, as: valueType)
            return value.isNull ? nil : value
        default: return nil
        }
    }

    /// The set of the options named; nil if one is unknown.
    private func bits(_ names: [String]) -> Value? {
        var bits: UInt64 = 0
        for name in names.map({ $0.filter { $0 != " " } }) {
            guard let flag = options.first(where: { $0.name == name })?.flag else { return nil }
            bits |= 1 << UInt64(flag)
        }
        return .flags(bits)
    }
}
