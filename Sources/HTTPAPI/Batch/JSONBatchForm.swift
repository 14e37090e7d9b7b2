// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOCore
import OrderedCollections
import Values

/// A batch as JSON.
///
/// - Source: OData JSON Format 4.01 §19.
struct JSONBatchForm: BatchForm {
    var continuesByDefault: Bool { false }

    func items(_ body: [UInt8]) throws -> [Batch.Item] {
        guard case .array(let requests)? = try JSONValue(body: body)["requests"] else {
            throw APIError.badBatch(
                "A batch is an object with the array “requests”.", "批量请求应为含数组“requests”的对象。", "requests")
        }
        return try requests.enumerated().map { try item($1, at: $0) }
    }

    private func item(_ request: JSONValue, at index: Int) throws -> Batch.Item {
        let place = "requests[\(index)]"
        guard case .object = request else {
            throw APIError.badBatch(
                "Each request is an object.", "每个请求应为对象。", place)
        }
        guard case .text(let id)? = request["id"], !id.isEmpty else {
            throw APIError.badBatch(
                "Each request has an id, which is a text.", "每个请求须有文本编号 id。", "\(place)/id")
        }
        guard case .text(let method)? = request["method"],
            let known = ["get", "post", "put", "patch", "delete"].first(where: { $0 == method.lowercased() })
        else {
            throw APIError.badBatch(
                "The method is get, post, put, patch or delete.", "方法应为 get、post、put、patch 或 delete。",
                "\(place)/method")
        }
        guard case .text(let url)? = request["url"] else {
            throw APIError.badBatch("Each request has a url.", "每个请求须有 url。", "\(place)/url")
        }
        if request["if"] != nil {
            throw APIError(
                .notImplemented, "unsupported", "Conditions (“if”) are not supported.", "不支持条件（“if”）。",
                target: "\(place)/if")
        }
        return Batch.Item(
            id: id, group: try text("atomicityGroup", of: request, place),
            dependsOn: try texts("dependsOn", of: request, place),
            method: HTTPRequest.Method(rawValue: known.uppercased()) ?? .get, url: url,
            headers: try headers(request, place), body: body(request["body"]))
    }

    private func text(_ name: String, of request: JSONValue, _ place: String) throws -> String? {
        switch request[name] {
        case nil, .null: return nil
        case .text(let text): return text
        default: throw APIError.badBatch("“\(name)” is a text.", "“\(name)”应为文本。", "\(place)/\(name)")
        }
    }

    private func texts(_ name: String, of request: JSONValue, _ place: String) throws -> [String] {
        switch request[name] {
        case nil, .null: return []
        case .array(let items):
            return try items.map { item in
                guard case .text(let text) = item else {
                    throw APIError.badBatch("“\(name)” is a list of ids.", "“\(name)”应为编号列表。", "\(place)/\(name)")
                }
                return text
            }
        default: throw APIError.badBatch("“\(name)” is a list of ids.", "“\(name)”应为编号列表。", "\(place)/\(name)")
        }
    }

    private func headers(_ request: JSONValue, _ place: String) throws -> HTTPFields {
        var fields: HTTPFields = [:]
        switch request["headers"] {
        case nil, .null: break
        case .object(let members):
            for member in members {
                guard let name = HTTPField.Name(member.name), case .text(let value) = member.value else {
                    throw APIError.badBatch(
                        "Headers are names with texts.", "请求头应为名称和文本。", "\(place)/headers")
                }
                fields[name] = value
            }
        default:
            throw APIError.badBatch(
                "Headers are names with texts.", "请求头应为名称和文本。", "\(place)/headers")
        }
        return fields
    }

    private func body(_ input: JSONValue?) -> [UInt8] {
        switch input {
        case nil, .null: []
        case let body?: Array(body.json.utf8)
        }
    }

    func answer(_ answers: OrderedDictionary<String, APIAnswer>, _ items: [Batch.Item]) -> APIAnswer {
        var body = ByteBuffer()
        body.writeStaticString("{\"responses\":")
        let groups = Dictionary(items.map { ($0.id, $0.group) }, uniquingKeysWith: { first, _ in first })
        body.writeJSONArray(answers) { body, entry in
            body.writeStaticString("{\"id\":")
            body.writeJSON(entry.key)
            if let group = groups[entry.key] ?? nil {
                body.writeName("atomicityGroup")
                body.writeJSON(group)
            }
            body.writeString(",\"status\":\(entry.value.status.code)")
            write(entry.value, to: &body)
            body.writeStaticString("}")
        }
        body.writeStaticString("}")
        return .json(body)
    }

    private func write(_ answer: APIAnswer, to body: inout ByteBuffer) {
        body.writeName("headers")
        body.writeStaticString("{")
        for (index, field) in answer.headers.enumerated() {
            body.writeName(field.name.canonicalName, isFirst: index == 0)
            body.writeJSON(field.value)
        }
        body.writeStaticString("}")
        guard answer.body.readableBytes > 0 else { return }
        body.writeName("body")
        if answer.headers[.contentType]?.hasPrefix("application/json") == true {
            body.writeImmutableBuffer(answer.body)
        } else {
            body.writeJSON(String(buffer: answer.body))
        }
    }
}
