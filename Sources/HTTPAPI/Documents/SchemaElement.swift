// SPDX-License-Identifier: Apache-2.0
import Values

/// An XML element while a document is written.
struct SchemaElement {
    let name: String
    var attributes: [(String, String)] = []
    var children: [SchemaElement] = []
    /// What stands between the tags, if it is no elements.
    var text: String?

    init(_ name: String, text: String) {
        self.name = name
        self.text = text
    }

    init(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ children: [SchemaElement] = []) {
        self.name = name
        self.attributes = attributes.compactMap { key, value in value.map { (key, $0) } }
        self.children = children
    }

    /// An annotation with a value in an attribute.
    static func annotation(_ term: String, _ kind: String, _ value: String) -> SchemaElement {
        SchemaElement("Annotation", ["Term": term, kind: value])
    }

    /// An annotation that is a record of Boolean or other plain values.
    static func record(_ term: String, _ values: [(property: String, kind: String, value: String)]) -> SchemaElement {
        SchemaElement(
            "Annotation", ["Term": term],
            [
                SchemaElement(
                    "Record", [:],
                    values.map { SchemaElement("PropertyValue", ["Property": $0.property, $0.kind: $0.value]) })
            ])
    }

    func write(to text: inout String, depth: Int = 0) {
        text += String(repeating: " ", count: depth) + "<\(name)"
        for (key, value) in attributes { text += " \(key)=\"\(escaped(value))\"" }
        if let content = self.text {
            text += ">\(escaped(content))</\(name)>\n"
            return
        }
        guard !children.isEmpty else {
            text += "/>\n"
            return
        }
        text += ">\n"
        for child in children { child.write(to: &text, depth: depth + 1) }
        text += String(repeating: " ", count: depth) + "</\(name)>\n"
    }

    private func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n": escaped += "&#10;"
            // XML has no form for other control characters.
            case "\u{0}"..."\u{1F}": escaped += " "
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
