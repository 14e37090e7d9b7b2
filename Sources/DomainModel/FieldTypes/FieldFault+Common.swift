// SPDX-License-Identifier: Apache-2.0
import Expressions
import Values

extension FieldFault {
    /// The text cannot be read as the field's type.
    public static func unreadable(_ english: String, _ chinese: String) -> FieldFault {
        FieldFault(code: "invalid", message: Label(english: english, chinese: chinese))
    }

    /// The value is of another type than the field's.
    public static func wrongType(_ field: Field) -> FieldFault {
        unreadable(
            "“\(field.label.english)” cannot hold this kind of value.", "“\(field.label.chinese)”不能保存这种类型的值。")
    }
}

/// The value if it lies between the field's bounds.
func bounded(_ value: Value, _ field: Field) throws(FieldFault) -> Value {
    if let minimum = field.minimum, isLess(value, minimum) {
        throw FieldFault(
            code: "outOfRange",
            message: Label(
                english: "The smallest value is \(minimum.canonicalText).", chinese: "不能小于 \(minimum.canonicalText)。"))
    }
    if let maximum = field.maximum, isLess(maximum, value) {
        throw FieldFault(
            code: "outOfRange",
            message: Label(
                english: "The largest value is \(maximum.canonicalText).", chinese: "不能大于 \(maximum.canonicalText)。"))
    }
    return value
}

private func isLess(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.integer(let first), .integer(let second)): first < second
    case (.decimal(let first), .decimal(let second)): first < second
    case (.decimal(let first), .integer(let second)): first < FixedDecimal(second)
    case (.integer(let first), .decimal(let second)): FixedDecimal(first) < second
    case (.date(let first), .date(let second)): first < second
    default: false
    }
}

/// The text if it is not longer than the field allows.
func fitting(_ text: String, _ field: Field) throws(FieldFault) -> Value {
    let limit = field.maximumLength ?? 10_000
    guard text.unicodeScalars.count <= limit else {
        throw FieldFault(
            code: "tooLong",
            message: Label(english: "At most \(limit) characters.", chinese: "最多 \(limit) 个字符。"))
    }
    return .text(text)
}

/// Digits with commas between thousands.
func grouped(_ digits: String) -> String {
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let isNegative = parts[0].hasPrefix("-")
    let whole = Array(parts[0].drop { $0 == "-" })
    var text = isNegative ? "-" : ""
    for (index, digit) in whole.enumerated() {
        if index > 0, (whole.count - index).isMultiple(of: 3) { text += "," }
        text.append(digit)
    }
    return parts.count > 1 ? text + "." + parts[1] : text
}
