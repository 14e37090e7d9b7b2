// SPDX-License-Identifier: Apache-2.0
import Foundation
import GRDBSQLite
import Hummingbird
import NIOCore
import Synchronization

/// The HTTP server with nothing behind it but bytes, or a statement through the C API: what the product could be at best.
struct BareServer {
    let database: String
    /// The body that `GET /bytes` answers.
    let bytes: [UInt8]
    let port: Int

    func run() async throws {
        let connections = ConnectionPool(database)
        let router = Router()
        let fixed = ByteBuffer(bytes: bytes)
        router.get("/bytes") { _, _ in answer(fixed) }
        router.get("/list") { _, _ in
            try connections.use { direct in
                var body: [UInt8] = Array("{\"value\":[".utf8)
                var isFirst = true
                try direct.forEachRow(Statements.listPage, [.text("inForce"), .integer(100_000)]) { row in
                    if !isFirst { body.append(UInt8(ascii: ",")) }
                    isFirst = false
                    appendObject(row, to: &body)
                }
                body.append(contentsOf: "]}".utf8)
                return answer(ByteBuffer(bytes: body))
            }
        }
        router.get("/search/:words") { _, context in
            let words = context.parameters.get("words") ?? ""
            return try connections.use { try rows($0, Statements.search, [.text(words)]) }
        }
        router.get("/report") { _, _ in try connections.use { try rows($0, Statements.report, []) } }
        router.get("/apply") { _, _ in try connections.use { try rows($0, Statements.apply, []) } }
        router.get("/apply-filtered") { _, _ in try connections.use { try rows($0, Statements.applyFiltered, []) } }
        router.get("/standing") { _, _ in try connections.use { try rows($0, Statements.standing, []) } }
        router.get("/board") { _, _ in
            try connections.use { direct in
                var body: [UInt8] = []
                try direct.forEachRow(Statements.boardTotals) { appendObject($0, to: &body) }
                for stage in Statements.stages {
                    try direct.forEachRow(Statements.boardCards, [.text(stage)]) { appendObject($0, to: &body) }
                }
                return answer(ByteBuffer(bytes: body))
            }
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port), serverName: nil))
        try await application.runService()
    }

    private func rows(_ direct: Direct, _ sql: String, _ bindings: [Binding]) throws -> Response {
        var body: [UInt8] = []
        try direct.forEachRow(sql, bindings) { appendObject($0, to: &body) }
        return answer(ByteBuffer(bytes: body))
    }
}

private func answer(_ body: ByteBuffer) -> Response {
    Response(
        status: .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"],
        body: ResponseBody(byteBuffer: body))
}

/// Connections that one request uses at a time.
private final class ConnectionPool: Sendable {
    private struct Idle: @unchecked Sendable {
        let direct: Direct
    }

    private let path: String
    private let idle = Mutex<[Idle]>([])

    init(_ path: String) { self.path = path }

    func use<Result>(_ body: (Direct) throws -> Result) throws -> Result {
        let connection = try idle.withLock { $0.popLast() } ?? Idle(direct: try Direct(path))
        defer { idle.withLock { $0.append(connection) } }
        return try body(connection.direct)
    }
}
