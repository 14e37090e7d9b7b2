// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildReports(_ entities: OrderedDictionary<EntityName, Entity>) -> OrderedDictionary<
        ReportName, Report
    > {
        var reports: OrderedDictionary<ReportName, Report> = [:]
        for (_, element) in definitions("report") {
            guard let id = element["id"], define("report", id, at: element.range(of: "id"), hint: anotherName),
                let entity = entity("entity", of: element)
            else { continue }
            let chart = element["chart"] == nil ? nil : word("chart", of: element, among: ["bar", "line", "pie"])
            let report = Report(
                name: ReportName(id), label: element.label(), entity: entity,
                condition: expression("where", of: element, as: .boolean, on: entity),
                dimensions: dimensions(element, entity), measures: measures(element, entity),
                chart: chart.flatMap(Report.Chart.init), isStanding: element.isTrue("standing"), range: element.range)
            if report.measures.isEmpty {
                diagnostics.append(
                    .badReport, "A report needs measures.", at: element.range,
                    hint: "Add <measure id=\"…\" count=\"true\">.")
            }
            if report.isStanding { checkStanding(report, element, entities) }
            reports[report.name] = report
        }
        return reports
    }

    private mutating func dimensions(_ report: PackElement, _ entity: EntityName) -> [Dimension] {
        report.children("group").compactMap { element in
            guard let id = element["id"], let by = expression("by", of: element, as: nil, on: entity) else {
                return nil
            }
            if case .collection = by.type {
                diagnostics.append(
                    .badReport, "A report cannot group by a collection.", at: element.range(of: "by"), hint: nil)
                return nil
            }
            var period: Dimension.Period?
            if element["period"] != nil {
                period = word("period", of: element, among: ["day", "month", "quarter", "year"])
                    .flatMap(Dimension.Period.init)
                if by.type != .date, by.type != .instant {
                    diagnostics.append(
                        .badReport, "Only days and moments have periods.", at: element.range(of: "period"),
                        hint: "Remove the attribute.")
                }
            }
            return Dimension(name: id, label: element.label(), expression: by, period: period)
        }
    }

    private mutating func measures(_ report: PackElement, _ entity: EntityName) -> [Measure] {
        var measures: [Measure] = []
        for element in report.children("measure") {
            guard let id = element["id"], let kind = kind(element, entity, measures.map(\.name)) else { continue }
            measures.append(Measure(name: id, label: element.label(), kind: kind))
        }
        return measures
    }

    private mutating func kind(_ element: PackElement, _ entity: EntityName, _ before: [String]) -> Measure.Kind? {
        if element.isTrue("count") { return .count }
        if let ratio = element["ratio"], let of = element["of"] {
            for (attribute, name) in [("ratio", ratio), ("of", of)] {
                guard
                    require(
                        .badReport, name, among: before, at: element.range(of: attribute),
                        "There is no measure “\(name)” before this one.")
                else { return nil }
            }
            return .ratio(ratio, of: of)
        }
        guard element["value"] != nil else {
            diagnostics.append(
                .badReport, "A measure needs count, value and with, or ratio and of.", at: element.range,
                hint: "Write <measure id=\"…\" value=\"amount\" with=\"sum\">.")
            return nil
        }
        guard let value = expression("value", of: element, as: nil, on: entity),
            let method = word("with", of: element, among: AggregateMethod.allCases.map(\.rawValue))
                .flatMap(AggregateMethod.init)
        else { return nil }
        guard method.result(of: value.type) != nil else {
            diagnostics.append(
                .badReport, "\(method.rawValue) does not take this kind of value.", at: element.range(of: "value"),
                hint: "Numbers can be added up; everything can be counted with countdistinct.")
            return nil
        }
        return .aggregate(method, value)
    }

    /// A standing report is kept up to date by the write of a record alone, so it may read nothing but that record.
    private mutating func checkStanding(
        _ report: Report, _ element: PackElement, _ entities: OrderedDictionary<EntityName, Entity>
    ) {
        func refuse(_ sentence: String, _ hint: String) {
            diagnostics.append(.notStanding, sentence, at: element.range(of: "standing"), hint: hint)
        }
        for measure in report.measures {
            if case .aggregate(let method, let value) = measure.kind,
                method != .sum || ![.integer, .decimal].contains(value.type)
            {
                refuse("A standing report counts and adds up numbers only.", "Remove the measure “\(measure.name)”.")
            }
        }
        let stored = report.measures.count { if case .ratio = $0.kind { false } else { true } }
        if stored > 8 { refuse("A standing report has at most 8 measures.", "Split the report.") }
        let expressions =
            report.dimensions.map(\.expression) + [report.condition].compactMap(\.self)
            + report.measures.compactMap { if case .aggregate(_, let value) = $0.kind { value } else { nil } }
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
