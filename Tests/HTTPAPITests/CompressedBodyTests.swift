// SPDX-License-Identifier: Apache-2.0
import HTTPTypes
import NIOCore
import Testing

@testable import HTTPAPI  // What compresses answers makes the bodies here; it has no public door.

@Suite("Compressed bodies of requests")
struct CompressedBodyTests {
    /// A body in gzip's form.
    private func packed(_ text: String) throws -> [UInt8] {
        var answer = APIAnswer(status: .ok, body: ByteBuffer(string: text))
        answer.compress(for: [.acceptEncoding: "gzip"])
        try #require(answer.headers[.contentEncoding] == "gzip")
        return Array(answer.body.readableBytesView)
    }

    private func tool(_ name: String, spaces: Int = 2000) -> String {
        "{\"name\":\"\(name)\"" + String(repeating: " ", count: spaces) + "}"
    }

    @Test("are read as what they were", arguments: ["gzip", "GZIP", "x-gzip", "identity, gzip"])
    func read(coding: String) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(
            .post, "/api/Tool", bytes: try packed(tool("saw")), headers: [.contentEncoding: coding])
        #expect(answer.status == 201 && answer["name"] as? String == "saw")
    }

    @Test("may have several members")
    func members() async throws {
        let edition = try await ServedEdition.make()
        let bytes =
            try packed("{\"name\":\"saw\"" + String(repeating: " ", count: 2000))
            + packed(String(repeating: " ", count: 2000) + "}")
        let answer = try await edition.send(.post, "/api/Tool", bytes: bytes, headers: [.contentEncoding: "gzip"])
        #expect(answer.status == 201)
    }

    @Test("count by what they grow to: a small one that grows beyond the limit is refused")
    func bomb() async throws {
        let edition = try await ServedEdition.make()
        let limit = 1 << 20
        for (size, status) in [(limit, 201), (limit + 1, 413), (64 * limit, 413)] {
            let text = tool("saw", spaces: size - tool("saw", spaces: 0).utf8.count)
            let bytes = try packed(text)
            #expect(text.utf8.count == size && bytes.count < limit)
            let answer = try await edition.send(.post, "/api/Tool", bytes: bytes, headers: [.contentEncoding: "gzip"])
            #expect(answer.status == status, "\(size)")
        }
    }

    @Test("that are broken, cut off or followed by something else are refused")
    func broken() async throws {
        let edition = try await ServedEdition.make()
        let whole = try packed(tool("saw"))
        var changed = whole
        changed[changed.count - 6] ^= 1
        for bytes in [Array("{}".utf8), Array(whole.dropLast(3)), Array(whole.prefix(12)), whole + [1, 2, 3], changed] {
            let answer = try await edition.send(.post, "/api/Tool", bytes: bytes, headers: [.contentEncoding: "gzip"])
            #expect(answer.status == 400 && answer.error["code"] as? String == "badEncoding")
        }
    }

    @Test(
        "of another coding, or of two, are refused with what can be read", arguments: ["br", "deflate", "gzip, gzip"])
    func others(coding: String) async throws {
        let edition = try await ServedEdition.make()
        let answer = try await edition.send(.post, "/api/Tool", "{}", headers: [.contentEncoding: coding])
        #expect(answer.status == 415 && answer.headers[.acceptEncoding] == "gzip, identity")
    }
}
