// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import CommandLineInterface
import Expressions
import Foundation
import PluginKit
import SQLiteStorage
import Services
import Synchronization
import Values

/// A pack in a folder of its own, on which commands run scenarios.
struct ScenarioDesk {
    let pack: String
    /// Tables beside the scenarios, by the names of their files.
    var tables: [String: String] = [:]

    /// Runs a command with one file of scenarios; places are printed without the folder.
    func trellis(
        _ scenarios: String, _ command: String = "test", _ options: [String] = []
    ) async throws -> (code: Int32, output: String, errors: String) {
        let folder = FileManager.default.temporaryDirectory.path + "/desk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder + "/scenarios", withIntermediateDirectories: true)
        try pack.write(toFile: folder + "/pack.xml", atomically: true, encoding: .utf8)
        for (name, text) in tables {
            try text.write(toFile: folder + "/scenarios/" + name, atomically: true, encoding: .utf8)
        }
        try scenarios.write(toFile: folder + "/scenarios/loans.xml", atomically: true, encoding: .utf8)
        let output = Mutex("")
        let errors = Mutex("")
        let contributions = try Contributions(plugins: [ChineseIdentifiers()])
        let calendar = CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 })
        let environment = CommandEnvironment(
            plugins: [ChineseIdentifiers()],
            openStore: { try SQLiteStore(path: $0, functions: contributions.functions, calendar: calendar) },
            scratchStores: { SQLiteMemory(functions: contributions.functions, calendar: calendar) },
            serve: { _, _ in }, write: { text in output.withLock { $0 += text } },
            writeError: { text in errors.withLock { $0 += text } })
        let code = await Trellis.run([command, folder] + options, in: environment)
        return (code, output.withLock { $0 }.replacing(folder + "/", with: ""), errors.withLock { $0 })
    }
}
