// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

@Suite("An apply that is killed")
struct KillLoopTests {
    @Test(
        "leaves the database wholly before or wholly after, the next apply succeeds, and people write on meanwhile",
        .timeLimit(.minutes(10)))
    func killed() async throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/trellis"
        try #require(FileManager.default.isExecutableFile(atPath: program))
        let process = Process()
        process.executableURL = URL(fileURLWithPath: root + "/scripts/kill-loop")
        process.arguments = ["--program", program, "--rounds", "20", "--records", "500", "--server-rounds", "1"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text.contains("20 applied again"), "\(text)")
        #expect(text.contains("none lost"), "\(text)")
    }
}
