// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import DomainModel
import OrderedCollections
import Packs
import PluginKit
import Services
import Testing
import Values

@testable import HTTPAPI  // How a field reads JSON has no public door of its own.

@Suite("The standard's cases of values")
struct StandardValueTests {
    /// A pack with a field of each type, named as the cases name types.
    private static let pack = """
        <pack xmlns="urn:trellis:pack:1" id="values" version="1.0.0">
          <label>Values</label><label xml:lang="zh-Hans">值</label>
          <entity id="Thing" title="enum">
            <label>Thing</label><label xml:lang="zh-Hans">事物</label>
            <plural>Things</plural><plural xml:lang="zh-Hans">事物</plural>
            \(fields)
            <field id="enum" type="choices"><label>F</label><label xml:lang="zh-Hans">字段</label>
              <option id="Solid" flag="0"><label>S</label><label xml:lang="zh-Hans">实</label></option>
              <option id="Yellow" flag="1"><label>Y</label><label xml:lang="zh-Hans">黄</label></option>
            </field>
          </entity>
        </pack>
        """

    private static let fields = [
        ("boolean", "boolean"), ("date", "date"), ("dateTimeOffset", "dateTime"), ("decimal", "decimal"),
        ("duration", "duration"), ("integer", "integer"), ("timeOfDay", "time"),
    ].map { "<field id=\"\($0)\" type=\"\($1)\"><label>F</label><label xml:lang=\"zh-Hans\">字段</label></field>" }
        .joined()

    private static func thing() throws -> Entity {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loading = PackLoader(contributions)
            .load(texts: [(path: "pack.xml", text: pack)])
        return try #require(loading.model?.entities["Thing"])
    }

    private static func value(_ type: String, _ text: String) throws -> Value? {
        let field = try #require(try thing().fields[FieldName(type)])
        return field.value(of: type == "boolean" ? .boolean(text == "true") : .text(text))
    }

    /// Where we differ, and why.
    private static let differences = ["core-0664": "Options are written by their names; sets of them take no numbers."]

    @Test("each is read or refused; what differs is known")
    func values() throws {
        let all = try StandardAPICases.of(entry: "value:")
        let differing = try all.filter { example in
            let value = try Self.value(String(example.entry.dropFirst("value:".count)), example.input)
            return (value != nil) != (example.expected == "accept")
        }
        #expect(differing.map(\.id).sorted() == (all.isEmpty ? [] : Self.differences.keys.sorted()))
    }

    @Test("a text is no boolean")
    func textForBoolean() throws {
        let field = try #require(try Self.thing().fields["boolean"])
        #expect(field.value(of: .text("true")) == nil)
    }

    @Test(
        "our own are read or refused",
        arguments: [
            ("decimal", "+1.5e2", true), ("decimal", "NaN", false), ("decimal", ".5", false), ("integer", "+7", true),
            ("integer", "7.5", false), ("date", "2024-02-30", false),
            ("dateTimeOffset", "2024-02-29T08:00+08:00", true),
            ("dateTimeOffset", "2024-02-29T24:00:00Z", false), ("timeOfDay", "08:30:00.1234567", true),
            ("timeOfDay", "24:00:00", false), ("duration", "-P1DT2H", true), ("duration", "P1M", false),
            ("enum", "Solid,Yellow", true), ("enum", "Solid,Green", false),
        ])
    func own(_ type: String, _ text: String, _ isRead: Bool) throws {
        #expect((try Self.value(type, text) != nil) == isRead)
    }
}
