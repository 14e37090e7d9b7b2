// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import CommandLineInterface
import DomainModel
import Expressions
import Foundation
import Packs
import PluginKit
import SQLiteStorage
import Services
import Storage
import Synchronization
import Testing
import Values

/// An integrator's folder with packs and a database, and the commands in it.
struct IntegratorDesk {
    struct Answer {
        let code: Int32
        let output: String
        let errors: String
    }

    let folder: String
    var database: String { folder + "/site.db" }

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/desk-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// Writes a file, with its folders; the path is one inside the desk's.
    func write(_ text: String, to path: String) throws {
        let file = URL(fileURLWithPath: "\(folder)/\(path)")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func text(of path: String) throws -> String { try String(contentsOfFile: "\(folder)/\(path)", encoding: .utf8) }

    /// Runs a command; words that name a folder or a file of the desk are taken as such.
    func trellis(_ words: String...) async -> Answer { await trellis(words) }

    /// The same on the desk's database.
    func onSite(_ words: String...) async -> Answer { await trellis(words + ["--database", database]) }

    /// The same, with the words in a list.
    func trellis(_ words: [String]) async -> Answer {
        let written = Mutex((output: "", errors: ""))
        let environment = CommandEnvironment(
            plugins: [ChineseIdentifiers()], openStore: { try Self.store($0) }, serve: { _, _ in },
            write: { text in written.withLock { $0.output += text } },
            writeError: { text in written.withLock { $0.errors += text } })
        let arguments = words.map { word in
            FileManager.default.fileExists(atPath: "\(folder)/\(word)") ? "\(folder)/\(word)" : word
        }
        let code = await Trellis.run(arguments, in: environment)
        return written.withLock {
            // Paths as the integrator wrote them.
            Answer(
                code: code, output: $0.output.replacing(folder + "/", with: ""),
                errors: $0.errors.replacing(folder + "/", with: ""))
        }
    }

    private static func store(_ path: String) throws -> SQLiteStore {
        try SQLiteStore(
            path: path, functions: Contributions(plugins: [ChineseIdentifiers()]).functions,
            calendar: CalendarSettings(now: Instant(microseconds: 0), offset: { _ in 8 * 3600 }))
    }

    /// The edition as a server opens it.
    func serve(_ database: String? = nil) throws -> Workspace {
        try Workspace.open(
            store: Self.store(database ?? self.database),
            contributions: Contributions(plugins: [ChineseIdentifiers()]))
    }

    /// Imports lines of the list that the bakery had before.
    func bring(_ lines: String...) async throws {
        try write(
            (["no,customer,cake,pieces,price,phone,stage"] + lines).joined(separator: "\n") + "\n", to: "list.csv")
        let answer = await onSite("import", "orders", "list.csv")
        #expect(answer.code == 0, "\(answer.output)\(answer.errors)")
    }

    /// What all orders hold in some fields, a line each, in the order of their numbers.
    func orders(_ fields: String) async -> [String] {
        let answer = await onSite("export", "Order", "--select", fields, "--order", "orderNo")
        return answer.output.split(whereSeparator: \.isNewline).dropFirst().map(String.init)
    }
}

extension Workspace {
    /// Somebody with every right.
    var everything: Invocation { invocation(.engine, .api) }
}
