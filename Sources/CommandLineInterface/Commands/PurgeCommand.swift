// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import PluginKit
import Services
import Storage
import Values

/// Destroys what is kept of a detached pack.
struct PurgeCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "purge",
        abstract: "Destroys the records and values that are kept of a detached pack.",
        discussion: """
            Without --confirm it only lists them. What another pack declares too is not touched.

              trellis purge boats --database var/crm.db
              trellis purge boats --database var/crm.db --confirm boats

            Ends with 3 if nothing was destroyed because the name was not given.
            """)

    @Argument(help: "The pack's name.")
    var pack: String

    @ArgumentParser.Option(help: ArgumentHelp("The pack's name once more.", valueName: "pack"))
    var confirm: String?

    @Flag(help: "Do not copy the database before it is changed.")
    var noBackup = false

    @OptionGroup var database: DatabaseOption

    func validate() throws {
        guard confirm == nil || confirm == pack else {
            throw ValidationError("--confirm \(confirm ?? "") is not the pack that is to be purged: \(pack).")
        }
    }

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try database.openStore(environment)
        let contributions = try Contributions(plugins: environment.plugins)
        let holdings = try DetachedHoldings(of: PackName(pack), in: store, contributions)
        guard !holdings.isEmpty else {
            environment.write("Nothing is kept of \(pack).\n")
            return .done
        }
        environment.write(holdings.table)
        guard confirm != nil else {
            environment.write("All of this is lost for good with ‘trellis purge \(pack) --confirm \(pack)’.\n")
            return .refused
        }
        try await Workspace.purge(
            holdings, in: store, contributions: contributions, backup: noBackup ? .none : .standard)
        environment.write("Purged.\n")
        return .done
    }
}

extension DetachedHoldings {
    fileprivate var table: String {
        var table = TextTable(["what", "name", "count"])
        table.rows =
            tables.map { ["entity", $0.entity, counted($0.records, "record")] }
            + columns.map { ["field", "\($0.entity).\($0.field)", counted($0.values, "value")] }
        return table.text
    }
}
