// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Expressions
import Foundation
import OrderedCollections
import Packs
import PluginKit
import SQLiteStorage
import Services
import Storage
import Synchronization
import Testing
import Values

/// The insurance edition on a database of its own, with one person in each role and a clock that is moved by hand.
struct InsuranceEdition: Sendable {
    let workspace: Workspace
    let clock: Clock

    static func make() async throws -> InsuranceEdition {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loading = PackLoader(contributions)
            .load(folders: [root + "/verticals/core", root + "/verticals/insurance"])
        let model = try #require(loading.model, "\(loading.diagnostics.json)")
        let clock = Clock()
        let store = try SQLiteStore(
            path: FileManager.default.temporaryDirectory.path + "/trellis-\(UUID().uuidString).db",
            functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
        let workspace = try await Workspace.apply(
            Workspace.plan(model, for: store), model, texts: loading.texts, to: store, contributions: contributions,
            clock: WorkspaceClock(now: { clock.now }, offset: { _ in 8 * 3600 }))
        return InsuranceEdition(workspace: workspace, clock: clock)
    }

    /// Somebody in a role, as a request of theirs.
    func person(_ name: String, _ role: RoleName) async throws -> Invocation {
        try await workspace.setUser(userName: name, displayName: name, password: nil, roles: [role])
        return workspace.invocation(try #require(try workspace.actor(userName: name)), .api)
    }

    /// The same person on the day that the clock shows now.
    func today(_ person: Invocation) -> Invocation { workspace.invocation(person.actor, .api) }

    /// Records of the old system, which bring their stages with them.
    var oldSystem: Invocation { workspace.invocation(.engine, .importing) }

    /// Adds a record from texts as a form would send them.
    func add(
        _ entity: EntityName, _ texts: [FieldName: String] = [:], _ references: [FieldName: RecordID] = [:],
        by person: Invocation
    ) async throws -> RecordID {
        try await workspace.create(entity, values(entity, texts, references), person).id
    }

    func change(
        _ entity: EntityName, _ id: RecordID, _ texts: [FieldName: String] = [:],
        _ references: [FieldName: RecordID] = [:], by person: Invocation
    ) async throws {
        _ = try await workspace.update(
            entity, id, values(entity, texts, references), expectedVersion: nil, person)
    }

    func values(
        _ entity: EntityName, _ texts: [FieldName: String], _ references: [FieldName: RecordID] = [:]
    ) throws -> [FieldName: Value] {
        var values = references.mapValues(Value.identifier)
        for (name, text) in texts {
            let field = try #require(workspace.model.current.model.entities[entity]?.fields[name])
            values[name] = try workspace.parse(text, for: field)
        }
        return values
    }

    /// Noon of a day in Shanghai that only passes when it is told to.
    final class Clock: Sendable {
        private let instant = Mutex(Instant(microseconds: 1_795_406_400_000_000))

        var now: Instant { instant.withLock { $0 } }

        func advance(days: Int64) {
            instant.withLock { $0 = Instant(microseconds: $0.microseconds + days * TimeSpan.microsecondsPerDay) }
        }
    }
}

/// A record on its way through a pipeline.
struct Journey: Sendable {
    let edition: InsuranceEdition
    let entity: EntityName
    let pipeline: PipelineName
    let id: RecordID

    /// What stands in the way, such as `missing premium`, `guard health`, `roles`; nothing if the move was made.
    func obstacles(
        _ stage: StageName, _ texts: [FieldName: String] = [:], _ references: [FieldName: RecordID] = [:],
        reason: String? = nil, by person: Invocation
    ) async throws -> Set<String> {
        let values = try edition.values(entity, texts, references)
        let move = StageMove(entity: entity, id: id, pipeline: pipeline, to: stage, values: values, reason: reason)
        do {
            _ = try await edition.workspace.move(move, person)
            return []
        } catch ServiceError.moveRefused(let refusal) {
            return Set(refusal.obstacles.map(Self.word))
        }
    }

    /// Makes a move that nothing may stand in the way of.
    func go(
        _ stage: StageName, _ texts: [FieldName: String] = [:], _ references: [FieldName: RecordID] = [:],
        reason: String? = nil, by person: Invocation
    ) async throws {
        let found = try await obstacles(stage, texts, references, reason: reason, by: person)
        #expect(found.isEmpty, "to \(stage)")
    }

    private static func word(_ obstacle: MoveRefusal.Obstacle) -> String {
        switch obstacle {
        case .missing(let field): "missing \(field)"
        case .condition(let condition): "guard \(condition.name)"
        default: obstacle.code
        }
    }
}
