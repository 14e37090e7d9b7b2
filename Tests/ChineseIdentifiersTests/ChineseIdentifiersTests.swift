// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Expressions
import PluginKit
import Services
import Testing
import Values

@Suite("Chinese identifiers and names")
struct ChineseIdentifiersTests {
    private func canonical(_ text: String, _ type: FieldTypeName) throws -> Value {
        let types = try Contributions(plugins: [ChineseIdentifiers()]).fieldTypes
        let fieldType = try #require(types[type])
        let place = SourcePosition(line: 1, column: 1)
        let field = Field(
            name: "x", entity: "X", label: Label(english: "X", chinese: "某"), type: fieldType, valueType: .text,
            range: SourceRange(file: "pack.xml", start: place, end: place))
        return try fieldType.parse(text, field)
    }

    @Test(
        "a resident id is kept with a capital X and without blanks",
        arguments: [
            ("11010519491231002X", "11010519491231002X"), ("11010519491231002x", "11010519491231002X"),
            ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"), ("110105 19491231 002X", "11010519491231002X"),
        ])
    func residentIDs(text: String, kept: String) throws {
        #expect(try canonical(text, "residentId") == .text(kept))
    }

    @Test(
        "a wrong resident id is refused with the reason",
        arguments: [
            ("110105194912310021", "checksum"), ("11010519491331002X", "invalid"), ("1101051949123100", "invalid"),
        ])
    func wrongResidentIDs(text: String, code: String) throws {
        let fault = #expect(throws: FieldFault.self) { try canonical(text, "residentId") }
        #expect(fault?.code == code)
    }

    @Test("a credit code is checked by its last character")
    func creditCodes() throws {
        #expect(try canonical("91350100M000100Y43", "uscc") == .text("91350100M000100Y43"))
        let fault = #expect(throws: FieldFault.self) { try canonical("91350100M000100Y44", "uscc") }
        #expect(fault?.code == "checksum")
    }

