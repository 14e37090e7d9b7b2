// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Storage
import Values

/// A total that every write keeps up to date: of a board's columns, or of a standing report's groups.
struct StandingTotal: Sendable {
    /// Null values count as zero in a sum.
    enum Part: Sendable {
        case count(where: TypedExpression?)
        case sum(TypedExpression, scale: Int, where: TypedExpression?)
    }

    let name: String
    let entity: EntityName
    let condition: TypedExpression?
    let dimensions: [Dimension]
    /// Boards name their groups by the stage alone.
    let isBoard: Bool
    let parts: [Part]

    static func all(of model: Model) -> [StandingTotal] {
        model.pipelines.values.compactMap { StandingTotal($0, model) }
            + model.reports.values.filter(\.isStanding).map { StandingTotal($0, model) }
    }

    private init?(_ pipeline: Pipeline, _ model: Model) {
        guard let stage = model.entities[pipeline.entity]?.fields[pipeline.field] else { return nil }
        name = "board.\(pipeline.name)"
        entity = pipeline.entity
        condition = nil
        dimensions = [
            Dimension(name: "stage", label: stage.label, expression: TypedExpression(stage.path), period: nil)
        ]
        isBoard = true
        parts =
            pipeline.totalField.flatMap { model.entities[pipeline.entity]?.fields[$0] }
            .map { [.sum(TypedExpression($0.path), scale: $0.scale, where: nil)] } ?? []
    }

    init(_ report: Report, _ model: Model) {
        name = "report.\(report.name)"
        entity = report.entity
        condition = report.condition
        dimensions = report.dimensions
        isBoard = false
        parts = report.measures.compactMap { measure in
            switch measure.kind {
            case .count: .count(where: measure.condition)
            case .aggregate(_, let expression):
                .sum(expression, scale: standingScale(of: expression, model), where: measure.condition)
            case .percentile, .ratio, .computed: nil
            }
        }
    }

    /// What a record adds: to which group, and how much; nil if it is not counted.
    func share(
        of values: FieldValues, _ scope: TransactionScope
    ) throws -> (groups: String, measures: [Int64])? {
        let record = RecordReference(entity: entity, id: RecordID(high: 0, low: 0))
        let evaluator = scope.evaluator(reading: RecordValues(values: values))
        if let condition, try !evaluator.isTrue(condition, on: record) { return nil }
        let groups = try dimensions.map {
            $0.group(of: try evaluator.evaluate($0.expression, on: record), scope.context.calendar)
        }
        func holds(_ condition: TypedExpression?) throws -> Bool {
            try condition.map { try evaluator.isTrue($0, on: record) } ?? true
        }
        let measures = try parts.map { part -> Int64 in
            switch part {
            case .count(let condition): try holds(condition) ? 1 : 0
            case .sum(let expression, let scale, let condition):
                try holds(condition) ? evaluator.evaluate(expression, on: record).units(scale) : 0
            }
        }
        return (isBoard ? groups.first?.canonicalText ?? "" : standingKey(groups), measures)
    }
}

/// The digits behind the point with which a sum is kept.
func standingScale(of expression: TypedExpression, _ model: Model) -> Int {
    guard expression.type == .decimal else { return 0 }
    guard case .path(let path) = expression.root, let last = path.segments.last else { return 6 }
    return model.entities[last.entity]?.fields[last.name]?.scale ?? 6
}

/// The groups of a standing report in one text: a JSON array.
func standingKey(_ groups: [Value]) -> String {
    "[" + groups.map { $0.isNull ? "null" : $0.canonicalText.jsonQuoted }.joined(separator: ",") + "]"
}

extension Field {
    /// The way from a record to this field of it.
    var path: TypedPath { TypedPath(name, of: entity, type: valueType) }
}

extension Value {
    /// The number as an integer with so many digits behind the point; zero if it is none.
    func units(_ scale: Int) -> Int64 {
        switch self {
        case .integer(let number): FixedDecimal(number).rescaled(to: scale).flatMap { Int64(exactly: $0.units) } ?? 0
        case .decimal(let number): number.rescaled(to: scale).flatMap { Int64(exactly: $0.units) } ?? 0
        case .duration(let span): span.microseconds
        default: 0
        }
    }
}

extension Dimension {
    /// The group that a value belongs to: the value itself, or the text of its period.
    func group(of value: Value, _ calendar: CalendarSettings) -> Value {
        guard let period else { return value }
        let day: CalendarDate? =
            switch value {
            case .date(let date): date
            case .instant(let instant): calendar.localDate(instant)
            default: nil
            }
        return day.map { .text(period.name(of: $0)) } ?? .null
    }
}

extension Dimension.Period {
    /// The name of the period that a day is in.
    func name(of day: CalendarDate) -> String {
        let (year, month, _) = day.components
        let years = zeroPadded(Int64(year), 4)
        return switch self {
        case .day: day.description
        case .month: "\(years)-\(zeroPadded(Int64(month), 2))"
        case .quarter: "\(years)-Q\((month + 2) / 3)"
        case .year: years
        }
    }

    /// The days of a period, the last not included; nil if the text names none.
    func days(of name: String) -> (from: CalendarDate, to: CalendarDate)? {
        let parts = name.split(separator: "-").map { Int($0.drop { $0 == "Q" }) }
        guard let year = parts.first ?? nil else { return nil }
        let second = parts.count > 1 ? parts[1] ?? 1 : 1
        let start: CalendarDate? =
            switch self {
            case .day: CalendarDate(name)
            case .month: CalendarDate(year: year, month: second, day: 1)
            case .quarter: CalendarDate(year: year, month: second * 3 - 2, day: 1)
            case .year: CalendarDate(year: year, month: 1, day: 1)
            }
        let length =
            switch self {
            case .day: 0;
            case .month: 1;
            case .quarter: 3;
            case .year: 12
            }
        guard let start, let end = self == .day ? start.adding(days: 1) : start.adding(months: length) else {
            return nil
        }
        return (start, end)
    }
}
