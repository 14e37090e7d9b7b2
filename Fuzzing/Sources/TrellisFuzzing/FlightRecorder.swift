// SPDX-License-Identifier: Apache-2.0
import Foundation

/// Keeps the text that is being read in a mapped file, where it outlives the process.
final class FlightRecorder {
    private let memory: UnsafeMutableRawPointer
    private static let size = 1 << 18

    init(path: String) throws {
        let file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0o644)
        guard file >= 0, ftruncate(file, off_t(Self.size)) == 0,
            let mapped = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), mapped != MAP_FAILED
        else { throw CocoaError(.fileWriteUnknown) }
        close(file)
        memory = mapped
    }

    deinit { munmap(memory, Self.size) }

    /// Notes the text that comes next: its length, then its bytes.
    func note(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            let count = min(bytes.count, Self.size - 8)
            memory.storeBytes(of: UInt64(count), as: UInt64.self)
            if let start = bytes.baseAddress { memory.advanced(by: 8).copyMemory(from: start, byteCount: count) }
        }
    }

    /// The text that was noted last in a file.
    static func last(in path: String) -> Data? {
        guard let data = FileManager.default.contents(atPath: path), data.count > 8 else { return nil }
        let count = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        return data.dropFirst(8).prefix(count)
    }
}
