// SPDX-License-Identifier: Apache-2.0
public import Foundation

/// A number made of the names and bytes of files, by which a program knows the ones that it was built with.
///
/// It tells builds apart and is no protection: whoever may change the files may change the program, too.
public struct ResourceFingerprint: Equatable, Sendable {
    public let text: String

    /// Of what a program was built with, as it was written then.
    public init(text: String) { self.text = text }

    /// Reads the files of some folders; other files beside the folders, and hidden ones in them, do not count.
    ///
    /// - Throws: What the file system says, if a folder is not there or a file cannot be read.
    public init(of folders: [String], in root: URL) throws {
        var hash = Hash()
        for folder in folders.sorted() {
            let files = try FileManager.default.contentsOfDirectory(
                at: root.appendingPathComponent(folder), includingPropertiesForKeys: nil, options: .skipsHiddenFiles)
            for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
                let data = try Data(contentsOf: file)
                hash.add("\(folder)/\(file.lastPathComponent) \(data.count)\n".utf8)
                hash.add(data)
            }
        }
        text = String(hash.value, radix: 16)
    }

    /// - Source: FNV-1a of 64 bits.
    private struct Hash {
        var value: UInt64 = 0xCBF2_9CE4_8422_2325

        mutating func add(_ bytes: some Sequence<UInt8>) {
            for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
    }
}
