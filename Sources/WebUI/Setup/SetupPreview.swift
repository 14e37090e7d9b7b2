// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Hummingbird
import OrderedCollections
import Packs
import Schemas
import Services
import Values

/// What a change would make: the form, the board, the report or the rights as they would be, and what the plan says.
struct SetupPreview {
    private let form: SetupForm

    init(_ form: SetupForm) { self.form = form }

    func response(problems: [String]) -> Response {
        form.visit.fragment(
            "setup-preview", ["problems": problems, "hasProblems": true, "isPlanned": false, "hasHint": false])
    }

    /// What is still to be typed or chosen, which is no mistake.
    func response(hint: String) -> Response {
        form.visit.fragment(
            "setup-preview",
            [
                "problems": [String](), "hasProblems": false, "isPlanned": false, "hasHint": true,
                "hint": hint,
            ])
    }

    func response(_ planned: PlannedEdition, _ change: Customisation) -> Response {
        let visit = form.visit.previewing(planned.model)
        var content: [String: Any] = [
            "problems": [String](), "hasProblems": false, "isPlanned": true, "hasHint": false,
            "plan": Self.facts(planned, form.visit), "sections": [], "stages": [], "columns": [], "rights": [],
        ]
        switch change {
        case .addField(let entity, let field):
            content["sections"] = sections(of: entity, with: FieldName(field.name.id), visit)
        case .changeField(let entity, let field, _), .placeField(let entity, let field, _),
            .placeFirst(let entity, let field, _):
            content["sections"] = sections(of: entity, with: field, visit)
        case .addOption: content["stages"] = options(visit)
        case .addStage(let pipeline, _): content["stages"] = stages(of: pipeline, visit)
        case .addReport(let report): content["columns"] = columns(of: ReportName(report.name.id), visit)
        case .setRights(let role, let entity, _, _): content["rights"] = rights(of: role, entity, visit)
        }
        for key in ["sections", "stages", "columns", "rights"] {
            content["has" + key.prefix(1).uppercased() + key.dropFirst()] = !((content[key] as? [Any])?.isEmpty ?? true)
        }
        return form.visit.fragment("setup-preview", content)
    }

    /// What the plan says, in numbers, with its lines for those who want to know all.
    static func facts(_ planned: PlannedEdition, _ visit: Visit) -> [String: Any] {
        let plan = planned.plan
        let warnings = planned.warnings.filter(\.isOfCustomerLayer).map(\.label) + plan.warnings.map(\.label)
        let touched = plan.steps.reduce(0) { $0 + $1.touchedRecords }
        return [
            "steps": plan.steps.count, "touched": touched, "offending": plan.offendingRecords,
            "milliseconds": plan.lockMilliseconds, "isDestructive": plan.steps.contains(where: \.isDestructive),
            "hasOffending": plan.offendingRecords > 0,
            "lines": planned.lines(before: visit.model).map { line -> [String: Any] in
                [
                    "text": line.label[visit.language], "touched": line.touchedRecords,
                    "milliseconds": line.lockMilliseconds, "isDestructive": line.isDestructive,
                ]
            },
            "hasLines": !plan.steps.isEmpty || !plan.seeds.isEmpty,
            "warnings": warnings.map { $0[visit.language] }, "hasWarnings": !warnings.isEmpty,
        ]
    }

    /// The options that the chosen field would have.
    private func options(_ visit: Visit) -> [[String: Any]] {
        let field = form.typed["field"].flatMap { name in
            form.entity.flatMap { visit.model.entities[$0.name] }?.fields[FieldName(name)]
        }
        return field?.options.filter { !$0.isRetired }.map { option in
            ["label": option.label[visit.language], "category": "open", "next": [String](), "hasNext": false]
        } ?? []
    }

    /// The form for a new record, as far as the sections of its page have a field.
    private func sections(of name: EntityName, with field: FieldName, _ visit: Visit) -> [[String: Any]] {
        guard let entity = visit.model.entities[name] else { return [] }
        let fields = FieldForm(FieldText(entity, visit), visit)
        return entity.page.sections.filter { $0.fields.contains(field) }.map { section in
            let shown = section.fields.filter { entity.fields[$0] != nil }
            let widgets = fields.widgets(shown, FieldForm.Entered(), record: nil).map { widget in
                // The names stand in the form around it as well; nothing of the preview is ever sent.
                widget.merging(["name": "", "id": "preview-\(widget["id"] ?? "")"]) { $1 }
            }
            return ["label": section.label[visit.language], "fields": widgets]
        }
    }

    private func stages(of name: PipelineName, _ visit: Visit) -> [[String: Any]] {
        guard let pipeline = visit.model.pipelines[name] else { return [] }
        return pipeline.stages.filter { !$0.isRetired }.map { stage in
            let next = pipeline.transitions(from: stage.name).compactMap {
                pipeline.stage($0.to)?.label[visit.language]
            }
            return [
                "label": stage.label[visit.language], "category": stage.category.rawValue, "next": next,
                "hasNext": !next.isEmpty,
            ]
        }
    }

    private func columns(of name: ReportName, _ visit: Visit) -> [[String: Any]] {
        guard let report = visit.model.reports[name] else { return [] }
        return report.dimensions.map { ["label": $0.label[visit.language], "isNumber": false] }
            + report.measures.map { ["label": $0.label[visit.language], "isNumber": true] }
    }

    private func rights(of name: RoleName, _ entity: EntityName, _ visit: Visit) -> [[String: Any]] {
        guard let permission = visit.model.roles[name]?.permissions[entity] else { return [] }
        return permission.rules.map { ["label": visit.word("setup.\($0)"), "text": $1.text(visit)] }
    }
}
