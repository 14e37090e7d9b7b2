// SPDX-License-Identifier: Apache-2.0
import CZlib
import HTTPTypes
import NIOCore

extension APIAnswer {
    /// Below this many bytes the work is not worth what it saves.
    private static let smallest = 1024

    /// Compresses the body if that is worth it and the client takes gzip.
    mutating func compress(for request: HTTPFields) {
        headers[.vary] = (headers[.vary].map { $0 + ", " } ?? "") + "Accept-Encoding"
        guard body.readableBytes >= Self.smallest, headers[.contentEncoding] == nil, takesGzip(request),
            let packed = gzip(body.readableBytesView)
        else { return }
        body = ByteBuffer(bytes: packed)
        headers[.contentEncoding] = "gzip"
    }

    /// - Source: RFC 9110 §12.5.3: what a client says of gzip itself goes before what it says of any coding.
    private func takesGzip(_ request: HTTPFields) -> Bool {
        var takesAny = false
        for range in request[values: .acceptEncoding].joined(separator: ",").lowercased().split(separator: ",") {
            let parts = range.split(separator: ";").map { $0.filter { $0 != " " } }
            let isTaken = !parts.dropFirst().contains { $0.hasPrefix("q=") && (Double($0.dropFirst(2)) ?? 0) <= 0 }
            switch parts.first {
            case "gzip", "x-gzip": return isTaken
            case "*": takesAny = isTaken
            default: break
            }
        }
        return takesAny
    }

    /// The bytes in gzip's form at the fastest level; nil if zlib has no memory.
    ///
    /// - Source: RFC 1952; 31 is zlib's sign for a window of 32 KiB with gzip's header.
    private func gzip(_ bytes: ByteBufferView) -> [UInt8]? {
        var stream = z_stream()
        let size = Int32(MemoryLayout<z_stream>.size)
        guard deflateInit2_(&stream, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, size) == Z_OK else {
            return nil
        }
        defer { deflateEnd(&stream) }
        let room = Int(deflateBound(&stream, UInt(bytes.count)))
        return bytes.withContiguousStorageIfAvailable { source -> [UInt8] in
            [UInt8](unsafeUninitializedCapacity: room) { target, count in
                // zlib reads the source and never writes it.
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(room)
                count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
            }
        }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
