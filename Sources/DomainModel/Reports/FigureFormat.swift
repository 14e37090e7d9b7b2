// SPDX-License-Identifier: Apache-2.0
public import Values

/// How people read a figure: its unit or currency, and the digits behind the point.
public struct FigureFormat: Sendable, Hashable {
    /// What a figure counts.
    public enum Unit: String, Sendable, CaseIterable {
        /// The figure is a share: 0.5 is 50 %.
        case percent
        case minutes, hours, days, months, years, times, points
    }

    /// That a figure is an amount of money.
    public struct Amount: Sendable, Hashable {
        /// An ISO 4217 code.
        public let currency: String
        /// Whether it adds up amounts: nobody reads the cents of a sum.
        public let isTotal: Bool

        public init(currency: String, isTotal: Bool) {
            self.currency = currency
            self.isTotal = isTotal
        }

        /// What stands in front of the number, such as `¥`.
        public var sign: String { currencySign(currency) }
    }

    /// As the value comes.
    public static let plain = FigureFormat(unit: nil, digits: nil)
    public static let percent = FigureFormat(unit: .percent, digits: nil)

    public let unit: Unit?
    /// Nil for as many as the value has, two at most; one for percent.
    public let digits: Int?
    /// Nil for what is no money.
    public let amount: Amount?

    public init(unit: Unit?, digits: Int?, amount: Amount? = nil) {
        self.unit = unit
        self.digits = digits
        self.amount = amount
    }
}

extension FigureFormat.Unit {
    /// What stands behind the number.
    public var label: Label {
        switch self {
        case .percent: Label(english: "%", chinese: "%")
        case .minutes: Label(english: "min", chinese: "分钟")
        case .hours: Label(english: "h", chinese: "小时")
        case .days: Label(english: "d", chinese: "天")
        case .months: Label(english: "months", chinese: "个月")
        case .years: Label(english: "years", chinese: "年")
        case .times: Label(english: "×", chinese: "倍")
        case .points: Label(english: "pt", chinese: "分")
        }
    }

    /// Microseconds of one, for lengths of time; nil for units that are none or have no fixed length.
    public var microseconds: Int64? {
        switch self {
        case .minutes: 60_000_000
        case .hours: 3_600_000_000
        case .days: 86_400_000_000
        case .percent, .months, .years, .times, .points: nil
        }
    }
}

extension FigureFormat {
    /// A number with the digits of the format, and so many more as percent hides; nil for what is no number.
    public func rounded(_ value: Value) -> FixedDecimal? {
        let number: FixedDecimal? =
            switch value {
            case .integer(let integer): FixedDecimal(integer)
            case .decimal(let decimal): decimal
            default: nil
            }
        guard let digits, let number else { return number }
        return number.rescaled(to: digits + (unit == .percent ? 2 : 0)) ?? number
    }
}
