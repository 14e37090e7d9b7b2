// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
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

    @Test("names sort by their sound")
    func pinyin() throws {
        let order = try #require(try Contributions(plugins: [ChineseIdentifiers()]).collations["zh"])
        let names = ["张三", "阿宝", "李四", "王五", "欧阳", "陈六"]
        let sorted = names.sorted { order.sortKey($0).lexicographicallyPrecedes(order.sortKey($1)) }
        #expect(sorted == ["阿宝", "陈六", "李四", "欧阳", "王五", "张三"])
    }
}
