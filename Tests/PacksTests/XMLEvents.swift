// SPDX-License-Identifier: Apache-2.0
import Foundation
import FoundationXML

/// What another XML parser reads from a text: tags with attributes, texts that are more than blanks, comments, CDATA.
final class XMLEvents: NSObject, XMLParserDelegate {
    private var events: [String] = []
    private var text = ""

    /// Nil if the text is no XML.
    static func read(_ text: String) -> [String]? {
        let reader = XMLEvents()
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = reader
        guard parser.parse() else { return nil }
        reader.endText()
        return reader.events
    }

    private func endText() {
        if text.contains(where: { !$0.isWhitespace }) { events.append("text " + text) }
        text = ""
    }

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        endText()
        let sorted = attributes.sorted { $0.key < $1.key }.map { "\($0.key)=“\($0.value)”" }
        events.append("start \(name) \(sorted.joined(separator: " "))")
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        endText()
        events.append("end \(name)")
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

    func parser(_ parser: XMLParser, foundCDATA block: Data) { text += "[\(String(decoding: block, as: UTF8.self))]" }

    func parser(_ parser: XMLParser, foundComment comment: String) {
        endText()
        events.append("comment \(comment)")
    }

    func parser(_ parser: XMLParser, foundProcessingInstructionWithTarget target: String, data: String?) {
        endText()
        events.append("instruction \(target) \(data ?? "")")
    }
}
