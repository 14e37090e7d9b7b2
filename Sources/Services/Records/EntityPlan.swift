// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// What a write of an entity's records has to do, worked out once per model.
struct EntityPlan: Sendable {
    let entity: Entity
    let fields: [Field]
    /// The place of the record's key, and of the fields that are computed whenever they are read.
    let key: Int?
    let volatile: FieldSet
    let defaults: [Field]
    let required: [Field]
    let unique: [Field]
    let numbered: [(field: Field, pattern: NumberPattern)]
    /// In an order in which each stands behind those it reads.
    let computed: [ComputedField]
    let pipelines: [Pipeline]
    /// The field that tells the record above; nil if the records make no tree.
    let tree: Field?
    /// The fields of other entities that point to records of this one.
    let referrers: [Field]
    let totals: [StandingTotal]
    /// The fields that count or add up records of this entity, by the field of this one that points to theirs.
    let rollUps: [(reference: Field, fields: [RollUp])]
    /// The computed fields of other records that read a field of this one.
    let triggers: [FieldName: [Trigger]]
    /// Those that change when a record comes or goes, by membership in a collection.
    let memberships: [Trigger]
    /// Who has its records; nil if no pack says so.
    let pool: Pool?
    /// What happens by itself with its records; nil if nothing does.
    let timing: EntityTiming?
    /// What is kept whole with its records; nil if nothing is.
    let structures: EntityStructures?

    init(_ entity: Entity, in model: Model, _ graph: DependencyGraph) {
        self.entity = entity
        pool = model.pools[entity.name]
        timing = EntityTiming(entity.name, in: model.time)
        structures = EntityStructures(entity, in: model)
        fields = Array(entity.fields.values)
        key = entity.places["id"]
        volatile = FieldSet(fields.indices.filter { [fields] in !fields[$0].isStored })
        defaults = fields.filter { $0.defaultValue != nil && $0.origin == .entered }
        required = fields.filter { $0.isRequired && $0.origin == .entered }
        unique = fields.filter { $0.isUnique && $0.isStored }
        numbered = fields.compactMap { field in
            if case .numbered(let pattern) = field.origin { (field, pattern) } else { nil }
        }
        computed = ComputedField.inOrder(of: entity)
        tree = entity.treeField.flatMap { entity.fields[$0] }
        pipelines = model.pipelines.values.filter { $0.entity == entity.name }
        referrers = model.entities.values.flatMap(\.fields.values).filter {
            $0.reference?.entity == entity.name && $0.origin == .entered
        }
        totals = StandingTotal.all(of: model).filter { $0.entity == entity.name }
        let all = model.entities.values.flatMap(\.fields.values).compactMap { RollUp($0, in: model) }
        rollUps = fields.compactMap { field in
            let fields = all.filter { $0.member == entity.name && $0.reference == field.name }
            return fields.isEmpty ? nil : (field, fields)
        }
        let simple = Set(rollUps.flatMap(\.fields).map { [$0.field.entity.rawValue, $0.field.name.rawValue] })
        // A simple roll-up is kept by differences and needs no second way to it.
        triggers = (graph.triggers[entity.name] ?? [:]).mapValues { triggers in
            triggers.filter { !$0.isMembership || !simple.contains([$0.entity.rawValue, $0.field.rawValue]) }
        }
        memberships = triggers.values.flatMap { $0 }.filter { $0.isMembership }
    }
}

/// A stored field that is computed when the record is written.
struct ComputedField: Sendable {
    let field: Field
    let expression: TypedExpression
    /// The record's own fields that the expression begins with.
    let reads: FieldSet
    /// Reads a collection, which the database adds up faster than the evaluator reads its members.
    let readsCollection: Bool
    /// Asks the database for the value of one record.
    let question: PreparedQuery

    static func inOrder(of entity: Entity) -> [ComputedField] {
        var waiting = entity.fields.values.compactMap { field -> ComputedField? in
            guard case .computed(let expression) = field.origin else { return nil }
            let reads = readsFromRecord(expression).compactMap { $0.first.flatMap { entity.places[$0.name] } }
            let readsCollection = expression.paths.contains { if case .collection = $0.type { true } else { false } }
            return ComputedField(
                field: field, expression: expression, reads: FieldSet(reads), readsCollection: readsCollection,
                question: PreparedQuery(
                    RecordQuery(
                        entity: entity.name, columns: [QueryColumn(expression)], limit: 1, access: .unrestricted),
                    isByKey: true))
        }
        var ordered: [ComputedField] = []
        while !waiting.isEmpty {
            let names = FieldSet(waiting.compactMap { entity.places[$0.field.name] })
            // A model without cycles always has one that waits for nobody; the first otherwise, to end at all.
            let next = waiting.firstIndex { $0.reads.isDisjoint(with: names) } ?? 0
            ordered.append(waiting.remove(at: next))
        }
        return ordered
    }
}
