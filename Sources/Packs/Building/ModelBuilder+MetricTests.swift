// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import OrderedCollections
import Values

// The tests that metrics carry, run when the pack is loaded.
extension ModelBuilder {
    mutating func checkTests(
        of metric: Metric, _ element: PackElement, _ before: OrderedDictionary<MetricName, Metric>
    ) {
        for test in element.children("test") {
            let figure: Value?
            switch metric.formula {
            case .computed(let expression): figure = self.figure(expression, test, before)
            case .records(let records): figure = self.figure(records, metric, test)
            }
            guard let figure, let expected = expected(test, metric.type) else { continue }
            guard !isSame(figure, expected, metric.format) else { continue }
            diagnostics.append(
                .metricTest, "The metric “\(metric.name)” gives \(said(figure)) here, and not \(said(expected)).",
                at: test.range(of: "expect"), hint: "Correct the formula, or the test.")
        }
    }

    private func said(_ figure: Value) -> Sentence { figure.isNull ? "nothing" : "\(figure.canonicalText)" }

    /// Equal as numbers, rounded to the digits of the metric if it has them.
    private func isSame(_ figure: Value, _ expected: Value, _ format: FigureFormat) -> Bool {
        guard let left = format.rounded(figure), let right = format.rounded(expected) else { return figure == expected }
        return left == right
    }

    private mutating func expected(_ test: PackElement, _ type: ValueType) -> Value? {
        guard let text = test["expect"] else { return nil }
        if text.isEmpty { return .null }
        let type = type == .integer ? ValueType.decimal : type
        let value = Value(canonicalText: text, as: type)
        guard value.isNull else { return value }
        diagnostics.append(
            .badMetric, "“\(text)” is no figure of this metric.", at: test.range(of: "expect"),
            hint: "Write a number such as 2.56, or a length of time such as PT4H.")
        return nil
    }

    private mutating func figure(
        _ expression: TypedExpression, _ test: PackElement, _ before: OrderedDictionary<MetricName, Metric>
    ) -> Value? {
        var figures: [FieldName: Value] = [:]
        for given in test.children("given") {
            guard let name = given["metric"],
                require(
                    .unknownMetric, name, among: before.keys.map(\.rawValue), at: given.range(of: "metric"),
                    "There is no metric “\(name)” before this one."),
                let value = constant(given, as: before[MetricName(name)]?.figureType)
            else { return nil }
            figures[FieldName(name)] = value
        }
        return try? evaluator(FigureSource(figures)).evaluate(expression, on: FigureSource.record)
    }

    private mutating func figure(_ records: Metric.RecordFigure, _ metric: Metric, _ test: PackElement) -> Value? {
        var values: [Value] = []
        let expression = Measure(name: metric.name.rawValue, label: metric.label, kind: records.kind).expression
        for element in test.children("record") {
            guard let record = testRecord(element, records.entity) else { return nil }
            let evaluator = evaluator(record)
            do {
                if let condition = records.condition, try !evaluator.isTrue(condition, on: record.root) { continue }
                values.append(try expression.map { try evaluator.evaluate($0, on: record.root) } ?? .integer(1))
            } catch {
                return nil
            }
        }
        switch records.kind {
        case .aggregate(let method, let expression):
            return try? Evaluator.aggregated(values, method, method.result(of: expression.type) ?? expression.type)
        case .percentile(let percentile, let expression):
            return try? percentile.value(of: values, type: expression.type)
        case .count, .ratio, .computed: return .integer(Int64(values.count))
        }
    }

    private mutating func testRecord(_ element: PackElement, _ entity: EntityName) -> TestRecord? {
        var record = TestRecord(root: RecordReference(entity: entity, id: RecordID(high: 0, low: 0)))
        for set in element.children("set") {
            guard let path = set.value(of: "field") else { return nil }
            let typed: TypedExpression
            do {
                typed = try compiler.compile(path.text, on: entity, in: DraftScope(draft: draft))
            } catch {
                report(error, in: path)
                return nil
            }
            guard case .path(let found) = typed.root, found.root == .record else {
                diagnostics.append(
                    .badMetric, "This is no field of \(entity).", at: path.range,
                    hint: "Write a field, or a path to one.")
                return nil
            }
            guard let value = constant(set, as: typed.type) else { return nil }
            record.set(found.segments, value)
        }
        return record
    }

    /// The value of an expression that reads nothing; nil, with a finding, if it is none.
    private mutating func constant(_ element: PackElement, as type: ValueType?) -> Value? {
        guard let text = element.value(of: "value") else { return nil }
        do {
            let expression = try compiler.compile(
                text.text, as: type, on: FigureScope.owner, in: FigureScope([], in: DraftScope(draft: draft)))
            return try evaluator(FigureSource([:])).evaluate(expression, on: FigureSource.record)
        } catch let error as ExpressionError {
            report(error, in: text)
        } catch {
            diagnostics.append(
                .badMetric, "The value is out of range.", at: text.range, hint: "Write a smaller number.")
        }
        return nil
    }

    /// At no moment in particular: a test that needs one names it.
    private func evaluator(_ source: any RecordSource) -> Evaluator {
        Evaluator(
            functions: compiler.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 0 }),
            aliases: draft.parameters.mapValues { .value($0.value) }, source: source)
    }
}

/// A record of a test, with those that it refers to.
private struct TestRecord: RecordSource {
    let root: RecordReference
    private var values: [RecordReference: [FieldName: Value]] = [:]
    private var count: UInt64 = 0

    init(root: RecordReference) { self.root = root }

    mutating func set(_ segments: [TypedPath.Segment], _ value: Value) {
        var record = root
        for segment in segments.dropLast() {
            guard case .entity(let entity) = segment.type else { return }
            if case .identifier(let id)? = values[record]?[segment.name] {
                record = RecordReference(entity: entity, id: id)
            } else {
                count += 1
                let id = RecordID(high: 0, low: count)
                values[record, default: [:]][segment.name] = .identifier(id)
                record = RecordReference(entity: entity, id: id)
            }
        }
        if let last = segments.last { values[record, default: [:]][last.name] = value }
    }

    func value(of property: FieldName, in record: RecordReference) -> Value { values[record]?[property] ?? .null }
    func members(of relationship: FieldName, in record: RecordReference) -> [RecordReference] { [] }
}
