// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Values

/// The figures of a report: which the database gives, and what is made of them.
struct ReportFigures: Sendable {
    /// How the figure of a column is made of those that were counted.
    enum Making: Sendable {
        /// A measure of the report.
        case measure(Measure)
        /// One counted figure divided by another, both by their places.
        case share(Int, of: Int)
    }

    /// A column, and the conditions that the records behind its figures meet beside those of their group.
    struct Column: Sendable {
        let column: ReportColumn
        let making: Making
        let conditions: [String]
    }

    let columns: [Column]
    /// What the database gives.
    let counted: [Measure]
    private let functions: FunctionTable
    private let calendar: CalendarSettings
    private let parameters: [String: AliasValue]

    init(columns: [Column], counted: [Measure], _ request: Request) {
        self.columns = columns
        self.counted = counted
        functions = request.workspace.contributions.functions
        calendar = request.calendar
        parameters = request.plan.parameters
    }

    /// The measures of a report as they are.
    init(_ measures: [Measure], _ request: Request) {
        self.init(
            columns: measures.map { measure in
                Column(
                    column: ReportColumn(measure), making: .measure(measure),
                    conditions: [measure.condition?.source].compactMap { $0 })
            }, counted: measures.filter(\.isOfRecords), request)
    }

    /// Whether figures of parts give the figure of the whole.
    var canBeMerged: Bool { counted.allSatisfy(\.canBeMerged) }

    /// The counted figures of a group, from those of its parts.
    func merged(_ parts: [[Value]]) throws -> [Value] {
        try counted.enumerated().map { index, measure in
            let values = parts.map { $0[index] }
            guard case .aggregate(let method, let expression) = measure.kind, method != .sum else {
                return values.reduce(measure.kind == .count ? .integer(0) : .null) { $0.plus($1) }
            }
            return try Evaluator.aggregated(values, method, expression.type)
        }
    }

    /// The counted figures of no record at all.
    var ofNothing: [Value] {
        counted.map { measure in
            switch measure.kind {
            case .count, .aggregate(.countDistinct, _): .integer(0)
            case .aggregate(.sum, let expression): expression.type == .duration ? .null : .integer(0)
            default: .null
            }
        }
    }

    /// The figure of each column, from those that were counted.
    ///
    /// - Throws: ``EvaluationError/overflow(offset:)``.
    func all(_ counted: [Value]) throws -> [Value] {
        var known: [FieldName: Value] = [:]
        for (measure, value) in zip(self.counted, counted) { known[FieldName(measure.name)] = value }
        return try columns.map { column in
            switch column.making {
            case .share(let part, let whole): return counted[part].divided(by: counted[whole])
            case .measure(let measure):
                let figure = try figure(measure, known)
                known[FieldName(measure.name)] = figure
                return figure
            }
        }
    }

    private func figure(_ measure: Measure, _ known: [FieldName: Value]) throws -> Value {
        switch measure.kind {
        case .count, .aggregate, .percentile: return known[FieldName(measure.name)] ?? .null
        case .ratio(let part, let whole):
            return (known[FieldName(part)] ?? .null).divided(by: known[FieldName(whole)] ?? .null)
        case .computed(let expression):
            let decimals = known.mapValues { figure in
                if case .integer(let number) = figure { Value.decimal(FixedDecimal(number)) } else { figure }
            }
            let evaluator = Evaluator(
                functions: functions, calendar: calendar, aliases: parameters, source: FigureSource(decimals))
            return try evaluator.evaluate(expression, on: FigureSource.record)
        }
    }
}

extension Value {
    /// The quotient of two numbers; null if one of them is none, or the divisor zero.
    func divided(by other: Value) -> Value {
        guard let part = quantity, let whole = other.quantity else { return .null }
        return part.divided(by: whole).map(Value.decimal) ?? .null
    }

    /// The number, or the microseconds of a length of time.
    var quantity: FixedDecimal? {
        if case .duration(let span) = self { FixedDecimal(span.microseconds) } else { decimal }
    }
}

extension Measure {
    /// Whether the figures of parts give that of the whole.
    fileprivate var canBeMerged: Bool {
        switch kind {
        case .count, .ratio, .computed: true
        case .aggregate(let method, _): [.sum, .min, .max].contains(method)
        case .percentile: false
        }
    }
}
