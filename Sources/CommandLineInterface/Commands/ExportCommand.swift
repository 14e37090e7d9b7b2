// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Foundation
import OrderedCollections
import PluginKit
import Services
import Synchronization
import Values

/// Writes records to a CSV file.
struct ExportCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes all records that meet a condition to a CSV file.",
        discussion: """
            UTF-8 with a byte order mark, so that spreadsheets read Chinese; the file is written row by row.

              trellis export Contact --select name,mobile --output contacts.csv
              trellis export Contact --filter "createdAt ge 2026-01-01T00:00Z" --as compliance1 > contacts.csv
              trellis export Boat --detached boats --output boats.csv
            """)

    @OptionGroup var list: ListOptions
    @OptionGroup var database: DatabaseOption
    @OptionGroup var actor: ActorOption

    @ArgumentParser.Option(help: ArgumentHelp("The file to write; standard output without it.", valueName: "file"))
    var output: String?

    @ArgumentParser.Option(
        help: ArgumentHelp("Also what is kept of this detached pack: its entities and fields.", valueName: "pack"))
    var detached: String?

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace =
            try detached.map {
                try Workspace.open(
                    withDetached: PackName($0), store: database.openStore(environment),
                    contributions: Contributions(plugins: environment.plugins))
            } ?? database.openWorkspace(environment)
        let invocation = try actor.invocation(workspace)
        let file = try output.map(makeFile)
        let write: @Sendable (String) throws -> Void = { text in
            if let file { try file.write(contentsOf: Data(text.utf8)) } else { environment.write(text) }
        }
        let count = Mutex(0)
        try await workspace.exportCSV(list.request(limit: 1000), invocation) { line in
            try write(line)
            count.withLock { $0 += 1 }
        }
        try file?.close()
        environment.writeError("\(counted(count.withLock { max(0, $0 - 1) }, "record")) written\n")
        return .done
    }

    private func makeFile(_ path: String) throws -> FileHandle {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else { throw CommandFailure(.failed, "\(path) cannot be written.") }
        return file
    }
}
