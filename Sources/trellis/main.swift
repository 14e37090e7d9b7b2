// SPDX-License-Identifier: Apache-2.0
import CommandLineInterface
import Expressions
import Foundation
import PluginKit
import SQLiteStorage
import Services
import Storage
import Values

/// Opens the SQLite file at a path with the functions that are compiled in.
@Sendable func openStore(_ path: String) throws -> any Store {
    let contributions = try Contributions(plugins: plugins)
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let calendar = CalendarSettings(now: Instant(microseconds: 0), offset: WorkspaceClock.system.offset)
    return try SQLiteStore(path: path, functions: contributions.functions, calendar: calendar)
}

/// Makes databases in memory with the functions that are compiled in.
@Sendable func scratchStores() throws -> any ScratchStores {
    let contributions = try Contributions(plugins: plugins)
    let calendar = CalendarSettings(now: Instant(microseconds: 0), offset: WorkspaceClock.system.offset)
    return SQLiteMemory(functions: contributions.functions, calendar: calendar)
}

@Sendable func write(_ text: String, to handle: FileHandle) { try? handle.write(contentsOf: Data(text.utf8)) }

let environment = CommandEnvironment(
    plugins: plugins, openStore: openStore, scratchStores: scratchStores, serve: serve,
    write: { write($0, to: .standardOutput) }, writeError: { write($0, to: .standardError) })

exit(await Trellis.run(Array(CommandLine.arguments.dropFirst()), in: environment))
