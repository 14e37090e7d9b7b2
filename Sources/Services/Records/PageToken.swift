// SPDX-License-Identifier: Apache-2.0
import Crypto
import DomainModel
import Expressions
import FoundationEssentials
import Values

/// Where a page of a list begins: the order's values and the key of the last row before it.
struct PageToken: Decodable {
    /// Of the query that the token belongs to.
    let query: String
    let values: [String?]

    init(query: String, after values: [Value]) {
        self.query = query
        self.values = values.map { $0.isNull ? nil : $0.canonicalText }
    }

    /// Reads an opaque token of the same query.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` for any other text.
    init(_ text: String, query: String) throws(ServiceError) {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64), let token = try? JSONDecoder().decode(Self.self, from: data),
            token.query == query
        else { throw .badRequest(target: "page", "The page token does not belong to this list.") }
        self = token
    }

    var text: String {
        let written = values.map { $0?.jsonQuoted ?? "null" }.joined(separator: ",")
        let data = Data("{\"query\":\(query.jsonQuoted),\"values\":[\(written)]}".utf8)
        return data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// The values in the types of the order, then the key.
    func after(_ order: [OrderTerm]) throws(ServiceError) -> [Value] {
        try after(types: order.map(\.expression.type) + [.identifier])
    }

    func after(types: [ValueType]) throws(ServiceError) -> [Value] {
        guard values.count == types.count else {
            throw .badRequest(target: "page", "The page token does not belong to this list.")
        }
        return zip(values, types).map { text, type in text.map { Value(canonicalText: $0, as: type) } ?? .null }
    }

    /// A short digest of what makes two requests the same list.
    static func digest(_ parts: [String?]) -> String {
        let text = parts.map { $0.map(\.jsonQuoted) ?? "null" }.joined(separator: ",")
        return Data(SHA256.hash(data: Data(text.utf8)).prefix(9)).base64EncodedString()
    }
}
