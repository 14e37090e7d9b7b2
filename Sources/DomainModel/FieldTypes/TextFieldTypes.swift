// SPDX-License-Identifier: Apache-2.0
public import Values

extension FieldType {
    /// One line of text.
    static let text = plainText("text", Label(english: "Text", chinese: "文本"), .text)
    /// Text with line breaks.
    static let longText = plainText("longText", Label(english: "Long text", chinese: "长文本"), .multiline)
    /// A number that the engine gives, such as `C2026000001`.
    static let number = plainText("number", Label(english: "Number", chinese: "编号"), .text)

    static func plainText(_ name: FieldTypeName, _ label: Label, _ widget: Widget) -> FieldType {
        checkedText(name, label, widget) { (text, _) throws(FieldFault) in text }
    }

    /// A type of texts that have a canonical form.
    ///
    /// - Parameter canonical: The canonical form of a trimmed text, or why it is none.
    public static func checkedText(
        _ name: FieldTypeName, _ label: Label, _ widget: Widget,
        canonical: @escaping @Sendable (String, Field) throws(FieldFault) -> String,
        display: @escaping @Sendable (String) -> String = { $0 }
    ) -> FieldType {
        FieldType(
            name: name, label: label, shape: .scalar(.text), widget: widget,
            canonical: { (value, field) throws(FieldFault) in
                guard case .text(let text) = value else { throw .wrongType(field) }
                let trimmed = widget == .multiline ? text : trimmedText(text)
                guard !trimmed.isEmpty else { return .null }
                try refuseNul(trimmed)
                return try fitting(try canonical(trimmed, field), field)
            },
            parse: { (text, field) throws(FieldFault) in
                try refuseNul(text)
                return .text(try canonical(text, field))
            },
            display: { value, _, _ in
                guard case .text(let text) = value else { return "" }
                return display(text)
            })
    }
}

/// Databases and C libraries end a text at U+0000, so that what is stored would not be what is compared.
private func refuseNul(_ text: String) throws(FieldFault) {
    guard text.utf8.contains(0) else { return }
    throw .unreadable("The text has a character that cannot be kept (U+0000).", "文本含有无法保存的字符（U+0000）。")
}
