// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// A metric that is asked for, with what narrows it.
struct MetricQuestion: Sendable {
    let metric: MetricName
    /// The first and the last day that count.
    var from: CalendarDate?
    var to: CalendarDate?
    /// The person to whom records count.
    var owner: RecordID?
}

/// Answers questions for metrics with one query for each entity.
struct MetricReader {
    let request: Request
    let transaction: any ReadTransaction

    /// The answers in the order of the questions; nil where the asker may not see what a metric reads.
    func answers(_ questions: [MetricQuestion]) throws -> [MetricFigure?] {
        var needed: [MetricQuestion] = []
        for question in questions { add(question, to: &needed) }
        let figures = try counted(needed)
        return try questions.map { try answer($0, figures) }
    }

    /// The questions for metrics of records that a question comes down to.
    private func add(_ question: MetricQuestion, to needed: inout [MetricQuestion]) {
        guard let metric = request.model.analysis.metrics[question.metric] else { return }
        if case .records = metric.formula { needed.append(question) }
        for part in metric.parts { add(question.about(part), to: &needed) }
    }

    private func answer(_ question: MetricQuestion, _ figures: [String: Value]) throws -> MetricFigure? {
        guard let metric = request.model.analysis.metrics[question.metric] else { return nil }
        switch metric.formula {
        case .records(let records):
            guard let figure = figures[question.key] else { return nil }
            return MetricFigure(
                metric: metric, figure: figure, entity: records.entity, filter: filter(question, records), parts: [])
        case .computed(let expression):
            var parts: [MetricFigure] = []
            for part in OrderedSet(metric.parts) {
                guard let answer = try answer(question.about(part), figures) else { return nil }
                parts.append(answer)
            }
            let known = parts.map { part -> (FieldName, Value) in
                let isWhole = if case .integer = part.figure { true } else { false }
                return (
                    FieldName(part.metric.name.rawValue),
                    isWhole ? part.figure.decimal.map(Value.decimal) ?? .null : part.figure
                )
            }
            let evaluator = Evaluator(
                functions: request.workspace.contributions.functions, calendar: request.calendar,
                aliases: request.plan.parameters,
                source: FigureSource(Dictionary(known) { first, _ in first }))
            return MetricFigure(
                metric: metric, figure: try evaluator.evaluate(expression, on: FigureSource.record), entity: nil,
                filter: nil, parts: parts)
        }
    }

    /// The figures by question; those that the asker may not see are missing.
    private func counted(_ questions: [MetricQuestion]) throws -> [String: Value] {
        var measures: OrderedDictionary<EntityName, OrderedDictionary<String, Measure>> = [:]
        for question in questions {
            guard let metric = request.model.analysis.metrics[question.metric],
                case .records(let records) = metric.formula, mayRead(metric, records)
            else { continue }
            let text = conditions(question, records).map { "(\($0))" }.joined(separator: " and ")
            let condition =
                text.isEmpty ? nil : try request.packExpression(text, as: .boolean, on: records.entity)
            measures[records.entity, default: [:]][question.key] = Measure(
                name: metric.name.rawValue, label: metric.label, kind: records.kind, condition: condition)
        }
        var figures: [String: Value] = [:]
        for (entity, asked) in measures {
            let query = AggregateQuery(
                entity: entity, dimensions: [], measures: Array(asked.values), access: request.permissions.read)
            let values = try transaction.groups(query, request.context(transaction)).first ?? []
            for (key, value) in zip(asked.keys, values) { figures[key] = value }
        }
        return figures
    }

    /// Whether the asker sees what the metric measures; its condition is the pack’s own.
    private func mayRead(_ metric: Metric, _ records: Metric.RecordFigure) -> Bool {
        let measure = Measure(name: metric.name.rawValue, label: metric.label, kind: records.kind)
        return request.permissions[records.entity].read != .none
            && measure.readExpressions.allSatisfy(request.permissions.allow)
    }

    private func filter(_ question: MetricQuestion, _ records: Metric.RecordFigure) -> String? {
        let read = [records.condition, records.at, records.owner].compactMap { $0 }
        guard read.allSatisfy(request.permissions.allow) else { return nil }
        return conditions(question, records).map { "(\($0))" }.joined(separator: " and ")
    }

    private func conditions(_ question: MetricQuestion, _ records: Metric.RecordFigure) -> [String] {
        var conditions = [records.condition?.source].compactMap { $0 }
        if let at = records.at {
            let isDate = at.type == .date
            func text(_ day: CalendarDate) -> String {
                isDate ? day.description : request.calendar.startOfDay(day).description
            }
            if let from = question.from { conditions.append("(\(at.source)) ge \(text(from))") }
            if let after = question.to?.adding(days: 1) { conditions.append("(\(at.source)) lt \(text(after))") }
        }
        if let owner = records.owner, let person = question.owner {
            conditions.append("(\(owner.source)) eq \(person)")
        }
        return conditions
    }
}

extension MetricQuestion {
    /// The same question for another metric.
    fileprivate func about(_ metric: MetricName) -> MetricQuestion {
        MetricQuestion(metric: metric, from: from, to: to, owner: owner)
    }

    fileprivate var key: String {
        [metric.rawValue, from?.description, to?.description, owner?.description].map { $0 ?? "" }
            .joined(separator: "|")
    }
}
