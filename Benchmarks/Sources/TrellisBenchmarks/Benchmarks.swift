// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation

@main
struct Benchmarks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "benchmarks",
        abstract:
            "Measures Trellis beside its limits: the same statements through SQLite's C API, the bare HTTP server.",
        subcommands: [Run.self, Sizes.self, Bare.self], defaultSubcommand: Run.self)

    struct Run: AsyncParsableCommand {
        @Option(help: "The program to measure.")
        var program: String

        @Option(help: "The packs to apply.")
        var packs: String

        @Option(help: "Sizes in policies, rising, with commas.")
        var sizes = "10000,100000,1000000"

        @Option(help: "Seconds of each measurement.")
        var seconds = 3.0

        @Option(help: "Where databases and files go; emptied first.")
        var folder: String

        @Option(help: "The server of the peer, uvicorn.")
        var peer: String

        @Option(help: "The folder of the peer's program.")
        var peerFolder = "Benchmarks/Peer"

        func run() async throws {
            let sizes = sizes.split(separator: ",").compactMap { Int($0) }
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let bench = Bench(
                trellis: Trellis(program: program, packs: packs, database: folder + "/bench.db"), folder: folder,
                seconds: seconds, bareProgram: CommandLine.arguments[0], peerProgram: peer, peerFolder: peerFolder)
            print(try ExpressionMeasures().table())
            print(try bench.run(sizes))
        }
    }

    struct Sizes: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Measures how time grows with the size of packs.")

        @Option(help: "The program to measure.")
        var program: String

        @Option(help: "Fields and pipelines, with colons and commas.")
        var sizes = "600:10,1250:75,2500:150,5000:300,10000:600"

        @Option(help: "Rounds of each measurement, of which the shortest counts.")
        var rounds = 5

        @Option(help: "Where databases and packs go; emptied first.")
        var folder: String

        func run() async throws {
            let sizes = sizes.split(separator: ",").compactMap { size -> (fields: Int, pipelines: Int)? in
                let numbers = size.split(separator: ":").compactMap { Int($0) }
                return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
            }
            try? FileManager.default.removeItem(atPath: folder)
            print(try SizeBench(program: program, folder: folder, rounds: rounds).run(sizes))
        }
    }

    struct Bare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Serves the limits; the measurement starts it itself.")

        @Option var database: String
        @Option var bytes: String
        @Option var port: Int

        func run() async throws {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: bytes))
            try await BareServer(database: database, bytes: Array(bytes), port: port).run()
        }
    }
}
