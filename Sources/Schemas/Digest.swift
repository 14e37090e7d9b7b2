// SPDX-License-Identifier: Apache-2.0
import Crypto

/// The SHA-256 of lines, in hexadecimal; lengths are part of it, so that no two lists of lines look the same.
func digest(_ lines: [String]) -> String {
    var hash = SHA256()
    for line in lines {
        var text = "\(line.utf8.count):\(line)\n"
        text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }
    return hash.finalize().map { byte in
        let text = String(byte, radix: 16)
        return text.count == 1 ? "0" + text : text
    }.joined()
}
