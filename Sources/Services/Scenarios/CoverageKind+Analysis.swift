// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

// Figures with a name, and what puts them before people.
extension CoverageKind {
    static let metrics = CoverageKind(
        name: "metrics", label: Label(english: "Metrics expected", chinese: "核对过的指标"),
        points: { model in model.analysis.metrics.values.map { Point($0.name.rawValue, at: $0.range) } },
        touched: { traces in Set(traces.footprint.metrics.map(\.rawValue)) })

    static let goals = CoverageKind(
        name: "goals", label: Label(english: "Goals expected", chinese: "核对过的目标"),
        points: { model in model.analysis.goals.map { Point($0.entity.rawValue, at: $0.range) } },
        touched: { traces in Set(traces.footprint.goals.map(\.rawValue)) })

    /// Every dashboard in the eyes of each role that it is for, and each of its tiles with figures in it.
    static let dashboards = CoverageKind(
        name: "dashboards", label: Label(english: "Dashboards opened, tiles with figures", chinese: "打开过的仪表板与有数据的磁贴"),
        points: { model in
            model.analysis.dashboards.values.flatMap { dashboard in
                (dashboard.roles.map { "\(dashboard.name) as \($0)" }
                    + dashboard.tiles.map { "\(dashboard.name): \($0.name)" }).map { Point($0, at: dashboard.range) }
            }
        },
        touched: { traces in
            Set(
                traces.footprint.dashboards.flatMap { seen in
                    seen.roles.map { "\(seen.dashboard) as \($0)" } + seen.tiles.map { "\(seen.dashboard): \($0)" }
                })
        })
}
