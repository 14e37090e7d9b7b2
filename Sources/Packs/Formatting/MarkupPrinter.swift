// SPDX-License-Identifier: Apache-2.0
import Diagnostics

/// Prints what stands in a file of a pack, every element on lines of its own.
struct MarkupPrinter {
    /// Places that a start tag may take before its attributes get lines of their own.
    private static let width = 120

    private(set) var text = ""

    /// Prints a whole file.
    mutating func print(_ parts: [Markup]) {
        print(parts, depth: 0) { $0 }
        text += "\n"
    }

    /// - Parameter rule: The name of the grammar's rule for an element inside.
    private mutating func print(_ parts: [Markup], depth: Int, rule: (String) -> String?) {
        var breaks = 0
        var isFirst = true
        for part in parts {
            switch part {
            case .text(let blanks): breaks = blanks.utf8.count { $0 == 0x0A }
            case .comment(let comment) where breaks == 0 && !text.isEmpty: text += " " + comment
            case .comment(let source), .instruction(let source):
                startLine(depth, hasGap: breaks > 1 && !isFirst)
                text += source
            case .element(let element):
                startLine(depth, hasGap: breaks > 1 && !isFirst)
                print(element, depth: depth, rule: rule(element.name).flatMap { PackGrammar.rules[$0] })
            }
            if case .text = part { continue }
            (breaks, isFirst) = (0, false)
        }
    }

    private mutating func print(_ element: Markup.Element, depth: Int, rule: PackGrammar.Element?) {
        text += startTag(element, depth: depth, rule: rule)
        let isVerbatim = rule?.hasText ?? false || element.parts.contains(where: \.isVisibleText)
        let isEmpty = isVerbatim ? element.content.isEmpty : !element.parts.contains { !$0.isText }
        guard !isEmpty else {
            text += " />"
            return
        }
        text += ">"
        if isVerbatim {
            text += element.content
        } else {
            print(element.parts, depth: depth + 1) { rule?.children[$0] }
            startLine(depth, hasGap: false)
        }
        text += "</\(element.name)>"
    }

    private mutating func startLine(_ depth: Int, hasGap: Bool) {
        guard !text.isEmpty else { return }
        text += (hasGap ? "\n\n" : "\n") + String(repeating: "    ", count: depth)
    }

    /// The start tag without its end.
    private func startTag(_ element: Markup.Element, depth: Int, rule: PackGrammar.Element?) -> String {
        let attributes = sorted(element.attributes, rule).map { "\($0.name)=\(Self.doubleQuoted($0.value))" }
        let line = (["<\(element.name)"] + attributes).joined(separator: " ")
        let width = depth * 4 + line.unicodeScalars.reduce(0) { $0 + displayWidth($1) } + " />".count
        guard attributes.count > 1, width > Self.width || line.utf8.contains(0x0A) else { return line }
        let indentation = "\n" + String(repeating: "    ", count: depth + 2)
        return "<\(element.name) " + attributes.joined(separator: indentation)
    }

    /// The attributes in the order of the schema: first what is for tools, last what the schema does not know.
    private func sorted(_ attributes: [Markup.Attribute], _ rule: PackGrammar.Element?) -> [Markup.Attribute] {
        let known = rule?.attributes.map(\.name) ?? []
        func rank(_ name: String) -> Int {
            if name == "xmlns" { return 0 }
            if name.hasPrefix("xmlns:") { return 1 }
            if name.hasPrefix("xsi:") { return 2 }
            return 3 + (known.firstIndex(of: name) ?? known.count)
        }
        return attributes.enumerated().sorted { left, right in
            (rank(left.element.name), left.offset) < (rank(right.element.name), right.offset)
        }.map(\.element)
    }

    private static func doubleQuoted(_ value: String) -> String {
        guard value.hasPrefix("'"), !value.contains("\"") else { return value }
        return "\"\(value.dropFirst().dropLast())\""
    }
}

extension Markup {
    fileprivate var isText: Bool {
        guard case .text = self else { return false }
        return true
    }
}
