// SPDX-License-Identifier: Apache-2.0
public import DomainModel
import Expressions
import OrderedCollections
public import Values

/// Finds what must be done to a database so that it holds a model.
public struct SchemaPlanner {
    let model: Model
    let previous: Model?
    let state: DatabaseState
    let decisions: PlanDecisions
    let renames: Renames
    let wanted: WantedCatalogue
    /// Where the model's records are before anything is done: columns that are not there yet are left out.
    let layoutNow: PhysicalLayout
    let conversions: [String: WantedCatalogue.Conversion]
    let indexesByTable: [String: [String]]
    /// Where the model's records will stand.
    public let layout: PhysicalLayout
    /// The catalogue as it will be, detached fields included.
    public var catalogue: [DatabaseState.Entry] { wanted.entries }

    /// - Parameters:
    ///   - previous: The model that the database was made from. If it is nil, limits and rules cannot be told from those
    ///     that were there before: records that break them are warnings.
    ///   - decisions: What is done with values and records that do not fit.
    public init(
        _ model: Model, previous: Model? = nil, on state: DatabaseState, deciding decisions: PlanDecisions = .init()
    ) {
        self.model = model
        self.previous = previous
        self.state = state
        self.decisions = decisions
        renames = Renames(model, on: state, restoring: decisions.restoredNames)
        wanted = WantedCatalogue(model, known: renames.catalogue, tables: state.tables)
        layout = PhysicalLayout(catalogue: wanted.entries)
        let columns = state.tables.mapValues { Set($0.columns) }
        layoutNow = PhysicalLayout(
            catalogue: wanted.entries.filter { columns[$0.table]?.contains($0.layout.column) == true })
        conversions = Dictionary(wanted.conversions.map { ("\($0.field.entity).\($0.field.name)", $0) }) { $1 }
        indexesByTable = Dictionary(grouping: state.indexes.keys.sorted()) { state.indexes[$0] ?? "" }
    }

    /// The steps in the order they are done: structure, then contents, then rules, then what is computed from records.
    ///
    /// - Throws: What the survey throws; it is asked only about tables and columns that are there.
    public func plan(_ survey: any RecordSurvey) throws -> MigrationPlan {
        var draft = PlanDraft(decisions)
        for finding in renames.findings { draft.add(finding) }
        for step in try engineSteps(survey) { draft.add(step) }
        try addRenames(to: &draft, survey)
        let known = Dictionary(grouping: renames.catalogue, by: \.entity)
        let all = Dictionary(grouping: wanted.entries, by: \.entity)
        let changes = model.entities.values.compactMap { entity in
            layout[entity.name].map {
                EntityChanges(
                    entity, $0, planner: self, survey, before: known[entity.name.rawValue] ?? [],
                    after: all[entity.name.rawValue] ?? [])
            }
        }
        for entity in changes { try entity.addStructure(to: &draft) }
        try addDetachedEntities(to: &draft, survey)
        for entity in changes where entity.isThere { try entity.addNewValues(to: &draft) }
        for entity in changes { try entity.addIndexes(to: &draft) }
        for entity in changes where entity.isThere { try entity.addContents(to: &draft) }
        for entity in changes where entity.isThere { try entity.addComputations(to: &draft) }
        for entity in changes where entity.isThere { try entity.addRules(to: &draft) }
        try addStanding(to: &draft, survey)
        try addStructures(to: &draft, survey)
        try RenameQuestions(planner: self, survey: survey, before: known).add(to: &draft)
        return MigrationPlan(
            steps: draft.steps, findings: draft.findings, decisions: decisions, basis: state.fingerprint,
            model: model.fingerprint, previous: previous?.fingerprint)
    }

    /// The option or stage that the records of one that is gone take; nil if nothing says so.
    func fate(of option: String, _ field: Field) -> String? {
        field.goneOptions[option] ?? decisions.restoredNames.options["\(field.entity).\(field.name)"]?[option]
    }

