// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import PluginKit
import Schemas
import Services
import Storage
import Values

/// Looks whether a database is as its model says.
struct DoctorCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Finds where a database is not as its model says, and what to do.",
        discussion: """
            Tables, columns, types, indexes, search entries, totals, references and the file itself:

              trellis doctor --database var/crm.db
              trellis doctor --database var/crm.db --repair

            A repair makes anew what can be made; records and values that are gone are in the backups. Ends with 1 if
            there are findings.
            """)

    @OptionGroup var database: DatabaseOption

    @Flag(help: "Make anew what is missing or wrong and can be made.")
    var repair = false

    @Flag(help: "Do not copy the database before it is changed.")
    var noBackup = false

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let store = try database.openStore(environment)
        let contributions = try Contributions(plugins: environment.plugins)
        if repair {
            let plan = try await Workspace.repair(
                store, contributions: contributions, backup: noBackup ? .none : .standard)
            if format == .text { environment.write(plan.isEmpty ? "Nothing to repair.\n" : plan.text + "Repaired.\n") }
        }
        let findings = try Workspace.open(store: store, contributions: contributions).drift()
        switch format {
        case .json: environment.write("[" + findings.map(\.json).joined(separator: ",\n ") + "]\n")
        case .text:
            for finding in findings { environment.write(finding.text) }
            environment.write(
                findings.isEmpty ? "The database is as its model says.\n" : "\(counted(findings.count, "finding"))\n")
        }
        return findings.isEmpty ? .done : .findings
    }
}

extension DriftFinding {
    var text: String { "\(subject): \(message) [\(kind.rawValue)]\n  \(remedy)\n" }

    fileprivate var json: String {
        "{\"id\":\(kind.rawValue.jsonQuoted),\"subject\":\(subject.jsonQuoted),\"message\":\(message.jsonQuoted),"
            + "\"remedy\":\(remedy.jsonQuoted)}"
    }
}
