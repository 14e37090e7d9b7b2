// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import OrderedCollections
import Schemas
import Storage
import Values

/// What a scenario did and met, as far as its database does not tell.
struct ScenarioFootprint: Sendable {
    /// Automations and clocks that did what they do.
    var fired: [Firing] = []
    var refusals: [Refusal] = []
    var reports: Set<ReportName> = []
    var metrics: Set<MetricName> = []
    /// The books of the goals that were looked at.
    var goals: Set<EntityName> = []
    var dashboards: [SeenDashboard] = []
    var reveals: [Revealed] = []
    /// Of people who acted, or in whose eyes something was looked at.
    var roles: Set<RoleName> = []
    var imports: Set<ImportName> = []
    var actions: Set<String> = []
}

/// A dashboard in the eyes of somebody.
struct SeenDashboard: Sendable {
    let dashboard: DashboardName
    /// Those of the person.
    let roles: [RoleName]
    /// The names of the tiles that had figures.
    let tiles: [String]
}

/// A covered value that somebody was told.
struct Revealed: Sendable {
    let entity: EntityName
    let field: FieldName
    /// Those of the person.
    let roles: [RoleName]
}

/// What a scenario left behind when it was over.
struct ScenarioTraces {
    /// A record came into a stage; from another one, unless it was added there.
    struct Entry: Hashable {
        let pipeline: PipelineName
        let from: StageName?
        let to: StageName
    }

    /// Something was done to a record of an entity, such as `claimed`.
    struct Deed: Hashable {
        let entity: EntityName
        let kind: String
    }

    let model: Model
    let footprint: ScenarioFootprint
    /// The database, for what else is kept there.
    let transaction: any ReadTransaction
    let entries: Set<Entry>
    let deeds: Set<Deed>

    init(_ model: Model, _ footprint: ScenarioFootprint, _ transaction: any ReadTransaction) throws {
        self.model = model
        self.footprint = footprint
        self.transaction = transaction
        var entries: Set<Entry> = []
        var deeds: Set<Deed> = []
        // Records that were given stand in their stages without having entered them.
        let rows = try transaction.engineRows(EngineSelection(.changes, limit: 1_000_000))
        for row in rows where row[6] != .text(Invocation.Door.demo.rawValue) {
            guard case .text(let name) = row[1], case .text(let kind) = row[7], case .text(let json) = row[8] else {
                continue
            }
            deeds.insert(Deed(entity: EntityName(name), kind: kind))
            let pipelines = model.pipelines(of: EntityName(name))
            guard !pipelines.isEmpty,
                let changes = try? JSONDecoder().decode([AuditedChange].self, from: Data(json.utf8))
            else { continue }
            for change in changes {
                guard let pipeline = pipelines[change.field], let to = change.new else { continue }
                entries.insert(
                    Entry(pipeline: pipeline.name, from: change.old.map { StageName($0) }, to: StageName(to)))
            }
        }
        self.entries = entries
        self.deeds = deeds
    }
}
