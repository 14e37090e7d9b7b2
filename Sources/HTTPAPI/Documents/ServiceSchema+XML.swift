// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Values

// The schema as CSDL XML.
//
// - Source: OData CSDL XML 4.01; terms of the vocabularies Core, Capabilities and Aggregation.
extension ServiceSchema {
    /// - Parameter filter: The annotations that go with it; nil for all. Some clients read faster without.
    func xml(_ version: ProtocolVersion, _ filter: AnnotationFilter?) -> String {
        let schema = SchemaElement(
            "Schema", ["Namespace": "crm", "xmlns": "http://docs.oasis-open.org/odata/ns/edm"],
            enumTypes.map { element($0) } + entityTypes.map { element($0) }
                + entityTypes.flatMap { type in type.operations.map { element($0, of: type) } }
                + [container(), .annotation("Core.DefaultNamespace", "Bool", "true")])
        let root = SchemaElement(
            "edmx:Edmx",
            ["Version": version.rawValue, "xmlns:edmx": "http://docs.oasis-open.org/odata/ns/edmx"],
            vocabularies.map { name, alias in
                SchemaElement(
                    "edmx:Reference",
                    ["Uri": "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/\(name).xml"],
                    [SchemaElement("edmx:Include", ["Namespace": name, "Alias": alias])])
            } + [SchemaElement("edmx:DataServices", [:], [schema])])
        var text = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
        (filter.map(root.filtered) ?? root).write(to: &text)
        return text
    }

    private func label(_ text: String) -> [SchemaElement] {
        [.annotation("Core.Description", "String", text)]
    }

    private func element(_ type: EnumType) -> SchemaElement {
        SchemaElement(
            "EnumType",
            [
                "Name": type.name, "UnderlyingType": type.isFlags ? "Edm.Int64" : nil,
                "IsFlags": type.isFlags ? "true" : nil,
            ],
            type.members.map { member in
                SchemaElement(
                    "Member", ["Name": member.name, "Value": String(member.number)], label(member.label))
            })
    }

    private func element(_ type: EntityType) -> SchemaElement {
        let key = SchemaElement("Key", [:], [SchemaElement("PropertyRef", ["Name": "id"])])
        var annotations = label(type.label)
        if !type.alternateKeys.isEmpty { annotations.append(alternateKeys(type.alternateKeys)) }
        return SchemaElement(
            "EntityType", ["Name": type.name],
            [key] + type.properties.map { element($0) } + type.navigations.map { element($0) }
                + annotations)
    }

    private func alternateKeys(_ keys: [[String]]) -> SchemaElement {
        let records = keys.map { names in
            let parts = names.map { name in
                SchemaElement(
                    "Record", [:],
                    [
                        SchemaElement("PropertyValue", ["Property": "Name", "PropertyPath": name]),
                        SchemaElement("PropertyValue", ["Property": "Alias", "String": name]),
                    ])
            }
            let key = SchemaElement("PropertyValue", ["Property": "Key"], [SchemaElement("Collection", [:], parts)])
            return SchemaElement("Record", [:], [key])
        }
        return SchemaElement("Annotation", ["Term": "Core.AlternateKeys"], [SchemaElement("Collection", [:], records)])
    }

    private func element(_ property: Property) -> SchemaElement {
        var annotations = label(property.label)
        if property.isComputed { annotations.append(.annotation("Core.Computed", "Bool", "true")) }
        if property.isImmutable { annotations.append(.annotation("Core.Immutable", "Bool", "true")) }
        let isTimed = ["Edm.DateTimeOffset", "Edm.TimeOfDay", "Edm.Duration"].contains(property.type)
        return SchemaElement(
            "Property",
            [
                "Name": property.name, "Type": property.type, "Nullable": property.isNullable ? nil : "false",
                "MaxLength": property.maximumLength.map(String.init),
                "Precision": property.scale != nil ? "19" : isTimed ? "6" : nil,
                "Scale": property.scale.map(String.init),
            ], annotations)
    }

