// SPDX-License-Identifier: Apache-2.0

/// An exact decimal number: an integer of at most 38 digits, divided by a power of ten.
///
/// Two numbers are equal if their values are, whatever their scales: `1.50 == 1.5`.
public struct FixedDecimal: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number times ten to the power of ``scale``.
    public let units: Int128
    /// Digits behind the point, 0 … 38.
    public let scale: Int

    static let largest: Int128 = powerOfTen(38) - 1

    public init(units: Int128, scale: Int) {
        precondition((0...38).contains(scale), "a scale is 0 … 38")
        self.units = units
        self.scale = scale
    }

    public init(_ integer: Int64) { self.init(units: Int128(integer), scale: 0) }

    /// Reads `[+-]digits[.digits][e[+-]digits]`; nil for other text or more than 38 digits.
    public init?(_ text: some StringProtocol) {
        var units: Int128 = 0
        var scale = 0
        var exponent = 0
        var digits = 0
        var isNegative = false
        var isBehindPoint = false
        var bytes = Substring(text).utf8
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            bytes = bytes.dropFirst()
        }
        while let byte = bytes.first {
            if byte == UInt8(ascii: ".") {
                guard !isBehindPoint, digits > 0 else { return nil }
                isBehindPoint = true
            } else if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
                guard let read = Int(Substring(bytes.dropFirst())), (-80...80).contains(read) else { return nil }
                exponent = read
                break
            } else {
                guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
                let (product, overflow) = units.multipliedReportingOverflow(by: 10)
                guard !overflow, product <= Self.largest else { return nil }
                units = product + Int128(byte - UInt8(ascii: "0"))
                digits += 1
                if isBehindPoint { scale += 1 }
            }
            bytes = bytes.dropFirst()
        }
        guard digits > 0, !text.hasSuffix(".") else { return nil }
        scale -= exponent
        while scale < 0 {
            guard units <= Self.largest / 10 else { return nil }
            units *= 10
            scale += 1
        }
        while scale > 38 {
            guard units % 10 == 0 else { return nil }
            units /= 10
            scale -= 1
        }
        self.init(units: isNegative ? -units : units, scale: scale)
    }

    /// The same value with a given number of digits behind the point, rounded half away from zero; nil on overflow.
    public func rescaled(to newScale: Int) -> FixedDecimal? {
        if newScale == scale { return self }
        if newScale > scale {
            let (product, overflow) = units.multipliedReportingOverflow(by: powerOfTen(newScale - scale))
            guard !overflow, product.magnitude <= Self.largest.magnitude else { return nil }
            return FixedDecimal(units: product, scale: newScale)
        }
        return FixedDecimal(
            units: dividedHalfAwayFromZero(units, by: powerOfTen(scale - newScale)), scale: newScale)
    }

    /// The same value without trailing zeros behind the point.
    public var normalized: FixedDecimal {
        var units = units
        var scale = scale
        while scale > 0, units % 10 == 0 {
            units /= 10
            scale -= 1
        }
        return FixedDecimal(units: units, scale: scale)
    }

    public static func == (left: Self, right: Self) -> Bool {
        if left.scale == right.scale { return left.units == right.units }
        let (first, second) = (left.normalized, right.normalized)
        return first.units == second.units && first.scale == second.scale
    }

    public func hash(into hasher: inout Hasher) {
        let form = normalized
        hasher.combine(form.units)
        hasher.combine(form.scale)
    }

    public static func < (left: Self, right: Self) -> Bool {
        if left.scale == right.scale { return left.units < right.units }
        let scale = max(left.scale, right.scale)
        if let first = left.rescaled(to: scale), let second = right.rescaled(to: scale) {
            return first.units < second.units
        }
        return compareWide(left, right)
    }

    public static prefix func - (number: Self) -> FixedDecimal {
        FixedDecimal(units: -number.units, scale: number.scale)
    }

    /// The exact sum; nil beyond 38 digits.
    public func adding(_ other: FixedDecimal) -> FixedDecimal? {
        let scale = max(scale, other.scale)
        guard let left = rescaled(to: scale), let right = other.rescaled(to: scale) else { return nil }
        let (sum, overflow) = left.units.addingReportingOverflow(right.units)
        guard !overflow, sum.magnitude <= Self.largest.magnitude else { return nil }
        return FixedDecimal(units: sum, scale: scale)
    }

    /// The exact product, or rounded half away from zero where it has more than 38 digits; nil if that is too large.
    public func multiplied(by other: FixedDecimal) -> FixedDecimal? {
        let (left, right) = (normalized, other.normalized)
        let (product, overflow) = left.units.multipliedReportingOverflow(by: right.units)
        guard !overflow, product.magnitude <= Self.largest.magnitude else { return nil }
        let scale = left.scale + right.scale
        if scale <= 38 { return FixedDecimal(units: product, scale: scale) }
        return FixedDecimal(units: dividedHalfAwayFromZero(product, by: powerOfTen(scale - 38)), scale: 38)
    }

    /// The quotient rounded half away from zero to 12 digits behind the point; nil for a zero divisor or overflow.
    ///
    /// - Source: expression language §4.2, `div` of decimals.
    public func divided(by other: FixedDecimal) -> FixedDecimal? {
        guard other.units != 0 else { return nil }
        guard units != 0 else { return FixedDecimal(0) }
        let (dividend, divisor) = (normalized, other.normalized)
        let shift = 12 + divisor.scale - dividend.scale
        if shift >= 0 {
            guard shift <= 38 else { return nil }
            let wide = dividend.units.magnitude.multipliedFullWidth(by: powerOfTen(shift).magnitude)
            return Self.quotient(wide, divisor.units, isNegative: dividend.units < 0)
        }
        guard -shift <= 38 else { return FixedDecimal(units: 0, scale: 12) }
        let wide = divisor.units.magnitude.multipliedFullWidth(by: powerOfTen(-shift).magnitude)
        guard wide.high == 0 else { return FixedDecimal(units: 0, scale: 12) }
        let quotient = roundedQuotient((high: 0, low: dividend.units.magnitude), wide.low)
        return signed(quotient, negative: (dividend.units < 0) != (divisor.units < 0))
    }

    private static func quotient(
        _ dividend: (high: UInt128, low: UInt128), _ divisor: Int128, isNegative: Bool
    ) -> FixedDecimal? {
        guard dividend.high < divisor.magnitude else { return nil }
        return signed(roundedQuotient(dividend, divisor.magnitude), negative: isNegative != (divisor < 0))
    }

    /// The value as an integer if it is one and fits.
    public var exactInteger: Int64? {
        let form = normalized
        return form.scale == 0 ? Int64(exactly: form.units) : nil
    }

    /// The nearest double.
    public var doubleValue: Double { Double(description) ?? 0 }

    /// Canonical digits without exponent and without trailing zeros behind the point: `12000.5`, `-0.25`, `3`.
    public var description: String { normalized.paddedDescription }

    /// The digits with exactly ``scale`` of them behind the point: `12000.50`.
    public var paddedDescription: String {
        guard scale > 0 else { return String(units) }
        let digits = String(units.magnitude)
        let full = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        return (units < 0 ? "-" : "") + full.dropLast(scale) + "." + full.suffix(scale)
    }
}

