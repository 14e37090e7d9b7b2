// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation
import Packs
import PluginKit
import Services
import Storage
import Values

/// Shows and takes out what administrators changed in the browser.
struct CustomisationsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customisations",
        abstract: "Lists what administrators changed in the browser, or writes it as a pack.",
        subcommands: [CustomisationsList.self, CustomisationsExport.self])
}

/// Lists every change with who made it.
struct CustomisationsList: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists every change, when it was made and by whom.",
        discussion: "  trellis customisations list --database var/crm.db")

    @OptionGroup var database: DatabaseOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let parts = try environment.customerLayer(database)?.parts ?? []
        guard !parts.isEmpty else {
            environment.write("Nothing was customised.\n")
            return .done
        }
        var table = TextTable(["Change", "At", "By", "File"])
        table.rows = parts.map { [$0.subject, $0.at, $0.person, $0.path] }
        environment.write(table.text)
        return .done
    }
}

/// Writes the layer as a pack's folder.
struct CustomisationsExport: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes the changes as a pack, to be kept under version control and applied elsewhere.",
        discussion: """
              trellis customisations export packs/customisations --database var/crm.db
              trellis apply verticals/core packs/customisations --database var/other.db

            The folder must be empty or hold an earlier export, whose files are written anew.
            """)

    @Argument(help: "The folder to write to.")
    var folder: String

    @OptionGroup var database: DatabaseOption

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        guard let pack = try environment.customisations(database) else {
            throw CommandFailure(.notFound, "Nothing was customised in this database.")
        }
        let files = FileManager.default
        let there = (try? files.contentsOfDirectory(atPath: folder)) ?? []
        if !there.isEmpty, !isEarlierExport(there) {
            throw CommandFailure(.refused, "\(folder) holds other files; name an empty folder.")
        }
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in there where name.hasSuffix(".xml") { try files.removeItem(atPath: folder + "/" + name) }
        for file in pack.files {
            let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
            try Data(file.text.utf8).write(to: URL(fileURLWithPath: folder + "/" + name), options: .atomic)
        }
        environment.write("\(counted(pack.files.count, "file")) written to \(folder).\n")
        return .done
    }

    private func isEarlierExport(_ names: [String]) -> Bool {
        guard let data = FileManager.default.contents(atPath: folder + "/pack.xml") else { return false }
        return String(decoding: data, as: UTF8.self).contains("id=\"\(CustomerLayer.name)\"")
            && names.allSatisfy { $0.hasSuffix(".xml") }
    }
}

extension CommandEnvironment {
    fileprivate func customerLayer(_ database: DatabaseOption) throws -> CustomerLayer? {
        try texts(database).map { CustomerLayer($0) }
    }

    fileprivate func customisations(_ database: DatabaseOption) throws -> PackTexts? {
        try texts(database).flatMap { CustomerLayer.pack(of: $0) }
    }

    private func texts(_ database: DatabaseOption) throws -> EditionTexts? {
        try EditionBook(database.openStore(self), Contributions(plugins: plugins)).latest?.texts
    }
}
