// SPDX-License-Identifier: Apache-2.0
import Foundation
import Packs
import Testing

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
}
