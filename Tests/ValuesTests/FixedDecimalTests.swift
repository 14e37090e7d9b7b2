// SPDX-License-Identifier: Apache-2.0
import Testing
import Values

@Suite("Exact decimals")
struct FixedDecimalTests {
    @Test(
        "text is read and written in its canonical form",
        arguments: [
            ("1.50", "1.5"), ("-0.25", "-0.25"), ("1e3", "1000"), ("+7", "7"), ("12e-3", "0.012"), ("0.000", "0"),
            ("12345678901234567890.12", "12345678901234567890.12"),
        ])
    func reads(text: String, canonical: String) { #expect(FixedDecimal(text)?.description == canonical) }

    @Test("other text is refused", arguments: ["", "-", ".5", "5.", "1,5", "1e", "1e999", "0x10", "1 ", "９"])
    func refuses(text: String) { #expect(FixedDecimal(text) == nil) }

    @Test("39 digits are too many")
    func refusesTooManyDigits() {
        #expect(FixedDecimal(String(repeating: "9", count: 38)) != nil)
        #expect(FixedDecimal("1" + String(repeating: "0", count: 38)) == nil)
    }

    @Test("numbers of one value are equal and hash alike, whatever their scales")
    func equality() {
        let (short, long) = (FixedDecimal(units: 15, scale: 1), FixedDecimal(units: 1500, scale: 3))
        #expect(short == long)
        #expect(Set([short, long]).count == 1)
    }

    @Test(
        "rounding goes half away from zero",
        arguments: [("2.5", "3"), ("-2.5", "-3"), ("2.4999", "2"), ("-0.5", "-1"), ("0.49", "0")])
    func rounds(number: String, rounded: String) {
        #expect(FixedDecimal(number)?.rescaled(to: 0)?.description == rounded)
    }

    @Test(
        "a quotient has twelve digits behind the point",
        arguments: [("1", "3", "0.333333333333"), ("2", "-3", "-0.666666666667"), ("7", "2", "3.5")])
    func divides(left: String, right: String, quotient: String) throws {
        let (dividend, divisor) = (try #require(FixedDecimal(left)), try #require(FixedDecimal(right)))
        #expect(dividend.divided(by: divisor)?.description == quotient)
    }

    @Test("what does not fit in 38 digits has no result")
    func overflows() throws {
        let largest = try #require(FixedDecimal(String(repeating: "9", count: 38)))
        #expect(largest.adding(FixedDecimal(1)) == nil)
        #expect(largest.multiplied(by: largest) == nil)
        #expect(largest.divided(by: FixedDecimal(0)) == nil)
    }
}
