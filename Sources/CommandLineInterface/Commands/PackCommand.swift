// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Foundation
import Packs
import PluginKit
import Services
import Values

/// Begins packs and helps editors with them.
struct PackCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Makes a new pack; prints the schema of packs.",
        subcommands: [New.self, Schema.self])

    struct New: TrellisCommand {
        static let configuration = CommandConfiguration(
            abstract: "Makes a folder with a pack to begin with.",
            discussion: """
                One entity with its list and page, a pipeline, a role and a report, labelled in both languages, and the
                schema beside them, so that an editor completes and explains while you write:

                  trellis pack new bakery
                  trellis pack new verticals/bakery --requires core

                The last part of the path is the pack’s name. Packs that are required have to stand beside it. A folder
                that is there is left alone (exit code 3).
                """)

        @Argument(help: ArgumentHelp("The folder to make; its name is the pack’s.", valueName: "name"))
        var folder: String

        @ArgumentParser.Option(
            name: .long, help: ArgumentHelp("A pack that the new one builds on; may be repeated.", valueName: "pack"))
        var requires: [String] = []

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            let place = URL(fileURLWithPath: folder)
            guard let template = PackTemplate(name: place.lastPathComponent) else {
                throw CommandFailure(
                    .findings,
                    "“\(place.lastPathComponent)” is no name of a pack: write letters, digits and - of ASCII, a letter first."
                )
            }
            guard !fileExists(folder) else {
                throw CommandFailure(.refused, "\(folder) is there already; choose another name.")
            }
            let beside = place.deletingLastPathComponent()
            let requirements = try requires.map {
                try requirement($0, in: beside.appendingPathComponent($0).relativePath, environment)
            }
            for file in template.files(requiring: requirements) {
                let path = place.appendingPathComponent(file.path)
                try FileManager.default.createDirectory(
                    at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(file.text.utf8).write(to: path)
                environment.write("\(folder)/\(file.path)\n")
            }
            try writeSchema(in: folder, environment)
            let loading = try environment.loadPacks([folder])
            environment.write(loading.report())
            return loading.model == nil ? .findings : .done
        }

        /// The versions of a pack that a new one can build on: those from the one that is there.
        private func requirement(_ name: String, in folder: String, _ environment: CommandEnvironment) throws -> String
        {
            guard fileExists(folder + "/pack.xml") else {
                throw CommandFailure(
                    .notFound,
                    "There is no pack in \(folder); the packs that a new one requires have to stand beside it.")
            }
            let model = try environment.loadModel([folder])
            guard let pack = model.packs.first(where: { $0.name == PackName(name) }) else {
                throw CommandFailure(.notFound, "The pack in \(folder) is not called \(name).")
            }
            return "\(name) ^\(pack.version.split(separator: ".").prefix(2).joined(separator: "."))"
        }
    }

    struct Schema: TrellisCommand {
        static let configuration = CommandConfiguration(
            abstract: "Prints the schema of packs, or puts it into a folder for editors.",
            discussion: """
                It explains every element and attribute, and knows the field types of the plugins:

                  trellis pack schema > pack.xsd
                  trellis pack schema verticals/bakery
                """)

        @Argument(help: ArgumentHelp("The folder that gets the file pack.xsd.", valueName: "folder"))
        var folder: String?

        func run(in environment: CommandEnvironment) async throws -> ExitStatus {
            guard let folder else {
                environment.write(try environment.schema())
                return .done
            }
            guard fileExists(folder) else { throw CommandFailure(.notFound, "There is no folder \(folder).") }
            try writeSchema(in: folder, environment)
            return .done
        }
    }
}

private func writeSchema(in folder: String, _ environment: CommandEnvironment) throws {
    let path = "\(folder)/\(PackSchema.fileName)"
    try environment.schema().write(toFile: path, atomically: true, encoding: .utf8)
    environment.write(path + "\n")
}

extension CommandEnvironment {
    /// The schema with the field types of everything that is compiled in.
    fileprivate func schema() throws -> String {
        PackSchema.text(fieldTypes: try Contributions(plugins: plugins).fieldTypes.names)
    }
}
