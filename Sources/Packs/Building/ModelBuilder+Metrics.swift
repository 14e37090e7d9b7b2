// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildMetrics() -> OrderedDictionary<MetricName, Metric> {
        var metrics: OrderedDictionary<MetricName, Metric> = [:]
        for (_, element) in definitions("metric") {
            guard let id = element["id"], define("metric", id, at: element.range(of: "id"), hint: anotherName),
                let formula = formula(element, metrics)
            else { continue }
            let metric = Metric(
                name: MetricName(id), label: element.label(),
                help: element.children("help").isEmpty ? nil : element.label("help"), formula: formula,
                format: format(format(element, isShare: false), of: kind(formula), naming: formats(metrics)),
                range: element.range)
            checkTests(of: metric, element, metrics)
            metrics[metric.name] = metric
        }
        return metrics
    }

    private func kind(_ formula: Metric.Formula) -> Measure.Kind {
        switch formula {
        case .records(let figure): figure.kind
        case .computed(let expression): .computed(expression)
        }
    }

    private func formats(_ metrics: OrderedDictionary<MetricName, Metric>) -> [FieldName: FigureFormat] {
        Dictionary(metrics.values.map { (FieldName($0.name.rawValue), $0.format) }) { first, _ in first }
    }

    private mutating func formula(
        _ element: PackElement, _ before: OrderedDictionary<MetricName, Metric>
    ) -> Metric.Formula? {
        let known = before.values.map { (name: FieldName($0.name.rawValue), type: $0.figureType) }
        guard element["compute"] == nil else {
            for other in ["entity", "count", "value", "with", "where", "at", "owner"] where element[other] != nil {
                diagnostics.append(
                    .badMetric, "A metric that is made of others has no “\(other)” of its own.",
                    at: element.range(of: other), hint: "Put it at the metrics it is made of.")
            }
            return figureExpression(element, known).map(Metric.Formula.computed)
        }
        guard element["entity"] != nil else {
            diagnostics.append(
                .badMetric, "A metric is about the records of an entity, or made of other metrics.", at: element.range,
                hint: "Write entity=\"…\", or compute=\"…\".")
            return nil
        }
        guard let entity = entity("entity", of: element), let kind = kind(element, entity, []) else { return nil }
        let figure = Metric.RecordFigure(
            entity: entity, kind: kind, condition: expression("where", of: element, as: .boolean, on: entity),
            at: moment(element, entity), owner: person(element, entity))
        return .records(figure)
    }

    private mutating func moment(_ element: PackElement, _ entity: EntityName) -> TypedExpression? {
        guard let at = expression("at", of: element, as: nil, on: entity) else { return nil }
        if at.type == .date || at.type == .instant { return at }
        diagnostics.append(
            .badMetric, "This is no day and no moment.", at: element.range(of: "at"),
            hint: "Name a field of type date or dateTime.")
        return nil
    }

    private mutating func person(_ element: PackElement, _ entity: EntityName) -> TypedExpression? {
        guard let owner = expression("owner", of: element, as: nil, on: entity) else { return nil }
        if owner.type == .entity("User") { return owner }
        diagnostics.append(
            .badMetric, "This refers to no user.", at: element.range(of: "owner"),
            hint: "Name a reference to the entity User.")
        return nil
    }
}

// Where goals are kept, and what people see together.
extension ModelBuilder {
    mutating func buildGoals() -> [GoalBook] {
        definitions("goals").compactMap { _, element in
            guard let entity = entity("entity", of: element) else { return nil }
            func refuse(_ attribute: String, _ sentence: Sentence, _ hint: Sentence) {
                diagnostics.append(.badGoals, sentence, at: element.range(of: attribute), hint: hint)
            }
            func name(_ attribute: String, _ types: [ValueType], _ hint: Sentence) -> FieldName? {
                guard let value = element.value(of: attribute),
                    let name = field(value.text, in: entity, at: value.range)
                else { return nil }
                guard let type = draft.entities[entity]?.fields[name]?.valueType, types.contains(type) else {
                    refuse(attribute, "“\(name)” is not the kind of field that is needed here.", hint)
                    return nil
                }
                return name
            }
            let (number, day): (Sentence, Sentence) = ("Name a number.", "Name a field of type date.")
            let metric = name("metric", [.choice(GoalBook.metricChoice)], "Name a choice with options=\"metrics\".")
            let target = name("target", [.integer, .decimal], number)
            let baseline = name("baseline", [.integer, .decimal], number)
            let (due, starts) = (name("due", [.date], day), name("starts", [.date], day))
            let person: Sentence = "Name a reference to the entity User."
            let owner = name("owner", [.entity("User")], person)
            let responsible = name("responsible", [.entity("User")], person)
            let figure = name("figure", [.integer, .decimal], number)
            let attainment = name("attainment", [.integer, .decimal], number)
            guard let metric, let target else { return nil }
            return GoalBook(
                entity: entity, metric: metric, target: target, baseline: baseline, due: due, starts: starts,
                owner: owner, responsible: responsible, figure: figure, attainment: attainment, range: element.range)
        }
    }

    mutating func buildDashboards(
        _ entities: OrderedDictionary<EntityName, Entity>, _ pipelines: OrderedDictionary<PipelineName, Pipeline>,
        _ reports: OrderedDictionary<ReportName, Report>, _ metrics: OrderedDictionary<MetricName, Metric>,
        _ roles: [String]
    ) -> OrderedDictionary<DashboardName, Dashboard> {
        var dashboards: OrderedDictionary<DashboardName, Dashboard> = [:]
        for (_, element) in definitions("dashboard") {
            guard let id = element["id"], define("dashboard", id, at: element.range(of: "id"), hint: anotherName) else {
                continue
            }
            let names = element.words("roles").compactMap { word -> RoleName? in
                require(.unknownRole, word.value, among: roles, at: word.range, "There is no role “\(word.value)”.")
                    ? RoleName(word.value) : nil
            }
            dashboards[DashboardName(id)] = Dashboard(
                name: DashboardName(id), label: element.label(), roles: names,
                tiles: element.children.compactMap { tile($0, entities, pipelines, reports, metrics) },
                range: element.range)
        }
        return dashboards
    }
}
