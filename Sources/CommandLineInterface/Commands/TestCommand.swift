// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Diagnostics
import DomainModel
import Packs
import PluginKit
import Services
import Storage

/// Runs the scenarios that packs carry.
struct TestCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs the scenarios that packs carry, in memory.",
        discussion: """
            A pack’s scenarios lie in its folder “scenarios”; each runs on a database of its own, with a clock that only
            the scenario moves.

              trellis test verticals/core
              trellis test verticals/core --filter graceDay61
              trellis test verticals/core --coverage --minimum 100
              trellis test verticals/core --format junit > scenarios.xml

            Ends with 1 if a scenario fails or cannot be read, or less is touched than the minimum.
            """)

    @Argument(help: ArgumentHelp("Folders of packs, or an edition.", valueName: "folder"))
    var folders: [String]

    /// How results are printed.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, junit
    }

    @ArgumentParser.Option(help: ArgumentHelp("Run only scenarios whose name contains this.", valueName: "name"))
    var filter: String?

    @ArgumentParser.Option(help: "Print text, json, or junit (the XML that build servers read).")
    var format = Format.text

    @Flag(help: "Say what no scenario touches: stages, transitions, guards, automations, reports, roles, …")
    var coverage = false

    @ArgumentParser.Option(help: ArgumentHelp("Fail if less than this is touched.", valueName: "percent"))
    var minimum: Int?

    @OptionGroup var answer: LanguageOption

    func validate() throws {
        if let minimum, !(0...100).contains(minimum) { throw ValidationError("A percentage is 0 to 100.") }
    }

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let loading = try environment.loadPacks(folders)
        let scenarios = try environment.loadScenarios(of: loading, in: folders)
        guard let model = loading.model, !scenarios.diagnostics.hasErrors else {
            let all = loading.adding(scenarios)
            environment.write(
                DiagnosticPrinter(sources: all.sources, words: answer.language.findings).text(all.diagnostics))
            return .findings
        }
        let chosen = scenarios.scenarios.filter { scenario in filter.map { scenario.name.contains($0) } ?? true }
        guard !chosen.isEmpty else { throw nothingToRun }
        let start = ContinuousClock.now
        let contributions = try Contributions(plugins: environment.plugins)
        guard let stores = try environment.scratchStores?() else {
            throw CommandFailure(.refused, "This program runs no scenarios.")
        }
        let bench = try await ScenarioBench(loading, contributions, in: stores)
        let results = await bench.run(chosen)
        let report = TestReport(
            results: results, duration: ContinuousClock.now - start, local: bench.local,
            coverage: coverage || minimum != nil
                ? ScenarioCoverage(results, of: model, in: scenarios.folders) : nil, language: answer.language)
        switch format {
        case .text: environment.write(report.text)
        case .json: environment.write(report.json)
        case .junit: environment.write(report.junit)
        }
        environment.writeError(
            answer.language.words(
                "\(counted(results.count, "scenario")) in \(report.seconds) s\n",
                "\(results.count) 个场景，用时 \(report.seconds) 秒\n"))
        if let minimum, let percent = report.coverage?.percent, percent < minimum {
            environment.writeError(
                answer.language.words(
                    "\(percent)% is touched, and \(minimum)% is the minimum.\n",
                    "已涉及 \(percent)%，低于要求的 \(minimum)%。\n"))
            return .findings
        }
        return results.allSatisfy(\.hasPassed) ? .done : .findings
    }

    private var nothingToRun: CommandFailure {
        let place = folders.map { "\($0)/scenarios" }.joined(separator: ", ")
        guard let filter else { return CommandFailure(.notFound, "There are no scenarios in \(place).") }
        return CommandFailure(.notFound, "No scenario in \(place) has “\(filter)” in its name.")
    }
}

extension CommandEnvironment {
    /// Reads the scenarios that packs carry.
    func loadScenarios(of loading: PackLoading, in folders: [String]) throws -> ScenarioLoading {
        let contributions = try Contributions(plugins: plugins)
        return PackLoader(contributions)
            .scenarios(of: loading, in: folders, actions: ScenarioBench.actions)
    }
}
