// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
import OrderedCollections
import Queries
import Schemas
import Services
import Storage
import Testing
import Values

@Suite("Roll-ups")
struct RollUpTests {
    private static let orchard = """
        <pack xmlns="urn:trellis:pack:1" id="orchard" version="1.0.0">
          <label>Orchard</label><label xml:lang="zh-Hans">果园</label>
          <entity id="Farm" title="name">
            <label>Farm</label><label xml:lang="zh-Hans">农场</label>
            <plural>Farms</plural><plural xml:lang="zh-Hans">农场</plural>
            <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="yield" type="money" compute="trees/aggregate(fruit with sum)"><label>Yield</label><label xml:lang="zh-Hans">产量</label></field>
            <field id="best" type="money" compute="trees/aggregate(fruit with max)"><label>Best</label><label xml:lang="zh-Hans">最高</label></field>
            <field id="oldest" type="date" compute="trees/aggregate(planted with min)"><label>Oldest</label><label xml:lang="zh-Hans">最早</label></field>
            <field id="tall" type="integer" compute="trees/$count($filter=height gt 5)"><label>Tall</label><label xml:lang="zh-Hans">高树</label></field>
            <field id="trees2" type="integer" compute="trees/$count"><label>Trees</label><label xml:lang="zh-Hans">棵数</label></field>
            <field id="double" type="money" compute="yield mul 2"><label>Double</label><label xml:lang="zh-Hans">两倍</label></field>
          </entity>
          <entity id="Tree" title="name">
            <label>Tree</label><label xml:lang="zh-Hans">树</label>
            <plural>Trees</plural><plural xml:lang="zh-Hans">树</plural>
            <field id="name" type="text"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="farm" type="reference" to="Farm" inverse="trees"><label>Farm</label><label xml:lang="zh-Hans">农场</label></field>
            <field id="fruit" type="money"><label>Fruit</label><label xml:lang="zh-Hans">果实</label></field>
            <field id="planted" type="date"><label>Planted</label><label xml:lang="zh-Hans">种植</label></field>
            <field id="height" type="integer"><label>Height</label><label xml:lang="zh-Hans">高度</label></field>
          </entity>
        </pack>
        """

    /// A tree as the test remembers it.
    private struct Tree {
        var farm: RecordID?
        var fruit: Int?
        var planted: CalendarDate?
        var height: Int?
        var isDeleted = false

        var values: [FieldName: Value] {
            [
                "farm": farm.map(Value.identifier) ?? .null,
                "fruit": fruit.map { .decimal(FixedDecimal(units: Int128($0), scale: 2)) } ?? .null,
                "planted": planted.map(Value.date) ?? .null, "height": height.map { .integer(Int64($0)) } ?? .null,
            ]
        }

        static func random(_ farms: [RecordID], _ generator: inout Seeded) -> Tree {
            // Few values, so that largest and smallest are often shared and sums are often zero.
            Tree(
                farm: Int.random(in: 0..<6, using: &generator) == 0 ? nil : farms.randomElement(using: &generator),
                fruit: [nil, 0, 100, -100, 250, 333].randomElement(using: &generator) ?? nil,
                planted: [nil, 2001, 2002, 2003].randomElement(using: &generator)?.flatMap {
                    CalendarDate(year: $0, month: 2, day: 28)
                },
                height: [nil, 3, 6, 9].randomElement(using: &generator) ?? nil)
        }
    }

    @Test("kept by differences are what counting anew gives, over hundreds of random changes", arguments: [1, 2, 3])
    func differences(seed: UInt64) async throws {
        let edition = try await TestEdition.make(Self.orchard)
        let (workspace, engine) = (edition.workspace, edition.engine)
        var generator = Seeded(state: seed)
        var farms: [RecordID] = []
        for name in ["A", "B", "C"] {
            farms.append(try await workspace.create("Farm", ["name": .text(name)], engine).id)
        }
        var trees: [RecordID: Tree] = [:]
        for _ in 0..<250 {
            let change = Tree.random(farms, &generator)
            let known = trees.keys.sorted().randomElement(using: &generator)
            switch (Int.random(in: 0..<10, using: &generator), known) {
            case (0..<4, _), (_, nil): trees[try await workspace.create("Tree", change.values, engine).id] = change
            case (4..<7, let id?) where trees[id]?.isDeleted == false:
                _ = try await workspace.update("Tree", id, change.values, expectedVersion: nil, engine)
                trees[id] = change
            case (_, let id?) where trees[id]?.isDeleted == false:
                try await workspace.delete("Tree", id, expectedVersion: nil, engine)
                trees[id]?.isDeleted = true
            case (_, let id?):
                try await workspace.restore("Tree", id, engine)
                trees[id]?.isDeleted = false
            }
            for farm in farms { try check(farm, trees.values.filter { $0.farm == farm && !$0.isDeleted }, edition) }
        }
    }

