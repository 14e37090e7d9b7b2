// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Foundation
public import Packs
public import Storage
public import Values

/// Runs scenarios: an edition is applied once to a database in memory, and each scenario gets a copy of that.
public struct ScenarioBench: Sendable {
    /// What people can do besides changing and moving records, as scenarios name it.
    public static var actions: [ScenarioActionForm] { ScenarioAction.all.map(\.form) }

    private let template: Workspace
    private let stores: any ScratchStores

    /// Applies an edition.
    ///
    /// - Throws: ``ServiceError/badRequest(target:_:)`` if the packs have errors, and what applying throws.
    public init(_ loading: PackLoading, _ contributions: Contributions, in stores: any ScratchStores) async throws {
        guard let model = loading.model else {
            throw ServiceError.badRequest(target: "packs", "The packs have errors; ‘trellis check’ shows them.")
        }
        self.stores = stores
        // Before any scenario begins, so that what packs deliver is older than what people write.
        let time = VirtualTime(Instant(microseconds: 946_684_800_000_000))
        let store = try stores.empty()
        template = try await Workspace.apply(
            Workspace.plan(model, for: store), model, texts: loading.texts, to: store, contributions: contributions,
            clock: time.clock(WorkspaceClock.system.offset))
    }

    /// A moment as people there read it, such as `2026-01-05 09:00:00`.
    public func local(_ moment: Instant) -> String { template.local(moment) }

    /// Runs a scenario on a copy of its own.
    public func run(_ scenario: Scenario) async -> ScenarioResult {
        let time = VirtualTime(scenario.earliest)
        do {
            let workspace = Workspace(
                like: template, on: try stores.copy(of: template.store), clock: time.clock(template.clock.offset),
                identifiers: time.identifiers)
            var run = ScenarioRun(scenario, workspace, time)
            return await run.result()
        } catch {
            let failure = ScenarioFailure(
                scenario.range, expected: "a copy of the edition", found: ["\(error)"], isFatal: true)
            return ScenarioResult(scenario: scenario, failures: [failure], touched: [:])
        }
    }

    /// Runs scenarios side by side; the results stand in the order of the scenarios.
    public func run(_ scenarios: [Scenario]) async -> [ScenarioResult] {
        await withTaskGroup(of: (Int, ScenarioResult).self) { group in
            var results: [ScenarioResult?] = scenarios.map { _ in nil }
            var waiting = scenarios.enumerated().makeIterator()
            for _ in 0..<max(1, ProcessInfo.processInfo.activeProcessorCount) {
                guard let (index, scenario) = waiting.next() else { break }
                group.addTask { (index, await run(scenario)) }
            }
            for await (index, result) in group {
                results[index] = result
                guard let (next, scenario) = waiting.next() else { continue }
                group.addTask { (next, await run(scenario)) }
            }
            return results.compactMap(\.self)
        }
    }
}

extension Scenario {
    /// The first moment of which it tells.
    var earliest: Instant {
        let given = steps.compactMap(\.moment)
        return min(start, given.first ?? start)
    }
}
