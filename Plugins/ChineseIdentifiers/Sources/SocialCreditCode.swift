// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Values

extension FieldType {
    /// The unified social credit code of an organisation, 18 characters with a check character.
    ///
    /// - Source: GB 32100-2015; the check character is MOD 31-3.
    static let socialCreditCode = checkedText("uscc", Label(english: "Credit code", chinese: "统一社会信用代码"), .text) {
        (text, _) throws(FieldFault) in
        let plain = plainWidth(text).uppercased().filter { $0 != " " && $0 != "-" }
        guard plain.unicodeScalars.count == 18, plain.unicodeScalars.allSatisfy(SocialCreditCode.alphabet.contains)
        else {
            throw FieldFault(
                code: "invalid",
                message: Label(
                    english: "A credit code has 18 digits and capital letters, without I, O, S, V and Z.",
                    chinese: "统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）。"))
        }
        guard SocialCreditCode.isChecked(plain) else {
            throw FieldFault(
                code: "checksum",
                message: Label(
                    english: "The last character of the credit code does not fit the others; look for a typing error.",
                    chinese: "统一社会信用代码校验位不符，请检查是否输入有误。"))
        }
        return plain
    }
}

/// How the characters of a credit code hang together.
enum SocialCreditCode {
    static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".unicodeScalars)
    private static let weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

    /// Whether the last of 18 characters is the one that belongs to the others.
    static func isChecked(_ code: String) -> Bool {
        let values = code.unicodeScalars.compactMap { alphabet.firstIndex(of: $0) }
        guard values.count == 18 else { return false }
        let sum = zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 }
        return values[17] == (31 - sum % 31) % 31
    }
}
