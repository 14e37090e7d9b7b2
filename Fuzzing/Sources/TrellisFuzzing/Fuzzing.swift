// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Foundation

@main
struct Fuzzing: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "TrellisFuzzing",
        abstract: "Sends texts of all kinds through the expression language and fails if one hurts it.")

    @Option(help: "How many texts.")
    var inputs = 10_000_000

    @Option(help: "The first seed; the same seed gives the same texts.")
    var seed: UInt64 = 1

    @Option(help: "How many processes share the work.")
    var workers = ProcessInfo.processInfo.activeProcessorCount

    @Option(help: "The table of expression cases.")
    var cases = "Tests/ExpressionsTests/Fixtures/expression-cases.json"

    @Option(help: "Where texts that hurt are kept.")
    var folder = "var/fuzz"

    @Option(help: ArgumentHelp("Run as the worker of this number.", visibility: .hidden))
    var worker: Int?

    @Option(help: "Send one text through, from a file, instead of many.")
    var text: String?

    func run() throws {
        let table = try CaseTable(path: cases)
        if let text {
            var pipeline = try Pipeline(table)
            let input = String(decoding: try Data(contentsOf: URL(fileURLWithPath: text)), as: UTF8.self)
            print(pipeline.send(input), pipeline.processorTime, "ns")
        } else if let worker {
            let report = try Worker(number: worker, folder: folder, table: table).run(
                inputs: inputs / workers, seed: seed &+ UInt64(worker) &* 1_000_003)
            FileHandle.standardOutput.write(try JSONEncoder().encode(report))
        } else {
            let campaign = Campaign(inputs: inputs, seed: seed, workers: workers, cases: cases, folder: folder)
            let result = try campaign.run()
            print(result.text)
            if !result.isClean { throw ExitCode.failure }
        }
    }
}
