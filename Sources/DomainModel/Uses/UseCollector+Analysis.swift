// SPDX-License-Identifier: Apache-2.0
import OrderedCollections
import Values

extension UseCollector {
    mutating func collect(_ analysis: Analysis) {
        for metric in analysis.metrics.values { collect(metric) }
        for dashboard in analysis.dashboards.values {
            begin("dashboard \(dashboard.name)", at: dashboard.range)
            for role in dashboard.roles { note("role \(role)", in: "roles") }
            for tile in dashboard.tiles { note(tile, in: "tile") }
        }
        for book in analysis.goals {
            begin("goals", at: book.range)
            note(book.entity.rawValue, in: "entity")
            note(book.fields, of: book.entity, in: "fields")
        }
    }

    private mutating func collect(_ metric: Metric) {
        begin("metric \(metric.name)", at: metric.range)
        switch metric.formula {
        case .computed(let expression):
            for part in metric.parts { note("metric \(part)", in: "formula") }
            note(parametersOf: expression, in: "formula")
        case .records(let figure):
            note(figure.entity.rawValue, in: "entity")
            let measure = Measure(
                name: metric.name.rawValue, label: metric.label, kind: figure.kind, condition: figure.condition)
            for read in measure.readExpressions { note(read, in: "formula") }
            note(figure.at, in: "at")
            note(figure.owner, in: "owner")
        }
    }

    /// What a tile of a home page or dashboard shows.
    mutating func note(_ tile: HomePage.Tile, in part: String) {
        switch tile {
        case .report(let report): note("report \(report)", in: part)
        case .board(let pipeline): note("pipeline \(pipeline)", in: part)
        case .metric(let metric): note("metric \(metric)", in: part)
        case .goals: break
        case .list(let entity, let filter):
            note(entity.rawValue, in: filter.map { "\(part), filter \($0)" } ?? part)
        }
    }
}
