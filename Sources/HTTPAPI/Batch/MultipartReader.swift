// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

/// Cuts a body at its boundaries, and messages into their headers and bodies.
///
/// - Source: RFC 2046 §5.1, RFC 9112 §2.1.
enum MultipartReader {
    struct Part {
        let headers: HTTPFields
        let body: ArraySlice<UInt8>

        /// The id that other requests use, when it can be used in a URL.
        var contentID: String? {
            guard let name = HTTPField.Name("Content-ID"), let id = headers[name], !id.isEmpty, id.utf8.count <= 100
            else { return nil }
            let isPlain = id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") }
            return isPlain ? id : nil
        }
    }

    private static let mostParts = 2000

    /// - Throws: 400 if the boundary never comes, or the last part has no end.
    static func parts(_ body: ArraySlice<UInt8>, _ boundary: String) throws(APIError) -> [Part] {
        let mark = Array("--\(boundary)".utf8)
        var parts: [Part] = []
        var start: Int?
        var isClosed = false
        for line in lines(body) {
            guard body[line.content].starts(with: mark) else { continue }
            let rest = body[(line.content.lowerBound + mark.count)..<line.content.upperBound]
            let isEnd = rest.starts(with: [UInt8(ascii: "-"), UInt8(ascii: "-")])
            guard isEnd || rest.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { continue }
            if let start { parts.append(try part(body[start..<max(start, line.content.lowerBound)])) }
            guard parts.count <= mostParts else { throw .badBatch("There are too many parts.", "批量请求的部分过多。") }
            start = line.next
            if isEnd {
                isClosed = true
                break
            }
        }
        guard start != nil, isClosed else {
            throw .badBatch(
                "The boundary “\(boundary)” does not end the batch.", "批量请求未以分隔符“\(boundary)”结束。")
        }
        return parts
    }

    private static func part(_ bytes: ArraySlice<UInt8>) throws(APIError) -> Part {
        // The line end before a boundary belongs to the boundary.
        var bytes = bytes
        if bytes.last == 0x0A { bytes = bytes.dropLast() }
        if bytes.last == 0x0D { bytes = bytes.dropLast() }
        return try headed(bytes)
    }

    /// The first line of a message, and what follows it.
    static func message(_ bytes: ArraySlice<UInt8>, _ id: String) throws(APIError) -> (String, Part) {
        var start = bytes.startIndex
        for line in lines(bytes) {
            start = line.next
            guard !line.content.isEmpty else { continue }
            guard let text = String(validating: bytes[line.content], as: UTF8.self) else { break }
            return (text, try headed(bytes[min(start, bytes.endIndex)...]))
        }
        throw .badBatch("A part holds no request.", "有一部分不含请求。", id)
    }

    private static func headed(_ bytes: ArraySlice<UInt8>) throws(APIError) -> Part {
        var headers: HTTPFields = [:]
        for line in lines(bytes) {
            if line.content.isEmpty { return Part(headers: headers, body: bytes[min(line.next, bytes.endIndex)...]) }
            guard let text = String(validating: bytes[line.content], as: UTF8.self),
                let colon = text.firstIndex(of: ":"),
                let name = HTTPField.Name(String(text[..<colon]))
            else { throw .badBatch("A part has a header that cannot be read.", "有一部分的请求头无法读取。") }
            headers[name] = String(text[text.index(after: colon)...].drop { $0 == " " })
        }
        return Part(headers: headers, body: bytes[bytes.endIndex...])
    }

    /// The lines without their ends, and where the next one begins.
    private static func lines(
        _ bytes: ArraySlice<UInt8>
    ) -> UnfoldSequence<(content: Range<Int>, next: Int), Int> {
        sequence(state: bytes.startIndex) { position in
            guard position < bytes.endIndex else { return nil }
            let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.endIndex
            let start = position
            position = end + 1
            let hasReturn = end > start && bytes[end - 1] == 0x0D
            return (start..<(hasReturn ? end - 1 : end), end + 1)
        }
    }
}
