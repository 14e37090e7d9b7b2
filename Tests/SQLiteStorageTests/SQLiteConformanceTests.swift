// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import Packs
import PluginKit
import Queries
import SQLiteStorage
import Schemas
import Services
import Storage
import StorageConformance
import Testing
import Values

@Suite("SQLite keeps what every store promises")
struct SQLiteConformanceTests {
    private static let pack = """
        <pack xmlns="urn:trellis:pack:1" id="things" version="1.0.0">
          <label>Things</label><label xml:lang="zh-Hans">物品</label>
          <entity id="Thing" title="name">
            <label>Thing</label><label xml:lang="zh-Hans">物品</label>
            <plural>Things</plural><plural xml:lang="zh-Hans">物品</plural>
            <field id="name" type="text" unique="true" search="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="price" type="money"><label>Price</label><label xml:lang="zh-Hans">价格</label></field>
          </entity>
        </pack>
        """

    private func conformance() async throws -> StoreConformance {
        let contributions = try Contributions(plugins: [])
        let loading = PackLoader(contributions)
            .load(texts: [(path: "pack.xml", text: Self.pack)])
        let model = try #require(loading.model)
        let calendar = CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 })
        let path = FileManager.default.temporaryDirectory.path + "/conformance-\(UUID().uuidString).db"
        let store = try SQLiteStore(path: path, functions: contributions.functions, calendar: calendar)
        let planner = SchemaPlanner(model, on: try store.introspect())
        let environment = StoreEnvironment(model: model, layout: planner.layout, collations: [:])
        let edition = AppliedEdition(at: Instant(microseconds: 0), packs: "", texts: "")
        try await store.apply(try planner.plan(store), environment, edition) { _ in }
        return StoreConformance(
            store: store, environment: environment, calendar: calendar, entity: "Thing", text: "name", money: "price")
    }

    @Test("what was written is read back to the last digit")
    func readsBack() async throws { #expect(try await conformance().readsBackWhatWasWritten()) }

    @Test("live records are found by several values at once")
    func severalValues() async throws { #expect(try await conformance().findsBySeveralValues()) }

    @Test("a failed write is undone alone")
    func undoes() async throws { #expect(try await conformance().undoesAFailedWriteAlone()) }

    @Test("unique values stay unique among live records")
    func unique() async throws { #expect(try await conformance().keepsUniqueValues()) }

    @Test("conditions compare exactly")
    func compares() async throws { #expect(try await conformance().comparesExactly()) }

    @Test("Chinese words are found by two characters")
    func finds() async throws { #expect(try await conformance().findsChineseWords()) }

    @Test("counters count without gaps")
    func counts() async throws { #expect(try await conformance().counts()) }

    @Test("pages follow one another without gaps, nulls and equal values included")
    func pages() async throws { #expect(try await conformance().pagesWithoutGaps()) }

    @Test("rows that the asker may not read are in no list and no sum")
    func rows() async throws { #expect(try await conformance().keepsRowsApart()) }

    @Test("sums are exact beyond what a floating point number holds")
    func sums() async throws { #expect(try await conformance().addsUpExactly()) }

    @Test("the recycle bin keeps, gives back and forgets")
    func bin() async throws { #expect(try await conformance().keepsTheBin()) }

    @Test("prepared queries see what was written since")
    func prepared() async throws { #expect(try await conformance().preparesQueries()) }

    @Test("writes at once are kept or refused each for itself")
    func concurrent() async throws { #expect(try await conformance().groupsConcurrentWrites()) }

    @Test("a read that costs too much is stopped, the next one is not")
    func costly() async throws { #expect(try await conformance().stopsCostlyReads()) }

    @Test("standing totals take differences")
    func standing() async throws { #expect(try await conformance().keepsStandingTotals()) }
}