    private func element(_ navigation: Navigation) -> SchemaElement {
        let constraint = navigation.reference.map {
            SchemaElement("ReferentialConstraint", ["Property": $0, "ReferencedProperty": "id"])
        }
        return SchemaElement(
            "NavigationProperty",
            [
                "Name": navigation.name,
                "Type": navigation.isCollection ? "Collection(crm.\(navigation.target))" : "crm.\(navigation.target)",
                "Partner": navigation.partner,
            ], [constraint].compactMap { $0 } + label(navigation.label))
    }

    private func element(_ operation: Operation, of type: EntityType) -> SchemaElement {
        let record = SchemaElement(
            "Parameter", ["Name": "record", "Type": "crm.\(type.name)", "Nullable": "false"])
        let parameters = operation.parameters.map {
            SchemaElement(
                "Parameter", ["Name": $0.name, "Type": $0.type, "Nullable": $0.isNullable ? nil : "false"])
        }
        let result = operation.returns.map { SchemaElement("ReturnType", ["Type": $0]) }
        return SchemaElement(
            "Action", ["Name": operation.name, "IsBound": "true"],
            [record] + parameters + [result].compactMap(\.self) + label(operation.label))
    }

    private func container() -> SchemaElement {
        SchemaElement(
            "EntityContainer", ["Name": "Container"],
            entityTypes.map { type in
                SchemaElement(
                    "EntitySet", ["Name": type.name, "EntityType": "crm.\(type.name)"],
                    type.navigations.map {
                        SchemaElement("NavigationPropertyBinding", ["Path": $0.name, "Target": $0.target])
                    } + capabilities(of: type))
            } + serviceCapabilities)
    }

    private func capabilities(of type: EntityType) -> [SchemaElement] {
        [
            .annotation("Core.Description", "String", type.pluralLabel),
            SchemaElement(
                "Annotation", ["Term": "Core.OptimisticConcurrency"],
                [SchemaElement("Collection", [:], [SchemaElement("PropertyPath", text: "version")])]),
            .record("Capabilities.SearchRestrictions", [("Searchable", "Bool", String(type.isSearchable))]),
            .record("Capabilities.InsertRestrictions", [("Insertable", "Bool", String(type.canCreate))]),
            .record("Capabilities.UpdateRestrictions", [("Updatable", "Bool", String(type.canUpdate))]),
            .record("Capabilities.DeleteRestrictions", [("Deletable", "Bool", String(type.canDelete))]),
            // References are written as properties, never as $ref.
            .record("Capabilities.NavigationRestrictions", [("Referenceable", "Bool", "false")]),
            .record("Capabilities.ExpandRestrictions", [("MaxLevels", "Int", String(Expansion.deepest))]),
        ]
    }

    /// What `$apply` knows.
    static let transformations = [
        "aggregate", "compute", "filter", "groupby", "identity", "orderby", "search", "skip", "top",
    ]

    private var serviceCapabilities: [SchemaElement] {
        [
            .annotation("Core.ODataVersions", "String", "4.0,4.01"),
            SchemaElement(
                "Annotation",
                [
                    "Term": "Capabilities.ConformanceLevel",
                    "EnumMember": "Org.OData.Capabilities.V1.ConformanceLevelType/Intermediate",
                ]),
            .annotation("Capabilities.BatchSupported", "Bool", "true"),
            .annotation("Capabilities.KeyAsSegmentSupported", "Bool", "false"),
            SchemaElement(
                "Annotation", ["Term": "Aggregation.ApplySupportedDefaults"],
                [
                    SchemaElement(
                        "Record", [:],
                        [
                            SchemaElement(
                                "PropertyValue", ["Property": "Transformations"],
                                [
                                    SchemaElement(
                                        "Collection", [:],
                                        ServiceSchema.transformations.map { SchemaElement("String", text: $0) })
                                ]),
                            SchemaElement(
                                "PropertyValue",
                                [
                                    "Property": "Rollup",
                                    "EnumMember": "Org.OData.Aggregation.V1.RollupType/None",
                                ]),
                        ])
                ]),
        ]
    }
}
