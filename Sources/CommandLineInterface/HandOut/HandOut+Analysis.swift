// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

extension HandOut {
    /// Figures with a name, and where goals for them are kept.
    var metrics: Markup {
        guard !model.analysis.metrics.isEmpty else { return .empty }
        let rows = model.analysis.metrics.values.map { metric -> [Markup] in
            [
                .element(
                    "span", ["id": Anchor.metric(metric.name).name],
                    [
                        .element("strong", metric.label[language]), .text(" "),
                        .element("code", metric.name.rawValue),
                    ]),
                formula(metric),
                .joined(
                    [metric.format.unit.map { $0.label[language] }, metric.help.map { $0[language] }].compactMap(\.self)
                        .map { .element("p", $0) }),
            ]
        }
        return section(
            .metrics, words("Metrics and goals", "指标与目标"),
            [table([words("Metric", "指标"), words("Is", "含义"), words("To know", "说明")], rows)]
                + model.analysis.goals.map(goals))
    }

    private func formula(_ metric: Metric) -> Markup {
        switch metric.formula {
        case .computed(let expression): return computed(expression)
        case .records(let figure):
            var about: [Markup] = [figureOf(figure)]
            if let condition = figure.condition {
                about += [.text(words(" with ", "，条件：")), readable(condition, of: figure.entity)]
            }
            if let at = figure.at {
                about += [.text(words("; counts at ", "；计入时间：")), readable(at, of: figure.entity)]
            }
            if let owner = figure.owner {
                about += [.text(words("; counts to ", "；归属：")), readable(owner, of: figure.entity)]
            }
            return .joined(about)
        }
    }

    private func figureOf(_ figure: Metric.RecordFigure) -> Markup {
        let entity = Anchor.entity(figure.entity).link(model.entities[figure.entity]?.label[language] ?? "")
        func of(_ name: String, _ expression: TypedExpression) -> Markup {
            .joined([
                .text(name + words(" of ", "：")), readable(expression, of: figure.entity),
                .text(words(" over ", "，记录：")),
                entity,
            ])
        }
        switch figure.kind {
        case .count: return .joined([.text(words("number of ", "数量：")), entity])
        case .aggregate(let method, let expression):
            return of(ReadableExpression(model: model, language: language).name(of: method), expression)
        case .percentile(.median, let expression): return of(words("median", "中位数"), expression)
        case .percentile(.percent(let percent), let expression):
            return of(words("\(percent)th percentile", "第 \(percent) 百分位数"), expression)
        case .computed(let expression): return .element("code", expression.source)
        case .ratio(let part, let whole): return .text("\(part) ÷ \(whole)")
        }
    }

    /// A formula over other metrics, under their labels.
    private func computed(_ expression: TypedExpression) -> Markup {
        var names: OrderedDictionary<String, Markup> = [:]
        for segment in expression.paths.flatMap(\.segments) {
            let metric = MetricName(segment.name.rawValue)
            names[segment.name.rawValue] = Anchor.metric(metric)
                .link(model.analysis.metrics[metric]?.label[language] ?? metric.rawValue)
        }
        return .joined([
            .element("code", expression.source), .text(words(", made of ", "，由以下指标得出：")),
            .joined(Array(names.values), list(["", ""])),
        ])
    }

    private func goals(_ book: GoalBook) -> Markup {
        func name(_ field: FieldName) -> Markup {
            Anchor.field(book.entity, field)
                .link(model.entities[book.entity]?.fields[field]?.label[language] ?? field.rawValue)
        }
        let parts: [(String, FieldName?)] = [
            (words("metric", "指标"), book.metric), (words("baseline", "基线"), book.baseline),
            (words("target", "目标值"), book.target), (words("first day", "开始日"), book.starts),
            (words("last day", "截止日"), book.due), (words("whose", "负责人"), book.owner),
        ]
        let said = parts.compactMap { word, field in
            field.map { Markup.joined([.text(word + words(": ", "：")), name($0)]) }
        }
        return .element(
            "p", [:],
            [
                .text(words("Goals are records of ", "目标记录：")),
                Anchor.entity(book.entity).link(model.entities[book.entity]?.label[language] ?? ""),
                .text(words(" – ", "（")), .joined(said, words("; ", "；")), .text(words(".", "）。")),
            ])
    }

    /// What people of some roles see together.
    var dashboards: Markup {
        guard !model.analysis.dashboards.isEmpty else { return .empty }
        let rows = model.analysis.dashboards.values.map { dashboard -> [Markup] in
            let roles = dashboard.roles.map { Anchor.role($0).link(model.roles[$0]?.label[language] ?? $0.rawValue) }
            return [
                .element("strong", dashboard.label[language]),
                roles.isEmpty ? .text(words("everybody", "所有人")) : .joined(roles, list(["", ""])),
                .joined(dashboard.tiles.map(tile), list(["", ""])),
            ]
        }
        return section(
            .dashboards, words("Dashboards", "仪表盘"),
            [table([words("Dashboard", "仪表盘"), words("For", "适用角色"), words("Shows", "内容")], rows)])
    }

    private func tile(_ tile: HomePage.Tile) -> Markup {
        switch tile {
        case .report(let name): Anchor.report(name).link(model.reports[name]?.label[language] ?? name.rawValue)
        case .board(let name): Anchor.pipeline(name).link(model.pipelines[name]?.label[language] ?? name.rawValue)
        case .metric(let name):
            Anchor.metric(name).link(model.analysis.metrics[name]?.label[language] ?? name.rawValue)
        case .list(let entity, _):
            Anchor.entity(entity).link(model.entities[entity]?.pluralLabel[language] ?? entity.rawValue)
        case .goals: .text(words("goals", "目标"))
        }
    }
}
