// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Packs
import PluginKit
import Schemas
import Services

/// Shows what packs would do to a database.
struct PlanCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what packs will do to a database, and does nothing.",
        discussion: """
            Every change with its reason, the records that it touches, how long writers will wait, and what undoes it;
            then, all at once, what has to be mended or decided before it can be applied. A database that is not there
            yet is planned as the first installation, and not made.

              trellis plan verticals/core --database var/core.db
              trellis plan verticals/core --database var/core.db --format json > plan.json

            Ends with 1 if the plan has errors.
            """)

    @Argument(help: ArgumentHelp("Folders of packs.", valueName: "folder"))
    var folders: [String]

    @OptionGroup var database: DatabaseOption

    @OptionGroup var answer: LanguageOption

    @OptionGroup var decisions: PlanDecisionOptions
    @OptionGroup var upgrade: UpgradeOptions

    @ArgumentParser.Option(help: "Print text or json; json can be given to ‘trellis apply --plan’.")
    var format = OutputFormat.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = fileExists(database.database) ? try environment.openStore(database.database) : nil
        let contributions = try Contributions(plugins: environment.plugins)
        let before = try store.flatMap { try EditionBook($0, contributions).latest }
        // To make the model that was before takes as long as the new one; texts that both look at are parsed once.
        async let previous = before?.load(contributions).model
        let model = try environment.loadPacks(folders, after: before?.texts, deciding: upgrade.choice)
            .rightModel(answer.language)
        let former = try await previous
        let plan = try Workspace.plan(
            model, previous: former, for: store, contributions, deciding: decisions.decisions)
        switch format {
        case .text:
            environment.write(
                PlanText(plan: plan, language: answer.language, models: [model, former].compactMap(\.self)).text)
        case .json: environment.write(try plan.json + "\n")
        }
        return plan.errors.isEmpty ? .done : .findings
    }
}

/// What is done with values and records that do not fit what the packs ask for.
struct PlanDecisionOptions: ParsableArguments {
    @Flag(help: "Leave out, or round, values that do not fit a field’s new type; they stay in its old column.")
    var discardUnfit = false

    @Flag(help: "Apply new rules even if records break them; each is refused when it is next written.")
    var acceptBrokenRules = false

    /// The decisions, as a plan remembers them.
    var decisions: PlanDecisions {
        PlanDecisions(
            unfitValues: discardUnfit ? .discard : .refuse, brokenRules: acceptBrokenRules ? .accept : .refuse)
    }
}
