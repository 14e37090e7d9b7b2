// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Packs
import Values

/// Pins the packs of an edition.
struct LockCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "lock",
        abstract: "Pins an edition to the packs that are there now, in a file beside it.",
        discussion: """
            From then on the edition is an error wherever its packs are others than these:

              trellis lock editions/east
            """)

    @Argument(help: ArgumentHelp("The folder that holds edition.xml.", valueName: "folder"))
    var folder: String

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let loading = try environment.loadPacks([folder], isLocking: true)
        guard loading.model != nil else { throw CommandFailure(.findings, loading.report()) }
        guard !loading.texts.editions.isEmpty else {
            throw CommandFailure(.findings, "\(folder) holds no edition.xml; packs by themselves are not locked.")
        }
        let path = folder + "/" + EditionLock.fileName
        try Data((prettyJSON(loading.lock) + "\n").utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        var table = TextTable(["pack", "version", "digest"])
        for pin in loading.lock.packs {
            table.rows.append([pin.pack.rawValue, pin.version, String(pin.digest.prefix(12))])
        }
        environment.write("\(path)\n\n\(table.text)")
        return .done
    }
}
