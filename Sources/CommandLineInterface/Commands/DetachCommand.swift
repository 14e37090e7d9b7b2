// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import PluginKit
import Schemas
import Services
import Storage
import Values

/// Takes a pack out of the edition and keeps what belongs to it.
struct DetachCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "detach",
        abstract: "Takes a pack out of the edition; its tables, columns, options and history stay.",
        discussion: """
            Other packs must not need it. Records that have one of its options or stages keep it, and it is not offered any
            more. What is kept can be exported, and comes back with ‘trellis attach’:

              trellis detach boats --database var/crm.db --plan
              trellis detach boats --database var/crm.db
              trellis export Boat --detached boats --database var/crm.db --output boats.csv
            """)

    @Argument(help: "The pack's name.")
    var pack: String

    @OptionGroup var database: DatabaseOption
    @OptionGroup var change: EditionChangeOptions

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try database.openStore(environment)
        let contributions = try Contributions(plugins: environment.plugins)
        let planned = try PlannedEdition.detaching(PackName(pack), from: store, contributions)
        return try await change.carryOut(planned, on: store, environment, done: "\(pack) is detached.")
    }
}

/// Puts a detached pack back.
struct AttachCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach",
        abstract: "Puts a detached pack back, with the records and values that were kept.",
        discussion: """
              trellis attach boats --database var/crm.db --plan
              trellis attach boats --database var/crm.db
            """)

    @Argument(help: "The pack's name.")
    var pack: String

    @OptionGroup var database: DatabaseOption
    @OptionGroup var change: EditionChangeOptions

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try database.openStore(environment)
        let contributions = try Contributions(plugins: environment.plugins)
        let planned = try PlannedEdition.attaching(PackName(pack), to: store, contributions)
        return try await change.carryOut(planned, on: store, environment, done: "\(pack) is attached.")
    }
}

/// Whether a change of the edition is only shown, and whether the database is copied before.
struct EditionChangeOptions: ParsableArguments {
    @Flag(name: .customLong("plan"), help: "Print what would be done, and do nothing.")
    var isPlanOnly = false

    @Flag(help: "Do not copy the database before it is changed.")
    var noBackup = false

    var backup: Backup { noBackup ? .none : .standard }

    /// Shows a plan, and does what it says unless it is only to be shown.
    func carryOut(
        _ planned: PlannedEdition, on store: any Store, _ environment: CommandEnvironment, done: String
    ) async throws -> ExitStatus {
        environment.write(planned.plan.text)
        let isRefused = !planned.plan.errors.isEmpty
        guard !isPlanOnly, !isRefused else { return isRefused ? .refused : .done }
        _ = try await Workspace.apply(
            planned, to: store, contributions: Contributions(plugins: environment.plugins), backup: backup)
        environment.write(done + "\n")
        return .done
    }
}
