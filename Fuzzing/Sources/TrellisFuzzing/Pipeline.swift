// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Foundation
import Packs
import PluginKit
import Queries
import SQLRendering
import Schemas
import Services
import Values

/// Everything that a text goes through.
struct Pipeline {
    enum Outcome {
        /// The text is wrong; the kind of the error.
        case refused(ExpressionError.Kind)
        /// It has a value but no SQL; how far its value came.
        case evaluated(overflows: Bool)
        /// It has a value and SQL.
        case rendered(overflows: Bool)
        /// An error that breaks its promise.
        case broken(String)
    }

    /// Of this thread, in nanoseconds, for the text sent last.
    private(set) var processorTime: UInt64 = 0

    private let table: CaseTable
    private let compiler: ExpressionCompiler
    private let evaluator: Evaluator
    private let environment: RenderingEnvironment
    private let context: QueryContext
    private let record = RecordReference(entity: "deal", id: CaseRecords.keys[0])

    init(_ table: CaseTable) throws {
        self.table = table
        let contributions = try Contributions(plugins: [])
        let functions = contributions.functions
        compiler = ExpressionCompiler(functions: functions, limits: .request)
        let calendar = CalendarSettings(
            now: Instant(microseconds: 1_715_803_200_000_000), offset: { _ in 8 * 3600 })
        let me = CaseRecords.keys[1]
        let aliases: [String: AliasValue] = [
            "me": .properties(["id": .identifier(me), "name": .text("李雷"), "roles": .collection([.text("sales")])]),
            "old": .record(RecordReference(entity: "deal", id: CaseRecords.keys[2])),
            "limit": .value(.decimal(FixedDecimal(5000))), "word": .value(.text("O'N")),
            "since": .value(CalendarDate("2024-02-01").map(Value.date) ?? .null),
        ]
        let source = CaseRecords(table: table)
        evaluator = Evaluator(functions: functions, calendar: calendar, aliases: aliases, source: source)
        let loading = PackLoader(fieldTypes: contributions.fieldTypes, functions: functions)
            .load(texts: [(path: "pack.xml", text: table.pack)])
        guard let model = loading.model else {
            throw CocoaError(.fileReadCorruptFile, userInfo: ["diagnostics": loading.diagnostics.json])
        }
        let empty = DatabaseState(tables: [:], indexes: [:], catalogue: [], standing: [:], model: nil)
        environment = RenderingEnvironment(
            model: model, layout: SchemaPlanner(model, on: empty).layout, functions: functions)
        context = QueryContext(calendar: calendar, aliases: aliases, receivers: { [] })
    }

    mutating func send(_ text: String) -> Outcome {
        let start = Self.clock()
        defer { processorTime = Self.clock() - start }
        let asExpression = sendAsExpression(text)
        if case .broken = asExpression { return asExpression }
        return faultAsOption(text) ?? asExpression
    }

    /// What the grammars of the other options of a request make of the text, if they break a promise.
    private func faultAsOption(_ text: String) -> Outcome? {
        fault(in: text) { text throws(ExpressionError) in _ = try ExpandItem.list(text) }
            ?? fault(in: text) { text throws(ExpressionError) in _ = try SelectItem.list(text) }
            ?? fault(in: text) { text throws(ExpressionError) in _ = try SearchExpression(text) }
            ?? fault(in: text) { text throws(ExpressionError) in
                var steps = transformations
                try steps.apply(text)
                render(steps)
            }
            ?? fault(in: "filter(\(text))/groupby((stage),aggregate(\(text) with max as m))") {
                text throws(ExpressionError) in
                var steps = transformations
                try steps.apply(text)
            }
    }

    /// Groups have to have SQL, too, or be refused by an error.
    private func render(_ compiled: TransformationCompiler) {
        let isGrouping: (Transformation) -> Bool = { if case .group = $0 { true } else { false } }
        guard let columns = compiled.columns, let first = compiled.steps.firstIndex(where: isGrouping) else { return }
        var source = RecordQuery(
            entity: "deal", columns: [], condition: nil, limit: RecordQuery.unlimited, access: .unrestricted)
        for step in compiled.steps[..<first] { source.add(step) }
        let query = TransformedQuery(
            source: source, steps: Array(compiled.steps[first...]), columns: columns, limit: 1)
        _ = try? query.selection(environment, context)
    }

    private var transformations: TransformationCompiler {
        TransformationCompiler(on: "deal", in: table, functions: compiler.functions)
    }

    private func fault(in text: String, _ read: (String) throws(ExpressionError) -> Void) -> Outcome? {
        do throws(ExpressionError) {
            try read(text)
            return nil
        } catch {
            return fault(of: error, in: text)
        }
    }

    private func sendAsExpression(_ text: String) -> Outcome {
        let expression: TypedExpression
        do throws(ExpressionError) {
            expression = try compiler.compile(text, on: "deal", in: table)
        } catch {
            return fault(of: error, in: text) ?? .refused(error.kind)
        }
        var overflows = false
        do {
            _ = try evaluator.evaluate(expression, on: record)
        } catch is EvaluationError {
            overflows = true
        } catch {
            return .broken("\(error)")
        }
        return isRendered(expression) ? .rendered(overflows: overflows) : .evaluated(overflows: overflows)
    }

    /// What an error fails to keep: a place inside the text, and something to read in both languages.
    private func fault(of error: ExpressionError, in text: String) -> Outcome? {
        let length = text.unicodeScalars.count
        for finding in error.all {
            guard finding.offset >= 0, finding.length >= 0, finding.offset + finding.length <= length else {
                return .broken("\(finding.kind) at \(finding.offset), \(finding.length), outside of the text")
            }
            guard !finding.message.english.isEmpty, finding.message.chinese.unicodeScalars.contains(where: isHan) else {
                return .broken("\(finding.kind) says nothing in Chinese: \(finding.message.chinese)")
            }
        }
        return nil
    }

    private func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

    private func isRendered(_ expression: TypedExpression) -> Bool {
        let isCondition = expression.type == .boolean
        let query = RecordQuery(
            entity: "deal", columns: isCondition ? [] : [QueryColumn(expression)],
            condition: isCondition ? expression : nil, limit: 1, access: .unrestricted)
        return (try? query.selection(environment, context)) != nil
    }

    private static func clock() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
