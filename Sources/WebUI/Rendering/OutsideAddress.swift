// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Services
import Values

/// Where the value of a field leads outside of this site: a web page, a mailbox, a telephone.
///
/// Only what cannot run a script in this site: an address is taken for one by its beginning, whatever wrote it.
struct OutsideAddress {
    let address: String

    /// Nil if the value is none, or is covered.
    init?(_ value: Value, _ type: FieldType, isMasked: Bool) {
        guard !isMasked, case .text(let text) = value, !text.unicodeScalars.contains(where: Self.isBroken) else {
            return nil
        }
        switch type.widget {
        case .url:
            let scheme = text.prefix { $0 != ":" }.lowercased()
            guard scheme == "https" || scheme == "http", text.dropFirst(scheme.count).hasPrefix("://") else {
                return nil
            }
            address = text
        case .email:
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
            // What follows a question mark would be a subject or further receivers.
            address = "mailto:" + parts.map { encodedForQuery(String($0)) }.joined(separator: "@")
        case .phone:
            let digits = text.unicodeScalars.filter { ("0"..."9").contains($0) }
            guard digits.count >= 3 else { return nil }
            address = "tel:" + (text.hasPrefix("+") ? "+" : "") + String(String.UnicodeScalarView(digits))
        default: return nil
        }
    }

    /// Browsers leave line breaks and tabs out of addresses, and take what remains for the scheme.
    private static func isBroken(_ scalar: Unicode.Scalar) -> Bool { scalar.value <= 0x20 || scalar.value == 0x7F }
}
