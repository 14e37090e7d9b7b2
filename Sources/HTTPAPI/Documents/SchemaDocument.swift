// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Services
import Values

/// The service's schema in CSDL XML, with nothing in it that the asker may not read.
///
/// - Source: OData CSDL XML 4.01.
struct SchemaDocument {
    let readable: Set<EntityName>
    let pipelines: [Pipeline]
    let language: Language
    private(set) var text = ""

    init(readable: Set<EntityName>, pipelines: [Pipeline], language: Language) {
        self.readable = readable
        self.pipelines = pipelines
        self.language = language
    }

    mutating func write(_ entities: [(entity: Entity, access: EntityAccess)]) {
        text = """
            <?xml version="1.0" encoding="utf-8"?>
            <edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx">
            <edmx:Reference Uri="https://oasis-tcs.github.io/odata-vocabularies/vocabularies/Org.OData.Core.V1.xml">\
            <edmx:Include Namespace="Org.OData.Core.V1" Alias="Core"/></edmx:Reference>
            <edmx:DataServices>
            <Schema Namespace="crm" xmlns="http://docs.oasis-open.org/odata/ns/edm">

            """
        for (entity, access) in entities { writeType(entity, access, in: entities) }
        for (entity, _) in entities where pipelines.contains(where: { $0.entity == entity.name }) { writeMove(entity) }
        for (entity, access) in entities where entity.isMergeable && access.update != .none { writeMerge(entity) }
        writeContainer(entities)
        text += "</Schema>\n</edmx:DataServices>\n</edmx:Edmx>\n"
    }

    private mutating func writeType(
        _ entity: Entity, _ access: EntityAccess, in entities: [(entity: Entity, access: EntityAccess)]
    ) {
        text += "<EntityType Name=\(quoted(entity.name.rawValue))><Key><PropertyRef Name=\"id\"/></Key>\n"
        let fields = entity.fields.values.filter { access.isVisible($0.name) }
        for field in fields { writeProperty(field, isMasked: isMasked(field, access)) }
        for field in fields {
            guard let target = reference(field) else { continue }
            text += """
                <NavigationProperty Name=\(quoted(navigationName(field.name))) Type=\(quoted("crm.\(target)"))>\
                <ReferentialConstraint Property=\(quoted(field.name.rawValue)) ReferencedProperty="id"/>\
                </NavigationProperty>

                """
        }
        for relationship in collections(of: entity, in: entities) {
            text += """
                <NavigationProperty Name=\(quoted(relationship.name.rawValue)) \
                Type=\(quoted("Collection(crm.\(relationship.entity))"))/>

                """
        }
        text += annotation(entity.label[language]) + "</EntityType>\n"
    }

    private func isMasked(_ field: Field, _ access: EntityAccess) -> Bool {
        if case .masked = access.fields[field.name] { true } else { false }
    }

    private mutating func writeProperty(_ field: Field, isMasked: Bool) {
        let type: String
        switch field.valueType {
        case .boolean: type = "\"Edm.Boolean\""
        case .integer: type = "\"Edm.Int64\""
        case .decimal: type = "\"Edm.Decimal\" Precision=\"19\" Scale=\"\(field.scale)\""
        case .double: type = "\"Edm.Double\""
        case .date: type = "\"Edm.Date\""
        case .time: type = "\"Edm.TimeOfDay\" Precision=\"6\""
        case .instant: type = "\"Edm.DateTimeOffset\" Precision=\"6\""
        case .duration: type = "\"Edm.Duration\" Precision=\"6\""
        case .identifier, .entity: type = "\"Edm.Guid\""
        case .text, .choice, .flags, .collection, .null: type = "\"Edm.String\""
        }
        // What is covered is shown as text, whatever it is.
        text += "<Property Name=\(quoted(field.name.rawValue)) Type=\(isMasked ? "\"Edm.String\"" : type)"
        if field.name == "id" || field.name == "version" { text += " Nullable=\"false\"" }
        text += ">" + annotation(field.label[language]) + "</Property>\n"
    }

    private func annotation(_ label: String) -> String {
        "<Annotation Term=\"Core.Description\" String=\(quoted(label))/>"
    }

    private func reference(_ field: Field) -> EntityName? {
        guard case .entity(let target) = field.valueType, readable.contains(target) else { return nil }
        return target
    }

    private func collections(
        of entity: Entity, in entities: [(entity: Entity, access: EntityAccess)]
    ) -> [Relationship] {
        entity.relationships.values.filter { relationship in
            entities.contains { $0.entity.name == relationship.entity && $0.access.isVisible(relationship.field) }
        }
    }

    private mutating func writeMove(_ entity: Entity) {
        text += """
            <Action Name="move" IsBound="true"><Parameter Name="record" Type=\(quoted("crm.\(entity.name)")) \
            Nullable="false"/><Parameter Name="pipeline" Type="Edm.String"/><Parameter Name="to" Type="Edm.String" \
            Nullable="false"/><Parameter Name="reason" Type="Edm.String"/></Action>

            """
    }

    private mutating func writeMerge(_ entity: Entity) {
        let record = "<Parameter Name=\"record\" Type=\(quoted("crm.\(entity.name)")) Nullable=\"false\"/>"
        text += """
            <Action Name="merge" IsBound="true">\(record)<Parameter Name="loser" Type="Edm.Guid" Nullable="false"/>\
            <Parameter Name="take" Type="Collection(Edm.String)"/><Parameter Name="loserTag" Type="Edm.String"/></Action>
            <Action Name="refuseMerge" IsBound="true">\(record)\
            <Parameter Name="other" Type="Edm.Guid" Nullable="false"/></Action>

            """
    }

    private mutating func writeContainer(_ entities: [(entity: Entity, access: EntityAccess)]) {
        text += "<EntityContainer Name=\"Container\">\n"
        for (entity, access) in entities {
            text += "<EntitySet Name=\(quoted(entity.name.rawValue)) EntityType=\(quoted("crm.\(entity.name)"))>"
            for field in entity.fields.values where access.isVisible(field.name) {
                guard let target = reference(field) else { continue }
                text += binding(navigationName(field.name), to: target)
            }
            for relationship in collections(of: entity, in: entities) {
                text += binding(relationship.name.rawValue, to: relationship.entity)
            }
            text += "</EntitySet>\n"
        }
        text += "</EntityContainer>\n"
    }

    private func binding(_ path: String, to target: EntityName) -> String {
        "<NavigationPropertyBinding Path=\(quoted(path)) Target=\(quoted(target.rawValue))/>"
    }

    /// A text as the value of an XML attribute, with its quotes.
    private func quoted(_ text: String) -> String {
        let escaped = text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
        return "\"\(escaped)\""
    }
}
