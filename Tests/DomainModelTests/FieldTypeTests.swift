// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Testing
import Values

@Suite("What people and old systems write into fields")
struct FieldTypeTests {
    private func field(_ name: FieldTypeName, _ valueType: ValueType, scale: Int = 0) throws -> Field {
        let type = try #require(FieldTypeTable(FieldType.builtIn)[name])
        let place = SourcePosition(line: 1, column: 1)
        return Field(
            name: "x", entity: "X", label: Label(english: "X", chinese: "某"), type: type, valueType: valueType,
            options: [Option(name: "inForce", label: Label(english: "In force", chinese: "有效"))], scale: scale,
            range: SourceRange(file: "pack.xml", start: place, end: place))
    }

    @Test(
        "a date is read in each of five forms",
        arguments: ["1979-02-01", "1979/2/1", "1979年2月1日", "19790201", "28887"])
    func dates(text: String) throws {
        let field = try field("date", .date)
        #expect(try field.type.parse(text, field).canonicalText == "1979-02-01")
    }

    @Test(
        "an amount is read with signs, commas and units",
        arguments: [
            ("1,200.00", "1200"), ("￥1,200.00", "1200"), ("1200.00元", "1200"), ("１２００", "1200"), ("3.5万", "35000"),
            ("-7", "-7"),
        ])
    func amounts(text: String, number: String) throws {
        let field = try field("money", .decimal, scale: 2)
        #expect(try field.type.parse(text, field).canonicalText == number)
    }

    @Test(
        "a phone number is kept in the form of E.164",
        arguments: [
            ("139 1234 5678", "+8613912345678"), ("010-12345678", "+861012345678"),
            ("+44 20 7946 0000", "+442079460000"),
        ])
    func phones(text: String, number: String) throws {
        let field = try field("phone", .text)
        #expect(try field.type.parse(text, field) == .text(number))
    }

    @Test("a choice is read by its name or by either label", arguments: ["inForce", "In force", "有效"])
    func choices(text: String) throws {
        let field = try field("choice", .choice("X.x"))
        #expect(try field.type.parse(text, field) == .text("inForce"))
    }

    @Test(
        "what cannot be read is refused with a sentence in both languages",
        arguments: [
            ("date", "2024-13-01"), ("money", "viel"), ("phone", "12345"), ("email", "nobody"), ("integer", "1.5"),
        ]
            as [(FieldTypeName, String)])
    func faults(name: FieldTypeName, text: String) throws {
        let field = try field(name, .text)
        let fault = #expect(throws: FieldFault.self) { try field.type.parse(text, field) }
        #expect(fault?.message.english.isEmpty == false && fault?.message.chinese.isEmpty == false)
    }
}
