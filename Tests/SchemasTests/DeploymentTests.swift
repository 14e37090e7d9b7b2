// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import GRDB
import OrderedCollections
import SQLiteStorage
import Storage
import Testing
import Values

@testable import Schemas

@Suite("A plan and its application")
struct DeploymentTests {
    /// A database in a file of its own that is removed afterwards.
    final class Bench {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).sqlite").path
        let queue: DatabaseQueue

        init() throws { queue = try DatabaseQueue(path: path) }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        func plan(_ model: Model) throws -> MigrationPlan {
            try queue.read { database in
                try SchemaPlanner(model, on: SQLiteIntrospection.state(database)).plan(survey(database))
            }
        }

        func apply(_ plan: MigrationPlan, _ model: Model) throws {
            try queue.write { database in
                let layout = SchemaPlanner(model, on: try SQLiteIntrospection.state(database)).layout
                let collations = ["zh": Collation(locale: "zh") { Array($0.utf8.reversed()) }]
                let environment = StoreEnvironment(model: model, layout: layout, collations: collations)
                let edition = AppliedEdition(at: Instant(microseconds: 0), packs: "", texts: "")
                try SQLiteDeployment.apply(plan, environment, edition, previous: nil, on: survey(database)) {}
            }
        }

        private func survey(_ database: Database) -> SQLiteSurvey {
            let calendar = CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 })
            return SQLiteSurvey(database, functions: FunctionTable([]), calendar: calendar)
        }

        func deploy(_ model: Model) throws { try apply(plan(model), model) }

        func execute(_ sql: String) throws { try queue.write { try $0.execute(sql: sql) } }
        func text(_ sql: String) throws -> String? { try queue.read { try String.fetchOne($0, sql: sql) } }
    }

    private let first = SmallModel.model(
        "m1", [SmallModel.field("title", isSearchable: true), SmallModel.field("shelfWidth", .decimal, scale: 2)])

    private func filled() throws -> Bench {
        let bench = try Bench()
        try bench.deploy(first)
        for (row, title) in ["oak", "oak", "藏书"].enumerated() {
            try bench.execute(
                "INSERT INTO shelf (id, version, title, shelf_width) VALUES ('k\(row)', 1, '\(title)', 150)")
        }
        return bench
    }

    private func changes(_ plan: MigrationPlan) -> [SchemaChange] { plan.steps.map(\.change) }

    @Test("an empty database gets the engine's tables, then the entity's")
    func golden() throws {
        let plan = try Bench().plan(first)
        #expect(
            changes(plan) == EngineTable.all.map { .createEngineTable(name: $0.name) } + [
                .createTable(entity: "Shelf", table: "shelf"),
                .addColumn(
                    entity: "Shelf", field: "title", table: "shelf",
                    layout: ColumnLayout(column: "title", storage: .text)),
                .addColumn(
                    entity: "Shelf", field: "shelfWidth", table: "shelf",
                    layout: ColumnLayout(column: "shelf_width", storage: .scaled(2))),
                .createSearchTable(entity: "Shelf", name: "shelf_search"),
            ])
        #expect(plan.text.contains("shelfWidth scaled(2)"))
        let copy = try JSONDecoder().decode(MigrationPlan.self, from: JSONEncoder().encode(plan))
        #expect(copy == plan)
        #expect(copy.fingerprint == plan.fingerprint)
    }

    @Test("a model that was applied leaves nothing to do, and the catalogue tells its layout")
    func unchanged() throws {
        let bench = try filled()
        #expect(try bench.plan(first).isEmpty)
        let state = try bench.queue.read { try SQLiteIntrospection.state($0) }
        #expect(PhysicalLayout(state) == SchemaPlanner(first, on: state).layout)
        #expect(state.model == "m1")
    }

    @Test("a table in which an older engine kept something else is made anew, and what both keep stays")
    func olderEngine() throws {
        let bench = try filled()
        try bench.execute(
            """
            DROP TABLE trellis_stage_visit;
            CREATE TABLE trellis_stage_visit (
                id TEXT NOT NULL PRIMARY KEY, entity TEXT NOT NULL, record TEXT NOT NULL, pipeline TEXT NOT NULL,
                stage TEXT NOT NULL, entered INTEGER NOT NULL, note TEXT NOT NULL);
            CREATE INDEX trellis_stage_visit_record_pipeline_id ON trellis_stage_visit (record);
            INSERT INTO trellis_stage_visit VALUES ('v', 'Shelf', 'k0', 'p', 'new', 5, 'old words')
            """)
        let plan = try bench.plan(first)
        let kept = ["id", "entity", "record", "pipeline", "stage", "entered"]
        #expect(changes(plan) == [.remakeEngineTable(name: "trellis_stage_visit", keeping: kept)])
        #expect(plan.steps.map(\.touchedRecords) == [1])
        try bench.apply(plan, first)
        #expect(try bench.plan(first).isEmpty)
        #expect(try bench.text("SELECT stage || entered FROM trellis_stage_visit WHERE reason IS NULL") == "new5")
    }

    @Test("a new field is one statement that touches no record")
    func addition() throws {
        let bench = try filled()
        let model = SmallModel.model(
            "m2",
            (first.entities["Shelf"].map { Array($0.fields.values) } ?? []) + [
                SmallModel.field("colour")
            ])
        let plan = try bench.plan(model)
        #expect(plan.steps.count == 1)
        #expect(plan.steps.first?.touchedRecords == 0)
        try bench.apply(plan, model)
        #expect(try bench.plan(model).isEmpty)
    }

    @Test("a field that is removed and declared again has its values")
    func reattachment() throws {
        let bench = try filled()
        let less = SmallModel.model("m2", [SmallModel.field("title", isSearchable: true)])
        #expect(changes(try bench.plan(less)) == [.detachField(entity: "Shelf", field: "shelfWidth")])
        try bench.deploy(less)
        #expect(changes(try bench.plan(first)) == [.attachField(entity: "Shelf", field: "shelfWidth")])
        try bench.deploy(first)
        #expect(try bench.text("SELECT shelf_width FROM shelf") == "150")
    }

    @Test("a field with another type gets another column, and the old values stay")
    func typeChange() throws {
        let bench = try filled()
        let model = SmallModel.model(
            "m2", [SmallModel.field("title", isSearchable: true), SmallModel.field("shelfWidth")])
        let plan = try bench.plan(model)
        #expect(plan.steps.first?.reason.contains("3 values stay in shelf.shelf_width") == true)
        try bench.apply(plan, model)
        #expect(try bench.text("SELECT shelf_width_2 FROM shelf") == "1.5")
        #expect(try bench.text("SELECT shelf_width FROM shelf") == "150")
        #expect(try bench.plan(model).isEmpty)
    }

    @Test("a field with duplicates does not become unique")
    func duplicates() throws {
        let bench = try filled()
        let model = SmallModel.model(
            "m2",
            [
                SmallModel.field("title", isUnique: true, isSearchable: true),
                SmallModel.field("shelfWidth", .decimal, scale: 2),
            ])
        let plan = try bench.plan(model)
        #expect(plan.offendingRecords == 2)
        #expect(throws: StoreError.self) { try bench.apply(plan, model) }
        #expect(try bench.plan(first).isEmpty)
    }

    @Test("a field with empty records does not become required")
    func required() throws {
        let bench = try filled()
        try bench.execute("UPDATE shelf SET shelf_width = NULL WHERE id = 'k0'")
        let model = SmallModel.model(
            "m2",
            [
                SmallModel.field("title", isSearchable: true),
                SmallModel.field("shelfWidth", .decimal, isRequired: true, scale: 2),
            ])
        #expect(try bench.plan(model).offendingRecords == 1)
    }

    @Test("a plan for another state of the database is refused")
    func stale() throws {
        let bench = try Bench()
        let plan = try bench.plan(first)
        try bench.deploy(first)
        #expect(throws: StoreError.stalePlan(.database)) { try bench.apply(plan, first) }
    }

    @Test("records that are there already get search entries and sort keys")
    func contents() throws {
        let bench = try filled()
        let model = SmallModel.model(
            "m2",
            [
                SmallModel.field("title", isSearchable: true, sortLocale: "zh"),
                SmallModel.field("shelfWidth", .decimal, isSearchable: true, scale: 2),
            ])
        try bench.deploy(model)
        #expect(try bench.text("SELECT count(*) FROM shelf_search WHERE shelf_search MATCH '书'") == "1")
        #expect(try bench.text("SELECT CAST(title_sort AS TEXT) FROM shelf WHERE id = 'k0'") == "kao")
    }

    @Test("an entity that is removed and declared again has its records")
    func entities() throws {
        let bench = try filled()
        let none = Model(
            packs: [], entities: [:], pipelines: [:], roles: [:], reports: [:], imports: [:], parameters: [:],
            demoFiles: [], demoUsers: [], fingerprint: "m0")
        #expect(changes(try bench.plan(none)) == [.detachEntity(entity: "Shelf")])
        try bench.deploy(none)
        #expect(changes(try bench.plan(first)).first == .attachEntity(entity: "Shelf"))
        try bench.deploy(first)
        #expect(try bench.text("SELECT count(*) FROM shelf") == "3")
    }
}
