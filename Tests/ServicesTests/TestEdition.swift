// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Diagnostics
import DomainModel
import Expressions
import Foundation
import Packs
import PluginKit
import SQLiteStorage
import Services
import Storage
import Synchronization
import Values

/// An edition on a database of its own, with a clock that only moves when it is told to.
struct TestEdition: Sendable {
    let workspace: Workspace
    let clock: TestClock

    /// Makes an edition from one pack's text.
    static func make(_ pack: String, plugins: [any Plugin] = []) async throws -> TestEdition {
        let contributions = try Contributions(plugins: [ChineseIdentifiers()] + plugins)
        let loading = PackLoader(contributions)
            .load(texts: [(path: "pack.xml", text: pack)])
        return try await make(loading, contributions)
    }

    /// Makes an edition from folders of this repository, such as `verticals/core`.
    static func make(folders: [String]) async throws -> TestEdition {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let loading = PackLoader(contributions)
            .load(folders: folders.map { root + "/" + $0 })
        return try await make(loading, contributions)
    }

    private static func make(_ loading: PackLoading, _ contributions: Contributions) async throws -> TestEdition {
        guard let model = loading.model else { throw PackFault(findings: loading.diagnostics.json) }
        let clock = TestClock()
        let path = FileManager.default.temporaryDirectory.path + "/trellis-\(UUID().uuidString).db"
        let store = try SQLiteStore(
            path: path, functions: contributions.functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
        let workspace = try await Workspace.apply(
            Workspace.plan(model, for: store), model, texts: loading.texts, to: store, contributions: contributions,
            clock: clock.workspaceClock)
        return TestEdition(workspace: workspace, clock: clock)
    }

    var engine: Invocation { workspace.invocation(.engine, .api) }

    /// Lets time pass, with what happens by itself meanwhile.
    func pass(days: Int64 = 0, minutes: Int64 = 0) async throws {
        let span = TimeSpan(microseconds: days * TimeSpan.microsecondsPerDay + minutes * 60_000_000)
        guard let moment = workspace.clock.now().adding(span) else { return }
        try await workspace.runDueJobs(until: moment)
        clock.advance(days: days)
        clock.advance(minutes: minutes)
    }

    /// A user with roles, as a request of theirs.
    func user(_ name: String, _ roles: RoleName...) async throws -> Invocation {
        try await workspace.setUser(userName: name, displayName: name, password: nil, roles: roles)
        guard let actor = try workspace.actor(userName: name) else { throw PackFault(findings: "no user \(name)") }
        return workspace.invocation(actor, .api)
    }
}

struct PackFault: Error {
    let findings: String
}

/// A clock that stands still at noon of 2026-11-23 in Shanghai until it is moved.
final class TestClock: Sendable {
    private let instant = Mutex(Instant(microseconds: 1_795_406_400_000_000))

    func advance(days: Int64) {
        instant.withLock { $0 = Instant(microseconds: $0.microseconds + days * TimeSpan.microsecondsPerDay) }
    }

    func advance(minutes: Int64) {
        instant.withLock { $0 = Instant(microseconds: $0.microseconds + minutes * 60_000_000) }
    }

    var workspaceClock: WorkspaceClock {
        WorkspaceClock(now: { self.instant.withLock { $0 } }, offset: { _ in 8 * 3600 })
    }
}

/// A file of the test bundle, by its path.
func fixture(_ name: String) throws -> String {
    guard let url = Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: nil) else {
        throw PackFault(findings: "no fixture \(name)")
    }
    return url.path
}
