// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// The totals that boards and standing reports keep, and the trees, by name, with a digest of what each is made of.
func standingDefinitions(_ model: Model) -> [String: String] {
    var definitions: [String: String] = [:]
    for pipeline in model.pipelines.values {
        definitions["board.\(pipeline.name)"] = digest([
            pipeline.entity.rawValue, pipeline.field.rawValue, pipeline.totalField?.rawValue ?? "",
        ])
    }
    for report in model.reports.values where report.isStanding {
        var lines = [report.entity.rawValue, report.condition?.source ?? ""]
        lines += report.dimensions.map { "by \($0.expression.source) \($0.period?.rawValue ?? "")" }
        lines += report.measures.map {
            "measure \($0.name) \(definition(of: $0.kind))" + ($0.condition.map { " where \($0.source)" } ?? "")
        }
        definitions["report.\(report.name)"] = digest(lines)
    }
    for entity in model.entities.values {
        if let field = entity.treeField { definitions[standingTree(entity.name)] = digest([field.rawValue]) }
    }
    return definitions
}

/// What the tree of an entity is called among the things that are kept.
func standingTree(_ entity: EntityName) -> String { "tree.\(entity)" }

private func definition(of kind: Measure.Kind) -> String {
    switch kind {
    case .count: "count"
    case .aggregate(let method, let expression): "\(method) \(expression.source)"
    case .percentile(let percentile, let expression): "\(percentile.word) \(expression.source)"
    case .ratio(let part, let whole): "\(part) of \(whole)"
    case .computed(let expression): expression.source
    }
}