    @Test(
        "a mobile number is kept in one form, however it was written",
        arguments: ["199-0297-0758", "１９９０２９７０７５８", "+86 199 0297 0758", "008619902970758", "19902970758"])
    func mobiles(text: String) throws { #expect(try canonical(text, "mobile") == .text("+8619902970758")) }

    @Test(
        "a text gives an identifier or the reason why it is none",
        arguments: [
            ("residentId", "11010519491231002X", "11010519491231002X"), ("residentId", "110105200002290016", "?"),
            ("residentId", "110105190002290016", "!invalid"), ("residentId", "110105202302290016", "!invalid"),
            ("residentId", "", "!invalid"), ("residentId", " ", "!invalid"), ("residentId", "\u{0}", "!invalid"),
            ("residentId", "X1010519491231002X", "!invalid"),
            ("residentId", "11010519491231002Ｘ", "11010519491231002X"),
            ("residentId", "110105491231002", "!invalid"), ("residentId", "一一〇一〇五一九四九一二三一〇〇二X", "!invalid"),
            ("residentId", "11010500000000000X", "!invalid"), ("residentId", "😀", "!invalid"),
            ("residentId", "ß1010519491231002", "!invalid"), ("residentId", "11010519491231002XX", "!invalid"),
            ("residentId", "000000000000000000", "!invalid"),
            ("residentId", String(repeating: "1", count: 10_000), "!invalid"),
            ("uscc", "91350100M000100Y43", "91350100M000100Y43"), ("uscc", "91350100m000100y43", "91350100M000100Y43"),
            ("uscc", "９１３５０１００Ｍ０００１００Ｙ４３", "91350100M000100Y43"),
            ("uscc", "9135 0100 M000 100Y 43", "91350100M000100Y43"),
            ("uscc", "9135-0100-M000-100Y-43", "91350100M000100Y43"), ("uscc", "91350100M000100Y34", "!checksum"),
            ("uscc", "91350100I000100Y43", "!invalid"), ("uscc", "91350100M000100Y4", "!invalid"),
            ("uscc", "91350100M000100Y431", "!invalid"), ("uscc", "", "!invalid"), ("uscc", " ", "!invalid"),
            ("uscc", "\u{0}", "!invalid"), ("uscc", "😀", "!invalid"), ("uscc", "中国中国中国中国中国中国中国中国中国", "!invalid"),
            ("uscc", "ßßßßßßßßß", "!invalid"), ("uscc", String(repeating: "9", count: 10_000), "!invalid"),
            ("mobile", "13912345678", "+8613912345678"), ("mobile", "139-1234-5678", "+8613912345678"),
            ("mobile", "＋８６１３９１２３４５６７８", "+8613912345678"), ("mobile", "(139)12345678", "+8613912345678"),
            ("mobile", "12912345678", "!invalid"), ("mobile", "10912345678", "!invalid"),
            ("mobile", "010-12345678", "!invalid"), ("mobile", "+447911123456", "!invalid"),
            ("mobile", "1391234567", "!invalid"), ("mobile", "139123456789", "!invalid"), ("mobile", "", "!invalid"),
            ("mobile", " ", "!invalid"), ("mobile", "\u{0}", "!invalid"), ("mobile", "😀", "!invalid"),
            ("mobile", "一三九一二三四五六七八", "!invalid"), ("mobile", String(repeating: "1", count: 10_000), "!invalid"),
        ] as [(FieldTypeName, String, String)])
    func probes(type: FieldTypeName, text: String, outcome: String) {
        let found: String
        do { found = try canonical(text, type).canonicalText } catch let fault as FieldFault {
            found = "!" + fault.code
        } catch { found = "\(error)" }
        // A question mark stands for any check character: the day of birth is what counts.
        #expect(found == outcome || outcome == "?" && (found == text || found == "!checksum"))
    }

    @Test(
        "a VIN is kept with capital letters, whatever its check character",
        arguments: [
            ("LSVAA4187E2184841", "LSVAA4187E2184841"), ("lsvaa4187e2184841", "LSVAA4187E2184841"),
            ("1M8GDM9A XKP042788", "1M8GDM9AXKP042788"), ("ＬＳＶＡＡ４１８７Ｅ２１８４８４１", "LSVAA4187E2184841"),
            ("LSVAA4187E218484", "!invalid"), ("LSVAA4187E21848411", "!invalid"), ("ISVAA4187E2184841", "!invalid"),
            ("LSVOA4187E2184841", "!invalid"), ("LSVAQ4187E2184841", "!invalid"), ("", "!invalid"),
            ("车辆识别代号车辆识别代号车辆识别代", "!invalid"),
        ])
    func vehicles(text: String, outcome: String) {
        #expect(found(text, "vin") == outcome)
    }

    @Test(
        "the check character of a VIN is a question for rules",
        arguments: [
            ("1M8GDM9AXKP042788", Value.boolean(true)), ("11111111111111111", .boolean(true)),
            ("1M8GDM9A1KP042788", .boolean(false)), ("1M8GDM9AXKP042787", .boolean(false)), ("x", .null),
        ])
    func vehicleCheck(text: String, fits: Value) throws {
        let functions = try Contributions(plugins: [ChineseIdentifiers()]).functions
        let function = try #require(functions["vinchecked"])
        let settings = CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 })
        #expect(function.evaluate([.text(text)], settings) == fits)
    }

    @Test("the check character of a VIN can be asked for")
    func vehicleCheckCharacter() throws {
        let functions = try Contributions(plugins: [ChineseIdentifiers()]).functions
        let function = try #require(functions["withcheck"])
        let settings = CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 })
        #expect(
            function.evaluate([.text("1M8GDM9A0KP042788"), .text("vin")], settings) == .text("1M8GDM9AXKP042788"))
        #expect(function.evaluate([.text("1M8GDM9A0KP04278"), .text("vin")], settings) == .null)
    }

    @Test(
        "an approval number names a kind of drug and who approved it",
        arguments: [
            ("国药准字H20044512", "国药准字H20044512"), ("国药准字 h20044512", "国药准字H20044512"),
            ("国药准字Ｚ１１０２００７７", "国药准字Z11020077"), ("国药准字H10880001", "国药准字H10880001"),
            ("国药准字HJ20210004", "国药准字HJ20210004"), ("国药准字SC20230011", "国药准字SC20230011"),
            ("国药准字HJ20190004", "!invalid"), ("国药准字BJ20210004", "!invalid"), ("国药准字H99044512", "!invalid"),
            ("国药准字H2004451", "!invalid"), ("国药准字X20044512", "!invalid"), ("H20044512", "!invalid"),
            ("国药准字", "!invalid"), ("", "!invalid"), ("国药准字H二〇〇四四五一二", "!invalid"),
        ])
    func drugs(text: String, outcome: String) {
        #expect(found(text, "drugApproval") == outcome)
    }

    private func found(_ text: String, _ type: FieldTypeName) -> String {
        do { return try canonical(text, type).canonicalText } catch let fault as FieldFault {
            return "!" + fault.code
        } catch { return "\(error)" }
    }

    @Test("names sort by their sound")
    func pinyin() throws {
        let order = try #require(try Contributions(plugins: [ChineseIdentifiers()]).collations["zh"])
        let names = ["张三", "阿宝", "李四", "王五", "欧阳", "陈六"]
        let sorted = names.sorted { order.sortKey($0).lexicographicallyPrecedes(order.sortKey($1)) }
        #expect(sorted == ["阿宝", "陈六", "李四", "欧阳", "王五", "张三"])
    }
}
