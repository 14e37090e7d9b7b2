// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird
import NIOCore

extension APIRequest {
    /// One mebibyte.
    private static let bodyLimit = 1 << 20

    /// Reads a request of the server, its body included.
    ///
    /// - Throws: 413 for a body over one mebibyte, 414 for a URL that is too long, 415 for a compressed body.
    init(_ request: Request) async throws {
        guard request.uri.string.utf8.count <= Self.longestURL else {
            throw APIError(
                .uriTooLong, "urlTooLong", "The URL is longer than \(Self.longestURL) bytes; send it in a $batch.",
                "URL 超过 \(Self.longestURL) 字节，请改用 $batch 发送。")
        }
        if let encoding = request.headers[.contentEncoding], encoding.lowercased() != "identity" {
            var error = APIError(
                .unsupportedMediaType, "unsupportedEncoding", "Bodies have to come uncompressed.", "请求正文不能压缩。",
                target: "Content-Encoding")
            error.headers[.acceptEncoding] = "identity"
            throw error
        }
        self.init(
            method: request.method, path: String(request.uri.path.dropFirst("/api".count).drop { $0 == "/" }),
            query: request.uri.query, headers: request.headers, body: try await Self.body(of: request))
    }

    private static func body(of request: Request) async throws -> [UInt8] {
        let tooLarge = APIError(
            .contentTooLarge, "tooLarge", "The body is larger than 1 MiB.", "请求正文超过 1 MiB。")
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bodyLimit { throw tooLarge }
        do {
            return Array(try await request.body.collect(upTo: bodyLimit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        }
    }
}

extension Response {
    /// An answer for the connection that a request came by: without its body for HEAD, compressed if the client takes that.
    init(_ answer: APIAnswer, to request: Request) {
        var answer = answer
        if request.method != .head { answer.compress(for: request.headers) }
        let response = Response(
            status: answer.status, headers: answer.headers, body: ResponseBody(byteBuffer: answer.body))
        self = request.method == .head ? response.createHeadResponse() : response
    }
}
