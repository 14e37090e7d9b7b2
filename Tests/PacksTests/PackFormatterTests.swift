// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import Foundation
import Packs
import Testing

@Suite("The format of packs")
struct PackFormatterTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static let brokenPacks = BrokenPackTests.files

    private func formatted(_ text: String) throws -> String {
        var findings = DiagnosticList()
        return try #require(
            PackFormatter.formatted(PackFile(path: "pack.xml", text: text), &findings), "\(findings.json)")
    }

    /// The text with another form, and nothing else.
    private func expectSameMeaning(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let once = try formatted(text)
        let before = try #require(XMLEvents.read(text))
        #expect(XMLEvents.read(once) == before, "\(text)", sourceLocation: sourceLocation)
        #expect(try formatted(once) == once, "\(text)", sourceLocation: sourceLocation)
    }

    @Test("elements stand on lines of their own, attributes in the order of the schema, tools’ attributes first")
    func layout() throws {
        let text = """
            <pack version='1.0.0' id="x"   xmlns="urn:trellis:pack:1"><label>  X </label>


            <entity title="name" id="A" ><field   to="B" type="reference" other="1" id="b"></field></entity>
            <entity id="C" title="name"></entity></pack>
            """
        #expect(
            try formatted(text) == """
                <pack xmlns="urn:trellis:pack:1" id="x" version="1.0.0">
                    <label>  X </label>

                    <entity id="A" title="name">
                        <field id="b" type="reference" to="B" other="1" />
                    </entity>
                    <entity id="C" title="name" />
                </pack>

                """)
    }

    @Test("a tag of more than 120 places has each attribute on a line of its own; Chinese characters take two places")
    func width() throws {
        func pack(_ name: String) -> String { "<pack id=\"\(name)\" version=\"1.0.0\"/>" }
        let latin = String(repeating: "a", count: 120 - "<pack id=\"\" version=\"1.0.0\" />".count)
        #expect(try formatted(pack(latin)) == "<pack id=\"\(latin)\" version=\"1.0.0\" />\n")
        #expect(try formatted(pack(latin + "a")) == "<pack id=\"\(latin)a\"\n        version=\"1.0.0\" />\n")
        #expect(
            try formatted(pack(latin.dropLast() + "中"))
                == "<pack id=\"\(latin.dropLast())中\"\n        version=\"1.0.0\" />\n")
    }

    @Test(
        "what people wrote stays as it is",
        arguments: [
            "<!-- a  note\n       of two lines -->", "<label><![CDATA[a < b]]> &amp; c</label>",
            "<help>\n      two\n   lines\n</help>", "<rule id=\"r\"\n            test=\"a eq 1\n       and b eq 2\" />",
            "<unknown>text <b>inside</b></unknown>", "<rule id=\"r\" test='a eq \"&lt;\"' />",
        ])
    func verbatim(_ part: String) throws {
        #expect(try formatted("<pack>\(part)</pack>").contains(part))
    }

    @Test("line breaks of every system are one, also inside of comments and texts", arguments: ["\r\n", "\r"])
    func lineBreaks(_ lineBreak: String) throws {
        let text = "<pack>\n\n\n<!-- a\nb --><label>c\nd</label>\n\n<rule test=\"e\nf\"/></pack>\n"
        #expect(try formatted(text.replacingOccurrences(of: "\n", with: lineBreak)) == formatted(text))
    }

    @Test("a comment behind something stays in its line, one before something stays before it")
    func comments() throws {
        let text = """
            <!-- licence -->
            <pack><!-- first -->
              <entity id="A"/> <!-- behind -->
              <!-- before -->
              <entity id="B"/></pack>
            """
        #expect(
            try formatted(text) == """
                <!-- licence -->
                <pack> <!-- first -->
                    <entity id="A" /> <!-- behind -->
                    <!-- before -->
                    <entity id="B" />
                </pack>

                """)
    }

    @Test(
        "the files of the packs mean the same when formatted, and formatting them again changes nothing",
        arguments: SchemaTests.files)
    func verticals(_ file: String) throws {
        try expectSameMeaning(try String(contentsOfFile: Self.root + "/verticals/" + file, encoding: .utf8))
    }

    @Test("so do packs that are wrong, as long as they are XML", arguments: brokenPacks)
    func broken(_ file: String) throws {
        let path = Self.root + "/Tests/PacksTests/Fixtures/broken/" + file
        let text = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: "\n----------\n")[0]
        var findings = DiagnosticList()
        guard PackFormatter.formatted(PackFile(path: file, text: text), &findings) != nil else {
            #expect(findings.hasErrors)
            return
        }
        try expectSameMeaning(text)
    }

    @Test("so do a thousand texts that nobody would write")
    func random() throws {
        for seed in 1...1000 as ClosedRange<UInt64> { try expectSameMeaning(RandomPack.text(seed: seed)) }
    }

    @Test("a formatted pack makes the same model with the same differences to another pack: none")
    func comparison() throws {
        for pack in ["core", "insurance"] {
            let folder = Self.root + "/verticals/" + pack
            let paths =
                ["pack.xml"]
                + SchemaTests.files.filter {
                    $0.hasPrefix(pack + "/") && !$0.hasSuffix("/pack.xml") && !$0.contains("/scenarios/")
                }
                .map { String($0.dropFirst(pack.count + 1)) }
            // The packs are formatted already, so that they are written loosely first.
            let files = try paths.map {
                let text = try String(contentsOfFile: "\(folder)/\($0)", encoding: .utf8)
                return PackFile(path: $0, text: text.replacing("\n    ", with: "\n "))
            }
            let others = try files.map { PackFile(path: $0.path, text: try formatted($0.text)) }
            var findings = DiagnosticList()
            let comparison = PackComparison(
                old: PackTexts(folder: nil, files: files), new: PackTexts(folder: nil, files: others), &findings)
            #expect(try #require(comparison).differences.isEmpty)
            #expect(files != others)
        }
    }

    @Test(
        "a text that is no part of a pack is left alone, with the reason",
        arguments: [
            ("<pack>", "pack.E001"), ("<!DOCTYPE pack><pack/>", "pack.E002"), ("<project/>", "pack.E004"),
        ])
    func refused(_ text: String, _ finding: String) {
        var findings = DiagnosticList()
        #expect(PackFormatter.formatted(PackFile(path: "x.xml", text: text), &findings) == nil)
        #expect(findings.diagnostics.map(\.id.rawValue) == [finding])
    }
}
