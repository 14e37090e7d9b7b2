// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Values

/// The number of a resident identity card: six digits of a region, the day of birth, a serial number, a check character.
///
/// - Source: GB 11643-1999; the check character is MOD 11-2 of ISO 7064.
struct ResidentID {
    let text: String
    let birthDate: CalendarDate
    /// The serial number is odd.
    let isMale: Bool

    /// Why a text is no resident id.
    enum Fault: Error {
        case form, birthDate, checksum
    }

    init(_ written: String) throws(Fault) {
        let plain = plainWidth(written).uppercased().filter { $0 != " " && $0 != "-" }
        let digits = Array(plain.utf8)
        guard digits.count == 18, digits.dropLast().allSatisfy({ (48...57).contains($0) }),
            (48...57).contains(digits[17]) || digits[17] == UInt8(ascii: "X")
        else { throw .form }
        let numbers = digits.dropLast().map { Int($0) - 48 }
        let year = numbers[6...9].reduce(0) { $0 * 10 + $1 }
        guard
            let date = CalendarDate(
                year: year, month: numbers[10] * 10 + numbers[11], day: numbers[12] * 10 + numbers[13])
        else { throw .birthDate }
        let sum = zip(numbers, weights).reduce(0) { $0 + $1.0 * $1.1 }
        guard checkCharacters[sum % 11] == digits[17] else { throw .checksum }
        text = plain
        birthDate = date
        isMale = !numbers[16].isMultiple(of: 2)
    }
}

private let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
private let checkCharacters = Array("10X98765432".utf8)

extension FieldType {
    /// A resident identity number with its check character.
    static let residentID = checkedText("residentId", Label(english: "Resident id", chinese: "居民身份证号"), .text) {
        (text, _) throws(FieldFault) in
        do throws(ResidentID.Fault) {
            return try ResidentID(text).text
        } catch {
            throw error.fieldFault
        }
    }
}

extension ResidentID.Fault {
    fileprivate var fieldFault: FieldFault {
        switch self {
        case .form:
            FieldFault(
                code: "invalid",
                message: Label(
                    english: "A resident id has 17 digits and a digit or X behind them.",
                    chinese: "身份证号应为 17 位数字加 1 位数字或 X。"))
        case .birthDate:
            FieldFault(
                code: "invalid",
                message: Label(
                    english: "Digits 7 to 14 of the resident id are no day of birth.",
                    chinese: "身份证号第 7 至 14 位不是有效的出生日期。"))
        case .checksum:
            FieldFault(
                code: "checksum",
                message: Label(
                    english: "The last character of the resident id does not fit the others; look for a typing error.",
                    chinese: "身份证号校验位不符，请检查是否输入有误。"))
        }
    }
}

extension FunctionDefinition {
    /// `residentbirthdate(id)`: the day of birth in a resident id; null if it is none.
    static let residentBirthDate = FunctionDefinition("residentbirthdate", [.init([.text], gives: .date)]) {
        values, _ in
        guard case .text(let text) = values[0], let id = try? ResidentID(text) else { return .null }
        return .date(id.birthDate)
    }

    /// `residentgender(id)`: `male` or `female` by a resident id; null if it is none.
    static let residentGender = FunctionDefinition("residentgender", [.init([.text], gives: .text)]) { values, _ in
        guard case .text(let text) = values[0], let id = try? ResidentID(text) else { return .null }
        return .text(id.isMale ? "male" : "female")
    }
}
