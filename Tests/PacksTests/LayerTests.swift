// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Foundation
import OrderedCollections
import Packs
import PluginKit
import Services
import Testing
import Values

@Suite("Layers above a pack")
struct LayerTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/layers"

    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasSuffix(".txt") }.sorted()

    /// A file holds what is explained, the packs above `shop.xml`, and what is printed; lines of ten hyphens between them.
    @Test(
        "what a layer adds, changes and takes away is known with its place, and so is every conflict", arguments: files)
    func compose(_ file: String) throws {
        let path = Self.folder + "/" + file
        let separator = "----------\n"
        let parts = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: separator)
        let layers = parts.dropFirst().dropLast()
        let loading = try Self.load(Array(layers))
        let name = parts[0].dropFirst("explain ".count).trimmingCharacters(in: .newlines)
        let printed =
            DiagnosticPrinter(sources: loading.sources).text(loading.diagnostics)
            + loading.explain(name).map(Self.text).joined()
        if ProcessInfo.processInfo.environment["TRELLIS_RECORD"] == "1" {
            try (parts.dropLast() + [printed]).joined(separator: separator)
                .write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(!printed.isEmpty)
        #expect(printed == parts.last)
        #expect(loading.diagnostics.halfEnglish == [])
    }

    @Test("the list and the page show fields where layers put them")
    func layout() throws {
        let text = try String(contentsOfFile: Self.folder + "/07-layout.txt", encoding: .utf8)
        let model = try #require(try Self.load([text.components(separatedBy: "----------\n")[1]]).model)
        let bike = try #require(model.entities["Bike"])
        #expect(bike.list.columns == ["name", "weight"])
        #expect(bike.page.sections.map(\.fields) == [["name", "weight", "price"], ["colour"]])
        #expect(bike.page.sections.map(\.label.chinese) == ["自行车", "颜色"])
        #expect(
            bike.fields.keys.filter { bike.fields[$0]?.isWritable == true }.prefix(3) == ["name", "price", "weight"])
    }

    @Test("a layer of unknown names never keeps what lies below it from being read")
    func keepsBase() throws {
        let loading = try Self.load([
            "<pack xmlns=\"urn:trellis:pack:1\" id=\"x\" version=\"1\" requires=\"shop ^1.0\"><extend/></pack>"
        ])
        #expect(loading.explain("Bike.price").count == 1)
        #expect(loading.model == nil)
    }

    private static func load(_ layers: [String]) throws -> PackLoading {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let shop = try String(contentsOfFile: folder + "/shop.xml", encoding: .utf8)
        let files =
            [(path: "shop.xml", text: shop)] + layers.enumerated().map { ("layer\($0.offset + 1).xml", $0.element) }
        return PackLoader(contributions).load(texts: files)
    }

    private static func text(_ explanation: Explanation) -> String {
        var text = "\(explanation.kind) \(explanation.name) of \(explanation.pack) at \(explanation.range)\n"
        for attribute in explanation.attributes {
            let sources = [attribute.current] + attribute.replaced
            let chain = sources.map { "\($0.value ?? "(taken away)") [\($0.pack) \($0.range)]" }
            text += "  \(attribute.name): \(chain.joined(separator: " instead of "))\n"
        }
        for part in explanation.parts { text += "  \(part.kind) \(part.name) of \(part.pack)\n" }
        return text
    }
}
