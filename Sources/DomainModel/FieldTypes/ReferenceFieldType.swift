// SPDX-License-Identifier: Apache-2.0
import Values

extension FieldType {
    /// A record of the entity that the field names.
    static let reference = FieldType(
        name: "reference", label: Label(english: "Reference", chinese: "引用"), shape: .reference, widget: .reference,
        canonical: { (value, field) throws(FieldFault) in
            switch value {
            case .identifier: return value
            case .text(let text):
                guard let id = RecordID(text) else { throw notKey }
                return .identifier(id)
            default: throw .wrongType(field)
            }
        },
        parse: { (text, _) throws(FieldFault) in
            guard let id = RecordID(text) else { throw notKey }
            return .identifier(id)
        },
        display: { value, _, _ in if case .identifier(let id) = value { id.description } else { "" } })
}

private let notKey = FieldFault.unreadable("This is no record’s key.", "不是有效的记录键。")
