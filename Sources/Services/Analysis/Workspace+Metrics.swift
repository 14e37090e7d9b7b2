// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Storage
public import Values

// The door to metrics and goals.
extension Workspace {
    /// What a metric is now, as far as the asker may see the records behind it.
    ///
    /// - Throws: ``ServiceError/unknownName(kind:name:)``, ``ServiceError/forbidden(_:)`` if the asker does not see what
    ///   it measures.
    public func metric(_ name: MetricName, _ invocation: Invocation) async throws -> MetricFigure {
        guard invocation.model.analysis.metrics[name] != nil else {
            throw ServiceError.unknownName(kind: "metric", name: name.rawValue)
        }
        guard let figure = try await metrics([name], invocation).first else {
            throw ServiceError.forbidden("The metric reads fields that the roles of the user do not show.")
        }
        return figure
    }

    /// What a metric is for a time and a person; nil if the asker may not see what it measures.
    func metric(_ question: MetricQuestion, _ invocation: Invocation) async throws -> MetricFigure? {
        let request = Request(self, invocation)
        return try await store.readAside(invocation.environment) { transaction in
            try MetricReader(request: request, transaction: transaction).answers([question]).first.flatMap(\.self)
        }
    }

    /// What metrics are now, in the order of the packs, without those that the asker may not see.
    ///
    /// - Parameter names: Nil for all.
    public func metrics(_ names: [MetricName]? = nil, _ invocation: Invocation) async throws -> [MetricFigure] {
        let request = Request(self, invocation)
        let questions = (names ?? Array(request.model.analysis.metrics.keys)).map { MetricQuestion(metric: $0) }
        return try await store.readAside(invocation.environment) { transaction in
            try MetricReader(request: request, transaction: transaction).answers(questions).compactMap { $0 }
        }
    }

    /// The goals that the asker may see and that are not over, the next to be due first.
    public func goals(_ invocation: Invocation) async throws -> [GoalProgress] {
        let request = Request(self, invocation)
        let goals = try request.model.analysis.goals.flatMap { try GoalList($0, request).goals() }
        return try await store.readAside(invocation.environment) { transaction in
            let answers = try MetricReader(request: request, transaction: transaction).answers(goals.map(\.question))
            return zip(goals, answers).map { goal, answer in goal.progress(answer) }
        }
    }
}

/// The goals of one book, as their records tell them.
private struct GoalList {
    private static let limit = 200

    private let book: GoalBook
    private let request: Request
    private let access: EntityAccess

    init(_ book: GoalBook, _ request: Request) {
        self.book = book
        self.request = request
        access = request.permissions[book.entity]
    }

    /// A goal before its figure is known.
    struct Goal: Sendable {
        let question: MetricQuestion
        let progress: @Sendable (MetricFigure?) -> GoalProgress
    }

    func goals() throws -> [Goal] {
        guard access.read != .none, [book.metric, book.target].allSatisfy(access.isPlain) else { return [] }
        let known = book.fields.filter(access.isPlain)
        var list = ListRequest(entity: book.entity, limit: Self.limit)
        list.fields = known
        if let due = book.due, known.contains(due) {
            list.filter = "\(due) eq null or \(due) ge today()"
            list.order = "\(due) asc"
        }
        return try request.workspace.list(list, request.invocation).records.compactMap(goal)
    }

    private func goal(_ record: RecordView) -> Goal? {
        func value(_ field: FieldName?) -> Value { field.map { record[$0] } ?? .null }
        func day(_ field: FieldName?) -> CalendarDate? { if case .date(let day) = value(field) { day } else { nil } }
        guard case .text(let name) = record[book.metric],
            let metric = request.model.analysis.metrics[MetricName(name)]
        else { return nil }
        var question = MetricQuestion(metric: metric.name, from: day(book.starts), to: day(book.due))
        if case .identifier(let person) = value(book.owner) { question.owner = person }
        let (baseline, target) = (value(book.baseline), record[book.target])
        let (due, owner) = (day(book.due), book.owner.flatMap { record.titles[$0] })
        let entity = book.entity
        return Goal(question: question) { answer in
            let figure = answer?.figure ?? .null
            let start = baseline.decimal ?? FixedDecimal(0)
            let way = target.decimal?.adding(-start).map(Value.decimal) ?? .null
            let done = figure.decimal?.adding(-start).map(Value.decimal) ?? .null
            let records = answer.flatMap { answer in
                answer.filter.flatMap { filter in answer.entity.map { (entity: $0, filter: filter) } }
            }
            return GoalProgress(
                entity: entity, id: record.id, title: record.title, metric: metric, baseline: baseline,
                target: target, due: due, owner: owner, figure: figure, attainment: done.divided(by: way),
                records: records)
        }
    }
}
