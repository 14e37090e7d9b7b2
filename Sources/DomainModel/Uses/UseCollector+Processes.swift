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
        collect(report.kind)
        for dimension in report.dimensions { note(dimension.expression, in: "group \(dimension.name)") }
        for measure in report.measures {
            for read in measure.readExpressions { note(read, in: "measure \(measure.name)") }
            if case .computed(let expression) = measure.kind {
                note(parametersOf: expression, in: "measure \(measure.name)")
            }
        }
    }

    private mutating func collect(_ kind: ReportKind) {
        switch kind {
        case .table, .ageing, .trend: break
        case .funnel(let funnel):
            if let pipeline = funnel.pipeline { note("pipeline \(pipeline)", in: "steps") }
            for step in funnel.steps { note(step.condition, in: "step \(step.name)") }
        case .cohort(let cohort): note(cohort.survived, in: "survived")
        case .pareto: break
        case .deciles(let ranking), .rfm(let ranking):
            for axis in ranking.axes { note(axis.expression, in: axis.name) }
        case .interval(let interval): note(interval.expression, in: "at")
        }
    }

    mutating func collect(_ role: Role) {
        begin("role \(role.name)", at: role.range)
        for (entity, permission) in role.permissions.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            note(entity.rawValue, in: "right")
            for rule in [
                permission.read, permission.create, permission.update, permission.delete, permission.share,
            ] {
                if case .matching(let condition) = rule { note(condition, in: "right on \(entity)") }
            }
            note(permission.fields.keys.sorted { $0.rawValue < $1.rawValue }, of: entity, in: "right on \(entity)")
        }
        for tile in role.home.tiles { note(tile, in: "home") }
    }
}
