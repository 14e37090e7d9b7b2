// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import OrderedCollections

/// Builds the elements of an XML text that is known to be well-formed, with the place of every name and value.
///
/// The library that decides what is well-formed tells the places of neither, and what it would build is twice the work.
struct ElementScanner {
    private var cursor: XMLCursor
    /// The elements that are not closed yet, the root first.
    private var open: [PackElement] = []

    init(file: String, text: String) { cursor = XMLCursor(file: file, text: text) }

    /// Goes to the root's tag; the place of a document type declaration, which a pack must not have, if one stands before.
    mutating func prolog() -> SourceRange? {
        while let byte = cursor.current {
            let start = cursor.position
            if byte != UInt8(ascii: "<") {
                cursor.advance()
            } else if cursor.starts(with: "<!DOCTYPE") {
                cursor.skip("<!DOCTYPE")
                return SourceRange(file: cursor.file, start: start, end: cursor.position)
            } else if !skipAside() {
                return nil
            }
        }
        return nil
    }

    /// Reads on to the end of the root.
    mutating func root() -> PackElement? {
        while let byte = cursor.current {
            if byte != UInt8(ascii: "<") {
                append(cursor.text())
            } else if cursor.starts(with: "</") {
                cursor.skip(past: ">")
                if let root = close() { return root }
            } else if cursor.starts(with: "<![CDATA[") {
                cursor.skip("<![CDATA[")
                append(cursor.skip(past: "]]>"))
            } else if !skipAside(), startTag(), let root = close() {
                return root
            }
        }
        return nil
    }

    /// Goes behind a comment or an instruction; whether one stands here.
    private mutating func skipAside() -> Bool {
        if cursor.starts(with: "<!--") {
            cursor.skip("<!--")
            cursor.skip(past: "-->")
        } else if cursor.starts(with: "<?") {
            cursor.skip(past: "?>")
        } else {
            return false
        }
        return true
    }

    private mutating func append(_ text: String) {
        guard !text.isEmpty, !open.isEmpty else { return }
        open[open.count - 1].text += text
    }

    /// Opens an element; whether its tag closes it, too.
    private mutating func startTag() -> Bool {
        cursor.advance()
        let name = cursor.name()
        var attributes: OrderedDictionary<String, PackElement.LocatedAttribute> = [:]
        var isClosed = false
        while let byte = cursor.current, byte != UInt8(ascii: ">") {
            isClosed = byte == UInt8(ascii: "/")
            if isClosed || byte <= UInt8(ascii: " ") {
                cursor.advance()
            } else {
                let attribute = attribute()
                if !isForTools(attribute.name) { attributes[attribute.name] = attribute.located }
            }
        }
        if cursor.current != nil { cursor.advance() }
        open.append(PackElement(name: localName(name.value), range: name.range, attributes: attributes))
        return isClosed
    }

    private mutating func attribute() -> (name: String, located: PackElement.LocatedAttribute) {
        let name = cursor.name()
        while let byte = cursor.current, byte <= UInt8(ascii: " ") || byte == UInt8(ascii: "=") { cursor.advance() }
        return (name.value, PackElement.LocatedAttribute(nameRange: name.range, value: cursor.value()))
    }

    /// Closes the innermost element; gives the root when that is closed.
    private mutating func close() -> PackElement? {
        guard var element = open.popLast() else { return nil }
        if !element.text.isEmpty { element.text = trimmed(element.text) }
        if open.isEmpty { return element }
        open[open.count - 1].children.append(element)
        return nil
    }
}

/// The name without the prefix of its namespace.
private func localName(_ name: String) -> String {
    name.utf8.lastIndex(of: UInt8(ascii: ":")).map { String(name[name.index(after: $0)...]) } ?? name
}

/// Whether an attribute says something to tools that read XML and nothing about the pack: which names are whose, and
/// where an editor finds the schema.
private func isForTools(_ attribute: String) -> Bool {
    guard attribute.utf8.first == UInt8(ascii: "x") else { return false }
    return attribute == "xmlns" || attribute.hasPrefix("xmlns:") || attribute.hasPrefix("xsi:")
}
