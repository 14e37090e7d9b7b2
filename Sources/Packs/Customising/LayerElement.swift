// SPDX-License-Identifier: Apache-2.0
import DomainModel

/// An element on its way into the text of a layer; whatever people typed is escaped.
struct LayerElement {
    let name: String
    private let attributes: [(name: String, value: String)]
    private let children: [LayerElement]
    private let text: String

    /// - Parameter attributes: Those that are nil are left out.
    init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ children: [LayerElement] = []) {
        self.name = name
        self.attributes = attributes.compactMap { name, value in value.map { (name, $0) } }
        self.children = children
        text = ""
    }

    private init(_ name: String, language: String?, text: String) {
        self.name = name
        attributes = language.map { [("xml:lang", $0)] } ?? []
        children = []
        self.text = text
    }

    /// An element for each language.
    static func texts(_ name: String, _ label: Label?) -> [LayerElement] {
        guard let label else { return [] }
        return [
            LayerElement(name, language: nil, text: label.english),
            LayerElement(name, language: "zh-Hans", text: label.chinese),
        ]
    }

    /// The element as XML.
    var markup: String {
        let tag = name + attributes.map { " \($0.name)=\"\(Self.escaped($0.value))\"" }.joined()
        if children.isEmpty, text.isEmpty { return "<\(tag)/>" }
        return "<\(tag)>\(Self.escaped(text))\(children.map(\.markup).joined(separator: "\n"))</\(name)>"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\n", "\r", "\t": result += " "
            default: if character.value >= 0x20 { result.unicodeScalars.append(character) }
            }
        }
        return result
    }
}
