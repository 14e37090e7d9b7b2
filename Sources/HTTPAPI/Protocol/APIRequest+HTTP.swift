// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import Hummingbird
import NIOCore

extension APIRequest {
    /// One mebibyte.
    private static let bodyLimit = 1 << 20

    /// Reads a request of the server, its body included.
    ///
    /// - Throws: 400 for a body that is not in the form it is said to be, 413 for one over one mebibyte, compressed or not,
    ///   414 for a URL that is too long, 415 for a body compressed in another way than gzip's.
    init(_ request: Request) async throws {
        guard request.uri.string.utf8.count <= Self.longestURL else {
            throw APIError(
                .uriTooLong, "urlTooLong", "The URL is longer than \(Self.longestURL) bytes; send it in a $batch.",
                "URL 超过 \(Self.longestURL) 字节，请改用 $batch 发送。")
        }
        let isCompressed = try Self.isCompressed(request.headers)
        let sent = try await Self.body(of: request)
        let body = isCompressed ? try Self.uncompressed(sent) : sent
        self.init(
            method: request.method, path: Self.pathBehindRoot(request.uri.path),
            query: request.uri.query, headers: request.headers, body: body)
    }

    /// The router takes slashes that follow one another for one, before the root as well.
    private static func pathBehindRoot(_ path: String) -> String {
        String(path.drop { $0 == "/" }.dropFirst("api".count).drop { $0 == "/" })
    }

    private static let tooLarge = APIError(
        .contentTooLarge, "tooLarge", "The body is larger than 1 MiB.", "请求正文超过 1 MiB。")

    private static func isCompressed(_ headers: HTTPFields) throws(APIError) -> Bool {
        let codings = headers[values: .contentEncoding].flatMap { $0.lowercased().split(separator: ",") }
            .map { $0.filter { $0 != " " } }.filter { $0 != "identity" }
        guard let coding = codings.first else { return false }
        guard codings.count == 1, coding == "gzip" || coding == "x-gzip" else {
            var error = APIError(
                .unsupportedMediaType, "unsupportedEncoding", "Bodies come as they are, or compressed once by gzip.",
                "请求正文只能不压缩，或用 gzip 压缩一次。", target: "Content-Encoding")
            error.headers[.acceptEncoding] = "gzip, identity"
            throw error
        }
        return true
    }

    private static func uncompressed(_ bytes: [UInt8]) throws(APIError) -> [UInt8] {
        do throws(InflationFault) {
            return try inflated(bytes, upTo: bodyLimit)
        } catch .tooLarge {
            throw tooLarge
        } catch {
            throw APIError(
                .badRequest, "badEncoding", "The body is not what gzip makes.", "请求正文不是有效的 gzip 数据。",
                target: "Content-Encoding")
        }
    }

    private static func body(of request: Request) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bodyLimit { throw tooLarge }
        do {
            return Array(try await request.body.collect(upTo: bodyLimit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch {
            // What a body is cut into is broken, or the client has gone.
            throw APIError(
                .badRequest, "badBody", "The body cannot be read to its end.", "请求正文无法完整读取。")
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
