// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Expressions
import Foundation
import OrderedCollections
import Packs
import PluginKit
import Services
import Testing
import Values

@Suite("Editions")
struct EditionTests {
    /// A folder with the pack `shop` of the layers' fixtures, a pack `repair` with phases and variants, and an edition.
    private struct Bench {
        let folder: String

        init(_ edition: String) throws {
            folder = FileManager.default.temporaryDirectory.path + "/edition-\(UUID().uuidString)"
            let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures/layers"
            try write("shop/pack.xml", String(contentsOfFile: fixtures + "/shop.xml", encoding: .utf8))
            try write("repair/pack.xml", Self.repair)
            try write("east/edition.xml", edition)
        }

        func write(_ path: String, _ text: String) throws {
            let url = URL(fileURLWithPath: folder + "/" + path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
        }

        func load(isLocking: Bool = false) throws -> PackLoading {
            let contributions = try Contributions(plugins: [ChineseIdentifiers()])
            return PackLoader(contributions)
                .load(folders: [folder + "/east"], isLocking: isLocking)
        }

        func lock() throws {
            let text = String(decoding: try JSONEncoder().encode(load(isLocking: true).lock), as: UTF8.self)
            try write("east/" + EditionLock.fileName, text)
        }

        func sentences() throws -> [String] { try load().diagnostics.diagnostics.map(\.message.english) }

        static let repair = """
            <pack xmlns="urn:trellis:pack:1" id="repair" version="2.1.0" requires="shop &gt;=1.1 &lt;2">
              <label>Repair</label><label xml:lang="zh-Hans">维修</label>
              <variant id="street" default="true"><label>Street</label><label xml:lang="zh-Hans">公路</label></variant>
              <variant id="cargo"><label>Cargo</label><label xml:lang="zh-Hans">货运</label></variant>
              <extend entity="Bike">
                <field id="tyre" type="text"><label>Tyre</label><label xml:lang="zh-Hans">轮胎</label></field>
                <field id="gears" type="integer" variant="street"><label>Gears</label><label xml:lang="zh-Hans">档位</label></field>
                <field id="load" type="integer" variant="cargo"><label>Load</label><label xml:lang="zh-Hans">载重</label></field>
                <field id="sensor" type="text" phase="2"><label>Sensor</label><label xml:lang="zh-Hans">传感器</label></field>
              </extend>
            </pack>
            """
    }

    private static func edition(_ uses: String) -> String {
        """
        <edition xmlns="urn:trellis:pack:1" id="east">
          <label>East</label><label xml:lang="zh-Hans">华东</label>
          \(uses)
        </edition>
        """
    }

    private static let plain = edition("<use pack=\"repair\"/>")

    @Test(
        "an edition takes the phases and variants that it names",
        arguments: [
            ("", ["tyre", "gears", "sensor"]), ("phase=\"1\"", ["tyre", "gears"]),
            ("phase=\"2\" variant=\"cargo\"", ["tyre", "load", "sensor"]),
            ("phase=\"1\" variant=\"cargo street\"", ["tyre", "gears", "load"]),
        ])
    func selects(_ attributes: String, _ fields: [String]) throws {
        let loading = try Bench(Self.edition("<use pack=\"repair\" \(attributes)/>")).load()
        let bike = try #require(loading.model?.entities["Bike"], "\(loading.diagnostics.json)")
        let found = bike.fields.keys.map(\.rawValue)
        #expect(["tyre", "gears", "load", "sensor"].filter(found.contains) == fields)
    }

    @Test("an edition sets parameters above all packs, and says so")
    func parameters() throws {
        let loading = try Bench(
            Self.edition("<use pack=\"repair\"/><extend-parameter id=\"discount\" value=\"12\"/>")
        ).load()
        #expect(loading.model?.parameters["discount"]?.value.canonicalText == "12")
        let value = try #require(loading.explain("discount").first?.attributes.first { $0.name == "value" })
        #expect(value.current.pack == "edition-east")
        #expect(value.replaced.map(\.value) == ["5"])
    }

    @Test(
        "what an edition asks for and cannot have is an error that says what is there",
        arguments: [
            ("<use pack=\"repair\" version=\"^3.0\"/>", "repair ^3.0 is required, and 2.1.0 is there."),
            ("<use pack=\"repair\" version=\"new\"/>", "“new” names no versions."),
            ("<use pack=\"repair\" variant=\"racing\"/>", "The pack repair has no variant “racing”."),
            ("<use pack=\"repair\" phase=\"late\"/>", "“late” is no phase."),
            ("<use pack=\"garage\"/>", "The edition takes the pack garage, which is not there."),
            ("<use pack=\"shop\" folder=\"../store\"/>", "The edition takes the pack shop, which is not there."),
        ])
    func refuses(_ use: String, _ sentence: String) throws {
        let bench = try Bench(Self.edition(use))
        #expect(try bench.load().model == nil)
        #expect(try bench.sentences().contains(sentence))
    }

    @Test(
        "versions are asked for by ranges",
        arguments: [
            ("^2.0", true), ("^2.1.1", false), ("^1.9", false), ("~2.1", true), ("~2.0.9", false), ("2.1.0", true),
            ("2.1.1", false), (">=2 <2.1", false), (">=1.0", true), ("<3", true), ("*", true), ("^0.2", false),
        ])
    func ranges(_ range: String, _ fits: Bool) throws {
        let written = range.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        let loading = try Bench(Self.edition("<use pack=\"repair\" version=\"\(written)\"/>")).load()
        #expect((loading.model != nil) == fits)
    }

    @Test("a locked edition is an error as soon as a pack is another, until it is locked anew")
    func locks() throws {
        let bench = try Bench(Self.plain)
        try bench.lock()
        #expect(try bench.sentences().isEmpty)
        try bench.write("repair/pack.xml", Bench.repair.replacing("Tyre", with: "Tire"))
        #expect(try bench.sentences() == ["repair 2.1.0 has other files than when the edition was locked."])
        try bench.write("repair/pack.xml", Bench.repair.replacing("2.1.0", with: "2.2.0"))
        #expect(try bench.sentences() == ["The edition is locked to repair 2.1.0, and 2.2.0 is there."])
        try bench.lock()
        #expect(try bench.sentences().isEmpty)
        try bench.write("east/edition.xml", Self.edition("<use pack=\"shop\"/>"))
        #expect(try bench.sentences() == ["The edition is locked to repair 2.2.0, which it does not take any more."])
        try bench.write("east/" + EditionLock.fileName, "{")
        #expect(try bench.sentences() == ["edition.lock cannot be read."])
    }

    @Test("an edition is made again from the texts that a database keeps, with its phases and parameters")
    func fromTexts() throws {
        let loading = try Bench(
            Self.edition("<use pack=\"repair\" phase=\"1\"/><extend-parameter id=\"discount\" value=\"12\"/>")
        ).load()
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let again = PackLoader(contributions)
            .load(loading.texts)
        #expect(again.model?.fingerprint == loading.model?.fingerprint)
        #expect(again.model?.entities["Bike"]?.fields.keys == loading.model?.entities["Bike"]?.fields.keys)
        #expect(again.model?.parameters["discount"]?.value.canonicalText == "12")
    }
}
