// SPDX-License-Identifier: Apache-2.0
import Values

extension FieldType {
    /// A whole number.
    static let integer = FieldType(
        name: "integer", label: Label(english: "Integer", chinese: "整数"), shape: .scalar(.integer), widget: .number,
        canonical: { (value, field) throws(FieldFault) in
            switch value {
            case .integer: return try bounded(value, field)
            case .decimal(let number):
                guard let whole = number.exactInteger else { throw notWhole }
                return try bounded(.integer(whole), field)
            default: throw .wrongType(field)
            }
        },
        parse: { (text, _) throws(FieldFault) in
            guard let whole = writtenNumber(text)?.exactInteger else { throw notWhole }
            return .integer(whole)
        },
        display: { value, _, _ in
            // Four digits are read at a glance, and a year is not "2,026".
            guard case .integer(let number) = value else { return "" }
            return number.magnitude < 10_000 ? String(number) : grouped(String(number))
        })

    /// An exact number.
    static let decimal = exactNumber("decimal", Label(english: "Decimal", chinese: "小数"), scale: 2, .number) {
        number, _, _ in
        grouped(number.paddedDescription)
    }

    /// An amount in the currency of the field.
    static let money = exactNumber("money", Label(english: "Money", chinese: "金额"), scale: 2, .money) {
        number, field, _ in
        signed(grouped(number.paddedDescription), by: currencySign(field.currency ?? "CNY"))
    }

    /// A share of a hundred: 12.5 means 12.5 %.
    static let percent = exactNumber("percent", Label(english: "Percent", chinese: "百分比"), scale: 2, .percent) {
        number, _, _ in
        "\(number)%"
    }

    private static func exactNumber(
        _ name: FieldTypeName, _ label: Label, scale: Int, _ widget: Widget,
        _ display: @escaping @Sendable (FixedDecimal, Field, DisplaySettings) -> String
    ) -> FieldType {
        FieldType(
            name: name, label: label, shape: .decimal(scale: scale), widget: widget,
            canonical: { (value, field) throws(FieldFault) in
                let number: FixedDecimal
                switch value {
                case .decimal(let decimal): number = decimal
                case .integer(let integer): number = FixedDecimal(integer)
                case .double(let double):
                    guard let decimal = FixedDecimal(double.description) else { throw notNumber }
                    number = decimal
                default: throw .wrongType(field)
                }
                guard let rounded = number.rescaled(to: field.scale), Int64(exactly: rounded.units) != nil else {
                    throw FieldFault(
                        code: "outOfRange",
                        message: Label(english: "The number is too large.", chinese: "数值过大。"))
                }
                return try bounded(.decimal(rounded), field)
            },
            parse: { (text, _) throws(FieldFault) in
                let plain = plainWidth(text)
                let digits = name == "percent" && plain.hasSuffix("%") ? String(plain.dropLast()) : plain
                guard let number = writtenNumber(digits) else { throw notNumber }
                return .decimal(number)
            },
            display: { value, field, settings in
                switch value {
                case .decimal(let number): display(number.rescaled(to: field.scale) ?? number, field, settings)
                case .integer(let number): display(FixedDecimal(number), field, settings)
                default: ""
                }
            })
    }
}

/// What stands in front of an amount: `¥`, or the code of a currency that has no sign of its own.
public func currencySign(_ code: String) -> String { currencySigns[code] ?? code + " " }

/// A number with the sign of a currency, behind the minus if it has one.
public func signed(_ number: String, by sign: String) -> String {
    number.hasPrefix("-") ? "-" + sign + number.dropFirst() : sign + number
}

private let currencySigns = ["CNY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "JPY": "JP¥", "HKD": "HK$"]

private let notNumber = FieldFault.unreadable(
    "This is no number; write it like 1200.50.", "不是有效的数字，应如 1200.50。")

private let notWhole = FieldFault.unreadable(
    "This is no whole number; write it like 12.", "不是整数，应如 12。")
