// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Packs
public import Schemas
public import Storage
import Values

/// The way back to an earlier edition, on the records of today.
public struct Rollback: Sendable {
    /// What was written since and the earlier model has no place for: it stays in the database, out of sight.
    public struct SetAside: Sendable, Hashable {
        public enum Kind: String, Sendable {
            /// All records of an entity.
            case records
            /// The values of a field.
            case values
            /// An option or stage: records keep it, and it is not offered.
            case option
        }

        public let kind: Kind
        public let entity: String
        public let field: String?
        public let option: String?
        public let count: Int

        init(_ kind: Kind, _ entity: String, _ field: String? = nil, option: String? = nil, count: Int) {
            self.kind = kind
            self.entity = entity
            self.field = field
            self.option = option
            self.count = count
        }
    }

    /// The number of the edition that is gone back to.
    public let target: Int64
    public let planned: PlannedEdition
    public let setAside: [SetAside]
    /// What later packs did to records for good: going back does not undo it, only the history and the backups tell.
    public let remaining: [MigrationStep]

    /// - Parameter number: The edition to go back to; nil for the one before that in force.
    /// - Throws: ``ServiceError/unknownName(kind:name:)`` if there is none.
    public init(to number: Int64?, on store: any Store, _ contributions: Contributions) throws {
        let book = EditionBook(store, contributions)
        let latest = try PlannedEdition.latest(store, contributions)
        guard let target = try Self.target(number, latest, book) else {
            throw ServiceError.unknownName(
                kind: "edition to go back to", name: number.map(String.init) ?? "before \(latest.number)")
        }
        var texts = target.texts
        // What was added since and may be in records counts as detached.
        texts.detached += latest.texts.leftBehind(by: target.texts).filter { pack in
            !target.texts.detached.contains { $0.name == pack.name }
        }
        let environment = try Workspace.environment(of: store, contributions)
        let state = try store.introspect()
        let bare = try PlannedEdition.model(of: texts, contributions)
        let undone = try book.all.filter { $0.number > target.number }.reversed().compactMap(\.plan)
        let names = Self.restoredNames(by: undone, environment.model, bare.model)
        remaining = undone.flatMap(\.steps).filter(\.isForGood)
        let options = try KeptOptions(environment, missingIn: bare.model, restoring: names, store)
        if let kept = options.texts(above: texts.packs.compactMap(\.name), edition: latest.number) {
            texts.detached.append(kept)
        }
        // What does not fit the earlier rules and types is no reason to stay: it is kept, and reported.
        planned = try PlannedEdition(
            texts, for: store, contributions,
            deciding: PlanDecisions(unfitValues: .discard, brokenRules: .accept, restoredNames: names),
            restores: target.number)
        self.target = target.number
        setAside =
            try Self.setAside(by: planned, state, store)
            + options.kept.map {
                SetAside(
                    .option, $0.entity.rawValue, $0.field.rawValue, option: $0.option.name, count: $0.records)
            }
    }

    /// After going back, the next step goes further back, and not forth again.
    private static func target(
        _ number: Int64?, _ latest: StoredEdition, _ book: EditionBook
    ) throws -> StoredEdition? {
        if let number { return number == latest.number ? nil : try book.edition(number) }
        let place = latest.restores ?? latest.number
        return try book.all.first { $0.number < place && $0.model != latest.model }
    }

    /// What is called otherwise now than it will be again.
    private static func restoredNames(
        by undone: [MigrationPlan], _ current: Model, _ earlier: Model
    ) -> RestoredNames {
        var names = RestoredNames(before: undone)
        // An option of a set is its bit, whatever it is called; no plan has to say that it was renamed.
        for entity in current.entities.values {
            let owner = names.former(entity: entity.name.rawValue)
            for field in entity.fields.values {
                guard case .flags = field.valueType else { continue }
                let name = names.former(field: field.name.rawValue, of: owner)
                guard let known = earlier.entities[EntityName(owner)]?.fields[FieldName(name)] else { continue }
                let bits = Dictionary(known.options.map { ($0.flag, $0.name) }) { first, _ in first }
                for option in field.options {
                    guard let again = bits[option.flag], again != option.name else { continue }
                    names.options["\(owner).\(name)", default: [:]][option.name] = again
                }
            }
        }
        return names
    }

    private static func setAside(
        by planned: PlannedEdition, _ state: DatabaseState, _ store: any Store
    ) throws -> [SetAside] {
        let names = planned.plan.decisions.restoredNames
        let wanted = SchemaPlanner(planned.model, on: state, deciding: planned.plan.decisions).catalogue
            .filter(\.isAttached)
        let places = Set(wanted.map { "\($0.table).\($0.layout.column)" })
        let entities = Set(wanted.map { names.entities[$0.entity] ?? $0.entity })
        let lost = state.catalogue.filter {
            $0.isAttached && !places.contains("\($0.table).\($0.layout.column)") && state.tables[$0.table] != nil
        }
        let gone = OrderedSet(lost.filter { !entities.contains($0.entity) }.map { [$0.entity, $0.table] })
        let records = try gone.map { SetAside(.records, $0[0], count: try store.fill(of: $0[1], columns: []).rows) }
        let values = try lost.filter { entities.contains($0.entity) }.map { entry in
            // Of a field whose type is another one, only what does not fit stays behind.
            let owner = names.former(entity: entry.entity)
            if let unfit = planned.plan.unfitValues(owner, names.former(field: entry.field, of: owner)) {
                return SetAside(.values, entry.entity, entry.field, count: unfit)
            }
            let fill = try store.fill(of: entry.table, columns: [entry.layout.column])
            return SetAside(.values, entry.entity, entry.field, count: fill.filled[entry.layout.column] ?? 0)
        }
        return (records + values).filter { $0.count > 0 }
    }
}

extension MigrationStep {
    /// It gave records another value and kept the old one nowhere but in their history.
    fileprivate var isForGood: Bool {
        switch change {
        case .replaceOption, .replaceFlag: isDestructive && touchedRecords > 0
        case .convertField(_, _, _, let from, let to): from.column == to.column && touchedRecords > 0
        default: false
        }
    }
}

extension MigrationPlan {
    /// Values of a field that do not fit its type; nil if its type stays as it is.
    fileprivate func unfitValues(_ entity: String, _ field: String) -> Int? {
        for step in steps {
            if case .convertField(entity, field, _, _, _) = step.change { return step.offendingRecords }
        }
        return nil
    }
}
