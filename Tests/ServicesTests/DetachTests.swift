// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import GRDB
import OrderedCollections
import Packs
import SQLiteStorage
import Schemas
import Services
import Storage
import Testing
import Values

/// Bicycles with a choice that others may add to.
private let base = """
    <pack xmlns="urn:trellis:pack:1" id="base" version="1.0.0">
      <label>Base</label><label xml:lang="zh-Hans">基础</label>
      <entity id="Bike" title="name">
        <label>Bike</label><label xml:lang="zh-Hans">自行车</label>
        <plural>Bikes</plural><plural xml:lang="zh-Hans">自行车</plural>
        <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="kind" type="choice"><label>Kind</label><label xml:lang="zh-Hans">种类</label>
          <option id="road"><label>Road</label><label xml:lang="zh-Hans">公路</label></option>
        </field>
      </entity>
    </pack>
    """

private let rental = """
    <pack xmlns="urn:trellis:pack:1" id="rental" version="1.0.0" requires="base ^1.0">
      <label>Rental</label><label xml:lang="zh-Hans">租赁</label>
      <extend entity="Bike">
        <field id="rate" type="money" required="true"><label>Rate</label><label xml:lang="zh-Hans">租金</label></field>
        <field id="frame" type="text" shared="true"><label>Frame</label><label xml:lang="zh-Hans">车架号</label></field>
        <extend-field id="kind"><option id="tandem"><label>Tandem</label><label xml:lang="zh-Hans">双人</label></option></extend-field>
      </extend>
      <entity id="Hire" title="name">
        <label>Hire</label><label xml:lang="zh-Hans">租约</label>
        <plural>Hires</plural><plural xml:lang="zh-Hans">租约</plural>
        <field id="name" type="text" required="true" search="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
        <field id="bike" type="reference" to="Bike" inverse="hires"><label>Bike</label><label xml:lang="zh-Hans">自行车</label></field>
      </entity>
    </pack>
    """

private let repair = """
    <pack xmlns="urn:trellis:pack:1" id="repair" version="1.0.0" requires="base ^1.0">
      <label>Repair</label><label xml:lang="zh-Hans">维修</label>
      <extend entity="Bike">
        <field id="frame" type="text" shared="true"><label>Frame</label><label xml:lang="zh-Hans">车架号</label></field>
      </extend>
    </pack>
    """

@Suite("Packs are detached, attached and purged")
struct DetachTests {
    /// A bike and its hire, with everything that the packs give them.
    private func filled() async throws -> (edition: LivingEdition, bike: RecordID, hire: RecordID) {
        let edition = try LivingEdition()
        let workspace = try await edition.apply(base, rental, repair)
        let bike = try await workspace.create(
            "Bike",
            ["name": .text("Swan"), "kind": .text("tandem"), "rate": .integer(9), "frame": .text("F1")],
            workspace.engine
        ).id
        let hire = try await workspace.create(
            "Hire", ["name": .text("May"), "bike": .identifier(bike)], workspace.engine
        ).id
        return (edition, bike, hire)
    }

    private func detach(_ pack: PackName, from edition: LivingEdition) async throws -> Workspace {
        let store = try edition.store()
        return try await Workspace.apply(
            PlannedEdition.detaching(pack, from: store, edition.contributions), to: store,
            contributions: edition.contributions, clock: edition.clock.workspaceClock, backup: .none)
    }

    private func attach(_ pack: PackName, to edition: LivingEdition) async throws -> Workspace {
        let store = try edition.store()
        return try await Workspace.apply(
            PlannedEdition.attaching(pack, to: store, edition.contributions), to: store,
            contributions: edition.contributions, clock: edition.clock.workspaceClock, backup: .none)
    }

