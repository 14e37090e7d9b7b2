// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// What a report makes of its groups.
extension ModelBuilder {
    mutating func reportKind(
        _ element: PackElement, _ entity: EntityName, _ dimensions: [Dimension], _ measures: [Measure],
        _ pipelines: OrderedDictionary<PipelineName, Pipeline>
    ) -> ReportKind {
        let kind = word("kind", of: element, among: ReportKind.words) ?? "table"
        refuseMadeMeasures(element, kind, measures)
        for (owner, attributes) in Self.ownAttributes { refuse(attributes, of: element, but: owner, kind) }
        for step in element.children("step") where kind != "funnel" {
            diagnostics.append(
                .badReport, "Only a funnel has steps.", at: step.range, hint: "Write kind=\"funnel\", or remove them.")
        }
        switch kind {
        case "ageing":
            if !dimensions.contains(where: { $0.bands != nil && $0.isInTime }) {
                diagnostics.append(
                    .badReport, "An ageing report groups by how long ago something was.", at: element.range,
                    hint: "Add <group id=\"age\" by=\"dueDate\" buckets=\"0 30 60 90\">.")
            }
            return .ageing
        case "trend": return trend(element, dimensions)
        case "funnel": return .funnel(funnel(element, entity, pipelines))
        case "cohort": return cohort(element, entity, dimensions)
        case "pareto": return pareto(element, dimensions, measures)
        case "deciles": return deciles(element, entity, dimensions)
        case "rfm": return recencyRanking(element, entity, dimensions)
        case "interval": return interval(element, entity)
        default: return .table
        }
    }

    /// The attributes that only one kind of report has.
    private static let ownAttributes = [
        ("trend", ["compare", "moving"]), ("funnel", ["pipeline"]), ("cohort", ["ages", "survived"]),
        ("pareto", ["by", "classes"]), ("deciles", ["rank", "parts"]), ("rfm", ["recency", "frequency", "monetary"]),
        ("interval", ["at", "minutes", "weekdays"]),
    ]

    private mutating func trend(_ element: PackElement, _ dimensions: [Dimension]) -> ReportKind {
        needsPeriods(element, dimensions, "trend")
        let comparisons = element.words("compare").compactMap { written -> Trend.Comparison? in
            require(
                .badAttribute, written.value, among: Trend.Comparison.allCases.map(\.rawValue), at: written.range,
                "“\(written.value)” is no value of the attribute “compare”.")
                ? Trend.Comparison(rawValue: written.value) : nil
        }
        return .trend(Trend(comparisons: comparisons, moving: number("moving", of: element, in: 2...366)))
    }

    private mutating func cohort(
        _ element: PackElement, _ entity: EntityName, _ dimensions: [Dimension]
    ) -> ReportKind {
        needsPeriods(element, dimensions, "cohort")
        var ages: [Int] = []
        for word in element.words("ages") {
            guard let age = Int(word.value), (0...1200).contains(age), age > ages.last ?? -1 else {
                diagnostics.append(
                    .badReport, "“\(word.value)” is no age of a cohort.", at: word.range,
                    hint: "Write months in ascending order, such as “1 3 6 13 25”.")
                continue
            }
            ages.append(age)
        }
        guard let value = element.value(of: "survived") else {
            diagnostics.append(
                .badReport, "A cohort needs a condition for the records that are still there.", at: element.range,
                hint: "Add survived=\"…\"; @age in it is the age in months.")
            return .table
        }
        let scope = AliasedScope(base: DraftScope(draft: draft), added: [Cohort.ageAlias: .integer])
        do {
            let survived = try compiler.compile(value.text, as: .boolean, on: entity, in: scope)
            let readsAge = survived.paths.contains { $0.root == .alias(Cohort.ageAlias) }
            if readsAge == ages.isEmpty {
                diagnostics.append(
                    .badReport,
                    readsAge ? "The condition asks for an age, and there are none." : "The condition asks for no age.",
                    at: value.range, hint: readsAge ? "Add ages=\"13 25\"." : "Name @age, or remove the ages.")
            }
            return .cohort(Cohort(survived: survived, ages: ages))
        } catch {
            report(error, in: value)
            return .table
        }
    }

    private mutating func needsPeriods(_ element: PackElement, _ dimensions: [Dimension], _ kind: String) {
        guard dimensions.first?.period == nil else { return }
        diagnostics.append(
            .badReport, "The first group of a \(kind) is one of periods.", at: element.range,
            hint: "Add <group id=\"month\" by=\"signedOn\" period=\"month\"> before the other groups.")
    }

    /// Kinds that make figures of their own of the measures take those of records only.
    private mutating func refuseMadeMeasures(_ element: PackElement, _ kind: String, _ measures: [Measure]) {
        guard ["funnel", "cohort"].contains(kind), let made = measures.first(where: { !$0.isOfRecords }) else { return }
        diagnostics.append(
            .badReport, "A \(kind) takes no measures that are made of others, such as “\(made.name)”.",
            at: element.range(of: "kind"), hint: "Remove the measure.")
    }

    /// Attributes that only one kind of report has.
    private mutating func refuse(_ attributes: [String], of element: PackElement, but owner: String, _ kind: String) {
        for attribute in attributes where kind != owner && element[attribute] != nil {
            diagnostics.append(
                .badReport, "Only a \(owner) has “\(attribute)”.", at: element.range(of: attribute),
                hint: "Write kind=\"\(owner)\", or remove the attribute.")
        }
    }
}

extension Dimension {
    /// Whether it is about days or moments.
    fileprivate var isInTime: Bool { expression.type == .date || expression.type == .instant }
}
