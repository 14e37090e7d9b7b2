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

@Suite("A vendor's upgrade under a layer")
struct UpgradeTests {
    /// The pack `shop` in the versions that its vendor publishes.
    private enum Version: String, CaseIterable {
        case first = "1.2.0"
        case second = "1.3.0"
        case third = "2.0.0"

        var text: String {
            get throws {
                let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
                var text = try String(contentsOfFile: folder + "/Fixtures/layers/shop.xml", encoding: .utf8)
                for (old, new) in changes { text = text.replacing(old, with: new) }
                return text
            }
        }

        private var changes: [(String, String)] {
            switch self {
            case .first: []
            case .second:
                [
                    ("1.2.0", rawValue), ("min=\"0\"", "min=\"50\""),
                    ("<label>Price</label>", "<label>List price</label>"),
                ]
            case .third:
                [
                    ("1.2.0", rawValue), ("min=\"0\"", "min=\"80\""),
                    ("<label>Price</label>", "<label>Net price</label>"),
                    ("price ge 1000", "price ge 2000"), ("<field id=\"frame\"", "<field id=\"build\" was=\"frame\""),
                    ("colour frame", "colour build"),
                    ("<rule id=\"named\" test=\"name ne null\">", "<rule id=\"title\" test=\"name ne null\">"),
                    (
                        "    <list columns",
                        "    <field id=\"dealer\" type=\"text\"><label>Dealer</label><label xml:lang=\"zh-Hans\">车行</label></field>\n    <list columns"
                    ),
                ]
            }
        }
    }

    private static let acme = layer(
        """
        <extend-field id="price" min="100" required="true"><label>Net price</label><label xml:lang="zh-Hans">净价</label></extend-field>
        <extend-field id="frame" required="true"/>
        <extend-rule id="named"><label>Every bike has a name.</label></extend-rule>
        <field id="dealer" type="text"><label>Our dealer</label><label xml:lang="zh-Hans">经销商</label></field>
        <list><extend-filter id="dear" where="price ge 5000"/></list>
        """)

    private static func layer(_ changes: String) -> String {
        """
        <pack xmlns="urn:trellis:pack:1" id="acme" version="1.0.0" requires="shop >=1">
          <label>Acme</label><label xml:lang="zh-Hans">顶点</label>
          <extend entity="Bike">
            \(changes)
          </extend>
        </pack>
        """
    }

    private static func texts(_ shop: Version, _ layer: String) throws -> EditionTexts {
        let files = [("shop.xml", try shop.text), ("acme.xml", layer)]
        return EditionTexts(
            packs: files.map { PackTexts(folder: nil, files: [PackFile(path: $0.0, text: $0.1)]) })
    }

    private static func upgrade(
        from before: EditionTexts, to texts: EditionTexts, _ choice: UpgradeChoice = UpgradeChoice()
    ) throws -> PackLoading {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        return PackLoader(contributions)
            .load(texts, after: before, deciding: choice)
    }

    private static func conflicts(_ loading: PackLoading) -> [String] {
        loading.conflicts.map { conflict in
            "\(conflict.kind.rawValue) \(conflict.address) \(conflict.attribute ?? "·"): \(conflict.before ?? "–") → \(conflict.vendorValue ?? "–") or \(conflict.layerValue ?? "–")"
        }
    }

    @Test("a pack that has not changed asks for nothing")
    func unchanged() throws {
        let texts = try Self.texts(.first, Self.acme)
        let loading = try Self.upgrade(from: texts, to: texts)
        #expect(loading.conflicts.isEmpty && loading.model != nil)
    }

    @Test(
        "every attribute that both changed is listed with its three values, from any version to any version",
        arguments: [
            (
                Version.first, Version.second,
                [
                    "changed entity Bike, field price label: Price → List price or Net price",
                    "changed entity Bike, field price min: 0 → 50 or 100",
                ]
            ),
            (
                .second, .third,
                [
                    "changed entity Bike, field price min: 50 → 80 or 100",
                    "removed entity Bike, rule named ·: – → – or –",
                    "added entity Bike, field dealer ·: – → – or –",
                    "changed entity Bike, list, filter dear where: price ge 1000 → price ge 2000 or price ge 5000",
                ]
            ),
            (
                .first, .third,
                [
                    "changed entity Bike, field price min: 0 → 80 or 100",
                    "removed entity Bike, rule named ·: – → – or –",
                    "added entity Bike, field dealer ·: – → – or –",
                    "changed entity Bike, list, filter dear where: price ge 1000 → price ge 2000 or price ge 5000",
                ]
            ),
            (
                .third, .first,
                [
                    "changed entity Bike, field price min: 80 → 0 or 100",
                    "changed entity Bike, field price label: Net price → Price or Net price",
                    "changed entity Bike, list, filter dear where: price ge 2000 → price ge 1000 or price ge 5000",
                ].sorted()
            ),
        ] as [(Version, Version, [String])])
    private func listed(_ from: Version, _ to: Version, _ expected: [String]) throws {
        // What is applied already was decided then.
        let before = try Self.texts(from, Self.acme)
        let loading = try Self.upgrade(from: before, to: Self.texts(to, Self.acme))
        #expect(Self.conflicts(loading).filter { !expected.contains($0) } == [])
        #expect(expected.filter { !Self.conflicts(loading).contains($0) } == [])
        #expect(loading.model == nil)
        #expect(loading.diagnostics.diagnostics.count { $0.id == "pack.E105" } == expected.count)
    }

