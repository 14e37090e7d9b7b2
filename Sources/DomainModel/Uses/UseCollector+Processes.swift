// SPDX-License-Identifier: Apache-2.0
import Values

extension UseCollector {
    mutating func collect(_ pipeline: Pipeline) {
        begin("pipeline \(pipeline.name)", at: pipeline.range)
        note(pipeline.entity.rawValue, in: "entity")
        note(pipeline.condition, in: "condition")
        note(pipeline.cardFields, of: pipeline.entity, in: "card")
        note([pipeline.totalField].compactMap(\.self), of: pipeline.entity, in: "total")
        note([pipeline.backMovesField].compactMap(\.self), of: pipeline.entity, in: "back moves")
        for stage in pipeline.stages {
            note(stage.entry, of: pipeline.entity, in: "stage \(stage.name)")
            note(stage.exit, of: pipeline.entity, in: "exit of stage \(stage.name)")
            for approval in stage.approvals { note(approval, of: pipeline.entity) }
        }
        for transition in pipeline.transitions {
            let way = "transition to \(transition.to)"
            note(transition.requirements, of: pipeline.entity, in: way)
            for assignment in transition.assignments {
                note([assignment.field], of: pipeline.entity, in: "set of \(way)")
                note(assignment.value, in: "set \(assignment.field) of \(way)")
            }
            if case .oneOf(_, _, let field) = transition.reason {
                note([field].compactMap(\.self), of: pipeline.entity, in: "reasons of \(way)")
            }
            for role in transition.roles { note("role \(role)", in: way) }
            for approval in transition.approvals { note(approval, of: pipeline.entity) }
        }
    }

    private mutating func note(_ approval: Approval, of entity: EntityName) {
        let part = "approval \(approval.name)"
        note(approval.condition, in: part)
        if case .fields(let fields) = approval.freeze { note(fields, of: entity, in: part) }
        for step in approval.steps {
            note(step.condition, in: part)
            for role in step.roles { note("role \(role)", in: part) }
        }
    }

    private mutating func note(_ requirements: StageRequirements, of entity: EntityName, in part: String) {
        note(requirements.fields, of: entity, in: part)
        for rule in requirements.guards { note(rule.condition, in: "guard \(rule.name) of \(part)") }
        for need in requirements.needs { note(need.present, in: "need \(need.name) of \(part)") }
    }

    mutating func collect(_ report: Report) {
        begin("report \(report.name)", at: report.range)
        note(report.entity.rawValue, in: "entity")
        note(report.condition, in: "condition")
        for dimension in report.dimensions { note(dimension.expression, in: "group \(dimension.name)") }
        for measure in report.measures {
            if case .aggregate(_, let value) = measure.kind { note(value, in: "measure \(measure.name)") }
        }
    }

    mutating func collect(_ role: Role) {
        begin("role \(role.name)", at: role.range)
        for (entity, permission) in role.permissions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            note(entity.rawValue, in: "right")
            for rule in [permission.read, permission.create, permission.update, permission.delete] {
                if case .matching(let condition) = rule { note(condition, in: "right on \(entity)") }
            }
            note(permission.fields.keys.sorted { $0.rawValue < $1.rawValue }, of: entity, in: "right on \(entity)")
        }
        for tile in role.home.tiles {
            switch tile {
            case .report(let report): note("report \(report)", in: "home")
            case .board(let pipeline): note("pipeline \(pipeline)", in: "home")
            case .list(let entity, let filter):
                note(entity.rawValue, in: filter.map { "home, filter \($0)" } ?? "home")
            }
        }
    }
}
