// SPDX-License-Identifier: Apache-2.0
import CLibXML2
import Diagnostics

/// An element of a pack with the places of everything in it.
struct PackElement: Sendable {
    let name: String
    let range: SourceRange
    var attributes: [String: LocatedAttribute] = [:]
    var children: [PackElement] = []
    /// The text directly inside, without white space at its ends.
    var text = ""
    /// What layers set of it, the oldest first, by attribute or by text and language; empty for what no other layer changed.
    var settings: [String: [Setting]] = [:]

    struct LocatedAttribute: Sendable {
        let nameRange: SourceRange
        let value: LocatedText
    }

    func children(_ name: String) -> [PackElement] { children.filter { $0.name == name } }

    /// The decoded value of an attribute; nil if it is not written.
    subscript(attribute: String) -> String? { attributes[attribute]?.value.text }

    /// The place of an attribute's value, or of the element's name.
    func range(of attribute: String) -> SourceRange { attributes[attribute]?.value.range ?? range }
}

/// XML text → elements with places, by libxml2: no document type, no entities of its own, no network.
struct XMLReader {
    let file: String
    let text: String

    /// The root element; nil if the text is refused, with the reason appended.
    func read(_ diagnostics: inout DiagnosticList) -> PackElement? {
        let scanner = TagScanner(file: file, text: text)
        if let doctype = scanner.doctype {
            diagnostics.append(
                PackFinding.doctype, "A pack has no document type declaration.", at: doctype,
                hint: "Remove the line; entities of one’s own are not needed.")
            return nil
        }
        guard let context = xmlNewParserCtxt() else { return nil }
        defer { xmlFreeParserCtxt(context) }
        var bytes = Array(text.utf8)
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        let count = Int32(bytes.count)
        let document = bytes.withUnsafeMutableBytes { buffer in
            xmlCtxtReadMemory(
                context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), count, file, "UTF-8", options)
        }
        guard let document else {
            appendSyntaxError(context, &diagnostics)
            return nil
        }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else { return nil }
        var tags = scanner.tags[...]
        return element(root, &tags)
    }

    private func appendSyntaxError(_ context: xmlParserCtxtPtr, _ diagnostics: inout DiagnosticList) {
        let error = context.pointee.lastError
        let message: Sentence = error.message.map { "\(trimmed(String(cString: $0)))" } ?? "the text is no XML"
        let position = SourcePosition(line: max(1, Int(error.line)), column: max(1, Int(error.int2)))
        diagnostics.append(
            PackFinding.malformed, "This is no well-formed XML: \(message).",
            at: SourceRange(file: file, start: position, end: position),
            hint: "Everything before this place was understood; look for a missing quote, “>” or closing tag.")
    }

    private func element(_ node: xmlNodePtr, _ tags: inout ArraySlice<TagScanner.Tag>) -> PackElement {
        let place = SourcePosition(line: 1, column: 1)
        let tag = tags.popFirst() ?? TagScanner.Tag(name: SourceRange(file: file, start: place, end: place))
        var attributes: [String: PackElement.LocatedAttribute] = [:]
        for attribute in tag.attributes where !Self.isForTools(attribute.name) {
            attributes[attribute.name] = PackElement.LocatedAttribute(
                nameRange: attribute.nameRange, value: attribute.value)
        }
        var children: [PackElement] = []
        var text = ""
        var child = node.pointee.children
        while let current = child {
            switch current.pointee.type {
            case XML_ELEMENT_NODE: children.append(element(current, &tags))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                text += current.pointee.content.map { String(cString: $0) } ?? ""
            default: break
            }
            child = current.pointee.next
        }
        return PackElement(
            name: String(cString: node.pointee.name), range: tag.name, attributes: attributes, children: children,
            text: trimmed(text))
    }

    /// Whether an attribute says something to tools that read XML and nothing about the pack: which names are whose, and
    /// where an editor finds the schema.
    private static func isForTools(_ attribute: String) -> Bool {
        guard attribute.utf8.first == UInt8(ascii: "x") else { return false }
        return attribute == "xmlns" || attribute.hasPrefix("xmlns:") || attribute.hasPrefix("xsi:")
    }

    private func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: isVisible), let last = scalars.lastIndex(where: isVisible) else {
            return ""
        }
        return String(scalars[first...last])
    }
}

/// Whether a character is no white space; nearly all that is asked about are of ASCII.
private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar.value > 32 : !scalar.properties.isWhitespace
}
