// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Packs
import PluginKit
import Services
import Storage
import Values

/// Lays newer packs out for the administrators of a running edition.
struct ProposeCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose",
        abstract: "Lays newer packs out for administrators, who decide conflicts and apply them in the browser.",
        discussion: """
              trellis propose verticals/core --database var/crm.db

            Nothing is applied. Under Setup, administrators see which packs change, what the plan says, and each place
            where a newer pack and a layer above it want different things.
            """)

    @Argument(help: ArgumentHelp("Folders of packs.", valueName: "folder"))
    var folders: [String]

    @OptionGroup var database: DatabaseOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try database.openStore(environment)
        let contributions = try Contributions(plugins: environment.plugins)
        // Whichever way conflicts are decided, the packs have to be right.
        let decided = try environment.loadPacks(folders, for: store, deciding: UpgradeChoice(otherwise: .vendor))
        guard decided.model != nil else { throw CommandFailure(.findings, decided.report()) }
        var texts = decided.texts
        texts.decisions = []
        try await Workspace.open(store: store, contributions: contributions).propose(texts)
        let count = decided.conflicts.count
        environment.write(
            "Proposed. \(count == 0 ? "There are no conflicts." : "\(counted(count, "conflict")) to decide.")\n")
        return .done
    }
}
