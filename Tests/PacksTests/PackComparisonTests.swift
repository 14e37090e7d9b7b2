// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import Packs
import Testing

@Suite("The comparison of two versions of a pack")
struct PackComparisonTests {
    /// A pack of one entity and one pipeline, and what layers above it would be written like.
    private static let old = """
        <entity id="Bike" title="name"><label>Bike</label><label xml:lang="zh-Hans">自行车</label>
          <field id="name" type="text" required="true"><label>Name</label></field>
          <field id="frame" type="choice"><option id="steel"/><option id="carbon"/></field>
          <list columns="name frame"><filter id="all" where="true"/></list>
        </entity>
        <pipeline id="sale" entity="Bike" field="stage"><stage id="open"/><stage id="sold"/>
          <transition from="open" to="sold"><guard id="paid" test="name ne null"><label>Not paid</label></guard></transition>
        </pipeline>
        <role id="seller"><allow entity="Bike" read="all"/></role>
        <extend entity="User"><field id="desk" type="text"/></extend>
        """

    private func pack(_ text: String, version: String = "1.0.0") -> PackTexts {
        PackTexts(
            folder: nil,
            files: [PackFile(path: "pack.xml", text: "<pack id=\"shop\" version=\"\(version)\">\n\(text)\n</pack>")])
    }

    private func compare(_ old: String, _ new: String) throws -> [PackComparison.Difference] {
        var findings = DiagnosticList()
        return try #require(PackComparison(old: pack(old), new: pack(new), &findings)).differences
    }

    private func line(_ difference: PackComparison.Difference) -> String {
        let attribute = difference.attribute.map { " @ \($0)" } ?? ""
        let values = [difference.old, difference.new].map { $0?.value ?? "-" }.joined(separator: " → ")
        return "\(difference.change) \(difference.address)\(attribute): \(values)"
    }

    @Test(
        "one change of a text is one difference, with the values of both",
        arguments: [
            ("title=\"name\"", "title=\"frame\"", "changed entity Bike @ title: name → frame"),
            (">自行车<", ">单车<", "changed entity Bike @ label zh-Hans: 自行车 → 单车"),
            (" required=\"true\"", "", "removed entity Bike, field name @ required: true → -"),
            (
                "<option id=\"steel\"/>", "<option id=\"steel\" tone=\"neutral\"/>",
                "added entity Bike, field frame, option steel @ tone: - → neutral"
            ),
            ("<option id=\"carbon\"/>", "", "removed entity Bike, field frame, option carbon: - → -"),
            (
                "<option id=\"steel\"/><option id=\"carbon\"/>", "<option id=\"carbon\"/><option id=\"steel\"/>",
                "reordered entity Bike, field frame @ option: steel, carbon → carbon, steel"
            ),
            ("columns=\"name frame\"", "columns=\"name\"", "changed entity Bike, list @ columns: name frame → name"),
            ("where=\"true\"", "where=\"false\"", "changed entity Bike, list, filter all @ where: true → false"),
            (
                "name ne null", "name ne ''",
                "changed pipeline sale, transition open → sold, guard paid @ test: name ne null → name ne ''"
            ),
            (
                "Not paid", "Unpaid",
                "changed pipeline sale, transition open → sold, guard paid @ label: Not paid → Unpaid"
            ),
            ("read=\"all\"", "read=\"none\"", "changed role seller, allow Bike @ read: all → none"),
            (
                "<field id=\"desk\" type=\"text\"/>", "<field id=\"desk\" type=\"longText\"/>",
                "changed extend User, field desk @ type: text → longText"
            ),
        ])
    func single(_ text: String, _ replacement: String, _ difference: String) throws {
        let new = Self.old.replacingOccurrences(of: text, with: replacement)
        #expect(new != Self.old)
        #expect(try compare(Self.old, new).map(line) == [difference])
    }

    @Test("places are those of the attribute in each of the two texts")
    func places() throws {
        let difference = try compare(
            "<role id=\"a\"\n  capabilities=\"x\"/>", "<!-- --> <role capabilities=\"y\" id=\"a\"/>")[0]
        #expect(difference.old?.range.start == SourcePosition(line: 3, column: 17))
        #expect(difference.new?.range.start == SourcePosition(line: 2, column: 30))
    }

