// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Foundation
import Packs
import PluginKit
import Services
import Testing

@Suite("Broken packs")
struct BrokenPackTests {
    /// A file holds a pack and what is printed about it, in English and in Chinese; lines of ten hyphens between them.
    private static let separator = "\n----------\n"

    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/broken"

    static let files = (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? []

    @Test("every finding is printed with its place, its caret and what to do", arguments: files)
    func findings(_ file: String) throws {
        let path = Self.folder + "/" + file
        let parts = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: Self.separator)
        let pack = parts[0]
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loading = PackLoader(contributions)
            .load(texts: [(path: "pack.xml", text: pack)])
        let printed = DiagnosticPrinter(sources: loading.sources).text(loading.diagnostics)
        let chinese = DiagnosticPrinter(sources: loading.sources, words: .chinese).text(loading.diagnostics)
        if ProcessInfo.processInfo.environment["TRELLIS_RECORD"] == "1" {
            try [pack, printed, chinese].joined(separator: Self.separator).write(
                toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(loading.model == nil)
        #expect(!printed.isEmpty)
        #expect(parts.dropFirst() == [printed, chinese])
        #expect(loading.diagnostics.halfEnglish == [])
    }

    @Test("there are at least forty of them")
    func count() { #expect(Self.files.count >= 40) }

    @Test("the packs of this repository have no findings", arguments: ["verticals/core", "verticals/insurance"])
    func verticals(_ folder: String) throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loading = PackLoader(contributions)
            .load(folders: [root + "/" + folder])
        #expect(loading.diagnostics.isEmpty, "\(DiagnosticPrinter(sources: loading.sources).text(loading.diagnostics))")
        #expect(loading.model != nil)
    }
}
