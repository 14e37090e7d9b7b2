// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import PluginKit
import Schemas
import Services
import Storage
import Values

/// Goes back to an earlier edition and keeps the records of today.
struct RollbackCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Goes back to the edition before, and keeps what was written since.",
        discussion: """
            The way back is a plan like any other: it is shown, and done in one transaction while a server goes on. What the
            earlier edition has no place for stays in the database and is listed; applying the later packs again brings it
            back.

              trellis rollback --list --database var/crm.db
              trellis rollback --plan --database var/crm.db
              trellis rollback --to 2 --database var/crm.db
            """)

    @ArgumentParser.Option(help: ArgumentHelp("The number of the edition; the one before without it.", valueName: "n"))
    var to: Int64?

    @Flag(help: "Print the editions that were applied, newest first.")
    var list = false

    @OptionGroup var database: DatabaseOption
    @OptionGroup var change: EditionChangeOptions

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try database.openStore(environment)
        let contributions = try Contributions(plugins: environment.plugins)
        if list {
            var table = TextTable(["edition", "applied", "packs", "goes back to", "backup"])
            table.rows = try EditionBook(store, contributions).all.map {
                ["\($0.number)", $0.at.description, $0.packs, $0.restores.map { "\($0)" } ?? "", $0.backup ?? ""]
            }
            environment.write(table.text)
            return .done
        }
        let rollback = try Rollback(to: to, on: store, contributions)
        environment.write(rollback.text)
        return try await change.carryOut(
            rollback.planned, on: store, environment, done: "The database is back at edition \(rollback.target).")
    }
}

extension Rollback {
    /// What stays behind, by entity and field.
    fileprivate var text: String {
        let stays =
            remaining.isEmpty
            ? "" : "What later packs did for good stays:\n" + remaining.map(Self.line).joined() + "\n"
        guard !setAside.isEmpty else { return stays + "Nothing that was written since is set aside.\n\n" }
        var table = TextTable(["set aside", "of", "count"])
        table.rows = setAside.map { part in
            let name = [part.entity, part.field].compactMap(\.self).joined(separator: ".")
            return switch part.kind {
            case .records: ["all records", name, counted(part.count, "record")]
            case .values: ["values", name, counted(part.count, "value")]
            case .option: ["option \(part.option ?? ""), kept retired", name, counted(part.count, "record")]
            }
        }
        return stays + table.text + "\n"
    }

    private static func line(_ step: MigrationStep) -> String {
        "  \(counted(step.touchedRecords, "record")): \(step.reason); their history and the backups tell what was before\n"
    }
}
