// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Values

extension FieldType {
    /// A mobile number of mainland China, kept as `+86` and eleven digits.
    static let mobile = checkedText("mobile", Label(english: "Mobile", chinese: "手机"), .phone) {
        (text, _) throws(FieldFault) in
        guard let number = writtenPhone(text), number.hasPrefix("+861"), number.utf8.count == 14,
            let second = number.dropFirst(4).first, "3456789".contains(second)
        else {
            throw FieldFault(
                code: "invalid",
                message: Label(
                    english: "A mobile number has eleven digits that begin with 13 to 19, such as 139 1234 5678.",
                    chinese: "手机号应为 11 位数字，以 13 至 19 开头，如 139 1234 5678。"))
        }
        return number
    } display: {
        displayedPhone($0)
    }
}
