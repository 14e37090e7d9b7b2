// SPDX-License-Identifier: Apache-2.0
import CLibXML2

/// Holds XML texts against a schema, by libxml2; the same check that an editor makes.
public enum SchemaValidator {
    /// Whether a text is valid by a schema's text; false as well if either is no XML.
    public static func isValid(_ text: String, bySchema schema: String) -> Bool {
        let schemaBytes = Array(schema.utf8)
        let parsed = schemaBytes.withUnsafeBytes { buffer in
            let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
            let context = xmlSchemaNewMemParserCtxt(start, Int32(buffer.count))
            defer { xmlSchemaFreeParserCtxt(context) }
            return xmlSchemaParse(context)
        }
        guard let parsed else { return false }
        defer { xmlSchemaFree(parsed) }
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue)
        let bytes = Array(text.utf8)
        let document = bytes.withUnsafeBytes { buffer in
            xmlReadMemory(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count), nil, "UTF-8", options)
        }
        guard let document, let validation = xmlSchemaNewValidCtxt(parsed) else { return false }
        defer {
            xmlSchemaFreeValidCtxt(validation)
            xmlFreeDoc(document)
        }
        return xmlSchemaValidateDoc(validation, document) == 0
    }
}
