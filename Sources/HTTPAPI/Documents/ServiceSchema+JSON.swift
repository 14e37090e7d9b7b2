// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Values

// The schema as CSDL JSON.
//
// - Source: OData CSDL JSON 4.01.
extension ServiceSchema {
    func json() -> JSONValue {
        var schema: [JSONMember] = [JSONMember(name: "@Core.DefaultNamespace", value: .boolean(true))]
        schema += enumTypes.map { JSONMember(name: $0.name, value: object($0)) }
        schema += entityTypes.map { JSONMember(name: $0.name, value: object($0)) }
        schema += operations()
        schema.append(JSONMember(name: "Container", value: container()))
        let references = vocabularies.sorted { $0.alias < $1.alias }.map { name, alias in
            JSONMember(
                name: "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/\(name).json",
                value: .object(["$Include": .array([.object(["$Namespace": .text(name), "$Alias": .text(alias)])])]))
        }
        return .object([
            "$Version": .text("4.01"), "$EntityContainer": .text("crm.Container"), "$Reference": .object(references),
            "crm": .object(schema),
        ])
    }

    private func object(_ type: EnumType) -> JSONValue {
        var members = [JSONMember(name: "$Kind", value: .text("EnumType"))]
        if type.isFlags {
            members.append(JSONMember(name: "$UnderlyingType", value: .text("Edm.Int64")))
            members.append(JSONMember(name: "$IsFlags", value: .boolean(true)))
        }
        for member in type.members {
            members.append(JSONMember(name: member.name, value: .number(String(member.number))))
            members.append(JSONMember(name: "\(member.name)@Core.Description", value: .text(member.label)))
        }
        return .object(members)
    }

    private func object(_ type: EntityType) -> JSONValue {
        var members = [
            JSONMember(name: "$Kind", value: .text("EntityType")), JSONMember(name: "$Key", value: .texts(["id"])),
            JSONMember(name: "@Core.Description", value: .text(type.label)),
        ]
        if !type.alternateKeys.isEmpty {
            let keys = type.alternateKeys.map { names in
                let parts = names.map { JSONValue.object(["Name": .text($0), "Alias": .text($0)]) }
                return JSONValue.object(["Key": .array(parts)])
            }
            members.append(JSONMember(name: "@Core.AlternateKeys", value: .array(keys)))
        }
        members += type.properties.map { JSONMember(name: $0.name, value: object($0)) }
        members += type.navigations.map { JSONMember(name: $0.name, value: object($0)) }
        return .object(members)
    }

    private func object(_ property: Property) -> JSONValue {
        let isTimed = ["Edm.DateTimeOffset", "Edm.TimeOfDay", "Edm.Duration"].contains(property.type)
        return .object([
            // A type that is missing means Edm.String.
            "$Type": property.type == "Edm.String" ? nil : .text(property.type),
            "$Nullable": property.isNullable ? .boolean(true) : nil,
            "$MaxLength": property.maximumLength.map(JSONValue.integer),
            "$Precision": property.scale != nil ? .integer(19) : isTimed ? .integer(6) : nil,
            "$Scale": property.scale.map(JSONValue.integer), "@Core.Description": .text(property.label),
            "@Core.Computed": property.isComputed ? .boolean(true) : nil,
            "@Core.Immutable": property.isImmutable ? .boolean(true) : nil,
        ])
    }

    private func object(_ navigation: Navigation) -> JSONValue {
        .object([
            "$Kind": .text("NavigationProperty"), "$Type": .text("crm.\(navigation.target)"),
            "$Collection": navigation.isCollection ? .boolean(true) : nil,
            "$Nullable": navigation.isCollection ? nil : .boolean(true),
            "$Partner": navigation.partner.map(JSONValue.text),
            "$ReferentialConstraint": navigation.reference.map { .object([JSONMember(name: $0, value: .text("id"))]) },
            "@Core.Description": .text(navigation.label),
        ])
    }

    /// The operations by name: one of the same name for each type stands in a list.
    private func operations() -> [JSONMember] {
        var names: [String] = []
        var overloads: [String: [JSONValue]] = [:]
        for type in entityTypes {
            for operation in type.operations {
                if overloads[operation.name] == nil { names.append(operation.name) }
                overloads[operation.name, default: []].append(object(operation, of: type))
            }
        }
        return names.map { JSONMember(name: $0, value: .array(overloads[$0] ?? [])) }
    }

    private func object(_ operation: Operation, of type: EntityType) -> JSONValue {
        let record = JSONValue.object(["$Name": .text("record"), "$Type": .text("crm.\(type.name)")])
        let parameters = operation.parameters.map { parameter -> JSONValue in
            let isCollection = parameter.type.hasPrefix("Collection(")
            let plain = isCollection ? String(parameter.type.dropFirst(11).dropLast()) : parameter.type
            return .object([
                "$Name": .text(parameter.name), "$Type": plain == "Edm.String" ? nil : .text(plain),
                "$Collection": isCollection ? .boolean(true) : nil,
                "$Nullable": parameter.isNullable ? .boolean(true) : nil,
            ])
        }
        return .object([
            "$Kind": .text("Action"), "$IsBound": .boolean(true), "$Parameter": .array([record] + parameters),
            "$ReturnType": operation.returns.map {
                .object(["$Type": .text($0), "$Nullable": .boolean(true)])
            },
            "@Core.Description": .text(operation.label),
        ])
    }

    private func container() -> JSONValue {
        var members = [
            JSONMember(name: "$Kind", value: .text("EntityContainer")),
            JSONMember(name: "@Core.ODataVersions", value: .text("4.0,4.01")),
            JSONMember(name: "@Capabilities.ConformanceLevel", value: .text("Intermediate")),
            JSONMember(name: "@Capabilities.BatchSupported", value: .boolean(true)),
            JSONMember(name: "@Capabilities.KeyAsSegmentSupported", value: .boolean(false)),
            JSONMember(
                name: "@Aggregation.ApplySupportedDefaults",
                value: .object([
                    "Transformations": .texts(ServiceSchema.transformations), "Rollup": .text("None"),
                ])),
        ]
        members += entityTypes.map { type in
            JSONMember(
                name: type.name,
                value: .object([
                    "$Collection": .boolean(true), "$Type": .text("crm.\(type.name)"),
                    "$NavigationPropertyBinding": .object(
                        type.navigations.map { JSONMember(name: $0.name, value: .text($0.target)) }),
                    "@Core.Description": .text(type.pluralLabel),
                    "@Core.OptimisticConcurrency": .texts(["version"]),
                    "@Capabilities.SearchRestrictions": .object(["Searchable": .boolean(type.isSearchable)]),
                    "@Capabilities.NavigationRestrictions": .object(["Referenceable": .boolean(false)]),
                    "@Capabilities.ExpandRestrictions": .object(["MaxLevels": .integer(Expansion.deepest)]),
                    "@Capabilities.InsertRestrictions": .object(["Insertable": .boolean(type.canCreate)]),
                    "@Capabilities.UpdateRestrictions": .object(["Updatable": .boolean(type.canUpdate)]),
                    "@Capabilities.DeleteRestrictions": .object(["Deletable": .boolean(type.canDelete)]),
                ]))
        }
        return .object(members)
    }
}