    @Test("nothing that the vendor did not touch is asked about, and a renamed field keeps what the layer says of it")
    func decided() throws {
        let before = try Self.texts(.first, Self.acme)
        let loading = try Self.upgrade(
            from: before, to: Self.texts(.third, Self.acme), UpgradeChoice(otherwise: .vendor))
        let bike = try #require(loading.model?.entities["Bike"])
        #expect(bike.fields["price"]?.isRequired == true)
        #expect(bike.fields["build"]?.isRequired == true)
        #expect(bike.fields["dealer"]?.label.english == "Dealer")
        #expect(loading.diagnostics.diagnostics.map(\.id) == ["pack.W106"])
        #expect(loading.explain("Bike.price").first?.attributes.first { $0.name == "min" }?.current.value == "80")
    }

    @Test("the layer's word stays in force where that is decided, one conflict at a time")
    func oneByOne() throws {
        let before = try Self.texts(.first, Self.acme)
        let asked = try Self.upgrade(from: before, to: Self.texts(.third, Self.acme))
        let decisions = asked.conflicts.map { conflict in
            UpgradeDecision(
                conflict,
                take: ["min", nil].contains(conflict.attribute) && conflict.kind != .removed ? .layer : .vendor)
        }
        let loading = try Self.upgrade(
            from: before, to: Self.texts(.third, Self.acme), UpgradeChoice(decided: decisions))
        let bike = try #require(loading.model?.entities["Bike"])
        #expect(bike.fields["dealer"]?.label.english == "Our dealer")
        #expect(loading.explain("Bike.price").first?.attributes.first { $0.name == "min" }?.current.value == "100")
        #expect(
            loading.explain("Bike.dear").first?.attributes.first { $0.name == "where" }?.current.value
                == "price ge 2000")
    }

    @Test("decisions are kept: nobody is asked twice, and asked again when the vendor says something else")
    func kept() throws {
        let before = try Self.texts(.first, Self.acme)
        let first = try Self.upgrade(
            from: before, to: Self.texts(.second, Self.acme), UpgradeChoice(otherwise: .layer))
        #expect(first.model != nil && first.texts.decisions.count == 2)
        let again = try Self.upgrade(from: first.texts, to: Self.texts(.second, Self.acme))
        #expect(again.model != nil && again.texts.decisions.count == 2)
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let opened = PackLoader(contributions)
            .load(first.texts)
        #expect(opened.model?.fingerprint == first.model?.fingerprint)
        let next = try Self.upgrade(from: first.texts, to: Self.texts(.third, Self.acme))
        #expect(Self.conflicts(next).contains("changed entity Bike, field price min: 50 → 80 or 100"))
    }

    @Test("a layer that was changed together with the pack is taken as its author wrote it")
    func rewritten() throws {
        let before = try Self.texts(.first, Self.acme)
        let changed = Self.layer("<extend-field id=\"price\" min=\"120\"/>")
        let loading = try Self.upgrade(from: before, to: Self.texts(.second, changed))
        #expect(loading.conflicts.isEmpty && loading.model != nil)
    }

    @Test("what a layer took away is passed over if the vendor's word is taken")
    func takenAway() throws {
        let layer = Self.layer("<extend-field id=\"price\" without=\"min\"/>")
        let before = try Self.texts(.first, layer)
        let asked = try Self.upgrade(from: before, to: Self.texts(.second, layer))
        #expect(Self.conflicts(asked) == ["changed entity Bike, field price min: 0 → 50 or –"])
        let loading = try Self.upgrade(from: before, to: Self.texts(.second, layer), UpgradeChoice(otherwise: .vendor))
        #expect(loading.explain("Bike.price").first?.attributes.first { $0.name == "min" }?.current.value == "50")
    }

    @Test("what is gone cannot be kept by a decision")
    func gone() throws {
        let layer = Self.layer("<extend-rule id=\"named\"><label>Every bike has a name.</label></extend-rule>")
        let before = try Self.texts(.first, layer)
        let loading = try Self.upgrade(from: before, to: Self.texts(.third, layer), UpgradeChoice(otherwise: .layer))
        #expect(loading.model == nil)
        #expect(loading.conflicts.map(\.choices) == [[.vendor]])
    }
}