    @Test(
        "what a pack brought leaves the model, a shared field and the option that records have stay, new records go on")
    func detaches() async throws {
        let (edition, bike, _) = try await filled()
        let workspace = try await detach("rental", from: edition)
        let model = workspace.model.current.model
        #expect(model.packs.map(\.name.rawValue) == ["system", "base", "repair"])
        #expect(model.entities["Hire"] == nil)
        #expect(model.entities["Bike"]?.fields["rate"] == nil)
        #expect(model.entities["Bike"]?.fields["frame"] != nil)
        #expect(
            model.entities["Bike"]?.fields["kind"]?.options.map { "\($0.name) \($0.isRetired)" } == [
                "road false", "tandem true",
            ])
        let record = try workspace.record("Bike", bike, workspace.engine)
        #expect(record["kind"] == .text("tandem"))
        #expect(record["frame"] == .text("F1"))
        // The detached field was required, and must not stand in the way.
        _ = try await workspace.create("Bike", ["name": .text("Dove")], workspace.engine)
        let opened = try edition.open()
        #expect(try opened.list(ListRequest(entity: "Bike"), opened.engine).records.count == 2)
    }

    @Test("attaching brings records and values back")
    func attaches() async throws {
        let (edition, bike, hire) = try await filled()
        _ = try await detach("rental", from: edition)
        let workspace = try await attach("rental", to: edition)
        #expect(try workspace.record("Bike", bike, workspace.engine)["rate"] == .decimal(FixedDecimal(9)))
        #expect(try workspace.record("Hire", hire, workspace.engine)["bike"] == .identifier(bike))
        #expect(
            workspace.model.current.model.entities["Bike"]?.fields["kind"]?.options.allSatisfy { !$0.isRetired } == true
        )
        let found = try workspace.list(ListRequest(entity: "Hire", search: "May"), workspace.engine)
        #expect(found.records.map(\.id) == [hire])
    }

    @Test("what is kept can be exported, and not written")
    func exports() async throws {
        let (edition, _, hire) = try await filled()
        _ = try await detach("rental", from: edition)
        let workspace = try Workspace.open(
            withDetached: "rental", store: edition.store(), contributions: edition.contributions)
        let bikes = try workspace.list(
            ListRequest(entity: "Bike", fields: ["name", "rate"], filter: "rate eq 9"), workspace.engine)
        #expect(bikes.records.map { $0["rate"] } == [.decimal(FixedDecimal(9))])
        #expect(try workspace.list(ListRequest(entity: "Hire"), workspace.engine).records.map(\.id) == [hire])
        await #expect(throws: StoreError.editionChanged) {
            try await workspace.store.write(workspace.model.current) { _ = try $0.next(counter: "any", period: "") }
        }
    }

    @Test("a pack that another one needs is not detached, and one that is attached is not purged")
    func refuses() async throws {
        let (edition, _, _) = try await filled()
        let store = try edition.store()
        #expect(throws: ServiceError.self) {
            try PlannedEdition.detaching("base", from: store, edition.contributions)
        }
        #expect(throws: ServiceError.self) { try DetachedHoldings(of: "rental", in: store, edition.contributions) }
        #expect(throws: ServiceError.self) { try DetachedHoldings(of: "never", in: store, edition.contributions) }
    }

    @Test("purging destroys what was the pack's alone, with its history, and nothing else")
    func purges() async throws {
        let (edition, bike, _) = try await filled()
        _ = try await detach("rental", from: edition)
        let store = try edition.store()
        let holdings = try DetachedHoldings(of: "rental", in: store, edition.contributions)
        #expect(holdings.tables.map { "\($0.entity) \($0.records)" } == ["Hire 1"])
        #expect(holdings.columns.map { "\($0.entity).\($0.field) \($0.values)" } == ["Bike.rate 1"])
        try await Workspace.purge(holdings, in: store, contributions: edition.contributions, backup: .none)
        let state = try store.introspect()
        #expect(state.tables["hire"] == nil)
        #expect(state.tables["bike"]?.columns.contains("rate") == false)
        #expect(try DetachedHoldings(of: "rental", in: store, edition.contributions).isEmpty)
        let queue = try DatabaseQueue(path: edition.database)
        let changes = try await queue.read {
            try String.fetchAll($0, sql: "SELECT DISTINCT entity FROM trellis_change ORDER BY 1")
        }
        #expect(changes == ["Bike"])
        let workspace = try edition.open()
        #expect(try workspace.record("Bike", bike, workspace.engine)["frame"] == .text("F1"))
        // The rate is required, and the one that the bike had is gone.
        await #expect(throws: StoreError.self) { try await attach("rental", to: edition) }
    }

    @Test("a field that two packs declare lives until both are gone and purged")
    func sharedField() async throws {
        let (edition, bike, _) = try await filled()
        _ = try await detach("rental", from: edition)
        _ = try await detach("repair", from: edition)
        let store = try edition.store()
        #expect(try edition.open().model.current.model.entities["Bike"]?.fields["frame"] == nil)
        for pack in ["rental", "repair"] as [PackName] {
            let holdings = try DetachedHoldings(of: pack, in: store, edition.contributions)
            #expect(!holdings.columns.contains { $0.field == "frame" })
        }
        var workspace = try await attach("repair", to: edition)
        #expect(try workspace.record("Bike", bike, workspace.engine)["frame"] == .text("F1"))
        workspace = try await detach("repair", from: edition)
        for (pack, isLast) in [("repair", false), ("rental", true)] as [(PackName, Bool)] {
            let holdings = try DetachedHoldings(of: pack, in: store, edition.contributions)
            #expect(holdings.columns.contains { $0.field == "frame" } == isLast)
            try await Workspace.purge(holdings, in: store, contributions: edition.contributions, backup: .none)
        }
        #expect(try store.introspect().tables["bike"]?.columns.contains("frame") == false)
    }

    @Test("packs that are left out when others are applied count as detached")
    func leftOut() async throws {
        let (edition, bike, _) = try await filled()
        let store = try edition.store()
        let latest = try #require(try EditionBook(store, edition.contributions).latest)
        let folder = edition.folder + "/base"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try base.write(toFile: folder + "/pack.xml", atomically: true, encoding: .utf8)
        let loading = PackLoader(edition.contributions).load(folders: [folder], after: latest.texts)
        let workspace = try await edition.apply(loading)
        #expect(try workspace.record("Bike", bike, workspace.engine)["kind"] == .text("tandem"))
        #expect(
            workspace.model.current.model.entities["Bike"]?.fields["kind"]?.options.map(\.name) == ["road", "tandem"])
        let holdings = try DetachedHoldings(of: "repair", in: store, edition.contributions)
        #expect(holdings.isEmpty)
        _ = try await attach("rental", to: edition)
    }
}
