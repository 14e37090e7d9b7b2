// SPDX-License-Identifier: Apache-2.0
import Values

extension FieldType {
    /// A telephone number in the form of E.164.
    static let phone = checkedText("phone", Label(english: "Phone", chinese: "电话"), .phone) {
        (text, _) throws(FieldFault) in
        guard let number = writtenPhone(text) else {
            throw .unreadable(
                "This is no phone number; write it like 139 1234 5678, 010-12345678 or +44 20 7946 0000, without an extension.",
                "电话号码不正确；请写成 139 1234 5678、010-12345678 或 +44 20 7946 0000，不带分机号。")
        }
        return number
    } display: {
        displayedPhone($0)
    }

    /// An e-mail address.
    static let email = checkedText("email", Label(english: "E-mail", chinese: "电子邮件"), .email) {
        (text, _) throws(FieldFault) in
        let parts = plainWidth(text).split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("."), !parts[1].hasPrefix("."),
            !parts[1].hasSuffix("."), !text.contains(where: \.isWhitespace)
        else {
            throw .unreadable(
                "This is no e-mail address; write it like name@example.com.", "邮箱地址不正确，应如 name@example.com。")
        }
        return parts[0] + "@" + parts[1].lowercased()
    }

    /// A web address.
    static let url = checkedText("url", Label(english: "Web address", chinese: "网址"), .url) {
        (text, _) throws(FieldFault) in
        let address = text.contains("://") ? text : "https://" + text
        guard address.hasPrefix("https://") || address.hasPrefix("http://"), !text.contains(where: \.isWhitespace),
            address.drop(while: { $0 != "/" }).dropFirst(2).prefix(while: { $0 != "/" }).contains(".")
        else {
            throw .unreadable(
                "This is no web address; write it like https://example.com.", "网址不正确，应如 https://example.com。")
        }
        return address
    }
}

/// Chinese mobile numbers in groups, others as they are.
public func displayedPhone(_ number: String) -> String {
    guard number.hasPrefix("+861"), number.count == 14 else { return number }
    let digits = number.dropFirst(3)
    return "\(digits.prefix(3)) \(digits.dropFirst(3).prefix(4)) \(digits.suffix(4))"
}
