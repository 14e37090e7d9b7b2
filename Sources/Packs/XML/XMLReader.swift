// SPDX-License-Identifier: Apache-2.0
import CLibXML2
import Diagnostics

/// XML text → elements with places: libxml2 decides what is well-formed, with no document type and no network.
struct XMLReader {
    let file: String
    let text: String

    /// The root element; nil if the text is refused, with the reason appended.
    func read(_ diagnostics: inout DiagnosticList) -> PackElement? {
        var scanner = ElementScanner(file: file, text: text)
        if let doctype = scanner.prolog() {
            diagnostics.append(
                PackFinding.doctype, "A pack has no document type declaration.", at: doctype,
                hint: "Remove the line; entities of one’s own are not needed.")
            return nil
        }
        return isWellFormed(&diagnostics) ? scanner.root() : nil
    }

    /// Has the text read by libxml2, which is told to build nothing of it.
    private func isWellFormed(_ diagnostics: inout DiagnosticList) -> Bool {
        guard let context = xmlNewParserCtxt() else { return false }
        defer { xmlFreeParserCtxt(context) }
        context.pointee.sax.pointee = xmlSAXHandler()
        context.pointee.sax.pointee.initialized = UInt32(XML_SAX2_MAGIC)
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        var bytes = Array(text.utf8)
        let document = bytes.withUnsafeMutableBytes { buffer in
            xmlCtxtReadMemory(
                context, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), file, "UTF-8",
                options)
        }
        if let document { xmlFreeDoc(document) }
        guard context.pointee.wellFormed == 0 else { return true }
        append(context.pointee.lastError, &diagnostics)
        return false
    }

    private func append(_ error: xmlError, _ diagnostics: inout DiagnosticList) {
        let message: Sentence = error.message.map { "\(trimmed(String(cString: $0)))" } ?? "the text is no XML"
        let position = SourcePosition(line: max(1, Int(error.line)), column: max(1, Int(error.int2)))
        diagnostics.append(
            PackFinding.malformed, "This is no well-formed XML: \(message).",
            at: SourceRange(file: file, start: position, end: position),
            hint: "Everything before this place was understood; look for a missing quote, “>” or closing tag.")
    }
}

/// A text without white space at its ends.
func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: isVisible), let last = scalars.lastIndex(where: isVisible) else {
        return ""
    }
    return String(scalars[first...last])
}

/// Whether a character is no white space; nearly all that is asked about are of ASCII.
private func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII ? scalar.value > 32 : !scalar.properties.isWhitespace
}
