// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import OrderedCollections
public import Values

extension ReportColumn {
    /// A figure as people read it: `1,234.5`, `¥1,234`, `68.2%`, `3 d`, the label of an option.
    ///
    /// - Returns: A dash where there is no figure.
    public func text(_ value: Value, in model: Model, _ settings: DisplaySettings) -> String {
        guard !value.isNull else { return "–" }
        if let number = format.number(value) {
            if let amount = format.amount { return signed(grouped(format.shown(number)), by: amount.sign) }
            let unit = format.unit.map { $0 == .percent ? "%" : " " + $0.label[settings.language] } ?? ""
            return grouped(number) + unit
        }
        guard let expression = measure?.expression, value.isChoosable, case .path(let path) = expression.root,
            let last = path.segments.last, let field = model.entities[last.entity]?.fields[last.name]
        else { return settings.text(value) }
        return field.type.display(value, field, settings)
    }
}

extension FigureFormat {
    /// A number with so many digits as people read: a sum of money has none, unless the pack asks for them.
    func shown(_ number: FixedDecimal) -> FixedDecimal {
        guard let amount, amount.isTotal, digits == nil else { return number }
        return number.rescaled(to: 0) ?? number
    }

    /// A figure as a number in the format's unit: a share in percent, a length of time in its unit.
    ///
    /// - Returns: Nil for what is no number in that unit.
    public func number(_ value: Value) -> FixedDecimal? {
        let number: FixedDecimal?
        switch value {
        case .integer(let integer): number = FixedDecimal(integer)
        case .decimal(let decimal): number = decimal
        case .double(let double): number = FixedDecimal(String(double))
        case .duration(let span):
            guard let length = unit?.microseconds else { return nil }
            number = FixedDecimal(span.microseconds).divided(by: FixedDecimal(length))
        default: return nil
        }
        let scaled = unit == .percent ? number?.multiplied(by: FixedDecimal(100)) : number
        if let digits = digits ?? (unit == .percent ? 1 : nil) { return scaled?.rescaled(to: digits) }
        // Two digits or none, so that the numbers of a column stand below one another.
        return scaled.map { $0.normalized.scale > 0 ? $0.rescaled(to: 2) ?? $0 : $0.normalized }
    }
}

extension Value {
    /// Whether a field's type may know better how people read it.
    fileprivate var isChoosable: Bool {
        switch self {
        case .null, .integer, .decimal, .double: false
        default: true
        }
    }
}

/// A number with commas between its thousands, in both languages.
private func grouped(_ number: FixedDecimal) -> String {
    let text = number.paddedDescription
    let isNegative = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    let digits = Array(parts.first ?? "")
    var whole = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, (digits.count - index).isMultiple(of: 3) { whole.append(",") }
        whole.append(digit)
    }
    return (isNegative ? "-" : "") + whole + (parts.count > 1 ? "." + parts[1] : "")
}
