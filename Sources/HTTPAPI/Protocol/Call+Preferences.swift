// SPDX-License-Identifier: Apache-2.0
import HTTPTypes

// What clients would rather have, in the header `Prefer`; what is not known here is passed over.
extension Call {
    /// What a change is answered.
    enum PreferredReturn: String {
        case minimal, representation
    }

    /// The value of a preference; nil if it is not stated, empty if it has none.
    func preference(_ name: String) -> String? { Self.preference(name, in: headers) }

    /// The value of a preference; nil if it is not stated, empty if it has none.
    static func preference(_ name: String, in headers: HTTPFields) -> String? {
        for item in headers[values: .prefer].flatMap({ splitOutsideQuotes($0, at: ",") }) {
            let plain = splitOutsideQuotes(String(item), at: ";").first ?? ""
            let parts = plain.split(separator: "=", maxSplits: 1).map { $0.filter { $0 != " " && $0 != "\"" } }
            guard let written = parts.first?.lowercased(), written == name || written == "odata.\(name)" else {
                continue
            }
            return parts.count > 1 ? parts[1] : ""
        }
        return nil
    }

    /// The records that a page should hold at most.
    var preferredPageSize: Int? {
        preference("maxpagesize").flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
    }

    var preferredReturn: PreferredReturn? {
        preference("return").flatMap { PreferredReturn(rawValue: $0.lowercased()) }
    }

    /// Says which return has been heeded.
    var returnHeaders: HTTPFields {
        preferredReturn.map { [.preferenceApplied: "return=\($0.rawValue)"] } ?? [:]
    }
}

/// The parts of a header's value between separators that stand in no quoted text.
private func splitOutsideQuotes(_ text: String, at separator: Character) -> [Substring] {
    var isQuoted = false
    return text.split { character in
        if character == "\"" { isQuoted.toggle() }
        return character == separator && !isQuoted
    }
}
