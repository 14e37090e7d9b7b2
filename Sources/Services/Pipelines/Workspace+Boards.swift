// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
public import Values

// Doors to boards.
extension Workspace {
    /// A pipeline's columns with totals and the first cards of each.
    public func board(
        _ name: PipelineName, cards: Int = 20, filter: String? = nil, _ invocation: Invocation
    ) throws -> Board {
        let plan = try BoardPlan(name, filter, Request(self, invocation))
        return try store.read(invocation.environment, within: .question) { transaction in
            let totals = try plan.totals(transaction)
            return Board(
                pipeline: plan.pipeline,
                columns: try plan.pipeline.stages.map {
                    try plan.column($0, totals[$0.name], page: nil, cards: cards, transaction)
                })
        }
    }

    /// More cards of one column.
    public func boardColumn(
        _ name: PipelineName, _ stage: StageName, page: String?, cards: Int, filter: String? = nil,
        _ invocation: Invocation
    ) throws -> Board.Column {
        let plan = try BoardPlan(name, filter, Request(self, invocation))
        guard let stage = plan.pipeline.stage(stage) else {
            throw ServiceError.unknownName(kind: "stage", name: stage.rawValue)
        }
        return try store.read(invocation.environment, within: .question) { transaction in
            try plan.column(stage, try plan.totals(transaction)[stage.name], page: page, cards: cards, transaction)
        }
    }
}

/// A board, resolved against the model and the asker's rights.
struct BoardPlan: Sendable {
    let request: Request
    let pipeline: Pipeline
    let entity: EntityPlan
    let stageField: Field
    /// The field added up; nil if there is none or the asker may not see it.
    let total: Field?
    let filter: String?
    let condition: TypedExpression?

    init(_ name: PipelineName, _ filter: String?, _ request: Request) throws(ServiceError) {
        guard let pipeline = request.model.pipelines[name], request.permissions[pipeline.entity].read != .none,
            request.permissions.isPlain(pipeline.field, of: pipeline.entity),
            let stageField = request.model.entities[pipeline.entity]?.fields[pipeline.field]
        else { throw .unknownName(kind: "pipeline", name: name.rawValue) }
        self.request = request
        self.pipeline = pipeline
        self.stageField = stageField
        self.filter = filter
        entity = try request.plan.entity(pipeline.entity)
        total = pipeline.totalField.flatMap { name in
            request.permissions.isPlain(name, of: pipeline.entity)
                ? request.model.entities[pipeline.entity]?.fields[name] : nil
        }
        condition = try request.condition(filter, on: pipeline.entity)
    }

    /// Count and sum of each stage: from the standing totals if the asker sees every record, else by one query.
    func totals(_ transaction: any ReadTransaction) throws -> [StageName: (count: Int64, sum: Value)] {
        if condition == nil, request.permissions[pipeline.entity].read == .all { return try standing(transaction) }
        var measures = [Measure(name: "count", label: stageField.label, kind: .count)]
        if let total {
            measures.append(
                Measure(name: "total", label: total.label, kind: .aggregate(.sum, TypedExpression(total.path))))
        }
        let stage = Dimension(
            name: "stage", label: stageField.label, expression: TypedExpression(stageField.path), period: nil)
        let query = AggregateQuery(
            entity: pipeline.entity, condition: condition, dimensions: [stage], measures: measures,
            access: request.permissions.read)
        var totals: [StageName: (count: Int64, sum: Value)] = [:]
        for row in try transaction.groups(query, request.context(transaction)) {
            guard case .text(let stage) = row[0], case .integer(let count) = row[1] else { continue }
            totals[StageName(stage)] = (count, total == nil ? .null : row[2])
        }
        return totals
    }

    private func standing(_ transaction: any ReadTransaction) throws -> [StageName: (count: Int64, sum: Value)] {
        let rows = try transaction.engineRows(
            EngineSelection(.standingTotals, where: [.equals("aggregate", .text("board.\(pipeline.name)"))]))
        var totals: [StageName: (count: Int64, sum: Value)] = [:]
        for row in rows {
            guard case .text(let stage) = row[1], case .integer(let count) = row[2] else { continue }
            guard let total, case .integer(let units) = row[3] else {
                totals[StageName(stage)] = (count, .null)
                continue
            }
            totals[StageName(stage)] = (count, .decimal(FixedDecimal(units: Int128(units), scale: total.scale)))
        }
        return totals
    }

    /// The cards of one stage, newest first.
    func column(
        _ stage: Stage, _ numbers: (count: Int64, sum: Value)?, page: String?, cards: Int,
        _ transaction: any ReadTransaction
    ) throws -> Board.Column {
        let digest = PageToken.digest(["board", pipeline.name.rawValue, stage.name.rawValue, filter])
        let limit = min(max(cards, 0), 1000)
        let read = try cardRead(stage, limit, page: page, digest)
        var views: [RecordView] = []
        try transaction.forEachRow(read.query, of: nil, { try request.context(transaction) }) { row in
            if let view = read.columns.view(row) { views.append(view) }
        }
        var next: String?
        if views.count > limit {
            views.removeLast()
            next = views.last.map { PageToken(query: digest, after: [.identifier($0.id), .identifier($0.id)]).text }
        }
        var sum: FixedDecimal?
        switch numbers?.sum {
        case .decimal(let number): sum = number
        case .integer(let number): sum = FixedDecimal(number)
        default: sum = total.map { FixedDecimal(units: 0, scale: $0.scale) }
        }
        return Board.Column(stage: stage, count: numbers?.count ?? 0, total: sum, cards: views, next: next)
    }

    /// The read of a stage's cards; the first page is asked for again and again.
    private func cardRead(_ stage: Stage, _ limit: Int, page: String?, _ digest: String) throws -> CardRead {
        let key = TypedExpression(TypedPath("id", of: pipeline.entity, type: .identifier))
        let order = [OrderTerm(expression: key, direction: .descending)]
        func make() throws -> CardRead {
            let columns = try ViewColumns(entity, pipeline.cardFields, order, request)
            let inStage = TypedExpression.equality(stageField.path, .text(stage.name.rawValue))
            let query = RecordQuery(
                entity: pipeline.entity, columns: columns.columns,
                condition: .all([inStage] + (condition.map { [$0] } ?? [])), order: order,
                after: try page.map { try PageToken($0, query: digest).after(order) }, limit: limit + 1,
                access: request.permissions.read)
            return CardRead(query: PreparedQuery(query), columns: columns)
        }
        guard page == nil, filter == nil else { return try make() }
        let actor = request.invocation.actor
        let known = CardReads.Key(
            pipeline: pipeline.name, stage: stage.name, limit: limit, roles: actor.roles, isEngine: actor.isEngine,
            language: request.invocation.language)
        return try request.plan.cards.read(known, make)
    }
}
