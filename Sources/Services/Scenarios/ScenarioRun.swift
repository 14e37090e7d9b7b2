// SPDX-License-Identifier: Apache-2.0
import DomainModel
import Expressions
import OrderedCollections
import Packs
import Schemas
import Storage
import Values

/// One scenario on a database of its own.
struct ScenarioRun {
    let scenario: Scenario
    let workspace: Workspace
    let time: VirtualTime
    /// What names stand for: persons are their users.
    var records: [String: RecordReference] = [:]
    var story: [ScenarioEvent] = []
    var footprint = ScenarioFootprint()
    private var failures: [ScenarioFailure] = []
    private var lastFiring: RecordID?

    init(_ scenario: Scenario, _ workspace: Workspace, _ time: VirtualTime) {
        self.scenario = scenario
        self.workspace = workspace
        self.time = time
    }

    var model: Model { workspace.model.current.model }

    /// Runs everything, and says where the edition does something else than was expected.
    mutating func result() async -> ScenarioResult {
        do {
            // What recurs begins with the scenario.
            try await workspace.runDueJobs(until: time.now)
            if scenario.isDemonstration { try await beginDemonstration() }
            let past = scenario.steps.lastIndex { $0.moment != nil } ?? -1
            for (index, step) in scenario.steps.enumerated() {
                guard try await goes(step, isPast: index <= past) else { break }
            }
            let touched = try CoverageKind.touched(by: footprint, workspace)
            return ScenarioResult(scenario: scenario, failures: failures, touched: touched)
        } catch {
            note(ScenarioFailure(scenario.range, expected: "the engine to go on", found: [Self.words(error)]))
            return ScenarioResult(scenario: scenario, failures: failures, touched: [:])
        }
    }

    private mutating func beginDemonstration() async throws {
        _ = try await workspace.loadDemoData(password: nil)
        for user in model.demoUsers {
            guard let id = try workspace.actor(userName: user.name)?.user else { continue }
            records[user.name] = RecordReference(entity: "User", id: id)
        }
    }

    /// Whether what follows still makes sense.
    private mutating func goes(_ step: ScenarioStep, isPast: Bool) async throws -> Bool {
        do {
            // The story begins when no more records of before are told.
            if let moment = isPast ? step.moment : scenario.start { try await pass(to: moment) }
            try await perform(step)
            if let sentence = step.sentence { story.append(ScenarioEvent(at: time.now, sentence: sentence)) }
            // Whoever only looks sets nothing off.
            if case .expectation = step.kind { return true }
            try await settle()
            return true
        } catch let failure as ScenarioFailure {
            note(failure)
            return !failure.isFatal
        } catch {
            note(ScenarioFailure(step.range, expected: step.wish, found: [Self.words(error)], isFatal: true))
            return false
        }
    }

    private mutating func perform(_ step: ScenarioStep) async throws {
        switch step.kind {
        case .person(let person): try await add(person, step)
        case .given(let record): try await add(record, step)
        case .deed(let deed): try await perform(deed, step)
        case .advance(let advance): try await pass(advance, step)
        case .expectation(let expectation): try await meet(expectation, step)
        }
    }

    private mutating func note(_ failure: ScenarioFailure) {
        var failure = failure
        failure.story = story
        failures.append(failure)
    }

    private mutating func pass(_ advance: ScenarioTime, _ step: ScenarioStep) async throws {
        let target: Instant?
        switch advance {
        case .by(let span): target = time.now.adding(span)
        case .to(let moment): target = moment
        }
        guard let target, target > time.now else {
            throw ScenarioFailure(
                step.range, expected: "a later moment", found: ["It is \(workspace.local(time.now)) already."],
                isFatal: true)
        }
        try await pass(to: target)
    }

    private mutating func pass(to moment: Instant) async throws {
        guard moment > time.now else { return }
        try await workspace.runDueJobs(until: moment)
        time.move(to: moment)
        try tellFirings()
    }

    /// What is due at this moment happens, as on a server that runs.
    private mutating func settle() async throws {
        try await workspace.runDueJobs(until: time.now)
        try tellFirings()
    }

    /// Adds what happened by itself since to the story.
    private mutating func tellFirings() throws {
        var conditions: [EngineCondition] = []
        if let lastFiring { conditions = [.greater("id", .identifier(lastFiring))] }
        let selection = EngineSelection(.firings, where: conditions, order: "id", limit: 100_000)
        let rows = try workspace.store.read(workspace.model.current) { try $0.engineRows(selection) }
        for row in rows {
            if case .identifier(let id) = row[0] { lastFiring = id }
            guard let firing = Firing(row) else { continue }
            if firing.outcome == .fired { footprint.fired.append(firing) }
            guard let sentence = sentence(of: firing) else { continue }
            story.append(ScenarioEvent(at: firing.at, sentence: sentence))
        }
    }

    private func sentence(of firing: Firing) -> String? {
        let record = name(of: RecordReference(entity: firing.entity, id: firing.record))
        return switch firing.outcome {
        case .fired: "by itself: \(firing.automation) for \(record)"
        case .failed: "by itself: \(firing.automation) for \(record) failed: \(firing.detail.error ?? "")"
        case .tooDeep: "by itself: \(firing.automation) for \(record) was not done, too many stand before it"
        case .notMet, .repeated: nil
        }
    }

    /// What the scenario calls a record; its entity if it has no name.
    func name(of record: RecordReference) -> String {
        records.filter { $0.value == record }.map(\.key).min() ?? "a record of \(record.entity)"
    }

    static func words(_ error: any Error) -> String {
        if let error = error as? ServiceError { return error.sentence }
        return "\(error)"
    }
}

extension ScenarioStep {
    /// When a given record was written, if it is told.
    var moment: Instant? { if case .given(let record) = kind { record.moment } else { nil } }
}

extension Workspace {
    /// A moment as people there read it, such as `2026-01-05 09:00:00`.
    func local(_ moment: Instant) -> String {
        let shifted = Instant(microseconds: moment.microseconds + Int64(clock.offset(moment)) * 1_000_000)
        guard let date = shifted.date else { return moment.description }
        return "\(date) \(shifted.timeOfDay)"
    }
}
