import Crypto
// SPDX-License-Identifier: Apache-2.0
import CryptoExtras
import Foundation

/// The stored form of a password: scrypt with its parameters and salt, so that the cost can grow later.
///
/// - Source: RFC 7914; N = 2¹⁵, r = 8, p = 1 needs 32 MiB and some 60 ms.
struct PasswordHash {
    private static let rounds = 32_768

    /// `scrypt$rounds$salt$key`, salt and key in hexadecimal.
    let text: String

    init(text: String) { self.text = text }

    /// Hashes a password with a salt of 16 random bytes.
    init(password: String) throws {
        let salt = SymmetricKey(size: .bits128).withUnsafeBytes { [UInt8]($0) }
        let key = try Self.key(password, salt: salt, rounds: Self.rounds)
        text = "scrypt$\(Self.rounds)$\(hexadecimal(salt))$\(hexadecimal(key))"
    }

    /// A hash that no password matches; checking it costs what a real check costs.
    static let unmatchable = PasswordHash(
        text: "scrypt$\(rounds)$00000000000000000000000000000000$\(String(repeating: "0", count: 64))")

    /// Whether the password is the one that was hashed; takes as long for a wrong one.
    func matches(_ password: String) -> Bool {
        let parts = text.split(separator: "$")
        guard parts.count == 4, parts[0] == "scrypt", let rounds = Int(parts[1]), let salt = bytes(parts[2]),
            let stored = bytes(parts[3]), let key = try? Self.key(password, salt: salt, rounds: rounds),
            key.count == stored.count
        else { return false }
        return zip(key, stored).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
    }

    private static func key(_ password: String, salt: [UInt8], rounds: Int) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: 32, rounds: rounds, blockSize: 8, parallelism: 1,
            maxMemory: 128 * 1024 * 1024)
        return key.withUnsafeBytes { [UInt8]($0) }
    }
}

/// A secret for a cookie or a header: 32 random bytes in hexadecimal.
func makeSecret() -> String {
    hexadecimal(SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) })
}

/// What is stored of a secret.
func digest(ofSecret secret: String) -> String {
    hexadecimal(Array(SHA256.hash(data: Array(secret.utf8))))
}

/// Two lower-case digits a byte.
func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}

private func bytes(_ text: Substring) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 2) else { return nil }
    var result: [UInt8] = []
    var rest = text
    while !rest.isEmpty {
        guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
        result.append(byte)
        rest = rest.dropFirst(2)
    }
    return result
}
