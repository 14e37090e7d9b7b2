// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import NIOCore
import OrderedCollections
import Services
import Values

/// How records of an entity are written as JSON, worked out once and kept.
struct RecordForm: Sendable {
    /// A field with the bytes that come before its value.
    private struct Property {
        let field: FieldName
        let prefix: [UInt8]
        let form: ColumnForm

        /// - Parameter type: The type to be named in front of the value; nil if JSON tells it.
        init(_ name: FieldName, _ form: ColumnForm, _ type: String?) {
            field = name
            let control = type.map { ",\("\(name)@odata.type".jsonQuoted):\("#\($0)".jsonQuoted)" } ?? ""
            prefix = Array("\(control),\(name.rawValue.jsonQuoted):".utf8)
            self.form = form
        }
    }

    /// What may be done with a record now.
    struct Operation {
        let name: String
        let title: String
    }

    private let properties: [Property]
    private let format: AnswerFormat
    /// What stands before a record's key in its address.
    private let address: String
    private let type: String
    /// The relations that full metadata links to.
    private let navigations: [String]

    init(_ entity: Entity, _ selection: Selection, _ access: EntityAccess, _ call: Call) {
        let fields = selection.fields.compactMap { name in
            entity.fields[name].map { field in
                let isMasked = access.isMasked(name)
                return Property(
                    name, ColumnForm(field, isMasked: isMasked), isMasked ? nil : call.namedType(field.valueType))
            }
        }
        let computed = selection.computed.map { property in
            Property(
                property.name, ColumnForm(property.type) { call.workspace.options(of: $0, call.invocation) },
                call.namedType(property.type))
        }
        properties = fields + computed
        format = call.format
        navigations = call.format.metadata == .full ? Self.navigations(entity, selection, access, call) : []
        address = "\(call.root)\(entity.name)"
        type = "#crm.\(entity.name)"
    }

    /// All that the asker may follow, or those that were selected.
    private static func navigations(
        _ entity: Entity, _ selection: Selection, _ access: EntityAccess, _ call: Call
    ) -> [String] {
        let references = entity.fields.values.filter { $0.reference != nil }.map { navigationName($0.name) }
        let names = references + entity.relationships.keys.map(\.rawValue)
        return names.filter { selection.links(to: $0) && Expansion.way($0, entity, access, call) != nil }
    }

    /// Writes a row as an object, its columns from `first` on being those of the form.
    func write(_ row: RecordRow, context: String? = nil, to body: inout JSONBytes) {
        body.write(UInt8(ascii: "{"))
        if let context {
            body.write("\"@odata.context\":" as StaticString)
            body.write(context.jsonQuoted)
            body.write(UInt8(ascii: ","))
        }
        var isFirst = true
        if format.metadata != .none {
            isFirst = false
            body.write("\"@odata.etag\":\"W/\\\"" as StaticString)
            body.write(row.version)
            body.write("\\\"\"" as StaticString)
        }
        if format.metadata == .full {
            for (name, text) in identity(of: row.id) { body.write(",\(name.jsonQuoted):\(text.jsonQuoted)") }
        }
        let (reader, first) = row.values
        for (index, property) in properties.enumerated() {
            body.write(isFirst ? property.prefix[1...] : property.prefix[...])
            isFirst = false
            body.write(reader, first + index, as: property.form, isText: format.isIEEE754Compatible)
        }
        body.write(UInt8(ascii: "}"))
    }

    /// The control information of full metadata.
    ///
    /// - Source: OData JSON Format 4.01 §3.1.3.
    private func identity(of id: RecordID) -> [(String, String)] {
        let own = "\(address)(\(id))"
        return [("@odata.type", type), ("@odata.id", own), ("@odata.editLink", own)]
            + navigations.flatMap { name in
                [
                    ("\(name)@odata.associationLink", "\(own)/\(name)/$ref"),
                    ("\(name)@odata.navigationLink", "\(own)/\(name)"),
                ]
            }
    }

    /// Writes the record as an object.
    ///
    /// - Parameter context: The URL of `@odata.context` for a record that stands alone.
    func write(
        _ view: RecordView, _ expansions: [ExpandedRecords] = [], context: String? = nil,
        operations: [Operation] = [], warnings: [String] = [], to body: inout ByteBuffer
    ) {
        body.writeStaticString("{")
        if let context {
            body.writeName("@odata.context", isFirst: true)
            body.writeJSON(context)
            body.writeStaticString(",")
        }
        var isFirst = true
        if format.metadata != .none {
            isFirst = false
            body.writeString("\"@odata.etag\":\"W/\\\"\(view.version)\\\"\"")
        }
        if format.metadata == .full {
            for (name, text) in identity(of: view.id) {
                body.writeName(name)
                body.writeJSON(text)
            }
        }
        for operation in operations {
            body.writeName("#crm.\(operation.name)")
            body.writeStaticString("{\"title\":")
            body.writeJSON(operation.title)
            body.writeName("target")
            body.writeJSON("\(address)(\(view.id))/crm.\(operation.name)")
            body.writeStaticString("}")
        }
        for property in properties {
            body.writeBytes(isFirst ? property.prefix[1...] : property.prefix[...])
            isFirst = false
            body.writeJSON(view[property.field], property.form, format)
        }
        for records in expansions { records.write(of: view, to: &body) }
        if !warnings.isEmpty, format.metadata != .none {
            body.writeName("@crm.warnings")
            body.writeJSONArray(warnings) { $0.writeJSON($1) }
        }
        body.writeStaticString("}")
    }
}

/// A set of options as OData writes it: the names with commas.
func optionNames(_ bits: UInt64, _ options: [ChoiceOption]) -> String {
    options.filter { bits & $0.number != 0 }.map(\.name).joined(separator: ",")
}

extension Call {
    /// The name of a type as full metadata has it; nil without that, and for types that JSON tells apart.
    fileprivate func namedType(_ type: ValueType) -> String? {
        guard format.metadata == .full else { return nil }
        switch type {
        case .boolean, .text, .null, .double, .collection: return nil
        case .choice, .flags: return edmType(type)
        default: return String(edmType(type).dropFirst("Edm.".count))
        }
    }
}
