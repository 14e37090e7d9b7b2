// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Expressions
import Foundation
import OrderedCollections
import Packs
import PluginKit
import SQLiteStorage
import Schemas
import Services
import Storage
import Testing
import Values

/// What the packs that come with the product do to a database: at their first installation in outline, and when they go
/// from 1.0 to a typical 1.1 in full. Record them anew with `TRELLIS_RECORD=1`.
@Suite("Plans of the packs that come with the product")
struct VerticalPlanTests {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let fixtures = tests.path + "/Fixtures/verticals"
    private static let verticals =
        tests.deletingLastPathComponent().deletingLastPathComponent().path + "/verticals"
    private static let separator = "----------\n"

    static let packs = ((try? FileManager.default.contentsOfDirectory(atPath: fixtures)) ?? [])
        .filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(4)) }.sorted()

    @Test("every pack has its plans")
    func complete() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: Self.verticals)
            .filter { FileManager.default.fileExists(atPath: "\(Self.verticals)/\($0)/pack.xml") }.sorted()
        #expect(folders == Self.packs)
    }

    @Test("are those on record, and leave nothing to be done once they are applied", arguments: packs)
    func plans(_ name: String) async throws {
        let path = "\(Self.fixtures)/\(name).txt"
        let parts = try String(contentsOfFile: path, encoding: .utf8).components(separatedBy: Self.separator)
        try #require(parts.count == 3)
        let bench = try Bench()
        let first = bench.loader.load(folders: ["\(Self.verticals)/\(name)"])
        let installation = try await bench.apply(first)
        var texts = first.texts
        let place = try #require(texts.packs.firstIndex { $0.name?.rawValue == name })
        texts.packs[place].files.append(PackFile(path: "\(name)/later.xml", text: parts[0]))
        let change = try await bench.apply(bench.loader.load(texts))
        let outline = Self.lines(installation.text).filter { !$0.hasPrefix("      ") }.joined(separator: "\n")
        let printed = [parts[0], outline + "\n", Self.lines(change.text).joined(separator: "\n") + "\n"]
        if ProcessInfo.processInfo.environment["TRELLIS_RECORD"] == "1" {
            try printed.joined(separator: Self.separator).write(toFile: path, atomically: true, encoding: .utf8)
        }
        #expect(printed == parts)
        #expect(change.steps.allSatisfy { !$0.reason.isEmpty && !$0.undo.isEmpty && !$0.isDestructive })
    }

    /// Without the last two lines: how many steps there are in all, and the fingerprint.
    private static func lines(_ text: String) -> [Substring] {
        Array(text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(3))
    }
}

/// A database that packs are applied to.
private struct Bench {
    let contributions: Contributions
    let store: SQLiteStore
    let loader: PackLoader

    init() throws {
        contributions = try Contributions(plugins: [ChineseIdentifiers()])
        store = try SQLiteStore(
            path: FileManager.default.temporaryDirectory.path + "/vertical-\(UUID().uuidString).db",
            functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
        loader = PackLoader(contributions)
    }

    /// Plans, applies, and plans again: nothing is left to be done.
    func apply(_ loading: PackLoading) async throws -> MigrationPlan {
        let model = try #require(
            loading.model, "\(DiagnosticPrinter(sources: loading.sources).text(loading.diagnostics))")
        let plan = try Workspace.plan(model, for: store, contributions)
        #expect(plan.errors.isEmpty, "\(plan.text)")
        _ = try await Workspace.apply(
            plan, model, texts: loading.texts, to: store, contributions: contributions)
        #expect(try Workspace.plan(model, for: store, contributions).isEmpty)
        return plan
    }
}
