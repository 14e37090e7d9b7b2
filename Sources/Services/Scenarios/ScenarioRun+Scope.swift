// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Packs
import Queries
import Storage
import Values

// Who asks, and what names stand for.
extension ScenarioRun {
    /// A request of somebody at this moment.
    func invocation(_ actor: ScenarioActor, _ step: ScenarioStep) throws -> Invocation {
        guard case .person(let name) = actor else { return workspace.invocation(.engine, .engine) }
        guard let found = try workspace.actor(userName: name) else {
            throw ScenarioFailure(
                step.range, expected: "\(name) to be there", found: ["The user is deleted or not active."],
                isFatal: true)
        }
        return workspace.invocation(found, .api)
    }

    func reference(_ alias: ScenarioAlias, _ step: ScenarioStep) throws -> RecordReference {
        guard let record = records[alias.name] else {
            throw ScenarioFailure(
                step.range, expected: "a record \(alias.name)", found: ["It was never added."], isFatal: true)
        }
        return record
    }

    /// Reads with the names of the scenario.
    func read<Result>(
        _ invocation: Invocation, _ body: (TransactionScope, Evaluator) throws -> Result
    ) throws -> Result {
        let request = Request(workspace, invocation)
        return try workspace.store.read(invocation.environment) { transaction in
            let scope = try TransactionScope(transaction, request)
            var aliases = scope.context.aliases
            for (name, record) in records { aliases[name] = .record(record) }
            let evaluator = Evaluator(
                functions: scope.functions, calendar: scope.context.calendar, aliases: aliases, source: scope)
            return try body(scope, evaluator)
        }
    }

    /// What expressions are about that read no record.
    static let nobody = RecordReference(entity: "User", id: RecordID(high: 0, low: 0))

    /// The values of assignments.
    ///
    /// - Parameter record: The record that they may read; a record that is not there yet has none to be read.
    func values(
        _ assignments: [ScenarioAssignment], _ entity: EntityName, of record: RecordReference?,
        _ invocation: Invocation
    ) throws -> [FieldName: Value] {
        guard !assignments.isEmpty else { return [:] }
        let subject = record ?? RecordReference(entity: entity, id: RecordID(high: 0, low: 0))
        return try read(invocation) { scope, evaluator in
            var values: [FieldName: Value] = [:]
            for assignment in assignments {
                guard let field = model.entities[entity]?.fields[assignment.field] else { continue }
                switch assignment.source {
                case .value(let value): values[field.name] = value
                case .expression(let expression):
                    values[field.name] = field.fitting(try evaluator.evaluate(expression, on: subject))
                case .named(let text):
                    values[field.name] = try TabledText(model: model, transaction: scope.transaction)
                        .value(text, field, at: "\(assignment.range)")
                }
            }
            return values
        }
    }

    /// What a condition reads, as `path = value`, each once.
    func facts(
        _ condition: TypedExpression, on record: RecordReference, _ evaluator: Evaluator
    ) throws -> [String] {
        var seen: Set<String> = []
        return try condition.paths.compactMap { path in
            switch path.root {
            case .member, .variable: return nil
            case .record, .alias: break
            }
            if case .collection = path.type { return nil }
            let expression = TypedExpression(path)
            var source = expression.source
            if case .alias(let name) = path.root { source = "@\(name)" + (source.isEmpty ? "" : "/\(source)") }
            guard seen.insert(source).inserted else { return nil }
            return "\(source) = \(shown(try evaluator.evaluate(expression, on: record)))"
        }
    }

    /// A value as expressions write it; records by the names that the scenario gave them.
    func shown(_ value: Value) -> String {
        guard case .identifier(let id) = value else { return value.literal }
        return records.filter { $0.value.id == id }.map { "@\($0.key)" }.min() ?? "another record"
    }
}
