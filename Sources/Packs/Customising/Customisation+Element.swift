// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Values

extension Customisation {
    /// The change as the pack language says it.
    var element: LayerElement {
        switch self {
        case .addField(let entity, let field): extending(entity, [Self.element(field)] + placing(field))
        case .changeField(let entity, let field, let change): extending(entity, [Self.element(field, change)])
        case .placeField(let entity, let field, let behind):
            extending(entity, [Self.place(field.rawValue, behind: behind)])
        case .placeFirst(let entity, let field, let other):
            extending(entity, [Self.place(field.rawValue, before: other)])
        case .addOption(.field(let entity, let field), let option):
            extending(entity, [LayerElement("extend-field", ["id": field.rawValue], [Self.option(option)])])
        case .addOption(.choice(let choice), let option):
            LayerElement("extend-choice", ["id": choice], [Self.option(option)])
        case .addStage(let pipeline, let stage): Self.element(pipeline, stage)
        case .addReport(let report): Self.element(report)
        case .setRights(let role, let entity, let rights, let isKnown):
            LayerElement("extend-role", ["id": role.rawValue], [Self.element(entity, rights, isKnown)])
        }
    }

    private func extending(_ entity: EntityName, _ parts: [LayerElement]) -> LayerElement {
        LayerElement("extend", ["entity": entity.rawValue], parts)
    }

    private func placing(_ field: NewField) -> [LayerElement] {
        field.behind.map { [Self.place(field.name.id, behind: $0)] } ?? []
    }

    private static func place(
        _ field: String, behind: FieldName? = nil, before: FieldName? = nil
    ) -> LayerElement {
        LayerElement(
            "page", [:],
            [LayerElement("place", ["field": field, "after": behind?.rawValue, "before": before?.rawValue])])
    }

    private static func element(_ field: NewField) -> LayerElement {
        LayerElement(
            "field",
            [
                "id": field.name.id, "type": field.type.rawValue, "required": field.isRequired ? "true" : nil,
                "to": field.target?.rawValue, "default": field.standard,
            ],
            LayerElement.texts("label", field.name.label) + LayerElement.texts("help", field.help)
                + field.options.map(option))
    }

    private static func element(_ field: FieldName, _ change: FieldChange) -> LayerElement {
        LayerElement(
            "extend-field",
            [
                "id": field.rawValue, "required": change.isRequired.map { $0 ? "true" : "false" },
                "default": change.standard,
            ], LayerElement.texts("label", change.label) + LayerElement.texts("help", change.help))
    }

    private static func option(_ option: NewName) -> LayerElement {
        LayerElement("option", ["id": option.id], LayerElement.texts("label", option.label))
    }

    private static func element(_ pipeline: PipelineName, _ stage: NewStage) -> LayerElement {
        var parts = [
            LayerElement(
                "stage",
                ["id": stage.name.id, "category": stage.category.rawValue, "after": stage.behind?.rawValue],
                LayerElement.texts("label", stage.name.label))
        ]
        if !stage.from.isEmpty {
            let from = stage.from.map(\.rawValue).joined(separator: " ")
            parts.append(LayerElement("transition", ["from": from, "to": stage.name.id]))
        }
        parts += stage.to.map { LayerElement("transition", ["from": stage.name.id, "to": $0.rawValue]) }
        return LayerElement("extend-pipeline", ["id": pipeline.rawValue], parts)
    }

    private static func element(_ report: NewReport) -> LayerElement {
        LayerElement(
            "report",
            [
                "id": report.name.id, "entity": report.entity.rawValue, "where": report.condition,
                "chart": report.chart?.rawValue,
            ],
            LayerElement.texts("label", report.name.label) + [
                LayerElement(
                    "group", ["id": report.group.rawValue, "by": report.group.rawValue],
                    LayerElement.texts("label", report.groupLabel)),
                LayerElement(
                    "measure",
                    [
                        "id": report.sum.map { "\($0)Sum" } ?? "records", "count": report.sum == nil ? "true" : nil,
                        "value": report.sum?.rawValue, "with": report.sum == nil ? nil : "sum",
                    ], LayerElement.texts("label", report.measureLabel)),
            ])
    }

    private static func element(_ entity: EntityName, _ rights: Rights, _ isKnown: Bool) -> LayerElement {
        LayerElement(
            isKnown ? "extend-allow" : "allow",
            [
                "entity": entity.rawValue, "read": rights.read, "create": rights.create, "update": rights.update,
                "delete": rights.delete,
            ])
    }
}
