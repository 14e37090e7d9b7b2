// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import OrderedCollections
import Packs
import SQLiteStorage
import Schemas
import Services
import Storage
import Testing
import Values

@Suite("Records that a pack delivers")
struct SeedTests {
    private static let pack = """
        <pack xmlns="urn:trellis:pack:1" id="rates" version="1.0.0">
          <label>Rates</label><label xml:lang="zh-Hans">费率</label>
          <entity id="Rate" title="name">
            <label>Rate</label><label xml:lang="zh-Hans">费率</label>
            <plural>Rates</plural><plural xml:lang="zh-Hans">费率</plural>
            <field id="code" type="text" unique="true"><label>Code</label><label xml:lang="zh-Hans">代码</label></field>
            <field id="name" type="text" required="true"><label>Name</label><label xml:lang="zh-Hans">名称</label></field>
            <field id="percent" type="decimal" scale="2" max="100"><label>Percent</label><label xml:lang="zh-Hans">百分比</label></field>
            <field id="base" type="reference" to="Rate" inverse="derived"><label>Base</label><label xml:lang="zh-Hans">基准</label></field>
          </entity>
          <seed entity="Rate" key="code" file="seeds/rates.csv"/>
        </pack>
        """

    private static func loading(_ rows: String, _ edition: LivingEdition) throws -> PackLoading {
        PackLoader(edition.contributions)
            .load(
                EditionTexts(packs: [
                    PackTexts(
                        folder: nil,
                        files: [
                            PackFile(path: "rates/pack.xml", text: pack),
                            PackFile(path: "rates/seeds/rates.csv", text: rows),
                        ])
                ]))
    }

    private static let first = """
        code,name,percent,base
        S,标准,1.50,
        V,VIP,0.80,S
        X,Extra,2.00,S
        """

    private func apply(_ rows: String, _ edition: LivingEdition) async throws -> Workspace {
        try await edition.apply(Self.loading(rows, edition))
    }

    private func rate(_ code: String, _ workspace: Workspace) async throws -> StoredRate? {
        let environment = workspace.model.current
        return try workspace.store.read(environment) { transaction in
            guard let id = try transaction.key("Rate", where: "code", equals: .text(code)),
                let record = try transaction.record("Rate", id)
            else { return nil }
            return StoredRate(
                id: id, name: record["name"], percent: record["percent"], base: record["base"],
                version: record.version)
        }
    }

    private struct StoredRate {
        let id: RecordID
        let name: Value
        let percent: Value
        let base: Value
        let version: Int64
    }

    @Test("are there after the pack is applied, with references between them, and are not touched by applying it again")
    func delivered() async throws {
        let edition = try LivingEdition()
        var workspace = try await apply(Self.first, edition)
        let standard = try #require(try await rate("S", workspace))
        #expect(try await rate("V", workspace)?.base == .identifier(standard.id))
        workspace = try await apply(Self.first, edition)
        #expect(try await rate("S", workspace)?.version == 1)
        #expect(try workspace.seedStandings().map(\.asDelivered) == [3])
    }

    @Test("follow a newer pack field by field, and what people changed stays")
    func upgraded() async throws {
        let edition = try LivingEdition()
        var workspace = try await apply(Self.first, edition)
        let vip = try #require(try await rate("V", workspace))
        let extra = try #require(try await rate("X", workspace))
        _ = try await workspace.update(
            "Rate", vip.id, ["percent": .decimal(FixedDecimal("0.75")!)], expectedVersion: nil, workspace.engine)
        try await workspace.delete("Rate", extra.id, expectedVersion: nil, workspace.engine)
        workspace = try await apply(
            """
            code,name,percent,base
            S,标准费率,1.60,
            V,VIP 客户,0.70,S
            X,Extra,2.10,S
            N,New,3.00,
            """, edition)
        #expect(try await rate("S", workspace)?.percent == .decimal(FixedDecimal("1.60")!))
        #expect(try await rate("V", workspace)?.name == .text("VIP 客户"))
        #expect(try await rate("V", workspace)?.percent == .decimal(FixedDecimal("0.75")!))
        #expect(try await rate("X", workspace) == nil)
        #expect(try await rate("N", workspace) != nil)
        let standing = try #require(try workspace.seedStandings().first)
        #expect(standing.changed == ["V": ["percent"]])
        #expect(standing.deleted == ["X"])
        #expect(standing.asDelivered == 2)
    }

    @Test("that a pack delivers no more stay, and records of the same key that people had made are left as they are")
    func leftAndTheirs() async throws {
        let edition = try LivingEdition()
        var workspace = try await apply("code,name\nS,Standard\n", edition)
        _ = try await workspace.create("Rate", ["code": .text("V"), "name": .text("Ours")], workspace.engine)
        workspace = try await apply("code,name\nV,Theirs\n", edition)
        #expect(try await rate("V", workspace)?.name == .text("Ours"))
        #expect(try await rate("S", workspace)?.name == .text("Standard"))
        #expect(try workspace.seedStandings().first?.left == ["S"])
        workspace = try await apply("code,name\nV,Theirs\nS,Standard again\n", edition)
        #expect(try await rate("S", workspace)?.name == .text("Standard again"))
    }

    @Test("are counted by the plan before anything is done")
    func planned() async throws {
        let edition = try LivingEdition()
        _ = try await apply(Self.first, edition)
        let next = try Self.loading("code,name,percent,base\nS,标准,1.70,\nV,VIP,0.80,S\nN,New,,\n", edition)
        let plan = try Workspace.plan(try #require(next.model), for: edition.store(), edition.contributions)
        #expect(
            plan.text.contains("~ Rate from rates: 1 new; 1 changed, where people left what was delivered; 1 no longer")
        )
        #expect(!plan.isEmpty)
    }

    @Test(
        "that are wrong are refused with file and line, and nothing of the edition is applied",
        arguments: [
            ("code,name\nS,\n", "rates/seeds/rates.csv:2", "name"),
            ("code,name,percent\nS,A,much\n", "rates/seeds/rates.csv:2", "percent"),
            ("code,name,percent\nA,A,1\nS,A,101\n", "rates/seeds/rates.csv:3", "percent"),
            ("code,name,base\nS,A,Nobody\n", "rates/seeds/rates.csv:2", "Nobody"),
            ("code,name\nS,A\nS,B\n", "rates/seeds/rates.csv:3", "line 2"),
            ("code,name\n,A\n", "rates/seeds/rates.csv:2", "no code"),
        ])
    func refused(_ rows: String, _ place: String, _ word: String) async throws {
        let edition = try LivingEdition()
        let error = await #expect(throws: ServiceError.self) { _ = try await apply(rows, edition) }
        guard case .badRequest(let target, let message) = error else {
            Issue.record("another error: \(String(describing: error))")
            return
        }
        #expect(target == place && message.contains(word))
        #expect(try edition.store().introspect().tables["rate"] == nil)
    }

    @Test(
        "have headings that are fields, the key among them",
        arguments: [
            ("code,nmae\n", "pack.E032 1:6"), ("name\n", "pack.E080 11:28"),
        ])
    func headings(_ rows: String, _ finding: String) throws {
        let loading = try Self.loading(rows, LivingEdition())
        let found = loading.diagnostics.diagnostics.map {
            "\($0.id) \($0.range.map { "\($0.start.line):\($0.start.column)" } ?? "")"
        }
        #expect(found == [finding])
    }
}
