// SPDX-License-Identifier: Apache-2.0
import Foundation
import Packs
import Testing
import Values

@Suite("The schema of the pack language")
struct SchemaTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    static let files = (FileManager.default.enumerator(atPath: root + "/verticals")?.compactMap { $0 as? String } ?? [])
        .filter { $0.hasSuffix(".xml") }.sorted()

    @Test("the file pack.xsd says what the reader of packs knows")
    func isCurrent() throws {
        let path = Self.root + "/Sources/Packs/pack.xsd"
        if ProcessInfo.processInfo.environment["TRELLIS_RECORD"] == "1" {
            try PackSchema.text.write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOfFile: path, encoding: .utf8) == PackSchema.text)
    }

    @Test("every file of the packs is valid", arguments: files)
    func validates(_ file: String) throws {
        let text = try String(contentsOfFile: Self.root + "/verticals/" + file, encoding: .utf8)
        #expect(SchemaValidator.isValid(text, bySchema: PackSchema.text))
    }

    @Test("a pack with an element that nobody knows is not valid")
    func refuses() {
        let text = "<pack xmlns=\"urn:trellis:pack:1\" id=\"x\" version=\"1.0.0\"><feild/></pack>"
        #expect(!SchemaValidator.isValid(text, bySchema: PackSchema.text))
    }

    private func isValid(_ part: String) -> Bool {
        SchemaValidator.isValid(
            "<pack xmlns=\"urn:trellis:pack:1\" id=\"x\" version=\"1.0.0\">\(part)</pack>", bySchema: PackSchema.text)
    }

    @Test(
        "an attribute that has only so many words takes each of them and no other",
        arguments: [
            ("<option id=\"a\" tone=\"?\"/>", ["neutral", "positive", "caution", "negative", "accent"], ["red", ""]),
            ("<option id=\"a\" retired=\"?\"/>", ["true", "false"], ["yes", "True"]),
        ])
    func words(_ option: String, _ words: [String], _ others: [String]) {
        for (word, valid) in words.map({ ($0, true) }) + others.map({ ($0, false) }) {
            let option = option.replacingOccurrences(of: "?", with: word)
            #expect(isValid("<choice id=\"c\">\(option)</choice>") == valid, "\(word)")
        }
    }

    @Test("several words may stand in an attribute that takes several, and any type and condition where they are open")
    func openWords() {
        #expect(isValid("<role id=\"r\" capabilities=\"export import\"/>"))
        #expect(!isValid("<role id=\"r\" capabilities=\"export fly\"/>"))
        #expect(isValid("<entity id=\"E\" title=\"t\"><field id=\"t\" type=\"ofSomePlugin\"/></entity>"))
        #expect(isValid("<role id=\"r\"><allow entity=\"E\" read=\"owner eq @me\"/></role>"))
    }

    @Test("every element, attribute and type is explained")
    func explains() throws {
        let lines = PackSchema.text.split(separator: "\n").map { $0.drop { $0 == " " } }
        var explained = 0
        for (line, next) in zip(lines, lines.dropFirst())
        where ["<xs:element ", "<xs:attribute ", "<xs:complexType "].contains(where: line.hasPrefix) {
            explained += 1
            let words = next.dropFirst("<xs:annotation><xs:documentation>".count).prefix { $0 != "<" }
            #expect(next.hasPrefix("<xs:annotation><xs:documentation>") && words.count > 5, "\(line)")
        }
        #expect(explained > 300)
    }

    @Test("the words that editors propose are those that the reader of packs knows")
    func proposals() {
        for name in ["text", "money", "reference", "choices"] {
            #expect(PackSchema.text.contains("<xs:enumeration value=\"\(name)\"/>"))
        }
        #expect(PackSchema.text(fieldTypes: ["identityCard"]).contains("<xs:enumeration value=\"identityCard\"/>"))
        #expect(!PackSchema.text(fieldTypes: []).contains("<xs:enumeration value=\"money\"/>"))
    }
}