/// Ten to the power of an exponent 0 … 38.
func powerOfTen(_ exponent: Int) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
}

private func dividedHalfAwayFromZero(_ units: Int128, by divisor: Int128) -> Int128 {
    let (quotient, remainder) = units.quotientAndRemainder(dividingBy: divisor)
    guard remainder.magnitude >= divisor.magnitude - remainder.magnitude else { return quotient }
    return quotient + (units < 0 ? -1 : 1)
}

private func roundedQuotient(_ dividend: (high: UInt128, low: UInt128), _ divisor: UInt128) -> UInt128 {
    let (quotient, remainder) = divisor.dividingFullWidth((dividend.high, dividend.low))
    return remainder >= divisor - remainder ? quotient &+ (quotient == .max ? 0 : 1) : quotient
}

private func signed(_ magnitude: UInt128, negative: Bool) -> FixedDecimal? {
    guard magnitude <= FixedDecimal.largest.magnitude else { return nil }
    return FixedDecimal(units: negative ? -Int128(magnitude) : Int128(magnitude), scale: 12)
}

/// Compares numbers whose common scale does not fit: by sign, then whole parts, then fractions.
private func compareWide(_ left: FixedDecimal, _ right: FixedDecimal) -> Bool {
    if (left.units < 0) != (right.units < 0) { return left.units < 0 }
    let (leftWhole, leftRest) = left.units.quotientAndRemainder(dividingBy: powerOfTen(left.scale))
    let (rightWhole, rightRest) = right.units.quotientAndRemainder(dividingBy: powerOfTen(right.scale))
    if leftWhole != rightWhole { return leftWhole < rightWhole }
    return FixedDecimal(units: leftRest, scale: left.scale).rescaled(to: 38)?.units ?? 0
        < FixedDecimal(units: rightRest, scale: right.scale).rescaled(to: 38)?.units ?? 0
}
