// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOCore
import OrderedCollections
import Values

/// A batch as parts between boundaries; change sets are parts with parts of their own.
///
/// - Source: OData Protocol 4.01 §11.7.7; RFC 2046 §5.1. Lines may end with LF alone.
struct MultipartBatchForm: BatchForm {
    private let boundary: String

    var continuesByDefault: Bool { false }

    init(_ type: String) throws {
        guard let boundary = Self.boundary(type) else {
            throw APIError.badBatch(
                "The content type multipart/mixed names no boundary.", "multipart/mixed 缺少有效的 boundary。", "Content-Type"
            )
        }
        self.boundary = boundary
    }

    private static func boundary(_ type: String) -> String? {
        for part in type.split(separator: ";").dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " } }
            guard pair.count == 2, pair[0].lowercased() == "boundary" else { continue }
            let name = pair[1].filter { $0 != "\"" }
            return (1...70).contains(name.utf8.count) ? name : nil
        }
        return nil
    }

    func items(_ body: [UInt8]) throws -> [Batch.Item] {
        var items: [Batch.Item] = []
        for (index, part) in try MultipartReader.parts(body[...], boundary).enumerated() {
            let type = part.headers[.contentType] ?? ""
            guard type.lowercased().hasPrefix("multipart/mixed") else {
                items.append(try item(part, id: part.contentID ?? "part \(index + 1)", group: nil))
                continue
            }
            guard let inner = Self.boundary(type) else {
                throw APIError.badBatch(
                    "A change set names no boundary.", "变更集缺少 boundary。", "part \(index + 1)")
            }
            for (place, change) in try MultipartReader.parts(part.body, inner).enumerated() {
                let id = change.contentID ?? "part \(index + 1).\(place + 1)"
                items.append(try item(change, id: id, group: "changes\(index + 1)"))
            }
        }
        return items
    }

    private func item(_ part: MultipartReader.Part, id: String, group: String?) throws -> Batch.Item {
        guard let type = part.headers[.contentType], type.lowercased().hasPrefix("application/http") else {
            throw APIError.badBatch(
                "Each part is application/http or a change set.", "每一部分应为 application/http 或变更集。", id)
        }
        let (line, message) = try MultipartReader.message(part.body, id)
        let words = line.split(separator: " ")
        guard words.count >= 2,
            let method = ["GET", "POST", "PUT", "PATCH", "DELETE"].first(where: { $0 == words[0].uppercased() })
        else { throw APIError.badBatch("A part begins with a method and a URL.", "每一部分应以方法和 URL 开头。", id) }
        guard group == nil || method != "GET" else {
            throw APIError.badBatch(
                "A change set only changes; read outside of it.", "变更集只能含写请求；读请求请放在其外。", id)
        }
        return Batch.Item(
            id: id, group: group, dependsOn: [], method: HTTPRequest.Method(rawValue: method) ?? .get,
            url: String(words[1]), headers: message.headers, body: Array(message.body))
    }

    func answer(_ answers: OrderedDictionary<String, APIAnswer>, _ items: [Batch.Item]) -> APIAnswer {
        // Nobody can know it before and write it into a text that is then taken for the end of a part.
        let outer = "batch_" + String(UInt64.random(in: .min ... .max), radix: 36)
        var body = ByteBuffer()
        var index = 0
        let answered = items.filter { answers[$0.id] != nil }
        while index < answered.count {
            let group = answered[index].group
            let end = group == nil ? index + 1 : answered[index...].firstIndex { $0.group != group } ?? answered.count
            let part = answered[index..<end]
            body.writeString("--\(outer)\r\n")
            // A change set that failed is answered once, with what refused it.
            let failed = part.first { answers[$0.id].map { !$0.isSuccess && $0.status != .failedDependency } ?? false }
            if let group, failed == nil {
                body.writeString("Content-Type: multipart/mixed; boundary=\(group)\r\n\r\n")
                for item in part {
                    body.writeString("--\(group)\r\n")
                    write(answers[item.id], item, to: &body)
                }
                body.writeString("--\(group)--\r\n")
            } else if let item = failed ?? part.first {
                write(answers[item.id], item, to: &body)
            }
            index = end
        }
        body.writeString("--\(outer)--\r\n")
        return APIAnswer(
            status: .ok, headers: [.contentType: "multipart/mixed; boundary=\(outer)", .cacheControl: "no-store"],
            body: body)
    }

    private func write(_ answer: APIAnswer?, _ item: Batch.Item, to body: inout ByteBuffer) {
        guard let answer else { return }
        body.writeString("Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n")
        // A space is in no id that a client gave.
        if !item.id.contains(" ") { body.writeString("Content-ID: \(item.id)\r\n") }
        body.writeString("\r\nHTTP/1.1 \(answer.status.code) \(answer.status.reasonPhrase)\r\n")
        for field in answer.headers { body.writeString("\(field.name.canonicalName): \(field.value)\r\n") }
        body.writeString("Content-Length: \(answer.body.readableBytes)\r\n\r\n")
        body.writeImmutableBuffer(answer.body)
        body.writeString("\r\n")
    }
}