    /// What the engine keeps of records – totals and structures – by name, each with a digest of what it follows from.
    public var standing: [String: String] { totals.merging(structures) { first, _ in first } }

    /// How a field's old values become new ones; nil if its values stay as they are.
    public func conversion(of field: FieldName, in entity: EntityName, _ survey: any RecordSurvey) -> FieldConversion? {
        guard let target = model.entities[entity]?.fields[field] else { return nil }
        let found = conversions["\(entity).\(field)"]
        return FieldConversion(
            from: found?.source.valueType ?? target.valueType, previousField(target), to: target,
            calendar: survey.calendar)
    }

    /// What a field of the model was before; nil if it is new, or the model before is not known.
    func previousField(_ field: Field) -> Field? {
        previous?.entities[renames.formerName(of: field.entity)]?.fields[renames.formerName(of: field)]
    }

    /// What an entity of the model was before; nil if it is new, or the model before is not known.
    func previousEntity(_ entity: Entity) -> Entity? { previous?.entities[renames.formerName(of: entity.name)] }

    private func engineSteps(_ survey: any RecordSurvey) throws -> [MigrationStep] {
        try state.foreignEngineTables.map { table in
            guard let there = state.tables[table.name]?.columns else {
                return MigrationStep(
                    change: .createEngineTable(name: table.name), reason: "the engine keeps its own records in it",
                    undo: "drop the table \(table.name)")
            }
            return MigrationStep(
                change: .remakeEngineTable(
                    name: table.name, keeping: table.columns.map(\.name).filter(there.contains)),
                reason: "this version of the engine keeps something else in it",
                touchedRecords: try survey.count(.all(table: table.name)) ?? 0,
                undo: "take the backup that is made before this is applied")
        }
    }

    private func addRenames(to draft: inout PlanDraft, _ survey: any RecordSurvey) throws {
        for rename in renames.entities {
            let entries = RecordSet.holding(EngineTable.changes.textColumn("entity"), .text(rename.from))
            draft.add(
                MigrationStep(
                    change: .renameEntity(from: rename.from, to: rename.to, table: rename.table),
                    reason: "the pack calls \(rename.from) \(rename.to) now; the table \(rename.table) stays, "
                        + "entries of its history take the new name",
                    touchedRecords: try survey.count(entries) ?? 0,
                    undo: undo(rename.from, rename.to)))
        }
        for rename in renames.fields {
            draft.add(
                MigrationStep(
                    change: .renameField(entity: rename.entity, from: rename.from, to: rename.to),
                    reason: "the pack calls \(rename.entity).\(rename.from) \(rename.to) now; its column stays",
                    undo: undo(rename.from, rename.to)))
        }
    }

    /// What undoes a rename; one that is itself the way back is undone by going forth again.
    private func undo(_ from: String, _ to: String) -> String {
        decisions.restoredNames.isEmpty
            ? "call it \(from) again, with was=\"\(to)\"" : "apply the packs that call it \(from) again"
    }

    private func addDetachedEntities(to draft: inout PlanDraft, _ survey: any RecordSurvey) throws {
        let gone = renames.catalogue.filter { $0.isAttached && model.entities[EntityName($0.entity)] == nil }
        let tables = Dictionary(gone.map { ($0.entity, $0.table) }) { first, _ in first }
        for (entity, table) in tables.sorted(by: { $0.key < $1.key }) {
            let records = try survey.count(.all(table: table)) ?? 0
            draft.add(
                MigrationStep(
                    change: .detachEntity(entity: entity),
                    reason: "no pack declares the entity \(entity) any more; "
                        + "\(counted(records, "record", "stays", "stay")) in \(table)",
                    undo: "declare the entity again"))
        }
    }
}

extension EngineTable {
    func textColumn(_ name: String) -> RecordColumn {
        RecordColumn(table: self.name, column: name, storage: .text, type: .text)
    }
}
