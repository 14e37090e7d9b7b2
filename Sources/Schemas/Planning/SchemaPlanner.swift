// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import OrderedCollections
import Values

/// Finds what must be done to a database so that it holds a model.
public struct SchemaPlanner {
    /// Answers how many records there are of a kind.
    public typealias Counts = (RecordCount) throws -> Int

    let model: Model
    let state: DatabaseState
    /// The catalogue as it will be, detached fields included.
    public let catalogue: [DatabaseState.Entry]
    /// Where the model's records will stand.
    public let layout: PhysicalLayout

    public init(_ model: Model, on state: DatabaseState) {
        self.model = model
        self.state = state
        catalogue = wantedCatalogue(model, on: state)
        layout = PhysicalLayout(catalogue: catalogue)
    }

    /// The steps in the order they are done: structure, then contents, then what is computed from records.
    ///
    /// - Throws: What `counts` throws; it is asked only about tables and columns that are there.
    public func plan(_ counts: Counts) throws -> MigrationPlan {
        var steps = engineSteps()
        var contents: [MigrationStep] = []
        var computations: [MigrationStep] = []
        for entity in model.entities.values {
            guard let table = layout[entity.name] else { continue }
            let changes = EntityChanges(entity: entity, table: table, planner: self)
            steps += try changes.structure(counts)
            contents += try changes.contents(counts)
            computations += try changes.computations(counts)
        }
        steps += detachedEntities()
        steps += contents + computations
        steps += try standingSteps(counts)
        return MigrationPlan(steps: steps, basis: state.fingerprint, model: model.fingerprint)
    }

    /// What the totals that the model keeps are called, each with a digest of what it adds up.
    public var standing: [String: String] { standingDefinitions(model) }

    private func engineSteps() -> [MigrationStep] {
        EngineTable.all.filter { state.tables[$0.name] == nil }.map {
            MigrationStep(
                change: .createEngineTable(name: $0.name), reason: "the engine keeps its own records in it",
                touchedRecords: 0, offendingRecords: 0, undo: "drop the table \($0.name)")
        }
    }

    private func detachedEntities() -> [MigrationStep] {
        let gone = Set(state.catalogue.filter(\.isAttached).map(\.entity)).filter {
            model.entities[EntityName($0)] == nil
        }
        return gone.sorted().map {
            MigrationStep(
                change: .detachEntity(entity: $0),
                reason: "no pack declares the entity \($0) any more; its records stay",
                touchedRecords: 0, offendingRecords: 0, undo: "declare the entity again")
        }
    }

    private func standingSteps(_ counts: Counts) throws -> [MigrationStep] {
        let wanted = standing
        var steps: [MigrationStep] = []
        for name in state.standing.keys.sorted() where wanted[name] == nil {
            steps.append(
                MigrationStep(
                    change: .dropStanding(name: name), reason: "nothing shows the totals \(name) any more",
                    touchedRecords: 0, offendingRecords: 0, undo: "declare it again; the totals are computed anew"))
        }
        for name in wanted.keys.sorted() where state.standing[name] != wanted[name] {
            let reason = state.standing[name] == nil ? "is new" : "adds up something else than before"
            steps.append(
                MigrationStep(
                    change: .computeStanding(name: name), reason: "the standing total \(name) \(reason)",
                    touchedRecords: try records(ofStanding: name, counts), offendingRecords: 0,
                    undo: "the totals are computed anew from the records"))
        }
        return steps
    }

    private func records(ofStanding name: String, _ counts: Counts) throws -> Int {
        let entity =
            model.pipelines.values.first { "board.\($0.name)" == name }?.entity
            ?? model.reports.values.first { "report.\($0.name)" == name }?.entity
        guard let entity, let table = layout[entity]?.table, state.tables[table] != nil else { return 0 }
        return try counts(.live(table: table))
    }
}
