import DomainModel
import Expressions
// SPDX-License-Identifier: Apache-2.0
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
        return .text(String(text.split(separator: " ").compactMap(\.first)).uppercased())
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
