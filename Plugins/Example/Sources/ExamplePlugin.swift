// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
public import PluginKit
import Services
import Storage
import Values

/// A plugin that uses every extension point once, as a pattern to begin with.
public struct ExamplePlugin: Plugin {
    public init() {}

    public var name: String { "example" }

    public func register(in registry: inout PluginRegistry) {
        registry.fieldTypes.append(.colour)
        registry.functions.append(.initials)
        registry.collations.append(.byLength)
        registry.recordHooks.append(.noShouting)
        registry.actions.append(.initials)
    }
}

extension FieldType {
    /// A colour as the web writes it: `#1A2B3C`.
    static let colour = checkedText("colour", Label(english: "Colour", chinese: "颜色"), .text) {
        (text, _) throws(FieldFault) in
        let digits = text.hasPrefix("#") ? text.dropFirst() : text[...]
        guard digits.count == 6, digits.allSatisfy(\.isHexDigit) else {
            throw FieldFault(
                code: "invalid",
                message: Label(english: "Write a colour like #1A2B3C.", chinese: "颜色应如 #1A2B3C。"))
        }
        return "#" + digits.uppercased()
    }
}

extension FunctionDefinition {
    /// `initials('Ada Lovelace')` is `'AL'`.
    static let initials = FunctionDefinition("initials", [.init([.text], gives: .text)]) { values, _ in
        guard case .text(let text) = values[0] else { return .null }
        return .text(firstLetters(of: text))
    }
}

extension Collation {
    /// Short texts before long ones, for fields with `sort="x-length"`.
    static let byLength = Collation(locale: "x-length") { text in
        let bytes = Array(text.utf8)
        return [UInt8(truncatingIfNeeded: bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
    }
}

extension RecordHook {
    /// Refuses texts in the field `slogan` that are written in capitals only; fields of that name are rare.
    static let noShouting = RecordHook(name: "example.noShouting", entity: nil) { _, after in
        guard case .text(let slogan) = after["slogan"], slogan.contains(where: \.isLowercase) == false,
            slogan.contains(where: \.isUppercase)
        else { return [] }
        return [
            Finding(
                code: "example.shouting", field: "slogan",
                message: Label(english: "Please do not shout.", chinese: "请不要全部使用大写字母。"))
        ]
    }
}

extension ActionDefinition {
    /// `<call action="example.initials"><with id="of" value="name"/><with id="field" value="'code'"/></call>` writes the
    /// initials of a text to a field of the record.
    static let initials = ActionDefinition(
        "example.initials", Label(english: "Write initials", chinese: "写入首字母"),
        parameters: [
            .init("of", Label(english: "Text", chinese: "文本"), .text),
            .init("field", Label(english: "Field", chinese: "字段"), .text),
        ], reach: .records
    ) { call in
        guard let text = call.text("of"), let field = call.text("field") else {
            throw ActionFault(Label(english: "There is no text to take initials of.", chinese: "没有可取首字母的文本。"))
        }
        try await call.update([FieldName(field): .text(firstLetters(of: text))])
        return "wrote the initials to \(field)"
    }
}

private func firstLetters(of text: String) -> String {
    String(text.split(separator: " ").compactMap(\.first)).uppercased()
}
