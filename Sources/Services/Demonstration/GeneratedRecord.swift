// SPDX-License-Identifier: Apache-2.0
import Diagnostics
import DomainModel
import Expressions
import Queries
import Storage
import Values

/// One record that is being made up: what chance and expressions make of it, then the write and the moves behind it.
struct GeneratedRecord {
    let generator: RecordGenerator
    let workspace: Workspace
    let environment: StoreEnvironment
    let transaction: any WriteTransaction
    /// What the record is for.
    let each: RecordID?
    let index: Int
    let size: Int
    var chance: SeededNumbers
    let candidates: [CandidateKey: [RecordID]]
    private var names: [String: AliasValue] = [:]
    private let unwritten: UnwrittenRecord
    /// The writer of one moment, which knows what it has read and written; the next moment needs another.
    private var latest: RecordWriter?

    init(
        _ generator: RecordGenerator, _ workspace: Workspace, _ environment: StoreEnvironment,
        _ transaction: any WriteTransaction, each: RecordID?, index: Int, size: Int, chance: SeededNumbers,
        candidates: [CandidateKey: [RecordID]]
    ) {
        self.generator = generator
        self.workspace = workspace
        self.environment = environment
        self.transaction = transaction
        self.each = each
        self.index = index
        self.size = size
        self.chance = chance
        self.candidates = candidates
        unwritten = UnwrittenRecord(RecordReference(entity: generator.entity, id: RecordID(high: 0, low: 0)))
        names["size"] = .value(.integer(Int64(size)))
        names["index"] = .value(.integer(Int64(index)))
        if let entity = generator.each {
            names["each"] = .record(each.map { RecordReference(entity: entity, id: $0) })
        }
    }

    /// How many records are made for the same one.
    mutating func count() throws -> Int {
        let writer = try writer(at: workspace.clock.now())
        guard case .integer(let least) = try evaluate(generator.count, writer) else { return 0 }
        guard let most = generator.most, case .integer(let largest) = try evaluate(most, writer), largest > least else {
            return Int(least)
        }
        return Int(least) + Int(chance.next(upperBound: UInt64(largest - least + 1)))
    }

    /// Writes the record and its moves; nil if it is not to be made.
    mutating func write() throws -> RecordID? {
        let now = workspace.clock.now()
        let planning = try writer(at: now)
        for step in generator.steps { try take(step, planning) }
        if let condition = generator.condition, try evaluate(condition, planning) != .boolean(true) { return nil }
        var moment = now
        if let told = generator.moment, case .instant(let instant) = try evaluate(told, planning) {
            moment = min(instant, now)
        }
        let id = RecordID(
            at: moment, random: (UInt16(truncatingIfNeeded: chance.next()), chance.next()))
        _ = try writer(at: moment).create(generator.entity, unwritten.values, id: id)
        for move in generator.moves { moment = try go(move, id, after: moment) }
        return id
    }

    /// Moves the record if it goes there and the moment has come; gives the moment at which it is where it is.
    private mutating func go(_ move: RecordGenerator.Move, _ id: RecordID, after moment: Instant) throws -> Instant {
        let now = workspace.clock.now()
        let record = RecordReference(entity: generator.entity, id: id)
        let planning = try writer(at: moment)
        let evaluator = planning.scope.evaluator(naming: names, reading: planning.scope)
        if let condition = move.condition, try !evaluator.isTrue(condition, on: record) { return moment }
        var next = moment
        if let told = move.moment, case .instant(let instant) = try evaluator.evaluate(told, on: record) {
            next = max(instant, moment)
        }
        guard next <= now else { return moment }
        var values: [FieldName: Value] = [:]
        for assignment in move.assignments {
            values[assignment.field] = try evaluator.evaluate(assignment.value, on: record)
        }
        do {
            _ = try writer(at: next).move(
                StageMove(
                    entity: generator.entity, id: id, pipeline: move.pipeline, to: move.stage, values: values,
                    reason: move.reason))
        } catch {
            throw GeneratorFault(range: move.range, error: error)
        }
        return next
    }

    private mutating func take(_ step: RecordGenerator.Step, _ writer: RecordWriter) throws {
        switch step {
        case .draw(let name, let draw):
            let value = try drawn(draw, writer)
            names[name] = alias(value, of: draw)
        case .fill(let field, let draw): unwritten.values[field] = try drawn(draw, writer)
        case .set(let assignment): unwritten.values[assignment.field] = try evaluate(assignment.value, writer)
        }
    }

    /// A record is reached by paths, anything else is what it is.
    private func alias(_ value: Value, of draw: Draw) -> AliasValue {
        guard case .record(let entity, _, _) = draw.source else { return .value(value) }
        guard case .identifier(let id) = value else { return .record(nil) }
        return .record(RecordReference(entity: entity, id: id))
    }

    private mutating func drawn(_ draw: Draw, _ writer: RecordWriter) throws -> Value {
        let current = self
        var values = DrawnValues(chance: chance, candidates: candidates) { try current.evaluate($0, writer) }
        defer { chance = values.chance }
        return try values.value(of: draw)
    }

    private func evaluate(_ expression: TypedExpression, _ writer: RecordWriter) throws -> Value {
        try writer.scope.evaluator(naming: names, reading: unwritten.over(writer.scope))
            .evaluate(expression, on: unwritten.reference)
    }

    private mutating func writer(at moment: Instant) throws -> RecordWriter {
        if let latest, latest.invocation.now == moment { return latest }
        let invocation = Invocation(
            actor: .engine, door: .demo, environment: environment, now: moment, language: .english)
        let writer = try RecordWriter(Request(workspace, invocation), transaction)
        latest = writer
        return writer
    }
}

/// Why a record that is made up was refused, and by which element of a pack it was asked for.
struct GeneratorFault: Error {
    let range: SourceRange
    let error: any Error
}

/// The values of a record that is not written yet, beside the records that are there.
private final class UnwrittenRecord {
    let reference: RecordReference
    var values: [FieldName: Value] = [:]

    init(_ reference: RecordReference) { self.reference = reference }

    func over(_ scope: TransactionScope) -> any RecordSource { Source(record: self, scope: scope) }

    private struct Source: RecordSource {
        let record: UnwrittenRecord
        let scope: TransactionScope

        func value(of property: FieldName, in reference: RecordReference) throws -> Value {
            guard reference == record.reference else { return try scope.value(of: property, in: reference) }
            return record.values[property] ?? .null
        }

        func members(of relationship: FieldName, in reference: RecordReference) throws -> [RecordReference] {
            reference == record.reference ? [] : try scope.members(of: relationship, in: reference)
        }
    }
}

extension TransactionScope {
    /// Evaluates with further names, about what a source tells.
    func evaluator(naming names: [String: AliasValue], reading source: any RecordSource) -> Evaluator {
        Evaluator(
            functions: functions, calendar: context.calendar,
            aliases: context.aliases.merging(names) { _, name in name }, source: source)
    }
}
