// SPDX-License-Identifier: Apache-2.0
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPTypesHTTP1
import Testing

@testable import HTTPAPI  // A body that breaks off comes from a connection, not from a router's client.

@Suite("Requests that are no HTTP")
struct UnreadableRequestTests {
    /// What a connection answers to bytes.
    private func answer(to bytes: [UInt8]) throws -> String {
        let channel = EmbeddedChannel()
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
        try pipeline.addHandler(UnreadableRequests())
        _ = try? channel.writeInbound(ByteBuffer(bytes: bytes))
        var answer = ""
        while let part = try channel.readOutbound(as: ByteBuffer.self) { answer += String(buffer: part) }
        _ = try? channel.finish()
        return answer
    }

    @Test(
        "are answered as every other refusal is",
        arguments: [
            "NONSENSE", "FOO /api/ HTTP/1.1\r\n\r\n", "GET /api/ HTTP/2.0\r\n\r\n", "GET /a b HTTP/1.1\r\n\r\n",
            "GET /api/ HTTP/1.1\r\n: x\r\n\r\n", "POST /api/ HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
            "POST /api/ HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n",
        ])
    func refused(text: String) throws {
        let answer = try answer(to: Array(text.utf8))
        #expect(answer.hasPrefix("HTTP/1.1 400 "), "\(answer)")
        #expect(answer.contains("{\"error\":{\"code\":\""), "\(answer)")
    }

    @Test("URLs and headers without end are told so", arguments: ["GET /api/Tool?$filter=", "GET / HTTP/1.1\r\nX: "])
    func endless(start: String) throws {
        let answer = try answer(to: Array(start.utf8) + Array(repeating: UInt8(ascii: "a"), count: 200_000))
        #expect(answer.hasPrefix("HTTP/1.1 431 ") && answer.contains("headersTooLarge"), "\(answer)")
    }

    @Test("bytes of no alphabet in a URL have to be encoded")
    func rawBytes() throws {
        let answer = try answer(
            to: Array("GET /api/Tool?$search=".utf8) + [0xFF, 0xFE] + Array(" HTTP/1.1\r\n\r\n".utf8))
        #expect(answer.hasPrefix("HTTP/1.1 400 ") && answer.contains("percent-encoded"), "\(answer)")
    }

    @Test("a body that breaks off is refused, and nothing is written")
    func brokenBody() async throws {
        let edition = try await ServedEdition.make()
        let api = HTTPAPI(workspace: edition.workspace, publicURL: "https://crm.test")
        let body = AsyncThrowingStream<ByteBuffer, any Error> { stream in
            stream.yield(ByteBuffer(string: "{\"name\":\"saw\"}"))
            stream.finish(throwing: HTTPParserError.invalidChunkSize)
        }
        let head = HTTPRequest(
            method: .post, scheme: "http", authority: "crm.test", path: "/api/Tool",
            headerFields: [.authorization: "Bearer \(edition.token)", .contentType: "application/json"])
        let response = await api.answer(Request(head: head, body: RequestBody(asyncSequence: body)))
        #expect(response.status == .badRequest)
        #expect(try await edition.send(.get, "/api/Tool/$count").text == "0")
    }

    @Test(
        "slashes that follow one another are one",
        arguments: ["/api/Tool", "//api/Tool", "/api//Tool", "///api///Tool"])
    func slashes(path: String) async throws {
        let edition = try await ServedEdition.make()
        let api = HTTPAPI(workspace: edition.workspace, publicURL: "https://crm.test")
        let head = HTTPRequest(
            method: .get, scheme: "http", authority: "crm.test", path: path,
            headerFields: [.authorization: "Bearer \(edition.token)"])
        let response = await api.answer(Request(head: head, body: RequestBody(buffer: ByteBuffer())))
        #expect(response.status == .ok)
    }

    @Test("an address that is nowhere is sent back only in part")
    func longAddress() async throws {
        let answer = try await ServedEdition.make().send(.get, "/api/" + String(repeating: "a/", count: 5000))
        #expect(answer.status == 404 && answer.text.utf8.count < 1000)
    }
}
