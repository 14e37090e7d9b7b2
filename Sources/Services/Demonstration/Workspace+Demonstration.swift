import Diagnostics
// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Queries
import Schemas
import Storage
public import Values

extension Workspace {
    /// Makes up records as the packs' generators say.
    ///
    /// - Parameters:
    ///   - size: What generators know as `@size`: how large the company is, in main records.
    ///   - seed: The same seed makes the same values, if the records before are the same.
    ///   - progress: Called when a generator has made all of its records.
    /// - Returns: How many records were added.
    /// - Throws: ``ServiceError/badRequest(target:_:)`` with file and line of the element whose record was refused, while
    ///   the records made up before stay; or if the database has a demonstration already, whose numbers would come again.
    public func generateDemonstration(
        size: Int, seed: UInt64, progress: (EntityName, Int) -> Void
    ) async throws -> Int {
        let model = self.model.current.model
        try await beginDemonstration(size: size, seed: seed)
        var made: [EntityName: [RecordID]] = [:]
        var count = 0
        for (number, generator) in model.generators.enumerated() {
            let run = GeneratorRun(
                workspace: self, generator: generator, size: size, seed: seed, number: UInt64(number),
                parents: generator.each.map { made[$0] ?? [] })
            let records = try await run.run()
            made[generator.entity, default: []] += records
            count += records.count
            progress(generator.entity, records.count)
        }
        return count
    }
}

extension Workspace {
    private static let demonstration = "demonstration"

    /// Notes that there is a demonstration; the same numbers and names would be made up again.
    private func beginDemonstration(size: Int, seed: UInt64) async throws {
        try await write(invocation(.engine, .demo)) { _, transaction in
            let known = try transaction.engineRows(
                EngineSelection(.settings, where: [.equals("name", .text(Self.demonstration))]))
            if case .text(let text)? = known.first?[1] {
                throw ServiceError.badRequest(
                    target: "demo",
                    "The database has a demonstration already (\(text)), and a second one would use its numbers again. "
                        + "Make up a larger one in an empty database.")
            }
            try transaction.upsert(
                into: .settings, [.text(Self.demonstration), .text("size \(size), seed \(seed)")])
        }
    }
}

/// One generator at work.
private struct GeneratorRun: Sendable {
    /// Records that are written in one transaction.
    private static let batch = 500

    let workspace: Workspace
    let generator: RecordGenerator
    let size: Int
    let seed: UInt64
    /// The generator's place among all.
    let number: UInt64
    /// The records to make others for; nil to make records once.
    let parents: [RecordID]?

    func run() async throws -> [RecordID] {
        let candidates = try candidates()
        guard let parents else { return try await run(for: nil, candidates) }
        var records: [RecordID] = []
        var position = 0
        while position < parents.count {
            let range = position..<min(position + Self.batch / 4, parents.count)
            records += try await write { transaction, environment in
                try range.flatMap { place in
                    var counting = record(parents[place], 0, transaction, environment, candidates, place)
                    return try (0..<(counting.count())).compactMap { index in
                        try written(record(parents[place], index, transaction, environment, candidates, place))
                    }
                }
            }
            position = range.upperBound
        }
        return records
    }

    private func run(for each: RecordID?, _ candidates: [CandidateKey: [RecordID]]) async throws -> [RecordID] {
        let count = try await write { transaction, environment in
            var counting = record(each, 0, transaction, environment, candidates, 0)
            return try counting.count()
        }
        var records: [RecordID] = []
        for start in stride(from: 0, to: count, by: Self.batch) {
            records += try await write { transaction, environment in
                try (start..<min(start + Self.batch, count)).compactMap { index in
                    try written(record(each, index, transaction, environment, candidates, 0))
                }
            }
        }
        return records
    }

    private func record(
        _ each: RecordID?, _ index: Int, _ transaction: any WriteTransaction, _ environment: StoreEnvironment,
        _ candidates: [CandidateKey: [RecordID]], _ place: Int
    ) -> GeneratedRecord {
        GeneratedRecord(
            generator, workspace, environment, transaction, each: each, index: index, size: size,
            chance: SeededNumbers(seed, number, UInt64(place), UInt64(index)), candidates: candidates)
    }

    private func written(_ record: GeneratedRecord) throws -> RecordID? {
        var record = record
        do {
            return try record.write()
        } catch let fault as GeneratorFault {
            throw refusal(fault.error, at: fault.range)
        } catch {
            throw refusal(error, at: generator.range)
        }
    }

    private func refusal(_ error: any Error, at range: SourceRange) -> any Error {
        let place = "\(range.file):\(range.start.line):\(range.start.column)"
        switch error {
        case ServiceError.invalid(let findings):
            let sentences = findings.map { "\($0.field.map { "\($0): " } ?? "")\($0.message.english)" }
            return ServiceError.badRequest(target: place, sentences.joined(separator: " "))
        case ServiceError.moveRefused(let refusal):
            let sentences = refusal.obstacles.map { $0.sentence(.english) }
            return ServiceError.badRequest(
                target: place, "From \(refusal.from) to \(refusal.to): " + sentences.joined(separator: " "))
        default: return error
        }
    }

    private func write<Result: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction, StoreEnvironment) throws -> Result
    ) async throws -> Result {
        try await workspace.write(workspace.invocation(.engine, .demo)) { request, transaction in
            try body(transaction, request.environment)
        }
    }

    /// The records that the draws choose from, read once.
    private func candidates() throws -> [CandidateKey: [RecordID]] {
        let request = Request(workspace, workspace.invocation(.engine, .demo))
        return try workspace.store.read(request.environment) { transaction in
            var candidates: [CandidateKey: [RecordID]] = [:]
            for step in generator.steps {
                let draw: Draw
                switch step {
                case .draw(_, let drawn), .fill(_, let drawn): draw = drawn
                case .set: continue
                }
                guard case .record(let entity, let condition, let role) = draw.source else { continue }
                let key = CandidateKey(entity: entity, condition: condition?.source, role: role)
                guard candidates[key] == nil else { continue }
                candidates[key] = try keys(of: entity, condition, role, request, transaction)
            }
            return candidates
        }
    }

    private func keys(
        of entity: EntityName, _ condition: TypedExpression?, _ role: RoleName?, _ request: Request,
        _ transaction: any ReadTransaction
    ) throws -> [RecordID] {
        guard let key = request.model.entities[entity]?.fields["id"] else { return [] }
        let query = RecordQuery(
            entity: entity, columns: [QueryColumn(TypedExpression(key.path))], condition: condition,
            limit: RecordQuery.unlimited, access: .unrestricted)
        var keys: [RecordID] = []
        try transaction.forEachRow(query, request.context(transaction)) { row in
            if case .identifier(let id) = row.value(0) { keys.append(id) }
        }
        guard let role else { return keys }
        let rows = try transaction.engineRows(
            EngineSelection(.userRoles, where: [.equals("role", .text(role.rawValue))], limit: RecordQuery.unlimited))
        let holders = Set(rows.compactMap { row in if case .identifier(let id) = row[0] { id } else { nil } })
        return keys.filter(holders.contains)
    }
}
