// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Foundation
import OrderedCollections
import Services
import Values

/// Reads a file of another system, or takes such an import back.
struct ImportCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Reads a file of another system by a mapping of the packs, or undoes that.",
        discussion: """
            Rows that cannot be taken go to a rejects file with row, column, reason and the row itself. Running the same
            file twice doubles nothing.

              trellis import oldCustomers customers.csv --database var/core.db
              trellis import --undo 0192f0c1-5b1e-7c3a-8a53-6f1d2f0e9b11 --database var/core.db

            Ends with 1 if rows were rejected.
            """)

    @Argument(help: "The mapping's name.")
    var mapping: String?

    @Argument(help: ArgumentHelp("The file to read.", valueName: "file"))
    var file: String?

    @OptionGroup var database: DatabaseOption
    @OptionGroup var actor: ActorOption

    @ArgumentParser.Option(
        help: ArgumentHelp("Where rejected rows go; the file's name with .rejects.csv without it.", valueName: "file"))
    var rejects: String?

    @ArgumentParser.Option(help: ArgumentHelp("Take back the import with this key.", valueName: "key"))
    var undo: String?

    @ArgumentParser.Option(help: "Print text or json.")
    var format = OutputFormat.text

    func validate() throws {
        guard (undo == nil) == (mapping != nil && file != nil) else {
            throw ValidationError("Give a mapping and a file, or --undo and a key.")
        }
    }

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace = try database.openWorkspace(environment)
        let invocation = try actor.invocation(workspace, .importing)
        if let undo {
            guard let batch = RecordID(undo) else {
                throw CommandFailure(.usage, "“\(undo)” is not the key of an import.")
            }
            let summary = try await workspace.undoImport(batch, invocation)
            try printSummary(ImportRun(batch: batch, summary: summary), nil, environment)
            return .done
        }
        guard let mapping, let file else { return .usage }
        guard fileExists(file) else { throw CommandFailure(.notFound, "There is no file \(file).") }
        let rejects = rejects ?? file + ".rejects.csv"
        let run = try await workspace.runImport(
            ImportName(mapping), file: file, rejects: rejects,
            progress: { summary in
                environment.writeError("\r\(summary.rows) rows, \(summary.rejected) rejected")
            }, invocation)
        environment.writeError("\r\u{1B}[K")
        try printSummary(run, rejects, environment)
        return run.summary.rejected == 0 ? .done : .findings
    }

    private func printSummary(_ run: ImportRun, _ rejects: String?, _ environment: CommandEnvironment) throws {
        let summary = run.summary
        if format == .json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            let counts = String(decoding: try encoder.encode(summary), as: UTF8.self)
            environment.write("{\"batch\":\"\(run.batch)\",\"summary\":\(counts)}\n")
            return
        }
        var table = TextTable(["", "rows"])
        table.rows = [
            ["read", String(summary.rows)], ["created", String(summary.created)],
            ["updated", String(summary.updated)], ["unchanged", String(summary.unchanged)],
            ["rejected", String(summary.rejected)], ["proposed for merging", String(summary.proposed)],
        ]
        table.rows += summary.findings.sorted { $0.key < $1.key }.map { ["finding \($0.key)", String($0.value)] }
        environment.write(table.text)
        environment.write("Undo with: trellis import --undo \(run.batch) --database \(database.database)\n")
        if let rejects, summary.rejected > 0 { environment.write("Rejected rows are in \(rejects)\n") }
    }
}
