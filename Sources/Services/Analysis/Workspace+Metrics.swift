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
    ///
    /// A figure is that of the goal, or the goal is left out: those who see a part of what counts would read the figure of
    /// that part.
    public func goals(_ invocation: Invocation) async throws -> [GoalProgress] {
        let request = Request(self, invocation)
        let goals = try request.model.analysis.goals.flatMap { try GoalList($0, request).open() }
        return try await progress(of: goals, request)
    }

    /// How far goals are reached, also such as are over; without those that are not measured or not told to the asker.
    ///
    /// - Parameter records: Records of an entity that the model keeps goals in.
    public func goals(
        of entity: EntityName, _ records: [RecordID], _ invocation: Invocation
    ) async throws -> [RecordID: GoalProgress] {
        let request = Request(self, invocation)
        guard !records.isEmpty, let book = request.model.analysis.goals.first(where: { $0.entity == entity }) else {
            return [:]
        }
        let goals = try await progress(of: GoalList(book, request).goals(records), request)
        return Dictionary(goals.map { ($0.id, $0) }) { first, _ in first }
    }

    private func progress(of goals: [Goal], _ request: Request) async throws -> [GoalProgress] {
        try await store.readAside(request.environment) { transaction in
            let own = try MetricReader(request: request, transaction: transaction).answers(goals.map(\.question))
            let answered = zip(goals, own)
            let whole = try self.wholeFigures(
                of: answered.filter { $1 == nil || !$0.isAnswered(by: request) }.map(\.0), request, transaction)
            return answered.compactMap { goal, own in
                let whole = whole[goal.id] ?? own
                // Who sees less than counts is told nothing; who sees more is told what counts.
                if own?.figure == whole?.figure { return goal.progress(own) }
                return goal.isSeenWhole ? goal.progress(whole?.withoutRecords) : nil
            }
        }
    }

    /// The figures of goals as those see them who see all that counts.
    private func wholeFigures(
        of goals: [Goal], _ request: Request, _ transaction: any ReadTransaction
    ) throws -> [RecordID: MetricFigure] {
        var figures: [RecordID: MetricFigure] = [:]
        for (witness, seen) in Dictionary(grouping: goals, by: \.witness) {
            guard let request = try self.request(request, of: witness, transaction) else { continue }
            let found = try MetricReader(request: request, transaction: transaction).answers(seen.map(\.question))
            for (goal, figure) in zip(seen, found) { figures[goal.id] = figure }
        }
        return figures
    }

    /// The same request as somebody else would make it; nil if they are not there any more.
    private func request(
        _ request: Request, of witness: Witness, _ transaction: any ReadTransaction
    ) throws -> Request? {
        let actor: Actor?
        switch witness {
        case .engine: actor = .engine
        case .person(let user): actor = try readActor(user, in: transaction)
        }
        let own = request.invocation
        return actor.map { actor in
            Request(
                self,
                Invocation(
                    actor: actor, door: own.door, environment: own.environment, now: own.now, language: own.language))
        }
    }
}
