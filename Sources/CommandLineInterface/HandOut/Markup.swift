// SPDX-License-Identifier: Apache-2.0

/// A piece of HTML or SVG whose texts are escaped: it can be made of elements and texts only.
struct Markup {
    /// The markup as it is written into a file.
    let source: String

    private init(source: String) { self.source = source }

    static let empty = Markup(source: "")

    /// What a person reads, escaped.
    static func text(_ text: String) -> Markup { Markup(source: escaped(text)) }

    /// An element; attributes are written in the order given.
    static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String> = [:], _ children: [Markup] = []
    ) -> Markup {
        let written = attributes.map { " \($0)=\"\(escaped($1))\"" }.joined()
        let isVoid = ["meta", "br"].contains("\(name)")
        if isVoid { return Markup(source: "<\(name)\(written)/>") }
        return Markup(source: "<\(name)\(written)>" + children.map(\.source).joined() + "</\(name)>")
    }

    /// An element around one text.
    static func element(
        _ name: StaticString, _ attributes: KeyValuePairs<StaticString, String>, _ text: String
    ) -> Markup {
        element(name, attributes, [.text(text)])
    }

    /// The style sheet, which is part of this program and stands in the page as it is.
    static func style(_ sheet: StaticString) -> Markup { Markup(source: "<style>\n\(sheet)\n</style>") }

    /// An element without attributes around one text.
    static func element(_ name: StaticString, _ text: String) -> Markup { element(name, [:], [.text(text)]) }

    /// Several pieces behind each other, with a text between two.
    static func joined(_ pieces: [Markup], _ separator: String = "") -> Markup {
        Markup(source: pieces.map(\.source).joined(separator: escaped(separator)))
    }

    private static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            // XML has no way to write the other control characters.
            case "\u{0}"..."\u{8}", "\u{B}", "\u{C}", "\u{E}"..."\u{1F}": escaped.append("\u{FFFD}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
