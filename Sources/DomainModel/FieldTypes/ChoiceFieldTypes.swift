// SPDX-License-Identifier: Apache-2.0
import Values

extension FieldType {
    /// Yes or no.
    static let boolean = FieldType(
        name: "boolean", label: Label(english: "Yes or no", chinese: "是否"), shape: .scalar(.boolean),
        widget: .checkbox,
        canonical: { (value, field) throws(FieldFault) in
            guard case .boolean = value else { throw .wrongType(field) }
            return value
        },
        parse: { (text, _) throws(FieldFault) in
            switch plainWidth(text).lowercased() {
            case "true", "yes", "y", "1", "是", "有", "on": return .boolean(true)
            case "false", "no", "n", "0", "否", "无", "off": return .boolean(false)
            default: throw .unreadable("Write yes or no.", "请填“是”或“否”。")
            }
        },
        display: { value, _, settings in
            switch (value, settings.language) {
            case (.boolean(true), .english): "Yes"
            case (.boolean(true), .chinese): "是"
            case (.boolean(false), .english): "No"
            case (.boolean(false), .chinese): "否"
            default: ""
            }
        })

    /// One of the field's options.
    static let choice = FieldType(
        name: "choice", label: Label(english: "Choice", chinese: "单选"), shape: .choice, widget: .choice,
        canonical: { (value, field) throws(FieldFault) in
            guard case .text(let name) = value else { throw .wrongType(field) }
            if name.isEmpty { return .null }
            guard field.options.contains(where: { $0.name == name }) else { throw unknownOption(name, field) }
            return value
        },
        parse: { (text, field) throws(FieldFault) in
            guard let option = option(text, field) else { throw unknownOption(text, field) }
            return .text(option.name)
        },
        display: { value, field, settings in
            guard case .text(let name) = value else { return "" }
            return field.options.first { $0.name == name }?.label[settings.language] ?? name
        })

    /// Any number of the field's options.
    static let choices = FieldType(
        name: "choices", label: Label(english: "Choices", chinese: "多选"), shape: .flags, widget: .choices,
        canonical: { (value, field) throws(FieldFault) in
            switch value {
            case .null: return .null
            case .flags(let set):
                return try known(set, field)
            case .text(let names): return try flags(names, field)
            case .integer(let number) where number >= 0: return try known(UInt64(number), field)
            default: throw .wrongType(field)
            }
        },
        parse: { (text, field) throws(FieldFault) in try flags(text, field) },
        display: { value, field, settings in
            guard case .flags(let set) = value else { return "" }
            return field.options.filter { set & 1 << UInt64($0.flag ?? 0) != 0 }.map { $0.label[settings.language] }
                .joined(separator: settings.language == .english ? ", " : "、")
        })
}

/// The option by its name or one of its labels.
private func option(_ text: String, _ field: Field) -> Option? {
    let plain = plainWidth(text).lowercased()
    return field.options.first { $0.name == text }
        ?? field.options.first { $0.label.chinese == text || $0.label.english.lowercased() == plain }
}

/// The set if every one of its bits is an option's.
private func known(_ set: UInt64, _ field: Field) throws(FieldFault) -> Value {
    let all = field.options.reduce(UInt64(0)) { $0 | 1 << UInt64($1.flag ?? 0) }
    guard set & ~all == 0 else { throw unknownOption(String(set & ~all), field) }
    return set == 0 ? .null : .flags(set)
}

private func flags(_ text: String, _ field: Field) throws(FieldFault) -> Value {
    var set: UInt64 = 0
    for name in text.split(whereSeparator: { ",，、;；".contains($0) }) {
        guard let option = option(trimmedText(String(name)), field) else { throw unknownOption(String(name), field) }
        set |= 1 << UInt64(option.flag ?? 0)
    }
    return set == 0 ? .null : .flags(set)
}

private func unknownOption(_ text: String, _ field: Field) -> FieldFault {
    let options = field.options.filter { !$0.isRetired }.prefix(12)
    return FieldFault(
        code: "unknownOption",
        message: Label(
            english: "“\(text)” is no option; the options are \(options.map(\.label.english).joined(separator: ", ")).",
            chinese: "没有选项“\(text)”；可选：\(options.map(\.label.chinese).joined(separator: "、"))。"))
}
