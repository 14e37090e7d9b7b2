// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import Hummingbird
import NIOCore

/// A request that was refused, in the shape of OData's error object.
///
/// - Source: OData JSON Format 4.01 §21.
struct APIError: Error {
    struct Detail {
        let code: String
        let target: String?
        let message: Label
        /// Where in the text of the option, in Unicode scalars.
        var place: (offset: Int, length: Int)?

        func write(_ language: Language, to body: inout ByteBuffer) {
            body.writeStaticString("{\"code\":")
            body.writeJSON(code)
            body.writeName("target")
            if let target { body.writeJSON(target) } else { body.writeStaticString("null") }
            body.writeName("message")
            body.writeJSON(message[language])
            if let place { body.writePlace(place) }
            body.writeStaticString("}")
        }
    }

    let status: HTTPResponse.Status
    let code: String
    let message: Label
    var target: String?
    var details: [Detail] = []
    /// Where in the text of the option, in Unicode scalars.
    var place: (offset: Int, length: Int)?
    var headers: HTTPFields = [:]

    init(
        _ status: HTTPResponse.Status, _ code: String, _ english: String, _ chinese: String, target: String? = nil
    ) {
        self.status = status
        self.code = code
        message = Label(english: english, chinese: chinese)
        self.target = target
    }

    func response(in language: Language) -> Response {
        var body = ByteBuffer()
        body.writeStaticString("{\"error\":{\"code\":")
        body.writeJSON(code)
        body.writeName("message")
        body.writeJSON(message[language])
        body.writeName("target")
        if let target { body.writeJSON(target) } else { body.writeStaticString("null") }
        body.writeName("details")
        body.writeJSONArray(details) { $1.write(language, to: &$0) }
        if let place { body.writePlace(place) }
        body.writeStaticString("}}")
        return .json(body, status: status, headers: headers)
    }
}

extension ByteBuffer {
    fileprivate mutating func writePlace(_ place: (offset: Int, length: Int)) {
        writeString(",\"@crm.offset\":\(place.offset),\"@crm.length\":\(place.length)")
    }
}

extension Response {
    /// An answer in JSON with the headers that every OData answer has.
    static func json(
        _ body: ByteBuffer, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]
    ) -> Response {
        var headers = headers
        headers[.contentType] = "application/json;odata.metadata=minimal"
        headers[.odataVersion] = "4.0"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// An answer without a body.
    static func empty(headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.odataVersion] = "4.0"
        return Response(status: .noContent, headers: headers)
    }
}

extension HTTPField.Name {
    static let odataVersion = HTTPField.Name("OData-Version") ?? .contentType
    static let odataEntityID = HTTPField.Name("OData-EntityId") ?? .location
    static let csrfToken = HTTPField.Name("X-CSRF-Token") ?? .authorization
    static let prefer = HTTPField.Name("Prefer") ?? .expect
}
