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

        init(_ name: FieldName, _ form: ColumnForm) {
            field = name
            prefix = Array(",\(name.rawValue.jsonQuoted):".utf8)
            self.form = form
        }
    }

    private let properties: [Property]

    init(_ entity: Entity, _ selection: Selection, _ access: EntityAccess, _ call: Call) {
        let fields = selection.fields.compactMap { name in
            entity.fields[name].map { Property(name, ColumnForm($0, isMasked: access.isMasked(name))) }
        }
        let computed = selection.computed.map { property in
            Property(property.name, ColumnForm(property.type) { call.workspace.options(of: $0, call.invocation) })
        }
        properties = fields + computed
    }

    /// Writes a row as an object, its columns from `first` on being those of the form.
    func write(_ row: RecordRow, context: String? = nil, to body: inout JSONBytes) {
        body.write(UInt8(ascii: "{"))
        if let context {
            body.write("\"@odata.context\":" as StaticString)
            body.write(context.jsonQuoted)
            body.write(UInt8(ascii: ","))
        }
        body.write("\"@odata.etag\":\"W/\\\"" as StaticString)
        body.write(row.version)
        body.write("\\\"\"" as StaticString)
        let (reader, first) = row.values
        for (index, property) in properties.enumerated() {
            body.write(property.prefix)
            body.write(reader, first + index, as: property.form)
        }
        body.write(UInt8(ascii: "}"))
    }

    /// Writes the record as an object.
    ///
    /// - Parameter context: The URL of `@odata.context` for a record that stands alone.
    func write(
        _ view: RecordView, _ expansions: [ExpandedRecords] = [], context: String? = nil,
        warnings: [String] = [], to body: inout ByteBuffer
    ) {
        body.writeStaticString("{")
        if let context {
            body.writeName("@odata.context", isFirst: true)
            body.writeJSON(context)
            body.writeStaticString(",")
        }
        body.writeString("\"@odata.etag\":\"W/\\\"\(view.version)\\\"\"")
        for property in properties {
            body.writeBytes(property.prefix)
            if case .flags(let bits) = view[property.field], case .flags(let options) = property.form {
                body.writeJSON(optionNames(bits, options))
            } else {
                body.writeJSON(view[property.field])
            }
        }
        for records in expansions { records.write(of: view, to: &body) }
        if !warnings.isEmpty {
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
