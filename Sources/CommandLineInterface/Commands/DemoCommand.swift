// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DomainModel
import Services
import Storage

/// Makes up records of a believable company.
struct DemoCommand: TrellisCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Makes up records, so that an edition can be tried at any size.",
        discussion: """
            The packs say how their records are made up. The people of the demonstration have to be there already:

              trellis apply verticals/core --database var/demo.db --demo-password 'choose one'
              trellis demo --size 100000 --database var/demo.db

            Records come with their past: when they were added, and when they went to which stage. The same seed makes the
            same company. A database takes one demonstration; a larger one needs another database.
            """)

    @ArgumentParser.Option(help: "How many main records; the packs know how many of the others go with them.")
    var size = 1000

    @ArgumentParser.Option(help: "Another seed makes another company.")
    var seed: UInt64 = 1

    @OptionGroup var database: DatabaseOption

    func validate() throws {
        guard (1...1_000_000).contains(size) else { throw ValidationError("A size is from 1 to 1000000.") }
    }

    func run(in environment: CommandEnvironment) async throws -> ExitStatus {
        let workspace = try database.openWorkspace(environment)
        guard !workspace.model.current.model.generators.isEmpty else {
            throw CommandFailure(.notFound, "No pack of this edition says how records are made up (<generate>).")
        }
        let count = try await workspace.generateDemonstration(size: size, seed: seed) { entity, count in
            environment.write("\(counted(count, "record")) of \(entity).\n")
        }
        environment.write("\(counted(count, "record")) added.\n")
        return .done
    }
}
