// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Schemas
import Services

/// Shows what packs would do to a database.
struct PlanCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Shows what packs will do to a database, and does nothing.",
        discussion: """
            Every table, column and index, the records touched, and what undoes each step:

              trellis plan verticals/core --database var/core.db
              trellis plan verticals/core --database var/core.db --format json > plan.json
            """)

    @Argument(help: ArgumentHelp("Folders of packs.", valueName: "folder"))
    var folders: [String]

    @OptionGroup var database: DatabaseOption

    @ArgumentParser.Option(help: "Print text or json; json can be given to ‘trellis apply --plan’.")
    var format = OutputFormat.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try environment.openStore(database.database)
        let plan = try Workspace.plan(environment.loadModel(folders, for: store).model, for: store)
        switch format {
        case .text: environment.write(plan.text)
        case .json: environment.write(try plan.json + "\n")
        }
        return (plan.offendingRecords > 0) ? .refused : .done
    }
}
