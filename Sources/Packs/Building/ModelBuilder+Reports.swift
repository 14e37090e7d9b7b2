// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

extension ModelBuilder {
    mutating func buildReports(
        _ entities: OrderedDictionary<EntityName, Entity>, _ pipelines: OrderedDictionary<PipelineName, Pipeline>,
        _ metrics: OrderedDictionary<MetricName, Metric>
    ) -> OrderedDictionary<ReportName, Report> {
        var reports: OrderedDictionary<ReportName, Report> = [:]
        for (_, element) in definitions("report") {
            guard let id = element["id"], define("report", id, at: element.range(of: "id"), hint: anotherName),
                let entity = entity("entity", of: element)
            else { continue }
            let chart = element["chart"] == nil ? nil : word("chart", of: element, among: ["bar", "line", "pie"])
            let (dimensions, measures) = (dimensions(element, entity), measures(element, entity, metrics))
            let report = Report(
                name: ReportName(id), label: element.label(),
                kind: reportKind(element, entity, dimensions, measures, pipelines),
                entity: entity, condition: expression("where", of: element, as: .boolean, on: entity),
                dimensions: dimensions,
                measures: measures, chart: chart.flatMap(Report.Chart.init),
                isStanding: element.isTrue("standing"), range: element.range)
            if report.measures.isEmpty, element["kind"] != "funnel" {
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
        var dimensions: [Dimension] = []
        for element in report.children("group") {
            guard let dimension = dimension(element, entity) else { continue }
            if let first = dimensions.first(where: { $0.name == dimension.name }) {
                refuseSecond(first.name, at: element.range(of: "id"))
            } else {
                dimensions.append(dimension)
            }
        }
        return dimensions
    }

    private mutating func dimension(_ element: PackElement, _ entity: EntityName) -> Dimension? {
        guard let id = element["id"], let by = expression("by", of: element, as: nil, on: entity) else { return nil }
        if case .collection = by.type {
            diagnostics.append(
                .badReport, "A report cannot group by a collection.", at: element.range(of: "by"), hint: nil)
            return nil
        }
        var period: Dimension.Period?
        if element["period"] != nil {
            period = word("period", of: element, among: Dimension.Period.allCases.map(\.rawValue))
                .flatMap(Dimension.Period.init)
            if by.type != .date, by.type != .instant {
                diagnostics.append(
                    .badReport, "Only days and moments have periods.", at: element.range(of: "period"),
                    hint: "Remove the attribute.")
            }
        }
        let bands = bands(element, by.type)
        if bands != nil, element["period"] != nil {
            diagnostics.append(
                .badReport, "A group has periods or buckets and not both.", at: element.range(of: "buckets"),
                hint: "Remove one of the attributes.")
        }
        return Dimension(name: id, label: element.label(), expression: by, period: period, bands: bands)
    }

    /// The bounds of buckets; nil if there are none or, with findings, if they are wrong.
    private mutating func bands(_ element: PackElement, _ type: ValueType) -> Bands? {
        guard element["buckets"] != nil else { return nil }
        let words = element.words("buckets")
        let written: ValueType
        switch type {
        case .date, .instant: written = .integer
        case .integer, .decimal, .duration: written = type
        default:
            diagnostics.append(
                .badReport, "Only numbers, lengths of time, days and moments have buckets.",
                at: element.range(of: "buckets"), hint: "Remove the attribute.")
            return nil
        }
        let form: Sentence =
            written == .duration ? "Write lengths of time such as “PT15M PT1H P1D”." : "Write “0 30 60 90”."
        var bounds: [Value] = []
        for word in words {
            let value = Value(canonicalText: word.value, as: written)
            guard !value.isNull else {
                diagnostics.append(.badReport, "“\(word.value)” is no bound of a bucket.", at: word.range, hint: form)
                return nil
            }
            if let last = bounds.last, !last.isBelow(value) {
                diagnostics.append(
                    .badReport, "“\(word.value)” is not greater than the bound before it.", at: word.range,
                    hint: "Write the bounds in ascending order.")
                return nil
            }
            bounds.append(value)
        }
        if bounds.isEmpty {
            diagnostics.append(.badReport, "Buckets need bounds.", at: element.range(of: "buckets"), hint: form)
        }
        return bounds.isEmpty ? nil : Bands(bounds: bounds)
    }

    mutating func refuseSecond(_ name: String, at range: SourceRange) {
        diagnostics.append(
            .badReport, "The report has two figures or groups “\(name)”.", at: range, hint: "Choose another name.")
    }
}

extension Value {
    /// Whether a number or length of time is smaller than another one of its type.
    fileprivate func isBelow(_ other: Value) -> Bool {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left < right
        case (.decimal(let left), .decimal(let right)): left < right
        case (.duration(let left), .duration(let right)): left.microseconds < right.microseconds
        default: false
        }
    }
}
