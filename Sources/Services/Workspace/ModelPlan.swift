// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Synchronization
import Values

/// The plans of the models in use: the one in force and, for requests under way, the one before.
final class ModelPlans: Sendable {
    private let latest = Mutex<[ModelPlan]>([])

    func plan(for model: Model) -> ModelPlan {
        latest.withLock { plans in
            if let plan = plans.first(where: { $0.model === model }) { return plan }
            let plan = ModelPlan(model)
            plans = [plan] + plans.prefix(1)
            return plan
        }
    }
}

/// What every request needs to know of a model, worked out once when the model is first used.
final class ModelPlan: Sendable {
    let model: Model
    let entities: [EntityName: EntityPlan]
    let options: [ChoiceName: [ChoiceOption]]
    let parameters: [String: AliasValue]
    /// Records of at least one entity can be shared.
    let hasSharing: Bool
    let reads = RecordReads()
    let cards = CardReads()
    private let permissions = Mutex<[[RoleName]: Permissions]>([:])

    init(_ model: Model) {
        self.model = model
        hasSharing = model.entities.values.contains(where: \.isShareable)
        let triggers = DependencyGraph(model)
        entities = Dictionary(
            uniqueKeysWithValues: model.entities.values.map { entity in
                (entity.name, EntityPlan(entity, in: model, triggers))
            })
        var options: [ChoiceName: [ChoiceOption]] = [:]
        let told = model.time.events.values.flatMap(\.values.values)
        for field in model.entities.values.flatMap(\.fields.values) + told {
            switch field.valueType {
            case .choice(let name), .flags(let name): options[name] = choiceOptions(of: field)
            default: break
            }
        }
        for pipeline in model.pipelines.values {
            guard case .choice(let name) = model.entities[pipeline.entity]?.fields[pipeline.field]?.valueType else {
                continue
            }
            options[name] = pipeline.stages.enumerated().map {
                ChoiceOption(name: $1.name.rawValue, number: UInt64($0))
            }
        }
        self.options = options
        parameters = model.parameters.mapValues { .value($0.value) }
    }

    /// The plan of an entity.
    ///
    /// - Throws: ``ServiceError/unknownName(kind:name:)``.
    func entity(_ name: EntityName) throws(ServiceError) -> EntityPlan {
        guard let plan = entities[name] else { throw .unknownName(kind: "entity", name: name.rawValue) }
        return plan
    }

    /// What an actor may do, taken together over all their roles.
    func permissions(of actor: Actor) -> Permissions {
        if actor.isEngine { return .unrestricted }
        return permissions.withLock { known in
            if let permissions = known[actor.roles] { return permissions }
            let permissions = Permissions(roles: actor.roles.compactMap { model.roles[$0] }, of: model)
            known[actor.roles] = permissions
            return permissions
        }
    }
}

private func choiceOptions(of field: Field) -> [ChoiceOption] {
    field.options.enumerated().map { index, option in
        ChoiceOption(
            name: option.name, number: field.type.shape == .flags ? 1 << UInt64(option.flag ?? 0) : UInt64(index))
    }
}
