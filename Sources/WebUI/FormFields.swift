// SPDX-License-Identifier: Apache-2.0
import Foundation

/// The fields of a form or of an address's query, in which a name may come several times.
struct FormFields: Sendable {
    private var values: [String: [String]] = [:]

    init(_ encoded: String) {
        for pair in encoded.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(parts[0])
            values[name, default: []].append(parts.count > 1 ? Self.decoded(parts[1]) : "")
        }
    }

    /// The first value of a name; nil if it is missing or blank.
    subscript(name: String) -> String? {
        guard let text = values[name]?.first, !text.isEmpty else { return nil }
        return text
    }

    /// All values of a name; nil if the form has no such field.
    func all(_ name: String) -> [String]? { values[name] }

    private static func decoded(_ text: Substring) -> String {
        text.replacing("+", with: " ").removingPercentEncoding ?? String(text)
    }
}

/// Text as a part of an address's query.
func encodedForQuery(_ text: String) -> String {
    let plain = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
}

/// A path within this site, or `/` for anything that leads elsewhere.
func localPath(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"),
        path.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0 != "\\" && $0.value != 0x7F })
    else { return "/" }
    return path
}
