// SPDX-License-Identifier: Apache-2.0
import CZlib

/// Why bytes in gzip's form could not be made what they were.
enum InflationFault: Error {
    /// They are not in that form, or end before their end.
    case broken
    /// They would be more than is taken.
    case tooLarge
}

/// The bytes that were compressed, of a gzip file of one or more members.
///
/// No more than the limit is ever made of them: what a small body would grow to is found out by growing it only so far.
///
/// - Source: RFC 1952 §2.2; 31 is zlib's sign for a window of 32 KiB with gzip's header.
func inflated(_ bytes: [UInt8], upTo limit: Int) throws(InflationFault) -> [UInt8] {
    // zlib keeps the address of the stream in the stream.
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer {
        inflateEnd(stream)
        stream.deallocate()
    }
    guard inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { throw .broken }
    var (source, whole) = (bytes[...], [UInt8]())
    var (isAtEnd, hasMore) = (false, false)
    // A member whose input is used up may still have output waiting.
    while !source.isEmpty || (!isAtEnd && hasMore) {
        if isAtEnd, inflateReset(stream) != Z_OK { throw .broken }
        let part = try inflatedPart(&source, stream)
        whole += part.bytes
        guard whole.count <= limit else { throw .tooLarge }
        (isAtEnd, hasMore) = (part.isEnd, part.bytes.count == portion)
    }
    guard isAtEnd || bytes.isEmpty else { throw .broken }
    return whole
}

/// So many bytes are read and written at once.
private let portion = 65_536

/// What the next bytes of the source give, at most a portion, and whether a member ends with them.
private func inflatedPart(
    _ source: inout ArraySlice<UInt8>, _ stream: UnsafeMutablePointer<z_stream>
) throws(InflationFault) -> (bytes: [UInt8], isEnd: Bool) {
    let input = Array(source.prefix(portion))
    var (status, used) = (Z_OK, 0)
    let bytes = [UInt8](unsafeUninitializedCapacity: portion) { target, count in
        input.withUnsafeBufferPointer { input in
            // zlib reads the source and never writes it.
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            stream.pointee.next_out = target.baseAddress
            stream.pointee.avail_out = UInt32(portion)
            status = inflate(stream, Z_NO_FLUSH)
            used = input.count - Int(stream.pointee.avail_in)
            count = portion - Int(stream.pointee.avail_out)
        }
    }
    source = source.dropFirst(used)
    guard status == Z_OK || status == Z_STREAM_END, used > 0 || !bytes.isEmpty else { throw .broken }
    return (bytes, status == Z_STREAM_END)
}
