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

@Suite("Packs of different trades in one system")
struct PairTests {
    private static let verticals =
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/verticals"

    static let packs = ((try? FileManager.default.contentsOfDirectory(atPath: verticals)) ?? [])
        .filter { FileManager.default.fileExists(atPath: "\(verticals)/\($0)/pack.xml") }.sorted()

    /// Every two packs, and all of them.
    static let combinations: [[String]] =
        packs.indices.flatMap { first in packs[(first + 1)...].map { [packs[first], $0] } } + [packs]

    @Test("any packs load together, each with its own pipelines, and nobody's are lost", arguments: combinations)
    func together(_ names: [String]) throws {
        let loading = try Self.load(names)
        let model = try #require(
            loading.model, "\(DiagnosticPrinter(sources: loading.sources).text(loading.diagnostics))")
        for name in names {
            let alone = try #require(try Self.load([name]).model)
            #expect(Set(alone.pipelines.keys).isSubset(of: model.pipelines.keys))
            #expect(Set(alone.reports.keys).isSubset(of: model.reports.keys))
            #expect(Set(alone.roles.keys).isSubset(of: model.roles.keys))
            for entity in alone.entities.values {
                #expect(Set(entity.fields.keys).isSubset(of: model.entities[entity.name]?.fields.keys ?? []))
            }
        }
    }

    private static func load(_ names: [String]) throws -> PackLoading {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        return PackLoader(fieldTypes: contributions.fieldTypes, functions: contributions.functions)
            .load(folders: names.map { "\(verticals)/\($0)" })
    }
}
