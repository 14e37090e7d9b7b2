// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import NIOCore

/// A request of the API, wherever it came from: over HTTP or as a part of a batch.
struct APIRequest: Sendable {
    let method: HTTPRequest.Method
    /// Behind the root, with its percent escapes, without a slash at the start.
    let path: String
    /// Behind the question mark, with its percent escapes.
    let query: String?
    let headers: HTTPFields
    let body: [UInt8]

    /// The longest path and query that are read.
    static let longestURL = 16_384

    init(method: HTTPRequest.Method, path: String, query: String?, headers: HTTPFields, body: [UInt8]) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The body as a JSON object; no members if it is empty.
    ///
    /// - Throws: 415 for a body of another type, 400 for one that is no JSON object.
    func members() throws(APIError) -> [JSONMember] {
        guard !body.isEmpty else { return [] }
        try checkType()
        guard case .object(let members) = try JSONValue(body: body) else {
            throw .invalidJSON(JSONFault(offset: 0, reason: .noObject))
        }
        return members
    }

    private func checkType() throws(APIError) {
        guard let type = headers[.contentType] else { return }
        let name = type.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
        guard name == "application/json" || name.hasSuffix("+json") || name == "text/json" else {
            throw APIError(
                .unsupportedMediaType, "unsupportedMediaType", "The body has to be application/json.",
                "请求正文必须是 application/json。", target: "Content-Type")
        }
        if type.lowercased().contains("charset="), !type.lowercased().contains("utf-8") {
            throw APIError(
                .unsupportedMediaType, "unsupportedMediaType", "The body has to be UTF-8.", "请求正文必须使用 UTF-8 编码。",
                target: "Content-Type")
        }
    }
}

extension JSONValue {
    /// Reads a whole body.
    init(body: [UInt8]) throws(APIError) {
        do throws(JSONFault) {
            self = try JSONReader.read(body)
        } catch {
            throw .invalidJSON(error)
        }
    }
}

extension APIError {
    static func invalidJSON(_ fault: JSONFault) -> APIError {
        APIError(
            .badRequest, "invalidJSON",
            "The body is not the JSON that is needed: \(fault.reason.label.english) at byte \(fault.offset).",
            "请求正文不是所需的 JSON：\(fault.reason.label.chinese)（第 \(fault.offset) 字节）。")
    }
}