    @Test("an element of one side only is one difference, followed by all it says and all that stands inside")
    func whole() throws {
        let added = "<choice id=\"Size\"><label>Size</label><option id=\"s\" tone=\"accent\"/></choice>"
        #expect(
            try compare("", added).map(line) == [
                "added choice Size: - → -", "added choice Size @ label: - → Size", "added choice Size, option s: - → -",
                "added choice Size, option s @ tone: - → accent",
            ])
        #expect(try compare(added, "").map(\.change) == [.removed, .removed, .removed, .removed])
        #expect(try compare(added, "").allSatisfy { $0.new == nil && $0.old != nil })
    }

    @Test("a name that says what it was is the old one, and what changed in it is found under the new name")
    func renamed() throws {
        let new = Self.old.replacingOccurrences(
            of: "<field id=\"name\" type=\"text\"", with: "<field id=\"title\" was=\"label name\" type=\"longText\"")
        #expect(
            try compare(Self.old, new).map(line) == [
                "renamed entity Bike, field title: name → title",
                "changed entity Bike, field title @ type: text → longText",
                "added entity Bike, field title @ was: - → label name",
            ])
    }

    @Test("a name that says what it was while the old one is still there is a new one")
    func notRenamed() throws {
        let old = "<choice id=\"C\"><option id=\"a\"/></choice>"
        let new = "<choice id=\"C\"><option id=\"a\"/><option id=\"b\" was=\"a\"/></choice>"
        #expect(
            try compare(old, new).map(line) == [
                "added choice C, option b: - → -", "added choice C, option b @ was: - → a",
            ])
    }

    @Test("files, blanks, comments and the order of definitions make no difference; changes of one entity are one")
    func sameMeaning() throws {
        let head = "<pack id=\"shop\" version=\"1.0.0\">"
        let old = PackTexts(
            folder: nil,
            files: [
                PackFile(
                    path: "pack.xml",
                    text: head
                        + "<extend entity=\"A\"><field id=\"x\"/><field id=\"y\"/></extend><role id=\"r\"/></pack>")
            ])
        let new = PackTexts(
            folder: nil,
            files: [
                PackFile(path: "pack.xml", text: head + "\n<!-- --><role id='r'></role>\n</pack>"),
                PackFile(path: "a.xml", text: "<pack-part><extend entity=\"A\"><field id=\"x\"/></extend></pack-part>"),
                PackFile(path: "b.xml", text: "<pack-part><extend entity=\"A\"><field id=\"y\"/></extend></pack-part>"),
            ])
        var findings = DiagnosticList()
        #expect(try #require(PackComparison(old: old, new: new, &findings)).differences.isEmpty)
    }

    @Test("elements without a name, and names that stand twice, are told apart by their number")
    func numbered() throws {
        let old = "<entity id=\"A\"><page><section fields=\"a\"/><section fields=\"b\"/></page></entity>"
        let new = old.replacingOccurrences(of: "\"b\"", with: "\"b c\"")
        #expect(
            try compare(old, new).map(line) == ["changed entity A, page, section #2 @ fields: b → b c"])
    }

    @Test("the address of a change in a layer leads to the definition that it changes")
    func definition() throws {
        let new = "<extend entity=\"Bike\"><extend-field id=\"name\" required=\"true\"/></extend>"
        let change = try #require(try compare("", new).last)
        let definition = try #require(
            try compare(Self.old, Self.old.replacingOccurrences(of: " required=\"true\"", with: "")).first)
        #expect(change.address.description == "extend Bike, extend-field name")
        #expect(change.address.definition == definition.address)
        #expect(change.attribute == definition.attribute)
    }

    @Test("versions are told, and a difference of the pack itself has the empty address")
    func versions() throws {
        var findings = DiagnosticList()
        let comparison = try #require(
            PackComparison(old: pack(""), new: pack("", version: "1.1.0"), &findings))
        #expect([comparison.old.version, comparison.new.version] == ["1.0.0", "1.1.0"])
        #expect(comparison.differences.map(line) == ["changed pack @ version: 1.0.0 → 1.1.0"])
        let copy = try JSONDecoder().decode(PackComparison.self, from: try JSONEncoder().encode(comparison))
        #expect(copy.differences == comparison.differences)
    }

    @Test("a pack with a file that cannot be read is not compared; one that only the check refuses is")
    func unreadable() {
        var findings = DiagnosticList()
        #expect(PackComparison(old: pack("<entity"), new: pack(""), &findings) == nil)
        #expect(findings.diagnostics.map(\.id.rawValue) == ["pack.E001"])
        findings = DiagnosticList()
        #expect(PackComparison(old: pack("<nobody/>"), new: pack(""), &findings) != nil)
        #expect(findings.isEmpty)
    }

    @Test("every kind of finding has a number of its own, a name and a sentence")
    func rules() {
        #expect(Set(PackRules.all.map(\.id)).count == PackRules.all.count)
        #expect(Set(PackRules.all.map(\.summary)).count == PackRules.all.count)
        #expect(PackRules.all.contains { $0.id == "pack.E010" && $0.name == "UnknownElement" && $0.severity == .error })
        #expect(PackRules.all.contains { $0.id == "pack.W102" && $0.severity == .warning })
    }
}
