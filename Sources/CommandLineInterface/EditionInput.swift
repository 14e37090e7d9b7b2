// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Packs
import PluginKit
import Services

/// What a command reads: folders of packs, or the edition that a database holds, with what its administrators made.
struct EditionInput: ParsableArguments {
    @Argument(help: ArgumentHelp("Folders of packs or editions.", valueName: "folder"))
    var folders: [String] = []

    @ArgumentParser.Option(
        help: ArgumentHelp(
            "The edition in force in a SQLite file, the customer layer included; with folders, these packs in it.",
            valueName: "file"))
    var database: String?

    func validate() throws {
        guard !folders.isEmpty || database != nil else {
            throw ValidationError("Name the folders of packs, or a database with --database.")
        }
    }

    /// What became of reading it.
    func load(_ environment: CommandEnvironment) throws -> PackLoading {
        guard let database else { return try environment.loadPacks(folders) }
        guard fileExists(database) else {
            throw CommandFailure(.notFound, "There is no database at \(database).")
        }
        let store = try environment.openStore(database)
        guard folders.isEmpty else {
            return try environment.loadPacks(folders, for: store, deciding: UpgradeChoice())
        }
        let contributions = try Contributions(plugins: environment.plugins)
        guard let edition = try EditionBook(store, contributions).latest else {
            throw CommandFailure(.notFound, "Nothing was applied to \(database) yet.")
        }
        return try edition.load(contributions)
    }

    /// The model, which has to be right.
    ///
    /// - Throws: ``CommandFailure`` with every finding if it is not.
    func model(_ environment: CommandEnvironment) throws -> Model {
        try load(environment).rightModel()
    }
}
