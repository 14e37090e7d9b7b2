// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOCore

/// What a request is answered, before it is written to a connection or into the answer of a batch.
struct APIAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: ByteBuffer

    init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer in JSON with the headers that every OData answer has.
    static func json(
        _ body: ByteBuffer, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> APIAnswer {
        var headers = headers
        if headers[.contentType] == nil { headers[.contentType] = AnswerFormat.minimal.contentType }
        headers[.cacheControl] = "no-store"
        return APIAnswer(status: status, headers: headers, body: body)
    }

    static func text(_ text: String, type: String, headers: HTTPFields = [:]) -> APIAnswer {
        var headers = headers
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        return APIAnswer(status: .ok, headers: headers, body: ByteBuffer(string: text))
    }

    /// An answer without a body.
    static func empty(headers: HTTPFields = [:]) -> APIAnswer { APIAnswer(status: .noContent, headers: headers) }

    var isSuccess: Bool { status.kind == .successful }
}
