// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Services
import Values

// From the model, and what the asker may do, to the schema.
extension ServiceSchema {
    init(_ call: Call) {
        let reader = SchemaReader(call)
        let entities = call.readableEntities
        language = call.invocation.language
        entityTypes = entities.map { reader.type($0.entity, $0.access) }
        enumTypes = reader.enumTypes(of: entities)
    }
}

/// Reads the model with the eyes of one asker.
private struct SchemaReader {
    private let call: Call
    private let model: Model
    private let language: Language
    private let access: [EntityName: EntityAccess]

    init(_ call: Call) {
        self.call = call
        model = call.invocation.model
        language = call.invocation.language
        access = Dictionary(
            call.readableEntities.map { ($0.entity.name, $0.access) }, uniquingKeysWith: { first, _ in first })
    }

    func type(_ entity: Entity, _ access: EntityAccess) -> ServiceSchema.EntityType {
        let fields = entity.fields.values.filter { access.isVisible($0.name) }
        return ServiceSchema.EntityType(
            name: entity.name.rawValue, label: entity.label[language], pluralLabel: entity.pluralLabel[language],
            properties: fields.map { property($0, isMasked: access.isMasked($0.name), access) },
            navigations: fields.compactMap(reference) + entity.relationships.values.compactMap(collection),
            alternateKeys: entity.alternateKeys(access).map { $0.map(\.rawValue) },
            operations: operations(of: entity, access), canCreate: access.create != .none,
            canUpdate: access.update != .none, canDelete: access.delete != .none,
            isSearchable: fields.contains { $0.isSearchable && access.isPlain($0.name) })
    }

    private func property(_ field: Field, isMasked: Bool, _ access: EntityAccess) -> ServiceSchema.Property {
        var property = ServiceSchema.Property(
            name: field.name.rawValue, type: isMasked ? "Edm.String" : edmType(field.valueType),
            label: field.label[language])
        property.help = field.help?[language]
        switch field.origin {
        case .system(let kept):
            property.isComputed = kept != .id
            property.isImmutable = kept == .id
            property.isNullable = ![.id, .version].contains(kept)
        case .computed, .volatile, .numbered: property.isComputed = true
        case .entered, .stage:
            property.isComputed = !access.isGivable(field.name)
            property.isImmutable = access.isMasked(field.name)
        }
        property.isRequired = field.isRequired && field.origin == .entered && field.defaultValue == nil
        guard !isMasked else { return property }
        property.maximumLength = field.valueType == .text ? field.maximumLength : nil
        property.scale = field.valueType == .decimal ? field.scale : nil
        (property.minimum, property.maximum) = (field.minimum, field.maximum)
        return property
    }

    private func reference(_ field: Field) -> ServiceSchema.Navigation? {
        guard case .entity(let target) = field.valueType, access[target] != nil,
            let entity = model.entities[target]
        else { return nil }
        let back = entity.relationships.values.first { $0.entity == field.entity && $0.field == field.name }
        return ServiceSchema.Navigation(
            name: navigationName(field.name), target: target.rawValue, label: field.label[language],
            isCollection: false, partner: back?.name.rawValue, reference: field.name.rawValue)
    }

    private func collection(_ relationship: Relationship) -> ServiceSchema.Navigation? {
        guard let target = access[relationship.entity], target.isVisible(relationship.field) else { return nil }
        return ServiceSchema.Navigation(
            name: relationship.name.rawValue, target: relationship.entity.rawValue,
            label: relationship.label[language], isCollection: true, partner: navigationName(relationship.field),
            reference: nil)
    }

    /// Operations by which people get records, and see more of them.
    private func accessOperations(of entity: Entity, _ access: EntityAccess) -> [ServiceSchema.Operation] {
        (model.pools[entity.name] == nil ? [] : [.claim(language), .release(language)])
            + (entity.isShareable ? [.share(language), .unshare(language)] : [])
            + (access.reveals ? [.reveal(language)] : [])
    }

