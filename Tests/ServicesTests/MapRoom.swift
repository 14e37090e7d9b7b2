// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import Services
import Testing
import Values

/// The map room with a keeper, whose map it is, and people who would like to see it.
struct MapRoom {
    let edition: TestEdition
    let keeper: Invocation
    let other: Invocation
    let map: RecordID

    var workspace: Workspace { edition.workspace }

    init() async throws {
        edition = try await TestEdition.make(mapRoom)
        keeper = try await edition.user("kim", "keeper")
        other = try await edition.user("ole", "keeper")
        map = try await Self.add("Coast of Fur", of: keeper, edition)
    }

    private static func add(_ name: String, of keeper: Invocation, _ edition: TestEdition) async throws -> RecordID {
        let user = try #require(keeper.actor.user)
        return try await edition.workspace.create(
            "Map",
            [
                "name": .text(name), "sheet": .text(name), "keeper": .identifier(user), "value": .integer(40),
                "donor": .text("Jonas"), "phone": .text("13812348000"), "vault": .text("B-17-04"),
            ], edition.engine
        ).id
    }

    func add(_ name: String, of keeper: Invocation) async throws -> RecordID {
        try await Self.add(name, of: keeper, edition)
    }

    func add(_ entity: EntityName, _ values: [FieldName: Value]) async throws -> RecordID {
        try await workspace.create(entity, values, edition.engine).id
    }

    /// The same person at the time that it is now.
    func now(_ person: Invocation) -> Invocation { workspace.invocation(person.actor, .api) }

    func receiver(_ person: Invocation) throws -> ShareReceiver { .user(try #require(person.actor.user)) }

    func share(
        _ receiver: ShareReceiver, _ level: ShareLevel = .read, until: Instant? = nil, note: String? = nil,
        by person: Invocation? = nil
    ) async throws {
        _ = try await workspace.share(
            RecordShare(entity: "Map", id: map, receiver: receiver, level: level, until: until, note: note),
            now(person ?? keeper))
    }

    func share(with person: Invocation, _ level: ShareLevel = .read, until: Instant? = nil) async throws {
        try await share(try receiver(person), level, until: until)
    }

    /// A moment so many days from now.
    func moment(inDays days: Int64) throws -> Instant {
        try #require(workspace.clock.now().adding(TimeSpan(microseconds: days * TimeSpan.microsecondsPerDay)))
    }

    func sees(_ person: Invocation) -> Bool {
        (try? workspace.record("Map", map, fields: [], now(person))) != nil
    }

    /// The codes of what refuses something; empty if it is done.
    func refusal(_ deed: () async throws -> Void) async throws -> [String] {
        do {
            try await deed()
            return []
        } catch ServiceError.invalid(let findings) {
            return findings.map(\.code)
        } catch ServiceError.forbidden {
            return ["forbidden"]
        } catch ServiceError.notFound {
            return ["notFound"]
        }
    }
}
