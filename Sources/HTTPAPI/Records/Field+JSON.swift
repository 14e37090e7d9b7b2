// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
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