    private func check(_ farm: RecordID, _ trees: [Tree], _ edition: TestEdition) throws {
        let record = try edition.workspace.record("Farm", farm, edition.engine)
        let fruit = trees.compactMap(\.fruit)
        func money(_ units: Int?) -> Value {
            units.map { .decimal(FixedDecimal(units: Int128($0), scale: 2)) } ?? .null
        }
        let sum = fruit.isEmpty ? nil : fruit.reduce(0, +)
        #expect(record["yield"] == money(sum))
        #expect(record["double"] == money(sum.map { $0 * 2 }))
        #expect(record["best"] == money(fruit.max()))
        #expect(record["oldest"] == trees.compactMap(\.planted).min().map(Value.date) ?? .null)
        #expect(record["tall"] == .integer(Int64(trees.count { ($0.height ?? 0) > 5 })))
        #expect(record["trees2"] == .integer(Int64(trees.count)))
    }

    @Test("do not count as a change of the record by a person: whoever has it open can go on")
    func quietly() async throws {
        let edition = try await TestEdition.make(Self.orchard)
        let (workspace, engine) = (edition.workspace, edition.engine)
        let farm = try await workspace.create("Farm", ["name": .text("A")], engine)
        _ = try await workspace.create("Tree", ["farm": .identifier(farm.id), "height": .integer(7)], engine)
        #expect(try workspace.record("Farm", farm.id, engine)["tall"] == .integer(1))
        _ = try await workspace.update(
            "Farm", farm.id, ["name": .text("B")], expectedVersion: farm.version, engine)
    }

    @Test("stand in the history of the record with what they were and what they became")
    func history() async throws {
        let edition = try await TestEdition.make(Self.orchard)
        let (workspace, engine) = (edition.workspace, edition.engine)
        let farm = try await workspace.create("Farm", ["name": .text("A")], engine).id
        let tree = try await workspace.create("Tree", ["farm": .identifier(farm), "height": .integer(7)], engine).id
        _ = try await workspace.update("Tree", tree, ["height": .integer(3)], expectedVersion: nil, engine)
        try await workspace.delete("Tree", tree, expectedVersion: nil, engine)
        let entries = try history(of: farm, edition)
        #expect(entries.map { $0["tall"] } == [nil, [1, 0], [0, 1], [nil, 0]])
        #expect(entries.map { $0["trees2"] } == [[1, 0], nil, [0, 1], [nil, 0]])
    }

    @Test("stand once in the entry of a record that is written together with its members, as they are at the end")
    func together() async throws {
        let edition = try await TestEdition.make(Self.orchard)
        let (workspace, engine) = (edition.workspace, edition.engine)
        var farm = NewRecord(entity: "Farm", id: workspace.newKey(engine), values: ["name": .text("A")])
        farm.members = [7, 8, 2].enumerated().map { index, height in
            NewRecord.Companion(
                field: "farm",
                record: NewRecord(
                    entity: "Tree", id: workspace.newKey(engine), values: ["height": .integer(Int64(height))]),
                place: "trees[\(index)]")
        }
        _ = try await workspace.perform([.create(farm)], engine)
        #expect(try history(of: farm.id, edition).map { $0["trees2"] } == [[nil, 3]])
        #expect(try history(of: farm.id, edition).map { $0["tall"] } == [[nil, 2]])
    }

    @Test("are in the change that others are told of, with what they were and what they became")
    func events() async throws {
        let edition = try await TestEdition.make(Self.orchard)
        let (workspace, engine) = (edition.workspace, edition.engine)
        let farm = try await workspace.create("Farm", ["name": .text("A")], engine).id
        _ = try await workspace.create("Tree", ["farm": .identifier(farm), "height": .integer(7)], engine)
        let (events, changes) = try workspace.store.read(engine.environment) { transaction in
            (
                try transaction.engineRows(EngineSelection(.outbox, where: [.equals("entity", .text("Farm"))])),
                try transaction.engineRows(
                    EngineSelection(.changes, where: [.equals("record", .identifier(farm))], order: "id"))
            )
        }
        #expect(events.map { $0[0] } == changes.map { $0[0] })
        #expect(events.map { $0[1] } == [.text("record.created"), .text("record.updated")])
        #expect(
            changes.last?[8]
                == .text(#"[{"field":"tall","old":"0","new":"1"},{"field":"trees2","old":"0","new":"1"}]"#))
    }

    /// The whole numbers that the entries of a record tell, newest first: what each field was and became.
    private func history(of farm: RecordID, _ edition: TestEdition) throws -> [[FieldName: [Int64?]]] {
        func number(_ value: Value) -> Int64? { if case .integer(let number) = value { number } else { nil } }
        return try edition.workspace.timeline("Farm", farm, limit: 20, edition.engine).compactMap { entry in
            guard case .change(_, let changes, _, _) = entry.kind else { return nil }
            return Dictionary(uniqueKeysWithValues: changes.map { ($0.field, [number($0.old), number($0.new)]) })
        }
    }
}

/// Numbers that are the same in every run (SplitMix64).
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
