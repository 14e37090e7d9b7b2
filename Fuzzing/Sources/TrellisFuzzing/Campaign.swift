// SPDX-License-Identifier: Apache-2.0
import Foundation

/// All workers of a run: started, waited for, added up.
struct Campaign {
    let inputs: Int
    let seed: UInt64
    let workers: Int
    let cases: String
    let folder: String

    struct Result {
        let text: String
        let isClean: Bool
    }

    func run() throws -> Result {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let running = try (0..<workers).map(start)
        var reports: [Worker.Report] = []
        var crashes: [String] = []
        for (number, worker) in running.enumerated() {
            let output = worker.output.fileHandleForReading.readDataToEndOfFile()
            worker.process.waitUntilExit()
            if worker.process.terminationStatus == 0, worker.process.terminationReason == .exit,
                let report = try? JSONDecoder().decode(Worker.Report.self, from: output)
            {
                reports.append(report)
            } else {
                crashes.append(try keepCrash(of: number, worker.process))
            }
        }
        return Result(
            text: try text(reports, crashes), isClean: crashes.isEmpty && reports.allSatisfy(\.broken.isEmpty))
    }

    private func start(_ number: Int) throws -> (process: Process, output: Pipe) {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        process.arguments = [
            "--worker", String(number), "--inputs", String(inputs), "--seed", String(seed), "--workers",
            String(workers), "--cases", cases, "--folder", folder,
        ]
        process.standardOutput = output
        try process.run()
        return (process, output)
    }

    private func keepCrash(of number: Int, _ process: Process) throws -> String {
        let path = "\(folder)/crash-\(seed)-\(number).txt"
        let text = FlightRecorder.last(in: "\(folder)/worker-\(number).bin") ?? Data()
        try text.write(to: URL(fileURLWithPath: path))
        return "worker \(number) ended with \(process.terminationStatus) at the text in \(path)"
    }

    private func text(_ reports: [Worker.Report], _ crashes: [String]) throws -> String {
        let inputs = reports.reduce(0) { $0 + $1.inputs }
        let seconds = reports.map(\.seconds).max() ?? 0
        var outcomes: [String: Int] = [:]
        for report in reports { outcomes.merge(report.outcomes, uniquingKeysWith: +) }
        var lines = [
            "\(inputs) texts in \(Int(seconds)) s: \(seconds > 0 ? Int(Double(inputs) / seconds) : 0) texts/s on \(workers) processes"
        ]
        for (name, count) in outcomes.sorted(by: { $0.value > $1.value }) { lines.append("  \(count)  \(name)") }
        if let slowest = reports.max(by: { $0.slowestNanoseconds < $1.slowestNanoseconds }) {
            let shown = slowest.slowest.prefix(120)
            lines.append(
                "slowest: \(slowest.slowestNanoseconds / 1000) µs for \(slowest.slowest.unicodeScalars.count) characters: \(shown)"
            )
        }
        if let steepest = reports.max(by: { $0.steepestNanoseconds < $1.steepestNanoseconds }) {
            lines.append(
                "steepest: \(Int(steepest.steepestNanoseconds)) ns for each of \(steepest.steepest.unicodeScalars.count) characters: \(steepest.steepest.prefix(120))"
            )
        }
        for (text, reason) in reports.flatMap(\.broken).prefix(40) {
            lines.append("BROKEN \(reason): \(text.prefix(300))")
        }
        return (lines + crashes.map { "CRASH " + $0 }).joined(separator: "\n")
    }
}
