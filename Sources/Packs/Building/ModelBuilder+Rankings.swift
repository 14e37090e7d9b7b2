// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// Reports that put groups or records in order, and those by the time of day.
extension ModelBuilder {
    mutating func pareto(_ element: PackElement, _ dimensions: [Dimension], _ measures: [Measure]) -> ReportKind {
        if dimensions.isEmpty {
            diagnostics.append(
                .badReport, "A pareto ranks groups.", at: element.range, hint: "Add <group id=\"…\" by=\"…\">.")
        }
        let names = measures.map(\.name)
        if let by = element["by"] {
            require(
                .badReport, by, among: names, at: element.range(of: "by"), "The report has no measure “\(by)”.")
        }
        let measure = measures.first { element["by"] == nil || $0.name == element["by"] }
        if let measure, AggregateMethod.sum.result(of: measure.type) == nil {
            diagnostics.append(
                .badReport, "“\(measure.name)” is no number, so that nothing has a share of it.",
                at: element.range(of: "by"), hint: "Name a measure that counts or adds up.")
        }
        return .pareto(Pareto(measure: measure?.name ?? "", bounds: bounds(element)))
    }

    private mutating func bounds(_ element: PackElement) -> [Int] {
        guard element["classes"] != nil else { return [80, 95] }
        var bounds: [Int] = []
        for word in element.words("classes") {
            guard let bound = Int(word.value), (1...99).contains(bound), bound > bounds.last ?? 0 else {
                diagnostics.append(
                    .badReport, "“\(word.value)” is no end of a class.", at: word.range,
                    hint: "Write percentages in ascending order, such as “80 95”.")
                continue
            }
            bounds.append(bound)
        }
        return bounds
    }

    mutating func deciles(_ element: PackElement, _ entity: EntityName, _ dimensions: [Dimension]) -> ReportKind {
        refuseGroups(element, "A report of deciles makes its own groups.", dimensions)
        let parts = number("parts", of: element, in: 2...100) ?? 10
        let label = parts == 10 ? Label(english: "Decile", chinese: "十分位") : Label(english: "Part", chinese: "等份")
        let axis = axis(
            "rank", "part", label, of: element, entity, [.integer, .decimal, .double, .duration, .date, .instant])
        return .deciles(Ranking(axes: [axis].compactMap { $0 }, parts: parts, isGreatestFirst: true))
    }

    mutating func recencyRanking(
        _ element: PackElement, _ entity: EntityName, _ dimensions: [Dimension]
    ) -> ReportKind {
        refuseGroups(element, "An rfm report makes its own groups.", dimensions)
        let numbers: [ValueType] = [.integer, .decimal, .double]
        let axes = [
            axis(
                "recency", "recency", Label(english: "Recency", chinese: "最近"), of: element, entity, [.date, .instant]),
            axis("frequency", "frequency", Label(english: "Frequency", chinese: "频次"), of: element, entity, numbers),
            axis("monetary", "monetary", Label(english: "Monetary", chinese: "金额"), of: element, entity, numbers),
        ]
        return .rfm(Ranking(axes: axes.compactMap { $0 }, parts: 5, isGreatestFirst: false))
    }

    private mutating func axis(
        _ attribute: String, _ name: String, _ label: Label, of element: PackElement, _ entity: EntityName,
        _ types: [ValueType]
    ) -> Ranking.Axis? {
        guard element[attribute] != nil else {
            diagnostics.append(
                .badReport, "The report needs the attribute “\(attribute)”.", at: element.range,
                hint: "Add \(attribute)=\"…\", an expression of \(entity).")
            return nil
        }
        guard let expression = expression(attribute, of: element, as: nil, on: entity) else { return nil }
        guard types.contains(expression.type) else {
            diagnostics.append(
                .badReport, "Records cannot be ranked by this kind of value.", at: element.range(of: attribute),
                hint: types.contains(.integer) ? "Name a number." : "Name a day or moment.")
            return nil
        }
        return Ranking.Axis(name: name, label: label, expression: expression)
    }

    private mutating func refuseGroups(_ element: PackElement, _ sentence: Sentence, _ dimensions: [Dimension]) {
        guard !dimensions.isEmpty else { return }
        diagnostics.append(.badReport, sentence, at: element.range(of: "kind"), hint: "Remove <group>.")
    }

    mutating func interval(_ element: PackElement, _ entity: EntityName) -> ReportKind {
        guard element["at"] != nil else {
            diagnostics.append(
                .badReport, "An interval report needs a moment.", at: element.range, hint: "Add at=\"…\".")
            return .table
        }
        guard let at = expression("at", of: element, as: nil, on: entity) else { return .table }
        guard at.type == .instant else {
            diagnostics.append(
                .badReport, "This is no moment.", at: element.range(of: "at"), hint: "Name a field of type dateTime.")
            return .table
        }
        let minutes =
            element["minutes"] == nil ? "60" : word("minutes", of: element, among: ["15", "30", "60"]) ?? "60"
        return .interval(
            Interval(expression: at, minutes: Int(minutes) ?? 60, hasWeekdays: element.isTrue("weekdays")))
    }
}