    private func operations(of entity: Entity, _ access: EntityAccess) -> [ServiceSchema.Operation] {
        var operations = accessOperations(of: entity, access)
        guard access.update != .none else { return operations + approvalAnswers(entity) }
        let reason = ServiceSchema.Parameter(name: "reason", type: "Edm.String")
        let actions = model.stageActions(of: entity.name)
        if !actions.isEmpty {
            let names = Label(english: "Move to a stage", chinese: "移动到某个阶段")
            operations.append(
                ServiceSchema.Operation(
                    name: "move", label: names[language],
                    parameters: [
                        .init(name: "pipeline", type: "Edm.String"),
                        .init(name: "to", type: "Edm.String", isNullable: false), reason,
                    ], isOfRecord: false))
        }
        operations += actions.map { action in
            ServiceSchema.Operation(
                name: action.name, label: "\(action.pipeline.label[language]): \(action.stage.label[language])",
                parameters: [reason])
        }
        if hasApprovals(entity) {
            operations.append(
                ServiceSchema.Operation(
                    name: "askApproval",
                    label: Label(english: "Ask for the approvals of a move", chinese: "为移动阶段申请审批")[language],
                    parameters: [
                        .init(name: "pipeline", type: "Edm.String"),
                        .init(name: "to", type: "Edm.String", isNullable: false), reason,
                    ], isOfRecord: false))
        }
        operations += approvalAnswers(entity)
        guard entity.isMergeable else { return operations }
        return operations + [
            ServiceSchema.Operation(
                name: "merge", label: Label(english: "Merge with another record", chinese: "与另一条记录合并")[language],
                parameters: [
                    .init(name: "loser", type: "Edm.Guid", isNullable: false),
                    .init(name: "take", type: "Collection(Edm.String)"), .init(name: "loserTag", type: "Edm.String"),
                ]),
            ServiceSchema.Operation(
                name: "refuseMerge",
                label: Label(english: "Not the same as another record", chinese: "与另一条记录不重复")[language],
                parameters: [.init(name: "other", type: "Edm.Guid", isNullable: false)], isOfRecord: false),
        ]
    }

    private func hasApprovals(_ entity: Entity) -> Bool {
        model.pipelines.values.contains { $0.entity == entity.name && $0.hasApprovals }
    }

    /// What people say to approvals; those who approve need not be allowed to change the record.
    private func approvalAnswers(_ entity: Entity) -> [ServiceSchema.Operation] {
        guard hasApprovals(entity) else { return [] }
        let request = ServiceSchema.Parameter(name: "request", type: "Edm.Guid")
        return [
            ServiceSchema.Operation(
                name: "approve", label: Label(english: "Approve what was asked for", chinese: "批准申请")[language],
                parameters: [request, .init(name: "comment", type: "Edm.String")], isOfRecord: false),
            ServiceSchema.Operation(
                name: "reject", label: Label(english: "Reject what was asked for", chinese: "驳回申请")[language],
                parameters: [request, .init(name: "reason", type: "Edm.String", isNullable: false)],
                isOfRecord: false),
            ServiceSchema.Operation(
                name: "withdrawApproval",
                label: Label(english: "Take back what was asked for", chinese: "撤回申请")[language],
                parameters: [request], isOfRecord: false),
        ]
    }

    /// The lists of options that visible fields use, each once.
    func enumTypes(of entities: [(entity: Entity, access: EntityAccess)]) -> [ServiceSchema.EnumType] {
        var types: OrderedDictionary<String, ServiceSchema.EnumType> = [:]
        for (entity, access) in entities {
            for field in entity.fields.values where access.isPlain(field.name) {
                guard let choice = field.choice, types[choice.typeName] == nil else { continue }
                types[choice.typeName] = enumType(field, choice)
            }
        }
        return Array(types.values)
    }

    private func enumType(_ field: Field, _ choice: ChoiceName) -> ServiceSchema.EnumType {
        var labels = Dictionary(
            field.options.map { ($0.name, $0.label[language]) }, uniquingKeysWith: { first, _ in first })
        if case .stage(let name) = field.origin, let pipeline = model.pipelines[name] {
            for stage in pipeline.stages { labels[stage.name.rawValue] = stage.label[language] }
        }
        let members = call.workspace.options(of: choice, call.invocation).map { option in
            ServiceSchema.Member(name: option.name, number: option.number, label: labels[option.name] ?? option.name)
        }
        let isFlags = if case .flags = field.valueType { true } else { false }
        return ServiceSchema.EnumType(name: choice.typeName, isFlags: isFlags, members: members)
    }
}

extension Field {
    /// The list that the field's options come from; nil for other types.
    fileprivate var choice: ChoiceName? {
        switch valueType {
        case .choice(let choice), .flags(let choice): choice
        default: nil
        }
    }
}

/// The type of the standard for a type of ours.
func edmType(_ type: ValueType) -> String {
    switch type {
    case .boolean: "Edm.Boolean"
    case .integer: "Edm.Int64"
    case .decimal: "Edm.Decimal"
    case .double: "Edm.Double"
    case .date: "Edm.Date"
    case .time: "Edm.TimeOfDay"
    case .instant: "Edm.DateTimeOffset"
    case .duration: "Edm.Duration"
    case .identifier, .entity: "Edm.Guid"
    case .text, .null, .collection: "Edm.String"
    case .choice(let choice), .flags(let choice): "crm.\(choice.typeName)"
    }
}
