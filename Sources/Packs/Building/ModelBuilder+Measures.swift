// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// The numbers of reports.
extension ModelBuilder {
    mutating func measures(
        _ report: PackElement, _ entity: EntityName, _ metrics: OrderedDictionary<MetricName, Metric>
    ) -> [Measure] {
        var measures: [Measure] = []
        for element in report.children("measure") {
            guard let id = element["id"] else { continue }
            let measure =
                element["metric"] == nil
                ? measure(id, element, entity, measures) : self.measure(id, ofMetric: element, entity, metrics)
            guard let measure else { continue }
            if measures.contains(where: { $0.name == id }) { refuseSecond(id, at: element.range(of: "id")) }
            measures.append(measure)
        }
        return measures
    }

    private mutating func measure(
        _ id: String, _ element: PackElement, _ entity: EntityName, _ before: [Measure]
    ) -> Measure? {
        guard let kind = kind(element, entity, before) else { return nil }
        let isOfRecords = Measure(name: id, label: element.label(), kind: kind).isOfRecords
        if !isOfRecords, element["where"] != nil {
            diagnostics.append(
                .badReport, "A measure that is made of others has no condition of its own.",
                at: element.range(of: "where"), hint: "Put the condition at the measures it is made of.")
        }
        return Measure(
            name: id, label: element.label(), kind: kind,
            condition: isOfRecords ? expression("where", of: element, as: .boolean, on: entity) : nil,
            format: format(format(element, kind), of: kind, naming: formats(before)))
    }

    /// A measure that takes what is measured, its unit and its labels from a metric.
    private mutating func measure(
        _ id: String, ofMetric element: PackElement, _ entity: EntityName,
        _ metrics: OrderedDictionary<MetricName, Metric>
    ) -> Measure? {
        let name = element["metric"] ?? ""
        guard
            require(
                .unknownMetric, name, among: metrics.keys.map(\.rawValue), at: element.range(of: "metric"),
                "There is no metric “\(name)”."), let metric = metrics[MetricName(name)]
        else { return nil }
        guard case .records(let figure) = metric.formula, figure.entity == entity else {
            diagnostics.append(
                .badReport, "The metric “\(name)” is not measured of records of \(entity).",
                at: element.range(of: "metric"),
                hint: "Name the metrics of \(entity) that it is made of, and use compute=\"…\".")
            return nil
        }
        for other in ["count", "value", "with", "ratio", "of", "compute"] where element[other] != nil {
            diagnostics.append(
                .badReport, "The metric says what is measured.", at: element.range(of: other),
                hint: "Remove the attribute.")
        }
        let own = expression("where", of: element, as: .boolean, on: entity)
        let format = format(element, figure.kind)
        return Measure(
            name: id, label: element.children("label").isEmpty ? metric.label : element.label(), kind: figure.kind,
            condition: .all([figure.condition, own].compactMap { $0 }),
            format: FigureFormat(
                unit: format.unit ?? metric.format.unit, digits: format.digits ?? metric.format.digits,
                amount: format.unit == nil ? metric.format.amount : nil))
    }

    private func formats(_ measures: [Measure]) -> [FieldName: FigureFormat] {
        Dictionary(measures.map { (FieldName($0.name), $0.format) }) { first, _ in first }
    }

    /// What is measured; nil, with a finding, if it is not said.
    mutating func kind(_ element: PackElement, _ entity: EntityName, _ before: [Measure]) -> Measure.Kind? {
        let ways = ["count", "value", "ratio", "compute"].filter {
            $0 == "count" ? element.isTrue($0) : element[$0] != nil
        }
        guard ways.count == 1 else {
            diagnostics.append(
                .badReport,
                ways.isEmpty
                    ? "A measure needs count, value and with, ratio and of, compute, or metric."
                    : "A measure is one thing only, and this one has \(all: ways).",
                at: element.range, hint: "Write <measure id=\"…\" value=\"amount\" with=\"sum\">.")
            return nil
        }
        switch ways[0] {
        case "count": return .count
        case "ratio": return ratio(element, before.map(\.name))
        case "compute": return computed(element, before.map { (FieldName($0.name), $0.figureType) })
        default: return aggregate(element, entity)
        }
    }

    private mutating func ratio(_ element: PackElement, _ before: [String]) -> Measure.Kind? {
        guard let ratio = element["ratio"], let of = element["of"] else {
            diagnostics.append(
                .badReport, "A ratio needs the measure that it is a part of.", at: element.range(of: "ratio"),
                hint: "Add of=\"…\".")
            return nil
        }
        for (attribute, name) in [("ratio", ratio), ("of", of)] {
            guard
                require(
                    .badReport, name, among: before, at: element.range(of: attribute),
                    "There is no measure “\(name)” before this one.")
            else { return nil }
        }
        return .ratio(ratio, of: of)
    }

    private mutating func computed(
        _ element: PackElement, _ before: [(name: FieldName, type: ValueType)]
    ) -> Measure.Kind? {
        figureExpression(element, before).map(Measure.Kind.computed)
    }

    /// An expression over figures; nil, with a finding, if it is none.
    mutating func figureExpression(
        _ element: PackElement, _ before: [(name: FieldName, type: ValueType)]
    ) -> TypedExpression? {
        guard let value = element.value(of: "compute") else { return nil }
        let scope = FigureScope(before, in: DraftScope(draft: draft))
        do {
            let expression = try compiler.compile(value.text, on: FigureScope.owner, in: scope)
            guard AggregateMethod.sum.result(of: expression.type) != nil else {
                diagnostics.append(
                    .badReport, "A figure is a number or a length of time, and this is neither.", at: value.range,
                    hint: "Write an expression over the measures before it, such as “sold div offered”.")
                return nil
            }
            return expression
        } catch {
            report(error, in: value)
            return nil
        }
    }

    mutating func aggregate(_ element: PackElement, _ entity: EntityName) -> Measure.Kind? {
        guard let value = expression("value", of: element, as: nil, on: entity),
            let method = word("with", of: element, among: PackGrammar.methods)
        else { return nil }
        if let aggregate = AggregateMethod(rawValue: method), aggregate.result(of: value.type) != nil {
            return .aggregate(aggregate, value)
        }
        if let percentile = Percentile(method), percentile.result(of: value.type) != nil {
            return .percentile(percentile, value)
        }
        diagnostics.append(
            .badReport, "\(method) does not take this kind of value.", at: element.range(of: "value"),
            hint: "Numbers can be added up; everything can be counted with countdistinct.")
        return nil
    }

    private mutating func format(_ element: PackElement, _ kind: Measure.Kind) -> FigureFormat {
        if case .ratio = kind { return format(element, isShare: true) }
        return format(element, isShare: false)
    }

    /// - Parameter isShare: Percent is meant where no unit is written.
    mutating func format(_ element: PackElement, isShare: Bool) -> FigureFormat {
        let words = FigureFormat.Unit.allCases.map(\.rawValue)
        let unit = element["unit"] == nil ? nil : word("unit", of: element, among: words)
        let digits = number("digits", of: element, in: 0...6)
        if isShare, unit == nil { return FigureFormat(unit: .percent, digits: digits) }
        return FigureFormat(unit: unit.flatMap(FigureFormat.Unit.init), digits: digits)
    }
}
