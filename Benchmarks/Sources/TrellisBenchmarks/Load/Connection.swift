// SPDX-License-Identifier: Apache-2.0
import Glibc

/// One kept-open HTTP/1.1 connection over a blocking socket: the cheapest client there is, because it shares the
/// machine with the server that it measures.
final class Connection {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    struct Answer {
        let status: Int
        let body: [UInt8]
        let headers: String
    }

    private let socket: Int32
    private var buffer = [UInt8](repeating: 0, count: 1 << 16)
    private var filled = 0

    init(port: Int) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            close(socket)
            throw Failure(description: "no server listens on port \(port)")
        }
        var yes: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    }

    deinit { close(socket) }

    /// Sends a request and waits for the whole answer.
    func send(_ request: [UInt8]) throws -> Answer {
        var sent = 0
        while sent < request.count {
            let count = request.withUnsafeBytes { write(socket, $0.baseAddress! + sent, request.count - sent) }
            guard count > 0 else { throw Failure(description: "the server closed the connection") }
            sent += count
        }
        return try receive()
    }

    private func receive() throws -> Answer {
        filled = 0
        var headerEnd: Int?
        while headerEnd == nil {
            try fill()
            headerEnd = endOfHeaders()
        }
        let end = headerEnd ?? 0
        let headers = String(decoding: buffer[..<end], as: UTF8.self)
        let length = try bodyLength(headers)
        while filled < end + length { try fill() }
        let status = Int(headers.dropFirst(9).prefix(3)) ?? 0
        return Answer(status: status, body: Array(buffer[end..<(end + length)]), headers: headers)
    }

    private func fill() throws {
        if filled == buffer.count { buffer += [UInt8](repeating: 0, count: buffer.count) }
        let room = buffer.count - filled
        let count = buffer.withUnsafeMutableBytes { read(socket, $0.baseAddress! + filled, room) }
        guard count > 0 else { throw Failure(description: "the server closed the connection") }
        filled += count
    }

    private func endOfHeaders() -> Int? {
        guard filled >= 4 else { return nil }
        for index in 3..<filled
        where buffer[index] == 10 && buffer[index - 1] == 13 && buffer[index - 2] == 10 && buffer[index - 3] == 13 {
            return index + 1
        }
        return nil
    }

    private func bodyLength(_ headers: String) throws -> Int {
        let status = headers.dropFirst(9).prefix(3)
        if status == "204" || status == "304" { return 0 }
        for line in headers.split(separator: "\r\n") {
            let lowered = line.prefix(16).lowercased()
            if lowered.hasPrefix("content-length:") {
                return Int(line.dropFirst(15).drop { $0 == " " }) ?? 0
            }
        }
        throw Failure(description: "the answer tells no length")
    }
}

/// The bytes of a request.
func request(
    _ method: String, _ path: String, headers: [(String, String)] = [], body: String? = nil
) -> [UInt8] {
    var text = "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    if let body { text += "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n" }
    return Array((text + "\r\n" + (body ?? "")).utf8)
}
