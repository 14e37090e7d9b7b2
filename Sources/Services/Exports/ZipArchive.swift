// SPDX-License-Identifier: Apache-2.0

/// A ZIP archive whose files stand in it as they are, without compression.
///
/// - Source: PKWARE, APPNOTE.TXT 6.3.10, for the records; ISO/IEC 8802-3 for the checksum.
struct ZipArchive {
    fileprivate struct Entry {
        let name: [UInt8]
        let checksum: UInt32
        let size: UInt32
        let offset: UInt32
    }

    private var bytes: [UInt8] = []
    private var entries: [Entry] = []

    /// Adds a file; names are paths with `/`, in ASCII.
    mutating func add(_ name: String, _ contents: [UInt8]) {
        let entry = Entry(
            name: Array(name.utf8), checksum: checksum(contents), size: UInt32(clamping: contents.count),
            offset: UInt32(clamping: bytes.count))
        entries.append(entry)
        bytes.append(0x0403_4b50 as UInt32)
        bytes.append(heading: entry)
        bytes += entry.name + contents
    }

    /// The whole archive: the files, then the list of them.
    var file: [UInt8] {
        var file = bytes
        for entry in entries {
            file.append(0x0201_4b50 as UInt32)
            file.append(20 as UInt16)
            file.append(heading: entry)
            // No comment, the first disk, no attributes.
            file += Array(repeating: 0, count: 10)
            file.append(entry.offset)
            file += entry.name
        }
        let size = UInt32(clamping: file.count - bytes.count)
        file.append(0x0605_4b50 as UInt32)
        file.append(0 as UInt32)
        file.append(UInt16(clamping: entries.count))
        file.append(UInt16(clamping: entries.count))
        file.append(size)
        file.append(UInt32(clamping: bytes.count))
        file.append(0 as UInt16)
        return file
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ number: UInt16) {
        append(contentsOf: [UInt8(number & 0xFF), UInt8(number >> 8)])
    }

    fileprivate mutating func append(_ number: UInt32) {
        append(UInt16(number & 0xFFFF))
        append(UInt16(number >> 16))
    }

    /// What the record of a file and the list of files have in common.
    fileprivate mutating func append(heading entry: ZipArchive.Entry) {
        // Version 2.0, no flags, stored, and the first day that the format knows: equal contents give equal files.
        append(20 as UInt16)
        append(0 as UInt16)
        append(0 as UInt16)
        append(0 as UInt16)
        append(0x21 as UInt16)
        append(entry.checksum)
        append(entry.size)
        append(entry.size)
        append(UInt16(clamping: entry.name.count))
        append(0 as UInt16)
    }
}

/// The CRC-32 of bytes.
private func checksum(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(UInt32.max) { (checksum: UInt32, byte: UInt8) -> UInt32 in
        (checksum >> 8) ^ remainders[Int((checksum ^ UInt32(byte)) & 0xFF)]
    }
}

private let remainders: [UInt32] = (0..<256).map { byte -> UInt32 in
    (0..<8).reduce(UInt32(byte)) { remainder, _ in
        remainder & 1 == 1 ? (remainder >> 1) ^ 0xEDB8_8320 : remainder >> 1
    }
}
