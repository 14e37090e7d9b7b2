// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    /// A standing report is kept up to date by the write of a record alone, so it may read nothing but that record.
    mutating func checkStanding(
        _ report: Report, _ element: PackElement, _ entities: OrderedDictionary<EntityName, Entity>
    ) {
        func refuse(_ sentence: Sentence, _ hint: Sentence) {
            diagnostics.append(.notStanding, sentence, at: element.range(of: "standing"), hint: hint)
        }
        for measure in report.measures where !measure.isStandable {
            refuse("A standing report counts and adds up numbers only.", "Remove the measure “\(measure.name)”.")
        }
        for dimension in report.dimensions where dimension.bands != nil {
            refuse(
                "A standing report groups by values and periods only.",
                "Remove the buckets of the group “\(dimension.name)”.")
        }
        if report.measures.count(where: \.isOfRecords) > 8 {
            refuse("A standing report has at most 8 measures.", "Split the report.")
        }
        let expressions =
            report.dimensions.map(\.expression) + [report.condition].compactMap(\.self)
            + report.measures.flatMap(\.readExpressions)
        for expression in expressions {
            let isOwn = expression.paths.allSatisfy { path in
                path.segments.count == 1 && path.root == .record
                    && path.segments.allSatisfy { entities[$0.entity]?.fields[$0.name]?.isStored == true }
            }
            if !isOwn || expression.isVolatile(compiler.functions) {
                refuse(
                    "A standing report reads stored fields of the record itself, and “\(expression.source)” does not.",
                    "Compute a field of \(report.entity) from it, or remove standing=\"true\".")
            }
        }
    }
}

extension Measure {
    /// Whether every write can keep it up to date.
    fileprivate var isStandable: Bool {
        switch kind {
        case .count, .ratio, .computed: true
        case .aggregate(let method, let value): method == .sum && [.integer, .decimal].contains(value.type)
        case .percentile: false
        }
    }
}
