// SPDX-License-Identifier: Apache-2.0
import DomainModel
import OrderedCollections
import Values

/// A goal before its figure is known.
struct Goal: Sendable {
    let id: RecordID
    let question: MetricQuestion
    /// Who sees all of what counts.
    let witness: Witness
    /// Whether the asker sees every record of the metric, whatever of them counts.
    let isSeenWhole: Bool
    let progress: @Sendable (MetricFigure?) -> GoalProgress

    /// Whether what the asker sees is all that counts, so that nobody else need be asked.
    func isAnswered(by request: Request) -> Bool {
        switch witness {
        case .engine: isSeenWhole
        case .person(let user): user == request.invocation.actor.user
        }
    }
}

/// Who sees all of what counts for a goal.
enum Witness: Hashable {
    /// Nobody but the engine: it counts for one person, or for everybody.
    case engine
    /// What they see is what counts: they answer for it.
    case person(RecordID)
}

/// The goals of one book, as their records tell them to one asker.
struct GoalList {
    private static let limit = 200

    private let book: GoalBook
    private let request: Request
    private let access: EntityAccess

    init(_ book: GoalBook, _ request: Request) {
        self.book = book
        self.request = request
        access = request.permissions[book.entity]
    }

    /// Those that are not over, the next to be due first.
    func open() throws -> [Goal] {
        var list = ListRequest(entity: book.entity, limit: Self.limit)
        if let due = book.due, access.isPlain(due) {
            list.filter = "\(due) eq null or \(due) ge today()"
            list.order = "\(due) asc"
        }
        return try goals(list)
    }

    /// Those of some records.
    func goals(_ records: [RecordID]) throws -> [Goal] {
        var list = ListRequest(entity: book.entity, limit: records.count)
        list.filter = "id in (\(records.map(\.description).joined(separator: ",")))"
        return try goals(list)
    }

    private func goals(_ list: ListRequest) throws -> [Goal] {
        guard access.read != .none, [book.metric, book.target].allSatisfy(access.isPlain) else { return [] }
        var list = list
        list.fields = book.readFields.filter(access.isPlain)
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
        var witness = Witness.engine
        if question.owner == nil, case .identifier(let user) = value(book.responsible) { witness = .person(user) }
        let (baseline, target) = (value(book.baseline), record[book.target])
        let (due, owner) = (day(book.due), book.owner.flatMap { record.titles[$0] })
        let entity = book.entity
        return Goal(id: record.id, question: question, witness: witness, isSeenWhole: seesAll(of: metric)) { answer in
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

    /// Whether every record that counts for a metric is one that the asker sees.
    private func seesAll(of metric: Metric) -> Bool {
        switch metric.formula {
        case .records(let records): request.permissions[records.entity].read == .all
        case .computed: metric.parts.compactMap { request.model.analysis.metrics[$0] }.allSatisfy(seesAll)
        }
    }
}
