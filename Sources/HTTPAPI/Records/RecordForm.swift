// SPDX-License-Identifier: Apache-2.0
import DomainModel
import NIOCore
import OrderedCollections
import Services
import Values

/// How records of an entity are written as JSON, worked out once per answer.
struct RecordForm {
    /// A field with the bytes that come before its value.
    private struct Property {
        let field: FieldName
        let prefix: ByteBuffer
        /// The options of a set; empty for other fields.
        let flags: [Option]
    }

    private let properties: [Property]
    private let expansions: [(expansion: Expansion, records: ExpandedRecords)]

    init(_ entity: Entity, _ fields: [FieldName], _ expansions: [(Expansion, ExpandedRecords)] = []) {
        properties = fields.compactMap { name in
            guard let field = entity.fields[name] else { return nil }
            var prefix = ByteBuffer()
            prefix.writeName(name.rawValue)
            return Property(field: name, prefix: prefix, flags: field.type.shape == .flags ? field.options : [])
        }
        self.expansions = expansions
    }

    /// Writes the record as an object.
    ///
    /// - Parameter context: The URL of `@odata.context` for a record that stands alone.
    func write(_ view: RecordView, context: String? = nil, warnings: [String] = [], to body: inout ByteBuffer) {
        body.writeStaticString("{")
        if let context {
            body.writeName("@odata.context", isFirst: true)
            body.writeJSON(context)
            body.writeStaticString(",")
        }
        body.writeString("\"@odata.etag\":\"W/\\\"\(view.version)\\\"\"")
        for property in properties {
            body.writeImmutableBuffer(property.prefix)
            let value = view[property.field]
            if case .flags(let bits) = value {
                body.writeJSON(optionNames(bits, property.flags))
            } else {
                body.writeJSON(value)
            }
        }
        for (expansion, records) in expansions { records.write(expansion, of: view, to: &body) }
        if !warnings.isEmpty {
            body.writeName("@crm.warnings")
            body.writeJSONArray(warnings) { $0.writeJSON($1) }
        }
        body.writeStaticString("}")
    }
}

/// A set of options as OData writes it: the names with commas.
func optionNames(_ bits: UInt64, _ options: [Option]) -> String {
    options.filter { option in option.flag.map { bits >> UInt64($0) & 1 == 1 } ?? false }
        .map(\.name).joined(separator: ",")
}
