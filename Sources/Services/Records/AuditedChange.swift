// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Values

/// One field in an audit entry, values in their canonical text.
struct AuditedChange: Codable {
    let field: FieldName
    let old: String?
    let new: String?

    init(_ field: FieldName, old: String?, new: String?) {
        self.field = field
        self.old = old
        self.new = new
    }

    init(_ field: FieldName, old: Value, new: Value) {
        self.init(field, old: old.isNull ? nil : old.canonicalText, new: new.isNull ? nil : new.canonicalText)
    }

    var json: String {
        let parts = [("field", field.rawValue), ("old", old), ("new", new)] as [(String, String?)]
        return "{"
            + parts.compactMap { name, text in text.map { "\"\(name)\":\($0.jsonQuoted)" } }.joined(separator: ",")
            + "}"
    }
}

extension [AuditedChange] {
    /// The text of an audit entry.
    var json: String { "[" + map(\.json).joined(separator: ",") + "]" }
}
