// SPDX-License-Identifier: Apache-2.0
import NIOCore
import Values

/// The bytes of an answer while its rows are written: a page of fifty records is three thousand small pieces, so that
/// what one piece costs is what the page costs.
struct JSONBytes: ~Copyable {
    private var start: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int) {
        self.capacity = max(capacity, 256)
        start = .allocate(capacity: self.capacity)
    }

    deinit { start.deallocate() }

    /// What was written.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

    @inline(__always)
    private mutating func makeRoom(_ size: Int) {
        if count + size > capacity { grow(size) }
    }

    private mutating func grow(_ size: Int) {
        let larger = max(capacity * 2, count + size)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: start, count: count)
        start.deallocate()
        (start, capacity) = (moved, larger)
    }

    @inline(__always)
    mutating func write(_ byte: UInt8) {
        makeRoom(1)
        start[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func write(_ piece: UnsafeRawBufferPointer) {
        guard let source = piece.baseAddress else { return }
        makeRoom(piece.count)
        UnsafeMutableRawPointer(start + count).copyMemory(from: source, byteCount: piece.count)
        count += piece.count
    }

    @inline(__always)
    mutating func write(_ piece: [UInt8]) { piece.withUnsafeBytes { write($0) } }
    mutating func write(_ piece: ArraySlice<UInt8>) { piece.withUnsafeBytes { write($0) } }

    mutating func write(_ text: StaticString) {
        write(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write(UnsafeRawBufferPointer($0)) }
    }

    /// A text with its quotes, its characters escaped where JSON wants it.
    mutating func writeQuoted(_ utf8: UnsafeRawBufferPointer) {
        let needsEscape = utf8.contains { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }
        if needsEscape {
            write(String(decoding: utf8, as: UTF8.self).jsonQuoted)
        } else {
            writePlain(utf8)
        }
    }

    /// A text with its quotes in which nothing needs an escape.
    @inline(__always)
    mutating func writePlain(_ utf8: UnsafeRawBufferPointer) {
        write(UInt8(ascii: "\""))
        write(utf8)
        write(UInt8(ascii: "\""))
    }

    mutating func write(_ number: Int64) {
        makeRoom(20)
        var rest = number.magnitude
        var digits = 1
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        if number < 0 { write(UInt8(ascii: "-")) }
        put(number.magnitude, digits: digits)
    }

    /// The shortest digits of a scaled number, as ``FixedDecimal/description`` has them.
    mutating func write(_ units: Int64, scale: Int) {
        var (rest, digits) = (units.magnitude, scale)
        while digits > 0, rest % 10 == 0 {
            rest /= 10
            digits -= 1
        }
        var power: UInt64 = 1
        for _ in 0..<digits { power &*= 10 }
        if units < 0 { write(UInt8(ascii: "-")) }
        write(Int64(rest / power))
        guard digits > 0 else { return }
        write(UInt8(ascii: "."))
        put(rest % power, digits: digits)
    }

    /// So many digits of a number, zeros in front of it.
    mutating func put(_ number: UInt64, digits: Int) {
        makeRoom(digits)
        var rest = number
        var place = count + digits
        while place > count {
            place -= 1
            start[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += digits
    }
}

extension ByteBuffer {
    mutating func write(_ bytes: borrowing JSONBytes) { writeBytes(bytes.bytes) }
}
