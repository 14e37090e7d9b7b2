// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Testing
import Values

@Suite("Every kind of field with usual and unusual texts")
struct FieldTypeProbeTests {
    @Test("a text gives the value or the fault of the table", arguments: FieldTypeProbes.all.map(\.type))
    func probes(type: String) throws {
        let field = try probeField(type)
        let probes = try #require(FieldTypeProbes.all.first { $0.type == type }).probes
        for (text, outcome) in probes {
            let found = outcomeOf(text, field)
            #expect(found == outcome, "\(type) “\(text)”")
        }
    }

    @Test("every built-in kind of field has a table")
    func complete() {
        #expect(Set(FieldTypeProbes.all.map(\.type)) == Set(FieldType.builtIn.map(\.name.rawValue)))
    }

    @Test("a very long text is refused or kept, without delay", arguments: FieldTypeProbes.all.map(\.type))
    func longTexts(type: String) throws {
        let field = try probeField(type)
        let isText = ["text", "longText", "number"].contains(type)
        for unit in ["1", "a", " 1", "王", "😀", "，", "-", "e\u{301}", ".", ":", "天", "元"] {
            let text = String(repeating: unit, count: 10_001)
            let found = outcomeOf(text, field)
            #expect(found.hasPrefix("!") || isText || type == "choices" || type == "url", "\(type) \(unit)")
            if isText { #expect(found == "!tooLong") }
        }
    }

    @Test("values of another type are refused, not kept", arguments: FieldTypeProbes.all.map(\.type))
    func foreignValues(type: String) throws {
        let field = try probeField(type)
        let values: [Value] = [
            .integer(.min), .integer(.max), .integer(-1), .flags(.max), .double(.nan), .double(.infinity),
            .double(-1e300), .duration(TimeSpan(microseconds: .min)), .instant(Instant(microseconds: .min)),
            .instant(Instant(microseconds: .max)), .boolean(true), .collection([.null]), .date(.latest), .null,
            .decimal(FixedDecimal(units: Int128(Int64.max) * 1_000_000_000_000_000_000, scale: 38)),
        ]
        for value in values {
            let kept = (try? field.type.canonical(value, field)) ?? .null
            for language in Language.allCases {
                let settings = DisplaySettings(language: language, offset: { _ in 8 * 3600 })
                _ = field.type.display(value, field, settings)
                _ = field.type.display(kept, field, settings)
            }
        }
        if type == "choices" {
            #expect(throws: FieldFault.self) { try field.type.canonical(.integer(64), field) }
        }
    }

    /// No text may end the process: a trap in here ends the run of the tests.
    @Test("100,000 random texts give values or faults", arguments: UInt64(1)...10)
    func randomTexts(seed: UInt64) throws {
        let fields = try FieldTypeProbes.all.map { try probeField($0.type) }
        var random = RandomFieldTexts(seed: seed)
        for round in 0..<10_000 {
            let text = random.text()
            // Every text meets a few kinds, and every kind as many texts.
            for step in 0..<6 {
                let field = fields[(round + step * 3) % fields.count]
                if let value = try? field.type.parse(text, field) { _ = try? field.type.canonical(value, field) }
            }
        }
    }
}

/// A field of a kind, with two options where the kind has them.
func probeField(_ name: String) throws -> Field {
    let type = try #require(FieldTypeTable(FieldType.builtIn)[FieldTypeName(name)])
    let place = SourcePosition(line: 1, column: 1)
    let options = [
        Option(name: "inForce", label: Label(english: "In force", chinese: "有效"), flag: 0),
        Option(name: "lapsed", label: Label(english: "Lapsed", chinese: "失效"), flag: 1),
    ]
    return Field(
        name: "x", entity: "X", label: Label(english: "X", chinese: "某"), type: type, valueType: .text,
        options: options, scale: ["decimal", "money", "percent"].contains(name) ? 2 : 0,
        range: SourceRange(file: "pack.xml", start: place, end: place))
}

/// What a field makes of a text that somebody wrote into it.
private func outcomeOf(_ text: String, _ field: Field) -> String {
    do throws(FieldFault) {
        let value = try field.type.canonical(try field.type.parse(text, field), field)
        return value.isNull ? "-" : value.canonicalText
    } catch {
        return "!" + error.code
    }
}

/// Texts of pieces that fields know, in any order; the same for the same seed.
private struct RandomFieldTexts {
    private var state: UInt64

    private static let pieces = [
        "2024", "-", "/", ".", "年", "月", "日", "1", "02", "29", "T", ":", "09", "30", "Z", "+08:00", " ", "　", "上午",
        "下午", "PM", "时", "分", "P", "D", "H", "M", "S", "天", "￥", "¥", "$", "元", "万", "亿", "%", "％", "(", ")", "（",
        "）", ",", "，", "、", "e", "E", "9223372036854775808", "-9223372036854775808", "1e-9223372036854775808", "０", "９",
        "是", "否", "yes", "有效", "inForce", "@", "a.b", "https://", "://", "01234567-89ab-7def-8123-456789abcdef", "+86",
        "00", "139", "\u{0}", "\u{301}", "😀", "²", "二", "½", "\r\n", "\u{202E}",
    ]

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

    private mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func text() -> String {
        if next(below: 6) == 0 {
            return String(decoding: (0..<next(below: 20)).map { _ in UInt8(next(below: 256)) }, as: UTF8.self)
        }
        return (0...next(below: 8)).reduce(into: "") { text, _ in text += Self.pieces[next(below: Self.pieces.count)] }
    }
}
