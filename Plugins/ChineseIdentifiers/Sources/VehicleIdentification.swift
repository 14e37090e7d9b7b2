// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Values

/// The identification number of a road vehicle: 17 digits and capital letters without I, O and Q, the ninth of them a
/// check character where the market asks for it, as China and North America do.
///
/// - Source: GB 16735-2019 and ISO 3779; weights and values of the check character by GB 16735-2019, table A.1 and A.2.
struct VehicleIdentification {
    let text: String
    /// Whether the ninth character fits the others.
    let isChecked: Bool

    /// Nil unless the text has the form of a number.
    init?(_ written: String) {
        let plain = plainWidth(written).uppercased().filter { $0 != " " && $0 != "-" }
        let scalars = Array(plain.unicodeScalars)
        let values = scalars.compactMap { letters[$0] }
        guard scalars.count == 17, values.count == 17 else { return nil }
        text = plain
        isChecked = Self.checkCharacter(values) == scalars[8]
    }

    /// The number with the check character that the other characters ask for; nil for what is none.
    static func checked(_ written: String) -> String? {
        guard let number = VehicleIdentification(written) else { return nil }
        var scalars = Array(number.text.unicodeScalars)
        scalars[8] = checkCharacter(scalars.compactMap { letters[$0] })
        return String(String.UnicodeScalarView(scalars))
    }

    private static func checkCharacter(_ values: [Int]) -> Unicode.Scalar {
        checkCharacters[zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } % 11]
    }
}

/// Letters count from one to nine again and again, with a gap where I, O and Q are missing.
private let letters: [Unicode.Scalar: Int] = {
    let values = [
        ("0123456789", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), ("ABCDEFGH", [1, 2, 3, 4, 5, 6, 7, 8]),
        ("JKLMN", [1, 2, 3, 4, 5]), ("P", [7]), ("R", [9]), ("STUVWXYZ", [2, 3, 4, 5, 6, 7, 8, 9]),
    ]
    let pairs = values.flatMap { zip($0.0.unicodeScalars, $0.1) }
    return Dictionary(pairs.map { ($0.0, $0.1) }) { first, _ in first }
}()
private let weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
private let checkCharacters = Array("0123456789X".unicodeScalars)

extension FieldType {
    /// The identification number of a vehicle, by its form; whether its check character fits is a question for rules,
    /// since numbers of some markets have none.
    static let vehicleIdentification = checkedText("vin", Label(english: "VIN", chinese: "车辆识别代号"), .text) {
        (text, _) throws(FieldFault) in
        guard let number = VehicleIdentification(text) else {
            throw FieldFault(
                code: "invalid",
                message: Label(
                    english: "A VIN has 17 digits and capital letters, without I, O and Q.",
                    chinese: "车辆识别代号（VIN）应为 17 位数字或大写字母（不含 I、O、Q）。"))
        }
        return number.text
    }
}

extension FunctionDefinition {
    /// `vinchecked(vin)`: whether the check character of a VIN fits the others; null for what is none.
    static let vinChecked = FunctionDefinition("vinchecked", [.init([.text], gives: .boolean)]) { values, _ in
        guard case .text(let text) = values[0], let number = VehicleIdentification(text) else { return .null }
        return .boolean(number.isChecked)
    }
}
