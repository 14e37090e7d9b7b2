// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Packs
import PluginKit
import Services
import Testing
import Values

@Suite("The texts of packs are read as XML says")
struct XMLReadingTests {
    private func load(_ text: String) throws -> PackLoading {
        PackLoader(try Contributions(plugins: [])).load(texts: [(path: "pack.xml", text: text)])
    }

    private func pack(_ prefix: String = "", label: String = "Pack", _ more: String = "") -> String {
        let (open, close) = ("<\(prefix)", "</\(prefix)")
        let chinese = "\(open)label xml:lang='zh-Hans'>包\(close)label>"
        let namespace = prefix.isEmpty ? "xmlns" : "xmlns:\(prefix.dropLast())"
        return "\(open)pack \(namespace)=\"urn:trellis:pack:1\" id = 'p'\n version\t=\"1.0.0\" >"
            + "\(open)entity id=\"Thing\" title=\"name\">\(open)label>\(label)\(close)label>\(chinese)"
            + "\(open)plural>Things\(close)plural>\(open)plural xml:lang=\"zh-Hans\">物\(close)plural>"
            + "\(open)field id=\"name\" type=\"text\">\(open)label>Name\(close)label>\(chinese)\(close)field>\(more)"
            + "\(close)entity>\(open)label>Pack\(close)label>\(chinese)\(close)pack >\n<!-- the end -->\n"
    }

    @Test(
        "a text is what its references, its sections and its lines stand for",
        arguments: [
            ("a&lt;b&amp;c&gt;&quot;&apos;", "a<b&c>\"'"), ("&#x4E2D;&#25991;", "中文"),
            ("a<![CDATA[<b>&amp;]]>c", "a<b>&amp;c"),
            ("a<!-- <no> -->b", "ab"), ("a<?no <no> ?>b", "ab"), (" \n a\r\n b\r c \t", "a\n b\n c"),
            ("<![CDATA[ a ]]>", "a"), ("中 文", "中 文"), ("a > b", "a > b"),
        ])
    func texts(written: String, read: String) throws {
        let loading = try load(pack(label: written))
        let model = try #require(loading.model, "\(loading.diagnostics.diagnostics)")
        #expect(model.entities["Thing"]?.label.english == read)
    }

    @Test("the prefix of the namespace makes no difference, nor does what stands before the root")
    func prefixes() throws {
        for text in [
            pack("t:"), "\u{FEFF}<?xml version='1.0'?><!-- a -->" + pack(),
        ] {
            let loading = try load(text)
            #expect(loading.model?.entities["Thing"] != nil, "\(loading.diagnostics.diagnostics)")
        }
    }

    @Test(
        "the place of what is wrong is where it is written, whatever stands before it",
        arguments: [
            ("<!-- 注\n释 -->", 3, 7), ("<![CDATA[ \r\n ]]>", 3, 6), ("<field\n id='x'\r\n type=\"text\"/>", 4, 16),
        ])
    func places(before: String, line: Int, column: Int) throws {
        let loading = try load(pack("", before + "<oops/>"))
        let finding = loading.diagnostics.diagnostics.first { $0.id == "pack.E010" }
        let start = try #require(finding?.range?.start, "\(loading.diagnostics.diagnostics)")
        #expect((start.line, start.column) == (line, column))
    }

    @Test(
        "what is no XML is refused with its place, and nothing of it is built",
        arguments: [
            "", "text", "<pack", "<pack>", "<pack></pakc>", "<pack a='1' a='2'/>", "<pack>&nothing;</pack>",
            "<pack/><pack/>",
            "<pack a='<'/>", "<pack><![CDATA[</pack>", "<pack>\u{1}</pack>", "</pack>",
            String(repeating: "<pack>", count: 300_000), "junk<!DOCTYPE pack><pack/>",
        ])
    func malformed(text: String) throws {
        let loading = try load(text)
        #expect(loading.model == nil)
        #expect(loading.diagnostics.diagnostics.first.map { ["pack.E001", "pack.E002"].contains($0.id) } == true)
    }
}
