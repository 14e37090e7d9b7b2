// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Values

extension Field {
    /// The value that JSON gives for the field; nil if it is of another type. Numbers may come as texts, too
    /// (IEEE754Compatible); a point never passes through binary floating point unless the field is of that kind.
    func value(of input: JSONValue) -> Value? {
        switch (input, valueType) {
        case (.null, _): return .null
        case (.boolean(let value), .boolean): return .boolean(value)
        case (.number(let digits), .integer), (.text(let digits), .integer):
            return FixedDecimal(digits)?.exactInteger.map(Value.integer)
        case (.number(let digits), .decimal), (.text(let digits), .decimal):
            return FixedDecimal(digits).map(Value.decimal)
        case (.number(let digits), .double): return Double(digits).flatMap { $0.isFinite ? .double($0) : nil }
        case (.text(let text), .flags): return bits(text.split(separator: ",").map(String.init))
        case (.array(let items), .flags):
            let names = items.map { if case .text(let name) = $0 { name } else { "" } }
            return bits(names)
        case (.text, .boolean): return nil
        case (.text(let text), .text), (.text(let text), .choice): return .text(text)
        case (.text(let text), _):
            let value = Value(canonicalText: text, as: valueType)
            return value.isNull ? nil : value
        default: return nil
        }
    }

    /// The set of the options named; nil if one is unknown.
    private func bits(_ names: [String]) -> Value? {
        var bits: UInt64 = 0
        for name in names.map({ $0.filter { $0 != " " } }) {
            guard let flag = options.first(where: { $0.name == name })?.flag else { return nil }
            bits |= 1 << UInt64(flag)
        }
        return .flags(bits)
    }
}

extension Finding {
    /// What JSON cannot give the field, with what it has to be.
    static func unreadable(_ field: Field) -> Finding {
        let needed = field.valueType.neededJSON
        return Finding(
            code: "invalid", field: field.name,
            message: Label(
                english: "“\(field.label.english)” needs \(needed.english).",
                chinese: "“\(field.label.chinese)”应为\(needed.chinese)。"))
    }
}

extension ValueType {
    /// How JSON writes a value of the type, with an example.
    fileprivate var neededJSON: Label {
        switch self {
        case .boolean: Label(english: "true or false", chinese: " true 或 false")
        case .integer: Label(english: "a whole number, such as 42", chinese: "整数，例如 42")
        case .decimal, .double: Label(english: "a number, such as 12.5", chinese: "数字，例如 12.5")
        case .date: Label(english: "a day that exists, such as \"2024-02-29\"", chinese: "有效日期，例如 \"2024-02-29\"")
        case .time: Label(english: "a time of day, such as \"09:30:00\"", chinese: "时刻，例如 \"09:30:00\"")
        case .instant:
            Label(
                english: "a moment with its offset, such as \"2024-02-29T08:00:00Z\"",
                chinese: "带时区偏移的时间，例如 \"2024-02-29T08:00:00Z\"")
        case .duration: Label(english: "a duration, such as \"P1DT2H\"", chinese: "时长，例如 \"P1DT2H\"")
        case .identifier, .entity:
            Label(
                english: "a key, such as \"01890000-0000-7000-8000-000000000000\"",
                chinese: "记录的键，例如 \"01890000-0000-7000-8000-000000000000\"")
        case .choice: Label(english: "the name of an option, as a text", chinese: "选项名称（文本）")
        case .flags: Label(english: "names of options with commas, as a text", chinese: "以逗号分隔的选项名称（文本）")
        case .text, .collection, .null: Label(english: "a text", chinese: "文本")
        }
    }
}
