// SPDX-License-Identifier: Apache-2.0
import DomainModel
import HTTPTypes
import NIOCore
import Values

/// A request that was refused, in the shape of OData's error object.
///
/// - Source: OData JSON Format 4.01 §21.
struct APIError: Error {
    struct Detail {
        let code: String
        let target: String?
        let message: Label
        /// What the message tells, for programs, such as who holds something and until when.
        var facts: [String: Value] = [:]
        /// Where in the text of the option, in Unicode scalars.
        var place: (offset: Int, length: Int)?

        func write(_ language: Language, to body: inout ByteBuffer) {
            body.writeStaticString("{\"code\":")
            body.writeJSON(code)
            body.writeName("target")
            if let target { body.writeJSON(target) } else { body.writeStaticString("null") }
            body.writeName("message")
            body.writeJSON(message[language])
            if !facts.isEmpty { writeFacts(to: &body) }
            if let place { body.writePlace(place) }
            body.writeStaticString("}")
        }

        private func writeFacts(to body: inout ByteBuffer) {
            body.writeName("@crm.facts")
            for (index, fact) in facts.sorted(by: { $0.key < $1.key }).enumerated() {
                body.writeStaticString(index == 0 ? "{" : "")
                body.writeName(fact.key, isFirst: index == 0)
                body.writeJSON(fact.value)
            }
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

    func answer(in language: Language) -> APIAnswer {
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

extension HTTPField.Name {
    static let odataVersion = HTTPField.Name("OData-Version") ?? .contentType
    static let odataMaxVersion = HTTPField.Name("OData-MaxVersion") ?? .contentType
    static let odataEntityID = HTTPField.Name("OData-EntityId") ?? .location
    static let csrfToken = HTTPField.Name("X-CSRF-Token") ?? .authorization
    static let preferenceApplied = HTTPField.Name("Preference-Applied") ?? .expect
    static let prefer = HTTPField.Name("Prefer") ?? .expect
}
